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

/// The districts of a city in their official order.
pub fn list(c: &mut Conn, city_id: Id) -> Result<Vec<District>> {
    let of_city = district::table.filter(district::city_id.eq(Sql(city_id)));
    Ok(of_city.order((district::ordinal, district::code)).select(District::as_select()).load(c)?)
}

/// Districts of all cities in their official order.
pub fn all(c: &mut Conn) -> Result<Vec<District>> {
    Ok(district::table.order((district::ordinal, district::code)).select(District::as_select()).load(c)?)
}
