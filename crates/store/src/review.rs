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
