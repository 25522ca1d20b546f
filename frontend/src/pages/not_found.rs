//! The page for an address that leads nowhere.

use yew::prelude::*;

use crate::components::layout::Page;
use crate::components::link::Link;
use crate::hooks::use_t;
use crate::route::Place;

/// Properties of [`NotFound`].
#[derive(Properties, PartialEq)]
pub struct NotFoundProps {
    /// The app's home page.
    pub home: Place,
}

/// Says so and leads home.
#[component]
pub fn NotFound(props: &NotFoundProps) -> Html {
    let t = use_t();
    html! {
        <Page title={t.t("not-found-title")}>
            <p>{ t.t("not-found-text") }</p>
            <p><Link to={props.home.clone()} class="button">{ t.t("not-found-home") }</Link></p>
        </Page>
    }
}
