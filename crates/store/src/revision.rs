//! One counter per topic of public data: snapshots are rendered again when it moves.

use crate::prelude::*;

row! {
    /// How often a topic has changed.
    Revision in revision {
        topic: String,
        value: i64,
    }
}

/// Counts a topic up; use cases call [`Tx::touch`](crate::store::Tx::touch), which does it at the end of the transaction.
pub(crate) fn touch(c: &mut Conn, topic: &str) -> Result<()> {
    on!(c, |c| diesel::insert_into(revision::table)
        .values((revision::topic.eq(topic), revision::value.eq(1_i64)))
        .on_conflict(revision::topic)
        .do_update()
        .set(revision::value.eq(revision::value + 1_i64))
        .execute(c))?;
    Ok(())
}

/// All topics with their revisions.
pub fn all(c: &mut Conn) -> Result<Vec<Revision>> {
    Ok(revision::table.order(revision::topic).select(Revision::as_select()).load(c)?)
}
