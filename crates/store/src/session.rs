//! Sessions of accounts.

use crate::prelude::*;

row! {
    /// A session; only the hash of its token is kept.
    Session in session {
        id: Id,
        account_id: Id,
        token_hash: Vec<u8>,
        channel: Channel,
        created_at: Moment,
        expires_at: Moment,
        ended_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Session in session);
finds!(find: Session in session);

/// The session whose token has this hash, open or not.
pub fn find_by_token(c: &mut Conn, token_hash: &[u8]) -> Result<Option<Session>> {
    Ok(session::table.filter(session::token_hash.eq(token_hash)).select(Session::as_select()).first(c).optional()?)
}

/// The open sessions of an account, newest first.
pub fn open_of(c: &mut Conn, account_id: Id, now: Moment) -> Result<Vec<Session>> {
    let open = session::table
        .filter(session::account_id.eq(Sql(account_id)))
        .filter(session::ended_at.is_null())
        .filter(session::expires_at.gt(Sql(now)));
    Ok(open.order((session::created_at.desc(), session::id)).select(Session::as_select()).load(c)?)
}

/// Replaces the token of an open session; false when its token is not `old` any more.
pub fn rotate(c: &mut Conn, id: Id, old: &[u8], new: &[u8], expires_at: Moment) -> Result<bool> {
    let mine = session::table
        .filter(session::id.eq(Sql(id)))
        .filter(session::token_hash.eq(old))
        .filter(session::ended_at.is_null());
    let set = (session::token_hash.eq(new), session::expires_at.eq(Sql(expires_at)));
    Ok(diesel::update(mine).set(set).execute(c)? == 1)
}

/// Ends a session; false when it is over already.
pub fn end(c: &mut Conn, id: Id, now: Moment) -> Result<bool> {
    let open = session::table.filter(session::id.eq(Sql(id))).filter(session::ended_at.is_null());
    Ok(diesel::update(open).set(session::ended_at.eq(Sql(Some(now)))).execute(c)? == 1)
}

/// Ends the open sessions of an account but one; how many.
pub fn end_all(c: &mut Conn, account_id: Id, except: Option<Id>, now: Moment) -> Result<usize> {
    let ids = open_of(c, account_id, now)?.into_iter().map(|s| s.id).filter(|id| Some(*id) != except);
    let ids: Vec<_> = ids.map(Sql).collect();
    Ok(diesel::update(session::table.filter(session::id.eq_any(ids)))
        .set(session::ended_at.eq(Sql(Some(now))))
        .execute(c)?)
}

/// Deletes sessions that ended or expired before `before`, `limit` at most; how many.
pub fn purge(c: &mut Conn, before: Moment, limit: i64) -> Result<usize> {
    let ended = session::ended_at.is_not_null().and(session::ended_at.assume_not_null().lt(Sql(before)));
    let over = session::table.filter(session::expires_at.lt(Sql(before)).or(ended));
    let ids: Vec<Id> = over.limit(limit).select(session::id).load(c)?;
    Ok(diesel::delete(session::table.filter(session::id.eq_any(ids.into_iter().map(Sql)))).execute(c)?)
}
