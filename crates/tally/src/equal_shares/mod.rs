//! The Method of Equal Shares.
//!
//! Grzegorz Pierczyński, Dominik Peters and Piotr Skowron, "Proportional Participatory Budgeting with Additive Utilities"
//! (NeurIPS 2021, arXiv:2008.13276). Every voter gets the same share of the budget. An item is bought when its supporters
//! can pay for it, each at most what it has left, at the lowest price per utility, until none can afford anything.
//!
//! Completions as described on equalshares.net: *Add1* counts again with shares larger by one unit of the currency until
//! an exhaustive outcome is found or the next would overspend (the last that does not is taken); *greedy* ("Add1U" after
//! Add1, utilitarian) fills up by utility per cost; *epsilon* makes voters also pay for what they did not choose.
//! The *comparison step* of Wieliczka and Świecie asks every voter which outcome has more utility for it, this one or the
//! greedy one, and takes the greedy one if more voters prefer that.

mod epsilon;
mod fill;
mod known;
mod ledger;
mod line;
mod low;
mod matter;
mod next;
mod price;
mod roll;
mod run;
mod sieve;
mod span;

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
use line::Cell;
use num_bigint::BigInt;
use run::{Run, Setting};
use span::{Answer, Span};

/// The largest sum of all shares that a run can hold, in the smallest unit of money.
const MOST_MONEY: i128 = 1 << 60;

/// A prefix is made for so many spans ahead.
const AHEAD: i64 = 8;

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
    let (mut outcome, ties) = shares_of(&sheet, settings, exact_only)?;
    matter::settle(&mut outcome, ties, &sheet, |sheet| {
        shares_of(sheet, settings, exact_only).map(|counted| counted.0)
    })?;
    Ok(outcome)
}

/// The outcome, and how many of its ties are those of equal shares itself.
fn shares_of(sheet: &Sheet<'_>, settings: &Settings<'_>, exact_only: bool) -> Result<(Outcome, usize), CountError> {
    let instance = sheet.instance;
    let market = Market::new(sheet, settings.utility)?;
    let mut start = Purse::new(instance, &sheet.limits);
    let mut candidates = sheet.candidates();
    for &item in &candidates {
        // What costs nothing is funded as soon as somebody wants it.
        if market.costs[item] == 0 && sheet.votes[item] > 0 && start.block(item).is_none() {
            start.fund(item);
        }
    }
    candidates.retain(|&item| market.totals[item] > 0 && market.costs[item] > 0);
    let mut search = Search { market: &market, candidates: &candidates, exact_only, sheet, utility: settings.utility };
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
    let ties = count.ties.len();
    for completion in settings.completion {
        let after = count.rounds.len() as u32;
        match completion {
            Completion::Add1 { .. } => {}
            Completion::Greedy => {
                let order = GreedyOrder::PerCost { utility: settings.utility };
                let more = greedy::complete(sheet, order, Misfit::Skip, &mut purse, after)?;
                count.order = more.order;
                count.rounds.extend(more.rounds);
                count.ties.extend(more.ties);
                for (reason, more) in count.reasons.iter_mut().zip(more.reasons) {
                    *reason = more.or(reason.take());
                }
            }
            Completion::Epsilon => {
                let (rounds, ties) = epsilon::complete(sheet, &market, share, &candidates, &mut purse, after);
                count.rounds.extend(rounds);
                count.ties.extend(ties);
            }
        }
    }
    Ok((sheet.outcome(&purse, count), ties))
}

/// How shares grow.
#[derive(Clone, Copy)]
struct Add1 {
    increment: i64,
    whole: bool,
    past_exhaustive: bool,
}

/// The shares that Add1 tries, as sums over all voters.
struct Steps {
    first: i128,
    second: i128,
    step: i128,
}

impl Steps {
    fn share(&self, number: i64) -> i128 {
        if number == 0 { self.first } else { self.second + self.step * i128::from(number - 1) }
    }
}

struct Search<'a> {
    market: &'a Market,
    candidates: &'a [usize],
    exact_only: bool,
    sheet: &'a Sheet<'a>,
    utility: Utility,
}

impl<'a> Search<'a> {
    /// The largest tried sum of shares that does not overspend: grows by one increment per voter, stops at an exhaustive
    /// outcome.
    fn add1(&mut self, start: &Purse<'_>, share: i128, add1: Add1) -> Result<i128, CountError> {
        let Add1 { increment, whole, past_exhaustive } = add1;
        let step = i128::from(increment) * i128::from(self.market.voters);
        if step == 0 || self.candidates.is_empty() {
            return Ok(share);
        }
        let second = if whole { share / step * step + step } else { share + step };
        let steps = Steps { first: share, second, step };
        let Self { market, candidates, sheet, utility, .. } = *self;
        // Half the memory, where steps are long enough for it: a large election is counted as fast as its voters are read.
        if market.weights.len() > 10_000 && share / i128::from(market.voters) < i128::from(increment) << 21 {
            self.walk(start, &steps, Span::<u32>::new(market, sheet, utility, candidates, past_exhaustive))
        } else {
            self.walk(start, &steps, Span::<u64>::new(market, sheet, utility, candidates, past_exhaustive))
        }
    }

    /// Takes as many steps at once as [`Span`] can answer for.
    fn walk<C: Cell>(&mut self, start: &Purse<'_>, steps: &Steps, mut span: Span<'_, C>) -> Result<i128, CountError> {
        let (mut next, mut length, mut growth) = (0_i64, 1_i64, 1_i64);
        loop {
            let (from, to) = (steps.share(next), steps.share(next + length - 1));
            if to > MOST_MONEY && length > 1 {
                length = 1;
                continue;
            }
            if to > MOST_MONEY {
                return Err(CountError::AmountOutOfRange { item: "shares".into(), amount: i64::MAX });
            }
            if !self.exact_only && !span.has_prefix(from, to, length) {
                let end = steps.share(next + length.saturating_mul(AHEAD)).min(MOST_MONEY);
                span.make_prefix(from, end.max(to), length, steps.step, start);
            }
            let mut answer = if self.exact_only { Answer::Unclear } else { span.go(from, to, length, start) };
            if answer == Answer::Unclear && length > 1 {
                (length, growth) = ((span.length / 2).max(1), 0);
                continue;
            }
            if answer == Answer::Unclear && span.drop_prefix() {
                answer = span.go(from, to, length, start);
            }
            length = if self.exact_only { length } else { span.length };
            if answer == Answer::Unclear {
                answer = self.try_share(start, from, span.past_exhaustive);
            }
            match answer {
                Answer::Overspends => return Ok(if next == 0 { from } else { steps.share(next - 1) }),
                Answer::Exhausts => return Ok(from),
                Answer::Goes | Answer::Unclear => next += length,
            }
            length = if self.exact_only { 1 } else { (length + (length * growth / 2).max(growth)).min(1 << 40) };
            growth = 1;
        }
    }

    /// One share, by bounds and exact fractions.
    fn try_share(&mut self, start: &Purse<'_>, share: i128, past_exhaustive: bool) -> Answer {
        let mut run = Run::new(self.market, &self.sheet.order);
        let mut purse = start.clone();
        if !run.go(Setting { share, exact_only: self.exact_only }, self.candidates, &mut purse) {
            return Answer::Overspends;
        }
        let shut = |&item: &usize| {
            let block = if past_exhaustive { purse.block_of_limits(item) } else { purse.block(item) };
            purse.has(item) || block.is_some()
        };
        if self.candidates.iter().all(shut) { Answer::Exhausts } else { Answer::Goes }
    }

    /// Runs once more at the share that was found, and says why everything else lost.
    fn explain(&mut self, start: &Purse<'a>, share: i128) -> (Purse<'a>, Count) {
        let instance = self.sheet.instance;
        let mut purse = start.clone();
        let mut run = Run::new(self.market, &self.sheet.order);
        let setting = Setting { share, exact_only: self.exact_only };
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
                // Whether it mattered, [`matter`] finds out.
                ties.push(self.sheet.order.record(instance, round, &purchase.tied, false));
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
        let mut lacking = vec![0; instance.items.len()];
        for &item in &order {
            let have = run.money_left(item);
            let missing = self.market.costs[item].saturating_sub(have);
            lacking[item] = missing;
            reasons[item] = Some(match purse.block_of_limits(item) {
                Some(block) => purse.reason(item, &block),
                None => Reason::LacksSupport { supporters_have: have, missing },
            });
        }
        order.sort_by_key(|&item| (lacking[item], self.sheet.order.rank(item)));
        (purse, Count { order, reasons, rounds, ties })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BallotKind, Item, Method, ProfileBuilder};

    /// Half the memory for a voter's money finds the same share, and so do exact fractions, step by step.
    #[test]
    fn cells_of_either_size_find_the_share_that_fractions_find() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..12 {
            let items = (0..12).map(|index| Item::new(format!("p{index}"), 200 + random(900) as i64)).collect();
            let instance = Instance { scale: 0, ..Instance::new(items, 3000) };
            let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, 12);
            for _ in 0..60 {
                let ballot = random(1 << 12) & random(1 << 12);
                let choices: Vec<u32> = (0..12).filter(|item| ballot >> item & 1 == 1).collect();
                builder.push(&choices, &[], 1).expect("valid");
            }
            let profile = builder.finish();
            let utility = Utility::Cost;
            let rule = Rule::new(Method::EqualShares { utility, completion: vec![], comparison: false });
            let sheet = Sheet::new(&rule, &instance, &profile).expect("valid");
            let market = Market::new(&sheet, utility).expect("valid");
            let candidates: Vec<usize> = (0..12).filter(|&item| market.totals[item] > 0).collect();
            let start = Purse::new(&instance, &sheet.limits);
            let steps = Steps { first: 3000, second: 3060, step: 60 };
            let search =
                |exact_only| Search { market: &market, candidates: &candidates, exact_only, sheet: &sheet, utility };
            let small = Span::<u32>::new(&market, &sheet, utility, &candidates, false);
            let span_of = || Span::<u64>::new(&market, &sheet, utility, &candidates, false);
            let exact = search(true).walk(&start, &steps, span_of()).expect("counts");
            assert_eq!(search(false).walk(&start, &steps, small).expect("counts"), exact);
            assert_eq!(search(false).walk(&start, &steps, span_of()).expect("counts"), exact);
        }
    }
}
