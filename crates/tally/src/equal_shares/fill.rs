//! What an item costs if its supporters have so much money each, in whole numbers.

use std::cell::Cell;

/// Prices have so many binary places more than money.
pub(super) const FRACTION: u32 = 32;

/// A price per factor as an exact quotient: `rest / factors`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotient {
    pub(super) rest: u64,
    pub(super) factors: u64,
}

impl Quotient {
    /// In units of `2^-FRACTION`, rounded down.
    pub(super) fn floor(self) -> u128 {
        (u128::from(self.rest) << FRACTION) / u128::from(self.factors)
    }

    /// In units of `2^-FRACTION`, rounded up.
    pub(super) fn ceil(self) -> u128 {
        (u128::from(self.rest) << FRACTION).div_ceil(u128::from(self.factors))
    }
}

/// What a supporter pays at a price (in units of `2^-FRACTION`), rounded down.
pub(super) fn due_floor(price: u128, factor: i64) -> u64 {
    ((price * factor as u128) >> FRACTION).min(u64::MAX.into()) as u64
}

/// What a supporter pays at a price (in units of `2^-FRACTION`), rounded up.
pub(super) fn due_ceil(price: u128, factor: i64) -> u64 {
    (price * factor as u128).div_ceil(1 << FRACTION).min(u64::MAX.into()) as u64
}

/// A supporter who may still turn out to be poor: money, factor, weight.
pub(super) type Waiting = (u64, u64, u32);

/// Those who may still pay for an item: places of voters, their factors (empty if all are 1), and the sum of
/// weight times factor.
#[derive(Clone, Copy)]
pub(super) struct Payers<'a> {
    pub(super) voters: &'a [u32],
    pub(super) factors: &'a [i64],
    pub(super) total: u64,
}

/// [`Payers`] to be thinned out: those behind `left.0` are dropped, and `left.1` is the sum of the others.
pub(super) struct List<'a> {
    pub(super) voters: &'a mut [u32],
    pub(super) factors: &'a mut [i64],
    pub(super) left: &'a mut (usize, u64),
}

/// [`price`], and drops who has nothing: the broke stay broke.
pub(super) fn price_and_drop(
    list: List<'_>,
    cost: u128,
    least: u128,
    waiting: &mut Vec<Waiting>,
    money: impl Fn(usize) -> (u64, u32),
) -> Option<Quotient> {
    let List { voters, factors, left } = list;
    if factors.is_empty() {
        return plain_and_drop(voters, left, cost, least, waiting, &money);
    }
    let mut kept = 0;
    for at in 0..voters.len() {
        let (voter, factor) = (voters[at], factors[at]);
        let (own, weight) = money(voter as usize);
        (voters[kept], factors[kept]) = (voter, factor);
        kept += usize::from(own > 0);
        left.1 -= if own > 0 { 0 } else { u64::from(weight) * factor as u64 };
    }
    left.0 = kept;
    weighed(Payers { voters: &voters[..kept], factors: &factors[..kept], total: left.1 }, cost, least, waiting, money)
}

/// The price `q` per factor at which the payers pay `cost` together, each `min(its money, q * factor)`; `None` if they have
/// less than that. `money` gives a voter's money and how many have the same; `least` is a price known not to be
/// above the answer.
///
/// The poor, who cannot pay the price, give all they have. Each pass takes out those who cannot pay the price that the
/// others would pay together; that price never passes the answer, so who is found poor is poor, and when nobody new is
/// found, it is the answer.
pub(super) fn price(
    payers: Payers<'_>,
    cost: u128,
    least: u128,
    waiting: &mut Vec<Waiting>,
    money: impl Fn(usize) -> (u64, u32),
) -> Option<Quotient> {
    if payers.factors.is_empty() {
        plain(payers, cost, (least >> FRACTION) as u64, waiting, &money)
    } else {
        weighed(payers, cost, least, waiting, money)
    }
}

/// Where every factor is 1; who has less than `bottom` is poor.
fn plain(
    payers: Payers<'_>,
    cost: u128,
    bottom: u64,
    waiting: &mut Vec<Waiting>,
    money: &impl Fn(usize) -> (u64, u32),
) -> Option<Quotient> {
    let mut scan = Scan { bottom, ..Scan::default() };
    loop {
        let Scan { bottom, .. } = scan;
        scan = Scan::new(bottom, payers.voters.iter().copied(), waiting, money, |_, _, _| {});
        match scan.price(cost, payers.total, waiting) {
            Ok(found) => return found,
            Err(price) => scan.bottom = price,
        }
    }
}

/// [`plain`], and drops who has nothing.
fn plain_and_drop(
    voters: &mut [u32],
    left: &mut (usize, u64),
    cost: u128,
    least: u128,
    waiting: &mut Vec<Waiting>,
    money: &impl Fn(usize) -> (u64, u32),
) -> Option<Quotient> {
    let cells = Cell::from_mut(&mut *voters).as_slice_of_cells();
    let (mut kept, mut broke) = (0, 0);
    let keep = |voter: u32, own: u64, weight: u32| {
        cells[kept].set(voter);
        kept += usize::from(own > 0);
        broke += u64::from(weight) * u64::from(own == 0);
    };
    let scan = Scan::new((least >> FRACTION) as u64, cells.iter().map(Cell::get), waiting, money, keep);
    let found = scan.price(cost, left.1, waiting);
    *left = (kept, left.1 - broke);
    let payers = Payers { voters: &voters[..kept], factors: &[], total: left.1 };
    found.unwrap_or_else(|price| plain(payers, cost, price, waiting, money))
}

/// All payers, looked at once. Who has less than `bottom` is poor; who has `top` or more is taken for rich, which the price
/// that is found must bear out; the others are waiting.
#[derive(Default)]
struct Scan {
    bottom: u64,
    top: u64,
    all: u64,
    poor: u64,
    poor_weight: u64,
    waits: usize,
}

impl Scan {
    #[inline(always)]
    fn new(
        bottom: u64,
        voters: impl ExactSizeIterator<Item = u32>,
        waiting: &mut Vec<Waiting>,
        money: &impl Fn(usize) -> (u64, u32),
        mut see: impl FnMut(u32, u64, u32),
    ) -> Self {
        let top = bottom.saturating_add(bottom / 4).saturating_add(2);
        let (mut all, mut poor, mut poor_weight, mut waits) = (0_u64, 0_u64, 0_u64, 0_usize);
        if waiting.len() < voters.len() + 1 {
            waiting.resize(voters.len() + 1, (0, 0, 0));
        }
        // No branches: who is poor is hard to foresee for a processor.
        for voter in voters {
            let (own, weight) = money(voter as usize);
            let has = own * u64::from(weight);
            let is_poor = own < bottom;
            all += has;
            poor += if is_poor { has } else { 0 };
            poor_weight += if is_poor { u64::from(weight) } else { 0 };
            waiting[waits] = (own, 1, weight);
            waits += usize::from(own < top && !is_poor);
            see(voter, own, weight);
        }
        Self { bottom, top, all, poor, poor_weight, waits }
    }

    /// The price; an error if it is above `top`, with a price that is not above it.
    fn price(&self, cost: u128, total: u64, waiting: &mut [Waiting]) -> Result<Option<Quotient>, u64> {
        if u128::from(self.all) < cost {
            return Ok(None);
        }
        let mut waits = self.waits;
        let mut found = Quotient { rest: cost as u64 - self.poor, factors: total - self.poor_weight };
        loop {
            let price = found.rest.div_ceil(found.factors);
            if price > self.top {
                return Err(price);
            }
            let before = std::mem::take(&mut waits);
            for at in 0..before {
                let (own, _, weight) = waiting[at];
                let is_poor = own < price;
                found.rest -= if is_poor { own * u64::from(weight) } else { 0 };
                found.factors -= if is_poor { u64::from(weight) } else { 0 };
                waiting[waits] = (own, 1, weight);
                waits += usize::from(!is_poor);
            }
            if waits == before {
                return Ok(Some(found));
            }
        }
    }
}

/// Where factors differ.
fn weighed(
    payers: Payers<'_>,
    cost: u128,
    least: u128,
    waiting: &mut Vec<Waiting>,
    money: impl Fn(usize) -> (u64, u32),
) -> Option<Quotient> {
    let (mut all, mut poor, mut poor_factors) = (0_u64, 0_u64, 0_u64);
    waiting.clear();
    for (&voter, &factor) in payers.voters.iter().zip(payers.factors) {
        let (own, weight) = money(voter as usize);
        let factor = factor as u64;
        all += own * u64::from(weight);
        if u128::from(own) << FRACTION < least * u128::from(factor) {
            poor += own * u64::from(weight);
            poor_factors += u64::from(weight) * factor;
        } else {
            waiting.push((own, factor, weight));
        }
    }
    if u128::from(all) < cost {
        return None;
    }
    let mut found = Quotient { rest: cost as u64 - poor, factors: payers.total - poor_factors };
    loop {
        let Quotient { rest, factors } = found;
        let before = waiting.len();
        waiting.retain(|&(own, factor, weight)| {
            if u128::from(own) * u128::from(factors) >= u128::from(rest) * u128::from(factor) {
                return true;
            }
            found.rest -= own * u64::from(weight);
            found.factors -= u64::from(weight) * factor;
            false
        });
        if waiting.len() == before {
            return Some(found);
        }
    }
}
