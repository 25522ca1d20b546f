//! Open data of the money: ledger entries, and payments beside them.

use std::collections::HashSet;

use api_types::export::{LedgerRecord, PaymentRecord};
use domain::Id;
use store::Conn;
use store::cycle::Cycle;

use super::{envelope_codes, major};
use crate::{Error, Result};

pub(super) const LEDGER: [&str; 18] = [
    "id",
    "cycle_id",
    "envelope",
    "seq",
    "kind",
    "from_account",
    "to_account",
    "fiscal_year",
    "amount_minor",
    "amount",
    "currency",
    "act_id",
    "at",
    "to_envelope",
    "to_fiscal_year",
    "reverses",
    "work_id",
    "contract_id",
];
pub(super) const PAYMENTS: [&str; 15] = [
    "id",
    "cycle_id",
    "contract_id",
    "contract",
    "supplier",
    "work_id",
    "envelope",
    "ledger_entry_id",
    "amount_minor",
    "amount",
    "currency",
    "paid_on",
    "document",
    "reversed",
    "at",
];

/// By envelope and place; a transfer touches two envelopes and is told once, where it leaves.
pub(super) fn ledger(c: &mut Conn, cycle: &Cycle) -> Result<Vec<LedgerRecord>> {
    let codes = envelope_codes(c, cycle.id)?;
    let code = |id: &Id| codes.get(id).cloned();
    let mut records = Vec::new();
    for envelope in store::envelope::of_cycle(c, cycle.id)? {
        let mut rows = store::ledger::of_envelopes(c, &[envelope.id])?;
        rows.retain(|row| row.envelope_id == envelope.id);
        rows.sort_by_key(|row| row.seq);
        records.extend(rows.into_iter().map(|row| LedgerRecord {
            id: row.id,
            cycle_id: cycle.id,
            envelope: envelope.code.clone(),
            seq: row.seq,
            kind: row.kind,
            from_account: row.from_account,
            to_account: row.to_account,
            fiscal_year: row.fiscal_year,
            amount_minor: row.amount,
            amount: major(row.amount),
            currency: cycle.currency,
            act_id: row.act_id,
            at: row.at,
            to_envelope: row.to_envelope_id.as_ref().and_then(code),
            to_fiscal_year: row.to_fiscal_year,
            reverses: row.reverses,
            work_id: row.work_id,
            contract_id: row.contract_id,
        }));
    }
    Ok(records)
}

/// By contract, oldest first.
pub(super) fn payments(c: &mut Conn, cycle: &Cycle) -> Result<Vec<PaymentRecord>> {
    let codes = envelope_codes(c, cycle.id)?;
    let mut records = Vec::new();
    for contract in store::contract::of_cycle(c, cycle.id)? {
        let rows = store::payment::of_contracts(c, &[contract.id])?;
        let entries: Vec<Id> = rows.iter().map(|row| row.ledger_entry_id).collect();
        let reversed: HashSet<Id> = store::ledger::reversed_of(c, &entries)?.into_iter().collect();
        for row in rows {
            let envelope = codes.get(&row.envelope_id).cloned();
            records.push(PaymentRecord {
                id: row.id,
                cycle_id: cycle.id,
                contract_id: contract.id,
                contract: contract.number.clone(),
                supplier: contract.supplier.clone(),
                work_id: row.work_id,
                envelope: envelope.ok_or_else(|| Error::Broken("a payment out of no envelope of its cycle".into()))?,
                ledger_entry_id: row.ledger_entry_id,
                amount_minor: row.amount,
                amount: major(row.amount),
                currency: cycle.currency,
                paid_on: row.paid_on,
                document: row.document,
                reversed: reversed.contains(&row.ledger_entry_id),
                at: row.at,
            });
        }
    }
    Ok(records)
}
