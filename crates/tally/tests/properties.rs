//! What must hold for every election: small random ones, full of ties.
#![allow(clippy::unwrap_used)]

use num_bigint::BigInt;
use proptest::prelude::*;
use tally::cstv::CstvVariant;
use tally::equal_shares::{count_exactly, exact_payments};
use tally::pabulib::{self, MetaEntry, Options, public_election};
use tally::{
    BallotKind, Completion, GreedyOrder, Instance, Item, Method, Misfit, Outcome, Profile, ProfileBuilder, Rule,
    TieBreak, Utility, count,
};

/// An election as lists: costs, budget, and each voter's choices with points.
#[derive(Debug, Clone)]
struct Small {
    kind: BallotKind,
    costs: Vec<i64>,
    budget: i64,
    ballots: Vec<Vec<(u32, i64)>>,
}

impl Small {
    fn instance(&self) -> Instance {
        let item = |(index, &cost): (usize, &i64)| Item::new(format!("p{index}"), cost);
        Instance { scale: 0, ..Instance::new(self.costs.iter().enumerate().map(item).collect(), self.budget) }
    }

    fn profile(&self) -> Profile {
        let mut builder = ProfileBuilder::new(self.kind, 0, self.costs.len());
        for ballot in &self.ballots {
            let choices: Vec<u32> = ballot.iter().map(|pair| pair.0).collect();
            let points: Vec<i64> = ballot.iter().filter(|_| self.kind.has_points()).map(|pair| pair.1).collect();
            builder.push(&choices, &points, 1).unwrap();
        }
        builder.finish()
    }

    fn count(&self, method: &Method) -> Outcome {
        count(&Rule::new(method.clone()), &self.instance(), &self.profile()).unwrap()
    }
}

fn small_of(kinds: &'static [BallotKind]) -> impl Strategy<Value = Small> {
    (1_usize..8, 1_usize..14, prop::sample::select(kinds)).prop_flat_map(|(items, voters, kind)| {
        let costs = prop::collection::vec(1_i64..12, items);
        let most = if kind == BallotKind::ChooseOne { 1 } else { items };
        let choices = prop::sample::subsequence((0..items as u32).collect::<Vec<_>>(), 0..=most).prop_shuffle();
        let ballot = choices.prop_flat_map(|choices| {
            let length = choices.len();
            (Just(choices), prop::collection::vec(0_i64..5, length))
        });
        let ballots = prop::collection::vec(ballot, voters);
        (costs, 1_i64..50, ballots).prop_map(move |(costs, budget, ballots)| {
            let ballots =
                ballots.into_iter().map(|(choices, points)| choices.into_iter().zip(points).collect()).collect();
            Small { kind, costs, budget, ballots }
        })
    })
}

const KINDS: &[BallotKind] =
    &[BallotKind::Approval, BallotKind::Cumulative, BallotKind::Ordinal, BallotKind::ChooseOne];

fn small() -> impl Strategy<Value = Small> {
    small_of(KINDS)
}

/// Every method that can count such ballots.
fn methods(kind: BallotKind) -> Vec<Method> {
    let utility = Utility::suggested(kind);
    let add1 = Completion::add1();
    let mut methods = vec![
        Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Skip },
        Method::Greedy { order: GreedyOrder::Score, misfit: Misfit::Stop },
        Method::Greedy { order: GreedyOrder::PerCost { utility }, misfit: Misfit::Skip },
    ];
    for utility in [utility, Utility::Cardinality] {
        for completion in
            [vec![], vec![add1.clone()], vec![add1.clone(), Completion::Greedy], vec![Completion::Epsilon]]
        {
            methods.push(Method::EqualShares { utility, completion, comparison: false });
        }
    }
    methods.push(Method::EqualShares { utility, completion: vec![add1], comparison: true });
    if kind != BallotKind::Ordinal {
        let variants = [CstvVariant::Ewtc, CstvVariant::Ewt, CstvVariant::Mtc, CstvVariant::Mt];
        methods.extend(variants.map(|variant| Method::Cstv { variant }));
    }
    methods.extend(tally::compare::standard_rules(kind).into_iter().map(|named| named.rule.method));
    methods
}

/// A fraction of small whole numbers; a denominator of 0 is infinity.
type Ratio = (i128, i128);

fn less(a: Ratio, b: Ratio) -> bool {
    if a.1 == 0 || b.1 == 0 { a.1 != 0 } else { a.0 * b.1 < b.0 * a.1 }
}

/// Sequential Phragmén as its definition has it, in fractions.
fn phragmen_by_definition(small: &Small) -> Vec<(usize, Ratio)> {
    let approves = |voter: usize, item: usize| small.ballots[voter].iter().any(|pair| pair.0 as usize == item);
    let mut loads: Vec<Ratio> = vec![(0, 1); small.ballots.len()];
    let mut winners = Vec::new();
    let mut rest = small.budget;
    let mut open: Vec<usize> = (0..small.costs.len()).filter(|&item| small.costs[item] <= small.budget).collect();
    let add = |a: Ratio, b: Ratio| {
        let sum = (a.0 * b.1 + b.0 * a.1, a.1 * b.1);
        let (mut x, mut y) = (sum.0, sum.1);
        while y != 0 {
            (x, y) = (y, x % y);
        }
        (sum.0 / x.max(1), sum.1 / x.max(1))
    };
    while !open.is_empty() {
        let load = |item: usize| {
            let supporters: Vec<usize> = (0..loads.len()).filter(|&voter| approves(voter, item)).collect();
            let sum = supporters.iter().fold((small.costs[item].into(), 1), |sum, &voter| add(sum, loads[voter]));
            (sum.0, sum.1 * supporters.len() as i128)
        };
        let least = open.iter().map(|&item| load(item)).fold((1, 0), |a, b| if less(b, a) { b } else { a });
        let tied: Vec<usize> = open.iter().copied().filter(|&item| !less(least, load(item))).collect();
        if tied.iter().any(|&item| small.costs[item] > rest) {
            break;
        }
        let item = tied[0];
        for (_, load) in loads.iter_mut().enumerate().filter(|(voter, _)| approves(*voter, item)) {
            *load = least;
        }
        rest -= small.costs[item];
        winners.push((item, least));
        open.retain(|&other| other != item);
    }
    winners
}

/// A fraction of long whole numbers, its denominator above zero.
type Long = (BigInt, BigInt);

fn long_less(a: &Long, b: &Long) -> bool {
    &a.0 * &b.1 < &b.0 * &a.1
}

/// Equal shares by its definition: every voter apart, fractions throughout, nothing remembered from round to round. Approvals
/// only; gives the winners at a share of `share / voters`.
fn equal_shares_by_definition(small: &Small, share: i64, by_cost: bool) -> Vec<usize> {
    let voters = small.ballots.len();
    let mut money: Vec<Long> = vec![(share.into(), voters.into()); voters];
    let mut winners = Vec::new();
    loop {
        let mut best: Option<(usize, Long, Long)> = None;
        for item in (0..small.costs.len()).filter(|item| !winners.contains(item)) {
            let approves = |voter: &usize| small.ballots[*voter].iter().any(|pair| pair.0 as usize == item);
            let mut payers: Vec<usize> = (0..voters).filter(approves).collect();
            payers.sort_by(|&a, &b| (&money[a].0 * &money[b].1).cmp(&(&money[b].0 * &money[a].1)));
            // The poorest give all they have until the others can share the rest equally.
            let mut rest: Long = (small.costs[item].into(), 1.into());
            for (at, &voter) in payers.iter().enumerate() {
                let price = (rest.0.clone(), &rest.1 * (payers.len() - at));
                if !long_less(&money[voter], &price) {
                    let utility = if by_cost { small.costs[item] } else { 1 };
                    let rate = (price.0.clone(), &price.1 * utility);
                    if best.as_ref().is_none_or(|(_, least, _)| long_less(&rate, least)) {
                        best = Some((item, rate, price));
                    }
                    break;
                }
                rest = (&rest.0 * &money[voter].1 - &money[voter].0 * &rest.1, &rest.1 * &money[voter].1);
            }
        }
        let Some((item, _, price)) = best else { return winners };
        for (voter, own) in money.iter_mut().enumerate() {
            if small.ballots[voter].iter().any(|pair| pair.0 as usize == item) {
                *own = match long_less(own, &price) {
                    true => (0.into(), 1.into()),
                    false => (&own.0 * &price.1 - &price.0 * &own.1, &own.1 * &price.1),
                };
            }
        }
        winners.push(item);
    }
}

/// Add1 on top of it, one step after the other.
fn add1_by_definition(small: &Small, by_cost: bool) -> Vec<usize> {
    let cost = |items: &[usize]| items.iter().map(|&item| small.costs[item]).sum::<i64>();
    let supported =
        |item: &usize| small.ballots.iter().any(|ballot| ballot.iter().any(|pair| pair.0 as usize == *item));
    let candidates: Vec<usize> = (0..small.costs.len()).filter(supported).collect();
    let (mut share, mut last) = (small.budget, equal_shares_by_definition(small, small.budget, by_cost));
    loop {
        let fits = |item: &usize| !last.contains(item) && cost(&last) + small.costs[*item] <= small.budget;
        if candidates.is_empty() || !candidates.iter().any(fits) {
            return last;
        }
        share += small.ballots.len() as i64;
        let next = equal_shares_by_definition(small, share, by_cost);
        if cost(&next) > small.budget {
            return last;
        }
        last = next;
    }
}

/// The maximin support rule by trying all subsets.
fn maximin_by_definition(small: &Small) -> Vec<usize> {
    let (mut winners, mut rest): (Vec<usize>, i64) = (Vec::new(), small.budget);
    loop {
        let load = |item: usize| {
            let set: Vec<usize> = winners.iter().copied().chain([item]).collect();
            (1_u32..1 << set.len())
                .map(|subset| {
                    let chosen =
                        |index: u32| set.iter().enumerate().any(|(at, &i)| subset >> at & 1 == 1 && i as u32 == index);
                    let cost: i64 = (0..small.costs.len()).filter(|&i| chosen(i as u32)).map(|i| small.costs[i]).sum();
                    let voters = small.ballots.iter().filter(|ballot| ballot.iter().any(|pair| chosen(pair.0))).count();
                    (i128::from(cost), voters as i128)
                })
                .fold((0, 1), |a, b| if less(a, b) { b } else { a })
        };
        let open = (0..small.costs.len()).filter(|item| !winners.contains(item) && small.costs[*item] <= rest);
        let mut best: Option<(usize, Ratio)> = None;
        for item in open {
            let own = load(item);
            if best.is_none_or(|(_, least)| less(own, least)) {
                best = Some((item, own));
            }
        }
        let Some((item, _)) = best else { return winners };
        rest -= small.costs[item];
        winners.push(item);
    }
}

const APPROVAL: &[BallotKind] = &[BallotKind::Approval];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The bounds of equal shares, for one share or for many at once, decide nothing that exact fractions would decide otherwise.
    #[test]
    fn bounds_and_spans_change_nothing(small in small()) {
        for method in methods(small.kind) {
            let rule = Rule::new(method.clone());
            let Method::EqualShares { comparison: false, .. } = method else { continue };
            let exact = count_exactly(&rule, &small.instance(), &small.profile()).unwrap();
            let fast = small.count(&method);
            prop_assert_eq!(&fast.winners, &exact.winners, "{:?}", method);
            prop_assert_eq!(fast.ties.len(), exact.ties.len());
        }
    }

    /// Where a step is small beside the money, hundreds of steps are answered for at once; every
    /// single one counted in exact fractions gives the same.
    #[test]
    fn many_steps_at_once_change_nothing(small in small(), times in 20_i64..60, whole: bool, past_exhaustive: bool) {
        let mut large = small.clone();
        large.costs.iter_mut().enumerate().for_each(|(at, cost)| *cost = *cost * times + at as i64);
        large.budget = large.budget * times / 2;
        let completion = vec![Completion::Add1 { increment: None, whole, past_exhaustive }];
        for utility in [Utility::suggested(small.kind), Utility::Cardinality] {
            let method = Method::EqualShares { utility, completion: completion.clone(), comparison: false };
            let exact = count_exactly(&Rule::new(method.clone()), &large.instance(), &large.profile()).unwrap();
            prop_assert_eq!(large.count(&method).winners, exact.winners, "{:?}", utility);
        }
    }

    /// A tie of equal shares is said to matter where, and only where, another of the tied items first gives other winners.
    #[test]
    fn ties_matter_where_another_order_gives_other_winners(small in small()) {
        let utility = Utility::suggested(small.kind);
        for completion in [vec![], vec![Completion::add1()]] {
            let method = Method::EqualShares { utility, completion, comparison: false };
            let outcome = small.count(&method);
            let mut names: Vec<String> = small.instance().items.into_iter().map(|item| item.id).collect();
            names.sort();
            let winners = |outcome: &Outcome| outcome.winners.iter().cloned().collect::<std::collections::BTreeSet<_>>();
            for tie in &outcome.ties {
                let differs = tie.items[1..].iter().any(|first| {
                    let mut order: Vec<String> = names.iter().filter(|name| *name != first).cloned().collect();
                    let at = order.iter().position(|name| *name == tie.items[0]).unwrap();
                    order.insert(at, first.clone());
                    let rule = Rule { ties: vec![TieBreak::Given { order }], ..Rule::new(method.clone()) };
                    winners(&count(&rule, &small.instance(), &small.profile()).unwrap()) != winners(&outcome)
                });
                prop_assert_eq!(tie.mattered, differs, "{:?}", tie);
            }
        }
    }

    /// Winners fit the envelope, verdicts and costs agree with them, everything is listed once.
    #[test]
    fn outcomes_are_consistent(small in small()) {
        for method in methods(small.kind) {
            let outcome = small.count(&method);
            let cost: i64 = outcome.verdicts.iter().filter(|verdict| verdict.funded).map(|verdict| verdict.cost).sum();
            prop_assert!(outcome.cost <= small.budget, "{:?}", method);
            prop_assert_eq!(outcome.cost, cost);
            prop_assert_eq!(outcome.verdicts.len(), small.costs.len());
            let funded = outcome.verdicts.iter().filter(|verdict| verdict.funded).map(|verdict| &verdict.item);
            prop_assert!(funded.eq(&outcome.winners));
        }
    }

    /// The order of voters and of items on the ballot changes nothing (ties go by name, and names stay).
    #[test]
    fn voters_and_items_may_be_shuffled(small in small(), turn in 0_usize..8) {
        let mut other = small.clone();
        other.ballots.reverse();
        let items = small.costs.len();
        let moved = |item: usize| (item + turn) % items;
        for ballot in &mut other.ballots {
            for pair in ballot.iter_mut() {
                pair.0 = moved(pair.0 as usize) as u32;
            }
        }
        let mut instance = small.instance();
        for (item, original) in small.instance().items.into_iter().enumerate() {
            instance.items[moved(item)] = original;
        }
        other.costs = instance.items.iter().map(|item| item.cost).collect();
        for method in methods(small.kind) {
            let there = count(&Rule::new(method.clone()), &instance, &other.profile()).unwrap();
            prop_assert_eq!(small.count(&method).winners, there.winners, "{:?}", method);
        }
    }

    /// What voters pay for a winner of equal shares adds up to its cost exactly, and no voter pays more than its share.
    #[test]
    fn payments_add_up_to_the_costs(small in small()) {
        let utility = Utility::suggested(small.kind);
        let method = Method::EqualShares { utility, completion: vec![], comparison: false };
        let outcome = small.count(&method);
        let rule = Rule::new(method);
        let (instance, profile) = (small.instance(), small.profile());
        let payments = exact_payments(&rule, utility, &instance, &profile, &outcome.winners, small.budget).unwrap();
        for paid in payments {
            let den: BigInt = paid.groups[0].each.den.parse().unwrap();
            let sum: BigInt = paid.groups.iter().map(|g| g.each.num.parse::<BigInt>().unwrap() * g.voters).sum();
            let cost = outcome.verdict(&paid.item).unwrap().cost;
            prop_assert_eq!(sum, &den * cost);
            let share = BigInt::from(small.budget) * &den;
            prop_assert!(paid.groups[0].each.num.parse::<BigInt>().unwrap() * small.ballots.len() <= share);
        }
    }

    /// No set that fits is worth more than the one that welfare maximisation finds, and none as good is cheaper.
    #[test]
    fn welfare_is_the_greatest_there_is(small in small()) {
        let utility = Utility::suggested(small.kind);
        let outcome = small.count(&Method::Welfare { utility });
        let scores = match small.kind {
            BallotKind::Ordinal => {
                let (scores, votes) = (small.profile().scores(small.costs.len()), small.profile().votes(small.costs.len()));
                scores.iter().zip(votes).map(|(score, votes)| score - i128::from(votes)).collect()
            }
            _ => small.profile().scores(small.costs.len()),
        };
        let worth = |item: usize| scores[item] * if utility == Utility::Cost { small.costs[item].into() } else { 1 };
        let value = |set: u32| -> i128 { (0..small.costs.len()).filter(|&item| set >> item & 1 == 1).map(worth).sum() };
        let cost = |set: u32| -> i64 { (0..small.costs.len()).filter(|&i| set >> i & 1 == 1).map(|i| small.costs[i]).sum() };
        let best = (0..1_u32 << small.costs.len()).filter(|&set| cost(set) <= small.budget);
        let best = best.map(|set| (value(set), -cost(set))).max().unwrap();
        let won = outcome.winners.iter().map(|id| id[1..].parse::<usize>().unwrap());
        prop_assert_eq!((won.map(worth).sum::<i128>(), -outcome.cost), best);
    }

    /// Merged ballots, bounds, prefixes and steps taken at once give what the definition gives voter by voter.
    #[test]
    fn equal_shares_follows_its_definition(small in small_of(APPROVAL)) {
        let ids = |items: Vec<usize>| items.iter().map(|item| format!("p{item}")).collect::<Vec<_>>();
        for (utility, by_cost) in [(Utility::Cost, true), (Utility::Cardinality, false)] {
            let method = |completion| Method::EqualShares { utility, completion, comparison: false };
            let plain = ids(equal_shares_by_definition(&small, small.budget, by_cost));
            prop_assert_eq!(small.count(&method(vec![])).winners, plain);
            let add1 = ids(add1_by_definition(&small, by_cost));
            prop_assert_eq!(small.count(&method(vec![Completion::add1()])).winners, add1);
        }
    }

    /// Whether a ballot comes with a weight or again and again, and in what order its choices stand, is the same to every rule.
    #[test]
    fn merging_identical_ballots_changes_nothing(small in small(), weights in prop::collection::vec(1_u64..4, 14)) {
        let mut once = ProfileBuilder::new(small.kind, 0, small.costs.len());
        let mut again = ProfileBuilder::new(small.kind, 0, small.costs.len());
        let weighted = || small.ballots.iter().zip(&weights);
        for (ballot, &weight) in weighted() {
            let (choices, points): (Vec<u32>, Vec<i64>) = ballot.iter().copied().unzip();
            once.push(&choices, if small.kind.has_points() { &points } else { &[] }, weight).unwrap();
        }
        for round in 0..4 {
            for (ballot, _) in weighted().filter(|(_, weight)| **weight > round) {
                let mut ballot = ballot.clone();
                if small.kind != BallotKind::Ordinal {
                    ballot.reverse();
                }
                let (choices, points): (Vec<u32>, Vec<i64>) = ballot.into_iter().unzip();
                again.push(&choices, if small.kind.has_points() { &points } else { &[] }, 1).unwrap();
            }
        }
        let (once, again) = (once.finish(), again.finish());
        prop_assert_eq!(&once, &again);
        for method in methods(small.kind) {
            let count = |profile: &Profile| count(&Rule::new(method.clone()), &small.instance(), profile).unwrap();
            prop_assert_eq!(count(&once).winners, count(&again).winners);
        }
    }

    /// With more money everything that must hold still holds, and the best total is no worse.
    #[test]
    fn a_bigger_budget_breaks_nothing(small in small(), more in 1_i64..40) {
        let mut bigger = small.clone();
        bigger.budget += more;
        for method in methods(small.kind) {
            let (before, after) = (small.count(&method), bigger.count(&method));
            prop_assert!(before.cost <= small.budget && after.cost <= bigger.budget, "{:?}", method);
            prop_assert_eq!(after.verdicts.len(), small.costs.len());
            let too_expensive = |outcome: &Outcome| {
                outcome.verdicts.iter().filter(|verdict| verdict.cost > outcome.budget && verdict.funded).count()
            };
            prop_assert_eq!((too_expensive(&before), too_expensive(&after)), (0, 0));
        }
        let utility = Utility::Cardinality;
        let total = |outcome: Outcome| outcome.verdicts.iter().filter(|v| v.funded).map(|v| v.votes).sum::<u64>();
        let method = Method::Welfare { utility };
        prop_assert!(total(small.count(&method)) <= total(bigger.count(&method)));
    }

    /// Phragmén's loads and the maximin flows give what their definitions give.
    #[test]
    fn phragmen_and_maximin_follow_their_definitions(small in small_of(APPROVAL)) {
        let ids = |items: Vec<usize>| items.iter().map(|item| format!("p{item}")).collect::<Vec<_>>();
        let phragmen = phragmen_by_definition(&small);
        let outcome = small.count(&Method::Phragmen);
        prop_assert_eq!(&outcome.winners, &ids(phragmen.iter().map(|(item, _)| *item).collect()));
        for (round, (_, load)) in outcome.rounds.iter().zip(&phragmen).filter(|(_, (_, load))| load.1 != 0) {
            // All supporters carry the same load; it is given in millionths, rounded down twice.
            let given: i128 = round.score.num.parse().unwrap();
            prop_assert!((load.0 * 1_000_000 / load.1 - given).abs() <= 2);
        }
        prop_assert_eq!(small.count(&Method::MaximinSupport).winners, ids(maximin_by_definition(&small)));
    }

    /// Equal shares leaves no group behind that could have paid for one more item out of its own share.
    #[test]
    fn equal_shares_violates_no_ejr_plus(small in small_of(APPROVAL)) {
        let method = Method::EqualShares { utility: Utility::Cost, completion: vec![], comparison: false };
        let outcome = small.count(&method);
        let statistics = tally::statistics::statistics(&small.instance(), &small.profile(), &outcome);
        prop_assert_eq!(statistics.ejr_plus, Some(vec![]));
        prop_assert!(statistics.with_a_winner <= statistics.voters);
    }

    /// What is written is read back.
    #[test]
    fn writing_and_reading_is_identity(small in small(), name in "[a-zа-яіқ;\"\n ]{0,12}") {
        let labels = vec![pabulib::ProjectLabel { name: name.trim().into(), ..Default::default() }; small.costs.len()];
        let meta = vec![MetaEntry::new("description", &name)];
        let election = public_election(meta, small.instance(), small.profile(), &labels);
        let (mut written, mut again) = (Vec::new(), Vec::new());
        pabulib::write(&election, &mut written).unwrap();
        let read = pabulib::read_slice(&written, Options { keep_votes: true, lenient: false }).unwrap();
        pabulib::write(&read, &mut again).unwrap();
        prop_assert_eq!(&written, &again);
        prop_assert_eq!(&read.meta, &election.meta);
        prop_assert_eq!(&read.projects, &election.projects);
        prop_assert_eq!(&read.instance, &election.instance);
        prop_assert_eq!(read.profile.voters(), election.profile.voters());
        prop_assert_eq!(read.profile.scores(small.costs.len()), election.profile.scores(small.costs.len()));
    }

    /// No bytes make the reader panic.
    #[test]
    fn the_reader_survives_anything(text in "(META|PROJECTS|VOTES|key|value|budget|vote_type|project_id|cost|voter_id|vote|approval|[0-9,.;\"\n\r -]){0,60}") {
        let _ = pabulib::read_slice(text.as_bytes(), Options { keep_votes: true, lenient: true });
    }
}
