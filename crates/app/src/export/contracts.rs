//! Open data of contracts.

use std::collections::HashMap;

use api_types::export::{ContractRecord, ContractWorkRecord};
use domain::{ContractEvent, Id};
use store::Conn;
use store::cycle::Cycle;

use super::{envelope_codes, major};
use crate::{Error, Result, contract};

pub(super) const CONTRACTS: [&str; 23] = [
    "id",
    "cycle_id",
    "district",
    "number",
    "subject_kk",
    "subject_ru",
    "body",
    "supplier",
    "supplier_bin",
    "state",
    "state_since",
    "signed_on",
    "starts_on",
    "first_ends_on",
    "ends_on",
    "warranty_months",
    "amendments",
    "first_amount_minor",
    "amount_minor",
    "amount",
    "currency",
    "paid_minor",
    "works",
];

/// The newest first.
pub(super) fn contracts(c: &mut Conn, cycle: &Cycle) -> Result<Vec<ContractRecord>> {
    let districts: HashMap<Id, String> = store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect();
    let envelopes = envelope_codes(c, cycle.id)?;
    let numbers: HashMap<Id, i32> = store::work::of_cycle(c, cycle.id)?.into_iter().map(|w| (w.id, w.number)).collect();
    let missing = || Error::Broken("a contract outside the works and envelopes of its cycle".into());
    let rows = store::contract::of_cycle(c, cycle.id)?;
    let mut records = Vec::with_capacity(rows.len());
    for found in contract::to_dtos(c, cycle, rows)? {
        let steps = store::contract::events(c, found.id)?;
        let mut works = Vec::with_capacity(found.parts.len());
        for part in found.parts {
            works.push(ContractWorkRecord {
                work_id: part.work_id,
                work: numbers.get(&part.work_id).copied().ok_or_else(missing)?,
                envelope: envelopes.get(&part.envelope_id).cloned().ok_or_else(missing)?,
                amount_minor: part.amount,
                paid_minor: part.paid,
            });
        }
        records.push(ContractRecord {
            id: found.id,
            cycle_id: found.cycle_id,
            district: found.district_id.and_then(|id| districts.get(&id).cloned()),
            number: found.number,
            subject_kk: found.subject.kk,
            subject_ru: found.subject.ru,
            body: found.body.ru,
            supplier: found.supplier,
            supplier_bin: found.supplier_bin,
            state: found.state,
            state_since: found.state_since,
            signed_on: found.signed_on,
            starts_on: found.starts_on,
            first_ends_on: found.first_ends_on,
            ends_on: found.ends_on,
            warranty_months: found.warranty_months,
            amendments: steps.iter().filter(|step| step.event == ContractEvent::Amend).count() as i64,
            first_amount_minor: steps.first().map_or(found.amount, |step| step.amount_before),
            amount_minor: found.amount,
            amount: major(found.amount),
            currency: found.currency,
            paid_minor: found.paid,
            works,
        });
    }
    Ok(records)
}
