//! The officials' app: which page a route shows.

use yew::prelude::*;

use super::not_found::NotFound;
use super::sign_in::SignIn;
use crate::route::DeskRoute;
use crate::site::Root;

/// The app.
#[component]
pub fn Desk() -> Html {
    html! { <Root<DeskRoute> page={Callback::from(page)} /> }
}

fn page(route: DeskRoute) -> Html {
    match route {
        DeskRoute::SignIn => html! { <SignIn after={DeskRoute::Home} /> },
        _ => html! { <NotFound home={DeskRoute::Home} /> },
    }
}
