//! The ledger: money moves only through it.

use crate::prelude::*;

row! {
    /// An amount that moved between two accounts of an envelope in a fiscal year.
    LedgerEntry in ledger_entry {
        id: Id,
        envelope_id: Id,
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
