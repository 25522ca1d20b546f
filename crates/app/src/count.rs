//! Counting a contest, reading the result with its reasons, and the act that confirms it.

use api_types::act::ActRecord;
use api_types::contest::{ContestDecide, ContestResult, EnvelopeCount};
use domain::ballot_item::ItemDecision;
use domain::contest::{ContestEvent, ContestFacts};
use domain::{
    ContestState, DutyEnding, DutyKind, Id, ItemOutcome, Moment, Operation, Refusals, Role, Scope, authorise,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::job::Lease;
use store::{Conn, Tx};

use crate::body::check_text;
use crate::contest::{items, to_json};
use crate::cycle::topic;
use crate::duty::NewDuty;
use crate::job::Done;
use crate::{App, Caller, Error, Fault, Faults, Result, act, audit, duty, tie};

mod opened;

pub(crate) use opened::{Counted, by_number, open, profile, tally};

/// The job: counts a contest 30 s after its close. A contest that is counted already stays as it is.
pub(crate) fn run(app: &App, lease: &Lease) -> Result<Done> {
    let id: Id = serde_json::from_value(lease.payload["contest_id"].clone())
        .map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let contest = app.store.read(|c| store::contest::find(c, id))?;
    if contest.is_none_or(|row| row.state != ContestState::Counting) {
        return Ok(Done::Finished);
    }
    count(app, &Caller::system(), id)?;
    Ok(Done::Finished)
}

/// Counts a contest whose vote is over and stores the outcome with its trace.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` while the vote is open or when the counting rule cannot run.
pub fn count(app: &App, caller: &Caller, id: Id) -> Result<ContestResult> {
    // The vote is over and the ballots stand still, so the long part needs no transaction of its own.
    let now = app.now();
    let counted = app.store.read(|c| -> Result<Counted> {
        let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        may_count(caller, &contest, &cycle, now)?;
        tally(c, id, None)
    })?;
    let actor = caller.clone();
    app.store.write(now, move |tx| store_count(tx, &actor, id, &counted))?;
    result(app, id)
}

/// The newest count of a contest with its reasons and the act that confirms it; public.
///
/// # Errors
/// `NotFound` while nothing is counted.
pub fn result(app: &App, id: Id) -> Result<ContestResult> {
    app.store.read(|c| read(c, id))
}

pub(crate) fn read(c: &mut Conn, id: Id) -> Result<ContestResult> {
    let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
    let row = store::contest_count::latest(c, id)?.ok_or(Error::NotFound("result"))?;
    let counts: Vec<EnvelopeCount> =
        serde_json::from_value(row.outcome).map_err(|e| Error::Broken(format!("stored outcome: {e}")))?;
    let act = contest.act_id.map(|id| store::act::find(c, id)).transpose()?.flatten();
    let body = act.as_ref().map(|a| store::body::find(c, a.body_id)).transpose()?.flatten();
    let open_ties =
        if contest.state == ContestState::Counted { tie::open_in(c, &contest, &counts)? } else { Vec::new() };
    Ok(ContestResult {
        contest_id: id,
        state: contest.state,
        counted_at: row.at,
        ballots: row.ballots,
        counts,
        items: items(c, id)?,
        hash: row.hash,
        open_ties,
        act: act.zip(body).map(|(act, body)| act::to_dto(act, body.name)),
    })
}

/// Confirms the count by an act. What deviates from it carries a public reason, item by item.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused`: `tie_open`, `reason_required`, `wrong_state`.
pub fn decide(app: &App, caller: &Caller, id: Id, input: &ContestDecide) -> Result<ContestResult> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<()> {
        let mut contest = store::contest::lock(tx, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::fence(tx, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        let scope = Scope { district: contest.district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::ConfirmResult, &scope)?;
        let facts = ContestFacts { act: true, ties_open: tie::open(tx, &contest)?, ..ContestFacts::default() };
        contest.state = domain::contest::apply(contest.state, ContestEvent::Decide, &facts, tx.now())?;
        let record = ActRecord {
            body_id: input.body_id,
            cycle_id: cycle.id,
            number: input.act_number.clone(),
            date: input.act_date,
            title: input.act_title.clone(),
        };
        let act = act::insert(tx, &actor, &record).map_err(in_decision)?;
        decide_items(tx, id, &input)?;
        contest.act_id = Some(act.id);
        contest.decided_at = Some(tx.now());
        store::contest::update(tx, &mut contest)?;
        duty::end_about(tx, id, &[DutyKind::ConfirmResult], DutyEnding::Decided, actor.account_id)?;
        let payload = json!({ "act": act.id, "deviations": input.deviations.len() });
        audit::record(tx, &actor, "contest_decided", "contest", id, contest.district_id, payload);
        tx.touch("contests");
        tx.touch("projects");
        tx.touch(topic(cycle.id));
        Ok(())
    })?;
    result(app, id)
}

/// The act's fields have longer names in a decision.
pub(crate) fn in_decision(e: Error) -> Error {
    let Error::Invalid(mut faults) = e else { return e };
    for fault in &mut faults {
        fault.pointer = format!("/act_{}", fault.pointer.trim_start_matches('/'));
    }
    Error::Invalid(faults)
}

/// Longest reason of a deviation, in characters.
const MAX_REASON: usize = 2000;

fn decide_items(tx: &mut Tx, contest_id: Id, input: &ContestDecide) -> Result<()> {
    let rows = store::ballot_item::of_contest(tx, contest_id)?;
    let mut refusals = Refusals::none();
    let mut faults = Faults::new();
    for (i, deviation) in input.deviations.iter().enumerate() {
        let at = format!("/deviations/{i}");
        if !rows.iter().any(|row| row.number == deviation.number) {
            faults.push(Fault::new(format!("{at}/number"), "unknown_ballot_number"));
        } else if input.deviations[..i].iter().any(|earlier| earlier.number == deviation.number) {
            faults.push(Fault::new(format!("{at}/number"), "duplicate"));
        }
        check_text(&deviation.reason, &format!("{at}/reason"), MAX_REASON, &mut faults);
    }
    faults.check()?;
    for mut row in rows {
        let counted = row.outcome.unwrap_or(ItemOutcome::NotFunded);
        let deviation = input.deviations.iter().find(|d| d.number == row.number);
        let decision = ItemDecision {
            number: row.number.unsigned_abs(),
            outcome: deviation.map_or(counted, |d| d.outcome),
            reason: deviation.map(|d| d.reason.clone()),
        };
        match domain::ballot_item::decide(row.state, counted, &decision, true) {
            Ok(state) => row.state = state,
            Err(refused) => {
                refusals.also(Err(refused));
                continue;
            }
        }
        row.outcome = Some(decision.outcome);
        row.deviation = decision.reason.filter(|_| decision.outcome != counted);
        store::ballot_item::update(tx, &row)?;
    }
    Ok(refusals.or(())?)
}

/// Stores a count: the outcome with its hash, scores and outcomes of the items, the state, and the duty to confirm it.
fn store_count(tx: &mut Tx, caller: &Caller, id: Id, counted: &Counted) -> Result<()> {
    let mut contest = store::contest::lock(tx, id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::fence(tx, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
    contest.state = may_count(caller, &contest, &cycle, tx.now())?;
    contest.counted_at = Some(tx.now());
    store::contest::update(tx, &mut contest)?;
    record(tx, caller, id, counted)?;
    let new = NewDuty {
        kind: DutyKind::ConfirmResult,
        district_id: contest.district_id,
        body_id: None,
        role: Role::Organiser,
        subject: "contest",
        subject_id: id,
        proposal_id: None,
        deadline: duty::days_after(tx.now(), CONFIRM_DAYS),
    };
    duty::open(tx, &cycle, new)?;
    let payload = json!({ "ballots": counted.ballots });
    audit::record(tx, caller, "contest_counted", "contest", id, contest.district_id, payload);
    tx.touch("contests");
    tx.touch(topic(cycle.id));
    Ok(())
}

/// The state after the count, if it may be made now.
fn may_count(
    caller: &Caller,
    contest: &store::contest::Contest,
    cycle: &store::cycle::Cycle,
    now: Moment,
) -> Result<ContestState> {
    let scope = Scope { district: contest.district_id, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, Operation::CountBallots, &scope)?;
    let facts = ContestFacts { voting_ends: Some(contest.closes_at), ..ContestFacts::default() };
    Ok(domain::contest::apply(contest.state, ContestEvent::Count, &facts, now)?)
}

/// Days to confirm a count: as long as Almaty's summing-up lasts.
const CONFIRM_DAYS: u16 = 7;

/// Writes outcome, hash, scores and what the count says of each item.
pub(crate) fn record(tx: &mut Tx, caller: &Caller, id: Id, counted: &Counted) -> Result<()> {
    let outcome = to_json(&counted.counts)?;
    let row = store::contest_count::ContestCount {
        id: tx.new_id(),
        contest_id: id,
        at: tx.now(),
        ballots: counted.ballots,
        hash: crate::secrets::hex(&Sha256::digest(outcome.to_string())),
        outcome,
        counted_by: caller.account_id,
        seq: store::contest_count::next_seq(tx, id)?,
    };
    store::contest_count::insert(tx, &row)?;
    for mut item in store::ballot_item::of_contest(tx, id)? {
        let name = tie::item_id(item.number);
        let verdict = counted.counts.iter().find_map(|count| count.outcome.verdict(&name));
        let Some(verdict) = verdict else { continue };
        item.score = Some(verdict.score);
        item.outcome = Some(if verdict.funded { ItemOutcome::Funded } else { ItemOutcome::NotFunded });
        store::ballot_item::update(tx, &item)?;
    }
    Ok(())
}
