//! The eight districts of Almaty with their boundaries (© OpenStreetMap contributors, ODbL 1.0).

use domain::LocalText;
#[cfg(test)]
use domain::geo::{Point, Polygon};
use serde_json::Value;

use crate::{Error, Result};

const BOUNDARIES: &str = include_str!("../../demo/almaty-districts.geo.json");

/// Codes and names: Kazakh, Russian, English.
const NAMES: [(&str, &str, &str, &str); 8] = [
    ("alatau", "Алатау ауданы", "Алатауский район", "Alatau district"),
    ("almaly", "Алмалы ауданы", "Алмалинский район", "Almaly district"),
    ("auezov", "Әуезов ауданы", "Ауэзовский район", "Auezov district"),
    ("bostandyk", "Бостандық ауданы", "Бостандыкский район", "Bostandyk district"),
    ("zhetysu", "Жетісу ауданы", "Жетысуский район", "Zhetysu district"),
    ("medeu", "Медеу ауданы", "Медеуский район", "Medeu district"),
    ("nauryzbay", "Наурызбай ауданы", "Наурызбайский район", "Nauryzbay district"),
    ("turksib", "Түрксіб ауданы", "Турксибский район", "Turksib district"),
];

/// A district of Almaty.
pub(super) struct Place {
    /// Stable short name.
    pub code: &'static str,
    /// Name.
    pub name: LocalText,
    /// GeoJSON geometry.
    pub boundary: Value,
}

#[cfg(test)]
impl Place {
    /// Whether the point lies in it; when proposals are submitted, their use case asks the same.
    pub(super) fn contains(&self, point: Point) -> bool {
        polygons(&self.boundary).iter().any(|p| p.contains(point))
    }
}

/// Their codes, in order.
pub(super) fn codes() -> [&'static str; 8] {
    NAMES.map(|(code, ..)| code)
}

/// The eight districts, in the order of their Kazakh names.
pub(super) fn all() -> Result<Vec<Place>> {
    let file: Value =
        serde_json::from_str(BOUNDARIES).map_err(|e| Error::Broken(format!("district boundaries: {e}")))?;
    let empty = Vec::new();
    let features = file["features"].as_array().unwrap_or(&empty);
    NAMES
        .into_iter()
        .map(|(code, kk, ru, en)| {
            let feature = features.iter().find(|f| f["properties"]["slug"] == code);
            let boundary = feature
                .map(|f| f["geometry"].clone())
                .ok_or_else(|| Error::Broken(format!("no boundary of {code}")))?;
            let name = LocalText { kk: kk.to_owned(), ru: ru.to_owned(), en: Some(en.to_owned()) };
            Ok(Place { code, name, boundary })
        })
        .collect()
}

/// Polygons of a GeoJSON geometry, in microdegrees.
#[cfg(test)]
fn polygons(geometry: &Value) -> Vec<Polygon> {
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let polygon = |rings: &Value| {
        let ring = |ring: &Value| list(ring).iter().filter_map(point).collect();
        Polygon(list(rings).iter().map(ring).collect())
    };
    match geometry["type"].as_str() {
        Some("MultiPolygon") => list(&geometry["coordinates"]).iter().map(polygon).collect(),
        _ => vec![polygon(&geometry["coordinates"])],
    }
}

/// A GeoJSON position: longitude first, degrees.
#[cfg(test)]
fn point(position: &Value) -> Option<Point> {
    let micro = |v: &Value| v.as_f64().map(|degrees| (degrees * 1e6).round() as i32);
    Point::new(micro(&position[0])?, micro(&position[1])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_district_has_a_boundary_of_its_own() {
        let districts = all().unwrap();
        assert_eq!(districts.len(), 8);
        // The square before the Academy of Sciences, and the lake of Sairan.
        for (code, lon, lat) in [("medeu", 76_945_000, 43_245_500), ("auezov", 76_860_000, 43_236_000)] {
            let here: Vec<_> = districts.iter().filter(|d| d.contains(Point { lon, lat })).map(|d| d.code).collect();
            assert_eq!(here.len(), 1, "{code}: {here:?}");
        }
    }
}
