//! Support for proposals.

use crate::prelude::*;

row! {
    /// A resident's support for a proposal.
    Support in support {
        proposal_id: Id,
        person_id: Id,
        channel: Channel,
        clerk_id: Option<Id>,
        created_at: Moment,
    }
}

inserts!(insert, insert_all: Support in support);

/// Whether a resident supports a proposal.
pub fn exists(c: &mut Conn, proposal_id: Id, person_id: Id) -> Result<bool> {
    let mine =
        support::table.filter(support::proposal_id.eq(Sql(proposal_id))).filter(support::person_id.eq(Sql(person_id)));
    Ok(mine.count().get_result::<i64>(c)? > 0)
}

/// Takes a resident's support back; false when there is none.
pub fn remove(tx: &mut Tx, proposal_id: Id, person_id: Id) -> Result<bool> {
    let mine =
        support::table.filter(support::proposal_id.eq(Sql(proposal_id))).filter(support::person_id.eq(Sql(person_id)));
    Ok(diesel::delete(mine).execute(&mut **tx)? == 1)
}

/// Everybody who supports a proposal.
pub fn of_proposal(c: &mut Conn, proposal_id: Id) -> Result<Vec<Support>> {
    Ok(support::table
        .filter(support::proposal_id.eq(Sql(proposal_id)))
        .order(support::person_id)
        .select(Support::as_select())
        .load(c)?)
}

/// Which of these proposals a resident supports.
pub fn of_person(c: &mut Conn, person_id: Id) -> Result<Vec<Id>> {
    let mine = support::table.filter(support::person_id.eq(Sql(person_id)));
    Ok(mine.order(support::created_at).select(support::proposal_id).load(c)?)
}
