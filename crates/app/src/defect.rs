//! Defects found within the warranty: they reopen an accepted work, also after its cycle is closed.

use std::collections::HashMap;

use api_types::defect::{Defect, DefectCreate, DefectOrder, DefectRepair};
use api_types::photo::Photo;
use domain::{DefectEvent, DefectState, DutyEnding, DutyKind, Id, Moment, Operation, Refusals, WorkEvent, authorise};
use serde_json::json;
use store::defect::Defect as Row;
use store::{Conn, Tx};

use crate::body::check_text;
use crate::work::{Site, StepNote, photos_of};
use crate::{App, Caller, Error, Faults, Result, audit, duty, idempotency, verdict, work};

/// Longest text, in characters.
const MAX_TEXT: usize = 2_000;
/// Days to repair a defect. The law leaves the term to the contract; a month is what Almaty's contracts say.
const REPAIR_DAYS: u16 = 30;

/// Reports a defect: the executor, the office that answers for the work, or a resident who may judge it.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` with every reason, `warranty_over` among them.
pub fn report(app: &App, caller: &Caller, work_id: Id, input: &DefectCreate) -> Result<Defect> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Defect> {
        let mut site = Site::load(tx, work_id)?;
        let refusals = may_report(tx, &actor, &site)?;
        let mut faults = Faults::new();
        check_text(&input.text, "/text", MAX_TEXT, &mut faults);
        faults.require(input.found_on <= site.today(tx)?, "/found_on", "date_in_future");
        let after = site.row.accepted_on.is_none_or(|accepted| input.found_on >= accepted);
        faults.require(after, "/found_on", "date_order");
        faults.check()?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return one(tx, earlier);
        }
        refusals.or(())?;
        let note = StepNote { reason: Some(input.text.clone()), ..StepNote::default() };
        work::step(tx, &actor, &mut site.row, WorkEvent::ClaimWarranty, note)?;
        let row = Row {
            id,
            work_id,
            text: input.text.clone(),
            found_on: input.found_on,
            reported_by: actor.account_id,
            reported_at: tx.now(),
            duty_id: Some(verdict::open_duty(tx, &site, DutyKind::RepairDefect, ("defect", id), REPAIR_DAYS)?),
            repaired_on: None,
            repair: None,
        };
        store::defect::insert(tx, &row)?;
        let payload = json!({ "work": work_id, "channel": actor.channel });
        audit::record(tx, &actor, "defect_reported", "defect", id, site.row.district_id, payload);
        one(tx, id)
    })
}

/// Officials may; else it is a resident's matter. What stands against the resident is listed with the other reasons.
fn may_report(tx: &mut Tx, caller: &Caller, site: &Site) -> Result<Refusals> {
    match site.may(tx, caller, &[site.row.body_id]) {
        Err(Error::Denied(denied)) if caller.actor.person.is_some() && denied.kind == domain::DeniedKind::Forbidden => {
            let mut refusals = verdict::permit(tx, caller, site)?;
            refusals.0.extend(verdict::eligibility(tx, caller, site)?.0);
            Ok(refusals)
        }
        decided => decided.map(|()| Refusals::none()),
    }
}

/// Says that a defect is repaired, also one whose repair was declined. The work is accepted again by an act of its own.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` when it was repaired before.
pub fn repair(app: &App, caller: &Caller, id: Id, input: &DefectRepair) -> Result<Defect> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Defect> {
        let work_id = store::defect::find(tx, id)?.ok_or(Error::NotFound("defect"))?.work_id;
        let site = Site::load(tx, work_id)?;
        let mut row = store::defect::lock(tx, id)?.ok_or(Error::NotFound("defect"))?;
        site.may(tx, &actor, &[site.row.body_id])?;
        let mut faults = Faults::new();
        check_text(&input.repair, "/repair", MAX_TEXT, &mut faults);
        faults.require(input.repaired_on >= row.found_on, "/repaired_on", "date_order");
        faults.require(input.repaired_on <= site.today(tx)?, "/repaired_on", "date_in_future");
        faults.check()?;
        domain::defect::apply(state(tx, &row)?, DefectEvent::Repair, false)?;
        row.repaired_on = Some(input.repaired_on);
        row.repair = Some(input.repair.clone());
        store::defect::update(tx, &row)?;
        duty::end_about(tx, id, &[DutyKind::RepairDefect], DutyEnding::Done, actor.account_id)?;
        let payload = json!({ "work": work_id, "on": domain::moment::format_day(input.repaired_on) });
        audit::record(tx, &actor, "defect_repaired", "defect", id, site.row.district_id, payload);
        site.touch(tx);
        one(tx, id)
    })
}

/// Orders a repair again: what was declined is owed nevertheless, or what was called repaired did not hold. The reason stands in
/// the history of the work and with the new duty, whose deadline is as long as that of the first.
///
/// # Errors
/// `NotFound`; `Denied` (who owes the repair may not: only the executor); `Invalid`; `Refused(wrong_state)` while the repair is
/// owed, or when the work is accepted again.
pub fn order(app: &App, caller: &Caller, id: Id, input: &DefectOrder) -> Result<Defect> {
    let (actor, reason) = (caller.clone(), input.reason.clone());
    app.store.write(app.now(), move |tx| -> Result<Defect> {
        let work_id = store::defect::find(tx, id)?.ok_or(Error::NotFound("defect"))?.work_id;
        let mut site = Site::load(tx, work_id)?;
        let mut row = store::defect::lock(tx, id)?.ok_or(Error::NotFound("defect"))?;
        authorise(&actor.actor, Operation::ManageWorks, &site.scope())?;
        let mut faults = Faults::new();
        check_text(&reason, "/reason", MAX_TEXT, &mut faults);
        faults.check()?;
        domain::defect::apply(state(tx, &row)?, DefectEvent::OrderAgain, true)?;
        let note = StepNote { reason: Some(reason.clone()), ..StepNote::default() };
        work::step(tx, &actor, &mut site.row, WorkEvent::OrderRepair, note)?;
        let duty_id = verdict::open_duty(tx, &site, DutyKind::RepairDefect, ("defect", id), REPAIR_DAYS)?;
        let mut owed = store::duty::lock(tx, duty_id)?.ok_or(Error::NotFound("duty"))?;
        owed.note = Some(reason.clone());
        store::duty::update(tx, &owed)?;
        row.duty_id = Some(duty_id);
        row.repaired_on = None;
        store::defect::update(tx, &row)?;
        let payload = json!({ "work": work_id, "reason": reason });
        audit::record(tx, &actor, "repair_ordered", "defect", id, site.row.district_id, payload);
        one(tx, id)
    })
}

/// How a defect stands now.
fn state(c: &mut Conn, row: &Row) -> Result<DefectState> {
    let duty = row.duty_id.map(|id| store::duty::find(c, id)).transpose()?.flatten();
    Ok(domain::defect::state(row.repaired_on.is_some(), duty.and_then(|duty| duty.ending)))
}

/// Defects of a work whose repair is owed.
pub(crate) fn owed(c: &mut Conn, work_id: Id) -> Result<u32> {
    let mut owed = 0;
    for row in store::defect::of_work(c, work_id)? {
        owed += u32::from(state(c, &row)? == DefectState::Owed);
    }
    Ok(owed)
}

fn one(tx: &mut Tx, id: Id) -> Result<Defect> {
    let row = store::defect::find(tx, id)?.ok_or(Error::NotFound("defect"))?;
    let (now, photos) = (tx.now(), photos_of(tx, row.work_id)?);
    to_dtos(tx, vec![row], &photos, now)?.pop().ok_or(Error::NotFound("defect"))
}

/// Defects of a work as the API shows them.
pub(crate) fn of_work(c: &mut Conn, work_id: Id, photos: &HashMap<Id, Vec<Photo>>, now: Moment) -> Result<Vec<Defect>> {
    let rows = store::defect::of_work(c, work_id)?;
    to_dtos(c, rows, photos, now)
}

fn to_dtos(c: &mut Conn, rows: Vec<Row>, photos: &HashMap<Id, Vec<Photo>>, now: Moment) -> Result<Vec<Defect>> {
    let mut duties = verdict::duties(c, rows.iter().filter_map(|row| row.duty_id), now)?;
    let dto = |row: Row| {
        let Row { id, work_id, text, found_on, reported_by: _, reported_at, duty_id, repaired_on, repair } = row;
        let photos = photos.get(&id).cloned().unwrap_or_default();
        let duty = duty_id.and_then(|id| duties.remove(&id));
        let state = domain::defect::state(repaired_on.is_some(), duty.as_ref().and_then(|duty| duty.ending));
        Defect { id, work_id, state, text, found_on, reported_at, repaired_on, repair, photos, duty }
    };
    Ok(rows.into_iter().map(dto).collect())
}
