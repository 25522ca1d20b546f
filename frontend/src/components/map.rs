//! The city's districts as an SVG map: each a link with its name and figures. A list beside it says the same.

use domain::Lang;
use serde_json::Value;
use yew::prelude::*;

use crate::components::geo::{Shape, draw, tenths};
use crate::components::link::follow;
use crate::route::Place;

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

/// The map, from a GeoJSON feature collection in longitude and latitude. Draws nothing when the geometry cannot be read;
/// the list beside it is the equal way.
pub fn district_map(lang: Lang, geometry: &Value, districts: &[District], title: String) -> Html {
    let Some(drawing) = draw(geometry) else { return Html::default() };
    let drawn = || {
        districts.iter().filter_map(|district| {
            let shape = drawing.shapes.iter().find(|shape| shape.code == district.code)?;
            Some((district, shape))
        })
    };
    let shapes = drawn().map(|(district, shape)| link(lang, district, shape));
    // After all shapes: a neighbour drawn later would cover the end of a word.
    let labels = drawn().map(|(district, shape)| {
        html! {
            <text class={district.chosen.then_some("chosen")} x={tenths(shape.label.0)} y={tenths(shape.label.1)}
                text-anchor="middle" aria-hidden="true">{ &district.short }</text>
        }
    });
    html! {
        <svg class="district-map" viewBox={drawing.view_box()} role="group" aria-label={title}>
            { for shapes }
            { for labels }
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
        </a>
    }
}
