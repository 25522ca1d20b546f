//! Build tasks that cargo alone cannot do: `cargo run -p xtask -- <task>`.
//!
//! * `spa [--dev]`: the single-page application, ready to serve, in `target/web/dist`.
//! * `openapi`: writes `openapi/openapi.json` from the server's own routes.

mod assets;
mod shell;
mod spa;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What every task answers; the message is for the person at the terminal.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["spa"] => spa::build(spa::Profile::Web),
        ["spa", "--dev"] => spa::build(spa::Profile::Dev),
        ["openapi"] => openapi(),
        _ => Err("usage: cargo run -p xtask -- spa [--dev] | openapi".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the binary for its OpenAPI document; the file is written only when that succeeded.
fn openapi() -> Outcome {
    let output = Command::new(cargo())
        .current_dir(root())
        .args(["run", "--quiet", "-p", "cli", "--", "openapi"])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("`qatysu openapi` failed".into());
    }
    std::fs::write(root().join("openapi/openapi.json"), output.stdout)?;
    Ok(())
}

/// The workspace's folder.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("xtask lives in crates/xtask").to_path_buf()
}

/// The cargo that runs us, so that a pinned toolchain stays pinned.
fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
