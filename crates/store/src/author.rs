//! People who are asked to become authors of a proposal too.

use crate::prelude::*;

row! {
    /// A question to a resident, or to whoever has an address; the address is forgotten with the answer.
    AuthorInvitation in author_invitation {
        id: Id,
        proposal_id: Id,
        person_id: Option<Id>,
        email: Option<String>,
        invited_by: String,
        created_at: Moment,
        answered_at: Option<Moment>,
        accepted: Option<bool>,
    }
}

inserts!(insert_invitation, insert_invitations: AuthorInvitation in author_invitation);
finds!(find_invitation: AuthorInvitation in author_invitation);
locks!(lock_invitation: AuthorInvitation in author_invitation);
updates!(update_invitation: AuthorInvitation in author_invitation);

/// Who was asked to join a proposal, oldest first.
pub fn invitations_of(c: &mut Conn, proposal_id: Id) -> Result<Vec<AuthorInvitation>> {
    let all = author_invitation::table.filter(author_invitation::proposal_id.eq(Sql(proposal_id)));
    Ok(all.order(author_invitation::id).select(AuthorInvitation::as_select()).load(c)?)
}

/// Questions without an answer to a resident, or to the account with this address (as `domain::Email::key` writes it), oldest
/// first.
pub fn open_for(c: &mut Conn, person_id: Option<Id>, email: Option<&str>) -> Result<Vec<AuthorInvitation>> {
    let mut query = author_invitation::table.filter(author_invitation::answered_at.is_null()).into_boxed();
    query = match (person_id, email) {
        (Some(person), Some(email)) => query.filter(
            author_invitation::person_id.eq(Sql(Some(person))).or(author_invitation::email.eq(Some(email.to_owned()))),
        ),
        (Some(person), None) => query.filter(author_invitation::person_id.eq(Sql(Some(person)))),
        (None, Some(email)) => query.filter(author_invitation::email.eq(Some(email.to_owned()))),
        (None, None) => return Ok(Vec::new()),
    };
    Ok(query.order(author_invitation::id).select(AuthorInvitation::as_select()).load(c)?)
}

/// Takes a resident off the authors of a proposal; how many rows that were.
pub fn remove(tx: &mut Tx, proposal_id: Id, person_id: Id) -> Result<usize> {
    let own = proposal_author::table
        .filter(proposal_author::proposal_id.eq(Sql(proposal_id)))
        .filter(proposal_author::person_id.eq(Sql(Some(person_id))));
    Ok(diesel::delete(own).execute(&mut **tx)?)
}
