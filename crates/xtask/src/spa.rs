//! Builds the SPA: cargo for wasm32, wasm-bindgen, wasm-opt when it is at hand, hashed and compressed
//! files, shells, and the size gate. A second run with the same inputs does nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::assets::{self, Assets};
use crate::shell::{self, Links};
use crate::{Outcome, cargo, root};

/// The two applications; each has a binary of that name in `frontend` and a shell.
const APPS: [(&str, &str); 2] = [("citizen", "index.html"), ("desk", "desk.html")];

/// Languages of the texts.
const LANGS: [&str; 3] = ["kk", "ru", "en"];

/// What a build depends on; a change anywhere here makes a new one.
const INPUTS: [&str; 8] = [
    "frontend",
    "crates/domain",
    "crates/tally",
    "crates/api-types",
    "crates/i18n",
    "crates/xtask",
    "Cargo.toml",
    "Cargo.lock",
];

/// How to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Small: cargo profile `web`, wasm-opt, brotli and gzip, size gate.
    Web,
    /// Fast: cargo profile `dev`, nothing squeezed.
    Dev,
}

impl Profile {
    /// Cargo's name of the profile and of its folder under `target`.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Profile::Web => ("web", "web"),
            Profile::Dev => ("dev", "debug"),
        }
    }
}

/// Builds `target/web/dist` unless it is up to date.
pub fn build(profile: Profile) -> Outcome {
    let target = target_dir();
    let dist = target.join("web/dist");
    let stamp_file = target.join("web/dist.stamp");
    let wasm_opt = wasm_opt();
    let stamp = stamp(profile, wasm_opt.as_deref())?;
    if dist.join("manifest.json").exists() && std::fs::read_to_string(&stamp_file).ok().as_deref() == Some(&stamp) {
        println!("spa: up to date in {}", dist.display());
        return Ok(());
    }

    compile(profile)?;
    std::fs::create_dir_all(&dist)?;
    let mut files = Assets::in_folder(&dist, profile == Profile::Web)?;
    let css = files.add("app.css", &static_file("app.css")?)?;
    let icon = files.add("icon.svg", &static_file("icon.svg")?)?;
    // Written to be read in a diff, sent without its white space.
    let models: Value = serde_json::from_slice(&static_file("models.json")?)?;
    let models = files.add("models.json", models.to_string().as_bytes())?;
    // Not in the size gate: only who counts a result again loads it.
    let (js, wasm) = bind("recount", profile, &target, wasm_opt.as_deref())?;
    let js = files.add("recount.js", js.as_bytes())?;
    let wasm = files.add("recount.wasm", &wasm)?;
    let worker = String::from_utf8(static_file("recount-worker.js")?)?;
    let worker = worker.replace("{{js}}", js.trim_start_matches("/assets/")).replace("{{wasm}}", &wasm);
    let recount = files.add("recount-worker.js", worker.as_bytes())?;
    // So that the server knows which addresses are pages.
    std::fs::write(dist.join("pages.txt"), pages(&std::fs::read_to_string(root().join("frontend/src/route.rs"))?))?;
    let mut totals = Vec::new();
    for (app, page) in APPS {
        let texts = texts(&mut files, app)?;
        let (js, wasm) = bind(app, profile, &target, wasm_opt.as_deref())?;
        let js = files.add(&format!("{app}.js"), js.as_bytes())?;
        let wasm = files.add(&format!("{app}.wasm"), &wasm)?;
        let boot = files.add(&format!("{app}-boot.js"), shell::boot(&js, &wasm, &texts).as_bytes())?;
        let template = String::from_utf8(static_file(page)?)?;
        // A shell for each language, so that the page has its language and name before the application runs.
        for (at, lang) in LANGS.into_iter().enumerate() {
            let title = title(app, lang)?;
            let links = Links {
                lang,
                title: &title,
                boot: &boot,
                js: &js,
                wasm: &wasm,
                css: &css,
                icon: &icon,
                models: &models,
                recount: &recount,
                texts: &texts,
            };
            let html = shell::render(&template, &links)?;
            let stem = page.trim_end_matches(".html");
            write_shell(&dist.join(format!("{stem}.{lang}.html")), &html, profile)?;
            if at == 0 {
                write_shell(&dist.join(page), &html, profile)?;
            }
        }
        let mut names = vec!["app.css".to_owned()];
        names.extend(["js", "wasm"].map(|extension| format!("{app}.{extension}")));
        names.push(format!("{app}-boot.js"));
        // A visitor loads one language: the largest counts.
        let largest = LANGS.iter().map(|lang| files.brotli_total(&[format!("{app}-{lang}.ftl")])).max();
        totals.push((app, files.brotli_total(&names) + largest.unwrap_or_default()));
    }
    let manifest = serde_json::to_string_pretty(&files.manifest())?;
    std::fs::write(dist.join("manifest.json"), manifest + "\n")?;
    if profile == Profile::Web {
        size_gate(&totals, wasm_opt.is_some())?;
    }
    std::fs::write(stamp_file, stamp)?;
    println!("spa: built in {}", dist.display());
    Ok(())
}

fn write_shell(path: &Path, html: &str, profile: Profile) -> Outcome {
    std::fs::write(path, html)?;
    if profile == Profile::Web {
        assets::write_compressed(path, html.as_bytes())?;
    } else {
        // Else a browser would be served the page of an earlier build.
        assets::remove_compressed(path)?;
    }
    Ok(())
}

/// The pages of both applications out of their route table: a line each, the application's prefix and the pattern.
fn pages(routes: &str) -> String {
    let mut prefix = "";
    let mut pages = String::new();
    for line in routes.lines().map(str::trim) {
        let quoted = || line.split('"').nth(1).unwrap_or_default();
        if line.starts_with("pub enum ") && line.contains(" at \"") {
            prefix = quoted();
        } else if line.starts_with("#[at(\"") {
            pages.push_str(&format!("{prefix} {}\n", quoted()));
        }
    }
    pages
}

/// The name of an application's site, from the texts that it shows itself.
fn title(app: &str, lang: &str) -> Outcome<String> {
    let path = root().join("crates/i18n").join(lang).join("common.ftl");
    let source = std::fs::read_to_string(&path)?;
    let text = |key: &str| {
        let line = source.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.ok_or_else(|| format!("{} lacks {key}", path.display()))
    };
    Ok(if app == "desk" {
        text("app-desk")?.to_owned()
    } else {
        format!("{} · {}", text("app-name")?, text("app-tagline")?)
    })
}

/// Texts that only the server says, by how their keys begin.
const SERVER_ONLY: [&str; 4] = ["problem-", "fault-", "rule-fault-", "mail-"];

/// The texts of each language that an application says, as one file: language and address.
fn texts(files: &mut Assets, app: &str) -> Outcome<Vec<(&'static str, String)>> {
    let foreign = |key: &str| {
        SERVER_ONLY.iter().any(|start| key.starts_with(start)) || (app != "desk" && key.starts_with("desk-"))
    };
    let mut addresses = Vec::new();
    for lang in LANGS {
        let folder = root().join("crates/i18n").join(lang);
        let mut paths = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        let mut all = String::new();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ftl")) {
            let source = std::fs::read_to_string(path)?;
            // A message begins in the first column; its other lines are indented, or close a brace.
            let mut left_out = false;
            for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
                    left_out = foreign(line);
                }
                if !left_out {
                    all.push_str(line);
                    all.push('\n');
                }
            }
        }
        addresses.push((lang, files.add(&format!("{app}-{lang}.ftl"), all.as_bytes())?));
    }
    Ok(addresses)
}

fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn static_file(name: &str) -> Outcome<Vec<u8>> {
    let path = root().join("frontend/static").join(name);
    std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn compile(profile: Profile) -> Outcome {
    let status = Command::new(cargo())
        .current_dir(root())
        .args(["build", "-p", "frontend", "--bins"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--profile", profile.names().0])
        .status()?;
    if status.success() { Ok(()) } else { Err("the SPA does not compile".into()) }
}

/// wasm-bindgen, then wasm-opt: the glue and the module of one application.
fn bind(app: &str, profile: Profile, target: &Path, wasm_opt: Option<&Path>) -> Outcome<(String, Vec<u8>)> {
    let folder = format!("wasm32-unknown-unknown/{}", profile.names().1);
    let input = target.join(folder).join(format!("{app}.wasm"));
    let mut output = Bindgen::new()
        .input_path(input)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .keep_debug(profile == Profile::Dev)
        .remove_name_section(profile == Profile::Web)
        .remove_producers_section(true)
        .generate_output()?;
    // A crate is listed even when it brings nothing.
    let mut snippets = output.snippets().iter();
    if let Some((krate, _)) = snippets.find(|(_, scripts)| !scripts.is_empty()) {
        return Err(format!("{krate} brings JavaScript, which the shell does not serve").into());
    }
    if let Some(module) = output.local_modules().keys().next() {
        return Err(format!("{module} is JavaScript that the shell does not serve").into());
    }
    let js = output.js().to_owned();
    let wasm = output.wasm_mut().emit_wasm();
    match wasm_opt {
        Some(tool) if profile == Profile::Web => Ok((js, squeeze(tool, app, &wasm, target)?)),
        _ => Ok((js, wasm)),
    }
}

fn squeeze(tool: &Path, app: &str, wasm: &[u8], target: &Path) -> Outcome<Vec<u8>> {
    let big = target.join(format!("web/{app}.bindgen.wasm"));
    let small = target.join(format!("web/{app}.opt.wasm"));
    std::fs::write(&big, wasm)?;
    let status = Command::new(tool)
        .args(["-Oz", "--strip-debug", "--strip-producers"])
        .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
        .args(["--enable-sign-ext", "--enable-mutable-globals"])
        .args(["--enable-reference-types", "--enable-multivalue"])
        .arg(&big)
        .arg("-o")
        .arg(&small)
        .status()?;
    if !status.success() {
        return Err(format!("{} failed", tool.display()).into());
    }
    Ok(std::fs::read(small)?)
}

/// wasm-opt from the browser tests' packages (npm `binaryen`) or from the path. Without it the build
/// is complete, only larger: `make run` needs no Node.
fn wasm_opt() -> Option<PathBuf> {
    let local = root().join("tests/e2e/node_modules/.bin/wasm-opt");
    if local.exists() {
        return Some(local);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("wasm-opt")).find(|tool| tool.exists())
}

/// Compares brotli bytes per application with `frontend/size-budget.json`. Without wasm-opt the
/// figures are larger than what a release ships, so they are only reported.
fn size_gate(totals: &[(&str, usize)], optimised: bool) -> Outcome {
    let budget: Value = serde_json::from_slice(&std::fs::read(root().join("frontend/size-budget.json"))?)?;
    let mut over = Vec::new();
    for (app, size) in totals {
        let limit = budget[*app].as_u64().ok_or_else(|| format!("frontend/size-budget.json lacks \"{app}\""))?;
        println!("spa: {app} {size} bytes brotli, budget {limit}");
        if *size as u64 > limit {
            over.push(format!("{app}: {size} > {limit} bytes"));
        }
    }
    if !optimised {
        println!("spa: built without wasm-opt (npm binaryen in tests/e2e); sizes only reported");
        return Ok(());
    }
    if over.is_empty() { Ok(()) } else { Err(format!("over the size budget: {}", over.join(", ")).into()) }
}

/// A digest of all inputs.
fn stamp(profile: Profile, wasm_opt: Option<&Path>) -> Outcome<String> {
    let mut digest = Sha256::new();
    digest.update(profile.names().0);
    digest.update(format!("{wasm_opt:?}"));
    for input in INPUTS {
        digest_path(&root().join(input), &mut digest)?;
    }
    Ok(assets::hex(&digest.finalize()))
}

fn digest_path(path: &Path, digest: &mut Sha256) -> Outcome {
    if path.is_dir() {
        let mut entries =
            std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        entries.sort();
        for entry in entries {
            digest_path(&entry, digest)?;
        }
    } else {
        digest.update(path.to_string_lossy().as_bytes());
        digest.update(std::fs::read(path)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_route_table_is_listed() {
        let routes = std::fs::read_to_string(root().join("frontend/src/route.rs")).unwrap();
        let pages = pages(&routes);
        for page in [" /", " /projects/:number", "/desk /", "/desk /cycles/:id"] {
            assert!(pages.lines().any(|line| line == page), "{page:?} in {pages}");
        }
        assert_eq!(pages.lines().count(), routes.matches("    #[at(\"").count());
        assert!(pages.lines().filter(|line| line.starts_with("/desk ")).count() > 15, "{pages}");
    }
}
