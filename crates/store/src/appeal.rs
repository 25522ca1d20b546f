//! Appeals against rejections.

use crate::prelude::*;

row! {
    /// An appeal and how it was decided.
    Appeal in appeal {
        id: Id,
        proposal_id: Id,
        filed_by: Id,
        filed_at: Moment,
        channel: Channel,
        clerk_id: Option<Id>,
        lang: Lang,
        text: String,
        decided_at: Option<Moment>,
        decided_by: Option<Id>,
        body_id: Option<Id>,
        upheld: Option<bool>,
        reason: Option<LocalText>,
        act_id: Option<Id>,
    }
}

inserts!(insert, insert_all: Appeal in appeal);
finds!(find: Appeal in appeal);
updates!(update: Appeal in appeal);
locks!(lock: Appeal in appeal);

/// The appeal of a proposal's authors, if they made one.
pub fn of_proposal(c: &mut Conn, proposal_id: Id) -> Result<Option<Appeal>> {
    let mine = appeal::table.filter(appeal::proposal_id.eq(Sql(proposal_id)));
    Ok(mine.select(Appeal::as_select()).first(c).optional()?)
}
