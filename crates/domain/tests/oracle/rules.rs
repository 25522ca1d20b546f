//! The rule documents of four cities: each parses, is sound, explains itself and runs; what the engine cannot run is refused by
//! name.

use std::collections::BTreeSet;

use domain::proposal::{check_submission, check_support};
use domain::rules::{EXPLANATION_KEYS, Rules, UNSUPPORTED_RULES};
use domain::{Estimate, EstimateLine, Money, Phase, ProposalState, ResidentAction, Submission};
use serde_json::Value;

use crate::table::project_file;

pub fn document(city: &str) -> (Value, Rules) {
    let text = std::fs::read_to_string(project_file(&format!("tests/fixtures/rules/{city}.json"))).unwrap();
    (serde_json::from_str(&text).unwrap(), serde_json::from_str(&text).unwrap())
}

const CITIES: [&str; 4] = ["almaty", "paris", "seoul", "porto_alegre"];

#[test]
fn each_parses_reads_back_and_is_sound() {
    for city in CITIES {
        let (value, rules) = document(city);
        assert_eq!(serde_json::to_value(&rules).unwrap(), value, "{city}: written as read");
        assert_eq!(rules.check(), [], "{city}");
        for pointer in &rules.sample {
            assert!(value.pointer(pointer).is_some(), "{city}: sample {pointer} points to nothing");
        }
    }
}

#[test]
fn all_four_cities_run() {
    for city in CITIES {
        assert_eq!(document(city).1.supported(), Ok(()), "{city}");
    }
}

#[test]
fn a_rule_that_cannot_run_is_refused_by_name() {
    let mut named = BTreeSet::new();
    for (city, changes, names) in [
        ("almaty", &[("/contests/0/counting/tie_break", r#"["cheaper","lot"]"#)][..], &["tie_break_lot"][..]),
        ("seoul", &[("/contests/0/ballot/classes/1/categories", "[]")], &["ballot_classes_open"]),
        ("seoul", &[("/contests/0/ballot/kind", r#""ranked""#)], &["weighted_components_ranked"]),
        ("seoul", &[("/contests/0/ballot/kind", r#""graded""#)], &["weighted_components_graded"]),
        ("paris", &[("/contests/0/counting/kind", r#""equal_shares""#)], &["equal_shares_by_number"]),
        (
            "seoul",
            &[("/contests/0/area", r#""district""#), ("/eligibility/3/district", r#""chosen""#)],
            &["district_chosen_components"],
        ),
        (
            "paris",
            &[("/contests/0/counting/limit", r#""money""#), ("/contests/1/counting/tie_break", r#"["lot"]"#)],
            &["reserved_places_by_money", "tie_break_lot"],
        ),
    ] {
        let mut value = document(city).0;
        for (pointer, changed) in changes {
            *value.pointer_mut(pointer).unwrap() = serde_json::from_str(changed).unwrap();
        }
        let rules: Rules = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(rules.unsupported_names(), names, "{city} {changes:?}");
        for unsupported in rules.supported().unwrap_err() {
            assert!(value.pointer(&unsupported.pointer).is_some(), "{city}: {}", unsupported.pointer);
        }
        let told = format!("rule_not_supported: {}", names[0]);
        assert!(rules.unsupported_refusals().to_string().contains(&told), "{told}");
        assert!(rules.explain().iter().any(|sentence| sentence.key == "rules-not-supported"));
        named.extend(names.iter().copied());
    }
    assert_eq!(named, UNSUPPORTED_RULES.iter().copied().collect());
}

#[test]
fn every_sentence_has_a_key_and_points_somewhere_and_every_key_is_said() {
    let mut said = BTreeSet::new();
    for city in CITIES {
        let (value, rules) = document(city);
        for sentence in rules.explain() {
            assert!(value.pointer(&sentence.pointer).is_some(), "{city}: {} at {}", sentence.key, sentence.pointer);
            for param in &sentence.params {
                let values =
                    [param.number.is_some(), param.money.is_some(), param.text.is_some(), param.code.is_some()];
                assert_eq!(values.iter().filter(|v| **v).count(), 1, "{}: {}", sentence.key, param.name);
            }
            said.insert(sentence.key);
        }
    }
    let known: BTreeSet<String> = EXPLANATION_KEYS.iter().map(|k| (*k).to_owned()).collect();
    assert_eq!(known.len(), EXPLANATION_KEYS.len());
    assert!(said.is_subset(&known));
    let unsaid: Vec<_> = known.difference(&said).collect();
    // Rules that none of the four cities has, and that something cannot run.
    let rare = [
        "rules-ballot-choose-one",
        "rules-ballot-cumulative",
        "rules-ballot-knapsack",
        "rules-counting-equal-shares",
        "rules-no-rework",
        "rules-not-supported",
        "rules-supporters",
    ];
    assert_eq!(unsaid, rare);
}

#[test]
fn what_almaty_says() {
    let rules = document("almaty").1;
    assert_eq!(rules.envelopes[0].total, Money::major(4_000_000_000));
    assert_eq!(rules.cap(), Money::major(98_300_000));
    assert_eq!(rules.categories.len(), 9);
    assert_eq!(rules.proposals.applications_per_author, Some(1));
    assert_eq!(rules.contests[0].ballot.max, Some(3));
    assert_eq!(rules.calendar.window(Phase::Voting).unwrap().starts.date(), time::macros::date!(2025 - 10 - 27));
    assert!(rules.eligibility(ResidentAction::Vote).is_ok());
    assert!(rules.criterion("1.2").is_some() && rules.criterion("9").is_none());
}

#[test]
fn what_almaty_accepts() {
    let rules = document("almaty").1;
    let line = |price| EstimateLine {
        item: "Lamp".to_owned(),
        unit: "pc".to_owned(),
        quantity_milli: 1_000,
        unit_price: Money::major(price).unwrap(),
        price_list: None,
    };
    let estimate = |price| Estimate {
        lines: vec![line(price)],
        vat_rate: 0,
        price_date: time::macros::date!(2025 - 09 - 01),
        preparer: "Author".to_owned(),
    };
    let (fits, dear) = (estimate(98_300_000), estimate(98_300_001));
    let good = Submission {
        category: "lighting",
        estimate: Some(&fits),
        authors: 3,
        other_applications: 0,
        inside_district: true,
        by_assembly: false,
    };
    let refused = |submission: Submission| check_submission(&rules, &submission).err().unwrap_or_default().to_string();
    assert_eq!(refused(good), "");
    assert_eq!(refused(Submission { estimate: None, ..good }), "estimate_missing");
    let bad = Submission {
        category: "space",
        estimate: Some(&dear),
        authors: 4,
        other_applications: 1,
        inside_district: false,
        by_assembly: false,
    };
    assert_eq!(
        refused(bad),
        "unknown_category, cap_exceeded: 9830000000, too_many_authors: 3, own_application_exists: 1, outside_district"
    );
    let assemblies = document("porto_alegre").1;
    let asked = |by_assembly| {
        check_submission(&assemblies, &Submission { category: "housing", authors: 1, by_assembly, ..good })
    };
    assert_eq!(asked(false).unwrap_err().to_string(), "not_an_assembly_member");
    assert_eq!(asked(true), Ok(()));
    assert!(check_support(ProposalState::Submitted, false, false).is_ok());
    let support = check_support(ProposalState::Rejected, true, true).unwrap_err().to_string();
    assert_eq!(support, "wrong_state: rejected, own_proposal, already_supported");
}

#[test]
fn porto_alegre_counts_delegates_by_attendance() {
    let rules = document("porto_alegre").1;
    let steps = &rules.bodies.iter().find(|b| !b.delegates.is_empty()).unwrap().delegates;
    for (present, delegates) in [(0, 0), (9, 0), (10, 1), (100, 10), (119, 10), (120, 11), (300, 20)] {
        assert_eq!(Rules::delegates(steps, present), delegates, "{present}");
    }
}

/// Breaks a city's document at one place and names the faults that must be found, as `pointer code detail`.
fn broken(city: &str, pointer: &str, value: Value) -> Vec<String> {
    let mut document = document(city).0;
    *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    let rules: Rules = serde_json::from_value(document).unwrap();
    let words = |f: domain::rules::RuleFault| {
        format!("{} {} {}", f.pointer, f.code, f.detail.unwrap_or_default()).trim_end().to_owned()
    };
    rules.check().into_iter().map(words).collect()
}

#[test]
fn every_fault_is_found_at_its_place() {
    let j = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    for (pointer, value, faults) in [
        ("/title/kk", r#""  ""#, &["/title/kk text_missing"][..]),
        ("/fiscal_years", "[]", &["/fiscal_years empty"]),
        (
            "/fiscal_years",
            "[2026,2026,1999]",
            &["/fiscal_years/1 repeated", "/fiscal_years/2 out_of_range", "/fiscal_years/2 repeated"],
        ),
        ("/envelopes/0/total", "-1", &["/envelopes/0/total not_positive"]),
        ("/envelopes/0/total", "null", &["/envelopes/0/total field_missing"]),
        ("/envelopes/0/allocation", r#""formula""#, &["/envelopes/0/formula field_missing"]),
        ("/envelopes/0/id", r#""Districts""#, &["/envelopes/0/id bad_id", "/contests/0/envelopes/0 unknown"]),
        ("/caps/0", r#"{"amount":1}"#, &["/caps/0 cap_form"]),
        ("/caps/0/mrp_year", "1990", &["/caps/0/mrp_year unknown_mrp_year"]),
        ("/categories/1/id", r#""courtyards""#, &["/categories/1/id repeated"]),
        ("/criteria/0/clause", r#""1.a""#, &["/criteria/0/clause bad_id"]),
        ("/eligibility/0/action", r#""vote""#, &["/eligibility/3/action repeated"]),
        ("/eligibility/3/action", r#""propose""#, &["/eligibility/3/action repeated", "/eligibility field_missing"]),
        ("/proposals/max_authors", "0", &["/proposals/max_authors not_positive"]),
        ("/bodies/3/tasks", r#"["inspection"]"#, &["/bodies task_not_entrusted appeals"]),
        ("/bodies/2/tasks", r#"["council_review","appeals"]"#, &["/bodies/2/tasks same_body"]),
        ("/contests/0/ballot/max", "0", &["/contests/0/ballot/max out_of_range"]),
        ("/contests/0/ballot/kind", r#""graded""#, &["/contests/0/ballot/grades field_missing"]),
        ("/contests/0/ballot/kind", r#""cumulative""#, &["/contests/0/ballot/points field_missing"]),
        ("/contests/0/counting/limit", r#""number""#, &["/contests/0/counting/winners field_missing"]),
        ("/contests/0/counting/kind", r#""majority_judgement""#, &["/contests/0/counting/kind out_of_range"]),
        ("/contests/0/counting/tie_break", "[]", &["/contests/0/counting/tie_break empty"]),
        (
            "/contests/0/counting/kind",
            r#""weighted_components""#,
            &["/contests/0/electorate out_of_range", "/contests/0/counting/components weights_not_100"],
        ),
        ("/calendar/zone", r#""Almaty time""#, &["/calendar/zone calendar unknown_zone"]),
        (
            "/calendar/windows/4/phase",
            r#""delivery""#,
            &["/calendar/windows calendar missing_window appeals", "/calendar/windows/5 calendar out_of_order frozen"],
        ),
        ("/deadlines/answer_days", "0", &["/deadlines/answer_days not_positive"]),
    ] {
        assert_eq!(broken("almaty", pointer, j(value)), faults, "{pointer} = {value}");
    }
}

#[test]
fn faults_of_other_cities_rules() {
    let classes = "/contests/0/ballot/classes";
    for (city, pointer, value, faults) in [
        (
            "seoul",
            "/contests/0/ballot/classes/1/categories/0",
            "welfare",
            vec![format!("{classes}/1/categories/0 repeated")],
        ),
        (
            "seoul",
            "/contests/0/ballot/classes/1/categories/0",
            "space",
            vec![format!("{classes}/1/categories/0 unknown")],
        ),
        ("seoul", "/contests/1/area", "district", vec!["/contests/1/envelopes/0 out_of_range".to_owned()]),
        (
            "seoul",
            "/contests/1/electorate",
            "assembly",
            vec!["/contests/1/electorate task_not_entrusted voting".to_owned()],
        ),
        (
            "seoul",
            "/bodies/3/tasks/0",
            "inspection",
            vec!["/contests/0/counting/components/2/electorate task_not_entrusted voting".to_owned()],
        ),
        (
            "paris",
            "/contests/0/counting/reserved/0/id",
            "schools",
            vec!["/contests/0/counting/reserved/0/id unknown".to_owned()],
        ),
        ("paris", "/proposals/by", "assemblies", vec!["/proposals/by task_not_entrusted proposing".to_owned()]),
    ] {
        assert_eq!(broken(city, pointer, value.into()), faults, "{city} {pointer} = {value}");
    }
}

#[test]
fn unknown_fields_are_refused() {
    let mut value = document("almaty").0;
    value["envelopes"][0]["colour"] = "red".into();
    assert!(serde_json::from_value::<Rules>(value).is_err());
}
