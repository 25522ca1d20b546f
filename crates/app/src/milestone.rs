//! Milestones of works: what is to be done until when. A later date needs a reason, and every delay stays public.

use std::collections::HashMap;

use api_types::milestone::{Milestone, MilestoneCreate, MilestoneDelay, MilestoneDone, MilestoneMove};
use domain::{Code, Id, LocalText, Moment, Refusal, RefusalCode, WorkState};
use serde_json::json;
use store::milestone::{Milestone as Row, MilestoneDelay as DelayRow};
use store::{Conn, Tx};
use time::Date;

use crate::body::check_text;
use crate::proposal::step::{city_of, today};
use crate::work::{MAX_REASON, Site, refused};
use crate::{App, Caller, Error, Faults, Result, audit, idempotency, notification};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Most milestones of one work.
const MAX_MILESTONES: i32 = 100;

/// Adds a milestone to a work.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` for a work that is accepted or cancelled.
pub fn create(app: &App, caller: &Caller, work_id: Id, input: &MilestoneCreate) -> Result<Milestone> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Milestone> {
        let site = Site::load(tx, work_id)?;
        let body_id = input.body_id.unwrap_or(site.row.body_id);
        site.may(tx, &actor, &[site.row.body_id])?;
        let mut faults = Faults::new();
        check_text(&input.name, "/name", MAX_NAME, &mut faults);
        let city = city_of(tx, &site.cycle)?;
        let body = store::body::find(tx, body_id)?.filter(|body| body.city_id == city);
        let near = body.is_some_and(|body| body.district_id.is_none() || body.district_id == site.row.district_id);
        faults.require(near, "/body_id", "unknown");
        // Within the time of its work: from the day on which that was planned (in UTC, so at most a day early) to its end.
        let within = site.row.created_at.date()..=site.row.due_on;
        faults.require(within.contains(&input.due_on), "/due_on", "date_order");
        let ordinal = store::milestone::next_ordinal(tx, work_id)?;
        faults.require(ordinal <= MAX_MILESTONES, "", "too_many");
        faults.check()?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return one(tx, &site, earlier);
        }
        goes_on(&site)?;
        let due_on = input.due_on;
        let name = input.name.clone();
        let row = Row { id, work_id, ordinal, name, body_id, first_due_on: due_on, due_on, done_on: None, version: 1 };
        store::milestone::insert(tx, &row)?;
        notification::milestone_when_missed(tx, &site.cycle, &row)?;
        note(tx, &actor, &site, id, "milestone_added");
        one(tx, &site, id)
    })
}

/// Moves a milestone to a later date, and the end of its work with it when it is later still.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` when it is reached, or the work is accepted or cancelled.
pub fn put_off(app: &App, caller: &Caller, id: Id, input: &MilestoneMove) -> Result<Milestone> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Milestone> {
        let (mut site, mut row) = load(tx, id)?;
        site.may(tx, &actor, &[site.row.body_id, row.body_id])?;
        let mut faults = Faults::new();
        check_text(&input.reason, "/reason", MAX_REASON, &mut faults);
        faults.require(input.due_on > row.due_on, "/due_on", "not_later");
        faults.check()?;
        goes_on(&site)?;
        open(&row)?;
        let delay = DelayRow {
            id: tx.new_id(),
            milestone_id: id,
            from_on: row.due_on,
            to_on: input.due_on,
            reason: input.reason.clone(),
            at: tx.now(),
            account_id: actor.account_id,
        };
        store::milestone::insert_delay(tx, &delay)?;
        row.due_on = input.due_on;
        if !store::milestone::update(tx, &mut row)? {
            return Err(Error::Stale);
        }
        notification::milestone_when_missed(tx, &site.cycle, &row)?;
        if row.due_on > site.row.due_on {
            site.row.due_on = row.due_on;
            site.save(tx)?;
        }
        note(tx, &actor, &site, id, "milestone_moved");
        one(tx, &site, id)
    })
}

/// Says that a milestone is reached.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` when it was reached before.
pub fn reach(app: &App, caller: &Caller, id: Id, input: &MilestoneDone) -> Result<Milestone> {
    let (actor, done_on) = (caller.clone(), input.done_on);
    app.store.write(app.now(), move |tx| -> Result<Milestone> {
        let (site, mut row) = load(tx, id)?;
        site.may(tx, &actor, &[site.row.body_id, row.body_id])?;
        let mut faults = Faults::new();
        faults.require(done_on <= site.today(tx)?, "/done_on", "date_in_future");
        faults.check()?;
        open(&row)?;
        row.done_on = Some(done_on);
        if !store::milestone::update(tx, &mut row)? {
            return Err(Error::Stale);
        }
        note(tx, &actor, &site, id, "milestone_reached");
        one(tx, &site, id)
    })
}

fn load(tx: &mut Tx, id: Id) -> Result<(Site, Row)> {
    let work_id = store::milestone::find(tx, id)?.ok_or(Error::NotFound("milestone"))?.work_id;
    let site = Site::load(tx, work_id)?;
    let row = store::milestone::lock(tx, id)?.ok_or(Error::NotFound("milestone"))?;
    Ok((site, row))
}

fn goes_on(site: &Site) -> Result<()> {
    let state = site.row.state;
    let over = matches!(state, WorkState::Accepted | WorkState::Cancelled);
    if over { Err(refused(Refusal::with(RefusalCode::WrongState, state.code()))) } else { Ok(()) }
}

fn open(row: &Row) -> Result<()> {
    if row.done_on.is_some() { Err(refused(Refusal::with(RefusalCode::WrongState, "done"))) } else { Ok(()) }
}

fn note(tx: &mut Tx, caller: &Caller, site: &Site, id: Id, what: &'static str) {
    let payload = json!({ "milestone": id });
    audit::record(tx, caller, what, "work", site.row.id, site.row.district_id, payload);
    site.touch(tx);
}

fn one(tx: &mut Tx, site: &Site, id: Id) -> Result<Milestone> {
    let now = tx.now();
    let all = of_work(tx, &site.cycle, site.row.id, now)?;
    all.into_iter().find(|milestone| milestone.id == id).ok_or(Error::NotFound("milestone"))
}

/// Milestones of a work as the API shows them.
pub(crate) fn of_work(c: &mut Conn, cycle: &store::cycle::Cycle, work_id: Id, now: Moment) -> Result<Vec<Milestone>> {
    let today = today(cycle, now)?;
    let rows = store::milestone::of_works(c, &[work_id])?;
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let mut delays: HashMap<Id, Vec<MilestoneDelay>> = HashMap::new();
    for DelayRow { id: _, milestone_id, from_on, to_on, reason, at, account_id: _ } in
        store::milestone::delays(c, &ids)?
    {
        delays.entry(milestone_id).or_default().push(MilestoneDelay { from_on, to_on, reason, at });
    }
    rows.into_iter()
        .map(|row| {
            let late = is_late(&row, today);
            let Row { id, work_id: _, ordinal, name, body_id, first_due_on, due_on, done_on, version: _ } = row;
            let body = bodies.get(&body_id).cloned();
            Ok(Milestone {
                id,
                ordinal,
                name,
                body: body.ok_or_else(|| Error::Broken("a milestone without its office".into()))?,
                first_due_on,
                due_on,
                done_on,
                late,
                delays: delays.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// Not reached in time; measured against the first promise once it is reached.
pub(crate) fn is_late(row: &Row, today: Date) -> bool {
    row.done_on.map_or(today > row.due_on, |done| done > row.first_due_on)
}
