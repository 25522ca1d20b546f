//! The same run in exact fractions, made only when the bounds of [`super::run`] cannot decide.
//!
//! All amounts of one moment share a denominator: the number of voters times the total factors of those who paid full prices
//! so far. Voters with the same purchases behind them have the same money, so money is worked out once per history.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigInt;

use crate::market::Market;

/// A voter's purchases so far, as (number of the purchase, factor).
type History = [(u32, i64)];

/// An exact price per factor: `num / den`.
#[derive(Debug, Clone)]
pub(crate) struct Exact {
    pub(crate) num: BigInt,
    pub(crate) den: BigInt,
}

/// Purchases so far, with exact prices.
pub(crate) struct Ledger<'a> {
    market: &'a Market,
    share: i128,
    /// For each distinct ballot, its purchases as (number, factor), in order.
    histories: Vec<Vec<(u32, i64)>>,
    /// Price numerators over `den`.
    prices: Vec<BigInt>,
    den: BigInt,
    /// Prices worked out at this moment.
    known: BTreeMap<usize, Option<Exact>>,
}

impl<'a> Ledger<'a> {
    pub(crate) fn new(market: &'a Market, share: i128) -> Self {
        let histories = vec![Vec::new(); market.weights.len()];
        let den = BigInt::from(market.voters.max(1));
        Self { market, share, histories, prices: Vec::new(), den, known: BTreeMap::new() }
    }

    /// Number of purchases entered.
    pub(crate) fn len(&self) -> usize {
        self.prices.len()
    }

    /// Money after a history, as a numerator over `den`.
    fn money(&self, history: &History) -> BigInt {
        let mut money = BigInt::from(self.share) * (&self.den / BigInt::from(self.market.voters.max(1)));
        for &(number, factor) in history {
            let due = &self.prices[number as usize] * factor;
            if money <= due {
                return BigInt::ZERO;
            }
            money -= due;
        }
        money
    }

    /// The exact price per factor of an item now; `None` if its supporters cannot afford it.
    pub(crate) fn price(&mut self, item: usize) -> Option<Exact> {
        if let Some(known) = self.known.get(&item) {
            return known.clone();
        }
        let price = self.work_out(item);
        self.known.insert(item, price.clone());
        price
    }

    fn work_out(&self, item: usize) -> Option<Exact> {
        let mut classes: BTreeMap<(&History, i64), i64> = BTreeMap::new();
        for (ballot, factor) in self.market.supporters(item) {
            *classes.entry((&self.histories[ballot], factor)).or_default() += i64::from(self.market.weights[ballot]);
        }
        let mut payers: Vec<(BigInt, i64, i64)> = Vec::with_capacity(classes.len());
        let mut last: Option<(&History, BigInt)> = None;
        for ((history, factor), weight) in classes {
            let money = match &last {
                Some((same, money)) if *same == history => money.clone(),
                _ => self.money(history),
            };
            last = Some((history, money.clone()));
            payers.push((money, factor, weight));
        }
        let mut rest = BigInt::from(self.market.costs[item]) * &self.den;
        if payers.iter().map(|(money, _, weight)| money * *weight).sum::<BigInt>() < rest {
            return None;
        }
        let mut factors: i128 = self.market.totals[item].into();
        loop {
            let before = payers.len();
            let (rest_was, factors_was) = (rest.clone(), factors);
            payers.retain(|(money, factor, weight)| {
                if money * factors_was >= &rest_was * *factor {
                    return true;
                }
                rest -= money * *weight;
                factors -= i128::from(*factor) * i128::from(*weight);
                false
            });
            if payers.len() == before {
                return Some(Exact { num: rest, den: &self.den * factors });
            }
        }
    }

    /// Compares two affordable items by price per utility.
    pub(crate) fn cmp(&mut self, a: usize, b: usize) -> Ordering {
        let price = |ledger: &mut Self, item| ledger.price(item).expect("only affordable items are compared");
        let (first, second) = (price(self, a), price(self, b));
        let (base_a, base_b) = (self.market.bases[a], self.market.bases[b]);
        (first.num * second.den * base_b).cmp(&(second.num * first.den * base_a))
    }

    /// Whole-number bounds of an affordable item's price in units of `2^-shift`.
    pub(crate) fn bounds(&mut self, item: usize, shift: u32) -> (i64, i64) {
        let Exact { num, den } = self.price(item).expect("only affordable items have bounds");
        let low = (num << shift) / den;
        let low = i64::try_from(low).unwrap_or(i64::MAX - 1);
        (low, low + 1)
    }

    /// Enters the purchase of an affordable item.
    pub(crate) fn buy(&mut self, item: usize) -> Exact {
        let price = self.price(item).expect("only affordable items are bought");
        let finer = &price.den / &self.den;
        for earlier in &mut self.prices {
            *earlier *= &finer;
        }
        let number = self.prices.len() as u32;
        self.prices.push(price.num.clone());
        self.den = price.den.clone();
        for (ballot, factor) in self.market.supporters(item) {
            self.histories[ballot].push((number, factor));
        }
        self.known.clear();
        price
    }

    /// Every distinct ballot's money now, as numerators over one denominator.
    pub(crate) fn all_money(&self) -> (Vec<BigInt>, BigInt) {
        (self.histories.iter().map(|history| self.money(history)).collect(), self.den.clone())
    }

    /// What each supporter pays for an affordable item now: (voters, numerator, denominator), equal payments together.
    pub(crate) fn payments(&mut self, item: usize) -> Vec<(i64, BigInt, BigInt)> {
        let Exact { num, den } = self.price(item).expect("only affordable items are paid");
        let finer = &den / &self.den;
        let mut payments: BTreeMap<BigInt, i64> = BTreeMap::new();
        for (ballot, factor) in self.market.supporters(item) {
            let money = self.money(&self.histories[ballot]) * &finer;
            let due = (&num * factor).min(money);
            *payments.entry(due).or_default() += i64::from(self.market.weights[ballot]);
        }
        payments.into_iter().rev().map(|(due, voters)| (voters, due, den.clone())).collect()
    }
}
