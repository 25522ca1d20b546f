//! Programmes run cycles.

use crate::prelude::*;

row! {
    /// A programme of a city.
    Programme in programme {
        id: Id,
        city_id: Id,
        code: String,
        name: LocalText,
        kind: ProgrammeKind,
    }
}

inserts!(insert, insert_all: Programme in programme);
finds!(find: Programme in programme);

/// All programmes by code.
pub fn list(c: &mut Conn) -> Result<Vec<Programme>> {
    Ok(programme::table.order(programme::code).select(Programme::as_select()).load(c)?)
}
