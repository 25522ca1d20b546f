//! Ties: the order that the rules give, and the recorded decision where they leave it to an official.
//!
//! A decision is an order of ballot numbers with a public reason. It is stored with the count that follows it, so that whoever
//! checks the count finds both in one place; a later decision adds to it.

use std::collections::HashMap;

use api_types::contest::{BallotItem, ContestResult, EnvelopeCount, OpenTie, TieDecide, TieDecision};
use domain::contest::{ContestEvent, ContestFacts};
use domain::rules::{CountingRule, TieBreak};
use domain::{Id, Operation, Refusal, RefusalCode, Refusals, Scope, authorise};
use serde_json::json;
use store::Conn;
use store::contest::Contest;

use crate::body::check_text;
use crate::contest::counting_rule;
use crate::cycle::topic;
use crate::{App, Caller, Error, Fault, Faults, Result, audit, count};

/// Longest reason, in characters.
const MAX_REASON: usize = 2000;

/// How the tally names an item: its ballot number, padded so that text order is number order.
pub(crate) fn item_id(number: i32) -> String {
    format!("{number:05}")
}

/// Records how an official breaks the ties that the rules leave open, and counts again with it.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` for numbers that are unknown or twice and a missing reason; `Refused`: `wrong_state` when no
/// tie is open, `tie_open` with how many ties the order leaves open.
pub fn decide(app: &App, caller: &Caller, id: Id, input: &TieDecide) -> Result<ContestResult> {
    let mut faults = Faults::new();
    check_text(&input.reason, "/reason", MAX_REASON, &mut faults);
    faults.check()?;
    let now = app.now();
    // The box stands still after the vote, so the long part needs no transaction of its own; the version says whether
    // somebody was faster.
    let (version, counted) = app.store.read(|c| -> Result<_> {
        let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        authorise(&caller.actor, Operation::BreakTie, &scope(&contest, &cycle))?;
        recount(&contest, now)?;
        let before = counts(c, id)?;
        let refused = Refusals::one(Refusal::with(RefusalCode::WrongState, contest.state));
        if open(c, &contest)? == 0 {
            return Err(refused.into());
        }
        check_order(&crate::contest::items(c, id)?, &input.order)?;
        let earlier = before.iter().find_map(|count| count.tie_decision.as_ref()).map_or(&[][..], |d| &d.order);
        let order = input.order.iter().chain(earlier.iter().filter(|n| !input.order.contains(n))).copied().collect();
        let decision = TieDecision { order, reason: input.reason.clone(), at: now };
        let counted = count::tally(c, id, Some(decision))?;
        let mut refusals = Refusals::none();
        refusals.require_none(how_many(&open_in(c, &contest, &counted.counts)?), RefusalCode::TieOpen);
        refusals.or(())?;
        Ok((contest.version, counted))
    })?;
    let (actor, order) = (caller.clone(), input.order.clone());
    app.store.write(now, move |tx| -> Result<()> {
        let mut contest = store::contest::lock(tx, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::fence(tx, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        authorise(&actor.actor, Operation::BreakTie, &scope(&contest, &cycle))?;
        if contest.version != version {
            return Err(Error::Stale);
        }
        contest.state = recount(&contest, tx.now())?;
        contest.counted_at = Some(tx.now());
        if !store::contest::update(tx, &mut contest)? {
            return Err(Error::Stale);
        }
        count::record(tx, &actor, id, &counted)?;
        audit::record(tx, &actor, "tie_broken", "contest", id, contest.district_id, json!({ "order": order }));
        tx.touch("contests");
        tx.touch(topic(cycle.id));
        Ok(())
    })?;
    count::result(app, id)
}

/// How many ties mattered and wait for a recorded decision, by the newest count.
pub(crate) fn open(c: &mut Conn, contest: &Contest) -> Result<u32> {
    let counts = counts(c, contest.id)?;
    Ok(how_many(&open_in(c, contest, &counts)?))
}

fn how_many(ties: &[OpenTie]) -> u32 {
    u32::try_from(ties.len()).unwrap_or(u32::MAX)
}

/// The steps by which the tally breaks ties: what it knows itself by name, the rest as an order worked out here, and last what
/// an official decided.
pub(crate) fn steps(
    c: &mut Conn,
    items: &[store::ballot_item::BallotItem],
    counting: &CountingRule,
    decision: Option<&TieDecision>,
) -> Result<Vec<tally::TieBreak>> {
    let by_data = data_steps(counting);
    let decided = |number: i32| decision.and_then(|d| d.order.iter().position(|n| *n == number)).unwrap_or(usize::MAX);
    let mut steps = Vec::new();
    for (i, step) in by_data.iter().enumerate() {
        match step {
            TieBreak::Cheaper => steps.push(tally::TieBreak::LowestCost),
            // Project numbers are given at submission and ballot numbers follow them: the lower one is the earlier.
            TieBreak::LowerNumber | TieBreak::Earlier => steps.push(tally::TieBreak::Number),
            TieBreak::MoreExpensive | TieBreak::MoreSupporters => {
                let keys = keys(c, items, &by_data[i..])?;
                let mut numbers: Vec<i32> = items.iter().map(|item| item.number).collect();
                numbers.sort_by_key(|n| (keys.get(n).cloned(), decided(*n), *n));
                steps.push(tally::TieBreak::Given { order: numbers.into_iter().map(item_id).collect() });
                return Ok(steps);
            }
            TieBreak::Lot | TieBreak::Decision => {
                let name = format!("tie_break_{step}");
                return Err(Refusals::one(Refusal::with(RefusalCode::RuleNotSupported, name)).into());
            }
        }
    }
    if let Some(decision) = decision {
        steps.push(tally::TieBreak::Given { order: decision.order.iter().copied().map(item_id).collect() });
    }
    Ok(steps)
}

/// The steps before the recorded decision, which is the last resort.
fn data_steps(counting: &CountingRule) -> &[TieBreak] {
    let end = counting.tie_break.iter().position(|step| *step == TieBreak::Decision);
    &counting.tie_break[..end.unwrap_or(counting.tie_break.len())]
}

/// What the steps compare, by ballot number; the lowest wins.
fn keys(c: &mut Conn, items: &[store::ballot_item::BallotItem], steps: &[TieBreak]) -> Result<HashMap<i32, Vec<i64>>> {
    let mut all = HashMap::new();
    for item in items {
        let mut keys = Vec::with_capacity(steps.len());
        for step in steps {
            keys.push(match step {
                TieBreak::Cheaper => item.cost.0,
                TieBreak::MoreExpensive => -item.cost.0,
                TieBreak::LowerNumber | TieBreak::Earlier => item.number.into(),
                TieBreak::MoreSupporters => {
                    let proposal = item.proposal_id.map(|id| store::proposal::find(c, id)).transpose()?.flatten();
                    -proposal.map_or(0, |p| p.support_count)
                }
                TieBreak::Lot | TieBreak::Decision => 0,
            });
        }
        all.insert(item.number, keys);
    }
    Ok(all)
}

/// A tie is open when it mattered and two of its neighbours are alike in all that the rules compare and nobody decided.
pub(crate) fn open_in(c: &mut Conn, contest: &Contest, counts: &[EnvelopeCount]) -> Result<Vec<OpenTie>> {
    let counting = counting_rule(contest)?;
    let ties = || counts.iter().flat_map(|count| &count.outcome.ties).filter(|tie| tie.mattered);
    if !counting.tie_break.contains(&TieBreak::Decision) || ties().next().is_none() {
        return Ok(Vec::new());
    }
    let items = store::ballot_item::of_contest(c, contest.id)?;
    let keys = keys(c, &items, data_steps(&counting))?;
    let decided: Vec<i32> =
        counts.iter().filter_map(|count| count.tie_decision.as_ref()).flat_map(|d| d.order.clone()).collect();
    let mut open = Vec::new();
    for tie in ties() {
        let numbers: Vec<i32> = tie.items.iter().filter_map(|id| id.parse().ok()).collect();
        let undecided =
            |pair: &[i32]| keys.get(&pair[0]) == keys.get(&pair[1]) && !pair.iter().all(|n| decided.contains(n));
        if numbers.windows(2).any(undecided) {
            open.push(OpenTie { numbers });
        }
    }
    Ok(open)
}

/// The newest count of a contest; empty while there is none.
fn counts(c: &mut Conn, id: Id) -> Result<Vec<EnvelopeCount>> {
    match store::contest_count::latest(c, id)? {
        Some(row) => serde_json::from_value(row.outcome).map_err(|e| Error::Broken(format!("stored outcome: {e}"))),
        None => Ok(Vec::new()),
    }
}

/// Counted, back to counting, and counted again.
fn recount(contest: &Contest, now: domain::Moment) -> Result<domain::ContestState> {
    let facts = ContestFacts { reason: true, voting_ends: Some(contest.closes_at), ..ContestFacts::default() };
    let state = domain::contest::apply(contest.state, ContestEvent::Recount, &facts, now)?;
    Ok(domain::contest::apply(state, ContestEvent::Count, &facts, now)?)
}

fn check_order(items: &[BallotItem], order: &[i32]) -> Result<()> {
    let mut faults = Faults::new();
    faults.require(!order.is_empty(), "/order", "required");
    for (i, number) in order.iter().enumerate() {
        if !items.iter().any(|item| item.number == *number) {
            faults.push(Fault::new(format!("/order/{i}"), "unknown_ballot_number"));
        } else if order[..i].contains(number) {
            faults.push(Fault::new(format!("/order/{i}"), "duplicate"));
        }
    }
    faults.check()
}

fn scope(contest: &Contest, cycle: &store::cycle::Cycle) -> Scope {
    Scope { district: contest.district_id, phase: Some(cycle.phase), owner: false }
}
