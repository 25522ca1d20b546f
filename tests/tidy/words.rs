//! Words that must not be in the repository: places that a reader of it cannot reach, marks of unfinished work.

use crate::repo;

/// Addresses of registries (each client knows its own) and folders outside the repository. Written in two halves, so
/// that this file passes its own check.
const BANNED: &[(&str, &str)] = &[
    ("crates", ".io"),
    ("docs", ".rs/"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("registry.npmjs", ".org"),
    ("deb.debian", ".org"),
    ("static.rust-lang", ".org"),
    ("/work", "/"),
    ("../", "shared"),
    (".lib", "rary/"),
    ("TRUST", "-NOTES"),
    ("STORE", "-NOTES"),
    ("PB", "-MODELS"),
    ("TO", "DO"),
    ("FIX", "ME"),
    ("todo", "!("),
    ("unimplemented", "!("),
];

/// Written by tools (Cargo.lock names its registry) or by others (the texts of real elections).
const EXEMPT: &[&str] =
    &["Cargo.lock", "crates/tally/benches/Cargo.lock", "fuzz/Cargo.lock", "fuzz/corpus/", "tests/fixtures/pabulib/"];

fn findings(path: &str, text: &str) -> Vec<String> {
    if EXEMPT.iter().any(|exempt| path.starts_with(exempt)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (a, b) in BANNED {
            let word = format!("{a}{b}");
            let hit = line.match_indices(&word).any(|(at, _)| {
                // Only whole names: `network/` and `a/work/b` are none.
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-') || word.starts_with('.')
            });
            if hit {
                found.push(format!("{path}:{}: {word}", number + 1));
            }
        }
    }
    found
}

#[test]
fn words_are_clean() {
    let found: Vec<_> = repo::paths().iter().flat_map(|path| findings(path, &repo::read(path))).collect();
    repo::none(&found);
}

#[test]
fn words_can_fail() {
    let word = |index: usize| format!("see {}{} for more", BANNED[index].0, BANNED[index].1);
    for index in 0..BANNED.len() {
        assert_eq!(findings("README.md", &word(index)).len(), 1, "{}", word(index));
    }
    assert_eq!(findings("README.md", "src/work/mod.rs and toDOs").len(), 0);
    assert_eq!(findings("Cargo.lock", &word(0)).len(), 0);
}
