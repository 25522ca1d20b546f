//! The counts of four cities (Almaty, Paris, Seoul, Porto Alegre), each on a small sample.
#![allow(clippy::unwrap_used)]

use tally::allocation::{Criterion, Region, Remainder, allocate};
use tally::classes::{ClassFault, ClassLimit, check_ballot};
use tally::components::{Component, ComponentsRule, ShareOf, count_components};
use tally::contest::{Entry, Envelope, count_contest};
use tally::{
    BallotKind, Constraints, CountError, Instance, Item, Method, Minimum, Misfit, Profile, ProfileBuilder, Reason,
    ReservedPlaces, Rule, TieBreak, count,
};

/// Tiyn.
const TENGE: i64 = 100;

fn approvals(items: usize, ballots: &[(&[u32], u64)]) -> Profile {
    let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, items);
    for (choices, weight) in ballots {
        builder.push(choices, &[], *weight).unwrap();
    }
    builder.finish()
}

#[test]
fn almaty_packs_each_district_by_votes() {
    let envelopes = ["Алатау", "Бостандық"].map(|id| Envelope { id: id.into(), budget: 500_000_000 * TENGE });
    let entry = |envelope: &str, id: &str, cost: i64| Entry {
        envelope: envelope.into(),
        item: Item { number: Some(id.len() as u32), ..Item::new(id, cost) },
    };
    let entries = [
        entry("Алатау", "ALM-1", 92_300_000 * TENGE),
        entry("Алатау", "ALM-2", 450_000_000 * TENGE),
        entry("Бостандық", "ALM-3", 300_000_000 * TENGE),
    ];
    let profile = approvals(3, &[(&[0], 40), (&[1], 30), (&[2], 3)]);
    let rule = Rule::greedy(5, vec![TieBreak::LowestCost, TieBreak::Number]);
    let outcomes = count_contest(&rule, &envelopes, &entries, &profile).unwrap();
    assert_eq!(outcomes[0].outcome.winners, ["ALM-1"]);
    assert_eq!(
        outcomes[0].outcome.verdict("ALM-2").unwrap().reason,
        Reason::LacksMoney {
            remaining: 407_700_000 * TENGE,
            missing: 42_300_000 * TENGE,
            more_votes: Some(11),
            to_pass: Some("ALM-1".into()),
        }
    );
    assert_eq!(
        outcomes[1].outcome.verdict("ALM-3").unwrap().reason,
        Reason::BelowMinimum { has: 3, minimum: 5, lacking: 2 }
    );
}

#[test]
fn paris_grades_counts_winners_and_keeps_places_for_poorer_quarters() {
    let mut items: Vec<Item> = ["a", "b", "c", "d"].map(|id| Item::new(id, 1)).to_vec();
    items[2].area = Some("populaire".into());
    items[3].area = Some("populaire".into());
    let instance = Instance::new(items, 100);
    // Grades 0 (not convinced) to 3 (love it).
    let mut builder = ProfileBuilder::new(BallotKind::Scoring, 0, 4);
    builder.push(&[0, 1, 2, 3], &[3, 2, 1, 2], 3).unwrap();
    builder.push(&[0, 1, 2, 3], &[2, 3, 1, 0], 2).unwrap();
    builder.push(&[0, 1, 3], &[0, 3, 0], 1).unwrap();
    let profile = builder.finish();
    let mut rule = Rule::new(Method::MajorityJudgement { grades: 4, misfit: Misfit::Skip });
    rule.constraints = Constraints { most_winners: Some(2), ..Constraints::default() };
    let outcome = count(&rule, &instance, &profile).unwrap();
    // a: 3 3 3 2 2 0, median 2; b: 3 3 3 2 2 2, median 2, and better below.
    assert_eq!(outcome.winners, ["b", "a"]);
    assert_eq!((outcome.grades[0].median, &outcome.grades[0].counts[..]), (2, &[1, 0, 2, 3][..]));
    assert_eq!(outcome.grades[2].counts, [1, 5, 0, 0], "an item left out is not convincing");
    assert_eq!(outcome.verdict("c").unwrap().reason, Reason::LostByVotes { to: "a".into(), short: 0 });
    rule.constraints.reserved = vec![ReservedPlaces { category: "populaire".into(), places: 1 }];
    let outcome = count(&rule, &instance, &profile).unwrap();
    assert_eq!(outcome.winners, ["b", "c"]);
    assert_eq!(outcome.verdict("a").unwrap().reason, Reason::PlacesReserved { category: "populaire".into() });
    // Without a candidate of the quarter the place is free for all.
    rule.minimum = Minimum { score: Some(8), ..Minimum::default() };
    assert_eq!(count(&rule, &instance, &profile).unwrap().winners, ["b", "a"]);
    let approval = approvals(4, &[(&[0], 1)]);
    assert!(matches!(count(&rule, &instance, &approval), Err(CountError::BallotsNotSupported { .. })));
}

#[test]
fn seoul_weighs_residents_committee_and_school() {
    let instance = Instance::new(["a", "b", "c"].map(|id| Item::new(id, 10)).to_vec(), 20);
    let component = |(name, weight): (&str, u32)| Component { name: name.into(), weight };
    let rule = ComponentsRule {
        components: [("residents", 50), ("committee", 40), ("school", 10)].map(component).to_vec(),
        share_of: ShareOf::Voters,
        misfit: Misfit::Skip,
        minimum: Minimum::default(),
        ties: vec![],
        constraints: Constraints::default(),
    };
    let profiles = [
        approvals(3, &[(&[0, 1], 600), (&[2], 400)]),
        approvals(3, &[(&[2], 3), (&[1, 2], 1)]),
        approvals(3, &[(&[0], 7), (&[2], 3)]),
    ];
    let outcome = count_components(&rule, &instance, &profiles).unwrap();
    // a: .5 * .6 + 0 + .1 * .7 = .37; b: .3 + .4 * .25 = .4; c: .2 + .4 + .03 = .63
    assert_eq!(outcome.outcome.winners, ["c", "b"]);
    let score = &outcome.scores[0].score;
    let (num, den): (i64, i64) = (score.num.parse().unwrap(), score.den.parse().unwrap());
    assert_eq!(num * 100, den * 37);
    let published: Vec<_> = outcome.components.iter().map(|c| (c.name.as_str(), c.voters)).collect();
    assert_eq!(published, [("residents", 1000), ("committee", 4), ("school", 10)]);
    assert_eq!(outcome.components[1].scores[2].score.num, "4");
    assert!(count_components(&rule, &instance, &profiles[..2]).is_err());
}

#[test]
fn seoul_ballots_choose_seven_of_one_class_and_three_of_another() {
    let mut items: Vec<Item> = (0..12).map(|index| Item::new(index.to_string(), 1)).collect();
    for (index, item) in items.iter_mut().enumerate() {
        item.categories = vec![if index < 8 { "general" } else { "youth" }.into()];
    }
    let instance = Instance::new(items, 10);
    let limit = |category: &str, most| ClassLimit { category: category.into(), least: 0, most };
    let limits = [limit("general", 7), limit("youth", 3)];
    assert_eq!(check_ballot(&instance, &limits, &[0, 1, 2, 3, 4, 5, 6, 8, 9, 10]), []);
    let fault = |category: &str, chosen, most| ClassFault { category: category.into(), chosen, least: 0, most };
    let all: Vec<u32> = (0..12).collect();
    assert_eq!(check_ballot(&instance, &limits, &all), [fault("general", 8, 7), fault("youth", 4, 3)]);
}

#[test]
fn porto_alegre_allocates_envelopes_by_weighted_criteria_to_the_last_unit() {
    let criteria =
        [("need", 4), ("population", 2), ("priority", 5)].map(|(name, weight)| Criterion { name: name.into(), weight });
    let region = |id: &str, points: [i64; 3]| Region { id: id.into(), points: points.to_vec() };
    let regions = [region("Centro", [1, 4, 2]), region("Restinga", [4, 2, 4]), region("Partenon", [2, 3, 4])];
    // Weighted: 22, 40, 34 of 96.
    let allocation = allocate(1_000, &criteria, &regions, Remainder::Largest).unwrap();
    let amounts: Vec<i64> = allocation.shares.iter().map(|share| share.amount).collect();
    assert_eq!(amounts, [229, 417, 354]);
    assert_eq!(amounts.iter().sum::<i64>(), 1_000);
    assert_eq!(allocation.shares[0].points, 22);
    assert!(allocation.shares[1].got_remainder && !allocation.shares[0].got_remainder);
    let by_points = allocate(1_001, &criteria, &regions, Remainder::MostPoints).unwrap();
    assert_eq!(by_points.shares.iter().map(|share| share.amount).sum::<i64>(), 1_001);
    // Two equal regions and one unit: who gets it is said.
    let equal = [region("x", [1, 1, 1]), region("y", [1, 1, 1])];
    let tied = allocate(3, &criteria, &equal, Remainder::Largest).unwrap();
    assert_eq!((tied.shares[0].amount, tied.shares[1].amount), (2, 1));
    assert_eq!(tied.tied, ["x", "y"]);
    let nothing = [region("x", [0, 0, 0])];
    assert!(matches!(allocate(3, &criteria, &nothing, Remainder::Listed), Err(CountError::MalformedRule { .. })));
}
