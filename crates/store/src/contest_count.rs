//! Counts of contests.

use crate::prelude::*;

row! {
    /// A count: the outcome and its explanation.
    ContestCount in contest_count {
        id: Id,
        contest_id: Id,
        at: Moment,
        ballots: i64,
        outcome: Value,
        hash: String,
        counted_by: Option<Id>,
    }
}

inserts!(insert, insert_all: ContestCount in contest_count);
finds!(find: ContestCount in contest_count);

/// The newest count of a contest.
pub fn latest(c: &mut Conn, contest_id: Id) -> Result<Option<ContestCount>> {
    Ok(contest_count::table
        .filter(contest_count::contest_id.eq(Sql(contest_id)))
        .order((contest_count::at.desc(), contest_count::id.desc()))
        .select(ContestCount::as_select())
        .first(c)
        .optional()?)
}
