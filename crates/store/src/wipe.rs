//! Empties a database of sample data. Nothing else may: the audit chain goes too.

use crate::prelude::*;
use diesel::connection::SimpleConnection;

/// Every table with rows of its own. Left out: `revision`, because snapshots must see that things changed, and
/// `audit_head`, which is set back.
const TABLES: &[&str] = &[
    "survey_answer",
    "survey_mark",
    "survey",
    "report",
    "photo",
    "defect",
    "verdict",
    "payment",
    "work_update",
    "milestone_delay",
    "milestone",
    "work_event",
    "contract_event",
    "contract_work",
    "contract",
    "work_item",
    "work",
    "contest_count",
    "open_ballot",
    "roll_mark",
    "roll_entry",
    "roll_choice",
    "ballot_item",
    "contest_envelope",
    "contest",
    "appeal",
    "review",
    "comment",
    "duty",
    "support",
    "proposal_search",
    "proposal_event",
    "proposal_translation",
    "proposal_revision",
    "author_invitation",
    "proposal_author",
    "proposal",
    "carry_decision",
    "ledger_entry",
    "allocation",
    "envelope",
    "act",
    "cycle_event",
    "cycle_window",
    "rule_version",
    "cycle",
    "programme",
    "notification",
    "body_member",
    "body",
    "role_grant",
    "session",
    "account",
    "person",
    "district",
    "city",
    "import_run",
    "idempotency",
    "audit",
    "job",
];

/// Deletes everything and counts all topics up. It takes longer than a write may: for `qatysu demo --reset` alone.
pub fn everything(tx: &mut Tx) -> Result<()> {
    match &mut **tx {
        Conn::Postgres(c) => c.batch_execute(&format!("TRUNCATE {}", TABLES.join(", ")))?,
        Conn::Sqlite(c) => {
            // Rows point at each other in circles; at the commit nothing is left to point at.
            c.batch_execute("PRAGMA defer_foreign_keys = ON")?;
            for table in TABLES {
                c.batch_execute(&format!("DELETE FROM {table}"))?;
            }
        }
    }
    let start = (audit_head::seq.eq(0_i64), audit_head::hash.eq(vec![0_u8; 32]));
    diesel::update(audit_head::table).set(start).execute(&mut **tx)?;
    diesel::update(revision::table).set(revision::value.eq(revision::value + 1_i64)).execute(&mut **tx)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_tables_is_complete() {
        let source = include_str!("schema.rs");
        let mut declared: Vec<&str> = source
            .lines()
            .filter_map(|line| line.strip_prefix("    ")?.strip_suffix(") {")?.split_once(" ("))
            .map(|(name, _)| name)
            .filter(|name| !name.starts_with(' ') && !["revision", "audit_head"].contains(name))
            .collect();
        let mut wiped = TABLES.to_vec();
        declared.sort_unstable();
        wiped.sort_unstable();
        assert_eq!(declared, wiped);
    }
}
