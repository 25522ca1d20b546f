//! What an account was told.

use crate::page::{Page, Seek};
use crate::prelude::*;

row! {
    /// A message to an account; its text is rendered from kind and payload.
    Notification in notification {
        id: Id,
        account_id: Id,
        kind: String,
        payload: Value,
        created_at: Moment,
        read_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Notification in notification);
finds!(find: Notification in notification);

/// What an account was told, newest first.
pub fn list(c: &mut Conn, account_id: Id, seek: &Seek) -> Result<Page<Notification>> {
    let mut query = notification::table.filter(notification::account_id.eq(Sql(account_id))).into_boxed();
    if let Some(before) = seek.after {
        query = query.filter(notification::id.lt(Sql(before)));
    }
    let rows = query.order(notification::id.desc()).limit(seek.fetch()).select(Notification::as_select()).load(c)?;
    Ok(seek.page(rows, |row| row.id))
}

/// Which of these messages are there.
pub fn there(c: &mut Conn, ids: &[Id]) -> Result<Vec<Id>> {
    let found = notification::table.filter(notification::id.eq_any(ids.iter().copied().map(Sql).collect::<Vec<_>>()));
    Ok(found.select(notification::id).load(c)?)
}

/// What some accounts were told of a kind: account and payload.
pub fn told(c: &mut Conn, kind: &str, accounts: &[Id]) -> Result<Vec<(Id, Value)>> {
    let theirs = notification::table
        .filter(notification::account_id.eq_any(accounts.iter().copied().map(Sql).collect::<Vec<_>>()))
        .filter(notification::kind.eq(kind));
    let rows: Vec<Notification> = theirs.select(Notification::as_select()).load(c)?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.payload)).collect())
}

/// Accounts that wrote some proposals or support them, each with one of these proposals, by account.
pub fn followers(c: &mut Conn, proposals: &[Id]) -> Result<Vec<(Id, Id)>> {
    let ids = || proposals.iter().copied().map(Sql).collect::<Vec<_>>();
    let authors: Vec<(Option<Id>, Id)> = proposal_author::table
        .filter(proposal_author::proposal_id.eq_any(ids()))
        .filter(proposal_author::account_id.is_not_null())
        .select((proposal_author::account_id, proposal_author::proposal_id))
        .load(c)?;
    let supporters: Vec<(Id, Id)> = support::table
        .inner_join(account::table.on(account::person_id.eq(support::person_id.nullable())))
        .filter(support::proposal_id.eq_any(ids()))
        .select((account::id, support::proposal_id))
        .load(c)?;
    let authors = authors.into_iter().filter_map(|(account, proposal)| account.map(|account| (account, proposal)));
    let one_each: std::collections::BTreeMap<Id, Id> = supporters.into_iter().chain(authors).collect();
    Ok(one_each.into_iter().collect())
}

/// How much of what an account was told it has not read.
pub fn unread(c: &mut Conn, account_id: Id) -> Result<i64> {
    let unread = notification::table
        .filter(notification::account_id.eq(Sql(account_id)))
        .filter(notification::read_at.is_null());
    Ok(unread.count().get_result(c)?)
}

/// Notes that an account has read what it was told until now; how many were unread.
pub fn mark_read(c: &mut Conn, account_id: Id, now: Moment) -> Result<usize> {
    let unread = notification::table
        .filter(notification::account_id.eq(Sql(account_id)))
        .filter(notification::read_at.is_null());
    Ok(diesel::update(unread).set(notification::read_at.eq(Sql(Some(now)))).execute(c)?)
}
