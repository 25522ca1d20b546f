//! Links inside the app.

use yew::prelude::*;

use crate::hooks::use_address;
use crate::route::Place;
use crate::site::go;

/// Properties of [`Link`].
#[derive(Properties, PartialEq)]
pub struct LinkProps {
    /// Where to: a `Route`, a `DeskRoute` or a `Place` with a query.
    pub to: Place,
    #[prop_or_default]
    pub class: Classes,
    /// Value of `aria-current`, for navigation.
    #[prop_or_default]
    pub current: Option<AttrValue>,
    #[prop_or_default]
    pub children: Html,
}

/// A link to another page in the page's language; a plain click stays in the app.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let href = props.to.href(use_address().lang);
    let onclick = follow(href.clone());
    html! {
        <a {href} class={props.class.clone()} aria-current={props.current.clone()} {onclick}>
            { props.children.clone() }
        </a>
    }
}

/// Follows an address of ours without loading the app again; a click with a modifier key is left to the browser.
pub fn follow(href: String) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        if event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0 {
            return;
        }
        event.prevent_default();
        go(&href);
    })
}
