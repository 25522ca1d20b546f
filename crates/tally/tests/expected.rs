//! Every entry of `expected.json` (winners as pabutools computed them, ties by name) is reproduced.
#![allow(clippy::unwrap_used)]

mod common;

use tally::{BallotKind, Completion, GreedyOrder, Method, Misfit, Rule, Utility, amount, count};

fn check(name: &str, skip: &[&str], rule: impl Fn(BallotKind) -> Option<Rule>) {
    let mut checked = 0;
    for (file, rules) in common::expected() {
        let Some(expected) = rules.get(name) else {
            continue;
        };
        if skip.contains(&file.as_str()) {
            continue;
        }
        let election = common::load(&file, false);
        let rule = rule(election.profile.kind()).unwrap_or_else(|| panic!("{file} has no {name}"));
        let outcome = count(&rule, &election.instance, &election.profile).unwrap();
        if expected.error.is_none() {
            let sorted = |mut ids: Vec<String>| {
                ids.sort();
                ids
            };
            assert_eq!(sorted(outcome.winners.clone()), sorted(expected.winners.clone()), "{name} of {file}");
            let cost = amount::Decimal::parse(&expected.cost).unwrap().at_scale(outcome.scale).unwrap();
            assert_eq!(outcome.cost, cost, "cost of {name} of {file}");
        }
        assert!(outcome.cost <= outcome.budget);
        checked += 1;
    }
    assert!(checked >= 20, "{checked} files have {name}");
}

fn greedy(utility: Utility) -> Rule {
    Rule::new(Method::Greedy { order: GreedyOrder::PerCost { utility }, misfit: Misfit::Skip })
}

#[test]
fn greedy_cost() {
    check("greedy_cost", &[], |kind| Some(greedy(Utility::suggested(kind))));
}

#[test]
fn greedy_card() {
    check("greedy_card", &[], |_| Some(greedy(Utility::Cardinality)));
}

fn shares(utility: Utility, completion: Vec<Completion>) -> Rule {
    Rule::new(Method::EqualShares { utility, completion, comparison: false })
}

#[test]
fn mes_cost() {
    check("mes_cost", &[], |kind| Some(shares(Utility::suggested(kind), vec![])));
}

#[test]
fn mes_card() {
    check("mes_card", &[], |_| Some(shares(Utility::Cardinality, vec![])));
}

#[test]
fn mes_cost_add1_greedy() {
    let completion = vec![Completion::add1(), Completion::Greedy];
    check("mes_cost_add1_greedy", &[], |kind| Some(shares(Utility::suggested(kind), completion.clone())));
}

#[test]
fn mes_cost_add1_before_the_greedy_completion() {
    for (file, rules) in common::expected() {
        let Some(before) = rules["mes_cost_add1_greedy"].before_completion.clone() else {
            continue;
        };
        let election = common::load(&file, false);
        let utility = Utility::suggested(election.profile.kind());
        let rule = shares(utility, vec![Completion::add1()]);
        let mut outcome = count(&rule, &election.instance, &election.profile).unwrap();
        outcome.winners.sort();
        assert_eq!(outcome.winners, before, "{file}");
    }
}

#[test]
fn phragmen() {
    check("phragmen", &[], |_| Some(Rule::new(Method::Phragmen)));
}
