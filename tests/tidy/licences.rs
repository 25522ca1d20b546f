//! Licences and sources of every crate that we link, judged by the list in deny.toml.

use crate::repo;

/// The licences that deny.toml allows.
fn allowed(deny: &str) -> Vec<String> {
    let (_, rest) = deny.split_once("\nallow = [").unwrap();
    let (list, _) = rest.split_once(']').unwrap();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whether an SPDX expression is satisfied by the allowed licences. Crates of old write `/` for `OR`.
fn satisfied(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let answer = any(&mut words, allowed);
    answer && words.is_empty()
}

fn any(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut answer = all(words, allowed);
    while words.last() == Some(&"OR") {
        words.pop();
        let other = all(words, allowed);
        answer |= other;
    }
    answer
}

fn all(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut answer = one(words, allowed);
    while words.last() == Some(&"AND") {
        words.pop();
        let other = one(words, allowed);
        answer &= other;
    }
    answer
}

fn one(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let Some(word) = words.pop() else {
        return false;
    };
    if word == "(" {
        let answer = any(words, allowed);
        return words.pop() == Some(")") && answer;
    }
    let mut name = word.to_owned();
    if words.last() == Some(&"WITH") {
        words.pop();
        name = format!("{word} WITH {}", words.pop().unwrap_or_default());
    }
    allowed.contains(&name)
}

fn finding(name: &str, licence: Option<&str>, source: Option<&str>, allowed: &[String]) -> Option<String> {
    if !licence.is_some_and(|licence| satisfied(licence, allowed)) {
        return Some(format!("{name}: licence {licence:?} is not in deny.toml"));
    }
    let registry = source.is_none_or(|source| source.starts_with("registry+"));
    (!registry).then(|| format!("{name}: comes from {source:?}, not from the registry"))
}

#[test]
fn licences_and_sources_are_allowed() {
    let allowed = allowed(&repo::read("deny.toml"));
    let metadata = repo::metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let found: Vec<_> = packages
        .iter()
        .filter_map(|package| {
            let name = package["name"].as_str().unwrap();
            finding(name, package["license"].as_str(), package["source"].as_str(), &allowed)
        })
        .collect();
    repo::none(&found);
}

#[test]
fn our_licence_is_the_one_in_the_file() {
    assert!(repo::read("LICENSE").contains("GNU AFFERO GENERAL PUBLIC LICENSE"));
    assert!(repo::read("Cargo.toml").contains("license = \"AGPL-3.0-or-later\""));
}

#[test]
fn licences_can_fail() {
    let allowed = ["MIT".to_owned(), "Zlib".to_owned()];
    let judge = |licence, source| finding("x", licence, source, &allowed).is_none();
    assert!(judge(Some("MIT"), None));
    assert!(judge(Some("MIT/Apache-2.0"), None));
    assert!(judge(Some("(MIT OR GPL-2.0-only) AND Zlib"), Some("registry+x")));
    assert!(!judge(Some("MIT AND GPL-2.0-only"), None));
    assert!(!judge(Some("Apache-2.0 WITH LLVM-exception"), None));
    assert!(!judge(Some("(MIT OR Zlib) AND ("), None));
    assert!(!judge(None, None));
    assert!(!judge(Some("MIT"), Some("git+x")));
}
