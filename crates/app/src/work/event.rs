//! What happens to a work: each event is judged by the domain's machine and stays in the history.

use std::collections::BTreeSet;

use api_types::work::{Work, WorkEventCreate};
use domain::notification::NotificationKind;
use domain::work::WorkDetail;
use domain::{ContractState, Id, LocalText, Operation, WorkEvent, WorkFacts, authorise};
use serde_json::json;
use store::work::Work as Row;
use store::{Json, Tx};
use time::Date;

use super::{MAX_REASON, MAX_TEXT, Site, insert_update, money, read, save};
use crate::body::check_text;
use crate::proposal::step::today;
use crate::{App, Caller, Error, Fault, Faults, Result, audit, notification};

/// What happened with a step, besides the event itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct StepNote {
    /// Public reason.
    pub reason: Option<LocalText>,
    /// Act on which it rests.
    pub act: Option<Id>,
    /// Contract with which it happens.
    pub contract: Option<Id>,
    /// Fiscal year to which it is deferred.
    pub fiscal_year: Option<i32>,
    /// What it tells besides.
    pub detail: Option<WorkDetail>,
}

/// Changes a work's state by the domain's machine inside a use case's transaction that has authorised it and holds the cycle's
/// fence and the work's lock: judges the event, notes it in the history, writes the row, audits, and tells the public pages.
/// What moves money is the caller's matter.
///
/// # Errors
/// `Refused` with every reason of the machine; `Stale`.
pub(crate) fn step(tx: &mut Tx, caller: &Caller, work: &mut Row, event: WorkEvent, note: StepNote) -> Result<()> {
    let facts = facts(tx, work, event, &note)?;
    let from = work.state;
    let to = domain::work::apply(from, event, &facts)?;
    if to != from {
        work.state = to;
        work.state_since = tx.now();
    }
    let StepNote { reason, act, contract, fiscal_year, detail } = note;
    let detail = detail.map(|detail| crate::contest::to_json(&detail).map(Json)).transpose()?;
    let row = store::work::WorkEvent {
        id: tx.new_id(),
        work_id: work.id,
        event,
        from_state: from,
        to_state: to,
        at: tx.now(),
        account_id: caller.account_id,
        reason,
        act_id: act,
        contract_id: contract,
        fiscal_year,
        detail,
    };
    store::work::insert_event(tx, &row)?;
    let payload = json!({ "event": event, "from": from, "to": to, "act": act, "contract": contract });
    audit::record(tx, caller, "work_step", "work", work.id, work.district_id, payload);
    save(tx, work)
}

/// What the machine's guards look at.
fn facts(tx: &mut Tx, work: &Row, event: WorkEvent, note: &StepNote) -> Result<WorkFacts> {
    let mut facts = WorkFacts {
        reason: note.reason.is_some(),
        act: note.act.is_some(),
        fiscal_year: note.fiscal_year.and_then(domain::work::fiscal_year),
        ..WorkFacts::default()
    };
    match event {
        // A contract that ends the work with itself is no longer in force.
        WorkEvent::Terminate | WorkEvent::Cancel if note.contract.is_none() => {
            let mut contracts: BTreeSet<Id> = BTreeSet::new();
            for part in store::contract::of_works(tx, &[work.id])? {
                let contract = store::contract::find(tx, part.contract_id)?;
                let live = |state| matches!(state, ContractState::Signed | ContractState::Active);
                contracts.extend(contract.filter(|c| live(c.state)).map(|c| c.id));
            }
            facts.contracts_open = contracts.len() as u32;
        }
        WorkEvent::Accept => {
            facts.defects_open = crate::defect::owed(tx, work.id)?;
        }
        WorkEvent::ClaimWarranty => {
            let cycle = store::cycle::find(tx, work.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
            let today = today(&cycle, tx.now())?;
            facts.in_warranty = work.warranty_until.is_some_and(|until| today <= until);
        }
        _ => {}
    }
    Ok(facts)
}

/// Something happens to a work. A reduced scope saves what it names of the reserved money, a cancelled work all of it.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` with every reason.
pub fn happen(app: &App, caller: &Caller, id: Id, input: &WorkEventCreate) -> Result<Work> {
    let (actor, input, now) = (caller.clone(), input.clone(), app.now());
    app.store.write(now, move |tx| -> Result<Work> {
        let mut site = Site::load(tx, id)?;
        authorise(&actor.actor, Operation::ManageWorks, &site.scope())?;
        let WorkEventCreate { event, reason, fiscal_year, due_on, detail } = input.clone();
        check_event(&input, site.today(tx)?, site.row.fiscal_year)?;
        if matches!(event, WorkEvent::Defer | WorkEvent::Resume) {
            let year = fiscal_year.filter(|_| event == WorkEvent::Defer);
            let last = year.and_then(|year| Date::from_calendar_date(year, time::Month::December, 31).ok());
            site.row.due_on = due_on.or(last.filter(|last| *last > site.row.due_on)).unwrap_or(site.row.due_on);
            site.row.fiscal_year = year.unwrap_or(site.row.fiscal_year);
        }
        let note = StepNote { reason, fiscal_year, detail: detail.clone(), ..StepNote::default() };
        step(tx, &actor, &mut site.row, event, note)?;
        match event {
            WorkEvent::Defer => notification::work_news(tx, id, NotificationKind::WorkDeferred)?,
            // What was missed meanwhile was no news while nothing was built.
            WorkEvent::Resume => notification::when_missed(tx, &site.cycle, &site.row)?,
            WorkEvent::Cancel => money::save_all(tx, &actor, &site.cycle, id)?,
            WorkEvent::Reduce => {
                let savings = detail.map(|detail| detail.savings).unwrap_or_default();
                money::save(tx, &actor, &site.cycle, id, &savings)?;
            }
            WorkEvent::DeliverPart => {
                let told = detail.unwrap_or_default();
                if let Some(text) = told.part {
                    let update_id = tx.new_id();
                    insert_update(tx, &actor, id, update_id, text, told.percent)?;
                }
            }
            _ => {}
        }
        read::read(tx, id, now)
    })
}

fn check_event(input: &WorkEventCreate, today: Date, year_now: i32) -> Result<()> {
    use WorkEvent as E;
    let mut faults = Faults::new();
    let here = !matches!(input.event, E::SignContract | E::Accept | E::ClaimWarranty | E::OrderRepair);
    faults.require(here, "/event", "elsewhere");
    if let Some(reason) = &input.reason {
        check_text(reason, "/reason", MAX_REASON, &mut faults);
    }
    let detail = input.detail.clone().unwrap_or_default();
    for (at, code) in detail.faults(input.event, today) {
        faults.push(Fault::new(format!("/detail{at}"), code));
    }
    if let Some(part) = &detail.part {
        check_text(part, "/detail/part", MAX_TEXT, &mut faults);
    }
    match (input.event, input.fiscal_year) {
        (E::Defer, Some(year)) => {
            let later = domain::work::fiscal_year(year).is_some() && year > year_now;
            faults.require(later, "/fiscal_year", "not_later");
        }
        (_, Some(_)) if input.event != E::Defer => faults.require(false, "/fiscal_year", "unknown_field"),
        _ => {}
    }
    if let Some(due) = input.due_on {
        faults.require(matches!(input.event, E::Defer | E::Resume), "/due_on", "unknown_field");
        faults.require(due >= today, "/due_on", "date_order");
    }
    faults.check()
}
