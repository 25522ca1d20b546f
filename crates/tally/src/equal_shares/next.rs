//! Which item comes next, for every share of a span. See [`super::span`] for the proofs.

use super::fill::{Payers, Quotient, due_ceil, due_floor, prices_at};
use super::known::{Known, State};
use super::line::{Cell, Ends, least_left, most_left};
use super::low::{Low, line_and_drop, plain_line_and_drop};
use super::span::{RATE, Span};

/// More than any voter has; so that sums of dues do not run over.
const MOST_DUE: u64 = 1 << 48;

/// How many candidates are tried before a span is unclear.
const TRIES: usize = 3;

/// So many steps are worth a run of their own.
const MANY: i64 = 8;

/// How often the highest price of an item is raised before it is given up.
const PASSES: usize = 6;

impl<C: Cell> Span<'_, C> {
    /// Works out the lowest price of a candidate in this round.
    pub(super) fn look_at(&mut self, at: usize) {
        if self.known[at].round == self.round || self.known[at].state != State::Open {
            return;
        }
        let (item, known) = (self.candidates[at], self.known[at]);
        self.known[at] = match self.lowest(at) {
            Low::Unaffordable => Known { state: State::Out, ..known },
            Low::Line(price) if price[0] + price[1] > known.price[0] + known.price[1] => {
                Known { price, rate: self.rate(item, price), round: self.round, ..known }
            }
            Low::Line(_) | Low::Somewhere => Known { round: self.round, ..known },
        };
    }

    /// A line below the price: what it is if all have their most.
    fn lowest(&mut self, at: usize) -> Low {
        let item = self.candidates[at];
        let (cost, total) = (self.cost(item), self.market.totals[item] as u64);
        let bottom = self.known[at].price[0].midpoint(self.known[at].price[1]);
        let (paid, waiting, shares) = (&self.paid, &mut self.waiting_ends, self.shares.map(|share| share + 1));
        let (list, weights) = self.roll.list(item, total);
        let most = |voter: usize| (most_left(shares, paid[voter].least), weights.of(voter));
        if list.factors.is_empty() {
            plain_line_and_drop(list, cost, bottom, (&self.sieve, weights), (&mut self.near, waiting), most)
        } else {
            line_and_drop(list, cost, waiting, most)
        }
    }

    /// The prices if all have their least and have paid for what may come before; `None` if they may be unable to afford it.
    /// The line between them is above the price: money on straight lines makes it bend upwards.
    pub(super) fn highest(&mut self, at: usize) -> Option<Ends<u128>> {
        let item = self.candidates[at];
        self.see_below(item, at);
        let (paid, roll, dues, prices) = (&self.paid, &self.roll, &self.early_dues, &self.early_prices);
        let (cost, low) = (self.cost(item), self.known[at].price);
        let (payers, shares) = (roll.payers(item), self.shares);
        let ends = if self.length == 1 { 1 } else { 2 };
        let found = if self.before.is_empty() {
            let least = |voter: usize| (least_left(shares, paid[voter].most), roll.weight(voter));
            prices_at(ends, payers, &self.near, cost, low, &mut self.waiting, least)
        } else {
            let least = |place: usize| {
                let left = least_left(shares, paid[place].most);
                if left == [0, 0] {
                    return (left, roll.weight(place));
                }
                let choices = roll.choices(place).iter().map(|&choice| choice as usize);
                let mut due = [0_u64; 2];
                match roll.factors(place) {
                    [] => choices.for_each(|item| {
                        due[0] += dues[item][0];
                        due[1] += dues[item][1];
                    }),
                    factors => choices.zip(factors).for_each(|(item, &factor)| {
                        for (due, price) in due.iter_mut().zip(prices[item]) {
                            *due = due.saturating_add(due_ceil(price, factor));
                        }
                    }),
                }
                (least_left(left, due), roll.weight(place))
            };
            prices_at(ends, payers, &self.near, cost, low, &mut self.waiting, least)
        };
        found.map(|found| found.map(Quotient::ceil))
    }

    /// The open candidate with the lowest of all lowest prices per utility, except for those that have been tried.
    pub(super) fn cheapest(&mut self, tried: &[usize]) -> Option<usize> {
        loop {
            let open = (0..self.candidates.len()).filter(|at| self.is_open(*at) && !tried.contains(at));
            let at = open.min_by_key(|&at| self.known[at].rate[0])?;
            if self.known[at].state != State::Open || self.known[at].round == self.round {
                return Some(at);
            }
            if !self.sift(at) {
                self.look_at(at);
            }
        }
    }

    /// A candidate that can be committed, and its highest price.
    pub(super) fn certain(&mut self, cheapest: usize) -> Certain {
        let (mut tried, mut shorter) = (vec![cheapest], 0);
        loop {
            let at = tried[tried.len() - 1];
            let bound = self.bound(at);
            self.forget_early();
            match bound {
                Bound::High(high) => return Certain::Item(at, high),
                Bound::Clear(length) if self.is_worth_it(length) => {
                    self.known[at].round = 0;
                    self.shorten(length);
                    return Certain::Again;
                }
                Bound::Clear(length) => shorter = length.max(shorter),
                Bound::Unclear => {}
            }
            let next = if self.unlimited && tried.len() < TRIES {
                self.known[at].state = State::Doubtful;
                self.cheapest(&tried)
            } else {
                None
            };
            match next {
                Some(next) => tried.push(next),
                None if shorter > 0 => {
                    self.shorten(shorter);
                    return Certain::Again;
                }
                None => return Certain::None,
            }
        }
    }

    /// Whether it is better to go on with so many steps only than to leave an order open.
    fn is_worth_it(&self, length: i64) -> bool {
        length >= MANY || length * 2 >= self.length
    }

    /// A price that the candidate does not pass, whatever comes before it; `before` are then those that may.
    fn bound(&mut self, at: usize) -> Bound {
        self.before.clear();
        let Some(alone) = self.highest(at) else { return self.part_by_money(at) };
        let rate = self.rate_up(self.candidates[at], alone);
        self.find_before(at, rate);
        if self.before.is_empty() {
            return Bound::High(alone);
        }
        let clear = self.part_by_rate(rate);
        if clear > 0 && self.is_worth_it(clear) {
            return Bound::Clear(clear);
        }
        let otherwise = if clear > 0 { Bound::Clear(clear) } else { Bound::Unclear };
        if !self.unlimited {
            return otherwise;
        }
        // A guess that leaves room for what the others' purchases add.
        let low = self.known[at].price;
        let mut high = [0, 1].map(|end| alone[end] + alone[end].saturating_sub(low[end]) + (alone[end] >> 8));
        for _ in 0..PASSES {
            let rate = self.rate_up(self.candidates[at], high);
            self.forget_early();
            self.find_before(at, rate);
            for &other in &self.before {
                let item = self.candidates[other];
                let prices = rate.map(|rate| self.price_at(item, rate));
                self.early_prices[item] = prices;
                self.early_dues[item] = prices.map(|price| due_ceil(price, 1).min(MOST_DUE));
            }
            let Some(found) = self.highest(at) else { return otherwise };
            if found[0] <= high[0] && found[1] <= high[1] {
                // What holds for a higher price than was found, holds for that: fewer can come before, and at lower prices.
                return Bound::High(found);
            }
            high = [0, 1].map(|end| found[end].max(high[end]) + found[end].saturating_sub(high[end]) + 1);
        }
        otherwise
    }

    /// At how many of the first steps all that may come before, but are dearer at first, stay dearer; 0 if that is no help.
    fn part_by_rate(&self, rate: Ends<u128>) -> i64 {
        let steps = |&other: &usize| {
            let [first, last] = self.known[other].rate;
            let above = first.checked_sub(rate[0]).filter(|&above| above > 0)?;
            Some(self.steps_of(above, rate[1].saturating_sub(last)))
        };
        self.before.iter().filter_map(steps).min().unwrap_or(0)
    }

    /// How many steps a line stays above zero, at least, that begins `above` and ends `below` it; fewer than there are.
    fn steps_of(&self, above: u128, below: u128) -> i64 {
        let narrow = (128 - (above | below).leading_zeros()).saturating_sub(62);
        let (above, below) = (above >> narrow, (below >> narrow) + 1);
        let steps = above.saturating_sub(1) * (self.length - 1) as u128 / (above + below);
        (steps as i64 + 1).min(self.length - 1)
    }

    /// At how many of the first steps it is clear whether a candidate can be afforded; it is not at all of them.
    fn part_by_money(&self, at: usize) -> Bound {
        if self.length == 1 || self.known[at].state != State::Open {
            return Bound::Unclear;
        }
        let item = self.candidates[at];
        let (mut least, mut most) = ([0_u128; 2], [0_u128; 2]);
        for &voter in self.roll.payers(item).voters {
            let (voter, weight) = (voter as usize, u128::from(self.roll.weight(voter as usize)));
            let own_least = least_left(self.shares, self.paid[voter].most);
            let own_most = most_left(self.most_shares(), self.paid[voter].least);
            for end in 0..2 {
                least[end] += u128::from(own_least[end]) * weight;
                most[end] += u128::from(own_most[end]) * weight;
            }
        }
        let cost = self.cost(item);
        if most[0] < cost && most[1] >= cost {
            Bound::Clear(self.steps_of(cost - most[0], most[1] - cost))
        } else if least[0] >= cost && least[1] < cost {
            Bound::Clear(self.steps_of(least[0] - cost, cost - least[1]))
        } else {
            Bound::Unclear
        }
    }

    /// Lists the open candidates that are perhaps not dearer than so much per utility.
    pub(super) fn find_before(&mut self, at: usize, rate: Ends<u128>) {
        self.before.clear();
        let may_come = |known: &Known| known.rate[0] <= rate[0] || known.rate[1] <= rate[1];
        for other in 0..self.candidates.len() {
            if other != at && self.is_open(other) && may_come(&self.known[other]) {
                if self.sift(other) && !(self.is_open(other) && may_come(&self.known[other])) {
                    continue;
                }
                self.look_at(other);
                if self.is_open(other) && may_come(&self.known[other]) {
                    self.before.push(other);
                }
            }
        }
    }

    /// The price that is so much per utility, rounded up.
    fn price_at(&self, item: usize, rate: u128) -> u128 {
        let base = self.market.bases[item] as u128;
        rate.checked_mul(base).map_or(u128::MAX >> 45, |product| product.div_ceil(1 << RATE))
    }

    fn forget_early(&mut self) {
        for &other in &self.before {
            let item = self.candidates[other];
            (self.early_prices[item], self.early_dues[item]) = ([0, 0], [0, 0]);
        }
    }

    pub(super) fn commit(&mut self, at: usize, high: Ends<u128>) {
        let (item, low) = (self.candidates[at], self.known[at].price);
        self.pay(item, low, high);
        self.known[at].state = State::Bought;
        let rate = self.rate_up(item, high);
        for &other in &self.before {
            let known = &mut self.known[other];
            known.early_rate = [known.early_rate[0].max(rate[0]), known.early_rate[1].max(rate[1])];
            if known.state == State::Open {
                known.state = State::Early;
            }
        }
    }

    /// Takes the dues at a lowest and a highest price from those who can still pay.
    fn pay(&mut self, item: usize, low: Ends<u128>, high: Ends<u128>) {
        let Payers { voters, factors, .. } = self.roll.payers(item);
        let shares = self.shares.map(|share| share + 1);
        if factors.is_empty() {
            let (low, high) = (low.map(|low| due_floor(low, 1)), high.map(|high| due_ceil(high, 1)));
            let more = high[0].max(high[1]).saturating_sub(low[0].min(low[1]));
            self.gap = self.gap.saturating_add(more);
            for &voter in voters {
                let paid = &mut self.paid[voter as usize];
                paid.add(low, high);
                self.sieve.set(voter as usize, most_left(shares, paid.least));
            }
        }
        for (&voter, &factor) in voters.iter().zip(factors) {
            let (low, high) = (low.map(|low| due_floor(low, factor)), high.map(|high| due_ceil(high, factor)));
            self.paid[voter as usize].add(low, high);
        }
    }

    /// Sees which doubtful items nobody can afford by now.
    pub(super) fn settle(&mut self) {
        for at in 0..self.candidates.len() {
            if self.known[at].state != State::Doubtful || !matches!(self.lowest(at), Low::Unaffordable) {
                continue;
            }
            let item = self.candidates[at];
            let early = self.known[at].early_rate;
            let price = early.map(|rate| self.price_at(item, rate));
            self.known[at].state = if early == [0, 0] { State::Out } else { State::Perhaps };
            self.pay(item, [0, 0], price);
        }
    }
}

/// What is found when looking for something to commit.
pub(super) enum Certain {
    /// A candidate and its highest price.
    Item(usize, Ends<u128>),
    /// The span was shortened, so that things are clearer now.
    Again,
    None,
}

/// What [`Span::bound`] finds.
enum Bound {
    High(Ends<u128>),
    /// With so many steps it may be known.
    Clear(i64),
    Unclear,
}
