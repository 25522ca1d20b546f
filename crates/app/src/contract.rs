//! Contracts: signed, amended, completed, settled, terminated. Money reserved for works becomes committed, and what is not
//! needed becomes saved.

mod part;
mod show;

use std::collections::BTreeSet;

use api_types::contract::{ContractAmend, ContractFile, ContractList, ContractMove, ContractSign};
use domain::contract::{self as machine, ContractFacts};
use domain::{ContractEvent, ContractState, Id, LocalText, Money, Operation, Scope, WorkEvent, authorise};
use serde_json::json;
use store::Tx;
use store::contract::{Contract as Row, ContractEvent as StepRow, ContractWork};
use store::cycle::Cycle;
use time::Date;

use self::part::{add_part, change_part, check_parts, common_district, lock_works, resolve, total};
use self::show::read;
use crate::body::check_text;
use crate::cycle::topic;
use crate::work::StepNote;
use crate::{App, Caller, Error, Faults, Result, audit, calendar, idempotency, payment, work};

pub(crate) use self::part::{committed, domain_part};
pub(crate) use self::show::to_dtos;

const MAX_SUBJECT: usize = 500;
const MAX_REASON: usize = 2_000;

/// Contracts of a cycle, the newest first; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<ContractList> {
    app.store.read(|c| -> Result<ContractList> {
        let cycle = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let rows = store::contract::of_cycle(c, cycle_id)?;
        Ok(ContractList { items: to_dtos(c, &cycle, rows)? })
    })
}

/// A contract with its steps and payments; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<ContractFile> {
    app.store.read(|c| read(c, id))
}

/// Records a signed contract: works that were awarded are under contract, money reserved for them is committed.
///
/// # Errors
/// `NotFound` cycle, body, work; `Denied`; `Invalid`; `Refused` by a work's state or the books; `Conflict(exists)` for a
/// number that the customer has.
pub fn sign(app: &App, caller: &Caller, input: &ContractSign) -> Result<ContractFile> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ContractFile> {
        let cycle = store::cycle::fence(tx, input.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let body = store::body::find(tx, input.body_id)?.ok_or(Error::NotFound("body"))?;
        let mut works = lock_works(tx, &cycle, &input.parts)?;
        let district_id = common_district(&works);
        may(&actor, &cycle, district_id)?;
        check_sign(&cycle, tx, &input)?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return read(tx, earlier);
        }
        let row = Row {
            id,
            cycle_id: cycle.id,
            district_id,
            number: input.number.trim().to_owned(),
            subject: input.subject.clone(),
            body_id: body.id,
            supplier: input.supplier.trim().to_owned(),
            supplier_bin: input.supplier_bin.clone(),
            state: ContractState::Signed,
            state_since: tx.now(),
            signed_on: input.signed_on,
            starts_on: input.starts_on,
            first_ends_on: input.ends_on,
            ends_on: input.ends_on,
            warranty_months: input.warranty_months,
            created_at: tx.now(),
            version: 1,
        };
        store::contract::insert(tx, &row)?;
        for part in resolve(tx, &works, &input.parts)? {
            add_part(tx, &actor, &cycle, &row, &mut works, part)?;
        }
        let payload = json!({ "number": row.number, "body": body.id, "works": works.keys().collect::<Vec<_>>() });
        audit::record(tx, &actor, "contract_signed", "contract", id, district_id, payload);
        tx.touch(topic(cycle.id));
        read(tx, id)
    })
}

/// Amends a contract: another end, other amounts, further works. More is committed out of what is reserved for the work;
/// less becomes saved.
///
/// # Errors
/// `NotFound`; `Denied`; `Stale`; `Invalid`; `Refused` by the contract's or a work's state, the amount paid, or the books.
pub fn amend(app: &App, caller: &Caller, id: Id, version: i64, input: &ContractAmend) -> Result<ContractFile> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ContractFile> {
        let (cycle, mut row) = lock(tx, id)?;
        may(&actor, &cycle, row.district_id)?;
        if row.version != version {
            return Err(Error::Stale);
        }
        let mut faults = Faults::new();
        check_text(&input.reason, "/reason", MAX_REASON, &mut faults);
        let ends_on = input.ends_on.unwrap_or(row.ends_on);
        faults.require(ends_on >= row.starts_on, "/ends_on", "date_order");
        let changes = input.ends_on.is_some() || !input.parts.is_empty();
        faults.require(changes, "/parts", "required");
        check_parts(&input.parts, true, &mut faults);
        faults.check()?;
        check_act(tx, &cycle, input.act_id)?;
        let facts = ContractFacts { reason: true, ..ContractFacts::default() };
        let to = machine::apply(row.state, ContractEvent::Amend, &facts)?;
        let mut works = lock_works(tx, &cycle, &input.parts)?;
        let before = store::contract::works(tx, &[id])?;
        let step = Step {
            event: ContractEvent::Amend,
            reason: Some(input.reason.clone()),
            act: input.act_id,
            amount_before: total(&before)?,
            ends_before: row.ends_on,
        };
        for part in resolve(tx, &works, &input.parts)? {
            let there = before.iter().find(|p| p.work_id == part.work && p.envelope_id == part.envelope);
            match there {
                Some(there) => change_part(tx, &actor, &cycle, &row, there, part.amount)?,
                None => add_part(tx, &actor, &cycle, &row, &mut works, part)?,
            }
        }
        row.ends_on = ends_on;
        finish(tx, &actor, &cycle, row, to, step)
    })
}

/// Moves a contract on. Terminated, it saves what it committed and did not pay, and its works are terminated with it.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` with every reason.
pub fn step(app: &App, caller: &Caller, id: Id, input: &ContractMove) -> Result<ContractFile> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ContractFile> {
        let (cycle, row) = lock(tx, id)?;
        may(&actor, &cycle, row.district_id)?;
        let mut faults = Faults::new();
        // An amendment says what changes, at an address of its own.
        faults.require(input.event != ContractEvent::Amend, "/event", "unknown_code");
        if let Some(reason) = &input.reason {
            check_text(reason, "/reason", MAX_REASON, &mut faults);
        }
        faults.check()?;
        check_act(tx, &cycle, input.act_id)?;
        let parts = store::contract::works(tx, &[id])?;
        let payments = payment::standing(tx, &[id])?;
        let unsettled =
            Money::sum(parts.iter().map(|p| domain_part(p, &payments)).filter_map(|p| p.amount.minus(p.paid)));
        let facts = ContractFacts { reason: input.reason.is_some(), unsettled: unsettled.unwrap_or(Money(i64::MAX)) };
        let to = machine::apply(row.state, input.event, &facts)?;
        let step = Step {
            event: input.event,
            reason: input.reason.clone(),
            act: input.act_id,
            amount_before: total(&parts)?,
            ends_before: row.ends_on,
        };
        if input.event == ContractEvent::Terminate {
            for part in &parts {
                change_part(tx, &actor, &cycle, &row, part, domain_part(part, &payments).paid)?;
            }
            terminate_works(tx, &actor, &cycle, &row, &parts, input.reason.as_ref())?;
        }
        finish(tx, &actor, &cycle, row, to, step)
    })
}

/// What is known of a step before it is written.
struct Step {
    event: ContractEvent,
    reason: Option<LocalText>,
    act: Option<Id>,
    amount_before: Money,
    ends_before: Date,
}

/// Cycle and contract, locked in the order of all that moves money.
pub(crate) fn lock(tx: &mut Tx, id: Id) -> Result<(Cycle, Row)> {
    let cycle_id = store::contract::find(tx, id)?.ok_or(Error::NotFound("contract"))?.cycle_id;
    let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let row = store::contract::lock(tx, id)?.ok_or(Error::NotFound("contract"))?;
    Ok((cycle, row))
}

fn may(caller: &Caller, cycle: &Cycle, district: Option<Id>) -> Result<()> {
    let scope = Scope { district, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, Operation::ManageContracts, &scope)?;
    Ok(())
}

fn check_act(tx: &mut Tx, cycle: &Cycle, act: Option<Id>) -> Result<()> {
    if let Some(id) = act {
        store::act::find(tx, id)?.filter(|a| a.cycle_id == cycle.id).ok_or(Error::NotFound("act"))?;
    }
    Ok(())
}

fn check_sign(cycle: &Cycle, tx: &Tx, input: &ContractSign) -> Result<()> {
    let today = calendar::date(&cycle.zone, tx.now()).map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
    let mut faults = Faults::of(input);
    faults.require(!input.number.trim().is_empty(), "/number", "required");
    faults.require(!input.supplier.trim().is_empty(), "/supplier", "required");
    check_text(&input.subject, "/subject", MAX_SUBJECT, &mut faults);
    let bin = |bin: &String| bin.len() == 12 && bin.bytes().all(|b| b.is_ascii_digit());
    faults.require(input.supplier_bin.as_ref().is_none_or(bin), "/supplier_bin", "bin");
    faults.require(input.signed_on <= today, "/signed_on", "date_in_future");
    faults.require(input.starts_on >= input.signed_on, "/starts_on", "date_order");
    faults.require(input.ends_on >= input.starts_on, "/ends_on", "date_order");
    faults.require(!input.parts.is_empty(), "/parts", "required");
    check_parts(&input.parts, false, &mut faults);
    faults.check()
}

/// Works that this contract alone was to build end with it.
fn terminate_works(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    contract: &Row,
    parts: &[ContractWork],
    reason: Option<&LocalText>,
) -> Result<()> {
    let ids: BTreeSet<Id> = parts.iter().map(|part| part.work_id).collect();
    for id in ids {
        let mut row = store::work::lock(tx, id)?.filter(|w| w.cycle_id == cycle.id).ok_or(Error::NotFound("work"))?;
        let signed = store::work::events(tx, id)?.into_iter().rev().find(|e| e.event == WorkEvent::SignContract);
        if signed.is_some_and(|e| e.contract_id == Some(contract.id))
            && domain::work::can(row.state, WorkEvent::Terminate)
        {
            let note = StepNote { reason: reason.cloned(), contract: Some(contract.id), ..StepNote::default() };
            work::step(tx, caller, &mut row, WorkEvent::Terminate, note)?;
        }
    }
    Ok(())
}

/// Writes the contract and its step.
fn finish(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    mut row: Row,
    to: ContractState,
    step: Step,
) -> Result<ContractFile> {
    let Step { event, reason, act, amount_before, ends_before } = step;
    let parts = store::contract::works(tx, &[row.id])?;
    let written = StepRow {
        id: tx.new_id(),
        contract_id: row.id,
        event,
        from_state: row.state,
        to_state: to,
        at: tx.now(),
        account_id: caller.account_id,
        reason,
        act_id: act,
        amount_before,
        amount_after: total(&parts)?,
        ends_before,
        ends_after: row.ends_on,
    };
    store::contract::insert_event(tx, &written)?;
    if row.state != to {
        row.state = to;
        row.state_since = tx.now();
    }
    if !store::contract::update(tx, &mut row)? {
        return Err(Error::Stale);
    }
    let payload = json!({ "event": event, "to": to, "amount": written.amount_after });
    audit::record(tx, caller, "contract_step", "contract", row.id, row.district_id, payload);
    tx.touch(topic(cycle.id));
    read(tx, row.id)
}
