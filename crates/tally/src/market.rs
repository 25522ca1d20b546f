//! Who would pay for what: supporters of each item, as the sharing rules need them.

use crate::error::CountError;
use crate::rule::Utility;
use crate::sheet::Sheet;
use crate::utility::factor;

/// Items and their supporters, by index. Distinct ballots stand for their voters, with weights.
#[derive(Debug)]
pub(crate) struct Market {
    /// Cost of each item.
    pub(crate) costs: Vec<i64>,
    /// What one unit of factor is worth: the cost with [`Utility::Cost`], else 1.
    pub(crate) bases: Vec<i64>,
    offsets: Vec<usize>,
    ballots: Vec<u32>,
    /// Beside `ballots`; empty if every factor is 1.
    factors: Vec<i64>,
    /// Voters of each distinct ballot.
    pub(crate) weights: Vec<u32>,
    /// Sum of weight times factor of each item.
    pub(crate) totals: Vec<i64>,
    /// Sum of weights of each item's supporters.
    pub(crate) supporters: Vec<i64>,
    /// The largest factor of an item.
    pub(crate) largest: Vec<i64>,
    /// Voters of all ballots, empty ones included.
    pub(crate) voters: i64,
}

/// All factors of an item's supporters together stay below this, and with the bounds of money (no more than 2^61 units in all)
/// every product of the sharing rules within its type.
const MOST_FACTORS: i128 = 1 << 60;

impl Market {
    /// Lists supporters: voters with a utility above zero for an item that costs something.
    ///
    /// # Errors
    /// [`CountError::BallotsNotSupported`]; [`CountError::PointsOutOfRange`] if all points of an item add up to 2^60 or more.
    pub(crate) fn new(sheet: &Sheet<'_>, utility: Utility) -> Result<Self, CountError> {
        sheet.check_utility(utility)?;
        let (profile, items) = (sheet.profile, &sheet.instance.items);
        let kind = profile.kind();
        let mut counts = vec![0_usize; items.len() + 1];
        let mut plain = true;
        for ballot in profile.ballots() {
            for (place, &choice) in ballot.choices.iter().enumerate() {
                let factor = factor(utility, kind, &ballot, place);
                if factor > 0 {
                    counts[choice as usize + 1] += 1;
                    plain &= factor == 1;
                }
            }
        }
        let mut offsets = counts;
        for item in 0..items.len() {
            offsets[item + 1] += offsets[item];
        }
        let mut next = offsets.clone();
        let mut ballots = vec![0; offsets[items.len()]];
        let mut factors = vec![0; if plain { 0 } else { ballots.len() }];
        let mut weights = Vec::with_capacity(profile.len());
        let mut totals = vec![0_i128; items.len()];
        let mut supporters = vec![0; items.len()];
        let mut largest = vec![0; items.len()];
        for (index, ballot) in profile.ballots().enumerate() {
            weights.push(ballot.weight as u32);
            for (place, &choice) in ballot.choices.iter().enumerate() {
                let factor = factor(utility, kind, &ballot, place);
                if factor <= 0 {
                    continue;
                }
                let item = choice as usize;
                ballots[next[item]] = index as u32;
                if !plain {
                    factors[next[item]] = factor;
                }
                next[item] += 1;
                totals[item] += i128::from(ballot.weight) * i128::from(factor);
                supporters[item] += ballot.weight as i64;
                largest[item] = factor.max(largest[item]);
            }
        }
        if let Some(item) = totals.iter().position(|&total| total >= MOST_FACTORS) {
            return Err(CountError::PointsOutOfRange { points: largest[item] });
        }
        let totals = totals.into_iter().map(|total| total as i64).collect();
        let costs: Vec<i64> = items.iter().map(|item| item.cost).collect();
        let bases = if utility == Utility::Cost { costs.clone() } else { vec![1; items.len()] };
        let voters = profile.voters() as i64;
        Ok(Self { costs, bases, offsets, ballots, factors, weights, totals, supporters, largest, voters })
    }

    /// Whether every factor is 1.
    pub(crate) fn is_plain(&self) -> bool {
        self.factors.is_empty()
    }

    /// The distinct ballots that support an item.
    pub(crate) fn ballots(&self, item: usize) -> &[u32] {
        &self.ballots[self.offsets[item]..self.offsets[item + 1]]
    }

    /// Ballots and factors of an item's supporters.
    pub(crate) fn supporters(&self, item: usize) -> impl Iterator<Item = (usize, i64)> {
        let range = self.offsets[item]..self.offsets[item + 1];
        range.map(|at| (self.ballots[at] as usize, self.factors.get(at).copied().unwrap_or(1)))
    }
}
