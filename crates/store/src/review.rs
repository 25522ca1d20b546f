//! Reviews of proposals.

use crate::prelude::*;

row! {
    /// A reviewer's decision on a revision.
    Review in review {
        id: Id,
        proposal_id: Id,
        revision: i32,
        kind: ReviewKind,
        body_id: Option<Id>,
        reviewer_id: Option<Id>,
        decision: ReviewDecision,
        clause: Option<String>,
        fact: Option<LocalText>,
        reason: LocalText,
        act_id: Option<Id>,
        rules_id: Option<Id>,
        created_at: Moment,
    }
}

inserts!(insert, insert_all: Review in review);
finds!(find: Review in review);

/// Reviews of a proposal, oldest first.
pub fn of_proposal(c: &mut Conn, proposal_id: Id) -> Result<Vec<Review>> {
    Ok(review::table
        .filter(review::proposal_id.eq(Sql(proposal_id)))
        .order((review::created_at, review::id))
        .select(Review::as_select())
        .load(c)?)
}
