//! The greedy rule, its reasons and its ties.
#![allow(clippy::unwrap_used)]

use tally::contest::{Entry, Envelope, count_contest};
use tally::{
    BallotKind, Constraints, CountError, GreedyOrder, Instance, Item, Method, Minimum, Misfit, Outcome, Profile,
    ProfileBuilder, Quota, Reason, Rule, Share, TieBreak, Utility, count,
};

/// A profile in which item `i` has `votes[i]` voters, each choosing that item alone.
fn votes(votes: &[u64]) -> Profile {
    let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, votes.len());
    for (item, &weight) in votes.iter().enumerate() {
        builder.push(&[item as u32], &[], weight).unwrap();
    }
    builder.finish()
}

fn instance(costs: &[i64], budget: i64) -> Instance {
    let id = |index: usize| char::from(b'a' + index as u8).to_string();
    Instance::new(costs.iter().enumerate().map(|(index, &cost)| Item::new(id(index), cost)).collect(), budget)
}

fn winners(outcome: &Outcome) -> String {
    outcome.winners.concat()
}

fn reason(outcome: &Outcome, id: &str) -> Reason {
    outcome.verdict(id).unwrap().reason.clone()
}

#[test]
fn most_votes_first_and_what_no_longer_fits_is_skipped() {
    let (instance, profile) = (instance(&[50, 40, 30, 20], 100), votes(&[9, 8, 7, 6]));
    let outcome = count(&Rule::greedy(0, vec![]), &instance, &profile).unwrap();
    assert_eq!(winners(&outcome), "ab");
    assert_eq!((outcome.cost, outcome.budget, outcome.voters), (90, 100, 30));
    assert_eq!(reason(&outcome, "b"), Reason::Funded { round: 2, remaining: 10 });
    let lacks = |missing, more: i64, pass: &str| Reason::LacksMoney {
        remaining: 10,
        missing,
        more_votes: Some(more),
        to_pass: Some(pass.into()),
    };
    // c (7 votes) would fit before b (8 votes): two more votes, since b wins the tie by name.
    assert_eq!(reason(&outcome, "c"), lacks(20, 2, "b"));
    assert_eq!(reason(&outcome, "d"), lacks(10, 3, "b"));
    assert!(outcome.ties.is_empty());
    assert_eq!(outcome.verdicts.iter().map(|verdict| verdict.item.as_str()).collect::<String>(), "abcd");
}

#[test]
fn the_votes_said_to_be_missing_are_exactly_enough() {
    let costs = [50, 45, 40, 35, 30, 25, 20, 15];
    let base = [30, 28, 28, 25, 21, 20, 20, 3];
    for budget in [60, 90, 120, 150] {
        let instance = instance(&costs, budget);
        for ties in [vec![TieBreak::Name], vec![TieBreak::LowestCost]] {
            let rule = Rule::greedy(0, ties);
            let outcome = count(&rule, &instance, &votes(&base)).unwrap();
            for (index, item) in instance.items.iter().enumerate() {
                let Reason::LacksMoney { more_votes: Some(more), .. } = reason(&outcome, &item.id) else {
                    continue;
                };
                let mut trial = base;
                trial[index] += more as u64;
                assert!(count(&rule, &instance, &votes(&trial)).unwrap().winners.contains(&item.id));
                trial[index] -= 1;
                assert!(!count(&rule, &instance, &votes(&trial)).unwrap().winners.contains(&item.id));
            }
        }
    }
}

#[test]
fn without_skipping_the_count_stops_at_the_first_misfit() {
    let method = Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Stop };
    let outcome = count(&Rule::new(method), &instance(&[50, 60, 10], 100), &votes(&[9, 8, 7])).unwrap();
    assert_eq!(winners(&outcome), "a");
    assert_eq!(reason(&outcome, "c"), Reason::StoppedBefore { at: "b".into(), more_votes: Some(2) });
}

#[test]
fn a_withdrawn_project_of_a_file_does_not_stop_the_count() {
    let method = Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Stop };
    let withdrawn = 999_999_999;
    for (scale, unit) in [(0, 1), (2, 100)] {
        let costs = [50, withdrawn * unit, 10, 60, 5];
        let instance = Instance { scale, ..instance(&costs, 100) };
        let outcome = count(&Rule::new(method.clone()), &instance, &votes(&[9, 8, 7, 6, 5])).unwrap();
        assert_eq!(winners(&outcome), "ac");
        assert!(!matches!(reason(&outcome, "b"), Reason::StoppedBefore { .. }));
        assert!(matches!(reason(&outcome, "e"), Reason::StoppedBefore { at, .. } if at == "d"));
        // Tied with what fits, it changes nothing either.
        let tied = count(&Rule::new(method.clone()), &instance, &votes(&[9, 8, 8, 6, 5])).unwrap();
        assert_eq!((winners(&tied), tied.ties[0].mattered), ("ac".into(), false));
    }
}

#[test]
fn a_minimum_of_votes_or_a_share_of_voters_bars_an_item() {
    let (instance, profile) = (instance(&[10, 10], 100), votes(&[9, 2]));
    let outcome = count(&Rule::greedy(3, vec![]), &instance, &profile).unwrap();
    assert_eq!(winners(&outcome), "a");
    assert_eq!(reason(&outcome, "b"), Reason::BelowMinimum { has: 2, minimum: 3, lacking: 1 });
    let mut rule = Rule::greedy(0, vec![]);
    rule.minimum = Minimum { share: Some(Share { num: 1, den: 5 }), ..Minimum::default() };
    let outcome = count(&rule, &instance, &profile).unwrap();
    assert_eq!(reason(&outcome, "b"), Reason::BelowMinimum { has: 2, minimum: 3, lacking: 1 });
    rule.minimum.share = Some(Share { num: 1, den: 0 });
    assert!(matches!(count(&rule, &instance, &profile), Err(CountError::MalformedRule { .. })));
}

#[test]
fn a_tie_is_recorded_with_what_broke_it_and_whether_it_mattered() {
    let profile = votes(&[9, 5, 5]);
    let outcome = count(&Rule::greedy(0, vec![TieBreak::LowestCost]), &instance(&[50, 40, 30], 90), &profile).unwrap();
    assert_eq!(winners(&outcome), "ac");
    let [tie] = &outcome.ties[..] else { panic!("{:?}", outcome.ties) };
    assert_eq!((tie.round, tie.items.concat().as_str(), tie.mattered), (2, "cb", true));
    assert_eq!(tie.broken_by, [TieBreak::LowestCost]);
    assert_eq!(reason(&outcome, "b"), Reason::LostTie { to: "c".into(), remaining: 10, missing: 30 });
    // With enough money for both the order does not matter.
    let outcome = count(&Rule::greedy(0, vec![]), &instance(&[50, 40, 30], 120), &profile).unwrap();
    assert!(!outcome.ties[0].mattered);
    assert_eq!(outcome.ties[0].broken_by, [TieBreak::Name]);
}

#[test]
fn a_lot_can_be_drawn_again_and_an_official_order_is_followed() {
    let (instance, profile) = (instance(&[50; 6], 50), votes(&[5; 6]));
    let winner = |ties: TieBreak| winners(&count(&Rule::greedy(0, vec![ties]), &instance, &profile).unwrap());
    let lot = |seed: &str| TieBreak::Lot { seed: seed.into() };
    assert_eq!(winner(lot("one")), winner(lot("one")));
    let drawn: std::collections::BTreeSet<String> = (0..60).map(|seed| winner(lot(&seed.to_string()))).collect();
    assert_eq!(drawn.len(), 6, "every item wins some lot");
    assert_eq!(winner(TieBreak::Given { order: vec!["d".into(), "a".into()] }), "d");
}

#[test]
fn votes_per_cost_can_decide_instead_of_votes() {
    let method = |utility| Method::Greedy { order: GreedyOrder::PerCost { utility }, misfit: Misfit::Skip };
    let (instance, profile) = (instance(&[60, 30, 40], 100), votes(&[10, 6, 5]));
    let by = |utility| winners(&count(&Rule::new(method(utility)), &instance, &profile).unwrap());
    assert_eq!(by(Utility::Cost), "ab");
    assert_eq!(by(Utility::Cardinality), "ba");
    assert_eq!(
        count(&Rule::new(method(Utility::Borda)), &instance, &profile),
        Err(CountError::BallotsNotSupported { rule: "greedy with borda utility".into(), ballots: "approval".into() })
    );
}

#[test]
fn constraints_are_kept_and_named() {
    let mut instance = instance(&[10, 10, 10, 10], 100);
    instance.items[2].categories = vec!["park".into()];
    instance.items[3].categories = vec!["park".into()];
    let mut rule = Rule::greedy(0, vec![]);
    rule.constraints = Constraints {
        incompatible: vec![vec!["a".into(), "b".into()]],
        quotas: vec![Quota { category: "park".into(), most_winners: Some(1), most_cost: None }],
        ..Constraints::default()
    };
    let profile = votes(&[9, 8, 7, 6]);
    let outcome = count(&rule, &instance, &profile).unwrap();
    assert_eq!(winners(&outcome), "ac");
    assert_eq!(reason(&outcome, "b"), Reason::Incompatible { with: "a".into() });
    assert_eq!(reason(&outcome, "d"), Reason::QuotaFull { category: "park".into() });
    rule.constraints.funded_before = vec!["d".into()];
    let outcome = count(&rule, &instance, &profile).unwrap();
    assert_eq!(winners(&outcome), "da");
    assert_eq!(reason(&outcome, "d"), Reason::FundedBefore { remaining: 90 });
    rule.constraints = Constraints { most_winners: Some(1), ..Constraints::default() };
    let outcome = count(&rule, &instance, &profile).unwrap();
    assert_eq!(reason(&outcome, "c"), Reason::LostByVotes { to: "a".into(), short: 3 });
}

#[test]
fn each_envelope_of_a_contest_is_packed_alone() {
    let entry = |envelope: &str, id: &str, cost| Entry { envelope: envelope.into(), item: Item::new(id, cost) };
    let entries =
        [entry("north", "n1", 60), entry("south", "s1", 60), entry("north", "n2", 50), entry("south", "s2", 40)];
    let envelopes = ["north", "south"].map(|id| Envelope { id: id.into(), budget: 100 });
    let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, 4);
    builder.push(&[0, 1], &[], 5).unwrap();
    builder.push(&[2, 3], &[], 4).unwrap();
    builder.push(&[3], &[], 3).unwrap();
    let profile = builder.finish();
    let outcomes = count_contest(&Rule::greedy(0, vec![]), &envelopes, &entries, &profile).unwrap();
    let found: Vec<_> = outcomes.iter().map(|o| (o.envelope.as_str(), winners(&o.outcome), o.outcome.voters)).collect();
    assert_eq!(found, [("north", "n1".into(), 9), ("south", "s2s1".into(), 12)]);
    let unknown = count_contest(&Rule::greedy(0, vec![]), &envelopes[..1], &entries, &profile);
    assert!(matches!(unknown, Err(CountError::UnknownName { .. })));
}

#[test]
fn rule_and_outcome_survive_json() {
    let rule = Rule::greedy(5, vec![TieBreak::LowestCost, TieBreak::Lot { seed: "s".into() }]);
    let outcome = count(&rule, &instance(&[50, 40], 60), &votes(&[9, 6])).unwrap();
    let json = serde_json::to_string_pretty(&outcome).unwrap();
    assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
    assert!(json.contains("\"key\": \"lacks_money\""), "{json}");
}

#[test]
fn bad_input_is_refused() {
    let profile = votes(&[1, 1]);
    let rule = Rule::greedy(0, vec![]);
    assert!(matches!(count(&rule, &instance(&[-1, 1], 5), &profile), Err(CountError::AmountOutOfRange { .. })));
    assert!(matches!(count(&rule, &instance(&[1], 5), &profile), Err(CountError::UnknownChoice { .. })));
    let twice = Instance::new(vec![Item::new("a", 1), Item::new("a", 1)], 5);
    assert!(matches!(count(&rule, &twice, &profile), Err(CountError::DuplicateItem { .. })));
}
