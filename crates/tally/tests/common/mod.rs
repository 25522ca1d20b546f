//! The real elections under `tests/fixtures/pabulib`.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use tally::pabulib::{Election, Options, read_slice};

/// One entry of `expected.json`, computed by pabutools.
#[derive(Debug, Deserialize)]
pub struct Expected {
    #[serde(default)]
    pub winners: Vec<String>,
    #[serde(default)]
    pub cost: String,
    pub before_completion: Option<Vec<String>>,
    pub error: Option<String>,
}

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pabulib")
}

pub fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(folder().join(file)).unwrap()
}

pub fn load(file: &str, keep_votes: bool) -> Election {
    read_slice(&bytes(file), Options { keep_votes, lenient: false }).unwrap_or_else(|error| panic!("{file}: {error}"))
}

pub fn files() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".pb"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 34);
    names
}

pub fn expected() -> BTreeMap<String, BTreeMap<String, Expected>> {
    serde_json::from_slice(&bytes("expected.json")).unwrap()
}
