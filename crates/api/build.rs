//! What this crate's macros take from the build.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The derive of schemas goes by spelling and knows no alias.
    utoipa_config::Config::new()
        .alias_for("Id", "uuid::Uuid")
        .alias_for("Moment", "time::OffsetDateTime")
        .write_to_file();
    // Where the built site lies, without `..` and links: rust-embed's debug form compares real paths, and the folder may come after
    // this crate was compiled.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().expect("the crate stands in its workspace");
    println!("cargo::rustc-env=QATYSU_WEB_DIST={}", root.join("target/web/dist").display());
}
