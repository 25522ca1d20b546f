//! What an item costs its supporters now: bounds of the price per factor. See [`super::run`] for the proofs.

use super::run::Run;

/// Drift is in units of `1 / DRIFT`.
pub(super) const DRIFT: i64 = 256;

/// A voter's money, how it drifts, and how many voters are like it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voter {
    pub(super) money: i64,
    pub(super) drift: u32,
    pub(super) weight: u32,
}

/// What is known of a candidate's price per factor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Price {
    /// Bounds, in units of `2^-shift`; later prices of the same run are never below `low`.
    pub(super) low: i64,
    pub(super) high: i64,
    /// What the payers' drift grows by, per factor.
    pub(super) slope: i64,
    /// The price is exactly cost / this, because every poor supporter has nothing at all; 0 if that is not known.
    pub(super) factors: i64,
    /// `high` and `factors` are of this round.
    pub(super) round: usize,
}

/// What is found out about an item.
pub(super) enum Found {
    Price(Price),
    Unaffordable,
    Unclear,
}

impl Run<'_> {
    pub(super) fn evaluate(&mut self, item: usize, round: usize) -> Found {
        if self.setting.exact_only || self.lost {
            return Found::Unclear;
        }
        let cost = i128::from(self.market.costs[item]) << self.shift;
        let plain = self.market.is_plain();
        let sums = if plain { self.gather(item, cost) } else { self.gather_factors(item, cost) };
        let Gathered { money, drift, any_poor } = sums;
        let Some(cost) = i64::try_from(cost).ok().filter(|&cost| money >= cost) else {
            let most = i128::from(money) + error_of(self.error, drift);
            return if most < cost { Found::Unaffordable } else { Found::Unclear };
        };
        let total = self.market.totals[item];
        if !any_poor {
            let (low, high) = (cost.div_euclid(total), ceil(cost, total));
            return Found::Price(Price { low, high, slope: 0, factors: total, round });
        }
        let (rest, factors, poor_drift) =
            if plain { self.fixed_point(item, cost) } else { self.fixed_point_factors(item, cost) };
        let high = ceil(rest, factors);
        if rest == cost && poor_drift == 0 {
            // The poor have neither money nor drift: they are known to have given everything.
            return Found::Price(Price { low: rest.div_euclid(factors), high, slope: 0, factors, round });
        }
        let least = i128::from(rest) - error_of(self.error, poor_drift);
        let low = least.div_euclid(factors.into()).max(0) as i64;
        let slope = poor_drift.div_euclid(factors).saturating_add(1);
        Found::Price(Price { low, high, slope, factors: 0, round })
    }

    /// Money and drift of all supporters. Those who cannot pay what all together would pay are poor, the others wait in
    /// `scratch` for [`Self::fixed_point`].
    fn gather(&mut self, item: usize, cost: i128) -> Gathered {
        let total = i128::from(self.market.totals[item]);
        let first = ((cost + total - 1) / total).min(i64::MAX.into()) as i64;
        let mut sums = Gathered::default();
        self.scratch.clear();
        for &ballot in self.market.ballots(item) {
            let Voter { money: own, drift, weight } = self.voters[ballot as usize];
            let (weight, drift) = (i64::from(weight), i64::from(drift));
            sums.money += weight * own;
            sums.drift = sums.drift.saturating_add(weight * drift);
            if own < first {
                sums.any_poor = true;
                self.scratch.push((own, weight, drift));
            }
        }
        sums
    }

    /// After [`Self::gather`]: takes out the poor until the others can all pay the price; returns what is left to pay, the
    /// factors that pay it, and the drift of the poor.
    fn fixed_point(&mut self, item: usize, cost: i64) -> (i64, i64, i64) {
        let (mut rest, mut factors, mut poor_drift) = (cost, self.market.totals[item], 0_i64);
        let first = ceil(cost, factors);
        for &(own, weight, drift) in &self.scratch {
            rest -= weight * own;
            factors -= weight;
            poor_drift = poor_drift.saturating_add(weight * drift);
        }
        // Of the others only those below a bound of the final price matter. Each pass finds who cannot pay the price so far.
        self.scratch.clear();
        let mut price = ceil(rest, factors);
        let (mut rest_now, mut factors_now) = (rest, factors);
        for &ballot in self.market.ballots(item) {
            let Voter { money: own, drift, weight } = self.voters[ballot as usize];
            if own < first {
                continue;
            }
            let (weight, drift) = (i64::from(weight), i64::from(drift));
            if own < price {
                rest_now -= weight * own;
                factors_now -= weight;
                poor_drift = poor_drift.saturating_add(weight * drift);
            } else {
                self.scratch.push((own, weight, drift));
            }
        }
        while factors_now != factors {
            (rest, factors) = (rest_now, factors_now);
            price = ceil(rest, factors);
            self.scratch.retain(|&(own, weight, drift)| {
                if own >= price {
                    return true;
                }
                rest_now -= weight * own;
                factors_now -= weight;
                poor_drift = poor_drift.saturating_add(weight * drift);
                false
            });
        }
        (rest, factors, poor_drift)
    }

    /// [`Self::gather`] where factors differ.
    fn gather_factors(&mut self, item: usize, cost: i128) -> Gathered {
        let total = i128::from(self.market.totals[item]);
        let mut sums = Gathered::default();
        for (ballot, factor) in self.market.supporters(item) {
            let Voter { money: own, drift, weight } = self.voters[ballot];
            let weight = i64::from(weight);
            sums.money += weight * own;
            sums.drift = sums.drift.saturating_add(weight * i64::from(drift));
            sums.any_poor |= i128::from(own) * total < i128::from(factor).saturating_mul(cost);
        }
        sums
    }

    /// [`Self::fixed_point`] where factors differ.
    fn fixed_point_factors(&mut self, item: usize, cost: i64) -> (i64, i64, i64) {
        let (mut rest, mut factors, mut poor_drift) = (cost, self.market.totals[item], 0_i64);
        let mut poor = vec![false; self.market.ballots(item).len()];
        loop {
            let (rest_was, factors_was) = (i128::from(rest), i128::from(factors));
            for ((ballot, factor), poor) in self.market.supporters(item).zip(&mut poor) {
                let Voter { money: own, drift, weight } = self.voters[ballot];
                // own / factor < rest / factors
                if *poor || i128::from(own) * factors_was >= i128::from(factor) * rest_was {
                    continue;
                }
                *poor = true;
                rest -= i64::from(weight) * own;
                factors -= i64::from(weight) * factor;
                poor_drift = poor_drift.saturating_add(i64::from(weight) * i64::from(drift));
            }
            if i128::from(factors) == factors_was {
                return (rest, factors, poor_drift);
            }
        }
    }
}

#[derive(Default)]
struct Gathered {
    money: i64,
    drift: i64,
    any_poor: bool,
}

/// What rounding can have taken from voters of so much drift together, rounded up.
pub(super) fn error_of(error: i64, drift: i64) -> i128 {
    let product = i128::from(error) * i128::from(drift);
    (product + i128::from(DRIFT) - 1) / i128::from(DRIFT)
}

fn ceil(amount: i64, parts: i64) -> i64 {
    amount.div_euclid(parts) + i64::from(amount.rem_euclid(parts) != 0)
}
