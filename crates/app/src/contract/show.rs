//! Contracts as the API shows them.

use std::collections::HashMap;

use api_types::contract::{Contract, ContractFile, ContractPart, ContractStep};
use domain::contract::Part;
use domain::{Id, LocalText, Money};
use store::Conn;
use store::contract::{Contract as Row, ContractWork};
use store::cycle::Cycle;

use super::part::domain_part;
use crate::ledger::acts_of;
use crate::{Error, Result, payment};

/// Contracts as the API shows them.
pub(crate) fn to_dtos(c: &mut Conn, cycle: &Cycle, rows: Vec<Row>) -> Result<Vec<Contract>> {
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let mut parts: HashMap<Id, Vec<ContractWork>> = HashMap::new();
    for part in store::contract::works(c, &ids)? {
        parts.entry(part.contract_id).or_default().push(part);
    }
    let payments = payment::standing(c, &ids)?;
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let works: HashMap<Id, LocalText> =
        store::work::of_cycle(c, cycle.id)?.into_iter().map(|w| (w.id, w.name)).collect();
    let missing = || Error::Broken("a contract without its customer or work".into());
    rows.into_iter()
        .map(|row| {
            let mut shown = Vec::new();
            for part in parts.remove(&row.id).unwrap_or_default() {
                let Part { amount, paid } = domain_part(&part, &payments);
                let work = works.get(&part.work_id).cloned().ok_or_else(missing)?;
                shown.push(ContractPart { work_id: part.work_id, work, envelope_id: part.envelope_id, amount, paid });
            }
            let sum = |of: fn(&ContractPart) -> Money| Money::sum(shown.iter().map(of)).ok_or_else(missing);
            let (amount, paid) = (sum(|p| p.amount)?, sum(|p| p.paid)?);
            let Row {
                id,
                cycle_id,
                district_id,
                number,
                subject,
                body_id,
                supplier,
                supplier_bin,
                state,
                state_since,
                signed_on,
                starts_on,
                first_ends_on,
                ends_on,
                warranty_months,
                created_at: _,
                version,
            } = row;
            Ok(Contract {
                id,
                cycle_id,
                district_id,
                number,
                subject,
                body_id,
                body: bodies.get(&body_id).cloned().ok_or_else(missing)?,
                supplier,
                supplier_bin,
                state,
                state_since,
                signed_on,
                starts_on,
                first_ends_on,
                ends_on,
                warranty_months,
                currency: cycle.currency,
                amount,
                paid,
                parts: shown,
                version,
            })
        })
        .collect()
}

pub(super) fn read(c: &mut Conn, id: Id) -> Result<ContractFile> {
    let row = store::contract::find(c, id)?.ok_or(Error::NotFound("contract"))?;
    let cycle =
        store::cycle::find(c, row.cycle_id)?.ok_or_else(|| Error::Broken("a contract without its cycle".into()))?;
    let acts = acts_of(c, cycle.id)?;
    let steps = store::contract::events(c, id)?
        .into_iter()
        .map(|e| ContractStep {
            event: e.event,
            from: e.from_state,
            to: e.to_state,
            at: e.at,
            reason: e.reason,
            act: e.act_id.and_then(|id| acts.get(&id).cloned()),
            amount_before: e.amount_before,
            amount_after: e.amount_after,
            ends_before: e.ends_before,
            ends_after: e.ends_after,
        })
        .collect();
    let payments = payment::of_contract(c, id)?;
    let contract = to_dtos(c, &cycle, vec![row])?.pop().ok_or(Error::NotFound("contract"))?;
    Ok(ContractFile { contract, steps, payments })
}
