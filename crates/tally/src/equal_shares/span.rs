//! Many steps of Add1 in one run.
//!
//! The run knows of each voter's money only that it lies between two **straight lines over the span**: as shares grow, so does
//! what each has left, and as long as the order of purchases stays, nearly evenly. A line is kept by its values at the least and
//! the largest share, rounded outwards (`line.rs`). The run commits one item after the other, each of which is bought at every
//! share, but perhaps not everywhere in that order. `least` is what a voter has at least after paying the highest prices of all
//! committed items, not counting what it may have paid for others; `most` is what it has at most once all committed items are
//! bought. At every share of the span:
//!
//! * A payer with `x` left, or nothing if `x` is below zero, who pays `q`, has `x - q` left, or nothing. So what is kept is what
//!   each would have paid by now had it paid all that was due: sums of prices, lines if these are.
//! * The price is the greatest of `(cost - money of P) / factors of the others` over all sets `P` of supporters. If money lies
//!   on lines, each of these quotients does, and their maximum bends upwards: **the line between the prices at the ends is
//!   above it, and the line of any one `P` below it**. So the highest price is worked out at both ends with `least` (nothing, if
//!   that crosses zero), and the lowest with the poor of the middle and `most` (its chord, if that crosses zero).
//! * Less money never makes an item cheaper. So a lowest price stays one (`Known::price`); this may be worked out again while it
//!   is certain that the item comes after all that is committed.
//! * Let `H` be a price per utility of item `a`, and `P` all other open items whose lowest price is not above `H`. If `a` is
//!   affordable at no more than `H` even after each item of `P` was bought at `H`, then **`a` is bought, at no more than `H`**:
//!   as long as it is not, only items of `P` can have come before it, each at no more than `a` would have cost, which by
//!   induction is at most `H`. So `a` can be committed. From then on the items of `P` may have been bought before it; their
//!   lowest prices are not worked out again (`State::Early`).
//! * Where two lines of prices cross, or money reaches a cost, the span may be **shortened** to the steps before that
//!   (`Span::shorten`): lines stay lines.
//! * An early item that may be unaffordable is never committed. Once nobody can afford it, it was bought before or never
//!   (`State::Perhaps`).
//! * Items that nobody could afford even if all had their most are out for good. If all that may be bought fits the envelope
//!   together and leaves enough for an item that is out, then no share of the span overspends and none is exhaustive, whatever
//!   exactly is bought.
//! * Most voters have so much more than a price that nobody needs to know exactly: who these are, and which candidates are
//!   dearer than others by far, is seen from a byte for each voter (`sieve.rs`).
//! * What each would have paid by now does not depend on the share it began with. So the first purchases of a wide span, made
//!   one after the other at prices that are known well, are a **prefix** that every span within it can go on from.
//!
//! A span that stays unclear is cut; a single share that stays unclear is counted by [`super::run`], where exact fractions
//! have the last word.

use super::fill::{FRACTION, Waiting, due_ceil, due_floor};
use super::known::{Known, State};
use super::line::{Cell, Ends, Paid, Place, most_left};
use super::low::WaitingEnds;
use super::next::Certain;
use super::roll::Roll;
use super::sieve::Sieve;
use crate::market::Market;
use crate::purse::Purse;
use crate::rule::Utility;
use crate::sheet::Sheet;

/// Prices per utility have so many binary places more than prices.
pub(super) const RATE: u32 = 40;

/// The first purchases of a wider span, from which runs of spans within go on.
struct Prefix<C> {
    shares: (i128, i128),
    /// The span's length for which its bounds are close enough.
    length: i64,
    paid: Vec<Paid<C>>,
    gap: u64,
    known: Vec<Known>,
    bought: Vec<usize>,
    round: u32,
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
    /// What each voter starts with, rounded down: less than one more than that.
    pub(super) shares: Ends<u64>,
    /// The sums of all shares at the ends, and how many steps they are.
    totals: Ends<i128>,
    pub(super) length: i64,
    pub(super) paid: Vec<Paid<C>>,
    /// No voter has paid more than this above its least, whichever ends are compared (where factors are 1).
    pub(super) gap: u64,
    pub(super) roll: Roll,
    pub(super) sieve: Sieve,
    prefix: Option<Prefix<C>>,
    /// Places of items that may come before the one that is being looked at.
    pub(super) before: Vec<usize>,
    /// By item, their prices at most, and what that is for a factor of 1; 0 for all other items.
    pub(super) early_prices: Vec<Ends<u128>>,
    pub(super) early_dues: Vec<Ends<u64>>,
    pub(super) known: Vec<Known>,
    pub(super) waiting: Ends<Vec<Waiting>>,
    pub(super) waiting_ends: Vec<WaitingEnds>,
    pub(super) near: Vec<u32>,
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
            shares: [0, 0],
            totals: [0, 0],
            length: 1,
            paid: Vec::new(),
            gap: 0,
            prefix: None,
            roll: Roll::new(market, sheet, utility, candidates),
            sieve: Sieve::default(),
            before: Vec::new(),
            early_prices: vec![[0, 0]; items],
            early_dues: vec![[0, 0]; items],
            known: Vec::new(),
            waiting: [Vec::new(), Vec::new()],
            waiting_ends: Vec::new(),
            near: Vec::new(),
            round: 0,
        }
    }

    /// Counts with all shares from `first` to `last` (sums over all voters), `length` steps, at once; afterwards
    /// `self.length` is how many of them the answer is about.
    pub(super) fn go(&mut self, first: i128, last: i128, length: i64, start: &Purse<'_>) -> Answer {
        let mut purse = start.clone();
        self.reset(first, last, length, &mut purse);
        let mut again = false;
        loop {
            if purse.remaining < 0 {
                return Answer::Overspends;
            }
            self.round += u32::from(!again);
            if !self.unlimited {
                self.bar(&purse);
            }
            self.settle();
            let Some(cheapest) = self.cheapest(&[]) else { return self.end(&purse) };
            if self.surely_goes(&purse) {
                return Answer::Goes;
            }
            let certain = self.certain(cheapest);
            again = matches!(certain, Certain::Again);
            match certain {
                Certain::Item(at, high) => {
                    self.commit(at, high);
                    purse.fund(self.candidates[at]);
                }
                Certain::Again => {}
                Certain::None => return self.unclear(&purse),
            }
        }
    }

    /// Goes on with the first so many steps only.
    pub(super) fn shorten(&mut self, length: i64) {
        let end = Place::new((length - 1).into(), (self.length - 1).into());
        let step = (self.totals[1] - self.totals[0]) / i128::from(self.length - 1);
        let last = self.totals[0] + step * i128::from(length - 1);
        self.set_shares(self.totals[0], last, length);
        self.narrow(Place::FIRST, end);
    }

    fn set_shares(&mut self, first: i128, last: i128, length: i64) {
        let count = i128::from(self.market.voters.max(1));
        (self.totals, self.length) = ([first, last], length);
        self.shares = [((first << self.shift) / count) as u64, ((last << self.shift) / count) as u64];
    }

    /// Moves the ends of all lines.
    fn narrow(&mut self, first: Place, last: Place) {
        self.paid.iter_mut().for_each(|paid| *paid = paid.narrow(first, last));
        self.narrow_known(first, last);
        self.fill_sieve();
    }

    fn narrow_known(&mut self, first: Place, last: Place) {
        for at in 0..self.known.len() {
            let Known { price, early_rate, .. } = self.known[at];
            let price = [first.floor(price), last.floor(price)];
            self.known[at].rate = self.rate(self.candidates[at], price);
            self.known[at].price = price;
            self.known[at].early_rate = [first.ceil(early_rate), last.ceil(early_rate)];
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
        self.reset(first, last, 1 + ((last - first) / step) as i64, &mut purse);
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
            let low = self.known[at].price;
            let dues = (0..2).map(|end| due_ceil(high[end], 1) - due_floor(low[end], 1)).max().unwrap_or(0);
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
        let (paid, known) = (self.paid.clone(), self.known.clone());
        self.prefix =
            Some(Prefix { shares: (first, last), length, paid, gap: self.gap, known, bought, round: self.round });
    }

    fn reset(&mut self, first: i128, last: i128, length: i64, purse: &mut Purse<'_>) {
        let count = i128::from(self.market.voters.max(1));
        if last > self.largest {
            self.largest = last * 2;
            let most = self.largest / count + 1;
            self.shift = C::bits(self.market.voters).saturating_sub(128 - most.leading_zeros());
            self.prefix = None;
        }
        self.set_shares(first, last, length);
        self.known.clear();
        let prefix = self.prefix.as_ref().filter(|prefix| prefix.shares.0 <= first && last <= prefix.shares.1);
        self.roll.reset(prefix.is_some());
        if let Some(prefix) = prefix {
            self.known.extend_from_slice(&prefix.known);
            prefix.bought.iter().for_each(|&item| purse.fund(item));
            (self.round, self.gap) = (prefix.round, prefix.gap);
            let (from, to) = prefix.shares;
            self.paid.clear();
            if from == to {
                self.paid.extend_from_slice(&prefix.paid);
                self.fill_sieve();
                return;
            }
            let (first, last) = (Place::new(first - from, to - from), Place::new(last - from, to - from));
            self.paid.extend(prefix.paid.iter().map(|paid| paid.narrow(first, last)));
            self.narrow_known(first, last);
            self.fill_sieve();
            return;
        }
        self.paid.clear();
        self.paid.resize(self.roll.len(), Paid::nothing());
        self.fill_sieve();
        (self.round, self.gap) = (0, 0);
        for &item in self.candidates {
            // The price if nobody is poor.
            let price =
                (self.cost(item) << FRACTION.min(self.cost(item).leading_zeros())) / self.market.totals[item] as u128;
            let all = self.market.supporters[item] as u128 * u128::from(self.shares[1] + 1);
            let state = if all < self.cost(item) { State::Out } else { State::Open };
            let price = [price, price];
            self.known.push(Known {
                state,
                price,
                rate: self.rate(item, price),
                round: 0,
                sifted: 0,
                early_rate: [0, 0],
            });
        }
    }

    pub(super) fn cost(&self, item: usize) -> u128 {
        (self.market.costs[item] as u128) << self.shift
    }

    /// A price per utility, rounded down.
    pub(super) fn rate(&self, item: usize, price: Ends<u128>) -> Ends<u128> {
        price.map(|price| (price << RATE.min(price.leading_zeros())) / self.market.bases[item] as u128)
    }

    /// A price per utility, rounded up.
    pub(super) fn rate_up(&self, item: usize, price: Ends<u128>) -> Ends<u128> {
        price.map(|price| (price << RATE).div_ceil(self.market.bases[item] as u128))
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
        let mut sums = [0_u128; 2];
        let mut counted = vec![false; self.roll.len()];
        for at in (0..self.candidates.len()).filter(|&at| self.known[at].state == State::Open) {
            for &place in self.roll.payers(self.candidates[at]).voters {
                if !std::mem::replace(&mut counted[place as usize], true) {
                    let most = most_left(self.most_shares(), self.paid[place as usize].least);
                    for (sum, most) in sums.iter_mut().zip(most) {
                        *sum += u128::from(most) * u128::from(self.roll.weight(place as usize));
                    }
                }
            }
        }
        sums[0].max(sums[1]).div_ceil(1 << self.shift) as i128
    }

    /// What each voter starts with, rounded up.
    pub(super) fn most_shares(&self) -> Ends<u64> {
        self.shares.map(|share| share + 1)
    }
}
