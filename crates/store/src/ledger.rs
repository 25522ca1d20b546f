//! The ledger: money moves only through it.

use crate::prelude::*;

row! {
    /// An amount that moved between two accounts of an envelope in a fiscal year.
    LedgerEntry in ledger_entry {
        id: Id,
        envelope_id: Id,
        /// Where a transfer arrives; none: the same envelope.
        to_envelope_id: Option<Id>,
        seq: i64,
        kind: EntryKind,
        from_account: LedgerAccount,
        to_account: LedgerAccount,
        fiscal_year: i32,
        amount: Money,
        act_id: Option<Id>,
        reverses: Option<Id>,
        note: Option<LocalText>,
        at: Moment,
        made_by: Option<Id>,
    }
}

inserts!(insert, insert_all: LedgerEntry in ledger_entry);
finds!(find: LedgerEntry in ledger_entry);

/// Entries that touch an envelope, in the order they were posted.
pub fn of_envelopes(c: &mut Conn, envelope_ids: &[Id]) -> Result<Vec<LedgerEntry>> {
    let touches = ledger_entry::envelope_id.eq_any(envelope_ids.iter().copied().map(Sql).collect::<Vec<_>>()).or(
        ledger_entry::to_envelope_id
            .assume_not_null()
            .eq_any(envelope_ids.iter().copied().map(Sql).collect::<Vec<_>>())
            .and(ledger_entry::to_envelope_id.is_not_null()),
    );
    Ok(ledger_entry::table
        .filter(touches)
        .order((ledger_entry::at, ledger_entry::seq, ledger_entry::id))
        .select(LedgerEntry::as_select())
        .load(c)?)
}

/// The number of the next entry of an envelope; call it under [`crate::envelope::lock`].
pub fn next_seq(c: &mut Conn, envelope_id: Id) -> Result<i64> {
    let last: Option<i64> = ledger_entry::table
        .filter(ledger_entry::envelope_id.eq(Sql(envelope_id)))
        .select(diesel::dsl::max(ledger_entry::seq))
        .first(c)?;
    Ok(last.unwrap_or(0) + 1)
}
