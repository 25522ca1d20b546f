//! The maximin support rule.
//!
//! Haris Aziz, Barton Lee and Nimrod Talmon, "Proportionally Representative Participatory Budgeting: Axioms and Algorithms"
//! (AAMAS 2018, as generalised sequential Phragmén); Luis Sánchez-Fernández, Norberto Fernández-García, Jesús Fisteus and
//! Markus Brill, "The maximin support method" (Mathematical Programming 2024). Like sequential Phragmén, but when an item is
//! added the costs of all items so far may be spread anew over their supporters, so that the heaviest load is as small as
//! possible. In each round the item is added with which that load is smallest, of those that still fit.
//!
//! By the theorem of maximum flow and minimum cut the smallest possible heaviest load of a set of items is the greatest
//! `cost(T) / supporters(T)` of its subsets `T`: an exact fraction of whole numbers. It is found by flows in whole numbers
//! (money of each item to its supporters, none of whom takes more than the load), raising the load to that of the violated
//! subset until nothing is violated (Dinkelbach's method). Voters who support the same of the items chosen so far are one node.
//!
//! Often many items can be added without raising the heaviest load at all; they tie, and the tie-break decides.
//! Items without supporters have an infinite load: they come last, as in pabutools, and are funded while they fit.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::ballot::{BallotKind, Profile};
use crate::error::CountError;
use crate::exact::cmp_products;
use crate::flow::Network;
use crate::instance::Instance;
use crate::market::Market;
use crate::outcome::{Fraction, Outcome, Round};
use crate::purse::Purse;
use crate::rule::{Rule, Utility};
use crate::sheet::{Count, Sheet};
use crate::tie::Tie;

/// A load: money per voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Load {
    cost: i128,
    voters: i128,
}

impl Load {
    fn cmp(self, other: Self) -> Ordering {
        cmp_products(self.cost, other.voters, other.cost, self.voters)
    }
}

pub(crate) fn count(rule: &Rule, instance: &Instance, profile: &Profile) -> Result<Outcome, CountError> {
    if !matches!(profile.kind(), BallotKind::Approval | BallotKind::ChooseOne) {
        let (rule, ballots) = (rule.method.name().into(), profile.kind().name().into());
        return Err(CountError::BallotsNotSupported { rule, ballots });
    }
    let sheet = Sheet::new(rule, instance, profile)?;
    let market = Market::new(&sheet, Utility::Cardinality)?;
    let mut purse = Purse::new(instance, &sheet.limits);
    let mut search = Search::new(&market);
    let (mut rounds, mut ties): (Vec<Round>, Vec<Tie>) = (Vec::new(), Vec::new());
    let mut reasons = vec![None; instance.items.len()];
    let mut candidates = sheet.candidates();
    let mut order = Vec::new();
    loop {
        candidates.retain(|&item| match purse.block(item) {
            Some(block) => {
                reasons[item] = Some(purse.reason(item, &block));
                order.push(item);
                false
            }
            None => true,
        });
        let tied = search.least(&candidates);
        let Some(&item) = tied.first() else { break };
        let round = rounds.len() as u32 + 1;
        if tied.len() > 1 {
            let together: i128 = tied.iter().map(|&item| i128::from(market.costs[item])).sum();
            ties.push(sheet.order.record(instance, round, &tied, together > purse.remaining));
        }
        purse.fund(item);
        candidates.retain(|&other| other != item);
        let load = search.add(item);
        rounds.push(Round {
            round,
            item: instance.items[item].id.clone(),
            funded: true,
            score: load.map_or_else(|| Fraction::new(0, 1), |load| Fraction::new(load.cost, load.voters)),
            cost: market.costs[item],
            remaining: purse.rest(),
            payers: None,
            runner_up: None,
        });
    }
    Ok(sheet.outcome(&purse, Count { order, reasons, rounds, ties }))
}

struct Search<'a> {
    market: &'a Market,
    /// Items chosen so far (supported ones).
    chosen: Vec<usize>,
    /// The class of each distinct ballot: which of the chosen items it supports.
    class_of: Vec<u32>,
    /// Positions in `chosen` and voters of each class; class 0 supports none.
    classes: Vec<(Vec<u32>, i64)>,
    /// The heaviest load of the items chosen, and a flow that shows it is enough.
    load: Load,
    network: Network,
    /// Loads that candidates need at least, from earlier rounds.
    known: BTreeMap<usize, Load>,
}

impl<'a> Search<'a> {
    fn new(market: &'a Market) -> Self {
        let voters = market.weights.iter().map(|&weight| i64::from(weight)).sum();
        let load = Load { cost: 0, voters: 1 };
        let (class_of, classes) = (vec![0; market.weights.len()], vec![(Vec::new(), voters)]);
        let mut search = Self {
            market,
            chosen: Vec::new(),
            class_of,
            classes,
            load,
            network: Network::new(0),
            known: BTreeMap::new(),
        };
        search.network = search.solved(search.load);
        search
    }

    /// Candidates that need the least load, in their own order.
    fn least(&mut self, candidates: &[usize]) -> Vec<usize> {
        let mut open: Vec<(usize, Load, bool)> = candidates
            .iter()
            .filter(|&&item| self.market.supporters[item] > 0)
            .map(|&item| (item, self.bound(item), false))
            .collect();
        if open.is_empty() {
            return candidates.to_vec();
        }
        // The lowest bound is put to the test until the lowest of all has passed it: nothing can need less then.
        loop {
            let lowest = |a: &&mut (usize, Load, bool), b: &&mut (usize, Load, bool)| a.1.cmp(b.1).then(a.2.cmp(&b.2));
            let (item, load, passed) = open.iter_mut().min_by(lowest).expect("not empty");
            if *passed {
                let least = *load;
                return open.iter().filter(|entry| entry.1.cmp(least).is_eq()).map(|entry| entry.0).collect();
            }
            match self.overflow(*load, *item) {
                None => *passed = true,
                Some(higher) => {
                    *load = higher;
                    self.known.insert(*item, higher);
                }
            }
        }
    }

    /// What an item needs at least: alone, with the items chosen so far, or as worked out before.
    fn bound(&self, item: usize) -> Load {
        let alone = Load { cost: self.market.costs[item].into(), voters: self.market.supporters[item].into() };
        let known = self.known.get(&item).copied().unwrap_or(self.load);
        [alone, self.load, known].into_iter().max_by(|a, b| a.cmp(*b)).expect("three loads")
    }

    /// Voters of each class who support an item.
    fn shares(&self, item: usize) -> BTreeMap<u32, i64> {
        let mut shares = BTreeMap::new();
        for &ballot in self.market.ballots(item) {
            *shares.entry(self.class_of[ballot as usize]).or_default() +=
                i64::from(self.market.weights[ballot as usize]);
        }
        shares
    }

    fn item_node(&self, position: usize) -> usize {
        2 + position
    }

    fn class_node(&self, class: u32) -> usize {
        2 + self.chosen.len() + class as usize
    }

    /// The network of the chosen items at a load, with the greatest flow. Money is in units of `1 / load.voters`.
    fn solved(&self, load: Load) -> Network {
        let mut network = Network::new(2 + self.chosen.len() + self.classes.len());
        for (class, (items, voters)) in self.classes.iter().enumerate() {
            let node = self.class_node(class as u32);
            network.edge(node, Network::SINK, i128::from(*voters) * load.cost);
            for &position in items {
                network.edge(self.item_node(position as usize), node, i128::MAX);
            }
        }
        for (position, &item) in self.chosen.iter().enumerate() {
            let cost = i128::from(self.market.costs[item]) * load.voters;
            network.edge(Network::SOURCE, self.item_node(position), cost);
        }
        network.fill(Network::SOURCE, i128::MAX);
        network
    }

    /// Adds an item to the network at a load; if its cost finds no room, the load of the subset that is too dear.
    fn overflow(&self, load: Load, item: usize) -> Option<Load> {
        let solved = (load.cmp(self.load).is_ne()).then(|| self.solved(load));
        // Equal loads may be written with different numbers: the flow is in units of the one it was made with.
        let (base, load) = solved.as_ref().map_or((&self.network, self.load), |solved| (solved, load));
        let shares = self.shares(item);
        let need = i128::from(self.market.costs[item]) * load.voters;
        let room = |(&class, &voters): (&u32, &i64)| {
            base.room_to_sink(self.class_node(class)).min(i128::from(voters) * load.cost)
        };
        if shares.iter().map(room).sum::<i128>() >= need {
            return None;
        }
        let mut network = base.clone();
        let node = network.node();
        for (&class, &voters) in &shares {
            network.edge(node, self.class_node(class), i128::from(voters) * load.cost);
        }
        if network.fill(node, need) == need {
            return None;
        }
        // What the item can still reach is the dearest subset: its costs over all voters who support any of it.
        let reached = network.reached(node);
        let in_subset = |position: usize| reached[self.item_node(position)];
        let mut cost = i128::from(self.market.costs[item]);
        for (position, &other) in self.chosen.iter().enumerate() {
            cost += if in_subset(position) { self.market.costs[other].into() } else { 0 };
        }
        let mut voters = 0;
        for (class, (items, weight)) in self.classes.iter().enumerate() {
            let whole = items.iter().any(|&position| in_subset(position as usize));
            let part = shares.get(&(class as u32)).copied().unwrap_or(0);
            voters += i128::from(if whole { *weight } else { part });
        }
        Some(Load { cost, voters })
    }

    /// Adds an item and returns the load that is then needed; `None` for an item without supporters.
    fn add(&mut self, item: usize) -> Option<Load> {
        if self.market.supporters[item] == 0 {
            return None;
        }
        // `least` has put this bound to the test: it is what the item needs.
        self.load = self.bound(item);
        let position = self.chosen.len() as u32;
        let mut split: BTreeMap<u32, u32> = BTreeMap::new();
        for &ballot in self.market.ballots(item) {
            let (class, weight) =
                (&mut self.class_of[ballot as usize], i64::from(self.market.weights[ballot as usize]));
            let classes = &mut self.classes;
            let new = *split.entry(*class).or_insert_with(|| {
                let mut items = classes[*class as usize].0.clone();
                items.push(position);
                classes.push((items, 0));
                classes.len() as u32 - 1
            });
            classes[*class as usize].1 -= weight;
            classes[new as usize].1 += weight;
            *class = new;
        }
        self.chosen.push(item);
        self.drop_empty_classes();
        self.network = self.solved(self.load);
        Some(self.load)
    }

    fn drop_empty_classes(&mut self) {
        let mut renamed = vec![0; self.classes.len()];
        let mut kept = Vec::new();
        for (class, entry) in std::mem::take(&mut self.classes).into_iter().enumerate() {
            if entry.1 > 0 || class == 0 {
                renamed[class] = kept.len() as u32;
                kept.push(entry);
            }
        }
        self.classes = kept;
        for class in &mut self.class_of {
            *class = renamed[*class as usize];
        }
    }
}
