//! One run of equal shares at a fixed share per voter, in whole numbers with proven bounds.
//!
//! **The filter.** Shares are fractions whose exact denominators grow with every purchase. Here a voter's money is a
//! whole number `b` of units of `2^-shift`, and `e` bounds what the rounding took away from that voter: the true money lies in
//! `[b, b + e]`. For an item of cost `c` (same units), weights `w`, factors `f`:
//!
//! * With the poor set `P` (supporters with `b < q f`) at the fixed point `q = (c - sum_P w b) / sum_R w f` the lower bounds
//!   `b` together pay `c` at price `q` per factor, and true money is at least `b`, so the true price is **at most**
//!   `ceil(q)`.
//! * At the true price the poor pay at most `b + e` and the others at most price times factor, whatever set `P` is, so the
//!   true price is **at least** `floor((c - sum_P w (b + e)) / sum_R w f)`.
//! * A payer's new lower bound is `max(0, b - f ceil)`; the true rest exceeds it by at most
//!   `e + f (ceil - floor) <= e + f (sum_P w e / sum_R w f + 2)`.
//!
//! No `e` is stored: with the `drift` below, which starts at 1 and grows by `f sum_P w drift / sum_R w f`, `e` is at most
//! `error * drift`, where `error` starts at 1 and grows by `2 f` with each purchase (by induction, drift being at least 1).
//! A voter who is known to have nothing has drift 0 and so no error.
//!
//! Sums of `w b` fit an `i64` because `shift` is chosen so that all money together stays below `2^61`. What the bounds
//! cannot decide (an overlap of two prices, money for an item within the error), [`super::ledger::Ledger`] decides in
//! exact fractions. If no supporter is poor, or those who are have nothing at all, the price is exactly `c / sum_R w f`, and
//! two such prices compare directly.

use std::cmp::Ordering;

use super::ledger::Ledger;
use super::price::{DRIFT, Found, Price, Voter, error_of};
use crate::exact::cmp_products;
use crate::market::Market;
use crate::purse::Purse;
use crate::tie::TieOrder;

/// A purchase.
#[derive(Debug, Clone)]
pub(crate) struct Purchase {
    /// The item.
    pub(crate) item: usize,
    /// Upper bound of its price per factor.
    pub(crate) high: i64,
    /// Items of exactly the same price per utility, in the order of the tie-break, if there were any.
    pub(crate) tied: Vec<usize>,
    /// If asked to explain: voters who paid in full, voters who did not, and what the latter gave together.
    pub(crate) payers: (i64, i64, i64),
    /// If asked to explain: the item of the next price, and that price.
    pub(crate) runner_up: Option<(usize, i64)>,
}

/// Settings of one run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The share of each voter is `share / voters`, in the smallest unit of money.
    pub(crate) share: i128,
    /// Let exact fractions decide everything (tests).
    pub(crate) exact_only: bool,
}

/// The state of a run, and after it its result.
pub(crate) struct Run<'a> {
    pub(super) market: &'a Market,
    order: &'a TieOrder,
    pub(super) setting: Setting,
    pub(super) shift: u32,
    pub(super) voters: Vec<Voter>,
    pub(super) error: i64,
    /// A drift ran over: bounds say nothing any more, exact fractions decide everything.
    pub(super) lost: bool,
    pub(super) prices: Vec<Option<Price>>,
    pub(super) scratch: Vec<(i64, i64, i64)>,
    ledger: Option<Ledger<'a>>,
    /// What was bought, in order.
    pub(crate) purchases: Vec<Purchase>,
    /// Count who pays in full.
    pub(crate) explain: bool,
}

impl<'a> Run<'a> {
    /// Gives every voter the share.
    pub(crate) fn new(market: &'a Market, order: &'a TieOrder) -> Self {
        let setting = Setting { share: 0, exact_only: false };
        let (voters, prices) = (Vec::new(), Vec::new());
        let (scratch, purchases) = (Vec::new(), Vec::new());
        Self {
            market,
            order,
            setting,
            shift: 0,
            voters,
            error: 1,
            lost: false,
            prices,
            scratch,
            ledger: None,
            purchases,
            explain: false,
        }
    }

    fn reset(&mut self, setting: Setting) {
        let bits = 128 - setting.share.max(1).leading_zeros();
        self.shift = 60_u32.saturating_sub(bits).min(40);
        self.setting = setting;
        let scaled = setting.share << self.shift;
        let count = i128::from(self.market.voters.max(1));
        let money = (scaled / count) as i64;
        (self.error, self.lost) = (1, false);
        self.voters.clear();
        let voter = |&weight: &u32| Voter { money, drift: DRIFT as u32, weight };
        self.voters.extend(self.market.weights.iter().map(voter));
        self.prices.clear();
        self.purchases.clear();
        self.ledger = None;
    }

    /// Buys until nobody can afford anything, or until the purse is overdrawn (`false`).
    pub(crate) fn go(&mut self, setting: Setting, candidates: &[usize], purse: &mut Purse<'_>) -> bool {
        self.reset(setting);
        self.prices = candidates.iter().map(|&item| Some(self.first_price(item))).collect();
        loop {
            let round = self.purchases.len() + 1;
            for (price, &item) in self.prices.iter_mut().zip(candidates) {
                if price.is_some() && purse.block_of_limits(item).is_some() {
                    *price = None;
                }
            }
            let Some((winner, tied)) = self.cheapest(candidates, round) else {
                return true;
            };
            let item = candidates[winner];
            let price = self.prices[winner].take().expect("the cheapest candidate has a price");
            let payers = if self.explain { self.payers(item, price) } else { (0, 0, 0) };
            let runner_up = if self.explain { self.runner_up(candidates, round) } else { None };
            self.pay(item, price);
            self.purchases.push(Purchase { item, high: price.high, tied, payers, runner_up });
            purse.fund(item);
            if purse.remaining < 0 {
                return false;
            }
        }
    }

    /// The price if nobody is poor: a lower bound at any time.
    fn first_price(&self, item: usize) -> Price {
        let cost = i128::from(self.market.costs[item]) << self.shift;
        let low = (cost / i128::from(self.market.totals[item].max(1))).min(i64::MAX as i128) as i64;
        Price { low, high: i64::MAX, slope: 0, factors: 0, round: 0 }
    }

    /// The position of the candidate with the lowest price per utility, ties broken, and the tied items if there were any.
    fn cheapest(&mut self, candidates: &[usize], round: usize) -> Option<(usize, Vec<usize>)> {
        let mut best: Option<usize> = None;
        loop {
            // The candidate of an earlier round whose old lower bound could still beat the best upper bound.
            let mut next: Option<usize> = None;
            for at in 0..candidates.len() {
                let Some(price) = self.prices[at] else {
                    continue;
                };
                if price.round != round && next.is_none_or(|other| self.low_cmp(candidates, at, other).is_lt()) {
                    next = Some(at);
                }
            }
            let Some(at) = next else { break };
            if best.is_some_and(|best| self.clearly_above(candidates, at, best)) {
                break;
            }
            match self.evaluate(candidates[at], round) {
                Found::Price(price) => {
                    self.prices[at] = Some(price);
                    if best.is_none_or(|best| self.high_cmp(candidates, at, best).is_lt()) {
                        best = Some(at);
                    }
                }
                Found::Unaffordable => self.prices[at] = None,
                Found::Unclear => {
                    let exact = self.exact_price(candidates[at]);
                    self.prices[at] = exact.then(|| self.wide_price(candidates[at], round));
                    if exact && best.is_none_or(|best| self.high_cmp(candidates, at, best).is_lt()) {
                        best = Some(at);
                    }
                }
            }
        }
        let best = best?;
        let mut contenders: Vec<usize> = (0..candidates.len())
            .filter(|&at| self.prices[at].is_some_and(|price| price.round == round))
            .filter(|&at| at == best || self.setting.exact_only || !self.clearly_above(candidates, at, best))
            .collect();
        contenders.sort_by_key(|&at| self.order.rank(candidates[at]));
        let mut winner = contenders[0];
        let mut tied = vec![candidates[winner]];
        for &at in &contenders[1..] {
            match self.exact_cmp(candidates, at, winner) {
                Ordering::Less => {
                    winner = at;
                    tied = vec![candidates[at]];
                }
                Ordering::Equal => tied.push(candidates[at]),
                Ordering::Greater => {}
            }
        }
        if tied.len() == 1 {
            tied.clear();
        }
        Some((winner, tied))
    }

    fn bounds_cmp(&self, candidates: &[usize], a: (usize, i64), b: (usize, i64)) -> Ordering {
        let base = |at: usize| i128::from(self.market.bases[candidates[at]]);
        (i128::from(a.1) * base(b.0)).cmp(&(i128::from(b.1) * base(a.0)))
    }

    fn price(&self, at: usize) -> Price {
        self.prices[at].expect("only candidates with a price are compared")
    }

    fn low_cmp(&self, candidates: &[usize], a: usize, b: usize) -> Ordering {
        self.bounds_cmp(candidates, (a, self.price(a).low), (b, self.price(b).low))
    }

    fn high_cmp(&self, candidates: &[usize], a: usize, b: usize) -> Ordering {
        self.bounds_cmp(candidates, (a, self.price(a).high), (b, self.price(b).high))
    }

    /// Whether `a`'s lower bound is above `b`'s upper bound.
    fn clearly_above(&self, candidates: &[usize], a: usize, b: usize) -> bool {
        self.bounds_cmp(candidates, (a, self.price(a).low), (b, self.price(b).high)).is_gt()
    }

    fn pay(&mut self, item: usize, price: Price) {
        let Price { low, high, slope, .. } = price;
        for (ballot, factor) in self.market.supporters(item) {
            let voter = &mut self.voters[ballot];
            let drift = i64::from(voter.drift).saturating_add(slope.saturating_mul(factor));
            let due = i128::from(high) * i128::from(factor);
            let least_due = i128::from(low) * i128::from(factor);
            // Whoever is surely poor keeps nothing, which is known exactly.
            if i128::from(voter.money) + error_of(self.error, voter.drift.into()) < least_due {
                (voter.money, voter.drift) = (0, 0);
                continue;
            }
            voter.money = (i128::from(voter.money) - due).max(0) as i64;
            voter.drift = u32::try_from(drift).unwrap_or(u32::MAX);
            self.lost |= voter.drift == u32::MAX;
        }
        self.error = self.error.saturating_add(self.market.largest[item].saturating_mul(2));
    }

    /// The cheapest of the others, as far as bounds can tell.
    fn runner_up(&mut self, candidates: &[usize], round: usize) -> Option<(usize, i64)> {
        loop {
            let open = (0..candidates.len()).filter(|&at| self.prices[at].is_some());
            let at = open.min_by(|&a, &b| self.low_cmp(candidates, a, b))?;
            if self.price(at).round == round {
                return Some((candidates[at], self.price(at).high));
            }
            match self.evaluate(candidates[at], round) {
                Found::Price(price) => self.prices[at] = Some(price),
                Found::Unaffordable => self.prices[at] = None,
                Found::Unclear => return None,
            }
        }
    }

    fn payers(&self, item: usize, price: Price) -> (i64, i64, i64) {
        let (mut full, mut partial, mut together) = (0, 0, 0_i128);
        for (ballot, factor) in self.market.supporters(item) {
            let Voter { money, weight, drift } = self.voters[ballot];
            // Within the error a voter counts as one who can pay.
            let most = i128::from(money) + error_of(self.error, drift.into());
            if most < i128::from(price.low) * i128::from(factor) {
                partial += i64::from(weight);
                together += i128::from(weight) * i128::from(money);
            } else {
                full += i64::from(weight);
            }
        }
        (full, partial, (together >> self.shift) as i64)
    }

    /// Whether the item is affordable, by exact fractions.
    fn exact_price(&mut self, item: usize) -> bool {
        self.catch_up();
        self.ledger.as_mut().expect("just made").price(item).is_some()
    }

    /// Exact fractions know the item is affordable; the bounds stay as wide as they have to be.
    fn wide_price(&mut self, item: usize, round: usize) -> Price {
        self.catch_up();
        let ledger = self.ledger.as_mut().expect("just made");
        let (low, high) = ledger.bounds(item, self.shift);
        Price { low, high, slope: 0, factors: 0, round }
    }

    fn exact_cmp(&mut self, candidates: &[usize], a: usize, b: usize) -> Ordering {
        let (first, second) = (candidates[a], candidates[b]);
        let (factors_a, factors_b) = (self.price(a).factors, self.price(b).factors);
        if factors_a > 0 && factors_b > 0 {
            let side = |item: usize, factors: i64| {
                (self.market.costs[item], i128::from(factors) * i128::from(self.market.bases[item]))
            };
            let ((cost_a, den_a), (cost_b, den_b)) = (side(first, factors_a), side(second, factors_b));
            return cmp_products(cost_a.into(), den_b, cost_b.into(), den_a);
        }
        self.catch_up();
        self.ledger.as_mut().expect("just made").cmp(first, second)
    }

    /// Brings the exact ledger up to the purchases made so far.
    fn catch_up(&mut self) {
        let (market, share) = (self.market, self.setting.share);
        let ledger = self.ledger.get_or_insert_with(|| Ledger::new(market, share));
        for purchase in &self.purchases[ledger.len()..] {
            ledger.buy(purchase.item);
        }
    }

    /// What supporters of an item have left, at most, in the smallest unit rounded down; for explanations.
    pub(crate) fn money_left(&self, item: usize) -> i64 {
        let own = |&ballot: &u32| {
            let voter = self.voters[ballot as usize];
            i128::from(voter.weight) * i128::from(voter.money)
        };
        (self.market.ballots(item).iter().map(own).sum::<i128>() >> self.shift) as i64
    }

    /// A price per factor in millionths of the smallest unit, rounded up.
    pub(crate) fn millionths(&self, price: i64) -> i64 {
        let scaled = i128::from(price) * 1_000_000;
        crate::sheet::clamp((scaled + (1_i128 << self.shift) - 1) >> self.shift)
    }
}
