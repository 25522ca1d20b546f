//! Exact welfare maximisation: of all sets that fit the envelope, the one with the greatest total utility.
//!
//! A 0-1 knapsack (Nimrod Talmon and Piotr Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI 2019, call it
//! the max rule). Solved by dynamic programming over undominated (cost, utility) pairs (G. Nemhauser and Z. Ullmann,
//! "Discrete Dynamic Programming and Capital Allocation", Management Science 1969), items in order of utility per cost,
//! with pairs cut off whose fractional bound falls short of the greedy solution. Everything is in whole numbers.
//!
//! Of several best sets the cheapest is taken; of several cheapest the one that has the item first in the tie-break's
//! order where they differ. The outcome says so.

use crate::ballot::Profile;
use crate::error::CountError;
use crate::instance::Instance;
use crate::outcome::{Fraction, Outcome, Reason, Round};
use crate::purse::Purse;
use crate::rule::{Rule, Utility};
use crate::sheet::{Count, Sheet, clamp};
use crate::utility::totals;

/// The search gives up beyond so many states in all: half a gigabyte of them.
const MOST_STATES: u64 = 10_000_000;

pub(crate) fn count(
    rule: &Rule,
    utility: Utility,
    instance: &Instance,
    profile: &Profile,
) -> Result<Outcome, CountError> {
    let sheet = Sheet::new(rule, instance, profile)?;
    sheet.check_utility(utility)?;
    if !sheet.limits.is_empty() {
        // A knapsack alone is solved here: these would need another search.
        let constraint = if !rule.constraints.incompatible.is_empty() {
            "incompatible items"
        } else if !rule.constraints.quotas.is_empty() {
            "quotas"
        } else {
            "a number of winners"
        };
        let (rule, constraint) = (rule.method.name().into(), constraint.into());
        return Err(CountError::ConstraintNotSupported { rule, constraint });
    }
    let mut purse = Purse::new(instance, &sheet.limits);
    let totals = totals(profile, instance.items.len(), utility);
    let mut reasons = vec![None; instance.items.len()];
    let mut goods = Vec::new();
    for item in sheet.candidates() {
        let cost = i128::from(instance.items[item].cost);
        let value = totals[item] * if utility == Utility::Cost { cost } else { 1 };
        if value <= 0 {
            reasons[item] = Some(Reason::NoVotes);
        } else if cost > instance.budget.into() {
            reasons[item] = Some(Reason::TooExpensive { missing: clamp(cost) - instance.budget });
        } else {
            goods.push(Good { item, cost, value });
        }
    }
    // value / cost, the greatest first; what is free comes first of all.
    goods.sort_by(|a, b| crate::exact::cmp_products(b.value, a.cost, a.value, b.cost));
    let mut prefix = vec![(0, 0)];
    for good in &goods {
        let (cost, value) = prefix[prefix.len() - 1];
        prefix.push((cost + good.cost, value + good.value));
    }
    let best = Knapsack { goods: &goods, budget: purse.remaining.max(0), sheet: &sheet, prefix }.solve()?;
    let mut ties = Vec::new();
    if !best.alternatives.is_empty() {
        let mut items = best.alternatives;
        sheet.order.sort(&mut items);
        ties.push(sheet.order.record(instance, 1, &items, true));
    }
    let mut rounds = Vec::new();
    for good in best.taken.iter().map(|&at| &goods[at]) {
        purse.fund(good.item);
        rounds.push(Round {
            round: rounds.len() as u32 + 1,
            item: instance.items[good.item].id.clone(),
            funded: true,
            score: Fraction::new(good.value, 1),
            cost: clamp(good.cost),
            remaining: purse.rest(),
            payers: None,
            runner_up: None,
        });
    }
    let mut order = Vec::new();
    for good in &goods {
        if let Some(block) = purse.block(good.item).filter(|_| !purse.has(good.item)) {
            reasons[good.item] = Some(purse.reason(good.item, &block));
            order.push(good.item);
        }
    }
    Ok(sheet.outcome(&purse, Count { order, reasons, rounds, ties }))
}

struct Good {
    item: usize,
    cost: i128,
    value: i128,
}

struct Best {
    /// Positions in the list of goods, ascending.
    taken: Vec<usize>,
    /// Items in which equally good and cheap sets differ.
    alternatives: Vec<usize>,
}

#[derive(Clone, Copy)]
struct State {
    cost: i128,
    value: i128,
    /// The last good taken and the state before it; `u32::MAX` at the start.
    last: u32,
    before: u32,
    /// Number of the recorded tie that it came through, from 1.
    tie: u32,
}

struct Knapsack<'a> {
    goods: &'a [Good],
    budget: i128,
    sheet: &'a Sheet<'a>,
    /// Cost and value of the first so many goods together.
    prefix: Vec<(i128, i128)>,
}

impl Knapsack<'_> {
    fn solve(&self) -> Result<Best, CountError> {
        let least = self.greedy();
        let start = State { cost: 0, value: 0, last: u32::MAX, before: u32::MAX, tie: 0 };
        // Every state ever kept, so that sets can be read back; `front` are those of the current layer, by rising cost.
        let mut all = vec![start];
        let mut front: Vec<u32> = vec![0];
        let mut ties: Vec<Vec<usize>> = Vec::new();
        for at in 0..self.goods.len() {
            let good = &self.goods[at];
            let mut taken = Vec::new();
            for &index in &front {
                let State { cost, value, tie, .. } = all[index as usize];
                let (cost, value) = (cost + good.cost, value + good.value);
                if cost <= self.budget && self.bound(at + 1, cost, value) >= least {
                    taken.push(State { cost, value, last: at as u32, before: index, tie });
                }
            }
            let first_new = all.len() as u32;
            all.extend(taken);
            if all.len() as u64 > MOST_STATES {
                return Err(CountError::TooHard { steps: MOST_STATES });
            }
            front = self.merge(at, &front, first_new, &mut all, &mut ties, least);
        }
        let best = *front.last().expect("the empty set always fits");
        let tie = all[best as usize].tie;
        let alternatives = if tie == 0 { Vec::new() } else { ties[tie as usize - 1].clone() };
        Ok(Best { taken: self.set(&all, best), alternatives })
    }

    /// Merges two layers sorted by cost and drops what is dominated or cannot reach `least` any more.
    fn merge(
        &self,
        at: usize,
        front: &[u32],
        first_new: u32,
        all: &mut [State],
        ties: &mut Vec<Vec<usize>>,
        least: i128,
    ) -> Vec<u32> {
        let mut merged: Vec<u32> = Vec::with_capacity(front.len() + all.len() - first_new as usize);
        let mut old = front.iter().copied().peekable();
        let mut new = (first_new..all.len() as u32).peekable();
        loop {
            let key = |index: u32| (all[index as usize].cost, -all[index as usize].value);
            let next = match (old.peek(), new.peek()) {
                (None, None) => return merged,
                (Some(&a), Some(&b)) if key(a) <= key(b) => old.next(),
                (Some(_), None) => old.next(),
                _ => new.next(),
            };
            let Some(next) = next else { return merged };
            let State { cost, value, .. } = all[next as usize];
            match merged.last().map(|&last| (last, all[last as usize])) {
                Some((last, same)) if same.cost == cost && same.value == value => {
                    let (better, difference) = self.better(all, last, next);
                    ties.push(difference);
                    *merged.last_mut().expect("there is a last one") = better;
                    all[better as usize].tie = ties.len() as u32;
                }
                Some((_, lower)) if lower.value >= value => {}
                _ if self.bound(at + 1, cost, value) < least => {}
                _ => merged.push(next),
            }
        }
    }

    /// Which of two equal states has the item first in the tie-break's order where they differ, and where they differ.
    fn better(&self, all: &[State], a: u32, b: u32) -> (u32, Vec<usize>) {
        let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
        let (mut at_a, mut at_b) = (a, b);
        // Back from the last good taken until both came from the same state.
        while at_a != at_b {
            let (state_a, state_b) = (all[at_a as usize], all[at_b as usize]);
            // The start has taken nothing: it stands before the first good.
            let taken = |state: State| state.last.wrapping_add(1);
            let order = taken(state_a).cmp(&taken(state_b));
            if order.is_gt() {
                only_a.push(self.goods[state_a.last as usize].item);
            }
            if order.is_lt() {
                only_b.push(self.goods[state_b.last as usize].item);
            }
            at_a = if order.is_ge() { state_a.before } else { at_a };
            at_b = if order.is_le() { state_b.before } else { at_b };
        }
        let rank = |items: &[usize]| items.iter().map(|&item| self.sheet.order.rank(item)).min();
        let better = if rank(&only_a) < rank(&only_b) { a } else { b };
        (better, only_a.into_iter().chain(only_b).collect())
    }

    fn set(&self, all: &[State], state: u32) -> Vec<usize> {
        let mut set = Vec::new();
        let mut at = all[state as usize];
        while at.last != u32::MAX {
            set.push(at.last as usize);
            at = all[at.before as usize];
        }
        set.reverse();
        set
    }

    /// The greatest value that a state could still reach if goods could be cut, rounded down.
    fn bound(&self, from: usize, cost: i128, value: i128) -> i128 {
        let room = self.budget - cost;
        let (cost_before, value_before) = self.prefix[from];
        // Goods up to this one fit as a whole.
        let at = from + self.prefix[from + 1..].partition_point(|&(cost, _)| cost - cost_before <= room);
        let (cost_whole, value_whole) = self.prefix[at];
        let value = value + value_whole - value_before;
        let room = room - (cost_whole - cost_before);
        match self.goods.get(at) {
            None => value,
            Some(good) => value + good.value.checked_mul(room).map_or(good.value, |product| product / good.cost),
        }
    }

    fn greedy(&self) -> i128 {
        let mut room = self.budget;
        let mut value = 0;
        for good in self.goods.iter().filter(|good| good.cost <= self.budget) {
            if good.cost <= room {
                room -= good.cost;
                value += good.value;
            }
        }
        value
    }
}
