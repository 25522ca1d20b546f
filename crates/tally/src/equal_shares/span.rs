//! Many steps of Add1 in one run.
//!
//! The run knows of each voter's money only that it lies between two whole numbers, for **every** share of a span at once: at
//! the start the least and the largest share, all rounded outwards. It commits one item after the other, each of which is
//! bought at every share, but perhaps not everywhere in that order. `least` is what a voter has at least after paying the highest prices of all committed
//! items, not counting what it may have paid for others; `most` is what it has at most once all committed items are bought.
//!
//! * Less money never makes an item cheaper. So an item costs at least what it would cost if all had their `most`
//!   (`Known::price`); this may be worked out again while it is certain that the item comes after all that is committed.
//! * Let `H` be a price per utility of item `a`, and `P` all other open items whose lowest price is not above `H`. If `a` is
//!   affordable at no more than `H` even after each item of `P` was bought at `H`, then **`a` is bought, at no more than `H`**:
//!   as long as it is not, only items of `P` can have come before it, each at no more than `a` would have cost, which by
//!   induction is at most `H`. So `a` can be committed. From then on the items of `P` may have been bought before it; their
//!   lowest prices are not worked out again (`State::Early`).
//! * An early item that may be unaffordable is never committed. Once nobody can afford it, it was bought before or never
//!   (`State::Perhaps`).
//! * Items that nobody could afford even if all had their most are out for good. If all that may be bought fits the envelope
//!   together and leaves enough for an item that is out, then no share of the span overspends and none is exhaustive, whatever
//!   exactly is bought.
//! * Kept is what each voter would have paid by now, not what it has: that does not depend on the share it began with. So the
//!   first purchases of a wide span, made one after the other at prices that are known well, are a **prefix** that every span
//!   within it can go on from.
//!
//! A span that stays unclear is cut; a single share that stays unclear is counted by [`super::run`], where exact fractions
//! have the last word.

use super::fill::{FRACTION, Waiting, due_ceil, due_floor};
use super::roll::Roll;
use crate::market::Market;
use crate::purse::Purse;
use crate::rule::Utility;
use crate::sheet::Sheet;

/// Prices per utility have so many binary places more than prices.
pub(super) const RATE: u32 = 40;

/// A whole number that holds a voter's money.
pub(super) trait Cell: Copy {
    /// Money stays below two to the power of this, for so many voters.
    fn bits(voters: i64) -> u32;
    fn get(self) -> u64;
    fn new(number: u64) -> Self;
    /// The sum, or the largest number if that is smaller: more than any share.
    fn sum(a: Self, b: u64) -> Self;
}

impl Cell for u32 {
    fn bits(_: i64) -> u32 {
        31
    }
    fn get(self) -> u64 {
        self.into()
    }
    fn new(number: u64) -> Self {
        number as Self
    }
    fn sum(a: Self, b: u64) -> Self {
        a.saturating_add(b.min(Self::MAX.into()) as Self)
    }
}

impl Cell for u64 {
    fn bits(voters: i64) -> u32 {
        // All money together stays below 2^62.
        (61 - (u64::BITS - voters.leading_zeros())).min(46)
    }
    fn get(self) -> u64 {
        self
    }
    fn new(number: u64) -> Self {
        number
    }
    fn sum(a: Self, b: u64) -> Self {
        a.saturating_add(b)
    }
}

/// What a voter of a distinct ballot has paid if it paid all that was due, at least and at most, and how many are like it.
#[derive(Clone, Copy)]
pub(super) struct Voter<C> {
    pub(super) least_paid: C,
    pub(super) most_paid: C,
    pub(super) weight: u32,
}

impl<C: Cell> Voter<C> {
    /// What is left of a share, at least.
    pub(super) fn least(self, share: u64) -> u64 {
        share.saturating_sub(self.most_paid.get())
    }

    /// What is left of a share, at most.
    pub(super) fn most(self, share: u64) -> u64 {
        share.saturating_sub(self.least_paid.get())
    }
}

/// The first purchases of a wider span, from which runs of spans within go on.
struct Prefix<C> {
    shares: (i128, i128),
    /// The span's length for which its bounds are close enough.
    length: i64,
    voters: Vec<Voter<C>>,
    known: Vec<Known>,
    bought: Vec<usize>,
    round: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    /// Open, and perhaps bought before some committed item.
    Early,
    /// Early, and not certain to be bought.
    Doubtful,
    /// Bought before some committed item, or not at all.
    Perhaps,
    Bought,
    /// Nobody can afford it any more, or a limit bars it.
    Out,
}

/// What is known of a candidate.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) state: State,
    /// A lower bound of its price per factor from now on.
    pub(super) price: u128,
    /// The same per utility, rounded down.
    pub(super) rate: u128,
    /// The round in which that was found out.
    pub(super) round: u32,
    /// If it was bought before a committed item, then at no more than this per utility.
    pub(super) early_rate: u128,
}

/// What holds for every share of a span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Answer {
    /// It neither overspends nor leaves nothing more to be funded.
    Goes,
    Overspends,
    Exhausts,
    Unclear,
}

pub(super) struct Span<'a, C> {
    pub(super) market: &'a Market,
    pub(super) candidates: &'a [usize],
    /// Whether nothing but the envelope limits the winners.
    pub(super) unlimited: bool,
    pub(super) past_exhaustive: bool,
    shift: u32,
    /// No share is larger while `shift` stays.
    largest: i128,
    /// The least and the most that each voter starts with.
    pub(super) shares: (u64, u64),
    pub(super) voters: Vec<Voter<C>>,
    pub(super) roll: Roll,
    prefix: Option<Prefix<C>>,
    /// Places of items that may come before the one that is being looked at.
    pub(super) before: Vec<usize>,
    /// By item, their prices at most, and what that is for a factor of 1; 0 for all other items.
    pub(super) early_prices: Vec<u128>,
    pub(super) early_dues: Vec<u64>,
    pub(super) known: Vec<Known>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) round: u32,
}

impl<'a, C: Cell> Span<'a, C> {
    pub(super) fn new(
        market: &'a Market,
        sheet: &'a Sheet<'a>,
        utility: Utility,
        candidates: &'a [usize],
        past_exhaustive: bool,
    ) -> Self {
        let items = market.costs.len();
        Self {
            market,
            candidates,
            unlimited: sheet.limits.is_empty(),
            past_exhaustive,
            shift: 0,
            largest: 0,
            shares: (0, 0),
            voters: Vec::new(),
            prefix: None,
            roll: Roll::new(market, sheet, utility, candidates),
            before: Vec::new(),
            early_prices: vec![0; items],
            early_dues: vec![0; items],
            known: Vec::new(),
            waiting: Vec::new(),
            round: 0,
        }
    }

    /// Counts with all shares from `first` to `last` (sums over all voters) at once.
    pub(super) fn go(&mut self, first: i128, last: i128, start: &Purse<'_>) -> Answer {
        let mut purse = start.clone();
        self.reset(first, last, &mut purse);
        loop {
            if purse.remaining < 0 {
                return Answer::Overspends;
            }
            self.round += 1;
            if !self.unlimited {
                self.bar(&purse);
            }
            self.settle();
            let Some(cheapest) = self.cheapest(&[]) else { return self.end(&purse) };
            if self.surely_goes(&purse) {
                return Answer::Goes;
            }
            let Some((at, high)) = self.certain(cheapest) else { return self.unclear(&purse) };
            self.commit(at, high);
            purse.fund(self.candidates[at]);
        }
    }

    /// Whether runs over such a span of `length` steps have a prefix to start from.
    pub(super) fn has_prefix(&self, first: i128, last: i128, length: i64) -> bool {
        self.prefix.as_ref().is_some_and(|prefix| {
            prefix.shares.0 <= first && last <= prefix.shares.1 && prefix.length <= length.saturating_mul(2)
        })
    }

    /// Forgets the prefix, if there is one.
    pub(super) fn drop_prefix(&mut self) -> bool {
        self.prefix.take().is_some()
    }

    /// Makes a prefix of the purchases that come first, one after the other, at every share from `first` to `last`, as long
    /// as their prices are known so well that it makes little difference to spans of `length` steps of `step`.
    pub(super) fn make_prefix(&mut self, first: i128, last: i128, length: i64, step: i128, start: &Purse<'_>) {
        let mut purse = start.clone();
        self.prefix = None;
        self.reset(first, last, &mut purse);
        let most_width = ((step * i128::from(length)) << self.shift) / 8;
        let (mut width, mut bought) = (0, Vec::new());
        loop {
            self.round += 1;
            if !self.unlimited {
                self.bar(&purse);
            }
            let Some(at) = self.cheapest(&[]) else { break };
            self.before.clear();
            let Some(high) = self.highest(at) else { break };
            let item = self.candidates[at];
            self.find_before(at, self.rate_up(item, high));
            let dues = due_ceil(high, 1) - due_floor(self.known[at].price, 1);
            width += i128::from(dues) * i128::from(self.roll.payers(item).total as i64);
            if !self.before.is_empty() || width > most_width {
                break;
            }
            self.commit(at, high);
            purse.fund(item);
            bought.push(item);
        }
        self.before.clear();
        for at in 0..self.candidates.len() {
            self.look_at(at);
        }
        self.roll.save();
        let (voters, known) = (self.voters.clone(), self.known.clone());
        self.prefix = Some(Prefix { shares: (first, last), length, voters, known, bought, round: self.round });
    }

    fn reset(&mut self, first: i128, last: i128, purse: &mut Purse<'_>) {
        let count = i128::from(self.market.voters.max(1));
        if last > self.largest {
            self.largest = last * 2;
            let most = self.largest / count + 1;
            self.shift = C::bits(self.market.voters).saturating_sub(128 - most.leading_zeros());
            self.prefix = None;
        }
        self.shares = (((first << self.shift) / count) as u64, ((last << self.shift) / count) as u64 + 1);
        self.known.clear();
        self.voters.clear();
        let prefix = self.prefix.as_ref().filter(|prefix| prefix.shares.0 <= first && last <= prefix.shares.1);
        self.roll.reset(prefix.is_some());
        if let Some(prefix) = prefix {
            self.voters.extend_from_slice(&prefix.voters);
            self.known.extend_from_slice(&prefix.known);
            prefix.bought.iter().for_each(|&item| purse.fund(item));
            self.round = prefix.round;
            return;
        }
        let zero = C::new(0);
        let voter = |&weight| Voter { least_paid: zero, most_paid: zero, weight };
        self.voters.extend(self.roll.weights.iter().map(voter));
        self.round = 0;
        for &item in self.candidates {
            // The price if nobody is poor.
            let price =
                (self.cost(item) << FRACTION.min(self.cost(item).leading_zeros())) / self.market.totals[item] as u128;
            let all = self.market.supporters[item] as u128 * u128::from(self.shares.1);
            let state = if all < self.cost(item) { State::Out } else { State::Open };
            self.known.push(Known { state, price, rate: self.rate(item, price), round: 0, early_rate: 0 });
        }
    }

    pub(super) fn cost(&self, item: usize) -> u128 {
        (self.market.costs[item] as u128) << self.shift
    }

    /// A price per utility, rounded down.
    pub(super) fn rate(&self, item: usize, price: u128) -> u128 {
        (price << RATE.min(price.leading_zeros())) / self.market.bases[item] as u128
    }

    /// A price per utility, rounded up.
    pub(super) fn rate_up(&self, item: usize, price: u128) -> u128 {
        (price << RATE).div_ceil(self.market.bases[item] as u128)
    }

    pub(super) fn is_open(&self, at: usize) -> bool {
        matches!(self.known[at].state, State::Open | State::Early | State::Doubtful)
    }

    /// Takes out what limits other than money bar.
    fn bar(&mut self, purse: &Purse<'_>) {
        for at in 0..self.candidates.len() {
            if self.is_open(at) && purse.block_of_limits(self.candidates[at]).is_some() {
                self.known[at].state = State::Out;
            }
        }
    }

    /// Nobody can afford anything more, at any share.
    fn end(&mut self, purse: &Purse<'_>) -> Answer {
        if self.known.iter().any(|known| known.state == State::Perhaps) {
            return self.unclear(purse);
        }
        let shut = |&item: &usize| {
            purse.has(item)
                || if self.past_exhaustive { purse.block_of_limits(item) } else { purse.block(item) }.is_some()
        };
        if self.candidates.iter().all(shut) { Answer::Exhausts } else { Answer::Goes }
    }

    /// Whether the span goes on even if everything is bought that may be.
    fn surely_goes(&self, purse: &Purse<'_>) -> bool {
        let perhaps =
            (0..self.candidates.len()).filter(|&at| self.is_open(at) || self.known[at].state == State::Perhaps);
        let cost: i128 = perhaps.map(|at| i128::from(self.market.costs[self.candidates[at]])).sum();
        self.goes_on(purse.remaining - cost)
    }

    /// Whether the span goes on if so much is left at least, in any case.
    fn goes_on(&self, left: i128) -> bool {
        let fits = |at: usize| self.past_exhaustive || i128::from(self.market.costs[self.candidates[at]]) <= left;
        let out = |at: usize| self.known[at].state == State::Out;
        self.unlimited && left >= 0 && (0..self.candidates.len()).any(|at| out(at) && fits(at))
    }

    /// What is bought next differs from share to share; perhaps that does not matter.
    fn unclear(&mut self, purse: &Purse<'_>) -> Answer {
        for at in 0..self.candidates.len() {
            if self.is_open(at) {
                self.look_at(at);
            }
        }
        if self.surely_goes(purse) {
            return Answer::Goes;
        }
        // What may have been bought early was paid with money that is not in `most` any more.
        let early = |state| matches!(state, State::Early | State::Doubtful | State::Perhaps);
        let early = (0..self.candidates.len()).filter(|&at| early(self.known[at].state));
        let cost: i128 = early.map(|at| i128::from(self.market.costs[self.candidates[at]])).sum();
        let left = purse.remaining - cost - self.most_spent();
        if self.goes_on(left) { Answer::Goes } else { Answer::Unclear }
    }

    /// All that supporters of items that are open, but not early, have together, at most, in the smallest unit rounded up.
    fn most_spent(&mut self) -> i128 {
        let mut sum = 0_u128;
        let mut counted = vec![false; self.voters.len()];
        for at in (0..self.candidates.len()).filter(|&at| self.known[at].state == State::Open) {
            for &place in self.roll.payers(self.candidates[at]).voters {
                if !std::mem::replace(&mut counted[place as usize], true) {
                    let voter = self.voters[place as usize];
                    sum += u128::from(voter.most(self.shares.1)) * u128::from(voter.weight);
                }
            }
        }
        sum.div_ceil(1 << self.shift) as i128
    }
}
