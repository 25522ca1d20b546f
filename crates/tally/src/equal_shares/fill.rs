//! What an item costs if its supporters have so much money each, in whole numbers.

use super::line::Ends;

/// Prices have so many binary places more than money.
pub(super) const FRACTION: u32 = 32;

/// A price per factor as an exact quotient: `rest / factors`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotient {
    pub(super) rest: u64,
    pub(super) factors: u64,
}

impl Quotient {
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

/// So many voters are fetched side by side.
pub(super) const BLOCK: usize = 64;

/// Fetches the money of some voters, before anything depends on it: memory then works on many of them at once.
#[inline(always)]
pub(super) fn fetch<T: Copy>(
    voters: &[u32],
    into: &mut [(T, u32); BLOCK],
    money: &impl Fn(usize) -> (T, u32),
) -> usize {
    for (own, &voter) in into.iter_mut().zip(voters) {
        *own = money(voter as usize);
    }
    voters.len().min(BLOCK)
}

/// The prices `q` per factor at the ends (or at the first alone) at which the payers pay `cost` together, each
/// `min(its money, q * factor)`; `None` if they have less than that. `money` gives a voter's money and how many have the same;
/// `least` are prices known not to be above the answer. Where every factor is 1, only those in `seen` are looked at first: all
/// others have [`rich_from`] at both ends.
///
/// The poor, who cannot pay the price, give all they have. Each pass takes out those who cannot pay the price that the
/// others would pay together; that price never passes the answer, so who is found poor is poor, and when nobody new is
/// found, it is the answer.
pub(super) fn prices_at(
    ends: usize,
    payers: Payers<'_>,
    seen: &[u32],
    cost: u128,
    least: Ends<u128>,
    waiting: &mut Ends<Vec<Waiting>>,
    money: impl Fn(usize) -> (Ends<u64>, u32),
) -> Option<Ends<Quotient>> {
    let at_end = |end: usize| {
        let money = &money;
        move |voter: usize| {
            let (own, weight) = money(voter);
            (own[end], weight)
        }
    };
    if !payers.factors.is_empty() {
        let first = weighed(payers, cost, least[0], &mut waiting[0], at_end(0))?;
        let last = if ends == 1 { first } else { weighed(payers, cost, least[1], &mut waiting[1], at_end(1))? };
        return Some([first, last]);
    }
    let bottoms = least.map(|least| (least >> FRACTION) as u64);
    if ends == 1 {
        let first = plain(payers, seen, cost, bottoms[0], &mut waiting[0], &at_end(0))?;
        return Some([first, first]);
    }
    for waiting in &mut *waiting {
        waiting.resize(waiting.len().max(seen.len() + 1), (0, 0, 0));
    }
    let [mut first, mut last] = bottoms.map(Scan::at);
    let [first_waiting, last_waiting] = waiting;
    let mut owns = [([0, 0], 0); BLOCK];
    for block in seen.chunks(BLOCK) {
        let size = fetch(block, &mut owns, &money);
        for &(own, weight) in &owns[..size] {
            first.see(own[0], weight, first_waiting);
            last.see(own[1], weight, last_waiting);
        }
    }
    let solve = |scan: Scan, end: usize, waiting: &mut Vec<Waiting>| match scan.price(cost, payers, seen, waiting) {
        Ok(found) => found,
        Err(price) => plain(payers, payers.voters, cost, price, waiting, &at_end(end)),
    };
    Some([solve(first, 0, first_waiting)?, solve(last, 1, last_waiting)?])
}

/// What those have at least who need not be looked at, if these prices are not above the answer.
pub(super) fn rich_from(least: Ends<u128>) -> u64 {
    let [first, last] = least.map(|least| Scan::at((least >> FRACTION) as u64).top);
    first.max(last)
}

/// Where every factor is 1; who has less than `bottom` is poor.
fn plain(
    payers: Payers<'_>,
    seen: &[u32],
    cost: u128,
    bottom: u64,
    waiting: &mut Vec<Waiting>,
    money: &impl Fn(usize) -> (u64, u32),
) -> Option<Quotient> {
    let (mut bottom, mut seen) = (bottom, seen);
    loop {
        waiting.resize(waiting.len().max(seen.len() + 1), (0, 0, 0));
        let mut scan = Scan::at(bottom);
        let mut owns = [(0, 0); BLOCK];
        for block in seen.chunks(BLOCK) {
            let size = fetch(block, &mut owns, money);
            for &(own, weight) in &owns[..size] {
                scan.see(own, weight, waiting);
            }
        }
        match scan.price(cost, payers, seen, waiting) {
            Ok(found) => return found,
            Err(price) => (bottom, seen) = (price, payers.voters),
        }
    }
}

/// All who are to be seen, looked at once. Who has less than `bottom` is poor; who has `top` or more is taken for rich, which the price
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
    fn at(bottom: u64) -> Self {
        let top = bottom.saturating_add(bottom / 4).saturating_add(2);
        Self { bottom, top, ..Self::default() }
    }

    /// No branches: who is poor is hard to foresee for a processor.
    #[inline(always)]
    fn see(&mut self, own: u64, weight: u32, waiting: &mut [Waiting]) {
        let has = own * u64::from(weight);
        let is_poor = own < self.bottom;
        self.all += has;
        self.poor += if is_poor { has } else { 0 };
        self.poor_weight += if is_poor { u64::from(weight) } else { 0 };
        waiting[self.waits] = (own, 1, weight);
        self.waits += usize::from(own < self.top && !is_poor);
    }

    /// The price; an error if it is above `top`, with a price that is not above it.
    fn price(
        &self,
        cost: u128,
        payers: Payers<'_>,
        seen: &[u32],
        waiting: &mut [Waiting],
    ) -> Result<Option<Quotient>, u64> {
        // The others can pay any price up to `top`.
        if u128::from(self.all) < cost && seen.len() == payers.voters.len() {
            return Ok(None);
        }
        let mut waits = self.waits;
        let mut found = Quotient { rest: cost as u64 - self.poor, factors: payers.total - self.poor_weight };
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
