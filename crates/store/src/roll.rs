//! The roll of a contest: who may vote, who has voted.

use crate::prelude::*;

row! {
    /// A resident who may vote in a contest; the id is random.
    RollEntry in roll_entry {
        id: Id,
        contest_id: Id,
        person_id: Id,
    }
}

inserts!(insert, insert_all: RollEntry in roll_entry);
finds!(find: RollEntry in roll_entry);

row! {
    /// This entry has voted: no time, no ballot.
    RollMark in roll_mark {
        contest_id: Id,
        roll_entry_id: Id,
        channel: Channel,
    }
}
