//! Every code of a fault in an input has words of its own: without them people read only that a value is wrong.

use std::collections::BTreeSet;

use crate::repo;

/// What makes a fault; its last word in quotes that looks like a code is one.
const MAKERS: [&str; 4] = ["Fault::new(", "Error::invalid(", "faults.require(", "bad(\""];

/// The arguments of a call, from after its opening bracket to its closing one.
fn arguments(rest: &str) -> &str {
    let mut open = 1;
    for (at, c) in rest.char_indices() {
        open += i32::from(c == '(') - i32::from(c == ')');
        if open == 0 {
            return &rest[..at];
        }
    }
    rest
}

fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn codes(source: &str) -> BTreeSet<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or(source);
    let calls = MAKERS.iter().flat_map(|maker| {
        let skip = maker.find('(').unwrap_or_default() + 1;
        source.match_indices(maker).map(move |(at, _)| arguments(&source[at + skip..]))
    });
    calls
        .filter_map(|call| call.split('"').skip(1).step_by(2).filter(|word| is_code(word)).last().map(str::to_owned))
        .collect()
}

#[test]
fn every_fault_has_words() {
    let texts: String = repo::under("crates/i18n/en/", ".ftl").iter().map(|path| repo::read(path)).collect();
    let keys: BTreeSet<&str> = texts.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect();
    let known = |code: &str| {
        ["fault", "calendar-fault", "rule-fault"].iter().any(|set| keys.contains(format!("{set}-{code}").as_str()))
    };
    let mut found = Vec::new();
    let mut all = 0;
    for path in repo::under("crates/app/src/", ".rs").iter().chain(&repo::under("crates/api/src/", ".rs")) {
        let codes = codes(&repo::read(path));
        all += codes.len();
        found.extend(codes.iter().filter(|code| !known(code)).map(|code| format!("{path}: no text fault-{code}")));
    }
    assert!(all > 50, "the scan finds only {all} codes");
    repo::none(&found);
}

#[test]
fn faults_can_fail() {
    let found =
        codes(r#"Fault::new(format!("{at}/x"), "too_odd").with("max", 1); faults.require(a(b), "/y", "no_such");"#);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["no_such", "too_odd"]);
}
