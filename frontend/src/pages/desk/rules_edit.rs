//! The rules of a cycle as a document: uploaded or edited, checked, read in plain words, then published with a public reason.

use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::rules::{RuleVersionList, RulesChecked};
use domain::{LocalText, Phase, Role};
use i18n::Texts;
use js_sys::{JSON, Reflect};
use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::rules_copy::CopyRules;
use super::{holds, public, renamed, sign_in_first};
use crate::api;
use crate::components::form::{FormFrame, TextArea};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::hooks::{Fault, Form, use_form, use_remote, use_t};
use crate::pages::rules::{sections, unsupported};
use crate::route::{DeskRoute, Route};
use crate::state::session::use_session;

/// What is sent: the document as it is, never read into our own types, so that nothing of it is lost on the way.
#[derive(Serialize)]
struct Publish {
    document: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LocalText>,
}

/// Properties of [`RulesEdit`].
#[derive(Properties, PartialEq)]
pub struct RulesProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn RulesEdit(props: &RulesProps) -> Html {
    let t = use_t();
    let session = use_session();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let versions = use_remote::<RuleVersionList>(&path(endpoint::CYCLE_RULES, &[&props.id]));
    let done = {
        let (cycle, versions) = (cycle.reload.clone(), versions.reload.clone());
        Callback::from(move |()| {
            cycle.emit(());
            versions.emit(());
        })
    };
    let may = holds(&session, Role::Organiser);
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| html! {
            <>
                <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                { view(t, &versions, |list| published(t, cycle, list)) }
                if may { <Document cycle={cycle.clone()} {done} /> } else { <p class="notice">{ t.t("refusal-role_missing") }</p> }
            </>
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-rules")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

fn published(t: &Texts, cycle: &Cycle, list: &RuleVersionList) -> Html {
    html! {
        <section>
            <h2>{ t.t("desk-rules-versions") }</h2>
            if list.items.is_empty() { <p>{ t.t("rules-none") }</p> }
            <ul>{ for list.items.iter().map(|version| html! {
                <li>
                    { t.t_args("rules-version", &[("number", i64::from(version.number).into())]) }{ " · " }{ minute(t, version.published_at) }
                    if let Some(reason) = &version.reason { <br />{ reason.get(t.lang()) } }
                </li>
            }) }</ul>
            if !list.items.is_empty() {
                <p><a href={public(t, Route::Rules { cycle: cycle.brief.id.to_string() })}>{ t.t("desk-as-public") }</a></p>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DocumentProps {
    cycle: Cycle,
    done: Callback<()>,
}

/// The document with its check, and the form that publishes it.
#[component]
fn Document(props: &DocumentProps) -> Html {
    let t = use_t();
    let (form, publish) = (use_form([]), use_form([]).scoped("p"));
    // The text that was checked, with what it says: what is published is what was read.
    let checked = use_state(|| None::<(String, RulesChecked)>);
    let said = use_state(|| false);
    let cycle = props.cycle.brief.id.to_string();
    {
        let form = form.clone();
        let number = props.cycle.rules_number;
        let cycle = cycle.clone();
        use_effect_with((), move |()| {
            if let Some(number) = number {
                spawn_local(async move {
                    let address = path(endpoint::CYCLE_RULES_VERSION, &[&cycle, &number.to_string()]);
                    if let Ok(answer) = api::get_text(&address).await
                        && let Some(text) = document_of(&answer)
                    {
                        form.set("document", text);
                    }
                });
            }
        });
    }
    let onfile = {
        let form = form.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            let form = form.clone();
            spawn_local(async move {
                if let Ok(text) = JsFuture::from(file.text()).await {
                    form.set("document", text.as_string().unwrap_or_default());
                }
            });
        })
    };
    let copied = {
        let form = form.clone();
        Callback::from(move |text: String| form.set("document", text))
    };
    let check = {
        let (form, cycle, checked, said) = (form.clone(), cycle.clone(), checked.setter(), said.setter());
        Callback::from(move |()| {
            checked.set(None);
            said.set(false);
            let text = form.value("document");
            let Some(document) = read(t, &form) else { return };
            let (address, checked) = (path(endpoint::CYCLE_RULES_CHECK, &[&cycle]), checked.clone());
            let body = Publish { document, reason: None };
            let request = async move {
                api::post::<_, RulesChecked>(&address, &body).await.map_err(|failure| placed(t, failure))
            };
            form.send(t, request, move |reply| checked.set(Some((text, reply.body))));
        })
    };
    let needs_reason = props.cycle.brief.phase != Phase::Setup;
    let onpublish = {
        let (form, publish, cycle) = (form.clone(), publish.clone(), cycle.clone());
        let (done, checked, said) = (props.done.clone(), checked.setter(), said.setter());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let reason = if needs_reason {
                Some(required(t, &publish, "reason", &mut faults))
            } else {
                text(&publish, "reason")
            };
            let Some(document) = read(t, &form).filter(|_| publish.check(faults)) else { return };
            let (address, done) = (path(endpoint::CYCLE_RULES, &[&cycle]), done.clone());
            let (checked, said) = (checked.clone(), said.clone());
            let body = Publish { document, reason };
            let request =
                async move { api::post::<_, IgnoredAny>(&address, &body).await.map_err(|failure| placed(t, failure)) };
            publish.send(t, request, move |_| {
                checked.set(None);
                said.set(true);
                done.emit(());
            });
        })
    };
    let fresh = checked.as_ref().filter(|(text, _)| *text == form.value("document"));
    html! {
        <section>
            <h2>{ t.t("desk-rules-new") }</h2>
            <p>{ t.t("desk-rules-new-text") }</p>
            if *said { <p class="notice good" role="status">{ t.t("desk-rules-published") }</p> }
            <FormFrame form={form.clone()} submit={t.t("desk-rules-check")} onsubmit={check} class="wide">
                <CopyRules cycle={props.cycle.clone()} copied={copied} />
                <div class="field">
                    <label for="f-file">{ t.t("desk-rules-file") }</label>
                    <input id="f-file" type="file" accept=".json,application/json" onchange={onfile} />
                </div>
                <TextArea form={form.clone()} name="document" label={t.t("desk-rules-document")} hint={t.t("desk-rules-document-hint")} rows=18 />
            </FormFrame>
            if let Some((_, rules)) = fresh {
                <div class="notice good" role="status"><p>{ t.t("desk-rules-sound") }</p></div>
                { unsupported(t, &names(rules)) }
                { sections(t, &rules.explanation, props.cycle.brief.currency) }
                <FormFrame form={publish.clone()} submit={t.t("desk-rules-publish")} onsubmit={onpublish}>
                    <Both form={publish.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} optional={!needs_reason} />
                </FormFrame>
            }
        </section>
    }
}

/// Names of what the engine cannot run, each once.
fn names(rules: &RulesChecked) -> Vec<String> {
    let mut names: Vec<String> = rules.unsupported.iter().map(|one| one.rule.clone()).collect();
    names.dedup();
    names
}

/// The typed text as JSON, or where it is none.
fn read(t: &Texts, form: &Form) -> Option<Value> {
    let text = form.text("document");
    let fault = match serde_json::from_str::<Value>(&text) {
        Ok(document) => {
            form.check(Vec::new());
            return Some(document);
        }
        Err(_) if text.is_empty() => t.t("form-required"),
        Err(error) => t.t_args("desk-rules-json", &[("line", error.line().into()), ("column", error.column().into())]),
    };
    form.check(vec![Fault::new("document", fault)]);
    None
}

/// Every fault at the one field that holds the document, each with its place in it.
fn placed(t: &Texts, failure: api::Failure) -> api::Failure {
    renamed(failure, |fault| {
        if let Some(place) = fault.pointer.strip_prefix("document") {
            let place = if place.is_empty() { "/" } else { place };
            fault.detail =
                t.t_args("desk-rules-fault", &[("place", place.into()), ("fault", fault.detail.clone().into())]);
            fault.pointer = "document".to_owned();
        }
    })
}

/// The document inside an answer, set out for reading, in the order in which the server wrote it.
fn document_of(answer: &str) -> Option<String> {
    laid_out(&Reflect::get(&JSON::parse(answer).ok()?, &"document".into()).ok()?)
}

/// A value as JSON for reading.
pub(super) fn laid_out(document: &JsValue) -> Option<String> {
    let text = JSON::stringify_with_replacer_and_space(document, &JsValue::NULL, &2.into()).ok()?;
    text.dyn_into::<js_sys::JsString>().ok().map(String::from)
}
