//! docs/evidence.md names a test, a command or a file for every demand, and all of them exist.

use crate::repo;

struct Known {
    /// Texts of tests: Rust, Playwright, pytest.
    code: String,
    makefile: String,
    paths: Vec<String>,
}

/// A name in backticks is a `make` target, a path or the name of a test (its last segment after `::`).
fn exists(name: &str, known: &Known) -> bool {
    if let Some(target) = name.strip_prefix("make ") {
        return known.makefile.contains(&format!("\n{target}:"));
    }
    let path = name.trim_end_matches('/');
    if known.paths.iter().any(|p| p == path || p.starts_with(&format!("{path}/"))) {
        return true;
    }
    let last = name.rsplit("::").next().unwrap_or(name);
    let declared =
        [format!("fn {last}("), format!("def {last}("), format!("test('{last}'"), format!("test(\"{last}\"")];
    declared.iter().any(|text| known.code.contains(text))
}

/// Rows are `| demand | evidence |`; the evidence names at least one thing, or is `open: reason`.
fn findings(document: &str, known: &Known) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in document.lines().enumerate() {
        let line = line.trim();
        if !line.starts_with('|') || line.starts_with("|-") || line.starts_with("| ---") || line.starts_with("| demand")
        {
            continue;
        }
        let place = format!("docs/evidence.md:{}", number + 1);
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [demand, evidence] = cells[..] else {
            found.push(format!("{place}: a row has two cells"));
            continue;
        };
        if demand.is_empty() {
            found.push(format!("{place}: the demand is empty"));
        }
        if evidence.strip_prefix("open:").is_some_and(|reason| !reason.trim().is_empty()) {
            continue;
        }
        let names: Vec<&str> = evidence.split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            found.push(format!("{place}: names no test, command or file"));
        }
        let absent = names.iter().filter(|name| !exists(name, known));
        found.extend(absent.map(|name| format!("{place}: `{name}` does not exist")));
    }
    found
}

fn known() -> Known {
    let paths = repo::paths();
    let tests = paths.iter().filter(|path| {
        (path.starts_with("tests/") || path.starts_with("crates/") || path.starts_with("frontend/"))
            && [".rs", ".py", ".js", ".mjs", ".ts"].iter().any(|end| path.ends_with(end))
    });
    let code = tests.map(|path| repo::read(path)).collect();
    Known { code, makefile: repo::read("Makefile"), paths }
}

#[test]
fn evidence_exists() {
    let document = repo::read("docs/evidence.md");
    assert!(document.lines().filter(|line| line.starts_with("| ")).count() > 20);
    repo::none(&findings(&document, &known()));
}

#[test]
fn evidence_can_fail() {
    let known = Known {
        code: "fn story_on_both() {".to_owned(),
        makefile: "\nrun: ## runs\n".to_owned(),
        paths: vec!["docs/adr/0001.md".to_owned()],
    };
    let judge = |row: &str| findings(row, &known).len();
    assert_eq!(judge("| it runs | `make run`, `story::story_on_both`, `docs/adr` |"), 0);
    assert_eq!(judge("| it runs | open: comes with the next change |"), 0);
    assert_eq!(judge("| it runs | open: |"), 1);
    assert_eq!(judge("| it runs | we looked |"), 1);
    assert_eq!(judge("| it runs | `make fly` |"), 1);
    assert_eq!(judge("| it runs | `story::story_on_bot` |"), 1);
    assert_eq!(judge("| it runs |"), 1);
    assert_eq!(judge("| | `make run` |"), 1);
}
