//! Names the aliases that OpenAPI schemas meet: the derive goes by spelling and knows no alias.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    utoipa_config::Config::new()
        .alias_for("Id", "uuid::Uuid")
        .alias_for("Moment", "time::OffsetDateTime")
        .write_to_file();
}
