//! The officials' app: which page a route shows.

mod answer;
mod appeal;
mod both;
mod calendar;
mod calendar_edit;
mod carry;
mod confirm;
mod contest;
mod contract;
mod contracts;
mod counter;
mod decide;
mod end_duty;
mod envelopes;
mod home;
mod input;
mod keys;
mod ledger;
mod queue;
mod reports;
mod reshape;
mod residents;
mod review;
mod rules_copy;
mod rules_edit;
mod setup;
mod tie;
mod transitions;
mod work;
mod works;
mod year_end;

use api_types::endpoint::{self, path};
use api_types::problem::FieldFault;
use domain::permission::{Actor, Grant, Operation, Scope, authorise};
use domain::{Channel, Id, Phase, Role};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use self::answer::Answer;
use self::calendar::CalendarPage;
use self::contest::ContestPage;
use self::contract::ContractPage;
use self::contracts::Contracts;
use self::counter::Counter;
use self::envelopes::Envelopes;
use self::home::Home;
use self::ledger::Ledger;
use self::queue::Queue;
use self::reports::{ReportDesk, Reports};
use self::residents::Residents;
use self::review::ReviewPage;
use self::rules_edit::RulesEdit;
use self::transitions::{CyclePage, Cycles};
use self::work::WorkDesk;
use self::works::Works;
use self::year_end::YearEnd;
use super::not_found::NotFound;
use super::sign_in::SignIn;
use crate::api::Failure;
use crate::components::link::Link;
use crate::hooks::use_remote_if;
use crate::route::{DeskRoute, Place, Route};
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
        DeskRoute::RulesEdit { id } => html! { <RulesEdit {id} /> },
        DeskRoute::Contest { id } => html! { <ContestPage {id} /> },
        DeskRoute::Works { id } => html! { <Works {id} /> },
        DeskRoute::Work { id } => html! { <WorkDesk {id} /> },
        DeskRoute::Contracts { id } => html! { <Contracts {id} /> },
        DeskRoute::Contract { id } => html! { <ContractPage {id} /> },
        DeskRoute::Ledger { id } => html! { <Ledger {id} /> },
        DeskRoute::Envelopes { id } => html! { <Envelopes {id} /> },
        DeskRoute::YearEnd { id } => html! { <YearEnd {id} /> },
        DeskRoute::Reports { id } => html! { <Reports {id} /> },
        DeskRoute::Report { id } => html! { <ReportDesk {id} /> },
        DeskRoute::Counter => html! { <Counter /> },
        DeskRoute::Residents => html! { <Residents /> },
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

/// Whether the signed-in official may do this to something of this district, while its cycle is in this phase: by the table that
/// the server decides by. A phase that is not known yet allows only what needs none.
fn may(session: &Session, operation: Operation, district: Option<Id>, phase: Option<Phase>) -> bool {
    let Some(me) = session.me() else { return false };
    let grants = me.roles.iter().map(|held| Grant { role: held.role, district: held.district_id });
    let actor = Actor { account: Some(me.id), grants: grants.collect(), channel: Channel::Desk, ..Actor::anonymous() };
    authorise(&actor, operation, &Scope { district, phase, owner: false }).is_ok()
}

/// What [`use_phase`] reads of a cycle.
#[derive(Deserialize)]
struct Phased {
    phase: Phase,
}

/// The phase of a cycle, as soon as it is known.
#[hook]
fn use_phase(cycle: Option<Id>) -> Option<Phase> {
    let cycle = use_remote_if::<Phased>(cycle.map(|id| path(endpoint::CYCLE, &[&id.to_string()])));
    cycle.body().map(|cycle| cycle.phase)
}

/// Whether the signed-in official holds a role, for whatever district: of lists, and of forms that ask for the district.
fn holds(session: &Session, role: Role) -> bool {
    session.me().is_some_and(|me| me.roles.iter().any(|grant| grant.role == role))
}

/// Address of a page of the residents' site. It is another app, so the link is a plain one.
fn public(t: &Texts, route: Route) -> String {
    Place::from(route).href(t.lang())
}

/// The server's faults under the names of this page's fields, where they differ from the request's; pointers come without their
/// first slash.
fn renamed(mut failure: Failure, rename: impl Fn(&mut FieldFault)) -> Failure {
    if let Failure::Problem(problem) = &mut failure {
        for fault in &mut problem.errors {
            fault.pointer = fault.pointer.trim_start_matches('/').to_owned();
            rename(fault);
        }
    }
    failure
}
