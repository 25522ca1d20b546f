//! GeoJSON polygons as SVG paths.

use serde_json::Value;

/// Width of a drawing; its height follows from the city's shape.
pub const WIDTH: f64 = 600.0;

/// A city, drawn.
pub struct Drawing {
    /// Height of the drawing.
    pub height: f64,
    /// One per feature.
    pub shapes: Vec<Shape>,
    frame: Frame,
}

/// One feature, drawn.
pub struct Shape {
    /// `code` or `slug` of its properties.
    pub code: String,
    /// An SVG path.
    pub path: String,
    /// Where a name fits.
    pub label: (f64, f64),
}

/// How degrees become units of the drawing: a city is small, longitude shrunk by the cosine of its latitude is enough.
#[derive(Clone, Copy)]
struct Frame {
    west: f64,
    north: f64,
    /// Units per degree of longitude and of latitude.
    scale: (f64, f64),
}

impl Frame {
    fn project(&self, (lon, lat): (f64, f64)) -> (f64, f64) {
        ((lon - self.west) * self.scale.0, (self.north - lat) * self.scale.1)
    }
}

impl Drawing {
    /// The SVG's `viewBox`. In whole numbers: the library's writer of floating-point numbers is 10 kB of download.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", WIDTH as u32, self.height.ceil() as u32)
    }

    /// Place of a point given in longitude and latitude.
    pub fn place(&self, lon_lat: (f64, f64)) -> (f64, f64) {
        self.frame.project(lon_lat)
    }

    /// Longitude and latitude of a place on the drawing.
    pub fn lon_lat(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.frame.west + x / self.frame.scale.0, self.frame.north - y / self.frame.scale.1)
    }
}

/// Points of one closed line.
type Ring = Vec<(f64, f64)>;

/// Draws all features; None when the geometry cannot be read.
pub fn draw(geometry: &Value) -> Option<Drawing> {
    let features: Vec<(String, Vec<Ring>)> = geometry["features"].as_array()?.iter().filter_map(feature).collect();
    let points = || features.iter().flat_map(|(_, rings)| rings.iter().flatten());
    let bounds = points().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, s, e, n], &(lon, lat)| {
        [w.min(lon), s.min(lat), e.max(lon), n.max(lat)]
    });
    let [west, south, east, north] = bounds;
    if east <= west || north <= south {
        return None;
    }
    let squeeze = cosine(((south + north) / 2.0).to_radians());
    let per_degree = WIDTH / ((east - west) * squeeze);
    let frame = Frame { west, north, scale: (squeeze * per_degree, per_degree) };
    let shapes = features
        .iter()
        .map(|(code, rings)| {
            let projected = |ring: &Ring| ring.iter().map(|point| frame.project(*point)).collect::<Ring>();
            let rings: Vec<Ring> = rings.iter().map(projected).collect();
            Shape { code: code.clone(), path: path(&rings), label: middle(&rings) }
        })
        .collect();
    Some(Drawing { height: (north - south) * per_degree, shapes, frame })
}

/// The cosine of a latitude by its series, to five digits: the C library's would be the largest function of the app.
fn cosine(x: f64) -> f64 {
    let square = x * x;
    1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)))
}

/// A place on the drawing with one decimal; it is never negative.
pub fn tenths(at: f64) -> String {
    let tenths = (at * 10.0 + 0.5) as u64;
    format!("{}.{}", tenths / 10, tenths % 10)
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
            d.push_str(&format!("{} {}", tenths(*x), tenths(*y)));
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
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/app/demo/almaty-districts.geo.json");
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
    fn the_series_is_the_cosine_of_every_latitude() {
        for degrees in -90..=90 {
            let x = f64::from(degrees).to_radians();
            assert!((cosine(x) - x.cos()).abs() < 3e-5, "{degrees}");
        }
    }

    #[test]
    fn a_square_is_drawn_north_up() {
        let geometry = serde_json::json!({"features": [{"properties": {"code": "a"}, "geometry": {"type": "Polygon",
            "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]}}]});
        let drawing = draw(&geometry).unwrap();
        assert!(
            drawing.shapes[0].path.starts_with("M0.0 600.0L600.0 600.0L600.0 0.0L0.0 0.0"),
            "{}",
            drawing.shapes[0].path
        );
    }

    #[test]
    fn a_place_reads_back_as_degrees() {
        let geometry = serde_json::json!({"features": [{"properties": {"code": "a"}, "geometry": {"type": "Polygon",
            "coordinates": [[[76.8, 43.1], [77.0, 43.1], [77.0, 43.3], [76.8, 43.1]]]}}]});
        let drawing = draw(&geometry).unwrap();
        let (lon, lat) = drawing.lon_lat(drawing.place((76.95, 43.25)));
        assert!((lon - 76.95).abs() < 1e-9 && (lat - 43.25).abs() < 1e-9);
    }

    #[test]
    fn a_broken_geometry_draws_nothing() {
        for geometry in [Value::Null, serde_json::json!({"features": []}), serde_json::json!({"features": [{}]})] {
            assert!(draw(&geometry).is_none());
        }
    }
}
