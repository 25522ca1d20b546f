//! The officials' app: which page a route shows.

mod answer;
mod appeal;
mod both;
mod calendar;
mod end_duty;
mod home;
mod queue;
mod review;
mod transitions;

use i18n::Texts;
use yew::prelude::*;

use self::answer::Answer;
use self::calendar::CalendarPage;
use self::home::Home;
use self::queue::Queue;
use self::review::ReviewPage;
use self::transitions::{CyclePage, Cycles};
use super::not_found::NotFound;
use super::sign_in::SignIn;
use crate::components::link::Link;
use crate::route::DeskRoute;
use crate::site::Root;
use crate::state::session::{Session, Who};

/// The app.
#[component]
pub fn Desk() -> Html {
    html! { <Root<DeskRoute> page={Callback::from(page)} /> }
}

fn page(route: DeskRoute) -> Html {
    match route {
        DeskRoute::Home => html! { <Home /> },
        DeskRoute::Queue => html! { <Queue /> },
        DeskRoute::Review { id } => html! { <ReviewPage {id} /> },
        DeskRoute::Answer { id } => html! { <Answer {id} /> },
        DeskRoute::Cycle { id } => html! { <CyclePage {id} /> },
        DeskRoute::Calendar { id } => html! { <CalendarPage {id} /> },
        DeskRoute::Cycles => html! { <Cycles /> },
        DeskRoute::SignIn => html! { <SignIn after={DeskRoute::Home} /> },
        DeskRoute::NotFound => html! { <NotFound home={DeskRoute::Home} /> },
    }
}

/// What a page of the desk shows to somebody who is not signed in; None when somebody is.
fn sign_in_first(t: &Texts, session: &Session) -> Option<Html> {
    match session.who {
        Who::Account(_) => None,
        Who::Unknown => Some(html! { <p class="loading" role="status">{ t.t("loading") }</p> }),
        Who::Nobody => Some(html! {
            <>
                <p>{ t.t("sign-in-why-desk") }</p>
                <p><Link to={DeskRoute::SignIn} class="button">{ t.t("nav-sign-in") }</Link></p>
            </>
        }),
    }
}
