//! Voters and supporters laid out for counting over and over again.
//!
//! Voters with the same favourites stand side by side, so that the supporters of an item are read nearly in a row. Only
//! candidates are listed. Each run has its own lists, from which those who are broke drop out.

use super::fill::{List, Payers};
use crate::market::Market;
use crate::rule::Utility;
use crate::sheet::Sheet;
use crate::utility::factor;

/// Fewer ballots fit the processor's cache in any order.
const WORTH_SORTING: usize = 20_000;

/// How many voters are like the one at a place: those with company come first, and only these are kept.
pub(super) struct Weights(Vec<u32>);

impl Weights {
    #[cfg(test)]
    pub(super) fn new(company: Vec<u32>) -> Self {
        Self(company)
    }

    pub(super) fn of(&self, place: usize) -> u32 {
        self.0.get(place).copied().unwrap_or(1)
    }

    pub(super) fn has_company(&self, place: usize) -> bool {
        place < self.0.len()
    }
}

pub(super) struct Roll {
    weights: Weights,
    len: usize,
    /// Where each voter's choices begin.
    offsets: Vec<u32>,
    /// What each voter supports, and with what factor (empty if every factor is 1).
    choices: Vec<u32>,
    choice_factors: Vec<i64>,
    /// Where each item's list begins.
    starts: Vec<usize>,
    supporters: Vec<u32>,
    factors: Vec<i64>,
    /// The lists of this run: how many are left of each, and their sum of weight times factor.
    left: Vec<(usize, u64)>,
    now: Vec<u32>,
    now_factors: Vec<i64>,
    ready: Vec<bool>,
    /// The lists that were saved, and which of them a run begins with.
    saved: Vec<u32>,
    saved_factors: Vec<i64>,
    saved_left: Vec<Option<(usize, u64)>>,
    from_saved: bool,
}

impl Roll {
    pub(super) fn new(market: &Market, sheet: &Sheet<'_>, utility: Utility, candidates: &[usize]) -> Self {
        let (profile, items) = (sheet.profile, market.costs.len());
        let mut popularity = vec![None; items];
        let mut by_votes = candidates.to_vec();
        by_votes.sort_by_key(|&item| std::cmp::Reverse(market.supporters[item]));
        by_votes.iter().enumerate().for_each(|(rank, &item)| popularity[item] = Some(rank.min(65_534) as u64));
        // Those with company come first.
        let alone = |ballot: u32| u64::from(profile.ballot(ballot as usize).weight == 1) << 63;
        let mut order: Vec<(u64, u32)> = (0..profile.len() as u32).map(|ballot| (alone(ballot), ballot)).collect();
        if order.len() > WORTH_SORTING {
            for (key, ballot) in &mut order {
                // The three most popular choices, the most popular first.
                let mut first = [65_535; 3];
                for &choice in profile.ballot(*ballot as usize).choices {
                    let Some(mut rank) = popularity[choice as usize] else { continue };
                    for best in &mut first {
                        if rank < *best {
                            std::mem::swap(&mut rank, best);
                        }
                    }
                }
                *key |= first[0] << 32 | first[1] << 16 | first[2];
            }
        }
        order.sort_unstable();
        let plain = market.is_plain();
        let (mut weights, mut offsets) = (Vec::new(), vec![0]);
        let (mut choices, mut choice_factors) = (Vec::new(), Vec::new());
        for &(_, index) in &order {
            let ballot = profile.ballot(index as usize);
            for (place, &choice) in ballot.choices.iter().enumerate() {
                let factor = factor(utility, profile.kind(), &ballot, place);
                if factor > 0 && popularity[choice as usize].is_some() {
                    choices.push(choice);
                    if !plain {
                        choice_factors.push(factor);
                    }
                }
            }
            if ballot.weight > 1 {
                weights.push(ballot.weight as u32);
            }
            offsets.push(choices.len() as u32);
        }
        let mut starts = vec![0; items + 1];
        choices.iter().for_each(|&choice| starts[choice as usize + 1] += 1);
        for item in 0..items {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        let (mut supporters, mut factors) = (vec![0; choices.len()], vec![0; choice_factors.len()]);
        for voter in 0..order.len() {
            for at in offsets[voter] as usize..offsets[voter + 1] as usize {
                let place = &mut next[choices[at] as usize];
                supporters[*place] = voter as u32;
                if !plain {
                    factors[*place] = choice_factors[at];
                }
                *place += 1;
            }
        }
        let (now, now_factors) = (vec![0; supporters.len()], vec![0; factors.len()]);
        let (left, ready) = (vec![(0, 0); items], vec![false; items]);
        Self {
            weights: Weights(weights),
            len: order.len(),
            offsets,
            choices,
            choice_factors,
            starts,
            saved: supporters.clone(),
            saved_factors: factors.clone(),
            saved_left: vec![None; items],
            from_saved: false,
            supporters,
            factors,
            left,
            now,
            now_factors,
            ready,
        }
    }

    /// How many places there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether every factor is 1.
    pub(super) fn is_plain(&self) -> bool {
        self.factors.is_empty()
    }

    pub(super) fn weight(&self, place: usize) -> u32 {
        self.weights.of(place)
    }

    /// Begins a run, with the lists as they were saved if asked for.
    pub(super) fn reset(&mut self, from_saved: bool) {
        self.ready.fill(false);
        self.from_saved = from_saved;
    }

    /// Saves the lists as they are now.
    pub(super) fn save(&mut self) {
        for item in 0..self.ready.len() {
            self.saved_left[item] = self.ready[item].then_some(self.left[item]);
            if self.ready[item] {
                let range = self.starts[item]..self.starts[item] + self.left[item].0;
                self.saved[range.clone()].copy_from_slice(&self.now[range.clone()]);
                if !self.factors.is_empty() {
                    self.saved_factors[range.clone()].copy_from_slice(&self.now_factors[range]);
                }
            }
        }
    }

    /// What a voter supports.
    pub(super) fn choices(&self, voter: usize) -> &[u32] {
        &self.choices[self.offsets[voter] as usize..self.offsets[voter + 1] as usize]
    }

    /// The factors beside [`Self::choices`]; empty if all are 1.
    pub(super) fn factors(&self, voter: usize) -> &[i64] {
        self.choice_factors.get(self.offsets[voter] as usize..self.offsets[voter + 1] as usize).unwrap_or(&[])
    }

    /// Supporters of an item who were not broke when it was last priced.
    pub(super) fn payers(&self, item: usize) -> Payers<'_> {
        let (left, total) = self.left[item];
        let range = self.starts[item]..self.starts[item] + left;
        let factors = if self.factors.is_empty() { &[] } else { &self.now_factors[range.clone()] };
        Payers { voters: &self.now[range], factors, total }
    }

    /// The same, for taking out who is broke by now, and the weights. `total` is the sum of all supporters' weight times
    /// factor.
    pub(super) fn list(&mut self, item: usize, total: u64) -> (List<'_>, &Weights) {
        let range = self.starts[item]..self.starts[item + 1];
        if !std::mem::replace(&mut self.ready[item], true) {
            let saved = self.saved_left[item].filter(|_| self.from_saved);
            let (from, factors) =
                if saved.is_some() { (&self.saved, &self.saved_factors) } else { (&self.supporters, &self.factors) };
            self.left[item] = saved.unwrap_or((range.len(), total));
            let range = range.start..range.start + self.left[item].0;
            self.now[range.clone()].copy_from_slice(&from[range.clone()]);
            if !factors.is_empty() {
                self.now_factors[range.clone()].copy_from_slice(&factors[range]);
            }
        }
        let left = &mut self.left[item];
        let range = range.start..range.start + left.0;
        let factors = if self.factors.is_empty() { &mut [] } else { &mut self.now_factors[range.clone()] };
        (List { voters: &mut self.now[range], factors, left }, &self.weights)
    }
}
