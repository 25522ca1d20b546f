//! What stands on a ballot.

use crate::prelude::*;

row! {
    /// A frozen revision of an eligible proposal, or an imported project, with ballot number and cost.
    BallotItem in ballot_item {
        id: Id,
        contest_id: Id,
        envelope_id: Id,
        proposal_id: Option<Id>,
        revision: Option<i32>,
        external_id: Option<String>,
        number: i32,
        name: LocalText,
        category: Option<String>,
        class: Option<String>,
        cost: Money,
        state: BallotItemState,
        outcome: Option<ItemOutcome>,
        score: Option<i64>,
        deviation: Option<LocalText>,
    }
}

inserts!(insert, insert_all: BallotItem in ballot_item);
finds!(find: BallotItem in ballot_item);
updates!(update: BallotItem in ballot_item);
