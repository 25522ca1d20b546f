//! Defects within the warranty: reported, which reopens the work, repaired, and ordered to be repaired again.

use api_types::defect::{Defect, DefectCreate, DefectOrder, DefectRepair};
use api_types::endpoint::{self, path};
use domain::moment::format_day;
use domain::{DefectState, Id};
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::super::both::{Both, required};
use super::super::input::Input;
use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::{FormFrame, TextField};
use crate::format;
use crate::hooks::{use_form, use_t};
use crate::pages::duties::ended;

/// Properties of [`Defects`].
#[derive(Properties, PartialEq)]
pub struct DefectsProps {
    pub work: Id,
    /// Newest first.
    pub defects: Vec<Defect>,
    /// Whether a new one may be reported.
    pub may_report: bool,
    /// Whether a repair may be ordered again: the work is not accepted yet.
    pub may_order: bool,
    /// Whether the viewer may say that one is repaired.
    pub may: bool,
    pub done: Callback<()>,
}

/// The list with its forms; nothing for a work that has none and cannot have any.
#[component]
pub fn Defects(props: &DefectsProps) -> Html {
    let t = use_t();
    let lang = t.lang();
    if props.defects.is_empty() && !props.may_report {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ t.t("desk-defects") }</h2>
            <ul class="cards one">{ for props.defects.iter().map(|defect| html! {
                <li class="card" key={defect.id.to_string()}>
                    <p class="meta">
                        { badge(&t.code(defect.state), if defect.state == DefectState::Repaired { Tone::Good } else { Tone::Warn }) }
                        if let Some(on) = defect.repaired_on { <span>{ format::day(lang, on) }</span> }
                        <span>{ t.t("desk-defect-found") }{ " " }{ format::day(lang, defect.found_on) }</span>
                    </p>
                    <p>{ defect.text.get(lang) }</p>
                    if let Some(repair) = &defect.repair { <p>{ repair.get(lang) }</p> }
                    { defect.duty.as_ref().filter(|_| defect.repaired_on.is_none()).map(|duty| ended(t, duty)) }
                    if props.may && defect.repaired_on.is_none() { <Repair defect={defect.id} done={props.done.clone()} /> }
                    if props.may_order && defect.state != DefectState::Owed { <Order defect={defect.id} done={props.done.clone()} /> }
                </li>
            }) }</ul>
            if props.may_report { <Report key={props.defects.len()} work={props.work} done={props.done.clone()} /> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    defect: Id,
    done: Callback<()>,
}

/// The repair was declined, or did not hold: it is ordered again, with a public reason.
#[component]
fn Order(props: &OneProps) -> Html {
    let t = use_t();
    let id = props.defect;
    let reason = format!("reason-{id}");
    let form = use_form([]).scoped("order");
    let onsubmit = {
        let (form, done, reason) = (form.clone(), props.done.clone(), reason.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let words = required(t, &form, &reason, &mut input.faults);
            if !input.done() {
                return;
            }
            let (body, done) = (DefectOrder { reason: words }, done.clone());
            let address = path(endpoint::DEFECT_ORDER, &[&id.to_string()]);
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-defect-order") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-defect-order")} {onsubmit}>
                <Both form={form.clone()} name={reason} label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </details>
    }
}

#[component]
fn Repair(props: &OneProps) -> Html {
    let t = use_t();
    let id = props.defect;
    let [repaired_on, repair] = ["repaired_on", "repair"].map(|field| format!("{field}-{id}"));
    let form = use_form([(repaired_on.as_str(), format_day(format::today()))]).scoped("repair");
    let onsubmit = {
        let (form, done, day, words) = (form.clone(), props.done.clone(), repaired_on.clone(), repair.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let repaired_on = input.day(&day);
            let repair = required(t, &form, &words, &mut input.faults);
            let (true, Some(repaired_on)) = (input.done(), repaired_on) else { return };
            let body = DefectRepair { repaired_on, repair };
            let (address, done) = (path(endpoint::DEFECT_REPAIR, &[&id.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-defect-repair") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-defect-repair")} {onsubmit}>
                <TextField form={form.clone()} name={repaired_on} label={t.t("desk-milestone-when")} kind="date" />
                <Both form={form.clone()} name={repair} label={t.t("desk-defect-what")} />
            </FormFrame>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct ReportProps {
    work: Id,
    done: Callback<()>,
}

#[component]
fn Report(props: &ReportProps) -> Html {
    let t = use_t();
    let form = use_form([("found_on", format_day(format::today()))]).scoped("defect");
    let onsubmit = {
        let (form, work, done) = (form.clone(), props.work, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let text = required(t, &form, "text", &mut input.faults);
            let found_on = input.day("found_on");
            let (true, Some(found_on)) = (input.done(), found_on) else { return };
            let body = DefectCreate { text, found_on };
            let (address, done) = (path(endpoint::WORK_DEFECTS, &[&work.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-defect-report") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-defect-report")} {onsubmit}>
                <Both form={form.clone()} name="text" label={t.t("desk-defect-text")} hint={t.t("desk-public")} />
                <TextField form={form.clone()} name="found_on" label={t.t("desk-defect-found")} kind="date" />
            </FormFrame>
        </details>
    }
}
