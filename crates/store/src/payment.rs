//! Payments under contracts: the document beside its ledger entry.

use crate::prelude::*;

row! {
    /// Money paid for a work out of an envelope.
    Payment in payment {
        id: Id,
        contract_id: Id,
        work_id: Id,
        envelope_id: Id,
        ledger_entry_id: Id,
        amount: Money,
        paid_on: Date,
        document: String,
        note: Option<LocalText>,
        at: Moment,
        made_by: Option<Id>,
    }
}

inserts!(insert, insert_all: Payment in payment);
finds!(find: Payment in payment);

/// Payments of some contracts, oldest first.
pub fn of_contracts(c: &mut Conn, contract_ids: &[Id]) -> Result<Vec<Payment>> {
    let ids: Vec<_> = contract_ids.iter().copied().map(Sql).collect();
    Ok(payment::table
        .filter(payment::contract_id.eq_any(ids))
        .order((payment::paid_on, payment::at, payment::id))
        .select(Payment::as_select())
        .load(c)?)
}
