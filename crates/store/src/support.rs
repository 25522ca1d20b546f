//! Support for proposals.

use crate::prelude::*;

row! {
    /// An account's support for a proposal.
    Support in support {
        proposal_id: Id,
        account_id: Id,
        channel: Channel,
        created_at: Moment,
    }
}

inserts!(insert, insert_all: Support in support);
