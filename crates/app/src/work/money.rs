//! The money of works, by the ledger: reserved when a work is planned, saved when it is cancelled or built smaller.

use std::collections::{BTreeMap, HashMap};

use api_types::work::WorkMoney;
use domain::ledger::money::Flow;
use domain::work::Saving;
use domain::{Code, EntryKind, Id, LedgerAccount, Money, Refusal, RefusalCode};
use store::cycle::Cycle;
use store::{Conn, Tx};

use super::refused;
use crate::ledger::{self, NewEntry};
use crate::{Caller, Error, Result};

/// An entry for a work.
pub(super) fn entry(envelope: Id, kind: EntryKind, fiscal_year: i32, amount: Money, work: Id) -> NewEntry {
    NewEntry {
        envelope,
        kind,
        from: Some(LedgerAccount::Reserved),
        to_envelope: None,
        fiscal_year,
        amount,
        act: None,
        work: Some(work),
        contract: None,
        note: None,
    }
}

/// Where the money of a cycle's works lies now.
pub(crate) fn of_works(c: &mut Conn, cycle_id: Id) -> Result<HashMap<Id, WorkMoney>> {
    let mut by_work: HashMap<Id, Vec<Flow>> = HashMap::new();
    for flow in ledger::flows_of(c, cycle_id)? {
        if let Some(work) = flow.work {
            by_work.entry(work).or_default().push(flow);
        }
    }
    by_work.into_iter().map(|(work, flows)| Ok((work, money(&flows)?))).collect()
}

/// What was paid for a work, by contract.
pub(super) fn paid_under(c: &mut Conn, cycle_id: Id, work: Id) -> Result<HashMap<Id, Money>> {
    let mut by_contract: HashMap<Id, Vec<Flow>> = HashMap::new();
    for flow in ledger::flows_of(c, cycle_id)?.into_iter().filter(|flow| flow.work == Some(work)) {
        if let Some(contract) = flow.contract {
            by_contract.entry(contract).or_default().push(flow);
        }
    }
    by_contract.into_iter().map(|(contract, flows)| Ok((contract, money(&flows)?.paid))).collect()
}

fn money(flows: &[Flow]) -> Result<WorkMoney> {
    let balances = ledger::balances_of(flows)?;
    let sum = |account| {
        let amounts = balances.iter().filter(|(posting, _)| posting.account == account).map(|(_, amount)| *amount);
        Money::sum(amounts).ok_or_else(|| Error::Broken("the money of a work does not fit".into()))
    };
    Ok(WorkMoney {
        reserved: sum(LedgerAccount::Reserved)?,
        committed: sum(LedgerAccount::Committed)?,
        paid: sum(LedgerAccount::Paid)?,
        saved: sum(LedgerAccount::Saved)?,
        lapsed: sum(LedgerAccount::Lapsed)?,
    })
}

/// What is reserved for a work, by envelope and fiscal year. The envelopes are locked.
fn reserved(tx: &mut Tx, cycle: &Cycle, work: Id) -> Result<BTreeMap<(Id, u16), Money>> {
    let flows: Vec<Flow> = ledger::flows_of(tx, cycle.id)?.into_iter().filter(|flow| flow.work == Some(work)).collect();
    let mut envelopes: Vec<Id> = flows.iter().flat_map(|flow| [flow.from.envelope, flow.to.envelope]).collect();
    envelopes.sort_unstable();
    envelopes.dedup();
    ledger::lock(tx, cycle.id, &envelopes)?;
    // Read again: somebody may have posted before we held the lock.
    let flows: Vec<Flow> =
        store::ledger::flows(tx, &envelopes)?.into_iter().filter(|flow| flow.work == Some(work)).collect();
    let balances = ledger::balances_of(&flows)?;
    let lies = balances.into_iter().filter(|(p, amount)| p.account == LedgerAccount::Reserved && *amount > Money::ZERO);
    Ok(lies.map(|(posting, amount)| ((posting.envelope, posting.fiscal_year), amount)).collect())
}

/// Saves everything that is still reserved for a work.
pub(super) fn save_all(tx: &mut Tx, caller: &Caller, cycle: &Cycle, work: Id) -> Result<()> {
    for ((envelope, year), amount) in reserved(tx, cycle, work)? {
        ledger::post_in(tx, caller, cycle, entry(envelope, EntryKind::Save, year.into(), amount, work))?;
    }
    Ok(())
}

/// Saves these amounts of what is reserved for a work, the earliest fiscal year first.
///
/// # Errors
/// `Refused(not_enough_money)` when less is reserved.
pub(super) fn save(tx: &mut Tx, caller: &Caller, cycle: &Cycle, work: Id, savings: &[Saving]) -> Result<()> {
    if savings.is_empty() {
        return Ok(());
    }
    let there = reserved(tx, cycle, work)?;
    for saving in savings {
        let mut left = saving.amount;
        for ((envelope, year), amount) in there.iter().filter(|((envelope, _), _)| *envelope == saving.envelope_id) {
            let take = left.min(*amount);
            if take > Money::ZERO {
                ledger::post_in(tx, caller, cycle, entry(*envelope, EntryKind::Save, (*year).into(), take, work))?;
                left = left.minus(take).unwrap_or_default();
            }
        }
        if left > Money::ZERO {
            return Err(refused(Refusal::with(RefusalCode::NotEnoughMoney, LedgerAccount::Reserved.code())));
        }
    }
    Ok(())
}
