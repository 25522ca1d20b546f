//! Dependencies point one way, and diesel stays in the store.

use std::collections::BTreeMap;

use crate::repo;

/// What each crate of ours may depend on, tests included.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("tally", &["domain"]),
    ("api-types", &["domain", "tally"]),
    ("i18n", &["domain"]),
    ("store", &["domain", "tally"]),
    ("app", &["domain", "tally", "store", "api-types", "i18n"]),
    ("api", &["domain", "tally", "store", "app", "api-types", "i18n"]),
    ("cli", &["domain", "tally", "store", "app", "api", "api-types", "i18n"]),
    ("frontend", &["domain", "tally", "api-types", "i18n"]),
];

/// Crates outside that only one crate of ours may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("diesel", &["store"]),
    ("diesel_migrations", &["store"]),
    ("libsqlite3-sys", &["store"]),
    ("pq-sys", &["store"]),
    ("actix-web", &["api", "cli", "qatysu-tests"]),
    ("argon2", &["app"]),
    ("jsonwebtoken", &["app"]),
    ("yew", &["frontend"]),
];

/// Tools and tests stand outside the arrows.
const FREE: &[&str] = &["xtask", "qatysu-tests"];

fn findings(dependencies: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let ours = |name: &str| dependencies.contains_key(name);
    let mut found = Vec::new();
    for (name, needs) in dependencies {
        let allowed = ARROWS.iter().find(|(crate_name, _)| crate_name == name);
        if allowed.is_none() && !FREE.contains(&name.as_str()) {
            found.push(format!("{name} has no line in ARROWS"));
        }
        for need in needs {
            if let Some((_, allowed)) = allowed
                && ours(need)
                && need != name
                && !allowed.contains(&need.as_str())
            {
                found.push(format!("{name} must not depend on {need}"));
            }
            if let Some((_, homes)) = ONLY_IN.iter().find(|(crate_name, _)| crate_name == need)
                && !homes.contains(&name.as_str())
            {
                found.push(format!("{name} must not name {need}: it belongs to {homes:?}"));
            }
        }
    }
    found
}

fn dependencies() -> BTreeMap<String, Vec<String>> {
    let metadata = repo::metadata();
    let members = metadata["workspace_members"].as_array().unwrap();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| members.contains(&package["id"]))
        .map(|package| {
            let needs = package["dependencies"].as_array().unwrap().iter();
            let needs = needs.map(|need| need["name"].as_str().unwrap().to_owned());
            (package["name"].as_str().unwrap().to_owned(), needs.collect())
        })
        .collect()
}

#[test]
fn arrows_point_one_way() {
    let dependencies = dependencies();
    assert!(dependencies.len() >= ARROWS.len() + FREE.len());
    repo::none(&findings(&dependencies));
}

#[test]
fn arrows_can_fail() {
    let example = |name: &str, need: &str| {
        let mut all: BTreeMap<_, _> = ARROWS.iter().map(|(name, _)| ((*name).to_owned(), Vec::new())).collect();
        all.insert(name.to_owned(), vec![need.to_owned()]);
        findings(&all).len()
    };
    assert_eq!(example("app", "store"), 0);
    assert_eq!(example("domain", "store"), 1);
    assert_eq!(example("frontend", "app"), 1);
    assert_eq!(example("app", "diesel"), 1);
    assert_eq!(example("newcomer", "serde"), 1);
}
