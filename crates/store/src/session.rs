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
