//! Proposals that wait for me: the oldest deadline first, filtered at once, walked with j and k.

use api_types::duty::{Duty, DutyPage};
use api_types::endpoint;
use domain::{Code, DutyKind};
use i18n::Texts;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::sign_in_first;
use crate::components::form::{Choice, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::words::title;
use crate::format;
use crate::hooks::{Current, Form, use_current, use_form, use_remote_if, use_t};
use crate::pages::duties::standing;
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// What the queue holds.
const KINDS: [DutyKind; 3] = [DutyKind::ReviewProposal, DutyKind::ReReviewProposal, DutyKind::DecideAppeal];

/// The page.
#[component]
pub fn Queue() -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let form = use_form([]);
    let duties = use_remote_if::<DutyPage>(session.me().map(|_| endpoint::ME_DUTIES.to_owned()));
    let content =
        sign_in_first(t, &session).unwrap_or_else(|| view(t, &duties, |page| queue(t, &current, &form, &page.items)));
    html! { <Page title={t.t("nav-queue")}>{ content }</Page> }
}

/// The proposals that wait, the oldest deadline first: one duty for each, even where several bodies owe a word.
pub(super) fn waiting(duties: &[Duty]) -> Vec<&Duty> {
    let mut found: Vec<&Duty> = Vec::new();
    for duty in duties.iter().filter(|duty| KINDS.contains(&duty.kind)) {
        let id = duty.project.as_ref().map(|project| project.id);
        if id.is_some() && !found.iter().any(|one| one.project.as_ref().map(|project| project.id) == id) {
            found.push(duty);
        }
    }
    found
}

fn queue(t: &Texts, current: &Current, form: &Form, duties: &[Duty]) -> Html {
    let waiting = waiting(duties);
    let shown: Vec<&Duty> = waiting.iter().filter(|duty| wanted(current, form, duty)).copied().collect();
    let next = shown.first().and_then(|duty| duty.project.as_ref());
    html! {
        <>
            <p class="lead" role="status">{ t.t_args("desk-queue-count", &[("count", shown.len().into()), ("all", waiting.len().into())]) }</p>
            if let Some(next) = next {
                <p><Link to={DeskRoute::Review { id: next.id.to_string() }} class="button">{ t.t("desk-queue-start") }</Link></p>
            }
            { filters(t, current, form) }
            if shown.is_empty() {
                <p>{ t.t("desk-queue-empty") }</p>
            } else {
                <p class="hint">{ t.t("desk-queue-keys") }</p>
                <ol class="cards one" onkeydown={Callback::from(walk)}>
                    { for shown.into_iter().map(|duty| row(t, current, duty)) }
                </ol>
            }
        </>
    }
}

/// Whether a duty passes the filters.
fn wanted(current: &Current, form: &Form, duty: &Duty) -> bool {
    let district = form.value("district");
    let of_district = duty.district_id.and_then(|id| current.district(id)).is_some_and(|d| d.code == district);
    let kind = form.value("kind");
    let words = form.text("words").to_lowercase();
    let project = duty.project.as_ref();
    let named = project.is_some_and(|project| {
        project.title.to_lowercase().contains(&words)
            || project.number.as_deref().is_some_and(|number| number.to_lowercase().contains(&words))
    });
    (district.is_empty() || of_district)
        && (kind.is_empty() || duty.kind.code() == kind)
        && (form.value("overdue").is_empty() || duty.overdue)
        && (words.is_empty() || named)
}

fn filters(t: &Texts, current: &Current, form: &Form) -> Html {
    let districts = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    let districts: Vec<Choice> = districts.iter().map(|d| Choice::new(&d.code, d.name.get(t.lang()))).collect();
    let kinds: Vec<Choice> = KINDS.iter().map(|kind| Choice::new(kind.code(), t.code(*kind))).collect();
    let overdue = vec![Choice::new("overdue", t.t("duty-show-overdue"))];
    html! {
        <div class="filters" role="search" aria-label={t.t("filter")}>
            <Select form={form.clone()} name="district" label={t.t("projects-district")} choices={districts} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="kind" label={t.t("desk-queue-kind")} choices={kinds} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="overdue" label={t.t("duty-show")} choices={overdue} optional=true empty={t.t("all")} />
            <TextField form={form.clone()} name="words" label={t.t("search")} kind="search" optional=true autocomplete="off" />
        </div>
    }
}

fn row(t: &Texts, current: &Current, duty: &Duty) -> Html {
    let Some(project) = &duty.project else { return Html::default() };
    let district = duty.district_id.map_or_else(|| t.t("duty-city"), |id| current.district_name(id, t.lang()));
    html! {
        <li class="card" key={duty.id.to_string()}>
            <p class="meta">{ standing(t, duty) }<span>{ project.number.clone() }</span><span>{ district }</span></p>
            <h2><Link to={DeskRoute::Review { id: project.id.to_string() }}>{ title(t.lang(), project).to_owned() }</Link></h2>
            <p class="meta"><span>{ t.code(duty.kind) }</span><span>{ duty.body.as_ref().map(|body| body.get(t.lang()).to_owned()) }</span><span>{ t.t("duty-deadline") }{ " " }{ format::last_minute(t.lang(), duty.deadline) }</span></p>
        </li>
    }
}

/// j and k move to the next and the previous row while the list has the focus; Enter follows the link by itself.
fn walk(event: KeyboardEvent) {
    // By place on the keyboard, so that a Kazakh or Russian layout walks, too.
    let forward = match event.code().as_str() {
        "KeyJ" | "ArrowDown" => true,
        "KeyK" | "ArrowUp" => false,
        _ => return,
    };
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let item = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let item = item.and_then(|element| element.closest("li").ok().flatten());
    let other =
        item.and_then(|item| if forward { item.next_element_sibling() } else { item.previous_element_sibling() });
    let link = other.and_then(|other| other.query_selector("h2 a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = link.focus();
    }
}
