//! No diesel call on an async worker: handlers reach the application only through `Api::blocking` and `Api::hashing`.
//!
//! A use case needs `&App`. Handlers hold an `Api`; its `app` may be asked for the time, settings and keys, which are in
//! memory, and nothing else. Only `state.rs` (the gate), `server.rs` (before the first worker starts), `snapshot.rs` (a
//! thread of its own) and `paging.rs` (signs cursors with a key of its) hand it on. `app` and `store` know no async at all.

use crate::repo;

const IN_MEMORY: &[&str] = &[".now()", ".config", ".secrets"];
const GATES: &[&str] = &["state.rs", "server.rs", "snapshot.rs", "extract/paging.rs"];

fn findings(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let code = lines.map(|(number, line)| (number, line.split("//").next().unwrap_or(line)));
    let outside = code.filter(|(_, line)| {
        line.match_indices(".app").any(|(at, word)| {
            let rest = &line[at + word.len()..];
            let whole = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            whole && !rest.starts_with('(') && !IN_MEMORY.iter().any(|allowed| rest.starts_with(allowed))
        })
    });
    outside.map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim())).collect()
}

#[test]
fn no_diesel_on_a_worker() {
    let mut paths = repo::under("crates/api/src/", ".rs");
    paths.retain(|path| !GATES.iter().any(|gate| path == &format!("crates/api/src/{gate}")));
    assert!(paths.len() > 10);
    let found: Vec<_> = paths.iter().flat_map(|path| findings(path, &repo::read(path))).collect();
    repo::none(&found);
}

#[test]
fn use_cases_know_no_async() {
    let mut found = Vec::new();
    for folder in ["crates/app/src/", "crates/store/src/"] {
        for path in repo::under(folder, ".rs") {
            let text = repo::read(&path);
            let code = text.lines().map(|line| line.split("//").next().unwrap_or(line));
            let marks = code.filter(|line| line.contains("async fn ") || line.contains(".await"));
            found.extend(marks.map(|line| format!("{path}: {}", line.trim())));
        }
    }
    repo::none(&found);
}

#[test]
fn blocking_can_fail() {
    let judge = |line: &str| findings("a.rs", line).len();
    assert_eq!(judge("api.blocking(move |app| app::me::get(app, &caller.0)).await?"), 0);
    assert_eq!(judge("let now = api.app.now(); // never &api.app"), 0);
    assert_eq!(judge("app::me::get(&api.app, &caller.0)"), 1);
    assert_eq!(judge("let app = api.app.clone();"), 1);
    assert_eq!(judge("api.app.store.read(|tx| list(tx))"), 1);
}
