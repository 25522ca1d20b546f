//! A place on the city's map, by click; typed coordinates are the equal way.

use serde_json::Value;
use web_sys::SvgElement;
use yew::prelude::*;

use crate::components::geo::{WIDTH, draw, tenths};

/// A point in microdegrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Latitude, microdegrees.
    pub lat: i32,
    /// Longitude, microdegrees.
    pub lon: i32,
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut degrees = |micro: i32, after: &str| {
            let sign = if micro < 0 { "-" } else { "" };
            let micro = micro.unsigned_abs();
            write!(f, "{sign}{}.{:06}{after}", micro / 1_000_000, micro % 1_000_000)
        };
        degrees(self.lat, ", ")?;
        degrees(self.lon, "")
    }
}

/// Reads `43.238949, 76.889709`; a decimal comma needs a semicolon or a space between the numbers.
pub fn parse_point(text: &str) -> Option<Point> {
    let text = text.replace([';', '\u{a0}'], " ");
    let parts: Vec<&str> = match text.split_once(", ") {
        Some((lat, lon)) => vec![lat, lon],
        None if text.split_whitespace().count() == 2 => text.split_whitespace().collect(),
        None => text.split(',').collect(),
    };
    let [lat, lon] = parts.as_slice() else { return None };
    Some(Point { lat: microdegrees(lat, 90)?, lon: microdegrees(lon, 180)? })
}

/// Reads degrees with decimals, at most `limit` either way; digits after the sixth are left out. By hand: the library's
/// reader of floating-point numbers is 4 kB of download.
fn microdegrees(text: &str, limit: i32) -> Option<i32> {
    let text = text.trim().replace(',', ".");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let micro = format!("{part:0<6}")[..6].parse::<i32>().ok()? + whole.parse::<i32>().ok()? * 1_000_000;
    let sign = if digits.len() < text.len() { -1 } else { 1 };
    (micro <= limit * 1_000_000).then_some(sign * micro)
}

/// Properties of [`PointPicker`].
#[derive(Properties, PartialEq)]
pub struct PickerProps {
    /// GeoJSON feature collection of the city's districts.
    pub geometry: Value,
    pub title: AttrValue,
    pub chosen: Option<Point>,
    pub onpick: Callback<Point>,
}

/// The city's outline with a pin. For pointers only: a field with coordinates stands beside it.
#[component]
pub fn PointPicker(props: &PickerProps) -> Html {
    let svg = use_node_ref();
    let Some(drawing) = draw(&props.geometry) else { return Html::default() };
    let (height, view_box) = (drawing.height.ceil(), drawing.view_box());
    let paths = drawing.shapes.iter().map(|shape| html! { <path d={shape.path.clone()} /> }).collect::<Html>();
    let pin = props.chosen.map(|point| {
        let (x, y) = drawing.place((f64::from(point.lon) / 1e6, f64::from(point.lat) / 1e6));
        html! { <circle class="pin" cx={tenths(x)} cy={tenths(y)} r="9" /> }
    });
    let onclick = {
        let (svg, onpick) = (svg.clone(), props.onpick.clone());
        Callback::from(move |event: MouseEvent| {
            let Some(element) = svg.cast::<SvgElement>() else { return };
            let frame = element.get_bounding_client_rect();
            // The drawing keeps its shape inside the element: the smaller scale holds, the rest is margin.
            let scale = (frame.width() / WIDTH).min(frame.height() / height);
            let x = f64::from(event.client_x()) - frame.left() - (frame.width() - WIDTH * scale) / 2.0;
            let y = f64::from(event.client_y()) - frame.top() - (frame.height() - height * scale) / 2.0;
            let (lon, lat) = drawing.lon_lat((x / scale, y / scale));
            onpick.emit(Point { lat: (lat * 1e6).round() as i32, lon: (lon * 1e6).round() as i32 });
        })
    };
    html! {
        <svg ref={svg} class="district-map picker" viewBox={view_box} aria-hidden="true" {onclick}>
            <title>{ &props.title }</title>
            { paths }
            { pin }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_as_people_paste_them() {
        let point = Point { lat: 43_238_949, lon: 76_889_709 };
        for text in ["43.238949, 76.889709", "43.238949,76.889709", "43.238949 76.889709", "43,238949; 76,889709"] {
            assert_eq!(parse_point(text), Some(point), "{text}");
        }
        assert_eq!(parse_point(&point.to_string()), Some(point));
        assert_eq!(parse_point("-43.5, 76"), Some(Point { lat: -43_500_000, lon: 76_000_000 }));
        for text in ["", "43.2", "95, 76", "a, b", "1, 2, 3", "43.2x, 76", "-, 76", "43, 180.000001"] {
            assert_eq!(parse_point(text), None, "{text}");
        }
    }
}
