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
