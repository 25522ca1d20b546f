//! From one run to the next: bounds that are inherited, and how many increments can be leapt over. See [`super::run`].

use super::price::{DRIFT, Price};
use super::run::Run;

impl Run<'_> {
    /// Lower bounds from the same round of the run before, as long as both have bought the same: a price has fallen by at
    /// most its slope times what the share has grown.
    pub(super) fn inherit(&mut self, candidates: usize) {
        let Some((setting, shift, bought)) = &self.before else { return };
        let round = self.purchases.len();
        let step = setting.increment;
        let grown = self.setting.share - setting.share;
        let per_increment = i128::from(step) * i128::from(self.market.voters);
        let same = self.purchases.iter().zip(bought).all(|(purchase, item)| purchase.item == *item);
        let row = self.seen_before.get(round * candidates..(round + 1) * candidates);
        let (true, true, Some(row)) = (same && *shift == self.shift, step == self.setting.increment, row) else {
            self.before = None;
            return;
        };
        if grown < 0 || per_increment == 0 || grown % per_increment != 0 {
            self.before = None;
            return;
        }
        let increments = (grown / per_increment).min(i64::MAX.into()) as i64;
        self.grown = increments;
        let growth = i128::from(increments) * (i128::from(step) << self.shift);
        for (price, old) in self.prices.iter_mut().zip(row) {
            let (Some(price), Some(old)) = (price, old) else { continue };
            if old.valid < increments {
                continue;
            }
            let fallen = (growth * i128::from(old.slope)).div_euclid(DRIFT.into()) + i128::from(old.slope > 0);
            let low = i128::from(old.low) - fallen;
            if low > i128::from(price.low) {
                let low = low as i64;
                *price = Price { low, slope: old.slope, valid: old.valid - increments, factors: 0, ..*price };
            }
        }
    }

    /// For how many more increments an item stays unaffordable, if the run before knows it.
    pub(super) fn still_shut(&self, at: usize, round: usize) -> Option<i64> {
        self.before.as_ref()?;
        let (since, increments) = (*self.shut_before.get(at)?)?;
        (since <= round && increments >= self.grown).then(|| increments - self.grown)
    }

    /// Shortens the leap to the increments after which every other candidate is still dearer than the winner.
    pub(super) fn limit_leap(&mut self, candidates: &[usize], winner: usize, price: Price, round: usize) {
        if self.leap == 0 {
            return;
        }
        let step = self.step();
        let winner_base = i128::from(self.market.bases[winner]);
        for (at, &item) in candidates.iter().enumerate() {
            let Some(other) = self.prices[at] else {
                continue;
            };
            let slack =
                i128::from(other.low) * winner_base - i128::from(price.high) * i128::from(self.market.bases[item]);
            self.leap = self.leap.min(other.valid);
            if other.slope == 0 && (slack > 0 || other.round == round) {
                // It cannot fall at all, and it has just lost, by its price or by the tie-break.
                continue;
            }
            let most = (slack - 1) * i128::from(DRIFT) / (step * i128::from(other.slope.max(1)) * winner_base);
            self.leap = self.leap.min(most.clamp(0, i64::MAX as i128) as i64);
        }
    }
}
