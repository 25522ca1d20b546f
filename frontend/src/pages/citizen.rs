//! The residents' app: which page a route shows.

use yew::prelude::*;

use super::not_found::NotFound;
use super::sign_in::SignIn;
use crate::route::Route;
use crate::site::Root;

/// The app.
#[component]
pub fn Citizen() -> Html {
    html! { <Root<Route> page={Callback::from(page)} /> }
}

fn page(route: Route) -> Html {
    match route {
        Route::SignIn => html! { <SignIn after={Route::Home} /> },
        _ => html! { <NotFound home={Route::Home} /> },
    }
}
