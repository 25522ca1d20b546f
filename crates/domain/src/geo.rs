//! Places: whole microdegrees, so that the same point is in the same district everywhere.

use serde::{Deserialize, Serialize};

/// A point on the map in microdegrees (10⁻⁶ °) of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Longitude, −180 000 000 to 180 000 000.
    pub lon: i32,
    /// Latitude, −90 000 000 to 90 000 000.
    pub lat: i32,
}

impl Point {
    /// A point of the globe, or None.
    pub fn new(lon: i32, lat: i32) -> Option<Self> {
        let point = Self { lon, lat };
        point.is_valid().then_some(point)
    }

    /// Whether it is on the globe.
    pub fn is_valid(&self) -> bool {
        self.lon.unsigned_abs() <= 180_000_000 && self.lat.unsigned_abs() <= 90_000_000
    }
}

/// A polygon: the outer ring, then its holes. A ring may or may not repeat its first point at the end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Polygon(pub Vec<Vec<Point>>);

impl Polygon {
    /// Whether the point is inside (even-odd rule over all rings, so holes are outside). Of two polygons with a
    /// common border a point on it belongs to exactly one, unless it lies outside both.
    pub fn contains(&self, point: Point) -> bool {
        self.0.iter().filter(|ring| ring_is_crossed_oddly(ring, point)).count() % 2 == 1
    }
}

/// Counts how often a ray to the east crosses the ring; exact in i128 whatever the points are.
fn ring_is_crossed_oddly(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    for (i, &a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        if (a.lat > p.lat) != (b.lat > p.lat) {
            // p.lon < a.lon + (p.lat - a.lat) * (b.lon - a.lon) / (b.lat - a.lat), without the division.
            let minus = |x: i32, y: i32| i128::from(x) - i128::from(y);
            let [dx, dy] = [minus(b.lon, a.lon), minus(b.lat, a.lat)];
            let left = minus(p.lon, a.lon) * dy;
            let right = minus(p.lat, a.lat) * dx;
            inside ^= if dy > 0 { left < right } else { left > right };
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[[i32; 2]]) -> Vec<Point> {
        points.iter().map(|&[lon, lat]| Point { lon, lat }).collect()
    }

    #[test]
    fn inside_outside_hole_and_concave() {
        let square = ring(&[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]);
        let with_hole = Polygon(vec![square, ring(&[[4, 4], [6, 4], [6, 6], [4, 6]])]);
        for (lon, lat, inside) in
            [(1, 1, true), (5, 5, false), (11, 5, false), (-1, 5, false), (9, 9, true), (5, 12, false)]
        {
            assert_eq!(with_hole.contains(Point { lon, lat }), inside, "{lon} {lat}");
        }
        let concave = Polygon(vec![ring(&[[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]])]);
        assert!(concave.contains(Point { lon: 1, lat: 5 }));
        assert!(!concave.contains(Point { lon: 5, lat: 5 }));
        assert!(!Polygon::default().contains(Point { lon: 0, lat: 0 }));
    }

    #[test]
    fn a_point_on_a_common_border_is_in_exactly_one() {
        let west = Polygon(vec![ring(&[[0, 0], [10, 0], [10, 10], [0, 10]])]);
        let east = Polygon(vec![ring(&[[10, 0], [20, 0], [20, 10], [10, 10]])]);
        for lat in 0..10 {
            let border = Point { lon: 10, lat };
            assert!(west.contains(border) != east.contains(border), "{lat}");
        }
    }

    #[test]
    fn extreme_coordinates_do_not_overflow() {
        let globe = Polygon(vec![ring(&[
            [-180_000_000, -90_000_000],
            [180_000_000, -90_000_000],
            [180_000_000, 90_000_000],
            [-180_000_000, 90_000_000],
        ])]);
        assert!(globe.contains(Point { lon: 179_999_999, lat: 89_999_999 }));
        assert!(Point::new(180_000_001, 0).is_none() && Point::new(0, -90_000_001).is_none());
        assert!(!Point { lon: i32::MIN, lat: 0 }.is_valid());
    }
}
