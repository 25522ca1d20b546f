//! Sizes: files that a person can read in one go, handlers that fit a screen.

use crate::repo;

const FILE_LINES: usize = 500;
const HANDLER_LINES: usize = 40;

/// Files that may be longer, each with its reason.
const LONG: &[(&str, &str)] =
    &[("crates/store/src/schema.rs", "one table! per table, columns in the order of the migrations")];

fn long_files(files: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        let lines = text.lines().count();
        if lines > FILE_LINES && !LONG.iter().any(|(allowed, _)| allowed == path) {
            found.push(format!("{path} has {lines} lines, more than {FILE_LINES}"));
        }
    }
    found
}

/// Functions in a file of routes that are longer than a handler may be, from `fn` to the closing brace.
fn long_handlers(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        if let Some((name, start, closing)) = &open {
            if line == closing {
                let lines = number - start + 1;
                if lines > HANDLER_LINES {
                    found.push(format!("{path}: fn {name} has {lines} lines, more than {HANDLER_LINES}"));
                }
                open = None;
            }
            continue;
        }
        let rest = code.strip_prefix("pub ").unwrap_or(code);
        let rest = rest.strip_prefix("pub(crate) ").unwrap_or(rest);
        let rest = rest.strip_prefix("async ").unwrap_or(rest);
        if let Some(rest) = rest.strip_prefix("fn ") {
            let name = rest.split(['(', '<']).next().unwrap_or(rest).to_owned();
            if !line.ends_with('}') {
                open = Some((name, number, format!("{indent}}}")));
            }
        }
    }
    found
}

#[test]
fn files_are_short() {
    let paths = repo::under("", ".rs");
    let files: Vec<_> = paths.into_iter().map(|path| (path.clone(), repo::read(&path))).collect();
    for (path, _) in LONG {
        assert!(files.iter().any(|(known, _)| known == path), "{path} in LONG does not exist");
    }
    repo::none(&long_files(&files));
}

#[test]
fn handlers_fit_a_screen() {
    let routes = repo::under("crates/api/src/routes/", ".rs");
    let found: Vec<_> = routes.iter().flat_map(|path| long_handlers(path, &repo::read(path))).collect();
    repo::none(&found);
}

#[test]
fn sizes_can_fail() {
    let file = |lines: usize| vec![("a.rs".to_owned(), "x\n".repeat(lines))];
    assert_eq!(long_files(&file(500)).len(), 0);
    assert_eq!(long_files(&file(501)).len(), 1);
    let handler = |lines: usize| {
        let body = "    call();\n".repeat(lines - 2);
        format!("/// Lists.\npub async fn list(\n{body}}}\n\nfn small() {{}}\nfn other() {{\n}}\n")
    };
    assert_eq!(long_handlers("a.rs", &handler(40)).len(), 0);
    assert_eq!(long_handlers("a.rs", &handler(41)).len(), 1);
}
