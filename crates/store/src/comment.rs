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
        person_id: Option<Id>,
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
locks!(lock: Comment in comment);

/// A page of what was said about a proposal, oldest first.
pub fn page(c: &mut Conn, proposal_id: Id, seek: &crate::page::Seek) -> Result<crate::page::Page<Comment>> {
    let mut query = comment::table.filter(comment::proposal_id.eq(Sql(proposal_id))).into_boxed();
    if let Some(after) = seek.after {
        query = query.filter(comment::id.gt(Sql(after)));
    }
    let rows = query.order(comment::id).limit(seek.fetch()).select(Comment::as_select()).load(c)?;
    Ok(seek.page(rows, |row| row.id))
}
