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
        /// Place among the counts of its contest, from 1: two may be of one instant.
        seq: i64,
    }
}

inserts!(insert, insert_all: ContestCount in contest_count);
finds!(find: ContestCount in contest_count);

/// The newest count of a contest.
pub fn latest(c: &mut Conn, contest_id: Id) -> Result<Option<ContestCount>> {
    Ok(contest_count::table
        .filter(contest_count::contest_id.eq(Sql(contest_id)))
        .order(contest_count::seq.desc())
        .select(ContestCount::as_select())
        .first(c)
        .optional()?)
}

/// The place of the next count of a contest. The caller holds the contest's lock.
pub fn next_seq(c: &mut Conn, contest_id: Id) -> Result<i64> {
    let of_contest = contest_count::table.filter(contest_count::contest_id.eq(Sql(contest_id)));
    let last: Option<i64> = of_contest.select(diesel::dsl::max(contest_count::seq)).first(c)?;
    Ok(last.unwrap_or(0) + 1)
}
