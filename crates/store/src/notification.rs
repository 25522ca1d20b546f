//! What an account was told.

use crate::prelude::*;

row! {
    /// A message to an account; its text is rendered from kind and payload.
    Notification in notification {
        id: Id,
        account_id: Id,
        kind: String,
        payload: Value,
        created_at: Moment,
        read_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Notification in notification);
finds!(find: Notification in notification);
