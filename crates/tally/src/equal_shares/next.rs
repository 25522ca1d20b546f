//! Which item comes next, for every share of a span. See [`super::span`] for the proofs.

use super::fill::{Payers, Quotient, due_ceil, due_floor, price, price_and_drop};
use super::span::{Cell, Known, RATE, Span, State, Voter};

/// More than any voter has; so that sums of dues do not run over.
const MOST_DUE: u64 = 1 << 48;

/// How many candidates are tried before a span is unclear.
const TRIES: usize = 3;

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
            None => Known { state: State::Out, ..known },
            Some(price) => {
                let price = price.max(known.price);
                Known { price, rate: self.rate(item, price), round: self.round, ..known }
            }
        };
    }

    /// The price if all have their most; `None` if they cannot afford it.
    fn lowest(&mut self, at: usize) -> Option<u128> {
        let item = self.candidates[at];
        let (cost, least, total) = (self.cost(item), self.known[at].price, self.market.totals[item] as u64);
        let (voters, waiting) = (&self.voters, &mut self.waiting);
        let share = self.shares.1;
        let most = |voter: usize| (voters[voter].most(share), voters[voter].weight);
        let list = self.roll.list(item, total);
        let found = price_and_drop(list, cost, least, waiting, most);
        found.map(Quotient::floor)
    }

    /// The price if all have their least and have paid for what may come before; `None` if they may be unable to afford it.
    pub(super) fn highest(&mut self, at: usize) -> Option<u128> {
        let item = self.candidates[at];
        let (voters, roll, dues, prices) = (&self.voters, &self.roll, &self.early_dues, &self.early_prices);
        let (cost, low) = (self.cost(item), self.known[at].price);
        let (payers, share) = (roll.payers(item), self.shares.0);
        let found = if self.before.is_empty() {
            let least = |voter: usize| (voters[voter].least(share), voters[voter].weight);
            price(payers, cost, low, &mut self.waiting, least)
        } else {
            let least = |place: usize| {
                let (least, weight) = (voters[place].least(share), voters[place].weight);
                if least == 0 {
                    return (0, weight);
                }
                let choices = roll.choices(place).iter().map(|&choice| choice as usize);
                let paid = match roll.factors(place) {
                    [] => choices.map(|item| dues[item]).sum(),
                    factors => {
                        choices.zip(factors).map(|(item, &f)| due_ceil(prices[item], f)).fold(0, u64::saturating_add)
                    }
                };
                (least.saturating_sub(paid), weight)
            };
            price(payers, cost, low, &mut self.waiting, least)
        };
        found.map(Quotient::ceil)
    }

    /// The open candidate with the lowest of all lowest prices per utility, except for those that have been tried.
    pub(super) fn cheapest(&mut self, tried: &[usize]) -> Option<usize> {
        loop {
            let open = (0..self.candidates.len()).filter(|at| self.is_open(*at) && !tried.contains(at));
            let at = open.min_by_key(|&at| self.known[at].rate)?;
            if self.known[at].state != State::Open || self.known[at].round == self.round {
                return Some(at);
            }
            self.look_at(at);
        }
    }

    /// A candidate that can be committed, and its highest price; `None` if there seems to be none.
    pub(super) fn certain(&mut self, cheapest: usize) -> Option<(usize, u128)> {
        let mut tried = vec![cheapest];
        loop {
            let at = tried[tried.len() - 1];
            let high = self.bound(at);
            self.forget_early();
            if let Some(high) = high {
                return Some((at, high));
            }
            if !self.unlimited || tried.len() == TRIES {
                return None;
            }
            self.known[at].state = State::Doubtful;
            tried.push(self.cheapest(&tried)?);
        }
    }

    /// A price that the candidate does not pass, whatever comes before it; `before` are then those that may.
    fn bound(&mut self, at: usize) -> Option<u128> {
        self.before.clear();
        let alone = self.highest(at)?;
        self.find_before(at, self.rate_up(self.candidates[at], alone));
        if self.before.is_empty() {
            return Some(alone);
        }
        if !self.unlimited {
            return None;
        }
        // A guess that leaves room for what the others' purchases add.
        let mut high = alone + (alone - self.known[at].price) + (alone >> 8);
        for _ in 0..PASSES {
            let rate = self.rate_up(self.candidates[at], high);
            self.forget_early();
            self.find_before(at, rate);
            for &other in &self.before {
                let item = self.candidates[other];
                let price = self.price_at(item, rate);
                (self.early_prices[item], self.early_dues[item]) = (price, due_ceil(price, 1).min(MOST_DUE));
            }
            let found = self.highest(at)?;
            if found <= high {
                // What holds for a higher price than was found, holds for that: fewer can come before, and at lower prices.
                return Some(found);
            }
            high = found + (found - high) + 1;
        }
        None
    }

    /// Lists the open candidates that are perhaps not dearer than so much per utility.
    pub(super) fn find_before(&mut self, at: usize, rate: u128) {
        self.before.clear();
        for other in 0..self.candidates.len() {
            if other != at && self.is_open(other) && self.known[other].rate <= rate {
                self.look_at(other);
                if self.is_open(other) && self.known[other].rate <= rate {
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
            (self.early_prices[item], self.early_dues[item]) = (0, 0);
        }
    }

    pub(super) fn commit(&mut self, at: usize, high: u128) {
        let (item, low) = (self.candidates[at], self.known[at].price);
        self.pay(item, low, high);
        self.known[at].state = State::Bought;
        let rate = self.rate_up(item, high);
        for &other in &self.before {
            let known = &mut self.known[other];
            known.early_rate = known.early_rate.max(rate);
            if known.state == State::Open {
                known.state = State::Early;
            }
        }
    }

    /// Takes the dues at a lowest and a highest price from those who can still pay.
    fn pay(&mut self, item: usize, low: u128, high: u128) {
        let Payers { voters, factors, .. } = self.roll.payers(item);
        let take = |voter: &mut Voter<C>, low: u64, high: u64| {
            voter.most_paid = C::sum(voter.most_paid, high);
            voter.least_paid = C::sum(voter.least_paid, low);
        };
        if factors.is_empty() {
            let (low, high) = (due_floor(low, 1), due_ceil(high, 1));
            voters.iter().for_each(|&voter| take(&mut self.voters[voter as usize], low, high));
        }
        for (&voter, &factor) in voters.iter().zip(factors) {
            take(&mut self.voters[voter as usize], due_floor(low, factor), due_ceil(high, factor));
        }
    }

    /// Sees which doubtful items nobody can afford by now.
    pub(super) fn settle(&mut self) {
        for at in 0..self.candidates.len() {
            if self.known[at].state != State::Doubtful || self.lowest(at).is_some() {
                continue;
            }
            let item = self.candidates[at];
            let price = self.price_at(item, self.known[at].early_rate);
            self.known[at].state = if self.known[at].early_rate == 0 { State::Out } else { State::Perhaps };
            self.pay(item, 0, price);
        }
    }
}
