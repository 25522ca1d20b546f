//! Open data of a whole cycle in parts: rows of public projects by keyset, each with what names its project.

use crate::appeal::Appeal;
use crate::audit::AuditRow;
use crate::comment::Comment;
use crate::prelude::*;
use crate::proposal::{ProposalEvent, ProposalRevision};
use crate::review::Review;

/// Number and external id of the project that a row belongs to.
pub type Named = (Option<String>, Option<String>);

/// Rows of a table that hang below public proposals of a cycle, after this id, by id.
macro_rules! parts {
    ($(#[$doc:meta])* $name:ident: $Row:ident in $table:ident $(where $condition:expr)?) => {
        $(#[$doc])*
        pub fn $name(c: &mut Conn, cycle_id: Id, after: Option<Id>, limit: i64) -> Result<Vec<($Row, Named)>> {
            let mut query = $table::table
                .inner_join(proposal::table.on(proposal::id.eq($table::proposal_id)))
                .filter(proposal::cycle_id.eq(Sql(cycle_id)))
                .filter(proposal::state.ne(Sql(ProposalState::Draft)))
                .filter(proposal::submitted_at.is_not_null().or(proposal::external_id.is_not_null()))
                $(.filter($condition))?
                .into_boxed();
            if let Some(id) = after {
                query = query.filter($table::id.gt(Sql(id)));
            }
            let rows: Vec<($Row, Option<String>, Option<String>)> = query
                .order($table::id)
                .limit(limit)
                .select(($Row::as_select(), proposal::number, proposal::external_id))
                .load(c)?;
            Ok(rows.into_iter().map(|(row, number, external)| (row, (number, external))).collect())
        }
    };
}

parts!(
    /// Revisions.
    revisions: ProposalRevision in proposal_revision
);
parts!(
    /// What happened to proposals since they are public.
    events: ProposalEvent in proposal_event where proposal_event::to_state.ne(Sql(ProposalState::Draft))
);
parts!(
    /// Reviews.
    reviews: Review in review
);
parts!(
    /// What was said.
    comments: Comment in comment
);
parts!(
    /// Appeals.
    appeals: Appeal in appeal
);

/// Links of the audit chain after this one, oldest first.
pub fn audit(c: &mut Conn, after: i64, limit: i64) -> Result<Vec<AuditRow>> {
    let rest = audit::table.filter(audit::seq.gt(after)).order(audit::seq).limit(limit);
    Ok(rest.select(AuditRow::as_select()).load(c)?)
}
