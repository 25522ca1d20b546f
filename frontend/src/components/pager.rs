//! Pages of a list.

use yew::prelude::*;

use crate::components::link::Link;
use crate::hooks::use_t;
use crate::route::Place;

/// Properties of [`Pager`].
#[derive(Properties, PartialEq)]
pub struct PagerProps {
    /// The first page, when this is not it.
    #[prop_or_default]
    pub first: Option<Place>,
    /// The page after this one.
    #[prop_or_default]
    pub next: Option<Place>,
}

/// Links to the first and the next page; nothing when the list fits on one.
#[component]
pub fn Pager(props: &PagerProps) -> Html {
    let t = use_t();
    if props.first.is_none() && props.next.is_none() {
        return Html::default();
    }
    html! {
        <nav class="pager" aria-label={t.t("pager-label")}>
            if let Some(first) = props.first.clone() {
                <Link to={first} class="button secondary">{ t.t("page-first") }</Link>
            }
            if let Some(next) = props.next.clone() {
                <Link to={next} class="button secondary">{ t.t("page-next") }</Link>
            }
        </nav>
    }
}
