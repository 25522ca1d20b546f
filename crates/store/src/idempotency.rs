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
