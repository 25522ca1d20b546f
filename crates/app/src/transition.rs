//! Transitions of a cycle: fired by an official or, at the calendar's instants, by the job `cycle_tick`.

use std::collections::BTreeSet;

use api_types::cycle::{Cycle, TransitionDone, TransitionOption, TransitionRequest, Transitions};
use domain::calendar::{Calendar, ResolvedCalendar, Window};
use domain::contest::{COUNTING_DELAY, ContestEvent, ContestFacts};
use domain::cycle::{CYCLE_TABLE, CycleEvent, CycleFacts, CycleRow, Effect, Guard, due_event, events_in};
use domain::proposal::{NOT_REWORKED, NOT_SUPPORTED, ProposalEvent, ProposalFacts, supporters_missing};
use domain::{Code, ContestState, DutyKind, Id, LocalText, Moment, Phase, ProposalState, RefusalCode, Role, authorise};
use serde_json::json;
use store::job::{Job, Lease};
use store::{Conn, Tx};
use time::Duration;

use crate::cycle::{machine, scope, topic};
use crate::duty::NewDuty;
use crate::job::Done;
use crate::proposal::step::{self, Note, Step};
use crate::{App, Caller, Error, Result, audit, calendar, cycle, duty, notification, review, rules, tie};

/// Kind of the job that moves a cycle on at an instant of its calendar.
pub const CYCLE_TICK: &str = "cycle_tick";
/// Kind of the job that counts a contest.
pub const COUNT_CONTEST: &str = "count_contest";
/// How often a tick that is held up looks again.
const RETRY: Duration = Duration::seconds(30);

/// History and checklist; public. What the caller's own roles allow is said beside.
///
/// # Errors
/// `NotFound`.
pub fn list(app: &App, caller: &Caller, id: Id) -> Result<Transitions> {
    let now = app.now();
    app.store.read(|c| -> Result<Transitions> {
        let row = store::cycle::find(c, id)?.ok_or(Error::NotFound("cycle"))?;
        let machine = machine(&row, &store::cycle::windows(c, id)?);
        // A reason and an act are part of the request: the checklist shows what must hold besides.
        let facts = CycleFacts { reason: true, act: true, ..facts(c, &row)? };
        let done = store::cycle::events(c, id)?.into_iter().map(done).collect::<Result<_>>()?;
        let next = events_in(row.phase).map(|option| to_option(option, &machine, &facts, caller, &row, now)).collect();
        Ok(Transitions { done, next })
    })
}

/// Fires an event.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` with every unmet guard; `Invalid` for an extension that does not fit.
pub fn fire(app: &App, caller: &Caller, id: Id, input: &TransitionRequest) -> Result<Cycle> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| apply(tx, &actor, id, &input))?;
    cycle::get(app, id)
}

/// The job: fires what the calendar has due, one event after the other, and looks again while something holds it up.
pub(crate) fn tick(app: &App, lease: &Lease) -> Result<Done> {
    let id: Id = serde_json::from_value(lease.payload["cycle_id"].clone())
        .map_err(|e| Error::Broken(format!("payload: {e}")))?;
    loop {
        let now = app.now();
        let Some((row, planned)) = app.store.read(|c| -> Result<_> {
            let Some(row) = store::cycle::find(c, id)? else { return Ok(None) };
            let planned = machine(&row, &store::cycle::windows(c, id)?).calendar.phase_at(now);
            Ok(Some((row, planned)))
        })?
        else {
            return Ok(Done::Finished);
        };
        let behind = row.phase != Phase::Cancelled && planned.is_some_and(|planned| planned > row.phase);
        let Some(event) = due_event(row.phase).filter(|_| behind) else { return Ok(Done::Finished) };
        let request = TransitionRequest { event, reason: None, act_id: None, new_end: None };
        match app.store.write(now, move |tx| apply(tx, &Caller::system(), id, &request)) {
            Ok(()) => {}
            // Somebody fired it meanwhile: look at the new phase.
            Err(Error::Refused(refusals)) if refusals.has(RefusalCode::NotInPhase) => {}
            // The cycle's page says publicly what holds it up.
            Err(Error::Refused(_)) => return Ok(Done::Again(now + RETRY)),
            Err(e) => return Err(e),
        }
    }
}

/// Puts a tick into the queue for every instant of the calendar that is still to come.
pub(crate) fn plan(tx: &mut Tx, id: Id, calendar: &ResolvedCalendar) -> Result<()> {
    let mut after = tx.now();
    while let Some(at) = calendar.next_instant(after) {
        let dedup = Some(format!("{CYCLE_TICK}/{id}/{}", at.unix_timestamp()));
        tx.enqueue(Job { kind: CYCLE_TICK, payload: json!({ "cycle_id": id }), run_at: at, dedup })?;
        after = at;
    }
    Ok(())
}

/// What the guards look at, read in the transaction that decides.
pub(crate) fn facts(c: &mut Conn, row: &store::cycle::Cycle) -> Result<CycleFacts> {
    let document = rules::in_force(c, row)?.map(|r| r.document);
    let counts = store::cycle_counts::of(c, row.id)?;
    let mut ties_open = 0;
    for contest in store::contest::of_cycle(c, row.id)?.iter().filter(|contest| contest.state == ContestState::Counted)
    {
        ties_open += tie::open(c, contest)?;
    }
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(CycleFacts {
        rules_published: document.is_some(),
        rules_unsupported: document
            .and_then(|d| d.supported().err())
            .unwrap_or_default()
            .into_iter()
            .map(|u| u.rule)
            .collect(),
        envelopes: small(counts.funded_envelopes),
        reviews_pending: small(counts.reviews_pending),
        appeals_open: small(counts.appeals_open),
        contests: small(counts.contests),
        contests_unfrozen: small(counts.contests_unfrozen),
        translations_missing: small(counts.translations_missing),
        contests_uncounted: small(counts.contests_uncounted),
        ties_open,
        contests_undecided: small(counts.contests_undecided),
        reports_open: small(counts.reports_open),
        reason: false,
        act: false,
    })
}

fn apply(tx: &mut Tx, caller: &Caller, id: Id, input: &TransitionRequest) -> Result<()> {
    let mut row = store::cycle::lock(tx, id)?.ok_or(Error::NotFound("cycle"))?;
    let machine = machine(&row, &store::cycle::windows(tx, id)?);
    // Also for an event that is not this phase's: who may never fire it is told so first.
    let elsewhere = || CYCLE_TABLE.iter().find(|r| r.event == input.event);
    if let Some(option) = events_in(row.phase).find(|r| r.event == input.event).or_else(elsewhere) {
        authorise(&caller.actor, option.operation, &scope(&row))?;
    }
    if let Some(act) = input.act_id {
        store::act::find(tx, act)?.filter(|a| a.cycle_id == id).ok_or(Error::NotFound("act"))?;
    }
    let facts = CycleFacts { reason: input.reason.is_some(), act: input.act_id.is_some(), ..facts(tx, &row)? };
    let transition = machine.apply(input.event, &caller.actor, &facts, tx.now())?;
    let event = store::cycle::CycleEvent {
        id: tx.new_id(),
        cycle_id: id,
        event: input.event.code().into(),
        from_phase: transition.from,
        to_phase: transition.to,
        at: tx.now(),
        account_id: caller.account_id,
        reason: input.reason.clone(),
        rules_id: row.rules_id,
    };
    store::cycle::insert_event(tx, &event)?;
    if transition.to != transition.from {
        row.phase = transition.to;
        row.phase_since = tx.now();
    }
    if input.event == CycleEvent::Extend {
        extend(tx, &mut row, &machine, input.new_end.as_deref())?;
    } else if !store::cycle::update(tx, &mut row)? {
        return Err(Error::Stale);
    }
    for effect in &transition.effects {
        carry_out(tx, caller, &row, *effect, input.reason.as_ref())?;
    }
    let payload = json!({ "event": input.event, "from": transition.from, "to": transition.to, "act": input.act_id });
    audit::record(tx, caller, "cycle_transition", "cycle", id, None, payload);
    tx.touch("cycles");
    tx.touch(topic(id));
    Ok(())
}

/// A later end for the running phase; all that follow move by as much, in local time.
fn extend(
    tx: &mut Tx,
    row: &mut store::cycle::Cycle,
    machine: &domain::cycle::Cycle,
    new_end: Option<&str>,
) -> Result<()> {
    let bad = |code| Error::invalid("/new_end", code);
    let new_end = new_end.and_then(domain::moment::parse_local).ok_or_else(|| bad("local_time"))?;
    let local = |at: Moment| calendar::local(&row.zone, at).map_err(|e| Error::Broken(format!("zone of a cycle: {e}")));
    let mut windows = Vec::new();
    for w in &machine.calendar.windows {
        windows.push(Window { phase: w.phase, starts: local(w.starts)?, ends: local(w.ends)? });
    }
    let old_end = windows.iter().find(|w| w.phase == row.phase).map(|w| w.ends).ok_or_else(|| bad("no_window"))?;
    let by = new_end - old_end;
    if by <= Duration::ZERO {
        return Err(bad("not_later"));
    }
    for w in &mut windows {
        if w.phase > row.phase {
            w.starts += by;
        }
        if w.phase >= row.phase {
            w.ends += by;
        }
    }
    let local = Calendar { zone: row.zone.clone(), windows };
    let resolved = cycle::resolve(&local, "/new_end")?;
    for mut contest in store::contest::of_cycle(tx, row.id)? {
        if let (ContestState::Prepared | ContestState::Open, Some(voting)) =
            (contest.state, resolved.window(Phase::Voting))
        {
            (contest.opens_at, contest.closes_at) = (voting.starts, voting.ends);
            store::contest::update(tx, &mut contest)?;
        }
    }
    cycle::put_calendar(tx, row, &local, &resolved)
}

fn carry_out(
    tx: &mut Tx,
    caller: &Caller,
    row: &store::cycle::Cycle,
    effect: Effect,
    reason: Option<&LocalText>,
) -> Result<()> {
    match effect {
        Effect::MakeReviewDuties => review_duties(tx, row),
        Effect::ExpireSupport => expire_support(tx, caller, row),
        Effect::ExpireRework => expire_rework(tx, caller, row),
        Effect::OpenContests => move_contests(tx, row, ContestEvent::Open, reason),
        Effect::CloseContests => move_contests(tx, row, ContestEvent::Close, reason),
        Effect::AnnulContests => move_contests(tx, row, ContestEvent::Annul, reason),
        Effect::MakeReportDuties => report_duties(tx, row),
    }
}

fn review_duties(tx: &mut Tx, row: &store::cycle::Cycle) -> Result<()> {
    for proposal in store::proposal::in_states(tx, row.id, &[ProposalState::Submitted, ProposalState::UnderReview])? {
        review::open_duties(tx, row, &proposal)?;
    }
    Ok(())
}

fn expire_rework(tx: &mut Tx, caller: &Caller, row: &store::cycle::Cycle) -> Result<()> {
    for proposal in store::proposal::in_states(tx, row.id, &[ProposalState::NeedsChanges])? {
        expire(tx, caller, row, proposal, ProposalEvent::ExpireRework, NOT_REWORKED)?;
    }
    Ok(())
}

/// What too few residents supported is not reviewed. What was split off stands on the supporters of the whole.
fn expire_support(tx: &mut Tx, caller: &Caller, row: &store::cycle::Cycle) -> Result<()> {
    let rules = cycle::rules_of(tx, row)?.proposals;
    if rules.supporters_needed == 0 {
        return Ok(());
    }
    for proposal in store::proposal::in_states(tx, row.id, &[ProposalState::Submitted])? {
        if supporters_missing(&rules, step::supporters(tx, &proposal)?) > 0 {
            expire(tx, caller, row, proposal, ProposalEvent::ExpireSupport, NOT_SUPPORTED)?;
        }
    }
    Ok(())
}

/// A proposal is rejected because its time ran out; its authors are told.
fn expire(
    tx: &mut Tx,
    caller: &Caller,
    row: &store::cycle::Cycle,
    proposal: store::proposal::Proposal,
    event: ProposalEvent,
    clause: &str,
) -> Result<()> {
    let mut at = Step { cycle: row.clone(), row: proposal, owner: false };
    at.row.clause = Some(clause.into());
    let note = Note { clause: Some(clause.into()), ..Note::default() };
    at.happen(tx, caller, event, &ProposalFacts::default(), note)?;
    at.save(tx)?;
    notification::proposal_decided(tx, &at.row)
}

fn move_contests(
    tx: &mut Tx,
    row: &store::cycle::Cycle,
    event: ContestEvent,
    reason: Option<&LocalText>,
) -> Result<()> {
    for mut contest in store::contest::of_cycle(tx, row.id)? {
        let facts = ContestFacts {
            frozen: true, // the cycle's own guards counted items and translations in this transaction
            voting_ends: Some(contest.closes_at),
            reason: reason.is_some(),
            ..ContestFacts::default()
        };
        // Annulled contests of an earlier vote stay as they are.
        let Ok(state) = domain::contest::apply(contest.state, event, &facts, tx.now()) else { continue };
        contest.state = state;
        store::contest::update(tx, &mut contest)?;
        if event == ContestEvent::Close {
            let dedup = Some(format!("{COUNT_CONTEST}/{}", contest.id));
            let run_at = contest.closes_at + COUNTING_DELAY;
            tx.enqueue(Job { kind: COUNT_CONTEST, payload: json!({ "contest_id": contest.id }), run_at, dedup })?;
        }
    }
    tx.touch("contests");
    Ok(())
}

fn report_duties(tx: &mut Tx, row: &store::cycle::Cycle) -> Result<()> {
    let days = cycle::rules_of(tx, row)?.deadlines.report_days;
    let deadline = duty::days_after(tx.now(), days);
    let districts: BTreeSet<Id> =
        store::envelope::of_cycle(tx, row.id)?.into_iter().filter_map(|envelope| envelope.district_id).collect();
    let mut open = |district_id: Option<Id>| {
        let (role, subject) = match district_id {
            Some(_) => (Role::Executor, "district"),
            None => (Role::Organiser, "cycle"),
        };
        let new = NewDuty {
            kind: DutyKind::PublishReport,
            district_id,
            body_id: None,
            role,
            subject,
            subject_id: district_id.unwrap_or(row.id),
            proposal_id: None,
            deadline,
        };
        duty::open(tx, row, new)
    };
    for id in districts {
        open(Some(id))?;
    }
    // The city's own, about all of them.
    open(None)?;
    Ok(())
}

fn done(row: store::cycle::CycleEvent) -> Result<TransitionDone> {
    let event = CycleEvent::parse(&row.event).ok_or_else(|| Error::Broken(format!("stored event {}", row.event)))?;
    Ok(TransitionDone {
        event,
        from: row.from_phase,
        to: row.to_phase,
        at: row.at,
        by_calendar: row.account_id.is_none(),
        reason: row.reason,
    })
}

fn to_option(
    option: &CycleRow,
    machine: &domain::cycle::Cycle,
    facts: &CycleFacts,
    caller: &Caller,
    row: &store::cycle::Cycle,
    now: Moment,
) -> TransitionOption {
    let to = option.to.unwrap_or(row.phase);
    let started = option.guards.contains(&Guard::Started);
    TransitionOption {
        event: option.event,
        to,
        from_instant: machine.calendar.window(to).filter(|_| started).map(|w| w.starts),
        allowed: authorise(&caller.actor, option.operation, &scope(row)).is_ok(),
        needs_reason: option.guards.contains(&Guard::Reason),
        blockers: machine.unmet(option.event, facts, now).0,
    }
}
