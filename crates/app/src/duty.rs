//! Duties: what officials owe residents. Public boards, oldest first; officials end them, askers reopen once.

use std::collections::HashMap;

use api_types::duty::{Duty, DutyEnd, DutyPage, DutyReopen, DutySummary, DutySummaryRow};
use domain::cycle::stage_of;
use domain::duty::{DutyEvent, DutyNote, DutyStanding, Ended, only_acknowledges};
use domain::{DutyEnding, DutyKind, Id, LocalText, Moment, Operation, Role, Scope, authorise};
use serde_json::json;
use store::duty::DutyFilter;
use store::page::{Page, Seek};
use store::{Conn, Tx};
use time::Duration;

use crate::cycle::topic;
use crate::{App, Caller, Error, Fault, Faults, Result, audit, cycle, notification, project};

/// Longest words of an ending or a reopening, in characters.
const MAX_NOTE: usize = 5_000;

/// A duty that a use case makes.
pub(crate) struct NewDuty {
    pub kind: DutyKind,
    pub district_id: Option<Id>,
    /// The body that owes it; none: whoever holds the role for the district.
    pub body_id: Option<Id>,
    pub role: Role,
    pub subject: &'static str,
    pub subject_id: Id,
    pub proposal_id: Option<Id>,
    pub deadline: Moment,
}

/// Makes a duty inside another use case's transaction.
pub(crate) fn open(tx: &mut Tx, cycle: &store::cycle::Cycle, new: NewDuty) -> Result<Id> {
    let NewDuty { kind, district_id, body_id, role, subject, subject_id, proposal_id, deadline } = new;
    let row = store::duty::Duty {
        id: tx.new_id(),
        cycle_id: cycle.id,
        district_id,
        stage: stage_of(cycle.phase),
        kind,
        body_id,
        role,
        subject: subject.into(),
        subject_id,
        proposal_id,
        opened_at: tx.now(),
        first_deadline: deadline,
        deadline,
        ended_at: None,
        ending: None,
        clause: None,
        note: None,
        ended_by: None,
        reopened_at: None,
    };
    store::duty::insert(tx, &row)?;
    tx.touch(topic(cycle.id));
    Ok(row.id)
}

/// Ends the open duties of some kinds about a thing, inside another use case's transaction: what the duty asked for was just
/// done, or its subject went away.
pub(crate) fn end_about(
    tx: &mut Tx,
    subject_id: Id,
    kinds: &[DutyKind],
    ending: DutyEnding,
    by: Option<Id>,
) -> Result<()> {
    let now = tx.now();
    for mut row in store::duty::open_about(tx, subject_id)?.into_iter().filter(|d| kinds.contains(&d.kind)) {
        row.ended_at = Some(now);
        row.ending = Some(ending);
        row.ended_by = by;
        store::duty::update(tx, &row)?;
        tx.touch(topic(row.cycle_id));
    }
    Ok(())
}

/// A deadline so many whole days after an instant.
pub(crate) fn days_after(at: Moment, days: u16) -> Moment {
    at + Duration::days(days.into())
}

/// A page of a board; public.
///
/// # Errors
/// Only the store's.
pub fn list(app: &App, filter: &DutyFilter, seek: &Seek<(Moment, Id)>) -> Result<Page<Duty, (Moment, Id)>> {
    let now = app.now();
    app.store.read(|c| -> Result<_> {
        let page = store::duty::list(c, filter, seek)?;
        Ok(Page { items: to_dtos(c, page.items, now)?, next: page.next })
    })
}

/// Open duties of the caller's roles and bodies, the oldest first.
///
/// # Errors
/// `Denied` for accounts without a role.
pub fn mine(app: &App, caller: &Caller) -> Result<DutyPage> {
    let account = caller.account()?;
    authorise(&caller.actor, Operation::ViewDesk, &Scope::default())?;
    let now = app.now();
    app.store.read(|c| -> Result<DutyPage> {
        let bodies = store::body::of_member(c, account)?;
        let mine = |d: &store::duty::Duty| match d.body_id {
            Some(body) => bodies.contains(&body) || caller.actor.holds(d.role, d.district_id),
            None => caller.actor.holds(d.role, d.district_id),
        };
        let rows: Vec<_> = store::duty::all_open(c)?.into_iter().filter(mine).take(MAX_MINE).collect();
        Ok(DutyPage { items: to_dtos(c, rows, now)?, next: None })
    })
}

/// Most duties of one desk page: the oldest come first, and nobody works through more in a day.
const MAX_MINE: usize = 500;

/// Figures per district and stage of a cycle; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn summary(app: &App, cycle_id: Id) -> Result<DutySummary> {
    let now = app.now();
    let rows = app.store.read(|c| -> Result<_> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        Ok(store::duty::of_cycle(c, cycle_id)?)
    })?;
    let mut groups: HashMap<_, Vec<domain::Duty>> = HashMap::new();
    for row in rows {
        groups.entry((row.district_id, row.stage)).or_default().push(domain_duty(&row));
    }
    let mut items: Vec<DutySummaryRow> = groups
        .into_iter()
        .map(|((district_id, stage), duties)| {
            let count = |standing| duties.iter().filter(|d| d.standing(now) == standing).count() as i64;
            let share = domain::duty::share(&duties, now);
            let (met, due) = (share.met.into(), share.due.into());
            let (open, overdue) = (count(DutyStanding::Open), count(DutyStanding::Overdue));
            DutySummaryRow { district_id, stage, open, overdue, met, due }
        })
        .collect();
    items.sort_by_key(|row| (row.district_id, row.stage));
    Ok(DutySummary { items })
}

/// Ends a duty by words, where words are enough for its kind: [`domain::duty::by_hand`]. Words like "taken into consideration"
/// have no ending to stand for.
///
/// # Errors
/// `NotFound`; `Denied` unless the caller holds its role or sits in its body; `Invalid`; `Refused`.
pub fn end(app: &App, caller: &Caller, id: Id, input: &DutyEnd) -> Result<Duty> {
    let account = caller.account()?;
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Duty> {
        let mut row = store::duty::lock(tx, id)?.ok_or(Error::NotFound("duty"))?;
        authorise(&actor.actor, Operation::ViewDesk, &Scope::default())?;
        let sits = row.body_id.map(|b| store::body::is_member(tx, b, account)).transpose()?.unwrap_or(false);
        if !sits && !actor.actor.holds(row.role, row.district_id) {
            return Err(crate::error::forbidden(domain::RefusalCode::RoleMissing));
        }
        let mut faults = Faults::new();
        crate::body::check_text(&input.note, "/note", MAX_NOTE, &mut faults);
        for (lang, text) in [("kk", &input.note.kk), ("ru", &input.note.ru)] {
            faults.require(!only_acknowledges(text), &format!("/note/{lang}"), "acknowledgement");
        }
        faults.check()?;
        let clause = input.clause.as_deref().is_some_and(|c| !c.trim().is_empty());
        domain_duty(&row).end_by_hand(input.ending, DutyNote { reason: true, clause, deadline: None }, tx.now())?;
        row.ended_at = Some(tx.now());
        row.ending = Some(input.ending);
        row.clause.clone_from(&input.clause);
        row.note = Some(input.note.clone());
        row.ended_by = actor.account_id;
        store::duty::update(tx, &row)?;
        if row.kind == DutyKind::AnswerDispute {
            notification::dispute_answered(tx, row.subject_id, row.proposal_id)?;
        }
        audit::record(
            tx,
            &actor,
            "duty_ended",
            "duty",
            id,
            row.district_id,
            json!({ "ending": input.ending, "clause": input.clause }),
        );
        tx.touch(topic(row.cycle_id));
        one(tx, row)
    })
}

/// Reopens the duty to answer a question, once, by who asked it.
///
/// # Errors
/// `NotFound`; `Denied` for everybody but the asker; `Invalid`; `Refused`.
pub fn reopen(app: &App, caller: &Caller, id: Id, input: &DutyReopen) -> Result<Duty> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Duty> {
        let mut row = store::duty::lock(tx, id)?.ok_or(Error::NotFound("duty"))?;
        let cycle =
            store::cycle::fence(tx, row.cycle_id)?.ok_or_else(|| Error::Broken("a duty without its cycle".into()))?;
        let asked = store::comment::find(tx, row.subject_id)?;
        let owner = asked.is_some_and(|q| q.person_id.is_some() && q.person_id == actor.actor.person);
        authorise(
            &actor.actor,
            Operation::ReopenQuestion,
            &Scope { district: row.district_id, phase: Some(cycle.phase), owner },
        )?;
        let reason = input.reason.trim();
        if reason.is_empty() || reason.chars().count() > MAX_NOTE {
            let code = if reason.is_empty() { "required" } else { "too_long" };
            return Err(Error::Invalid(vec![Fault::new("/reason", code).with("max", MAX_NOTE)]));
        }
        let days = cycle::rules_of(tx, &cycle)?.deadlines.reopened_answer_days;
        let deadline = days_after(tx.now(), days);
        domain_duty(&row).apply(
            DutyEvent::Reopen,
            DutyNote { reason: true, clause: false, deadline: Some(deadline) },
            tx.now(),
        )?;
        row.ended_at = None;
        row.ending = None;
        row.deadline = deadline;
        row.reopened_at = Some(tx.now());
        store::duty::update(tx, &row)?;
        audit::record(tx, &actor, "duty_reopened", "duty", id, row.district_id, json!({}));
        tx.touch(topic(row.cycle_id));
        one(tx, row)
    })
}

/// The domain's view of a row.
pub(crate) fn domain_duty(row: &store::duty::Duty) -> domain::Duty {
    let ended = row.ended_at.zip(row.ending).map(|(at, ending)| Ended { ending, at });
    domain::Duty {
        kind: row.kind,
        owner: row.body_id.unwrap_or(row.cycle_id),
        district: row.district_id,
        subject: row.subject_id,
        first_deadline: row.first_deadline,
        deadline: row.deadline,
        ended,
        reopened: row.reopened_at.is_some(),
    }
}

/// Duties as the API shows them, with bodies and projects named.
pub(crate) fn to_dtos(c: &mut Conn, rows: Vec<store::duty::Duty>, now: Moment) -> Result<Vec<Duty>> {
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let wanted: Vec<Id> = rows.iter().filter_map(|d| d.proposal_id).collect();
    let projects = project::refs(c, &wanted)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let duty = domain_duty(&row);
            let standing = duty.standing(now);
            let decided = row.ended_at.is_some() || row.first_deadline < now;
            Duty {
                id: row.id,
                cycle_id: row.cycle_id,
                district_id: row.district_id,
                stage: row.stage,
                kind: row.kind,
                body: row.body_id.and_then(|b| bodies.get(&b).cloned()),
                role: row.role,
                project: row.proposal_id.and_then(|p| projects.get(&p).cloned()),
                opened_at: row.opened_at,
                first_deadline: row.first_deadline,
                deadline: row.deadline,
                ended_at: row.ended_at,
                ending: row.ending,
                clause: row.clause,
                note: row.note,
                overdue: standing == DutyStanding::Overdue,
                met: decided.then(|| duty.met()),
                reopened: row.reopened_at.is_some(),
            }
        })
        .collect())
}

fn one(tx: &mut Tx, row: store::duty::Duty) -> Result<Duty> {
    let now = tx.now();
    to_dtos(tx, vec![row], now)?.pop().ok_or_else(|| Error::Broken("a duty that vanished".into()))
}
