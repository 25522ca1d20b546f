//! The Method of Equal Shares.
//!
//! Grzegorz Pierczyński, Dominik Peters and Piotr Skowron, "Proportional Participatory Budgeting with Additive Utilities"
//! (NeurIPS 2021, arXiv:2008.13276). Every voter gets the same share of the budget. An item is bought when its supporters
//! can pay for it, each at most what it has left, at the lowest price per utility; the voters then have less. It ends when
//! no supporters can afford anything.
//!
//! Completions as described on equalshares.net: *Add1* counts again with shares larger by one unit of the currency until
//! an exhaustive outcome is found or the next would overspend (the last that does not is taken); *greedy* ("Add1U" after
//! Add1, utilitarian) fills up by utility per cost; *epsilon* makes voters also pay for what they did not choose.
//! The *comparison step* of Wieliczka and Świecie asks every voter which outcome has more utility for it, this one or the
//! greedy one, and takes the greedy one if more voters prefer that.

mod epsilon;
mod leap;
mod ledger;
mod price;
mod run;

use crate::ballot::Profile;
use crate::error::CountError;
use crate::greedy;
use crate::instance::Instance;
use crate::market::Market;
use crate::outcome::{Fraction, Outcome, Payers, Reason, Round, RunnerUp};
use crate::purse::Purse;
use crate::rule::{Completion, GreedyOrder, Misfit, Rule, Utility};
use crate::sheet::{Count, Sheet};
use crate::tie::Tie;
use num_bigint::BigInt;
use run::{Run, Setting};

/// The largest sum of all shares that a run can hold, in the smallest unit of money.
const MOST_MONEY: i128 = 1 << 60;

/// Drift is computed for so many increments at least.
const LEAST_REACH: i64 = 8;

/// What the rule says about equal shares.
pub(crate) struct Settings<'a> {
    pub(crate) utility: Utility,
    pub(crate) completion: &'a [Completion],
    pub(crate) comparison: bool,
}

pub(crate) fn count(
    rule: &Rule,
    settings: &Settings<'_>,
    instance: &Instance,
    profile: &Profile,
) -> Result<Outcome, CountError> {
    let shares = shares(rule, settings, instance, profile, false)?;
    if !settings.comparison {
        return Ok(shares);
    }
    let order = GreedyOrder::PerCost { utility: settings.utility };
    let greedy = greedy::count(rule, order, Misfit::Skip, instance, profile)?;
    let utility = crate::compare::asked(settings.utility);
    let preference = crate::compare::preference(instance, profile, utility, &shares, &greedy);
    Ok(if preference.second > preference.first { greedy } else { shares })
}

/// Counts with every decision made by exact fractions: slow, for tests of the bounds.
///
/// # Errors
/// As [`crate::count`]; the rule must be equal shares.
pub fn count_exactly(rule: &Rule, instance: &Instance, profile: &Profile) -> Result<Outcome, CountError> {
    let crate::Method::EqualShares { utility, completion, .. } = &rule.method else {
        return Err(CountError::MalformedRule { detail: "the rule is not equal shares".into() });
    };
    let settings = Settings { utility: *utility, completion, comparison: false };
    shares(rule, &settings, instance, profile, true)
}

/// What each purchase of an outcome cost each payer, exactly: for every winner that equal shares bought at this share per
/// voter, groups of equal payments. The payments of a winner add up to its cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactPayments {
    /// The item.
    pub item: String,
    /// How many voters paid how much.
    pub groups: Vec<ExactPayment>,
}

/// So many voters paid so much each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactPayment {
    /// Voters.
    pub voters: u64,
    /// What each of them paid, in the smallest unit.
    pub each: Fraction,
}

/// Replays purchases (ids in order) in exact fractions, with shares of `share / voters` each.
///
/// # Errors
/// As [`crate::count`]; [`CountError::UnknownName`] for an item that is unknown or not affordable at its turn.
pub fn exact_payments(
    rule: &Rule,
    utility: Utility,
    instance: &Instance,
    profile: &Profile,
    purchases: &[String],
    share: i64,
) -> Result<Vec<ExactPayments>, CountError> {
    let sheet = Sheet::new(rule, instance, profile)?;
    let market = Market::new(&sheet, utility)?;
    let mut ledger = ledger::Ledger::new(&market, share.into());
    let mut all = Vec::new();
    for id in purchases {
        let unknown = || CountError::UnknownName { what: "affordable item".into(), name: id.clone() };
        let item = instance.index_of(id).filter(|&item| ledger.price(item).is_some()).ok_or_else(unknown)?;
        let group = |(voters, num, den): (i64, BigInt, BigInt)| ExactPayment {
            voters: voters as u64,
            each: Fraction::new(num, den),
        };
        all.push(ExactPayments { item: id.clone(), groups: ledger.payments(item).into_iter().map(group).collect() });
        ledger.buy(item);
    }
    Ok(all)
}

fn shares(
    rule: &Rule,
    settings: &Settings<'_>,
    instance: &Instance,
    profile: &Profile,
    exact_only: bool,
) -> Result<Outcome, CountError> {
    let sheet = Sheet::new(rule, instance, profile)?;
    let market = Market::new(&sheet, settings.utility)?;
    let mut start = Purse::new(instance, &sheet.limits);
    let mut candidates = sheet.candidates();
    for &item in &candidates {
        // What costs nothing is funded as soon as somebody wants it.
        if market.costs[item] == 0 && sheet.votes[item] > 0 && start.block(item).is_none() {
            start.fund(item);
        }
    }
    candidates.retain(|&item| market.totals[item] > 0 && market.costs[item] > 0);
    let mut search = Search { market: &market, candidates: &candidates, exact_only, sheet: &sheet };
    let add1 = settings.completion.iter().find_map(|completion| match completion {
        Completion::Add1 { increment, whole, past_exhaustive } => Some(Add1 {
            increment: increment.unwrap_or(instance.unit()),
            whole: *whole,
            past_exhaustive: *past_exhaustive,
        }),
        _ => None,
    });
    if add1.is_some_and(|add1| add1.increment <= 0) {
        return Err(CountError::MalformedRule { detail: "the increment of add1 must be above zero".into() });
    }
    let share = if market.voters == 0 { 0 } else { start.remaining.max(0) };
    let share = match add1 {
        Some(add1) => search.add1(&start, share, add1)?,
        None => share,
    };
    let (mut purse, mut count) = search.explain(&start, share);
    for completion in settings.completion {
        let after = count.rounds.len() as u32;
        match completion {
            Completion::Add1 { .. } => {}
            Completion::Greedy => {
                let order = GreedyOrder::PerCost { utility: settings.utility };
                let more = greedy::complete(&sheet, order, Misfit::Skip, &mut purse, after)?;
                count.order = more.order;
                count.rounds.extend(more.rounds);
                count.ties.extend(more.ties);
                for (reason, more) in count.reasons.iter_mut().zip(more.reasons) {
                    *reason = more.or(reason.take());
                }
            }
            Completion::Epsilon => {
                let (rounds, ties) = epsilon::complete(&sheet, &market, share, &candidates, &mut purse, after);
                count.rounds.extend(rounds);
                count.ties.extend(ties);
            }
        }
    }
    Ok(sheet.outcome(&purse, count))
}

/// How shares grow.
#[derive(Clone, Copy)]
struct Add1 {
    increment: i64,
    whole: bool,
    past_exhaustive: bool,
}

struct Search<'a> {
    market: &'a Market,
    candidates: &'a [usize],
    exact_only: bool,
    sheet: &'a Sheet<'a>,
}

impl<'a> Search<'a> {
    /// The largest tried sum of shares that does not overspend: grows by one increment per voter, stops at an exhaustive
    /// outcome. Increments that provably change nothing are leapt over.
    fn add1(&mut self, start: &Purse<'_>, share: i128, add1: Add1) -> Result<i128, CountError> {
        let Add1 { increment, whole, past_exhaustive } = add1;
        let step = i128::from(increment) * i128::from(self.market.voters);
        if step == 0 || self.candidates.is_empty() {
            return Ok(share);
        }
        let mut run = Run::new(self.market, &self.sheet.order);
        let (mut share, mut last) = (share, share);
        let mut reach = LEAST_REACH;
        loop {
            if share > MOST_MONEY {
                return Err(CountError::AmountOutOfRange { item: "shares".into(), amount: i64::MAX });
            }
            let setting = Setting { share, increment, reach, exact_only: self.exact_only };
            let mut purse = start.clone();
            if !run.go(setting, self.candidates, &mut purse) {
                return Ok(last);
            }
            last = share;
            let shut = |&item: &usize| {
                let block = if past_exhaustive { purse.block_of_limits(item) } else { purse.block(item) };
                purse.has(item) || block.is_some()
            };
            if self.candidates.iter().all(shut) {
                return Ok(last);
            }
            let leap = run.leap.max(0);
            last += step * i128::from(leap);
            share = if whole { last / step * step + step } else { last + step };
            // Drift is computed for as far as the leaps go: too far makes the bounds loose, too near cuts the leaps short.
            if leap == reach {
                reach = (reach * 4).min(1 << 30);
            } else if leap < reach / 4 {
                reach = (reach / 2).max(LEAST_REACH);
            }
        }
    }

    /// Runs once more at the share that was found, and says why everything else lost.
    fn explain(&mut self, start: &Purse<'a>, share: i128) -> (Purse<'a>, Count) {
        let instance = self.sheet.instance;
        let mut purse = start.clone();
        let mut run = Run::new(self.market, &self.sheet.order);
        let setting = Setting { share, increment: 1, reach: 0, exact_only: self.exact_only };
        run.explain = true;
        run.go(setting, self.candidates, &mut purse);
        let mut remaining = start.rest();
        let (mut rounds, mut ties): (Vec<Round>, Vec<Tie>) = (Vec::new(), Vec::new());
        for purchase in &run.purchases {
            let round = rounds.len() as u32 + 1;
            let cost = self.market.costs[purchase.item];
            remaining -= cost;
            let millionths = run.millionths(purchase.high);
            let base = i128::from(self.market.bases[purchase.item]);
            if !purchase.tied.is_empty() {
                let mattered = purchase.tied.iter().any(|&item| !purse.has(item));
                ties.push(self.sheet.order.record(instance, round, &purchase.tied, mattered));
            }
            let (full, partial, together) = purchase.payers;
            rounds.push(Round {
                round,
                item: instance.items[purchase.item].id.clone(),
                funded: true,
                score: Fraction::new(millionths, base * 1_000_000),
                cost,
                remaining,
                payers: Some(Payers {
                    full: full as u64,
                    each_millionths: millionths,
                    partial: partial as u64,
                    partial_together: together,
                }),
                runner_up: purchase.runner_up.map(|(item, high)| RunnerUp {
                    item: instance.items[item].id.clone(),
                    score: Fraction::new(run.millionths(high), i128::from(self.market.bases[item]) * 1_000_000),
                }),
            });
        }
        let mut reasons = vec![None; instance.items.len()];
        let mut order: Vec<usize> = self.candidates.iter().copied().filter(|&item| !purse.has(item)).collect();
        for &item in &order {
            let have = run.money_left(item);
            let missing = self.market.costs[item].saturating_sub(have);
            reasons[item] = Some(match purse.block_of_limits(item) {
                Some(block) => purse.reason(item, &block),
                None => Reason::LacksSupport { supporters_have: have, missing },
            });
        }
        order.sort_by_key(|&item| {
            (self.market.costs[item].saturating_sub(run.money_left(item)), self.sheet.order.rank(item))
        });
        (purse, Count { order, reasons, rounds, ties })
    }
}
