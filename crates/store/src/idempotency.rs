//! Answers already given, by idempotency key.

use crate::prelude::*;

row! {
    /// A request that was answered; a replay renders the resource again.
    Idempotency in idempotency {
        principal: String,
        route: String,
        key: String,
        body_hash: Vec<u8>,
        status: i32,
        resource_id: Option<Id>,
        created_at: Moment,
    }
}

inserts!(insert, insert_all: Idempotency in idempotency);

/// Keeps the answer unless one with the same principal, route and key is kept already: then that one. Waits for a transaction
/// that holds the same key and has not ended yet.
pub fn claim(c: &mut Conn, row: &Idempotency) -> Result<Option<Idempotency>> {
    let kept = on!(c, |c| diesel::insert_into(idempotency::table).values(row).on_conflict_do_nothing().execute(c))?;
    if kept == 1 {
        return Ok(None);
    }
    let earlier = idempotency::table
        .filter(idempotency::principal.eq(&row.principal))
        .filter(idempotency::route.eq(&row.route))
        .filter(idempotency::key.eq(&row.key));
    Ok(Some(earlier.select(Idempotency::as_select()).first(c)?))
}

/// The request of a principal that was answered under this key.
pub fn find(c: &mut Conn, principal: &str, route: &str, key: &str) -> Result<Option<Idempotency>> {
    let row = idempotency::table.find((principal, route, key)).select(Idempotency::as_select());
    Ok(row.first(c).optional()?)
}

/// Forgets requests from before this instant; returns how many.
pub fn purge(c: &mut Conn, before: Moment) -> Result<usize> {
    Ok(diesel::delete(idempotency::table.filter(idempotency::created_at.lt(Sql(before)))).execute(c)?)
}
