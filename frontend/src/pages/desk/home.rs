//! What I owe: the oldest first, one overdue duty always in sight, each with the way to do it.

use api_types::duty::{Duty, DutyPage};
use api_types::endpoint;
use domain::{DutyKind, Role};
use i18n::Texts;
use yew::prelude::*;

use super::end_duty::EndDuty;
use super::{holds, sign_in_first};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::{minute, time_left};
use crate::components::words::title;
use crate::hooks::{Current, use_current, use_remote_if, use_t};
use crate::pages::duties::standing;
use crate::route::{DeskRoute, Place};
use crate::state::session::{Session, use_session};

/// The page.
#[component]
pub fn Home() -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let duties = use_remote_if::<DutyPage>(session.me().map(|_| endpoint::ME_DUTIES.to_owned()));
    let content = sign_in_first(t, &session)
        .unwrap_or_else(|| view(t, &duties, |page| list(t, &current, &page.items, &duties.reload)));
    html! { <Page title={t.t("nav-my-duties")}>{ tools(t, &session) }{ content }</Page> }
}

/// Pages of single offices, for who holds them.
fn tools(t: &Texts, session: &Session) -> Html {
    let all = [
        (Role::Clerk, DeskRoute::Counter, "desk-counter"),
        (Role::Organiser, DeskRoute::Residents, "desk-residents"),
        (Role::Executor, DeskRoute::Cycles, "desk-tool-works"),
        (Role::Finance, DeskRoute::Cycles, "desk-tool-money"),
    ];
    let mine: Vec<_> = all.into_iter().filter(|(role, ..)| holds(session, *role)).collect();
    if mine.is_empty() {
        return Html::default();
    }
    html! {
        <nav aria-label={t.t("desk-tools")}>
            <p class="meta">{ for mine.into_iter().map(|(_, to, words)| html! { <Link {to} class="button secondary">{ t.t(words) }</Link> }) }</p>
        </nav>
    }
}

fn list(t: &Texts, current: &Current, duties: &[Duty], reload: &Callback<()>) -> Html {
    let Some(first) = duties.first() else {
        return html! { <p class="notice good">{ t.t("desk-nothing-owed") }</p> };
    };
    let overdue = duties.iter().filter(|duty| duty.overdue).count();
    html! {
        <>
            <section class="now" aria-labelledby="next-title">
                <p class="above">{ t.t(if first.overdue { "desk-oldest-overdue" } else { "desk-next" }) }</p>
                <h2 id="next-title">{ heading(t, first) }</h2>
                { facts(t, current, first) }
                { way(t, first, true) }
            </section>
            <h2>{ t.t_args("desk-all", &[("count", duties.len().into()), ("overdue", overdue.into())]) }</h2>
            <ol class="cards one">
                { for duties.iter().map(|duty| html! {
                    <li class="card" key={duty.id.to_string()}>
                        <p class="meta">{ standing(t, duty) }</p>
                        <h3>{ heading(t, duty) }</h3>
                        { facts(t, current, duty) }
                        { way(t, duty, false) }
                        <EndDuty duty={duty.id} kind={duty.kind} done={reload.clone()} />
                    </li>
                }) }
            </ol>
        </>
    }
}

fn heading(t: &Texts, duty: &Duty) -> String {
    match &duty.project {
        Some(project) => {
            format!(
                "{}: {} {}",
                t.code(duty.kind),
                project.number.as_deref().unwrap_or_default(),
                title(t.lang(), project)
            )
        }
        None => t.code(duty.kind),
    }
}

fn facts(t: &Texts, current: &Current, duty: &Duty) -> Html {
    let district = duty.district_id.map_or_else(|| t.t("duty-city"), |id| current.district_name(id, t.lang()));
    let owner = duty.body.as_ref().map_or_else(|| t.code(duty.role), |body| body.get(t.lang()).to_owned());
    html! {
        <p class="meta">
            <span>{ district }</span>
            <span>{ owner }</span>
            if duty.overdue {
                <span>{ t.t("desk-was-due") }{ " " }{ minute(t, duty.deadline) }</span>
            } else {
                { time_left(t, duty.deadline) }
            }
            if duty.reopened { <span>{ t.t("duty-reopened") }</span> }
        </p>
    }
}

/// Where a duty is done, and the words of its button.
fn place(duty: &Duty) -> Option<(Place, &'static str)> {
    let project = duty.project.as_ref().map(|project| project.id.to_string());
    match (duty.kind, project) {
        (DutyKind::ReviewProposal | DutyKind::ReReviewProposal, Some(id)) => {
            Some((DeskRoute::Review { id }.into(), "desk-do-review"))
        }
        (DutyKind::DecideAppeal, Some(id)) => Some((DeskRoute::Review { id }.into(), "desk-do-appeal")),
        (DutyKind::AnswerQuestion, Some(id)) => Some((DeskRoute::Answer { id }.into(), "desk-do-answer")),
        (DutyKind::OpenPhase | DutyKind::ConfirmResult, _) => {
            Some((DeskRoute::Cycle { id: duty.cycle_id.to_string() }.into(), "desk-do-cycle"))
        }
        (DutyKind::AnswerDispute | DutyKind::RepairDefect, _) => {
            Some((DeskRoute::Works { id: duty.cycle_id.to_string() }.into(), "desk-do-works"))
        }
        (DutyKind::PublishReport, _) => {
            Some((DeskRoute::Reports { id: duty.cycle_id.to_string() }.into(), "desk-do-report"))
        }
        _ => None,
    }
}

fn way(t: &Texts, duty: &Duty, main: bool) -> Html {
    let Some((to, words)) = place(duty) else { return Html::default() };
    let class = if main { "button" } else { "button secondary small" };
    html! { <p><Link {to} {class}>{ t.t(words) }</Link></p> }
}
