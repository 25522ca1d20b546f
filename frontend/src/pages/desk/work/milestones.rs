//! Milestones of a work: what is due when, later dates with their public reasons, what is reached.

use api_types::endpoint::{self, path};
use api_types::milestone::{Milestone, MilestoneCreate, MilestoneDone, MilestoneMove};
use domain::Id;
use domain::moment::format_day;
use serde::Serialize;
use serde::de::IgnoredAny;
use time::Date;
use yew::prelude::*;

use super::super::both::{Both, required};
use super::super::input::Input;
use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::format;
use crate::hooks::{Fault, Form, use_form, use_t};

/// Properties of [`Milestones`].
#[derive(Properties, PartialEq)]
pub struct MilestonesProps {
    pub work: Id,
    /// The end of the work: no milestone is due after it.
    pub end: Date,
    pub milestones: Vec<Milestone>,
    pub offices: Vec<Choice>,
    /// Whether the viewer may change them.
    pub may: bool,
    pub done: Callback<()>,
}

/// The list, and the form for one more.
#[component]
pub fn Milestones(props: &MilestonesProps) -> Html {
    let t = use_t();
    let lang = t.lang();
    html! {
        <section>
            <h2>{ t.t("desk-milestones") }</h2>
            <ol class="cards one">
                { for props.milestones.iter().map(|one| html! {
                    <li class="card" key={format!("{} {}", one.id, one.due_on)}>
                        <p class="meta">
                            if let Some(on) = one.done_on {
                                { badge(&t.t("desk-milestone-done"), Tone::Good) }<span>{ format::day(lang, on) }</span>
                            }
                            if one.late { { badge(&t.t("desk-milestone-late"), Tone::Bad) } }
                            <span>{ t.t("desk-work-due") }{ " " }{ format::day(lang, one.due_on) }</span>
                            <span>{ one.body.get(lang) }</span>
                        </p>
                        <h3>{ one.name.get(lang) }</h3>
                        if !one.delays.is_empty() {
                            <ul>{ for one.delays.iter().map(|delay| html! {
                                <li>{ format::day(lang, delay.from_on) }{ " → " }{ format::day(lang, delay.to_on) }{ ": " }{ delay.reason.get(lang) }</li>
                            }) }</ul>
                        }
                        if props.may && one.done_on.is_none() { <Change milestone={one.id} done={props.done.clone()} /> }
                    </li>
                }) }
            </ol>
            if props.may { <Add key={props.milestones.len()} work={props.work} end={props.end} offices={props.offices.clone()} done={props.done.clone()} /> }
        </section>
    }
}

fn send(t: &'static i18n::Texts, form: &Form, address: String, body: impl Serialize + 'static, done: Callback<()>) {
    let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
    form.send(t, request, move |_| done.emit(()));
}

#[derive(Properties, PartialEq)]
struct AddProps {
    work: Id,
    end: Date,
    offices: Vec<Choice>,
    done: Callback<()>,
}

#[component]
fn Add(props: &AddProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("milestone");
    let end = props.end;
    let limit = t.t_args("desk-milestone-limit", &[("date", format::day(t.lang(), end).into())]);
    let onsubmit = {
        let (form, work, done, limit) = (form.clone(), props.work, props.done.clone(), limit.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let name = required(t, &form, "name", &mut input.faults);
            let due_on = input.day("due_on");
            if due_on.is_some_and(|day| day > end) {
                input.faults.push(Fault::new("due_on", limit.clone()));
            }
            let (true, Some(due_on)) = (input.done(), due_on) else { return };
            let body = MilestoneCreate { name, body_id: form.value("body_id").parse().ok(), due_on };
            send(t, &form, path(endpoint::WORK_MILESTONES, &[&work.to_string()]), body, done.clone());
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-milestone-add") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-milestone-add")} {onsubmit}>
                <Both form={form.clone()} name="name" label={t.t("desk-milestone-name")} />
                <Select form={form.clone()} name="body_id" label={t.t("desk-milestone-body")} choices={props.offices.clone()} optional=true empty={t.t("desk-milestone-own-body")} />
                <TextField form={form.clone()} name="due_on" label={t.t("desk-work-due-field")} hint={limit} kind="date" />
            </FormFrame>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct ChangeProps {
    milestone: Id,
    done: Callback<()>,
}

/// Reached, or moved to a later date with the reason of the delay.
#[component]
fn Change(props: &ChangeProps) -> Html {
    let t = use_t();
    // Several milestones on one page: each form has fields of its own name.
    let id = props.milestone;
    let [done_on, due_on, reason] = ["done_on", "due_on", "reason"].map(|field| format!("{field}-{id}"));
    let reach = use_form([(done_on.as_str(), format_day(format::today()))]).scoped("reach");
    let put_off = use_form([]).scoped("move");
    let onreach = {
        let (form, done, field) = (reach.clone(), props.done.clone(), done_on.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let day = input.day(&field);
            let (true, Some(done_on)) = (input.done(), day) else { return };
            send(t, &form, path(endpoint::MILESTONE_DONE, &[&id.to_string()]), MilestoneDone { done_on }, done.clone());
        })
    };
    let onmove = {
        let (form, done, day, why) = (put_off.clone(), props.done.clone(), due_on.clone(), reason.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let due_on = input.day(&day);
            let reason = required(t, &form, &why, &mut input.faults);
            let (true, Some(due_on)) = (input.done(), due_on) else { return };
            send(
                t,
                &form,
                path(endpoint::MILESTONE_MOVE, &[&id.to_string()]),
                MilestoneMove { due_on, reason },
                done.clone(),
            );
        })
    };
    html! {
        <>
            <details>
                <summary>{ t.t("desk-milestone-reach") }</summary>
                <FormFrame form={reach.clone()} submit={t.t("desk-milestone-reach")} onsubmit={onreach}>
                    <TextField form={reach.clone()} name={done_on} label={t.t("desk-milestone-when")} kind="date" />
                </FormFrame>
            </details>
            <details>
                <summary>{ t.t("desk-milestone-move") }</summary>
                <FormFrame form={put_off.clone()} submit={t.t("desk-milestone-move")} onsubmit={onmove}>
                    <TextField form={put_off.clone()} name={due_on} label={t.t("desk-work-new-due")} kind="date" />
                    <Both form={put_off.clone()} name={reason} label={t.t("desk-milestone-why")} hint={t.t("desk-public")} />
                </FormFrame>
            </details>
        </>
    }
}
