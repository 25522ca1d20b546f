//! Payments under contracts: committed money becomes paid, with the document beside its ledger entry.

use std::collections::HashSet;

use api_types::payment::{Payment, PaymentCreate, PaymentList};
use domain::{EntryKind, Id, Operation, Scope, authorise};
use serde_json::json;
use store::Conn;
use store::payment::Payment as Row;

use crate::body::check_text;
use crate::contract::{committed, domain_part};
use crate::cycle::topic;
use crate::ledger::{MAX_NOTE, NewEntry, post_in};
use crate::{App, Caller, Error, Faults, Result, audit, calendar, idempotency};

/// Payments of a cycle, oldest first; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<PaymentList> {
    app.store.read(|c| -> Result<PaymentList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let contracts: Vec<Id> = store::contract::of_cycle(c, cycle_id)?.iter().map(|row| row.id).collect();
        let rows = store::payment::of_contracts(c, &contracts)?;
        Ok(PaymentList { items: to_dtos(c, rows)? })
    })
}

/// One payment; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Payment> {
    app.store.read(|c| read(c, id))
}

/// Records a payment.
///
/// # Errors
/// `NotFound` contract or part; `Denied`; `Invalid`; `Refused` by the contract's state, its amount or the books;
/// `Conflict(exists)` for a document that was recorded before.
pub fn create(app: &App, caller: &Caller, contract_id: Id, input: &PaymentCreate) -> Result<Payment> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Payment> {
        let (cycle, contract) = crate::contract::lock(tx, contract_id)?;
        let scope = Scope { district: contract.district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::PostEntry, &scope)?;
        let today =
            calendar::date(&cycle.zone, tx.now()).map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
        let mut faults = Faults::of(&input);
        faults.require(!input.document.trim().is_empty(), "/document", "required");
        faults.require(input.paid_on <= today, "/paid_on", "date_in_future");
        faults.require(input.paid_on >= contract.signed_on, "/paid_on", "date_order");
        if let Some(note) = &input.note {
            check_text(note, "/note", MAX_NOTE, &mut faults);
        }
        faults.check()?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return read(tx, earlier);
        }
        let of_work: Vec<_> =
            store::contract::works(tx, &[contract_id])?.into_iter().filter(|p| p.work_id == input.work_id).collect();
        let part = match (input.envelope_id, of_work.as_slice()) {
            (None, [only]) => only.clone(),
            (Some(envelope), parts) => {
                parts.iter().find(|p| p.envelope_id == envelope).cloned().ok_or(Error::NotFound("envelope"))?
            }
            (None, []) => return Err(Error::NotFound("work")),
            (None, _) => return Err(Error::invalid("/envelope_id", "required")),
        };
        let payments = standing(tx, &[contract_id])?;
        let there = committed(tx, &cycle, &part, input.paid_on.year())?;
        domain_part(&part, &payments).pay(contract.state, input.amount, there)?;
        let entry = NewEntry {
            envelope: part.envelope_id,
            kind: EntryKind::Pay,
            from: None,
            to_envelope: None,
            fiscal_year: input.paid_on.year(),
            amount: input.amount,
            act: None,
            work: Some(part.work_id),
            contract: Some(contract_id),
            note: input.note.clone(),
        };
        let entry = post_in(tx, &actor, &cycle, entry)?;
        let row = Row {
            id,
            contract_id,
            work_id: part.work_id,
            envelope_id: part.envelope_id,
            ledger_entry_id: entry.id,
            amount: input.amount,
            paid_on: input.paid_on,
            document: input.document.trim().to_owned(),
            note: input.note.clone(),
            at: tx.now(),
            made_by: actor.account_id,
        };
        store::payment::insert(tx, &row)?;
        let payload = json!({ "contract": contract_id, "amount": row.amount, "entry": entry.id });
        audit::record(tx, &actor, "payment", "payment", id, contract.district_id, payload);
        tx.touch(topic(cycle.id));
        read(tx, id)
    })
}

/// Payments of some contracts that were not taken back.
pub(crate) fn standing(c: &mut Conn, contract_ids: &[Id]) -> Result<Vec<Row>> {
    let mut rows = store::payment::of_contracts(c, contract_ids)?;
    let reversed = reversed(c, &rows)?;
    rows.retain(|row| !reversed.contains(&row.ledger_entry_id));
    Ok(rows)
}

/// All payments of a contract, oldest first.
pub(crate) fn of_contract(c: &mut Conn, id: Id) -> Result<Vec<Payment>> {
    let rows = store::payment::of_contracts(c, &[id])?;
    to_dtos(c, rows)
}

fn reversed(c: &mut Conn, rows: &[Row]) -> Result<HashSet<Id>> {
    let entries: Vec<Id> = rows.iter().map(|row| row.ledger_entry_id).collect();
    Ok(store::ledger::reversed_of(c, &entries)?.into_iter().collect())
}

fn read(c: &mut Conn, id: Id) -> Result<Payment> {
    let row = store::payment::find(c, id)?.ok_or(Error::NotFound("payment"))?;
    to_dtos(c, vec![row])?.pop().ok_or(Error::NotFound("payment"))
}

fn to_dtos(c: &mut Conn, rows: Vec<Row>) -> Result<Vec<Payment>> {
    let reversed = reversed(c, &rows)?;
    Ok(rows.into_iter().map(|row| to_dto(row, &reversed)).collect())
}

fn to_dto(row: Row, reversed: &HashSet<Id>) -> Payment {
    let Row { id, contract_id, work_id, envelope_id, ledger_entry_id, amount, paid_on, document, note, at, made_by: _ } =
        row;
    let reversed = reversed.contains(&ledger_entry_id);
    Payment { id, contract_id, work_id, envelope_id, ledger_entry_id, amount, paid_on, document, note, at, reversed }
}
