//! Equal shares: what it buys, who pays, what is left over, and why.
#![allow(clippy::unwrap_used)]

mod common;

use tally::equal_shares::count_exactly;
use tally::statistics::statistics;
use tally::{
    BallotKind, Completion, Constraints, CountError, Fraction, Instance, Item, Method, Outcome, Payers, Profile,
    ProfileBuilder, Reason, Rule, TieBreak, Utility, compare, count,
};

fn profile(items: usize, ballots: &[(&[u32], u64)]) -> Profile {
    let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, items);
    for (choices, weight) in ballots {
        builder.push(choices, &[], *weight).unwrap();
    }
    builder.finish()
}

fn instance(costs: &[i64], budget: i64) -> Instance {
    let item = |(index, &cost): (usize, &i64)| Item::new(char::from(b'a' + index as u8).to_string(), cost);
    Instance { scale: 0, ..Instance::new(costs.iter().enumerate().map(item).collect(), budget) }
}

fn rule(completion: Vec<Completion>) -> Rule {
    Rule::new(Method::EqualShares { utility: Utility::Cost, completion, comparison: false })
}

fn count_all(rule: &Rule, instance: &Instance, profile: &Profile) -> Outcome {
    let outcome = count(rule, instance, profile).unwrap();
    assert_eq!(count_exactly(rule, instance, profile).unwrap().winners, outcome.winners, "fractions agree");
    outcome
}

#[test]
fn a_minority_gets_its_share_and_the_explanation_says_who_paid() {
    // 6 voters want a and b, 4 want c: greedy would fund a and b only.
    let (instance, profile) = (instance(&[50, 40, 38], 100), profile(3, &[(&[0, 1], 6), (&[2], 4)]));
    let outcome = count_all(&rule(vec![]), &instance, &profile);
    assert_eq!(outcome.winners, ["a", "c"]);
    let first = &outcome.rounds[0];
    // 50 by 6 voters: 8.333334 each, at most; c would have cost 1/4 per unit of cost, a costs 1/6.
    assert_eq!(first.payers, Some(Payers { full: 6, each_millionths: 8_333_334, partial: 0, partial_together: 0 }));
    assert_eq!(first.runner_up.as_ref().unwrap().item, "b");
    assert_eq!(
        outcome.verdict("b").unwrap().reason,
        Reason::LacksSupport { supporters_have: 9, missing: 31 },
        "each of six had 10 and paid 8.33"
    );
    let statistics = statistics(&instance, &profile, &outcome);
    assert_eq!((statistics.with_a_winner, statistics.voters), (10, 10));
    assert_eq!(statistics.average_utility, Fraction::new(226, 5));
    assert_eq!(statistics.ejr_plus, Some(vec![]));
}

#[test]
fn add1_grows_shares_until_the_next_step_would_overspend() {
    let (instance, profile) = (instance(&[50, 40, 38], 100), profile(3, &[(&[0, 1], 6), (&[2], 4)]));
    // With 15 each a and b cost 90, but then c (38 of 60) is bought first: 128 > 100. So a and c stay.
    assert_eq!(count_all(&rule(vec![Completion::add1()]), &instance, &profile).winners, ["a", "c"]);
    let half = Constraints { incompatible: vec![vec!["a".into(), "c".into()]], ..Constraints::default() };
    let barred = Rule { constraints: half, ..rule(vec![Completion::add1()]) };
    let outcome = count_all(&barred, &instance, &profile);
    assert_eq!(outcome.winners, ["a", "b"], "c is out, so shares grow until b is bought");
    assert_eq!(outcome.verdict("c").unwrap().reason, Reason::Incompatible { with: "a".into() });
    let bad = Completion::Add1 { increment: Some(0), whole: false, past_exhaustive: false };
    assert!(matches!(count(&rule(vec![bad]), &instance, &profile), Err(CountError::MalformedRule { .. })));
}

#[test]
fn epsilon_lets_others_pay_as_little_as_possible() {
    // After a, four voters have 0 left of 10 and six have 10: b lacks 20 that others must pay, c lacks 30.
    let instance = instance(&[40, 50, 60], 100);
    let profile = profile(3, &[(&[0], 4), (&[1], 3), (&[2], 3)]);
    let outcome = count(&rule(vec![Completion::Epsilon]), &instance, &profile).unwrap();
    assert_eq!(outcome.winners, ["a", "b"]);
}

#[test]
fn the_comparison_step_takes_the_greedy_outcome_if_more_voters_prefer_it() {
    // 51 voters want a (60), 49 want b (49): shares buy b only, greedy buys a.
    let (instance, profile) = (instance(&[60, 49], 100), profile(2, &[(&[0], 51), (&[1], 49)]));
    let plain = Method::EqualShares { utility: Utility::Cost, completion: vec![], comparison: false };
    assert_eq!(count(&Rule::new(plain.clone()), &instance, &profile).unwrap().winners, ["b"]);
    let compared = Method::EqualShares { utility: Utility::Cost, completion: vec![], comparison: true };
    assert_eq!(count(&Rule::new(compared), &instance, &profile).unwrap().winners, ["a"]);
    let comparison = compare::compare(&instance, &profile, Some(&Rule::new(plain))).unwrap();
    let greedy = comparison.entries.iter().find(|entry| entry.name == "greedy").unwrap();
    assert_eq!((greedy.gained.concat(), greedy.lost.concat()), ("a".into(), "b".into()));
    assert_eq!((greedy.preference.first, greedy.preference.second), (49, 51));
    assert!(comparison.refused.is_empty());
}

#[test]
fn an_exact_tie_in_fractions_is_found_and_broken_as_declared() {
    // 7 voters with 100/7 each. b and c have the same price, with a denominator that no binary number holds.
    let (instance, profile) = (instance(&[30, 30, 30], 100), profile(3, &[(&[0, 1, 2], 3), (&[1], 2), (&[2], 2)]));
    for (ties, winner) in [(TieBreak::Name, "b"), (TieBreak::Given { order: vec!["c".into()] }, "c")] {
        let rule = Rule { ties: vec![ties.clone()], ..rule(vec![]) };
        let outcome = count_all(&rule, &instance, &profile);
        assert_eq!(outcome.winners[0], winner);
        assert_eq!(outcome.ties[0].broken_by, [ties]);
    }
}

/// The bounds of the fast count and the exact fractions agree on real elections, at every step of Add1.
#[test]
fn bounds_decide_nothing_wrongly_on_real_elections() {
    for file in ["Netherlands_Assen_2024.pb", "Worldwide_Mechanical_Turk_k_approval_6.pb", "Poland_Gdynia_2020.pb"] {
        exact_and_fast(file);
    }
}

/// The same on larger ones; run by `make test-full` (`cargo test -p tally -- --ignored`).
#[test]
#[ignore = "minutes: every step in exact fractions"]
fn bounds_decide_nothing_wrongly_on_larger_elections() {
    for file in [
        "Poland_Swiecie_2023.pb",
        "Poland_Czestochowa_2020_Stradom.pb",
        "Poland_Lodz_2020_Julianow-Marysin-Rogi.pb",
        "US_Stanford_Dataset_PB_Rochester_NY_2019_vote_rankings.pb",
        "Switzerland_Zurich_D5.pb",
    ] {
        exact_and_fast(file);
    }
}

fn exact_and_fast(file: &str) {
    let election = common::load(file, false);
    let utility = Utility::suggested(election.profile.kind());
    let completion = vec![Completion::add1()];
    let rule = Rule::new(Method::EqualShares { utility, completion, comparison: false });
    let fast = count(&rule, &election.instance, &election.profile).unwrap();
    let exact = count_exactly(&rule, &election.instance, &election.profile).unwrap();
    assert_eq!(fast.winners, exact.winners, "{file}");
    assert_eq!(fast.ties, exact.ties, "{file}");
}

/// The share at which the only item becomes affordable overspends, and stands somewhere inside what is counted at once.
#[test]
fn the_last_share_that_does_not_overspend_is_found_exactly() {
    let completion = vec![Completion::Add1 { increment: None, whole: false, past_exhaustive: true }];
    for cost in 460..470 {
        let outcome = count_all(&rule(completion.clone()), &instance(&[cost], 399), &profile(1, &[(&[0], 1)]));
        assert!(outcome.winners.is_empty(), "{cost}");
    }
}

/// The largest budget, costs, points and numbers of voters that are accepted count as exact fractions do; points that add up to
/// more than sums can hold are refused.
#[test]
fn extremes_are_counted_exactly_or_refused() {
    let most = tally::amount::MAX_AMOUNT;
    let instance = instance(&[most / 2, most / 2, most], most);
    let many = tally::MAX_VOTERS / 4;
    let crowd = profile(3, &[(&[0], many + 1), (&[1], many - 1), (&[0, 2], many), (&[1, 2], many)]);
    for completion in [vec![], vec![Completion::Greedy]] {
        count_all(&rule(completion), &instance, &crowd);
    }
    let scored = |voters: u64| {
        let mut builder = ProfileBuilder::new(BallotKind::Scoring, 0, 3);
        builder.push(&[0, 2], &[tally::MAX_POINTS, 1], voters).unwrap();
        builder.push(&[1, 2], &[tally::MAX_POINTS - 1, 3], voters - 1).unwrap();
        builder.finish()
    };
    let utility = Utility::Additive;
    let additive = Rule::new(Method::EqualShares { utility, completion: vec![Completion::add1()], comparison: false });
    count_all(&additive, &instance, &scored(1_000_000));
    let refused = count(&additive, &instance, &scored(2_000_000));
    assert_eq!(refused, Err(CountError::PointsOutOfRange { points: tally::MAX_POINTS }));
}
