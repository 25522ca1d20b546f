//! Districts of a city.

use crate::prelude::*;

row! {
    /// A district; its boundary is GeoJSON.
    District in district {
        id: Id,
        city_id: Id,
        code: String,
        name: LocalText,
        boundary: Option<Value>,
        ordinal: i32,
    }
}

inserts!(insert, insert_all: District in district);
finds!(find: District in district);
updates!(update: District in district);
