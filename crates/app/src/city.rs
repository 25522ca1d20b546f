//! Cities with their districts and programmes; district boundaries as GeoJSON. All public.

use api_types::city::{City, CityList, District, Programme, Source};
use serde_json::{Value, json};
use store::Conn;

use crate::{App, Error, Result};

/// All cities: the one that runs here first, then those with imported elections.
///
/// # Errors
/// Only the store's.
pub fn list(app: &App) -> Result<CityList> {
    app.store.read(read)
}

/// One city by its code.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, code: &str) -> Result<City> {
    list(app)?.items.into_iter().find(|city| city.code == code).ok_or(Error::NotFound("city"))
}

/// A city's districts as a GeoJSON feature collection (RFC 7946), with the attribution of the map data.
///
/// # Errors
/// `NotFound` city.
pub fn geojson(app: &App, code: &str) -> Result<Value> {
    app.store.read(|c| -> Result<Value> {
        let city = store::city::by_code(c, code)?.ok_or(Error::NotFound("city"))?;
        let features: Vec<Value> = store::district::list(c, city.id)?
            .into_iter()
            .filter_map(|d| {
                let geometry = right_handed(d.boundary?);
                let properties = json!({ "code": d.code, "name": d.name, "ordinal": d.ordinal });
                Some(json!({ "type": "Feature", "id": d.id, "properties": properties, "geometry": geometry }))
            })
            .collect();
        Ok(json!({
            "type": "FeatureCollection",
            "attribution": "© OpenStreetMap contributors, ODbL 1.0",
            "features": features,
        }))
    })
}

/// RFC 7946 wants outer rings counter-clockwise and holes clockwise; those who draw maps do not always care.
fn right_handed(mut geometry: Value) -> Value {
    let several = geometry["type"] == "MultiPolygon";
    let polygons = match geometry.get_mut("coordinates").and_then(Value::as_array_mut) {
        Some(list) if several => list.iter_mut().filter_map(Value::as_array_mut).collect(),
        Some(rings) => vec![rings],
        None => Vec::new(),
    };
    for rings in polygons {
        for (number, ring) in rings.iter_mut().filter_map(Value::as_array_mut).enumerate() {
            let at = |point: &Value, axis: usize| point[axis].as_f64().unwrap_or_default();
            let twice: f64 =
                ring.windows(2).map(|two| at(&two[0], 0) * at(&two[1], 1) - at(&two[1], 0) * at(&two[0], 1)).sum();
            if (twice > 0.0) != (number == 0) {
                ring.reverse();
            }
        }
    }
    geometry
}

pub(crate) fn read(c: &mut Conn) -> Result<CityList> {
    let districts = store::district::all(c)?;
    let programmes = store::programme::list(c)?;
    let items = store::city::list(c)?
        .into_iter()
        .map(|row| {
            let store::city::City { id, code, name, country, sample, source } = row;
            City {
                id,
                code,
                name,
                country,
                sample,
                source: source_of(source),
                districts: districts.iter().filter(|d| d.city_id == id).map(district).collect(),
                programmes: programmes.iter().filter(|p| p.city_id == id).map(programme).collect(),
            }
        })
        .collect();
    Ok(CityList { items })
}

fn district(row: &store::district::District) -> District {
    District { id: row.id, code: row.code.clone(), name: row.name.clone(), ordinal: row.ordinal }
}

pub(crate) fn programme(row: &store::programme::Programme) -> Programme {
    Programme { id: row.id, code: row.code.clone(), name: row.name.clone(), kind: row.kind }
}

/// Where imported data come from, as stored beside them.
pub(crate) fn source_of(stored: Option<Value>) -> Option<Source> {
    stored.and_then(|value| serde_json::from_value(value).ok())
}
