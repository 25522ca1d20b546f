//! A line below the price of an item over a span. See [`super::span`] for the proof.

use super::fill::{BLOCK, FRACTION, List, fetch};
use super::line::Ends;
use super::roll::Weights;
use super::sieve::Sieve;

/// What is found out about the price of an item over a whole span.
pub(super) enum Low {
    /// Nobody can afford it anywhere.
    Unaffordable,
    /// It can be afforded at one end at most.
    Somewhere,
    /// It is not below the line between these.
    Line(Ends<u128>),
}

/// A supporter who may still turn out to be poor: money at the ends, factor, weight.
pub(super) type WaitingEnds = (Ends<u64>, u64, u32);

/// A line below the price if money lies on lines, or below; drops who has nothing: the broke stay broke.
///
/// Whoever is taken for poor (gives all), the price is not below what is then left to the others; so it is enough to look for
/// the poor in the middle.
pub(super) fn line_and_drop(
    list: List<'_>,
    cost: u128,
    waiting: &mut Vec<WaitingEnds>,
    money: impl Fn(usize) -> (Ends<u64>, u32),
) -> Low {
    let List { voters, factors, left } = list;
    let mut sums = Sums { factors: left.1, ..Sums::default() };
    let (mut kept, mut all) = (0, [0, 0]);
    waiting.clear();
    for at in 0..left.0 {
        let (voter, factor) = (voters[at], factors[at]);
        let (own, weight) = money(voter as usize);
        (voters[kept], factors[kept]) = (voter, factor);
        if own == [0, 0] {
            left.1 -= u64::from(weight) * factor as u64;
            continue;
        }
        kept += 1;
        all[0] += own[0] * u64::from(weight);
        all[1] += own[1] * u64::from(weight);
        waiting.push((own, factor as u64, weight));
    }
    left.0 = kept;
    sums.factors = left.1;
    if let Some(low) = unaffordable(all, cost) {
        return low;
    }
    loop {
        let (rest, factors, before) = (sums.rest(cost as u64), sums.factors, waiting.len());
        waiting.retain(|&(own, factor, weight)| {
            if u128::from(own[0] + own[1]) * u128::from(factors) >= u128::from(rest) * u128::from(factor) {
                return true;
            }
            sums.take(own, factor, weight);
            false
        });
        if waiting.len() == before {
            return sums.line(cost);
        }
    }
}

/// The same where every factor is 1. Only those are looked at whom the sieve does not take for rich: most are. If it is wrong,
/// the line is lower than it might be. `bottom` is a price in the middle that is not above the answer there.
pub(super) fn plain_line_and_drop(
    mut list: List<'_>,
    cost: u128,
    bottom: u128,
    (sieve, weights): (&Sieve, &Weights),
    (near, waiting): (&mut Vec<u32>, &mut Vec<WaitingEnds>),
    money: impl Fn(usize) -> (Ends<u64>, u32),
) -> Low {
    let mut bottom = ((bottom >> FRACTION) as u64).saturating_mul(2);
    loop {
        let top = bottom.saturating_add(bottom / 16).saturating_add(4);
        sieve.near(&mut list, weights, top.div_ceil(2), near);
        let (poor, all) = scan_ends(near, bottom, top, waiting, &money);
        let any_rich = near.len() < list.left.0;
        if let Some(low) = unaffordable(all, cost).filter(|_| !any_rich) {
            return low;
        }
        let mut sums = Sums { poor: poor.poor, factors: list.left.1 - poor.factors };
        if sums.factors == 0 || u128::from(sums.poor[0]) + u128::from(sums.poor[1]) > 2 * cost {
            return Low::Somewhere;
        }
        match sums.solve(cost as u64, top, waiting) {
            Some(()) => return sums.line(cost),
            None => bottom = sums.middle(cost as u64),
        }
    }
}

fn unaffordable(all: Ends<u64>, cost: u128) -> Option<Low> {
    if u128::from(all[0].max(all[1])) < cost {
        return Some(Low::Unaffordable);
    }
    (u128::from(all[0]) + u128::from(all[1]) < 2 * cost).then_some(Low::Somewhere)
}

/// What the poor have together, and the factors of the others.
#[derive(Default)]
struct Sums {
    poor: Ends<u64>,
    factors: u64,
}

impl Sums {
    fn take(&mut self, own: Ends<u64>, factor: u64, weight: u32) {
        self.poor[0] += own[0] * u64::from(weight);
        self.poor[1] += own[1] * u64::from(weight);
        self.factors -= factor * u64::from(weight);
    }

    /// Twice what the others pay in the middle.
    fn rest(&self, cost: u64) -> u64 {
        2 * cost - self.poor[0] - self.poor[1]
    }

    /// Twice the price in the middle, rounded up.
    fn middle(&self, cost: u64) -> u64 {
        self.rest(cost).div_ceil(self.factors)
    }

    /// Takes out the poor among those waiting; `None` if the price passes `top`.
    fn solve(&mut self, cost: u64, top: u64, waiting: &mut Vec<WaitingEnds>) -> Option<()> {
        loop {
            let (price, before) = (self.middle(cost), waiting.len());
            if price > top {
                return None;
            }
            waiting.retain(|&(own, factor, weight)| {
                if own[0] + own[1] >= price {
                    return true;
                }
                self.take(own, factor, weight);
                false
            });
            if waiting.len() == before {
                return Some(());
            }
        }
    }

    fn line(&self, cost: u128) -> Low {
        // Below zero at an end: far too wide a span.
        let rests = self.poor.map(|poor| cost.checked_sub(poor.into()));
        let price = |rest: u128| (rest << FRACTION) / u128::from(self.factors);
        Low::Line(if let [Some(first), Some(last)] = rests { [price(first), price(last)] } else { [0, 0] })
    }
}

/// Looks at all once: the poor (twice their middle is below `bottom`) and all money. Nobody who has `top` is waiting.
#[inline(always)]
fn scan_ends(
    voters: &[u32],
    bottom: u64,
    top: u64,
    waiting: &mut Vec<WaitingEnds>,
    money: &impl Fn(usize) -> (Ends<u64>, u32),
) -> (Sums, Ends<u64>) {
    let (mut all, mut poor, mut waits) = ([0_u64; 2], Sums::default(), 0_usize);
    waiting.resize(waiting.len().max(voters.len() + 1), ([0, 0], 0, 0));
    let mut owns = [([0, 0], 0); BLOCK];
    for block in voters.chunks(BLOCK) {
        let size = fetch(block, &mut owns, money);
        // No branches: who is poor is hard to foresee for a processor.
        for &(own, weight) in &owns[..size] {
            let (twice, heads) = (own[0] + own[1], u64::from(weight));
            let has = [own[0] * heads, own[1] * heads];
            let is_poor = twice < bottom;
            all[0] += has[0];
            all[1] += has[1];
            poor.poor[0] += if is_poor { has[0] } else { 0 };
            poor.poor[1] += if is_poor { has[1] } else { 0 };
            poor.factors += if is_poor { heads } else { 0 };
            waiting[waits] = (own, 1, weight);
            waits += usize::from(twice < top && !is_poor);
        }
    }
    waiting.truncate(waits);
    (poor, all)
}
