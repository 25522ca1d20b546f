//! What cities did, reproduced from what their files name.
#![allow(clippy::unwrap_used)]

mod common;

use tally::city::{CityRuleError, rule};
use tally::count;

/// Files that tell which projects their city selected, but not clearly how; every other one that tells is reproduced.
const NOT_NAMED: [(&str, &str); 3] = [
    ("Hungary_Budapest_2022_VIII_Jozsefvaros.pb", "unknown"),
    ("Poland_Poznan_2023_9_-_Stare_Miasto.pb", "greedy-custom"),
    ("Poland_Poznan_2024_8_-_Chartowo_Rataje_Zegrze__small.pb", "greedy-custom"),
];

#[test]
fn the_rule_that_a_file_names_gives_the_winners_that_its_city_selected() {
    let (mut reproduced, mut not_named) = (0, Vec::new());
    for file in common::files() {
        let election = common::load(&file, false);
        let Some(mut selected) = election.selected() else { continue };
        selected.sort_unstable();
        match rule(&election) {
            Ok(rule) => {
                let mut outcome = count(&rule, &election.instance, &election.profile).unwrap();
                outcome.winners.sort_unstable();
                assert_eq!(outcome.winners, selected, "{file}");
                assert!(outcome.ties.iter().all(|tie| !tie.mattered), "{file}: no tie decided");
                reproduced += 1;
            }
            Err(CityRuleError::NotNamedClearly { rule, .. }) => not_named.push((file, rule)),
            Err(error) => panic!("{file}: {error}"),
        }
    }
    assert_eq!(reproduced, 13);
    let expected: Vec<_> = NOT_NAMED.iter().map(|(file, rule)| (file.to_string(), rule.to_string())).collect();
    assert_eq!(not_named, expected);
}

#[test]
fn points_of_places_are_those_that_the_file_s_scores_show() {
    let text = |scores: [u32; 3]| {
        let [a, b, c] = scores;
        format!(
            "META\nkey;value\nbudget;10\nvote_type;ordinal\nmax_length;3\nrule;greedy\nPROJECTS\nproject_id;cost;score\na;6;{a}\n\
            b;6;{b}\nc;4;{c}\nVOTES\nvoter_id;vote\n1;a,b,c\n2;c\n3;c\n"
        )
    };
    let winners = |scores| {
        let election = tally::pabulib::read_slice(text(scores).as_bytes(), Default::default()).unwrap();
        let outcome = count(&rule(&election).unwrap(), &election.instance, &election.profile).unwrap();
        (outcome.winners[0].clone(), outcome.rounds[0].score.num.clone())
    };
    // Three places on one ballot, one on two others: 3, 2, 1 + 1 + 1 by length, 3, 2, 1 + 3 + 3 from the top.
    assert_eq!(winners([3, 2, 3]), ("a".into(), "3".into()), "a tie, by name");
    assert_eq!(winners([3, 2, 7]), ("c".into(), "7".into()));
}

#[test]
fn a_rule_that_is_not_named_clearly_is_refused_with_the_reason() {
    let mut election = common::load("Poland_Poznan_2023_9_-_Stare_Miasto.pb", false);
    let error = rule(&election).unwrap_err().to_string();
    assert!(error.contains("greedy-custom") && error.contains("at least 80%"), "{error}");
    let mut set = |value: &str| {
        election.meta.retain(|entry| entry.key != "min_project_score_threshold");
        election.meta.iter_mut().find(|entry| entry.key == "rule").unwrap().value = value.into();
        rule(&election)
    };
    assert!(matches!(set("greedy-threshold"), Err(CityRuleError::Incomplete { .. })));
    assert!(matches!(set("greedy-exclusive"), Err(CityRuleError::Incomplete { .. })));
    assert!(matches!(set("mystery"), Err(CityRuleError::NotNamedClearly { .. })));
    assert_eq!(set(""), Err(CityRuleError::NoRule));
}
