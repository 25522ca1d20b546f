//! Official documents.

use crate::prelude::*;

row! {
    /// An official document: body, number, date.
    Act in act {
        id: Id,
        body_id: Id,
        cycle_id: Id,
        number: String,
        date: Date,
        title: LocalText,
        recorded_by: Option<Id>,
        recorded_at: Moment,
    }
}

inserts!(insert, insert_all: Act in act);
finds!(find: Act in act);
