//! What must hold for the counts of the field's cities: places kept for groups, winners by number, points by places, weighted
//! components; on small random elections, full of ties.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use tally::components::{Component, ComponentsRule, ShareOf, count_components};
use tally::contest::{Entry, Envelope, count_contest, count_contest_by_components};
use tally::{
    BallotKind, Completion, Constraints, CountError, GreedyOrder, Instance, Item, Method, Minimum, Misfit, Outcome,
    Profile, ProfileBuilder, Reason, ReservedPlaces, Rule, TieBreak, Utility, count,
};

const GRADES: u32 = 4;
const AREAS: [&str; 3] = ["north", "south", "elsewhere"];

/// Costs and areas of the items, and each voter's grades (all items, 0 the worst).
#[derive(Debug, Clone)]
struct Graded {
    items: Vec<(i64, usize)>,
    grades: Vec<Vec<i64>>,
}

impl Graded {
    fn instance(&self, budget: i64) -> Instance {
        let item = |(index, &(cost, area)): (usize, &(i64, usize))| Item {
            area: Some(AREAS[area].into()),
            ..Item::new(format!("p{index}"), cost)
        };
        Instance::new(self.items.iter().enumerate().map(item).collect(), budget)
    }

    fn profile(&self) -> Profile {
        let mut builder = ProfileBuilder::new(BallotKind::Scoring, 0, self.items.len());
        let all: Vec<u32> = (0..self.items.len() as u32).collect();
        for grades in &self.grades {
            builder.push(&all, grades, 1).unwrap();
        }
        builder.finish()
    }

    /// The items, the best first: medians compared and removed one by one; equal ones by id.
    fn order(&self) -> Vec<usize> {
        let value = |item: usize| {
            let mut grades: Vec<i64> = self.grades.iter().map(|grades| grades[item]).collect();
            grades.sort_unstable();
            let mut value = Vec::new();
            while !grades.is_empty() {
                value.push(grades.remove((grades.len() - 1) / 2));
            }
            value
        };
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|&item| (std::cmp::Reverse(value(item)), format!("p{item}")));
        order
    }
}

fn graded() -> impl Strategy<Value = Graded> {
    (1_usize..8, 1_usize..8).prop_flat_map(|(items, voters)| {
        let grades = prop::collection::vec(prop::collection::vec(0..i64::from(GRADES), items), voters);
        let items = prop::collection::vec((1_i64..20, 0..AREAS.len()), items);
        (items, grades).prop_map(|(items, grades)| Graded { items, grades })
    })
}

fn by_number(method: Method, most: u32, reserved: &[(&str, u32)]) -> Rule {
    let reserved = reserved.iter().map(|&(area, places)| ReservedPlaces { category: area.into(), places }).collect();
    let constraints = Constraints { most_winners: Some(most), reserved, ignore_budget: true, ..Constraints::default() };
    Rule { constraints, ..Rule::new(method) }
}

fn judgement() -> Method {
    Method::MajorityJudgement { grades: GRADES, misfit: Misfit::Skip }
}

/// Winners by number with kept places, by definition: the best of each group take its places, the best of all others the rest.
fn kept(small: &Graded, most: u32, reserved: &[(&str, u32)]) -> Vec<String> {
    let order = small.order();
    let mut winners: Vec<usize> = Vec::new();
    for &(area, places) in reserved {
        winners.extend(order.iter().filter(|&&item| AREAS[small.items[item].1] == area).take(places as usize));
    }
    for &item in &order {
        if winners.len() < most as usize && !winners.contains(&item) {
            winners.push(item);
        }
    }
    let mut winners: Vec<String> = winners.into_iter().map(|item| format!("p{item}")).collect();
    winners.sort();
    winners
}

fn sorted(outcome: &Outcome) -> Vec<String> {
    let mut winners = outcome.winners.clone();
    winners.sort();
    winners
}

/// A whole number from a fraction of one.
fn whole(fraction: &tally::Fraction, den: i128) -> i128 {
    let (num, own): (i128, i128) = (fraction.num.parse().unwrap(), fraction.den.parse().unwrap());
    assert_eq!(num * den % own, 0);
    num * den / own
}

/// Ballots of one component.
type Approvals = Vec<Vec<u32>>;

fn approvals(items: usize, ballots: &[Vec<u32>]) -> Profile {
    let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, items);
    for choices in ballots {
        builder.push(choices, &[], 1).unwrap();
    }
    builder.finish()
}

fn weighted(weights: &[u32]) -> ComponentsRule {
    let component = |(index, &weight): (usize, &u32)| Component { name: format!("c{index}"), weight };
    ComponentsRule {
        components: weights.iter().enumerate().map(component).collect(),
        share_of: ShareOf::Voters,
        misfit: Misfit::Skip,
        minimum: Minimum::default(),
        ties: vec![TieBreak::Name],
        constraints: Constraints::default(),
    }
}

fn component(items: usize) -> impl Strategy<Value = Approvals> {
    let choices = prop::sample::subsequence((0..items as u32).collect::<Vec<_>>(), 0..=items);
    prop::collection::vec(choices, 1..7)
}

fn in_components() -> impl Strategy<Value = (Vec<i64>, i64, [Approvals; 3])> {
    (1_usize..6).prop_flat_map(|items| {
        let ballots = [component(items), component(items), component(items)];
        (prop::collection::vec(1_i64..12, items), 1_i64..40, ballots)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Exactly the winners of the definition; never more than there are places, never fewer than stand.
    #[test]
    fn places_are_kept_for_groups(small in graded(), most in 1_u32..6, north in 0_u32..3, south in 0_u32..3) {
        let reserved = [("north", north.min(most)), ("south", south.min(most - north.min(most)))];
        let rule = by_number(judgement(), most, &reserved);
        let outcome = count(&rule, &small.instance(0), &small.profile()).unwrap();
        prop_assert_eq!(sorted(&outcome), kept(&small, most, &reserved));
        prop_assert_eq!(outcome.winners.len(), small.items.len().min(most as usize));
        for (area, places) in reserved {
            let stand = small.items.iter().filter(|item| AREAS[item.1] == area).count();
            let index = |id: &String| id[1..].parse::<usize>().unwrap();
            let won = outcome.winners.iter().filter(|id| AREAS[small.items[index(id)].1] == area).count();
            prop_assert!(won >= stand.min(places as usize));
        }
    }

    /// Money decides nothing where winners are counted; the rest may fall below zero.
    #[test]
    fn money_decides_nothing_by_number(small in graded(), most in 1_u32..6, budget in 0_i64..60) {
        let rule = by_number(judgement(), most, &[]);
        let free = count(&rule, &small.instance(1_000_000), &small.profile()).unwrap();
        let poor = count(&rule, &small.instance(budget), &small.profile()).unwrap();
        prop_assert_eq!(&poor.winners, &free.winners);
        let lacks = |reason: &Reason| matches!(reason, Reason::LacksMoney { .. } | Reason::TooExpensive { .. });
        prop_assert!(!poor.verdicts.iter().any(|verdict| lacks(&verdict.reason)));
        let spent: i64 = poor.cost;
        prop_assert_eq!(poor.rounds.iter().rfind(|round| round.funded).map(|round| round.remaining), Some(budget - spent));
    }

    /// A first place is worth `first` points, each next one less; published scores are these.
    #[test]
    fn places_are_worth_points(orders in prop::collection::vec(Just(vec![0_u32, 1, 2, 3]).prop_shuffle(), 1..8), long in 1_usize..5, first in 1_u32..6) {
        let mut builder = ProfileBuilder::new(BallotKind::Ordinal, 0, 4);
        let mut points = [0_i64; 4];
        for order in &orders {
            builder.push(&order[..long], &[], 1).unwrap();
            for (place, &item) in order[..long].iter().enumerate() {
                points[item as usize] += (i64::from(first) - place as i64).max(0);
            }
        }
        let instance = Instance::new((0..4).map(|n| Item::new(format!("p{n}"), 1)).collect(), 2);
        let rule = Rule::new(Method::Greedy { order: GreedyOrder::TopScore { first }, misfit: Misfit::Skip });
        let outcome = count(&rule, &instance, &builder.finish()).unwrap();
        for verdict in &outcome.verdicts {
            prop_assert_eq!(verdict.score, points[verdict.item[1..].parse::<usize>().unwrap()]);
        }
        let mut order: Vec<usize> = (0..4).collect();
        order.sort_by_key(|&item| (std::cmp::Reverse(points[item]), item));
        let expected: Vec<String> = order[..2].iter().map(|item| format!("p{item}")).collect();
        prop_assert_eq!(outcome.winners, expected);
    }

    /// The joint score is the weighted sum of shares; winners go by it while they fit; components stay apart.
    #[test]
    fn components_add_up((costs, budget, ballots) in in_components(), weights in prop::array::uniform3(1_u32..60)) {
        let items = costs.len();
        let instance = Instance::new(costs.iter().enumerate().map(|(n, &cost)| Item::new(format!("p{n}"), cost)).collect(), budget);
        let profiles = ballots.clone().map(|ballots| approvals(items, &ballots));
        let counted = count_components(&weighted(&weights), &instance, &profiles).unwrap();
        let sizes: Vec<i128> = ballots.iter().map(|ballots| ballots.len() as i128).collect();
        let den: i128 = sizes.iter().product::<i128>() * i128::from(weights.iter().sum::<u32>());
        let score = |item: usize| -> i128 {
            let one = |(at, ballots): (usize, &Approvals)| {
                let votes = ballots.iter().filter(|choices| choices.contains(&(item as u32))).count() as i128;
                i128::from(weights[at]) * votes * sizes.iter().product::<i128>() / sizes[at]
            };
            ballots.iter().enumerate().map(one).sum()
        };
        for (item, published) in counted.scores.iter().enumerate() {
            prop_assert_eq!(whole(&published.score, den), score(item));
        }
        let mut order: Vec<usize> = (0..items).collect();
        order.sort_by_key(|&item| (std::cmp::Reverse(score(item)), format!("p{item}")));
        let (mut rest, mut expected) = (budget, Vec::new());
        for item in order {
            if costs[item] <= rest {
                rest -= costs[item];
                expected.push(format!("p{item}"));
            }
        }
        prop_assert_eq!(&counted.outcome.winners, &expected);
        for (component, ballots) in counted.components.iter().zip(&ballots) {
            prop_assert_eq!(component.voters, ballots.len() as u64);
        }
        // The same weights in another unit, and voters in another order, change nothing.
        let doubled = weights.map(|weight| weight * 2);
        let turned = ballots.map(|mut ballots| { ballots.reverse(); approvals(items, &ballots) });
        let again = count_components(&weighted(&doubled), &instance, &turned).unwrap();
        prop_assert_eq!(again.outcome.winners, counted.outcome.winners);
        // One component alone is the greedy rule.
        let alone = count_components(&weighted(&[7]), &instance, &profiles[..1]).unwrap().outcome.winners;
        prop_assert_eq!(alone, count(&Rule::greedy(0, vec![TieBreak::Name]), &instance, &profiles[0]).unwrap().winners);
    }
}

#[test]
fn a_share_is_of_all_voters_of_the_component_also_in_a_contest_of_several_envelopes() {
    let envelopes = ["one", "two"].map(|id| Envelope { id: id.into(), budget: 10 });
    let entry = |envelope: &str, id: &str| Entry { envelope: envelope.into(), item: Item::new(id, 10) };
    let entries = [entry("one", "a"), entry("one", "b"), entry("two", "c")];
    // In the committee one of four chose a, and nobody else anything of that envelope.
    let residents = approvals(3, &[vec![1], vec![1], vec![0], vec![2]]);
    let committee = approvals(3, &[vec![0], vec![2], vec![2], vec![]]);
    let rule = weighted(&[50, 50]);
    let outcomes = count_contest_by_components(&rule, &envelopes, &entries, &[residents, committee]).unwrap();
    let one = &outcomes[0].outcome;
    assert_eq!(one.components.iter().map(|component| component.voters).collect::<Vec<_>>(), [4, 4]);
    // a: .5 * .25 + .5 * .25, b: .5 * .5 + 0: equal, and a comes first by name.
    assert_eq!(one.outcome.winners, ["a"]);
    assert!(one.outcome.ties[0].mattered);
    assert_eq!(outcomes[1].outcome.outcome.winners, ["c"]);
    assert_eq!(ComponentsRule::of(&one.outcome.rule), Some(rule.clone()), "the outcome tells its rule");
    let unknown = [entry("three", "a")];
    assert!(count_contest_by_components(&rule, &envelopes, &unknown, &[]).is_err());
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let instance = Instance::new(vec![Item::new("a", 1)], 1);
    let profile = approvals(1, &[vec![0]]);
    let shares =
        Method::EqualShares { utility: Utility::Cost, completion: vec![Completion::Greedy], comparison: false };
    for method in [shares, Method::Phragmen, Method::Welfare { utility: Utility::Cost }] {
        let refused = count(&by_number(method, 1, &[]), &instance, &profile);
        assert!(matches!(refused, Err(CountError::ConstraintNotSupported { .. })), "{refused:?}");
    }
    let alone = count(&weighted(&[1]).rule(), &instance, &profile);
    assert!(matches!(alone, Err(CountError::MalformedRule { .. })));
    let entries = [Entry { envelope: "e".into(), item: Item::new("a", 5) }];
    let envelope = [Envelope { id: "e".into(), budget: 0 }];
    let greedy = by_number(Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Skip }, 1, &[]);
    assert_eq!(count_contest(&greedy, &envelope, &entries, &profile).unwrap()[0].outcome.winners, ["a"]);
    let json = serde_json::to_value(Constraints::default()).unwrap();
    assert_eq!(json, serde_json::json!({}), "outcomes counted before read and hash as they did");
}
