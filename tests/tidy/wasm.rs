//! The wasm side: the pure crates compile for the browser, and nothing heavy or server-only comes along.

use std::process::Command;

use crate::repo;

/// Never in the browser: a regex engine (135 kB), SQL, the server and its crypto.
const BANNED: &[&str] = &[
    "actix-web",
    "api",
    "app",
    "argon2",
    "diesel",
    "jiff",
    "jsonwebtoken",
    "libsqlite3-sys",
    "pq-sys",
    "regex",
    "regex-automata",
    "store",
    "tokio",
    "utoipa",
    "validator",
];

fn findings(tree: &str) -> Vec<String> {
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    let mut found: Vec<String> = names
        .filter(|name| BANNED.contains(name))
        .map(|name| format!("{name} is in the browser's dependency graph"))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn tree(package: &str) -> String {
    let options = ["--target", "wasm32-unknown-unknown", "-e", "normal", "--prefix", "none"];
    repo::run("cargo", &[["tree", "-p", package].as_slice(), &options].concat())
}

#[test]
fn wasm_graph_is_clean() {
    let tree = tree("frontend");
    assert!(tree.contains("yew v"), "the tree is the SPA's");
    repo::none(&findings(&tree));
}

#[test]
fn wasm_graph_can_fail() {
    assert!(!findings(&tree("api")).is_empty());
}

#[test]
fn pure_crates_compile_for_wasm() {
    // A target folder of its own: the test must not wait for the build that runs it.
    let done = Command::new("cargo")
        .args(["check", "--quiet", "--target", "wasm32-unknown-unknown"])
        .args(["-p", "domain", "-p", "tally", "-p", "api-types", "-p", "i18n"])
        .env("CARGO_TARGET_DIR", repo::root().join("target/tidy"))
        .current_dir(repo::root())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Each pure crate has a clippy.toml that forbids the clock, the environment and randomness.
#[test]
fn pure_crates_forbid_the_outside() {
    for name in ["domain", "tally"] {
        let rules = repo::read(&format!("crates/{name}/clippy.toml"));
        for method in ["std::time::SystemTime::now", "std::time::Instant::now", "std::env::var"] {
            assert!(rules.contains(method), "crates/{name}/clippy.toml does not forbid {method}");
        }
    }
}
