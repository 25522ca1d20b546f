//! Cumulative single transferable vote (CSTV).
//!
//! Piotr Skowron, Arkadii Slinko, Stanisław Szufa and Nimrod Talmon, "Participatory Budgeting with Cumulative Votes"
//! (arXiv:2009.02690). Every voter owns the same share of the budget and divides it among items in proportion to its points.
//! An item whose support covers its cost is funded; what it got too much goes back to its supporters' other items in
//! proportion. If no item is covered, the one that lacks most is eliminated and its support goes the same way. At the end
//! eliminated items are looked at once more, the last eliminated first, and funded if they still fit.
//!
//! Of several covered items the one with the greatest support per cost is funded first (`ewtc`, the default), or the one with
//! the greatest excess (`ewt`).
//!
//! `mtc` and `mt` are the same with minimal transfers instead of elimination: if no item is covered, the best (by the same
//! comparison) of those that their supporters could cover is funded, and these move as little as that takes from their other
//! items to it. Once no item is within reach, the others are funded in that order as far as they fit.
//!
//! **Declared rounding.** Exact denominators multiply with every transfer, so the rule is defined here on whole multiples of a
//! unit: a power of two of the smallest unit of money such that all money together is below 2^60 units. Shares and transfers
//! are rounded down; an item counts as covered if it lacks no more than rounding can have taken.

mod transfer;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::ballot::{BallotKind, Profile};
use crate::error::CountError;
use crate::exact::cmp_products;
use crate::instance::Instance;
use crate::outcome::{Fraction, Outcome, Reason, Round};
use crate::purse::Purse;
use crate::rule::Rule;
use crate::sheet::{Count, Sheet};
use crate::tie::Tie;

/// Which covered item is funded first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CstvVariant {
    /// Elimination with transfers, the greatest support per cost first.
    #[default]
    Ewtc,
    /// Elimination with transfers, the greatest excess first.
    Ewt,
    /// Minimal transfers, the greatest support per cost first.
    Mtc,
    /// Minimal transfers, the greatest excess first.
    Mt,
}

impl CstvVariant {
    fn is_by_cost(self) -> bool {
        matches!(self, Self::Ewtc | Self::Mtc)
    }

    fn eliminates(self) -> bool {
        matches!(self, Self::Ewtc | Self::Ewt)
    }
}

pub(crate) fn count(
    rule: &Rule,
    variant: CstvVariant,
    instance: &Instance,
    profile: &Profile,
) -> Result<Outcome, CountError> {
    if profile.kind() == BallotKind::Ordinal {
        let (rule, ballots) = (rule.method.name().into(), profile.kind().name().into());
        return Err(CountError::BallotsNotSupported { rule, ballots });
    }
    let sheet = Sheet::new(rule, instance, profile)?;
    let mut purse = Purse::new(instance, &sheet.limits);
    let mut walk = Walk::new(&sheet, &purse, variant);
    walk.run(&mut purse);
    let Walk { rounds, ties, eliminated, .. } = walk;
    let mut reasons = vec![None; instance.items.len()];
    for item in sheet.candidates() {
        reasons[item] = match purse.block(item) {
            Some(block) => Some(purse.reason(item, &block)),
            None => Some(Reason::NoVotes),
        };
    }
    let order = eliminated.into_iter().rev().collect();
    Ok(sheet.outcome(&purse, Count { order, reasons, rounds, ties }))
}

struct Walk<'a> {
    sheet: &'a Sheet<'a>,
    variant: CstvVariant,
    shift: u32,
    /// For each distinct ballot, what one of its voters gives to each of its items, beside the choices.
    gifts: Vec<Vec<i64>>,
    /// What each item has, of all voters.
    support: Vec<i64>,
    /// Items neither funded nor eliminated, in the order of the tie-break.
    current: Vec<usize>,
    /// In the order of elimination.
    eliminated: Vec<usize>,
    /// What rounding can have taken from any item, at most.
    dust: i64,
    rounds: Vec<Round>,
    ties: Vec<Tie>,
}

impl<'a> Walk<'a> {
    fn new(sheet: &'a Sheet<'a>, purse: &Purse<'_>, variant: CstvVariant) -> Self {
        let profile = sheet.profile;
        let total = purse.remaining.max(0);
        let shift = 60_u32.saturating_sub(128 - total.leading_zeros()).min(40);
        let share = ((total << shift) / i128::from(profile.voters().max(1))) as i64;
        let current = sheet.candidates();
        let mut taking = vec![false; sheet.instance.items.len()];
        current.iter().for_each(|&item| taking[item] = true);
        let gift = |ballot: crate::Ballot<'_>| {
            let points = |place: usize| match taking[ballot.choices[place] as usize] {
                true => ballot.points.get(place).copied().unwrap_or(1).max(0),
                false => 0,
            };
            let all: i64 = (0..ballot.choices.len()).map(points).sum();
            (0..ballot.choices.len()).map(|place| part(share, points(place), all)).collect()
        };
        let gifts: Vec<Vec<i64>> = profile.ballots().map(gift).collect();
        let mut support = vec![0; sheet.instance.items.len()];
        for (ballot, gifts) in profile.ballots().zip(&gifts) {
            for (&choice, gift) in ballot.choices.iter().zip(gifts) {
                support[choice as usize] += ballot.weight as i64 * gift;
            }
        }
        // The share and each gift were rounded down by less than one unit per voter.
        let dust = 2 * profile.voters() as i64;
        let (rounds, ties) = (Vec::new(), Vec::new());
        Self { sheet, variant, shift, gifts, support, current, eliminated: Vec::new(), dust, rounds, ties }
    }

    fn cost(&self, item: usize) -> i128 {
        i128::from(self.sheet.instance.items[item].cost) << self.shift
    }

    fn run(&mut self, purse: &mut Purse<'_>) {
        while !self.current.is_empty() {
            let covered: Vec<usize> = self
                .current
                .iter()
                .copied()
                .filter(|&item| i128::from(self.support[item]) + i128::from(self.dust) >= self.cost(item))
                .filter(|&item| self.support[item] > 0 && purse.block(item).is_none())
                .collect();
            if !covered.is_empty() {
                self.fund(&covered, purse);
            } else if self.variant.eliminates() {
                self.eliminate();
            } else if !self.cover(purse) {
                break;
            }
        }
        // The best of those that no transfers could cover comes first.
        while !self.current.is_empty() {
            let tied = extreme(&self.current, |a, b| self.compare(b, a));
            self.note_tie(&tied);
            let item = tied[tied.len() - 1];
            self.current.retain(|&other| other != item);
            self.eliminated.push(item);
        }
        // Reverse elimination: what still fits is funded after all, the last eliminated first.
        for at in (0..self.eliminated.len()).rev() {
            let item = self.eliminated[at];
            if self.sheet.votes[item] > 0 && purse.block(item).is_none() {
                purse.fund(item);
                self.record(item, purse);
            }
        }
    }

    /// Greater is better.
    fn compare(&self, a: usize, b: usize) -> Ordering {
        if self.variant.is_by_cost() {
            return cmp_products(self.support[a].into(), self.cost(b), self.support[b].into(), self.cost(a));
        }
        (i128::from(self.support[a]) - self.cost(a)).cmp(&(i128::from(self.support[b]) - self.cost(b)))
    }

    /// Covers an item by minimal transfers; `false` if none is within reach. What another item excludes is taken out first.
    fn cover(&mut self, purse: &Purse<'_>) -> bool {
        if let Some(item) = self.current.iter().copied().find(|&item| purse.block_of_limits(item).is_some()) {
            self.eliminated.push(item);
            self.leave(item, |gift| gift);
            return true;
        }
        let dust = i128::from(self.dust);
        let within: Vec<usize> = self
            .current
            .iter()
            .copied()
            .filter(|&item| self.support[item] > 0 && purse.block(item).is_none())
            .filter(|&item| self.reach(item) + dust >= self.cost(item))
            .collect();
        let tied = extreme(&within, |a, b| self.compare(a, b));
        let Some(&item) = tied.first() else { return false };
        self.note_tie(&tied);
        self.transfer(item);
        true
    }

    fn fund(&mut self, covered: &[usize], purse: &mut Purse<'_>) {
        let tied = extreme(covered, |a, b| self.compare(a, b));
        let item = tied[0];
        self.note_tie(&tied);
        purse.fund(item);
        self.record(item, purse);
        let (cost, support) = (self.cost(item), i128::from(self.support[item]));
        let excess = (support - cost).max(0);
        self.leave(item, |gift| (i128::from(gift) * excess / support.max(1)) as i64);
    }

    fn eliminate(&mut self) {
        let lacking = |item: usize| self.cost(item) - i128::from(self.support[item]);
        let tied = extreme(&self.current, |a, b| lacking(a).cmp(&lacking(b)));
        self.note_tie(&tied);
        // The tie-break says who wins, so the last of it is eliminated.
        let item = tied[tied.len() - 1];
        self.eliminated.push(item);
        self.leave(item, |gift| gift);
    }

    fn note_tie(&mut self, tied: &[usize]) {
        if tied.len() > 1 {
            let round = self.rounds.len() as u32 + 1;
            self.ties.push(self.sheet.order.record(self.sheet.instance, round, tied, true));
        }
    }

    /// Takes an item out; `back` says how much of a gift returns, to go to the giver's other items in proportion.
    fn leave(&mut self, item: usize, back: impl Fn(i64) -> i64) {
        self.current.retain(|&other| other != item);
        let mut taking = vec![false; self.support.len()];
        self.current.iter().for_each(|&other| taking[other] = true);
        for (ballot, gifts) in self.sheet.profile.ballots().zip(&mut self.gifts) {
            let Some(place) = ballot.choices.iter().position(|&choice| choice as usize == item) else { continue };
            let returned = back(std::mem::take(&mut gifts[place]));
            let others = |gifts: &[i64], place: usize| match taking[ballot.choices[place] as usize] {
                true => gifts[place],
                false => 0,
            };
            let all: i64 = (0..gifts.len()).map(|place| others(gifts, place)).sum();
            if returned == 0 || all == 0 {
                continue;
            }
            for place in 0..gifts.len() {
                let more = part(returned, others(gifts, place), all);
                gifts[place] += more;
                self.support[ballot.choices[place] as usize] += more * ballot.weight as i64;
            }
        }
        self.support[item] = 0;
        self.dust += 2 * self.sheet.profile.voters() as i64;
    }

    fn record(&mut self, item: usize, purse: &Purse<'_>) {
        let id = self.sheet.instance.items[item].id.clone();
        self.rounds.push(Round {
            round: self.rounds.len() as u32 + 1,
            item: id,
            funded: true,
            score: Fraction::new(self.support[item], 1_u64 << self.shift),
            cost: self.sheet.instance.items[item].cost,
            remaining: purse.rest(),
            payers: None,
            runner_up: None,
        });
    }
}

/// `whole * points / all`, rounded down.
fn part(whole: i64, points: i64, all: i64) -> i64 {
    if all == 0 { 0 } else { (i128::from(whole) * i128::from(points) / i128::from(all)) as i64 }
}

/// The greatest items by an order, all that are equal, in their own order.
fn extreme(items: &[usize], compare: impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    for &item in items {
        match best.first().map_or(Ordering::Greater, |&other| compare(item, other)) {
            Ordering::Greater => best = vec![item],
            Ordering::Equal => best.push(item),
            Ordering::Less => {}
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Item, Method, ProfileBuilder};

    fn winners(costs: &[i64], budget: i64, ballots: &[(&[u32], &[i64], u64)]) -> Vec<String> {
        winners_by(CstvVariant::Ewtc, costs, budget, ballots)
    }

    fn winners_by(variant: CstvVariant, costs: &[i64], budget: i64, ballots: &[(&[u32], &[i64], u64)]) -> Vec<String> {
        let ids = ["a", "b", "c", "d"];
        let items = costs.iter().zip(ids).map(|(&cost, id)| Item::new(id, cost)).collect();
        let mut builder = ProfileBuilder::new(BallotKind::Cumulative, 0, costs.len());
        for (choices, points, weight) in ballots {
            builder.push(choices, points, *weight).expect("valid");
        }
        let rule = Rule::new(Method::Cstv { variant });
        crate::count(&rule, &Instance::new(items, budget), &builder.finish()).expect("counts").winners
    }

    #[test]
    fn an_excess_moves_on_to_the_other_items_of_those_who_gave_it() {
        // 10 each: a has 40 * .8 = 32 for 16, so half of it returns, all of it to b: 8 + 16 of 24.
        let ballots: [(&[u32], &[i64], u64); 1] = [(&[0, 1], &[8, 2], 4)];
        assert_eq!(winners(&[16, 24], 40, &ballots), ["a", "b"]);
    }

    #[test]
    fn who_lacks_most_is_eliminated_and_its_support_moves_on() {
        // c lacks most; its voters' money then covers b.
        let ballots: [(&[u32], &[i64], u64); 3] = [(&[0], &[1], 4), (&[1], &[1], 2), (&[1, 2], &[1, 1], 4)];
        assert_eq!(winners(&[40, 60, 90], 100, &ballots), ["a", "b"]);
    }

    #[test]
    fn what_still_fits_is_funded_after_all() {
        let ballots: [(&[u32], &[i64], u64); 2] = [(&[0], &[1], 9), (&[1], &[1], 1)];
        assert_eq!(winners(&[50, 20], 100, &ballots), ["a", "b"]);
    }

    #[test]
    fn supporters_move_as_little_as_covers_the_best_item_within_reach() {
        // 10 each: c is covered. a has 4 * 5 + 10 of 40 and needs 4 * 7.5 + 10, because the single one has no more to give; b keeps
        // 4 * 2.5 of 30, which nothing can cover, and no longer fits.
        let ballots: [(&[u32], &[i64], u64); 3] = [(&[0, 1], &[1, 1], 4), (&[0], &[1], 1), (&[2], &[1], 1)];
        for variant in [CstvVariant::Mtc, CstvVariant::Mt] {
            assert_eq!(winners_by(variant, &[40, 30, 10], 60, &ballots), ["c", "a"]);
        }
        // Where b costs 10, it is covered at once, and what it has too much covers a.
        assert_eq!(winners_by(CstvVariant::Mtc, &[40, 10, 10], 60, &ballots), ["b", "a", "c"]);
    }
}
