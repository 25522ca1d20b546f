//! Pages of a list.

use i18n::Texts;
use yew::prelude::*;

use crate::components::link::Link;
use crate::route::Place;

/// Links to the first page (when this is not it) and the next; nothing when the list fits on one.
pub fn pager(t: &Texts, first: Option<Place>, next: Option<Place>) -> Html {
    if first.is_none() && next.is_none() {
        return Html::default();
    }
    let link = |key: &str, to: Place| html! { <Link {to} class="button secondary">{ t.t(key) }</Link> };
    html! {
        <nav class="pager" aria-label={t.t("pager-label")}>
            { first.map(|to| link("page-first", to)) }
            { next.map(|to| link("page-next", to)) }
        </nav>
    }
}
