//! Sequential Phragmén.
//!
//! Maaike Los, Zoé Christoff and Davide Grossi, "Proportional Budget Allocations: Towards a Systematization" (IJCAI 2022),
//! after Lars Edvard Phragmén (1894). Every
//! voter earns money at the same pace from zero; as soon as the supporters of an item own its cost together they buy it
//! and own nothing. Seen from the other side, buying an item spreads its cost over its supporters so that they all carry
//! the same load, and the item with the smallest such load is next. The count stops when that item does not fit.
//!
//! Items without supporters have an infinite load: they come last, as in pabutools, and are funded while they all fit.
//!
//! Loads are fractions with long denominators. Each is kept as a whole number of units of `2^-SHIFT` rounded down, and
//! `error` bounds what rounding took away from any load; a candidate's load is then known to lie in
//! `[floor, floor + error + 1]`, since a weighted mean of loads errs by no more than the loads. Where two candidates'
//! intervals overlap, exact fractions decide.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigInt;

use crate::ballot::{BallotKind, Profile};
use crate::error::CountError;
use crate::instance::Instance;
use crate::market::Market;
use crate::outcome::{Fraction, Outcome, Payers, Reason, Round};
use crate::purse::Purse;
use crate::rule::{Rule, Utility};
use crate::sheet::{Count, Sheet, clamp};
use crate::tie::Tie;

/// Loads are in units of `2^-SHIFT` of the smallest unit of money.
const SHIFT: u32 = 24;

pub(crate) fn count(rule: &Rule, instance: &Instance, profile: &Profile) -> Result<Outcome, CountError> {
    if !matches!(profile.kind(), BallotKind::Approval | BallotKind::ChooseOne) {
        let (rule, ballots) = (rule.method.name().into(), profile.kind().name().into());
        return Err(CountError::BallotsNotSupported { rule, ballots });
    }
    let sheet = Sheet::new(rule, instance, profile)?;
    let market = Market::new(&sheet, Utility::Cardinality)?;
    let mut purse = Purse::new(instance, &sheet.limits);
    let mut walk = Walk::new(&sheet, &market);
    walk.run(&mut purse);
    let Walk { rounds, ties, reasons, candidates, .. } = walk;
    Ok(sheet.outcome(&purse, Count { order: candidates, reasons, rounds, ties }))
}

struct Walk<'a> {
    sheet: &'a Sheet<'a>,
    market: &'a Market,
    /// Number of the last purchase of each distinct ballot, from 1; 0 if it bought nothing.
    last: Vec<u32>,
    /// Lower bound of the load after each purchase; the first is no purchase at all.
    loads: Vec<i128>,
    error: i128,
    /// Sum of weight times load over each item's supporters.
    sums: Vec<i128>,
    exact: Exact,
    candidates: Vec<usize>,
    reasons: Vec<Option<Reason>>,
    rounds: Vec<Round>,
    ties: Vec<Tie>,
}

/// Exact loads as numerators over one denominator, worked out when needed.
#[derive(Default)]
struct Exact {
    loads: Vec<BigInt>,
    den: BigInt,
    /// The items bought and what each purchase's supporters had bought last, for catching up.
    bought: Vec<(usize, BTreeMap<u32, i64>)>,
}

impl<'a> Walk<'a> {
    fn new(sheet: &'a Sheet<'a>, market: &'a Market) -> Self {
        let items = sheet.instance.items.len();
        Self {
            sheet,
            market,
            last: vec![0; market.weights.len()],
            loads: vec![0],
            error: 0,
            sums: vec![0; items],
            exact: Exact { loads: vec![BigInt::ZERO], den: BigInt::from(1), bought: Vec::new() },
            candidates: sheet.candidates(),
            reasons: vec![None; items],
            rounds: Vec::new(),
            ties: Vec::new(),
        }
    }

    fn run(&mut self, purse: &mut Purse<'_>) {
        let costs = &self.market.costs;
        for item in std::mem::take(&mut self.candidates) {
            if costs[item] > self.sheet.instance.budget {
                self.reasons[item] = Some(Reason::TooExpensive { missing: costs[item] - self.sheet.instance.budget });
            } else {
                self.candidates.push(item);
            }
        }
        loop {
            self.drop_blocked(purse);
            let tied = self.smallest();
            let Some(&item) = tied.first() else { return };
            let round = self.rounds.len() as u32 + 1;
            // The rule stops if any of the tied items does not fit, whatever breaks the tie.
            let misfit = tied.iter().copied().find(|&item| purse.block(item).is_some());
            if tied.len() > 1 {
                let all_fit = tied.iter().map(|&item| i128::from(costs[item])).sum::<i128>() <= purse.remaining;
                self.ties.push(self.sheet.order.record(
                    self.sheet.instance,
                    round,
                    &tied,
                    !all_fit && misfit.is_none(),
                ));
            }
            if let Some(misfit) = misfit {
                return self.stop(misfit, purse);
            }
            purse.fund(item);
            let supported = self.market.supporters[item] > 0;
            let load = if supported { self.buy(item) } else { 0 };
            self.candidates.retain(|&other| other != item);
            let millionths = clamp((load * 1_000_000) >> SHIFT);
            self.rounds.push(Round {
                round,
                item: self.sheet.instance.items[item].id.clone(),
                funded: true,
                score: Fraction::new(millionths, 1_000_000),
                cost: costs[item],
                remaining: purse.rest(),
                payers: Some(Payers {
                    full: self.market.supporters[item] as u64,
                    each_millionths: millionths,
                    partial: 0,
                    partial_together: 0,
                }),
                runner_up: None,
            });
        }
    }

    fn drop_blocked(&mut self, purse: &Purse<'_>) {
        let reasons = &mut self.reasons;
        self.candidates.retain(|&item| match purse.block_of_limits(item) {
            Some(block) => {
                reasons[item] = Some(purse.reason(item, &block));
                false
            }
            None => true,
        });
    }

    fn stop(&mut self, misfit: usize, purse: &Purse<'_>) {
        let at = self.sheet.instance.items[misfit].id.clone();
        let mut losers = std::mem::take(&mut self.candidates);
        losers.sort_by_key(|&item| (item != misfit, self.floor(item), self.sheet.order.rank(item)));
        for &item in &losers {
            self.reasons[item] = Some(match purse.block(item) {
                Some(block) if item == misfit => purse.reason(item, &block),
                _ => Reason::StoppedBefore { at: at.clone(), more_votes: None },
            });
        }
        self.candidates = losers;
    }

    /// Lower bound of the load that buying an item would give its supporters; unsupported items come last.
    fn floor(&self, item: usize) -> i128 {
        match self.market.supporters[item] {
            0 => i128::MAX,
            weight => (self.sums[item] + (i128::from(self.market.costs[item]) << SHIFT)) / i128::from(weight),
        }
    }

    /// All candidates of the smallest load, in the order of the tie-break.
    fn smallest(&mut self) -> Vec<usize> {
        let Some(least) = self.candidates.iter().map(|&item| self.floor(item)).min() else { return Vec::new() };
        let near = |&item: &usize| self.floor(item) <= least.saturating_add(self.error + 1);
        let contenders: Vec<usize> = self.candidates.iter().copied().filter(near).collect();
        if contenders.len() == 1 || least == i128::MAX {
            return contenders;
        }
        let mut best: Vec<(usize, BigInt)> = Vec::new();
        for item in contenders {
            let load = self.exact_load(item);
            let order = match best.first() {
                None => Ordering::Less,
                Some((other, other_load)) => {
                    let weight = |item: usize| self.market.supporters[item];
                    (&load * weight(*other)).cmp(&(other_load * weight(item)))
                }
            };
            match order {
                Ordering::Less => best = vec![(item, load)],
                Ordering::Equal => best.push((item, load)),
                Ordering::Greater => {}
            }
        }
        best.into_iter().map(|(item, _)| item).collect()
    }

    /// Load times supporters, as a numerator over the common denominator of all loads so far.
    fn exact_load(&mut self, item: usize) -> BigInt {
        for number in self.exact.loads.len()..self.loads.len() {
            let (bought, shares) = &self.exact.bought[number - 1];
            let sum = self.exact.sum(*bought, shares, self.market);
            let weight = BigInt::from(self.market.supporters[*bought]);
            self.exact.loads.iter_mut().for_each(|load| *load *= &weight);
            self.exact.den *= weight;
            self.exact.loads.push(sum);
        }
        self.exact.sum(item, &self.shares(item), self.market)
    }

    /// How many of an item's supporters bought last in each purchase.
    fn shares(&self, item: usize) -> BTreeMap<u32, i64> {
        let mut shares = BTreeMap::new();
        for &ballot in self.market.ballots(item) {
            *shares.entry(self.last[ballot as usize]).or_default() += i64::from(self.market.weights[ballot as usize]);
        }
        shares
    }

    /// Gives all supporters the new load and returns it (rounded down).
    fn buy(&mut self, item: usize) -> i128 {
        let load = self.floor(item);
        self.exact.bought.push((item, self.shares(item)));
        self.loads.push(load);
        self.error += 1;
        let number = self.loads.len() as u32 - 1;
        for &ballot in self.market.ballots(item) {
            let grown = load - self.loads[self.last[ballot as usize] as usize];
            self.last[ballot as usize] = number;
            let grown = grown * i128::from(self.market.weights[ballot as usize]);
            for &choice in self.sheet.profile.ballot(ballot as usize).choices {
                self.sums[choice as usize] += grown;
            }
        }
        load
    }
}

impl Exact {
    fn sum(&self, item: usize, shares: &BTreeMap<u32, i64>, market: &Market) -> BigInt {
        let cost = BigInt::from(market.costs[item]) * &self.den;
        cost + shares.iter().map(|(&number, &weight)| &self.loads[number as usize] * weight).sum::<BigInt>()
    }
}
