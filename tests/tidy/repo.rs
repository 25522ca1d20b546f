//! Reading the repository.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// The folder that holds the workspace: cargo runs tests in their package's folder.
pub fn root() -> PathBuf {
    PathBuf::from("..").canonicalize().unwrap()
}

/// Paths of all files that are, or are about to be, in version control.
pub fn paths() -> Vec<String> {
    let list = run("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let mut paths: Vec<String> =
        list.split('\0').filter(|path| root().join(path).is_file()).map(str::to_owned).collect();
    assert!(paths.len() > 20, "git lists the files of the repository");
    paths.sort();
    paths
}

/// All paths under a folder with this ending.
pub fn under(folder: &str, ending: &str) -> Vec<String> {
    let mut paths = paths();
    paths.retain(|path| path.starts_with(folder) && path.ends_with(ending));
    paths
}

/// One file as text; bytes that are no UTF-8 are replaced.
pub fn read(path: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(root().join(path)).unwrap()).into_owned()
}

/// Runs a command in the workspace and gives its output; fails when the command fails.
pub fn run(program: &str, args: &[&str]) -> String {
    let done = Command::new(program).args(args).current_dir(root()).output().unwrap();
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {args:?}\n{errors}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// `cargo metadata` for the server and the wasm side.
pub fn metadata() -> Value {
    let text = run(
        "cargo",
        &[
            "metadata",
            "--format-version=1",
            "--filter-platform=x86_64-unknown-linux-gnu",
            "--filter-platform=wasm32-unknown-unknown",
        ],
    );
    serde_json::from_str(&text).unwrap()
}

/// Fails with the list of findings unless it is empty.
#[track_caller]
pub fn none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}
