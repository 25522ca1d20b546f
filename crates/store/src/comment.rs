//! What is said about proposals.

use crate::prelude::*;

row! {
    /// A comment, question or official answer; removed ones stay as tombstones with the reason.
    Comment in comment {
        id: Id,
        proposal_id: Id,
        parent_id: Option<Id>,
        kind: CommentKind,
        account_id: Id,
        author_name: String,
        body_id: Option<Id>,
        channel: Channel,
        clerk_id: Option<Id>,
        lang: Lang,
        text: Option<String>,
        created_at: Moment,
        duty_id: Option<Id>,
        removed_at: Option<Moment>,
        removed_by: Option<Id>,
        removed_reason: Option<LocalText>,
    }
}

inserts!(insert, insert_all: Comment in comment);
finds!(find: Comment in comment);
updates!(update: Comment in comment);
