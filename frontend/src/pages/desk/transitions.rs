//! What may come next in a cycle: every step with all that still stands against it, and the button that fires it.

use api_types::act::ActList;
use api_types::city::CityList;
use api_types::cycle::{Cycle, CycleList, TransitionDone, TransitionOption, TransitionRequest, Transitions};
use api_types::endpoint::{self, path};
use api_types::role::RoleGrant;
use domain::{CycleEvent, Id, Phase, Role};
use i18n::Texts;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::contest::Contests;
use super::setup::{self, NewCycle, NewProgramme};
use super::{holds, sign_in_first};
use crate::api;
use crate::api::paths::with_query;
use crate::api::problem::refusal_text;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Select};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::{minute, time_left};
use crate::components::timeline::{Step, TimelineItem, timeline};
use crate::hooks::{use_form, use_remote, use_remote_if, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// All cycles of our own.
#[component]
pub fn Cycles() -> Html {
    let t = use_t();
    let session = use_session();
    let cycles = use_remote::<CycleList>(endpoint::CYCLES);
    let cities = use_remote::<CityList>(endpoint::CITIES);
    // Programmes are the city's: an organiser of one district makes none.
    let whole = |held: &RoleGrant| held.role == Role::Organiser && held.district_id.is_none();
    let founder = session.me().is_some_and(|me| me.roles.iter().any(whole));
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycles, |cycles| {
            let own = cycles.items.iter().filter(|cycle| cycle.source.is_none());
            let city = cities.body().and_then(|list| setup::own_city(&list.items)).filter(|_| founder);
            html! {
                <>
                <ul class="cards">
                    { for own.map(|cycle| html! {
                        <li class="card">
                            <p class="meta">{ badge(&t.code(cycle.phase), Tone::Busy) }<span>{ t.code(cycle.stage) }</span></p>
                            <h2><Link to={DeskRoute::Cycle { id: cycle.id.to_string() }}>{ cycle.name.get(t.lang()) }</Link></h2>
                        </li>
                    }) }
                </ul>
                if let Some(city) = city {
                    <NewCycle key={city.programmes.len()} programmes={city.programmes.clone()} />
                    <NewProgramme city={city.code.clone()} done={cities.reload.clone()} />
                }
                </>
            }
        })
    });
    html! { <Page title={t.t("nav-cycles")}>{ content }</Page> }
}

/// Properties of [`CyclePage`].
#[derive(Properties, PartialEq)]
pub struct CycleProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// One cycle.
#[component]
pub fn CyclePage(props: &CycleProps) -> Html {
    let t = use_t();
    let session = use_session();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    // Asked again for each account: what one's own roles allow is part of the answer.
    let steps = use_remote_if::<Transitions>(session.me().map(|_| path(endpoint::CYCLE_TRANSITIONS, &[&props.id])));
    let acts = use_remote::<ActList>(&with_query(endpoint::ACTS, &[("cycle_id", &props.id)]));
    let acts: Vec<Choice> = acts
        .body()
        .map(|list| list.items.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|act| {
            Choice::new(act.id, format!("№ {} · {} · {}", act.number, act.body.get(t.lang()), act.title.get(t.lang())))
        })
        .collect();
    let done = {
        let (cycle, steps) = (cycle.reload.clone(), steps.reload.clone());
        Callback::from(move |()| {
            cycle.emit(());
            steps.emit(());
        })
    };
    let title = cycle.body().map_or_else(|| t.t("nav-cycles"), |cycle| cycle.brief.name.get(t.lang()).to_owned());
    let content = sign_in_first(t, &session).unwrap_or_else(|| view(t, &cycle, |cycle| html! {
        <>
            { now(t, cycle) }
            { setup::checklist(t, cycle) }
            <Contests cycle={cycle.brief.id} preparing={holds(&session, Role::Organiser) && before_the_vote(cycle.brief.phase)} />
            { view(t, &steps, |steps| html! {
                <>
                    <h2>{ t.t("desk-next-steps") }</h2>
                    <ol class="cards one">
                        { for steps.next.iter().map(|step| html! {
                            <li class="card" key={domain::Code::code(step.event)}>
                                <StepCard cycle={cycle.brief.id} step={step.clone()} acts={acts.clone()} done={done.clone()} />
                            </li>
                        }) }
                    </ol>
                    if steps.next.is_empty() { <p>{ t.t("desk-no-steps") }</p> }
                    <h2>{ t.t("desk-steps-done") }</h2>
                    { history(t, &steps.done) }
                </>
            }) }
        </>
    }));
    html! {
        <Page {title} above={html! { <p class="above"><Link to={DeskRoute::Cycles}>{ t.t("nav-cycles") }</Link></p> }}>
            { content }
        </Page>
    }
}

fn now(t: &Texts, cycle: &Cycle) -> Html {
    let window = cycle.windows.iter().find(|window| window.phase == cycle.brief.phase);
    let id = cycle.brief.id.to_string();
    let page = |words: &str, to: DeskRoute| html! { <Link {to} class="button secondary small">{ t.t(words) }</Link> };
    html! {
        <section class="now">
            <p class="above">{ t.code(cycle.brief.stage) }</p>
            <h2>{ t.t_args("home-now", &[("phase", t.code(cycle.brief.phase).into())]) }</h2>
            if let Some(window) = window { <p>{ time_left(t, window.ends_at) }</p> }
            <p class="meta">
                { page("desk-calendar", DeskRoute::Calendar { id: id.clone() }) }
                { page("desk-rules", DeskRoute::RulesEdit { id: id.clone() }) }
                { page("desk-envelopes", DeskRoute::Envelopes { id: id.clone() }) }
                { page("desk-works", DeskRoute::Works { id: id.clone() }) }
                { page("desk-contracts", DeskRoute::Contracts { id: id.clone() }) }
                { page("desk-money", DeskRoute::Ledger { id: id.clone() }) }
                { page("desk-year-end", DeskRoute::YearEnd { id: id.clone() }) }
                { page("desk-reports", DeskRoute::Reports { id }) }
            </p>
        </section>
    }
}

/// When ballots are prepared and frozen.
fn before_the_vote(phase: Phase) -> bool {
    matches!(phase, Phase::Rework | Phase::ReReview | Phase::Appeals | Phase::Frozen)
}

fn history(t: &Texts, done: &[TransitionDone]) -> Html {
    let last = done.len().saturating_sub(1);
    timeline(done.iter().enumerate().map(|(at, step)| TimelineItem {
        step: if at == last { Step::Current } else { Step::Past },
        title: t.code(step.event),
        detail: html! {
            <>
                { minute(t, step.at) }{ " · " }{ t.t(if step.by_calendar { "desk-by-calendar" } else { "desk-by-official" }) }
                if let Some(reason) = &step.reason { <br />{ reason.get(t.lang()) } }
            </>
        },
    }))
}

#[derive(Properties, PartialEq)]
struct StepProps {
    cycle: Id,
    step: TransitionOption,
    acts: Vec<Choice>,
    done: Callback<()>,
}

/// A step: where it leads, its checklist, and the form that fires it. While something stands against it the button cannot be
/// pressed; the checklist above it says why.
#[component]
fn StepCard(props: &StepProps) -> Html {
    let t = use_t();
    let step = &props.step;
    let event = step.event;
    // Each form of the page has fields of its own name.
    let prefix = domain::Code::code(event);
    let (reason, act) = (format!("{prefix}-reason"), format!("{prefix}-act"));
    let form = use_form([]);
    let onsubmit = {
        let (form, cycle, done, needs_reason) = (form.clone(), props.cycle, props.done.clone(), step.needs_reason);
        let (reason, act) = (reason.clone(), act.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let reason =
                if needs_reason { Some(required(t, &form, &reason, &mut faults)) } else { text(&form, &reason) };
            if !form.check(faults) {
                return;
            }
            let body = TransitionRequest { event, reason, act_id: form.value(&act).parse().ok(), new_end: None };
            let done = done.clone();
            let address = path(endpoint::CYCLE_TRANSITIONS, &[&cycle.to_string()]);
            let request = async move { api::post::<_, Cycle>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let mut against: Vec<String> = step.blockers.iter().map(|refusal| refusal_text(t, refusal)).collect();
    if !step.allowed {
        against.push(t.t("refusal-role_missing"));
    }
    let why_id = |at: usize| format!("{prefix}-why-{at}");
    let reasons = (0..against.len()).map(why_id).collect::<Vec<_>>().join(" ");
    let ready = step.blockers.is_empty();
    let (word, tone) = if ready { ("desk-step-ready", Tone::Good) } else { ("desk-step-not-yet", Tone::Warn) };
    let with_act = matches!(event, CycleEvent::Cancel | CycleEvent::AnnulVote);
    html! {
        <>
            <p class="meta">
                { badge(&t.t(word), tone) }
                <span>{ t.t_args("desk-leads-to", &[("phase", t.code(step.to).into())]) }</span>
                if let Some(from) = step.from_instant { <span>{ t.t("desk-from") }{ " " }{ minute(t, from) }</span> }
            </p>
            <h3>{ t.code(event) }</h3>
            <ul class="checklist" aria-label={t.t("desk-checklist")}>
                if step.blockers.is_empty() { <li class="met">{ t.t("desk-all-met") }</li> }
                { for against.into_iter().enumerate().map(|(at, why)| html! { <li id={why_id(at)}>{ why }</li> }) }
            </ul>
            if event == CycleEvent::Extend {
                <p><Link to={DeskRoute::Calendar { id: props.cycle.to_string() }} class="button secondary">{ t.t("desk-extend") }</Link></p>
            } else if !reasons.is_empty() {
                <p><button type="button" class="button" disabled=true aria-describedby={reasons}>{ t.code(event) }</button></p>
            } else if step.needs_reason {
                <details>
                    <summary>{ t.t("desk-exception") }</summary>
                    <FormFrame form={form.clone()} submit={t.code(event)} {onsubmit}>
                        if with_act { <Select form={form.clone()} name={act} label={t.t("desk-act")} choices={props.acts.clone()} /> }
                        <Both form={form.clone()} name={reason} label={t.t("desk-reason")} hint={t.t("desk-public")} />
                    </FormFrame>
                </details>
            } else {
                <FormFrame form={form.clone()} submit={t.code(event)} {onsubmit} />
            }
        </>
    }
}
