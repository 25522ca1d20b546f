//! The city's districts as an SVG map: each a link with its name and figures. A list beside it says the same.

use domain::Lang;
use serde_json::Value;
use yew::prelude::*;

use crate::components::link::follow;
use crate::hooks::use_address;
use crate::route::Place;

/// Width of the drawing; its height follows from the city's shape.
const WIDTH: f64 = 600.0;

/// One district on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct District {
    /// Code in the GeoJSON's properties (`code` or `slug`).
    pub code: String,
    /// Name and figures, read by screen readers and shown as a tooltip.
    pub label: String,
    /// Short words drawn on the map.
    pub short: String,
    /// Where its link leads.
    pub to: Place,
    /// Drawn as chosen.
    pub chosen: bool,
}

/// Properties of [`DistrictMap`].
#[derive(Properties, PartialEq)]
pub struct MapProps {
    /// GeoJSON feature collection with polygons in longitude and latitude.
    pub geometry: Value,
    pub districts: Vec<District>,
    pub title: AttrValue,
}

/// The map. Draws nothing when the geometry cannot be read; the list beside it is the equal way.
#[component]
pub fn DistrictMap(props: &MapProps) -> Html {
    let lang = use_address().lang;
    let Some(drawing) = draw(&props.geometry) else { return Html::default() };
    let height = drawing.height.ceil();
    let shapes = props.districts.iter().filter_map(|district| {
        let shape = drawing.shapes.iter().find(|shape| shape.code == district.code)?;
        Some(link(lang, district, shape))
    });
    html! {
        <svg class="district-map" viewBox={format!("0 0 {WIDTH} {height}")} role="group" aria-label={props.title.clone()}>
            { for shapes }
        </svg>
    }
}

fn link(lang: Lang, district: &District, shape: &Shape) -> Html {
    let href = district.to.href(lang);
    let onclick = follow(href.clone());
    html! {
        <a {href} {onclick} aria-label={district.label.clone()} class={classes!(district.chosen.then_some("chosen"))}>
            <title>{ &district.label }</title>
            <path d={shape.path.clone()} />
            <text x={format!("{:.0}", shape.label.0)} y={format!("{:.0}", shape.label.1)}
                text-anchor="middle" aria-hidden="true">{ &district.short }</text>
        </a>
    }
}

struct Drawing {
    height: f64,
    shapes: Vec<Shape>,
}

struct Shape {
    code: String,
    path: String,
    label: (f64, f64),
}

type Ring = Vec<(f64, f64)>;

/// Projects all features into one drawing. A city is small: longitude shrunk by the cosine of its latitude is enough.
fn draw(geometry: &Value) -> Option<Drawing> {
    let features: Vec<(String, Vec<Ring>)> = geometry["features"].as_array()?.iter().filter_map(feature).collect();
    let points = || features.iter().flat_map(|(_, rings)| rings.iter().flatten());
    let bounds = points().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, s, e, n], &(lon, lat)| {
        [w.min(lon), s.min(lat), e.max(lon), n.max(lat)]
    });
    let [west, south, east, north] = bounds;
    if east <= west || north <= south {
        return None;
    }
    let squeeze = ((south + north) / 2.0).to_radians().cos();
    let scale = WIDTH / ((east - west) * squeeze);
    let project = |&(lon, lat): &(f64, f64)| ((lon - west) * squeeze * scale, (north - lat) * scale);
    let shapes = features
        .iter()
        .map(|(code, rings)| {
            let rings: Vec<Ring> = rings.iter().map(|ring| ring.iter().map(project).collect()).collect();
            Shape { code: code.clone(), path: path(&rings), label: middle(&rings) }
        })
        .collect();
    Some(Drawing { height: (north - south) * scale, shapes })
}

/// Code and rings of a polygon or multipolygon.
fn feature(feature: &Value) -> Option<(String, Vec<Ring>)> {
    let properties = &feature["properties"];
    let code = properties["code"].as_str().or_else(|| properties["slug"].as_str())?;
    let coordinates = feature["geometry"]["coordinates"].as_array()?;
    let rings: Vec<&Value> = match feature["geometry"]["type"].as_str()? {
        "Polygon" => coordinates.iter().collect(),
        "MultiPolygon" => coordinates.iter().filter_map(Value::as_array).flatten().collect(),
        _ => return None,
    };
    let rings = rings.into_iter().filter_map(ring).collect();
    Some((code.to_owned(), rings))
}

fn ring(ring: &Value) -> Option<Ring> {
    ring.as_array()?.iter().map(|point| Some((point[0].as_f64()?, point[1].as_f64()?))).collect()
}

fn path(rings: &[Ring]) -> String {
    let mut d = String::new();
    for ring in rings {
        for (at, (x, y)) in ring.iter().enumerate() {
            d.push(if at == 0 { 'M' } else { 'L' });
            d.push_str(&format!("{x:.1} {y:.1}"));
        }
        d.push('Z');
    }
    d
}

/// The centroid of the largest ring: where a name fits best.
fn middle(rings: &[Ring]) -> (f64, f64) {
    let (mut best_area, mut best) = (0.0, (0.0, 0.0));
    for ring in rings {
        let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let cross = a.0 * b.1 - b.0 * a.1;
            area += cross;
            x += (a.0 + b.0) * cross;
            y += (a.1 + b.1) * cross;
        }
        if f64::abs(area) > best_area {
            best_area = f64::abs(area);
            best = (x / (3.0 * area), y / (3.0 * area));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eight_districts_of_almaty_fill_the_drawing() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/almaty/almaty-districts.geo.json");
        let geometry: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let drawing = draw(&geometry).unwrap();
        assert_eq!(drawing.shapes.len(), 8);
        assert!(drawing.height > 200.0 && drawing.height < 1200.0, "{}", drawing.height);
        for shape in &drawing.shapes {
            let (x, y) = shape.label;
            assert!((0.0..WIDTH).contains(&x) && (0.0..drawing.height).contains(&y), "{}", shape.code);
            assert!(shape.path.starts_with('M') && shape.path.ends_with('Z'));
        }
    }

    #[test]
    fn a_square_is_drawn_north_up() {
        let geometry = serde_json::json!({"features": [{"properties": {"code": "a"}, "geometry": {"type": "Polygon",
            "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]}}]});
        let drawing = draw(&geometry).unwrap();
        assert!(drawing.shapes[0].path.starts_with("M0.0 600.0L600.0 600.0L600.0 0.0L0.0 0.0"), "{}", drawing.shapes[0].path);
    }

    #[test]
    fn a_broken_geometry_draws_nothing() {
        for geometry in [Value::Null, serde_json::json!({"features": []}), serde_json::json!({"features": [{}]})] {
            assert!(draw(&geometry).is_none());
        }
    }
}
