//! The end of a fiscal year: what is neither paid nor surrendered lapses, or goes to the next year where an act of the
//! maslikhat, recorded before, says so.
//!
//! The job is planned when money first moves in a year, at midnight after 31 December in the cycle's zone. From that instant
//! on nobody posts into the year any more, so a job that runs late finds what one in time would have found.

use std::collections::{BTreeSet, HashMap};

use api_types::ledger::{ActCited, CarryCreate, CarryDecision, CarryList, CarryWithdraw, YearEndLine, YearEndPlan};
use domain::ledger::{Posting, year_end};
use domain::{BodyKind, EntryKind, Id, LedgerAccount, Moment, Money, Operation, Refusal, RefusalCode, Refusals};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::cycle::Cycle;
use store::job::{Job, Lease};
use store::ledger::CarryDecision as Row;
use time::{Date, Month, PrimitiveDateTime, Time};

use crate::cycle::topic;
use crate::job::Done;
use crate::ledger::{Draft, MAX_NOTE, acts_of, append, check_year, lock, may};
use crate::{App, Caller, Error, Faults, Result, audit, body, calendar, idempotency};

/// Kind of the job that ends a fiscal year of a cycle.
pub const YEAR_END: &str = "year_end";

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    cycle_id: Id,
    fiscal_year: i32,
}

/// The instant at which a fiscal year is over: local midnight after 31 December.
///
/// # Errors
/// `Broken` for a zone that nobody knows.
pub(crate) fn instant(zone: &str, fiscal_year: i32) -> Result<Moment> {
    let broken = |why: String| Error::Broken(format!("the end of {fiscal_year} in {zone}: {why}"));
    let day = Date::from_calendar_date(fiscal_year + 1, Month::January, 1).map_err(|e| broken(e.to_string()))?;
    let at = |hour| Time::from_hms(hour, 0, 0).map(|time| PrimitiveDateTime::new(day, time));
    // Nowhere do clocks change at New Year; where they would, the first full hour that exists ends the year.
    let first = (0..24).filter_map(|hour| at(hour).ok()).find_map(|local| calendar::resolve(zone, local).ok());
    first.ok_or_else(|| broken("no such time".into()))
}

/// Whether a fiscal year of this cycle is over: closing is by the clock, no job has to run for it.
pub(crate) fn is_over(cycle: &Cycle, fiscal_year: i32, now: Moment) -> Result<bool> {
    Ok(now >= instant(&cycle.zone, fiscal_year)?)
}

/// Plans the end of a fiscal year, once for each instant (a calendar in another zone has another one).
pub(crate) fn schedule(tx: &mut Tx, cycle: &Cycle, fiscal_year: i32) -> Result<()> {
    let run_at = instant(&cycle.zone, fiscal_year)?;
    let dedup = Some(format!("{YEAR_END}/{}/{fiscal_year}/{}", cycle.id, run_at.unix_timestamp()));
    let payload = json!(Payload { cycle_id: cycle.id, fiscal_year });
    tx.enqueue(Job { kind: YEAR_END, payload, run_at, dedup })?;
    Ok(())
}

/// Plans the end of every fiscal year with entries: what a database of an earlier release has not.
///
/// # Errors
/// The store's.
pub(crate) fn schedule_all(tx: &mut Tx) -> Result<()> {
    for (cycle_id, fiscal_year) in store::ledger::years(tx)? {
        let cycle = store::cycle::find(tx, cycle_id)?.ok_or_else(|| Error::Broken("a ledger without cycle".into()))?;
        schedule(tx, &cycle, fiscal_year)?;
    }
    Ok(())
}

/// The job: ends the year, one transaction for each envelope. An envelope that was ended before has nothing left to end.
pub(crate) fn run(app: &App, lease: &Lease) -> Result<Done> {
    let Payload { cycle_id, fiscal_year } =
        serde_json::from_value(lease.payload.clone()).map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let now = app.now();
    let Some(cycle) = app.store.read(|c| store::cycle::find(c, cycle_id))? else { return Ok(Done::Finished) };
    if !is_over(&cycle, fiscal_year, now)? {
        // The cycle has moved to another zone since: the year ends there.
        app.store.write(now, move |tx| schedule(tx, &cycle, fiscal_year))?;
        return Ok(Done::Finished);
    }
    for envelope in app.store.read(|c| store::envelope::of_cycle(c, cycle_id))? {
        app.store.write(now, move |tx| end(tx, cycle_id, envelope.id, fiscal_year))?;
    }
    Ok(Done::Finished)
}

fn end(tx: &mut Tx, cycle_id: Id, envelope: Id, fiscal_year: i32) -> Result<()> {
    let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    lock(tx, cycle_id, &[envelope])?;
    let year = u16::try_from(fiscal_year).map_err(|_| Error::Broken("a fiscal year out of range".into()))?;
    let flows = store::ledger::flows(tx, &[envelope])?;
    let positions = year_end::positions(&flows, envelope, year)
        .ok_or_else(|| Error::Broken("the end of a year does not fit".into()))?;
    if positions.is_empty() {
        return Ok(());
    }
    let decisions = in_force(&store::ledger::carries(tx, &[envelope], Some(fiscal_year))?);
    let mut drafts = Vec::new();
    for ending in year_end::end(&positions, &decisions) {
        let at = |fiscal_year, account| Posting { envelope, fiscal_year, account };
        let (account, amount) = (ending.position.account, ending.position.amount);
        let mut draft = |kind, from, to| {
            let (act, work, contract) = (ending.carried, ending.position.work, ending.position.contract);
            let draft = Draft { kind, from, to, amount, act, reverses: None, work, contract, note: None };
            drafts.push((tx.new_id(), draft));
        };
        if ending.carried.is_none() {
            draft(EntryKind::Lapse, at(year, account), at(year, LedgerAccount::Lapsed));
        } else {
            draft(EntryKind::Carry, at(year, account), at(year, LedgerAccount::NextYear));
            draft(EntryKind::BringForward, at(year, LedgerAccount::NextYear), at(year + 1, account));
        }
    }
    append(tx, &Caller::system(), &cycle, drafts, true)?;
    Ok(())
}

/// The decisions that nobody withdrew.
fn in_force(rows: &[Row]) -> Vec<year_end::CarryDecision> {
    rows.iter().filter(|row| row.withdrawn_at.is_none()).map(decision).collect()
}

fn decision(row: &Row) -> year_end::CarryDecision {
    year_end::CarryDecision {
        account: row.account,
        work: row.work_id,
        contract: row.contract_id,
        amount: row.amount,
        act: row.act_id,
    }
}

/// Records that so much of an account goes to the next fiscal year, as an act of the maslikhat says. Gives the cycle too.
///
/// # Errors
/// `NotFound` envelope, act, work or contract; `Denied`; `Invalid`; `Refused`: the year is over, the account is not emptied
/// by its end, the act is not the maslikhat's.
pub fn decide(app: &App, caller: &Caller, envelope_id: Id, input: &CarryCreate) -> Result<(Id, CarryDecision)> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<(Id, CarryDecision)> {
        let envelope = store::envelope::find(tx, envelope_id)?.ok_or(Error::NotFound("envelope"))?;
        let cycle = store::cycle::fence(tx, envelope.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        may(&actor, Operation::PostEntry, &cycle, &envelope)?;
        check_year(input.fiscal_year)?;
        let mut faults = Faults::new();
        if let Some(note) = &input.note {
            body::check_text(note, "/note", MAX_NOTE, &mut faults);
        }
        faults.check()?;
        let act =
            store::act::find(tx, input.act_id)?.filter(|a| a.cycle_id == cycle.id).ok_or(Error::NotFound("act"))?;
        let issuer = store::body::find(tx, act.body_id)?.ok_or(Error::NotFound("body"))?;
        let ours = |of: Option<Id>| of == Some(cycle.id);
        if let Some(work) = input.work_id {
            let found = store::work::find(tx, work)?.map(|work| work.cycle_id);
            ours(found).then_some(()).ok_or(Error::NotFound("work"))?;
        }
        if let Some(contract) = input.contract_id {
            let found = store::contract::find(tx, contract)?.map(|contract| contract.cycle_id);
            ours(found).then_some(()).ok_or(Error::NotFound("contract"))?;
        }
        let mut refusals = Refusals::none();
        let over = is_over(&cycle, input.fiscal_year, tx.now())?;
        refusals.require(!over, Refusal::with(RefusalCode::FiscalYearOver, input.fiscal_year));
        refusals.require(input.amount > Money::ZERO, RefusalCode::AmountNotPositive);
        refusals
            .require(year_end::ends(input.account), Refusal::with(RefusalCode::AccountsNotAllowed, EntryKind::Carry));
        let representative = matches!(issuer.kind, BodyKind::Maslikhat | BodyKind::Assembly);
        refusals.require(representative, RefusalCode::ActNotOfMaslikhat);
        refusals.or(())?;
        let id = tx.new_id();
        let acts = acts_of(tx, cycle.id)?;
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::ledger::find_carry(tx, earlier)?.ok_or(Error::NotFound("decision"))?;
            return Ok((cycle.id, to_dto(row, &acts)?));
        }
        // Under the lock, so that the end of the year sees it or refuses it.
        lock(tx, cycle.id, &[envelope_id])?;
        let CarryCreate { fiscal_year, account, work_id, contract_id, amount, act_id, note } = input.clone();
        let (at, made_by) = (tx.now(), actor.account_id);
        let row = Row {
            id,
            envelope_id,
            fiscal_year,
            account,
            work_id,
            contract_id,
            amount,
            act_id,
            note,
            at,
            made_by,
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawn_why: None,
        };
        store::ledger::insert_carry(tx, &row)?;
        let payload =
            json!({ "decision": id, "account": account, "amount": amount, "year": fiscal_year, "act": act_id });
        audit::record(tx, &actor, "carry_decided", "envelope", envelope_id, envelope.district_id, payload);
        tx.touch(topic(cycle.id));
        Ok((cycle.id, to_dto(row, &acts)?))
    })
}

/// Withdraws a decision before its year ends. It stays on record with its reason and moves nothing.
///
/// # Errors
/// `NotFound` decision; `Denied`; `Invalid`; `Refused`: the year is over, it was withdrawn before.
pub fn withdraw(app: &App, caller: &Caller, id: Id, input: &CarryWithdraw) -> Result<CarryDecision> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<CarryDecision> {
        let found = store::ledger::find_carry(tx, id)?.ok_or(Error::NotFound("decision"))?;
        let envelope = store::envelope::find(tx, found.envelope_id)?.ok_or(Error::NotFound("envelope"))?;
        let cycle = store::cycle::fence(tx, envelope.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        may(&actor, Operation::PostEntry, &cycle, &envelope)?;
        let mut faults = Faults::new();
        body::check_text(&input.reason, "/reason", MAX_NOTE, &mut faults);
        faults.check()?;
        // Under the lock, so that the end of the year sees it or refuses it; read again, for two may withdraw at once.
        lock(tx, cycle.id, &[envelope.id])?;
        let mut row = store::ledger::find_carry(tx, id)?.ok_or(Error::NotFound("decision"))?;
        let over = is_over(&cycle, row.fiscal_year, tx.now())?;
        year_end::withdraw(row.fiscal_year, over, row.withdrawn_at.is_some())?;
        row.withdrawn_at = Some(tx.now());
        row.withdrawn_by = actor.account_id;
        row.withdrawn_why = Some(input.reason.clone());
        store::ledger::update_carry(tx, &row)?;
        let payload = json!({ "decision": id, "reason": input.reason });
        audit::record(tx, &actor, "carry_withdrawn", "envelope", envelope.id, envelope.district_id, payload);
        tx.touch(topic(cycle.id));
        let acts = acts_of(tx, cycle.id)?;
        to_dto(row, &acts)
    })
}

/// What the end of the fiscal years in progress would do by what is decided now, envelope by envelope; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn plan(app: &App, cycle_id: Id) -> Result<YearEndPlan> {
    let now = app.now();
    app.store.read(|c| -> Result<YearEndPlan> {
        let cycle = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let ids: Vec<Id> = store::envelope::of_cycle(c, cycle_id)?.iter().map(|e| e.id).collect();
        let flows = store::ledger::flows(c, &ids)?;
        let decided = store::ledger::carries(c, &ids, None)?;
        let acts = acts_of(c, cycle_id)?;
        let works: HashMap<Id, _> = store::work::of_cycle(c, cycle_id)?.into_iter().map(|w| (w.id, w.name)).collect();
        let contracts: HashMap<Id, _> =
            store::contract::of_cycle(c, cycle_id)?.into_iter().map(|k| (k.id, k.number)).collect();
        let years: BTreeSet<u16> = flows.iter().flat_map(|flow| [flow.from.fiscal_year, flow.to.fiscal_year]).collect();
        let mut items = Vec::new();
        for (envelope_id, year) in ids.iter().flat_map(|id| years.iter().map(move |year| (*id, *year))) {
            let fiscal_year = i32::from(year);
            if is_over(&cycle, fiscal_year, now)? {
                continue;
            }
            let positions = year_end::positions(&flows, envelope_id, year)
                .ok_or_else(|| Error::Broken("the end of a year does not fit".into()))?;
            let mine: Vec<Row> = decided
                .iter()
                .filter(|row| row.envelope_id == envelope_id && row.fiscal_year == fiscal_year)
                .cloned()
                .collect();
            for ending in year_end::end(&positions, &in_force(&mine)) {
                let year_end::Position { account, work, contract, amount } = ending.position;
                items.push(YearEndLine {
                    envelope_id,
                    fiscal_year,
                    account,
                    work_id: work,
                    work: work.and_then(|id| works.get(&id).cloned()),
                    contract_id: contract,
                    contract: contract.and_then(|id| contracts.get(&id).cloned()),
                    amount,
                    carried: ending.carried.and_then(|id| acts.get(&id).cloned()),
                });
            }
        }
        Ok(YearEndPlan { items })
    })
}

/// Decisions to carry money of a cycle, in the order they were recorded; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<CarryList> {
    app.store.read(|c| -> Result<CarryList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let ids: Vec<Id> = store::envelope::of_cycle(c, cycle_id)?.iter().map(|e| e.id).collect();
        let acts = acts_of(c, cycle_id)?;
        let rows = store::ledger::carries(c, &ids, None)?;
        Ok(CarryList { items: rows.into_iter().map(|row| to_dto(row, &acts)).collect::<Result<_>>()? })
    })
}

fn to_dto(row: Row, acts: &HashMap<Id, ActCited>) -> Result<CarryDecision> {
    let Row {
        id,
        envelope_id,
        fiscal_year,
        account,
        work_id,
        contract_id,
        amount,
        act_id,
        note,
        at,
        made_by: _,
        withdrawn_at,
        withdrawn_by: _,
        withdrawn_why,
    } = row;
    let act = acts.get(&act_id).cloned().ok_or_else(|| Error::Broken("a decision without its act".into()))?;
    Ok(CarryDecision {
        id,
        envelope_id,
        fiscal_year,
        account,
        work_id,
        contract_id,
        amount,
        act,
        note,
        at,
        withdrawn_at,
        withdrawn_why,
    })
}
