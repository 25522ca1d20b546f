//! The calendar of a cycle in local time: written while the cycle is set up, later only a later end for the running phase.

use api_types::cycle::{Cycle, TransitionRequest, Transitions};
use api_types::endpoint::{self, path};
use domain::moment::{format_local, parse_local};
use domain::{CycleEvent, Id, Phase, Role};
use i18n::Texts;
use yew::prelude::*;

use super::both::{Both, required};
use super::calendar_edit::CalendarEdit;
use super::{holds, sign_in_first};
use crate::api;
use crate::components::form::{FormFrame, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::format;
use crate::hooks::{Fault, use_form, use_remote, use_remote_if, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// Properties of [`CalendarPage`].
#[derive(Properties, PartialEq)]
pub struct CalendarProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn CalendarPage(props: &CalendarProps) -> Html {
    let t = use_t();
    let session = use_session();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let steps = use_remote_if::<Transitions>(session.me().map(|_| path(endpoint::CYCLE_TRANSITIONS, &[&props.id])));
    let extendable = steps.body().is_some_and(|steps| steps.next.iter().any(|step| step.event == CycleEvent::Extend));
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |body| {
            html! {
                <>
                    <p class="lead">{ body.brief.name.get(t.lang()) }</p>
                    if !body.windows.is_empty() { { windows(t, body) } }
                    if body.brief.phase == Phase::Setup {
                        if holds(&session, Role::Organiser) {
                            <CalendarEdit cycle={body.clone()} done={cycle.reload.clone()} />
                        }
                    } else if extendable {
                        <Extend cycle={body.brief.id} done={cycle.reload.clone()} />
                    } else {
                        <p class="notice calm">{ t.t("desk-not-extendable") }</p>
                    }
                </>
            }
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-calendar")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>
            { content }
        </Page>
    }
}

fn windows(t: &Texts, cycle: &Cycle) -> Html {
    html! {
        <div class="table-wrap" tabindex="0" role="region" aria-label={t.t("desk-calendar")}>
            <table>
                <caption>{ t.t_args("desk-zone", &[("zone", cycle.zone.clone().into())]) }</caption>
                <thead><tr><th scope="col">{ t.t("desk-phase") }</th><th scope="col">{ t.t("desk-starts") }</th><th scope="col">{ t.t("desk-ends") }</th></tr></thead>
                <tbody>
                    { for cycle.windows.iter().map(|window| {
                        let running = window.phase == cycle.brief.phase;
                        html! {
                            <tr class={running.then_some("won")} aria-current={running.then_some("step")}>
                                <th scope="row">{ t.code(window.phase) }</th>
                                <td>{ minute(t, window.starts_at) }</td>
                                <td>{ format::last_minute(t.lang(), window.ends_at) }</td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ExtendProps {
    cycle: Id,
    done: Callback<()>,
}

/// The exception: a later end for the running phase; all later windows move by as much.
#[component]
fn Extend(props: &ExtendProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let onsubmit = {
        let (form, cycle, done) = (form.clone(), props.cycle, props.done.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let new_end = parse_local(&form.text("new_end")).map(format_local);
            if new_end.is_none() {
                faults.push(Fault::new("new_end", t.t("desk-new-end-fault")));
            }
            let reason = required(t, &form, "reason", &mut faults);
            if !form.check(faults) {
                return;
            }
            let body = TransitionRequest { event: CycleEvent::Extend, reason: Some(reason), act_id: None, new_end };
            let done = done.clone();
            let address = path(endpoint::CYCLE_TRANSITIONS, &[&cycle.to_string()]);
            let request = async move { api::post::<_, Cycle>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <section>
            <h2>{ t.t("desk-extend") }</h2>
            <p>{ t.t("desk-extend-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-extend")} {onsubmit}>
                <TextField form={form.clone()} name="new_end" label={t.t("desk-new-end")} hint={t.t("desk-new-end-hint")} kind="datetime-local" />
                <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </section>
    }
}
