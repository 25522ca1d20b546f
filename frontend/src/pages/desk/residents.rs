//! The register of residents from CSV: first compared, then written; the printed codes appear once.

use api_types::endpoint;
use api_types::resident::ResidentImport;
use domain::Role;
use i18n::Texts;
use web_sys::{Blob, File, HtmlInputElement};
use yew::prelude::*;

use super::{holds, renamed, sign_in_first};
use crate::api;
use crate::api::paths::with_query;
use crate::components::form::{FormFrame, field_id};
use crate::components::layout::Page;
use crate::format;
use crate::hooks::{Fault, use_current, use_form, use_t};
use crate::state::session::use_session;

/// The first line of the file.
const COLUMNS: &str = "iin,family_name,given_name,birth_date,district,registration,registered_since";

/// The page.
#[component]
pub fn Residents() -> Html {
    let t = use_t();
    let session = use_session();
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        if holds(&session, Role::Organiser) {
            html! { <Import /> }
        } else {
            html! { <p class="notice">{ t.t("refusal-role_missing") }</p> }
        }
    });
    html! { <Page title={t.t("desk-residents")}>{ content }</Page> }
}

/// What an attempt brought.
#[derive(Clone, PartialEq)]
struct Done {
    dry: bool,
    report: ResidentImport,
}

#[component]
fn Import() -> Html {
    let t = use_t();
    let current = use_current();
    let form = use_form([]);
    let file = use_state(|| None::<File>);
    let done = use_state(|| None::<Done>);
    let onchange = {
        let (file, done) = (file.setter(), done.setter());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            file.set(input.files().and_then(|files| files.get(0)));
            done.set(None);
        })
    };
    let city = current.city().map(|city| city.id.to_string()).unwrap_or_default();
    let send = |dry: bool| {
        let (form, file, done, city) = (form.clone(), (*file).clone(), done.setter(), city.clone());
        move || {
            let Some(file) = file.clone() else {
                form.check(vec![Fault::new("file", t.t("desk-residents-choose"))]);
                return;
            };
            let pairs =
                [("city_id", city.as_str()), ("dry_run", if dry { "true" } else { "false" }), ("source", &file.name())];
            let address = with_query(endpoint::RESIDENT_IMPORTS, &pairs);
            let done = done.clone();
            let request = async move {
                // Browsers name the type by what else is installed; what is sent is CSV.
                let typed = file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), "text/csv");
                let blob: Blob = typed.unwrap_or_else(|_| file.into());
                let answer = api::post_file::<ResidentImport>(&address, &blob).await;
                answer.map_err(|failure| renamed(failure, |fault| at_its_line(t, fault)))
            };
            form.send(t, request, move |reply| done.set(Some(Done { dry, report: reply.body })));
        }
    };
    let onsubmit = {
        let send = send(true);
        Callback::from(move |()| send())
    };
    let write = {
        let send = send(false);
        Callback::from(move |_: MouseEvent| send())
    };
    let checked = done.as_ref().is_some_and(|done| done.dry);
    let beside = checked.then(
        || html! { <button type="button" class="button" onclick={write}>{ t.t("desk-residents-write") }</button> },
    );
    let id = field_id(&form, "file");
    let fault = form.fault("file").map(str::to_owned);
    html! {
        <>
            <p class="lead">{ t.t("desk-residents-lead") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-residents-check")} {onsubmit} beside={beside.unwrap_or_default()}>
                <div class={classes!("field", fault.is_some().then_some("wrong"))}>
                    <label for={id.clone()}>{ t.t("desk-residents-file") }</label>
                    <p class="hint" id={format!("{id}-hint")}>{ t.t("desk-residents-columns") }<br /><code>{ COLUMNS }</code></p>
                    if let Some(fault) = fault { <p class="fault">{ fault }</p> }
                    <input {id} type="file" accept=".csv,text/csv" {onchange} aria-describedby={format!("{}-hint", field_id(&form, "file"))} />
                </div>
            </FormFrame>
            if let Some(done) = &*done { { report(t, done) } }
        </>
    }
}

/// "Line 12, birth_date: …": a file has no fields to jump to.
fn at_its_line(t: &Texts, fault: &mut api_types::problem::FieldFault) {
    if let Some(place) = fault.pointer.strip_prefix("lines/") {
        let (line, column) = place.split_once('/').unwrap_or((place, ""));
        let args = [("line", line.into()), ("column", column.into()), ("fault", fault.detail.clone().into())];
        fault.detail = t.t_args(if column.is_empty() { "desk-residents-line" } else { "desk-residents-cell" }, &args);
    }
    fault.pointer.clear();
}

fn report(t: &Texts, done: &Done) -> Html {
    let Done { dry, report } = done;
    let rows = [
        ("desk-residents-rows", report.rows),
        ("desk-residents-added", report.added),
        ("desk-residents-changed", report.changed),
        ("desk-residents-unchanged", report.unchanged),
        ("desk-residents-left", report.left),
    ];
    let number = |count: u64| format::number(t.lang(), i64::try_from(count).unwrap_or(i64::MAX));
    let csv: String = report.codes.iter().map(|one| format!("{},{}%0A", one.line, one.code.0)).collect();
    html! {
        <section aria-live="polite">
            <div class={if *dry { "notice calm" } else { "notice good" }} role="status">
                <p><strong>{ t.t(if *dry { "desk-residents-dry" } else { "desk-residents-done" }) }</strong></p>
            </div>
            <dl class="facts">{ for rows.iter().map(|(key, count)| html! { <><dt>{ t.t(key) }</dt><dd>{ number(*count) }</dd></> }) }</dl>
            if !report.codes.is_empty() {
                <h2>{ t.t("desk-codes") }</h2>
                <p class="notice">{ t.t("desk-codes-once") }</p>
                <p><a class="button" download="codes.csv" href={format!("data:text/csv;charset=utf-8,line,code%0A{csv}")}>{ t.t("desk-codes-download") }</a></p>
            }
        </section>
    }
}
