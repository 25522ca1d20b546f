//! Works of a cycle on the executor's desk, the late ones first, and the plan of a new one out of what residents chose.

use api_types::body::{Body, BodyList};
use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::work::{FundedItem, FundedItemList, Work, WorkBrief, WorkCreate, WorkItemWrite, WorkPage};
use domain::{Code, Currency, Id, Role, WorkState};
use i18n::Texts;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::input::Input;
use super::{holds, renamed, sign_in_first};
use crate::api;
use crate::api::paths::{query, with_query};
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::pager::pager;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{Current, Form, use_current, use_form, use_go, use_query, use_remote, use_remote_if, use_t};
use crate::route::{DeskRoute, Place};
use crate::state::session::use_session;

/// Properties of [`Works`].
#[derive(Properties, PartialEq)]
pub struct WorksProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn Works(props: &WorksProps) -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let cursor = use_query("cursor");
    let form = use_form([]);
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let district = form.value("district");
    let (state, late) = (form.value("state"), form.value("late"));
    let pairs =
        [("district_id", district.as_str()), ("state", &state), ("late", &late), ("cursor", &cursor), ("limit", "50")];
    let works = use_remote::<WorkPage>(&with_query(&path(endpoint::CYCLE_WORKS, &[&props.id]), &pairs));
    let may = holds(&session, Role::Executor);
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| html! {
            <>
                <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                { filters(t, &current, &form) }
                { view(t, &works, |page| list(t, &current, &props.id, page, &cursor)) }
                if may {
                    <details>
                        <summary>{ t.t("desk-work-plan") }</summary>
                        <Plan cycle={cycle.brief.id} currency={cycle.brief.currency} years={cycle.brief.fiscal_years.clone()} />
                    </details>
                }
            </>
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-works")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

fn filters(t: &Texts, current: &Current, form: &Form) -> Html {
    let districts = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    let districts: Vec<Choice> = districts.iter().map(|d| Choice::new(d.id, d.name.get(t.lang()))).collect();
    let states: Vec<Choice> = WorkState::ALL.iter().map(|state| Choice::new(state.code(), t.code(*state))).collect();
    let late = vec![Choice::new("true", t.t("desk-work-late-only"))];
    html! {
        <div class="filters" role="search" aria-label={t.t("filter")}>
            <Select form={form.clone()} name="district" label={t.t("projects-district")} choices={districts} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="state" label={t.t("desk-work-state")} choices={states} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="late" label={t.t("duty-show")} choices={late} optional=true empty={t.t("all")} />
        </div>
    }
}

fn list(t: &Texts, current: &Current, cycle: &str, page: &WorkPage, cursor: &str) -> Html {
    if page.items.is_empty() {
        return html! { <p role="status">{ t.t("desk-work-none") }</p> };
    }
    let place =
        |cursor: &str| Place::from(DeskRoute::Works { id: cycle.to_owned() }).with_query(&query(&[("cursor", cursor)]));
    html! {
        <>
            <ol class="cards one">{ for page.items.iter().map(|work| card(t, current, work)) }</ol>
            { pager(t, (!cursor.is_empty()).then(|| place("")), page.next.as_deref().map(place)) }
        </>
    }
}

/// How a work's state is coloured.
pub(super) fn tone(state: WorkState) -> Tone {
    match state {
        WorkState::Accepted => Tone::Good,
        WorkState::TenderFailed | WorkState::Deferred | WorkState::Reduced | WorkState::Warranty => Tone::Warn,
        WorkState::Terminated | WorkState::Cancelled => Tone::Bad,
        WorkState::Planned => Tone::Plain,
        _ => Tone::Busy,
    }
}

/// State, lateness and dates in one line.
pub(super) fn standing(t: &Texts, work: &WorkBrief) -> Html {
    html! {
        <p class="meta">
            { badge(&t.code(work.state), tone(work.state)) }
            if work.late { { badge(&t.t_args("desk-work-late", &[("days", t.t_args("count-days", &[("count", work.late_days.into())]).into())]), Tone::Bad) } }
            <span>{ t.t("desk-work-due") }{ " " }{ format::day(t.lang(), work.due_on) }</span>
            if work.due_on != work.first_due_on {
                <span>{ t.t("desk-work-first-due") }{ " " }{ format::day(t.lang(), work.first_due_on) }</span>
            }
            if let Some(percent) = work.percent { <span>{ t.t_args("desk-work-percent", &[("percent", i64::from(percent).into())]) }</span> }
        </p>
    }
}

fn card(t: &Texts, current: &Current, work: &WorkBrief) -> Html {
    let district = work.district_id.map_or_else(|| t.t("duty-city"), |id| current.district_name(id, t.lang()));
    html! {
        <li class="card" key={work.id.to_string()}>
            { standing(t, work) }
            <h2><Link to={DeskRoute::Work { id: work.id.to_string() }}>{ work.name.get(t.lang()) }</Link></h2>
            <p class="meta">
                <span>{ t.t_args("desk-work-number", &[("number", i64::from(work.number).into())]) }</span>
                <span>{ district }</span>
                <span>{ work.body.get(t.lang()) }</span>
                <strong class="amount">{ format::money(t.lang(), work.amount, work.currency) }</strong>
                if work.disputes > 0 { <span>{ t.t_args("desk-work-disputes", &[("count", work.disputes.into())]) }</span> }
            </p>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct PlanProps {
    cycle: Id,
    currency: Currency,
    years: Vec<i32>,
}

/// Ids of the ballot items of the work, kept in the form beside their amounts.
const ITEMS: &str = "chosen";

/// A new work: out of which ballot items, with how much of each.
#[component]
fn Plan(props: &PlanProps) -> Html {
    let t = use_t();
    let go = use_go();
    let session = use_session();
    let cycle = props.cycle.to_string();
    let funded = use_remote_if::<FundedItemList>(Some(path(endpoint::CYCLE_FUNDED_ITEMS, &[&cycle])));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let year = props.years.first().map(ToString::to_string).unwrap_or_default();
    let form = use_form([("fiscal_year", year)]).scoped("plan");
    let chosen: Vec<Id> = form.value(ITEMS).split(' ').filter_map(|id| id.parse().ok()).collect();
    let onsubmit = {
        let (form, chosen, cycle) = (form.clone(), chosen.clone(), cycle.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let name = required(t, &form, "name", &mut input.faults);
            let (body_id, fiscal_year) = (input.chosen("body_id"), input.number("fiscal_year"));
            let due_on = input.day("due_on");
            let items: Vec<WorkItemWrite> = chosen
                .iter()
                .filter_map(|id| Some(WorkItemWrite { ballot_item_id: *id, amount: input.money(&amount(*id))? }))
                .collect();
            if chosen.is_empty() {
                input.fault("item", "desk-work-no-items");
            }
            let (true, Some(body_id), Some(fiscal_year), Some(due_on)) = (input.done(), body_id, fiscal_year, due_on)
            else {
                return;
            };
            let body =
                WorkCreate { name, description: text(&form, "description"), body_id, items, fiscal_year, due_on };
            let (address, chosen, go) = (path(endpoint::CYCLE_WORKS, &[&cycle]), chosen.clone(), go.clone());
            let request = async move {
                api::post::<_, Work>(&address, &body).await.map_err(|failure| {
                    renamed(failure, |fault| {
                        let place = fault
                            .pointer
                            .strip_prefix("items/")
                            .and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
                        if let Some(id) = place.and_then(|place| chosen.get(place)) {
                            fault.pointer = amount(*id);
                        }
                    })
                })
            };
            form.send(t, request, move |reply| go.emit(DeskRoute::Work { id: reply.body.brief.id.to_string() }.into()));
        })
    };
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    html! {
        { view(t, &funded, |funded| {
            let open: Vec<&FundedItem> = funded.items.iter().filter(|item| item.left > domain::Money::ZERO).collect();
            let offices = offices(t, bodies.body(), &mine);
            html! {
                <FormFrame form={form.clone()} submit={t.t("desk-work-plan-submit")} {onsubmit}>
                    { items(t, &form, props.currency, &open, &chosen) }
                    <Both form={form.clone()} name="name" label={t.t("desk-work-name")} />
                    <Both form={form.clone()} name="description" label={t.t("desk-work-description")} optional=true />
                    <Select form={form.clone()} name="body_id" label={t.t("desk-work-body")} choices={offices} />
                    <TextField form={form.clone()} name="fiscal_year" label={t.t("desk-fiscal-year")} inputmode="numeric" />
                    <TextField form={form.clone()} name="due_on" label={t.t("desk-work-due-field")} kind="date" />
                </FormFrame>
            }
        }) }
    }
}

fn amount(id: Id) -> String {
    format!("items/{id}/amount")
}

/// Offices to choose from, one's own first.
pub(super) fn offices(t: &Texts, bodies: Option<&BodyList>, mine: &[Id]) -> Vec<Choice> {
    let all = bodies.map(|list| list.items.as_slice()).unwrap_or_default();
    let (own, others): (Vec<&Body>, Vec<&Body>) = all.iter().partition(|body| mine.contains(&body.id));
    own.into_iter().chain(others).map(|body| Choice::new(body.id, body.name.get(t.lang()))).collect()
}

fn items(t: &Texts, form: &Form, currency: Currency, open: &[&FundedItem], chosen: &[Id]) -> Html {
    let lang = t.lang();
    let words = |item: &FundedItem| {
        let left = format::money(lang, item.left, currency);
        format!(
            "№ {} · {} · {}",
            item.number,
            item.name.get(lang),
            t.t_args("desk-work-left", &[("amount", left.into())])
        )
    };
    let others = open.iter().filter(|item| !chosen.contains(&item.ballot_item_id));
    let choices: Vec<Choice> = others.map(|item| Choice::new(item.ballot_item_id, words(item))).collect();
    let add = {
        let (form, chosen) = (form.clone(), chosen.to_vec());
        let left: Vec<(Id, String)> =
            open.iter().map(|item| (item.ballot_item_id, format::plain_money(item.left))).collect();
        Callback::from(move |_: MouseEvent| {
            let Ok(id) = form.value("item").parse::<Id>() else { return };
            let all: Vec<String> = chosen.iter().chain([&id]).map(ToString::to_string).collect();
            form.set(ITEMS, all.join(" "));
            if let Some((_, left)) = left.iter().find(|(item, _)| *item == id) {
                form.set(amount(id), left.clone());
            }
            form.set("item", "");
        })
    };
    html! {
        <fieldset class="field">
            <legend>{ t.t("desk-work-items") }</legend>
            <p class="hint">{ t.t("desk-work-items-hint") }</p>
            { for open.iter().filter(|item| chosen.contains(&item.ballot_item_id)).map(|item| html! {
                <TextField form={form.clone()} name={amount(item.ballot_item_id)} label={words(item)} inputmode="decimal" />
            }) }
            <Select form={form.clone()} name="item" label={t.t("desk-work-item")} {choices} optional=true />
            <p><button type="button" class="button secondary small" onclick={add}>{ t.t("desk-work-item-add") }</button></p>
        </fieldset>
    }
}
