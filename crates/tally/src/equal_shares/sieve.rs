//! A quick lower bound of a price: what each voter has left, rounded up to one of 256 levels.
//!
//! The exact scans of [`super::low`] read eight bytes a supporter in no order, from an array far larger than the processor's
//! cache. Here it is one byte, and a supporter is only counted. Whoever is looked at has at most its level's money at every
//! share of the span, and with more money an item is never dearer: **the price at the levels is not above the price**, and who
//! could not afford it with that cannot at all. Most candidates are put off by that; the others are scanned.

use super::fill::{FRACTION, List, rich_from};
use super::known::{Known, State};
use super::line::{Cell, Ends, most_left};
use super::roll::Weights;
use super::span::Span;

/// As many as a byte tells apart.
const LEVELS: usize = 256;

/// So many counts are kept side by side, so that the next count need not wait for the last.
const LANES: usize = 4;

/// What each voter of the roll has left at most, in steps of `2^step`, rounded up.
#[derive(Default)]
pub(super) struct Sieve {
    levels: Vec<u8>,
    step: u32,
}

/// What the sieve tells of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sifted {
    /// Nobody can afford it at any share.
    Unaffordable,
    /// At no share is the price per factor below this, in units of `2^-FRACTION`.
    Price(u128),
}

impl Sieve {
    /// Levels for voters who have so much left.
    pub(super) fn fill(&mut self, most_share: u64, lefts: impl Iterator<Item = Ends<u64>>) {
        self.step = (u64::BITS - most_share.leading_zeros()).saturating_sub(7);
        while self.step > 0 && level(most_share, self.step - 1) < LEVELS as u64 {
            self.step -= 1;
        }
        let step = self.step;
        self.levels.clear();
        self.levels.extend(lefts.map(|left| level(left[0].max(left[1]), step) as u8));
    }

    /// A voter has so much left now.
    pub(super) fn set(&mut self, place: usize, left: Ends<u64>) {
        if let Some(own) = self.levels.get_mut(place) {
            *own = level(left[0].max(left[1]), self.step) as u8;
        }
    }

    /// Drops who has nothing from a list where every factor is 1, and lists who is not known to have `enough` at one of the ends.
    pub(super) fn near(&self, list: &mut List<'_>, weights: &Weights, enough: u64, near: &mut Vec<u32>) {
        let highest = enough.div_ceil(1 << self.step).min(LEVELS as u64) as usize;
        let len = list.left.0;
        near.resize(near.len().max(len + 1), 0);
        let (mut kept, mut nears) = (0, 0);
        for at in 0..len {
            let voter = list.voters[at];
            let level = usize::from(self.levels[voter as usize]);
            (list.voters[kept], near[nears]) = (voter, voter);
            kept += usize::from(level > 0);
            nears += usize::from(level > 0 && level <= highest);
            list.left.1 -= if level > 0 { 0 } else { u64::from(weights.of(voter as usize)) };
        }
        list.left.0 = kept;
        near.truncate(nears);
    }

    /// Lists who is not known to have `enough` at one of the ends.
    pub(super) fn below(&self, voters: &[u32], enough: u64, near: &mut Vec<u32>) {
        let highest = enough.div_ceil(1 << self.step).min(LEVELS as u64) as usize;
        near.resize(near.len().max(voters.len() + 1), 0);
        let mut nears = 0;
        for &voter in voters {
            near[nears] = voter;
            nears += usize::from(usize::from(self.levels[voter as usize]) <= highest);
        }
        near.truncate(nears);
    }

    /// Where every factor is 1. `voters` in ascending order; `heads` is how many they are, weights counted.
    pub(super) fn sift(&self, voters: &[u32], weights: &Weights, heads: u64, cost: u64) -> Sifted {
        let mut lanes = [[0_u64; LEVELS]; LANES];
        let (company, alone) = voters.split_at(voters.partition_point(|&voter| weights.has_company(voter as usize)));
        for &voter in company {
            lanes[0][usize::from(self.levels[voter as usize])] += u64::from(weights.of(voter as usize));
        }
        let mut fours = alone.chunks_exact(LANES);
        for four in &mut fours {
            for (lane, &voter) in lanes.iter_mut().zip(four) {
                lane[usize::from(self.levels[voter as usize])] += 1;
            }
        }
        for &voter in fours.remainder() {
            lanes[0][usize::from(self.levels[voter as usize])] += 1;
        }
        let count = |level: usize| lanes.iter().map(|lane| lane[level]).sum::<u64>();
        let has = |level: usize| count(level) * ((level as u64) << self.step);
        if (0..LEVELS).map(has).sum::<u64>() < cost {
            return Sifted::Unaffordable;
        }
        let (mut rest, mut others) = (cost, heads);
        for level in 0..LEVELS {
            // Who cannot pay what the others would pay together, gives all.
            if u128::from((level as u64) << self.step) * u128::from(others) >= u128::from(rest) {
                break;
            }
            rest -= has(level);
            others -= count(level);
        }
        Sifted::Price((u128::from(rest) << FRACTION) / u128::from(others))
    }
}

impl<C: Cell> Span<'_, C> {
    /// To be called whenever shares or all payments are others.
    pub(super) fn fill_sieve(&mut self) {
        if self.roll.is_plain() {
            let shares = self.most_shares();
            self.sieve.fill(shares[0].max(shares[1]), self.paid.iter().map(|paid| most_left(shares, paid.least)));
        }
    }

    /// Raises the lowest price of a candidate by a quick look, once in a round. Whether it did.
    pub(super) fn sift(&mut self, at: usize) -> bool {
        let known = self.known[at];
        if known.state != State::Open
            || known.round == self.round
            || known.sifted == self.round
            || !self.roll.is_plain()
        {
            return false;
        }
        let item = self.candidates[at];
        let (cost, total) = (self.cost(item) as u64, self.market.totals[item] as u64);
        let (list, weights) = self.roll.list(item, total);
        let (len, heads) = *list.left;
        let sifted = self.sieve.sift(&list.voters[..len], weights, heads, cost);
        self.known[at].sifted = self.round;
        match sifted {
            Sifted::Unaffordable => self.known[at].state = State::Out,
            Sifted::Price(price) if 2 * price > known.price[0] + known.price[1] => {
                let price = [price, price];
                self.known[at] = Known { price, rate: self.rate(item, price), ..self.known[at] };
            }
            Sifted::Price(_) => return false,
        }
        true
    }

    /// Puts those payers into `near` who have to be looked at for a highest price.
    ///
    /// Say a voter has `m` left at most, at one end, and no more than `gap` lies between what it has paid at least and at most,
    /// at whichever ends. Then it has `m - gap` left at least at both, but for the difference of shares.
    pub(super) fn see_below(&mut self, item: usize, at: usize) {
        let payers = self.roll.payers(item);
        if !self.roll.is_plain() {
            return;
        }
        let [first, last] = self.shares;
        let early = self.before.iter().map(|&other| self.early_dues[self.candidates[other]]);
        let early = early.fold(0_u64, |sum, [first, last]| sum.saturating_add(first.max(last)));
        let gap = self.gap.saturating_add(first.abs_diff(last) + 1).saturating_add(early);
        let enough = rich_from(self.known[at].price).saturating_add(gap);
        self.sieve.below(payers.voters, enough, &mut self.near);
    }
}

/// Rounded up; 0 for nothing only.
fn level(left: u64, step: u32) -> u64 {
    (left + (1 << step) - 1) >> step
}

#[cfg(test)]
mod tests {
    use super::super::fill::{Payers, prices_at};
    use super::super::low::{Low, line_and_drop, plain_line_and_drop};
    use super::*;

    /// What voters have at the ends, how many each is, and what an item costs.
    fn elections() -> impl Iterator<Item = (Vec<Ends<u64>>, Weights, u64)> {
        let mut state = 5_u64;
        let mut random = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        (0..400).map(move |round| {
            let (len, most) = (1 + random(300) as usize, [3, 900, 1 << 30][round % 3]);
            let lefts: Vec<Ends<u64>> = (0..len)
                .map(|_| {
                    let first = random(most + 1) * random(4).min(1);
                    [first, (first + random(most / 20 + 1)).min(most)]
                })
                .collect();
            let weights: Vec<u32> = (0..random(len as u64)).map(|_| 2 + random(5) as u32).collect();
            let weight = |voter: usize| u64::from(weights.get(voter).copied().unwrap_or(1));
            let all: u64 = (0..len).map(|voter| lefts[voter][0] * weight(voter)).sum();
            let cost = 1 + random(all + all / 20 + 1);
            (lefts, Weights::new(weights), cost)
        })
    }

    fn filled(lefts: &[Ends<u64>]) -> Sieve {
        let mut sieve = Sieve::default();
        let most = lefts.iter().flatten().copied().max().unwrap_or(0);
        sieve.fill(most, lefts.iter().copied());
        sieve
    }

    #[test]
    fn levels_are_above_the_money_by_less_than_a_step_and_only_nothing_is_nothing() {
        for (lefts, ..) in elections() {
            let sieve = filled(&lefts);
            for (&level, left) in sieve.levels.iter().zip(&lefts) {
                let (most, above) = (left[0].max(left[1]), u64::from(level) << sieve.step);
                assert!(most <= above && above < most + (1 << sieve.step));
                assert_eq!(level == 0, most == 0);
            }
        }
    }

    /// Exact prices of all payers are not below what is sifted, and are the same if only those are seen who are near.
    #[test]
    fn who_is_not_seen_changes_no_price() {
        let (mut put_off, mut narrowed, mut again) = (0, 0, 0);
        for (lefts, weights, cost) in elections() {
            let sieve = filled(&lefts);
            let voters: Vec<u32> = (0..lefts.len() as u32).collect();
            let heads = voters.iter().map(|&voter| u64::from(weights.of(voter as usize))).sum();
            let payers = Payers { voters: &voters, factors: &[], total: heads };
            let money = |voter: usize| (lefts[voter], weights.of(voter));
            let mut waiting = [Vec::new(), Vec::new()];
            let cost_wide = u128::from(cost);
            let mut exact = |ends, seen: &[u32], least| {
                prices_at(ends, payers, seen, cost_wide, least, &mut waiting, money)
                    .map(|found| found.map(|end| end.ceil()))
            };
            let all = exact(2, &voters, [0, 0]);
            let sifted = match sieve.sift(&voters, &weights, heads, cost) {
                Sifted::Unaffordable => {
                    assert_eq!(all, None);
                    put_off += 1;
                    continue;
                }
                Sifted::Price(price) => price,
            };
            let Some(prices) = all else { continue };
            assert!(prices.iter().all(|&price| sifted <= price));
            for least in [sifted, sifted / 2, 0] {
                // From nothing the price passes what was taken for rich, and all are looked at again.
                let mut near = Vec::new();
                let gap = lefts.iter().map(|left| left[0].abs_diff(left[1])).max().unwrap_or(0);
                sieve.below(&voters, rich_from([least, least]) + gap, &mut near);
                narrowed += usize::from(near.len() < voters.len());
                again += usize::from(prices[0] >> FRACTION > u128::from(rich_from([least, least])));
                assert_eq!(exact(2, &near, [least, least]), Some(prices));
                assert_eq!(exact(1, &near, [least, least]), Some([prices[0]; 2]));
            }
        }
        assert!(put_off > 5 && narrowed > 50 && again > 50, "{put_off} {narrowed} {again}");
    }

    /// A line from those who are near is below the prices at both ends too, and nearly always the one that all voters give.
    #[test]
    fn a_line_from_those_who_are_near_is_below_the_prices() {
        let (mut same, mut lower) = (0, 0);
        for (lefts, weights, cost) in elections() {
            let sieve = filled(&lefts);
            let heads: u64 = (0..lefts.len()).map(|voter| u64::from(weights.of(voter))).sum();
            let money = |voter: usize| (lefts[voter], weights.of(voter));
            let (mut voters, mut factors): (Vec<u32>, Vec<i64>) =
                ((0..lefts.len() as u32).collect(), vec![1; lefts.len()]);
            let (mut other, mut left, mut other_left) = (voters.clone(), (lefts.len(), heads), (lefts.len(), heads));
            let list = List { voters: &mut voters, factors: &mut factors, left: &mut left };
            let all = line_and_drop(list, cost.into(), &mut Vec::new(), money);
            let list = List { voters: &mut other, factors: &mut [], left: &mut other_left };
            let buffers = (&mut Vec::new(), &mut Vec::new());
            let near = plain_line_and_drop(list, cost.into(), 0, (&sieve, &weights), buffers, money);
            assert_eq!((left, &voters[..left.0]), (other_left, &other[..left.0]));
            match (all, near) {
                (Low::Line(all), Low::Line(near)) => {
                    assert!(near[0] + near[1] <= all[0] + all[1] + 2);
                    if near == all {
                        same += 1
                    } else {
                        lower += 1
                    }
                    let payers = Payers { voters: &voters[..left.0], factors: &[], total: left.1 };
                    let mut waiting = [Vec::new(), Vec::new()];
                    let exact = prices_at(2, payers, payers.voters, cost.into(), [0, 0], &mut waiting, money);
                    if let Some(exact) = exact {
                        assert!(near.iter().zip(exact).all(|(&near, exact)| near <= exact.ceil()));
                    }
                }
                (Low::Unaffordable, near) => assert!(!matches!(near, Low::Somewhere)),
                (Low::Line(_), _) => panic!("a line was lost"),
                (Low::Somewhere, _) => {}
            }
        }
        assert!(lower > 0 && same > 4 * lower, "{same} {lower}");
    }
}
