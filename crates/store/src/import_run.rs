//! Imports.

use crate::prelude::*;

row! {
    /// An import; its rows count as absent until it is complete.
    ImportRun in import_run {
        id: Id,
        kind: String,
        source: String,
        complete: bool,
        row_count: i64,
        created_at: Moment,
        created_by: Option<Id>,
    }
}

inserts!(insert, insert_all: ImportRun in import_run);
finds!(find: ImportRun in import_run);
