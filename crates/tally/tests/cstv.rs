//! Cumulative single transferable vote beside what pabutools finds (`tests/fixtures/pabulib/cstv.py` says how it was recorded).
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use tally::cstv::CstvVariant;
use tally::{Method, Rule, count};

#[test]
fn every_variant_funds_what_pabutools_funds() {
    let recorded = std::str::from_utf8(include_bytes!("../../../tests/fixtures/pabulib/cstv.json")).unwrap();
    let recorded: BTreeMap<String, BTreeMap<CstvVariant, Vec<String>>> = serde_json::from_str(recorded).unwrap();
    assert_eq!(recorded.len(), 8);
    for (file, variants) in recorded {
        let election = common::load(&file, false);
        assert_eq!(variants.len(), 4);
        for (variant, expected) in variants {
            let rule = Rule::new(Method::Cstv { variant });
            let mut winners = count(&rule, &election.instance, &election.profile).unwrap().winners;
            winners.sort_unstable();
            assert_eq!(winners, expected, "{file} by {variant:?}");
        }
    }
}
