//! Acts: official documents that confirm decisions and move money. They are recorded, never changed.

use std::collections::HashMap;

use api_types::act::{Act, ActRecord};
use domain::{Id, LocalText, Operation, Scope, authorise};
use serde_json::json;
use store::{Conn, Tx};

use crate::body::check_text;
use crate::{App, Caller, ConflictCode, Error, Faults, Result, audit, calendar, idempotency};

/// Longest title, in characters.
const MAX_TITLE: usize = 300;

/// Records an act.
///
/// # Errors
/// `Invalid`; `NotFound` body or cycle; `Denied`; `Conflict(act_exists)`.
pub fn record(app: &App, caller: &Caller, input: &ActRecord) -> Result<Act> {
    let (caller, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Act> { insert(tx, &caller, &input) })
}

/// Records an act inside another use case's transaction (a result that an act confirms).
///
/// # Errors
/// As [`record`].
pub(crate) fn insert(tx: &mut Tx, caller: &Caller, input: &ActRecord) -> Result<Act> {
    let body = store::body::find(tx, input.body_id)?.ok_or(Error::NotFound("body"))?;
    let cycle = store::cycle::find(tx, input.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let scope = Scope { district: body.district_id, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, Operation::RecordAct, &scope)?;
    let today = calendar::date(&cycle.zone, tx.now()).map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
    let mut faults = Faults::of(input);
    faults.require(!input.number.trim().is_empty(), "/number", "required");
    faults.require(input.date <= today, "/date", "date_in_future");
    check_text(&input.title, "/title", MAX_TITLE, &mut faults);
    faults.check()?;
    let number = input.number.trim().to_owned();
    let id = tx.new_id();
    if let Some(earlier) = idempotency::claim(tx, caller, id)? {
        return read(tx, earlier);
    }
    if store::act::find_by_number(tx, body.id, &number, input.date)?.is_some() {
        return Err(Error::Conflict(ConflictCode::ActExists));
    }
    let row = store::act::Act {
        id,
        body_id: body.id,
        cycle_id: cycle.id,
        number,
        date: input.date,
        title: input.title.clone(),
        recorded_by: caller.account_id,
        recorded_at: tx.now(),
    };
    store::act::insert(tx, &row)?;
    audit::record(
        tx,
        caller,
        "act_recorded",
        "act",
        row.id,
        body.district_id,
        json!({ "body": body.id, "number": row.number }),
    );
    tx.touch("acts");
    Ok(to_dto(row, body.name))
}

/// One act; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Act> {
    app.store.read(|c| -> Result<Act> { read(c, id) })
}

/// Acts of a cycle, newest first; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<Vec<Act>> {
    app.store.read(|c| -> Result<Vec<Act>> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let names: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
        let named = |row: store::act::Act| names.get(&row.body_id).cloned().map(|name| to_dto(row, name));
        Ok(store::act::list(c, cycle_id)?.into_iter().filter_map(named).collect())
    })
}

pub(crate) fn read(c: &mut Conn, id: Id) -> Result<Act> {
    let row = store::act::find(c, id)?.ok_or(Error::NotFound("act"))?;
    let body = store::body::find(c, row.body_id)?.ok_or_else(|| Error::Broken("an act without its body".into()))?;
    Ok(to_dto(row, body.name))
}

/// The act as the API shows it.
pub(crate) fn to_dto(row: store::act::Act, body: LocalText) -> Act {
    let store::act::Act { id, body_id, cycle_id, number, date, title, recorded_by: _, recorded_at } = row;
    Act { id, body_id, body, cycle_id, number, date, title, recorded_at }
}
