//! Cities.

use crate::prelude::*;

row! {
    /// A city that runs a participatory budget, or whose elections were imported.
    City in city {
        id: Id,
        code: String,
        name: LocalText,
        country: String,
        sample: bool,
        source: Option<Value>,
    }
}

inserts!(insert, insert_all: City in city);
finds!(find: City in city);
