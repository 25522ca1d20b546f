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

/// All cities: the one that runs here first (it has no source), then imported ones by name.
pub fn list(c: &mut Conn) -> Result<Vec<City>> {
    let mut rows: Vec<City> = city::table.order(city::code).select(City::as_select()).load(c)?;
    rows.sort_by_key(|city| city.source.is_some());
    Ok(rows)
}

/// The city with this code.
pub fn by_code(c: &mut Conn, code: &str) -> Result<Option<City>> {
    Ok(city::table.filter(city::code.eq(code)).select(City::as_select()).first(c).optional()?)
}
