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
