//! The residents' app: which page a route shows.

use yew::prelude::*;

use super::ballot::BallotPage;
use super::contests::Contests;
use super::duties::Duties;
use super::edit::Edit;
use super::home::Home;
use super::me::MePage;
use super::models::Models;
use super::money::MoneyPage;
use super::not_found::NotFound;
use super::project::ProjectPage;
use super::projects::Projects;
use super::propose::Propose;
use super::register::Register;
use super::report::{Passport, ReportPage, Reports};
use super::results::{ComparisonPage, ResultPage};
use super::rules::RulesPage;
use super::sign_in::SignIn;
use super::vote::Vote;
use super::works::Works;
use crate::route::Route;
use crate::site::Root;

/// The app.
#[component]
pub fn Citizen() -> Html {
    html! { <Root<Route> page={Callback::from(page)} /> }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <Home /> },
        Route::Projects => html! { <Projects /> },
        Route::Project { number } => html! { <ProjectPage {number} /> },
        Route::Propose => html! { <Propose /> },
        Route::Edit { id } => html! { <Edit {id} /> },
        Route::Me => html! { <MePage /> },
        Route::Register => html! { <Register /> },
        Route::Ballot { id } => html! { <BallotPage {id} /> },
        Route::ContestResult { id } => html! { <ResultPage {id} /> },
        Route::ContestComparison { id } => html! { <ComparisonPage {id} /> },
        Route::Duties => html! { <Duties /> },
        Route::Money { cycle } => html! { <MoneyPage {cycle} /> },
        Route::Works { cycle } => html! { <Works {cycle} /> },
        Route::Reports { cycle } => html! { <Reports id={cycle} /> },
        Route::Report { id } => html! { <ReportPage {id} /> },
        Route::Passport { number } => html! { <Passport {number} /> },
        Route::Models => html! { <Models /> },
        Route::Results => html! { <Contests /> },
        Route::Vote => html! { <Vote /> },
        Route::Rules { cycle } => html! { <RulesPage {cycle} /> },
        Route::SignIn => html! { <SignIn after={Route::Home} /> },
        Route::NotFound => html! { <NotFound home={Route::Home} /> },
    }
}
