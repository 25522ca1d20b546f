//! The envelopes of a cycle that is being set up: whose money it is, and how much of it the budget approved.

use std::rc::Rc;

use api_types::act::ActList;
use api_types::body::BodyList;
use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::ledger::LedgerEntryCreate;
use api_types::money::MoneyFlow;
use domain::{EntryKind, Id, LocalText, Money, Phase, Role};
use i18n::Texts;
use serde::Serialize;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::both::{Both, required};
use super::input::Input;
use super::ledger::{RecordAct, act_choices};
use super::works::offices;
use super::{holds, sign_in_first};
use crate::api::paths::with_query;
use crate::api::{self, Failure};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{use_current, use_form, use_remote, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// An envelope as it is sent; what is not said is left out.
#[derive(Serialize)]
struct Create {
    #[serde(skip_serializing_if = "Option::is_none")]
    district_id: Option<Id>,
    code: String,
    name: LocalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<i32>,
}

/// Properties of [`Envelopes`].
#[derive(Properties, PartialEq)]
pub struct EnvelopesProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn Envelopes(props: &EnvelopesProps) -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let flow = use_remote::<MoneyFlow>(&path(endpoint::CYCLE_MONEY, &[&props.id]));
    let acts = use_remote::<ActList>(&with_query(endpoint::ACTS, &[("cycle_id", &props.id)]));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let done = {
        let (cycle, flow, acts) = (cycle.reload.clone(), flow.reload.clone(), acts.reload.clone());
        Callback::from(move |()| {
            for reload in [&cycle, &flow, &acts] {
                reload.emit(());
            }
        })
    };
    let may = holds(&session, Role::Organiser) || holds(&session, Role::Finance);
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| {
            let city = current.cities.body().and_then(|list| list.items.iter().find(|city| city.code == cycle.brief.city));
            let missing: Vec<(Id, String, LocalText)> = city
                .iter()
                .flat_map(|city| &city.districts)
                .filter(|one| !cycle.envelopes.iter().any(|envelope| envelope.district_id == Some(one.id)))
                .map(|one| (one.id, one.code.clone(), one.name.clone()))
                .collect();
            let districts: Vec<Choice> = city
                .iter()
                .flat_map(|city| &city.districts)
                .map(|one| Choice::new(one.id, one.name.get(t.lang())))
                .collect();
            html! {
                <>
                    <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                    { table(t, cycle) }
                    if may && cycle.brief.phase <= Phase::Frozen {
                        if !missing.is_empty() { <AddAll cycle={cycle.brief.id} {missing} done={done.clone()} /> }
                        <AddOne cycle={cycle.clone()} {districts} done={done.clone()} />
                        <h2>{ t.t("desk-setup-money") }</h2>
                        <RecordAct cycle={cycle.brief.id} offices={offices(t, bodies.body(), &mine)} done={done.clone()} />
                        { view(t, &flow, |flow| html! {
                            <Approve cycle={cycle.clone()} flow={Rc::new(flow.clone())} acts={act_choices(t, acts.body())} done={done.clone()} />
                        }) }
                    } else if may {
                        <p class="notice calm">{ t.t("desk-envelopes-closed") }</p>
                    }
                </>
            }
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-envelopes")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

fn table(t: &Texts, cycle: &Cycle) -> Html {
    if cycle.envelopes.is_empty() {
        return html! { <p>{ t.t("desk-envelopes-none") }</p> };
    }
    let money = |amount| format::money(t.lang(), amount, cycle.brief.currency);
    html! {
        <div class="table-wrap" tabindex="0" role="region" aria-label={t.t("desk-envelopes")}>
            <table>
                <thead><tr>
                    <th scope="col">{ t.t("desk-envelope") }</th>
                    <th scope="col" class="number">{ t.t("desk-envelope-all") }</th>
                    <th scope="col" class="number">{ t.t("desk-envelope-approved") }</th>
                </tr></thead>
                <tbody>{ for cycle.envelopes.iter().map(|one| html! {
                    <tr>
                        <th scope="row">{ one.name.get(t.lang()) }{ " " }<small>{ &one.code }</small></th>
                        <td class="number">{ money(one.total) }</td>
                        <td class="number">{ money(one.available) }</td>
                    </tr>
                }) }</tbody>
            </table>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AllProps {
    cycle: Id,
    /// Districts without an envelope.
    missing: Vec<(Id, String, LocalText)>,
    done: Callback<()>,
}

/// One envelope for each district that has none.
#[component]
fn AddAll(props: &AllProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("all");
    let onsubmit = {
        let (form, cycle, missing, done) = (form.clone(), props.cycle, props.missing.clone(), props.done.clone());
        Callback::from(move |()| {
            let address = path(endpoint::CYCLE_ENVELOPES, &[&cycle.to_string()]);
            let (missing, done, some) = (missing.clone(), done.clone(), done.clone());
            let request = async move {
                for (id, code, name) in missing {
                    let body = Create { district_id: Some(id), code, name, group: None, theme: None, places: None };
                    told(api::post::<_, IgnoredAny>(&address, &body).await, &some)?;
                }
                Ok(())
            };
            form.send(t, request, move |()| done.emit(()));
        })
    };
    let names: Vec<&str> = props.missing.iter().map(|(_, _, name)| name.get(t.lang())).collect();
    html! {
        <>
            <p>{ t.t_args("desk-envelopes-missing", &[("names", names.join(", ").into())]) }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-envelopes-add-all")} {onsubmit} />
        </>
    }
}

/// A failure in the middle of several requests: what was done before it is shown.
fn told<T>(answer: Result<T, Failure>, reload: &Callback<()>) -> Result<T, Failure> {
    if answer.is_err() {
        reload.emit(());
    }
    answer
}

#[derive(Properties, PartialEq)]
struct OneProps {
    cycle: Cycle,
    districts: Vec<Choice>,
    done: Callback<()>,
}

/// One envelope: of a district, the city, a theme, a school.
#[component]
fn AddOne(props: &OneProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("one");
    let onsubmit = {
        let (form, cycle, done) = (form.clone(), props.cycle.brief.id, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let name = required(t, &form, "name", &mut input.faults);
            let code = input.text("code");
            let places = input.maybe_number("places");
            let (group, theme) = (input.maybe_text("group"), input.maybe_text("theme"));
            if !input.done() {
                return;
            }
            let body = Create { district_id: form.value("district_id").parse().ok(), code, name, group, theme, places };
            let (address, done) = (path(endpoint::CYCLE_ENVELOPES, &[&cycle.to_string()]), done.clone());
            let (clear, request) = (form.clone(), async move { api::post::<_, IgnoredAny>(&address, &body).await });
            form.send(t, request, move |_| {
                clear.replace([]);
                done.emit(());
            });
        })
    };
    let themes: Vec<Choice> =
        props.cycle.categories.iter().map(|one| Choice::new(&one.code, one.name.get(t.lang()))).collect();
    html! {
        <details>
            <summary>{ t.t("desk-envelope-add") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-envelope-add")} {onsubmit}>
                <Select form={form.clone()} name="district_id" label={t.t("projects-district")} choices={props.districts.clone()} optional=true empty={t.t("duty-city")} />
                <Both form={form.clone()} name="name" label={t.t("desk-envelope-name")} />
                <TextField form={form.clone()} name="code" label={t.t("desk-code")} hint={t.t("desk-code-hint")} autocomplete="off" />
                <TextField form={form.clone()} name="group" label={t.t("desk-envelope-group")} hint={t.t("desk-envelope-group-hint")} autocomplete="off" optional=true />
                if !themes.is_empty() {
                    <Select form={form.clone()} name="theme" label={t.t("desk-envelope-theme")} choices={themes} optional=true />
                }
                <TextField form={form.clone()} name="places" label={t.t("desk-envelope-places")} hint={t.t("desk-envelope-places-hint")} inputmode="numeric" optional=true />
            </FormFrame>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct ApproveProps {
    cycle: Cycle,
    flow: Rc<MoneyFlow>,
    acts: Vec<Choice>,
    done: Callback<()>,
}

/// The money of the envelopes in one go: announced, and approved by an act.
#[component]
fn Approve(props: &ApproveProps) -> Html {
    let t = use_t();
    let year = props.cycle.brief.fiscal_years.first().map(ToString::to_string).unwrap_or_default();
    let form = use_form([("fiscal_year", year)]).scoped("approve");
    let empty: Vec<_> = props.cycle.envelopes.iter().filter(|one| one.available == Money::ZERO).collect();
    let field = |id: Id| format!("amount/{id}");
    let ids: Vec<Id> = empty.iter().map(|one| one.id).collect();
    let onsubmit = {
        let (form, ids, flow, done) = (form.clone(), ids.clone(), props.flow.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (fiscal_year, act_id) = (input.number::<i32>("fiscal_year"), input.chosen::<Id>("act_id"));
            let amounts: Vec<(Id, Money)> =
                ids.iter().filter_map(|id| Some((*id, input.maybe_money(&field(*id))?))).collect();
            if amounts.is_empty()
                && let Some(first) = ids.first()
            {
                input.fault(&field(*first), "form-money");
            }
            let (true, Some(fiscal_year), Some(act_id)) = (input.done(), fiscal_year, act_id) else { return };
            let (flow, done, some) = (flow.clone(), done.clone(), done.clone());
            let request = async move {
                for (id, amount) in amounts {
                    let address = path(endpoint::ENVELOPE_ENTRIES, &[&id.to_string()]);
                    let post = |kind, amount| LedgerEntryCreate {
                        kind,
                        from: None,
                        to_envelope_id: None,
                        fiscal_year,
                        amount,
                        act_id: (kind == EntryKind::Approve).then_some(act_id),
                        note: None,
                    };
                    // What was announced before (or by an attempt that stopped half-way) is not announced twice.
                    let more = amount.minus(announced(&flow, id, fiscal_year)).unwrap_or(amount);
                    if more > Money::ZERO {
                        let body = post(EntryKind::Announce, more);
                        told(api::post::<_, IgnoredAny>(&address, &body).await, &some)?;
                    }
                    let body = post(EntryKind::Approve, amount);
                    told(api::post::<_, IgnoredAny>(&address, &body).await, &some)?;
                }
                Ok(())
            };
            form.send(t, request, move |()| done.emit(()));
        })
    };
    if empty.is_empty() {
        let words = if props.cycle.envelopes.is_empty() { "desk-envelopes-none" } else { "desk-envelopes-full" };
        return html! { <p>{ t.t(words) }</p> };
    }
    let same = {
        let (form, ids) = (form.clone(), ids.clone());
        Callback::from(move |_: MouseEvent| {
            let first = ids.first().map(|id| form.value(&field(*id))).unwrap_or_default();
            for id in &ids {
                form.set(field(*id), first.clone());
            }
        })
    };
    let same = html! { if empty.len() > 1 { <button type="button" class="button secondary" onclick={same}>{ t.t("desk-envelopes-same") }</button> } };
    html! {
        <FormFrame form={form.clone()} submit={t.t("desk-envelopes-approve")} {onsubmit} beside={same}>
            <p>{ t.t("desk-envelopes-approve-text") }</p>
            <Select form={form.clone()} name="act_id" label={t.t("desk-act")} choices={props.acts.clone()} />
            <TextField form={form.clone()} name="fiscal_year" label={t.t("desk-fiscal-year")} inputmode="numeric" />
            { for empty.iter().map(|one| html! {
                <TextField form={form.clone()} name={field(one.id)} label={one.name.get(t.lang()).to_owned()} inputmode="decimal" optional={empty.len() > 1} />
            }) }
        </FormFrame>
    }
}

/// What is announced and not yet approved.
fn announced(flow: &MoneyFlow, envelope: Id, fiscal_year: i32) -> Money {
    let years = flow.envelopes.iter().filter(|one| one.id == envelope).flat_map(|one| &one.years);
    years.filter(|year| year.fiscal_year == fiscal_year).map(|year| year.now.announced).next().unwrap_or_default()
}
