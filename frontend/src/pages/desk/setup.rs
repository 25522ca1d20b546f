//! Beginning a cycle: a new programme, a new cycle of one, and what is still to be set up before proposals open.

use api_types::city::{City, Programme, ProgrammeCreate};
use api_types::cycle::{Cycle, CycleCreate};
use api_types::endpoint::{self, path};
use domain::{Code, Currency, Id, Money, Phase, ProgrammeKind};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::both::{Both, required};
use super::input::Input;
use crate::api;
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::link::Link;
use crate::format;
use crate::hooks::{use_form, use_go, use_t};
use crate::route::DeskRoute;

/// Properties of [`NewProgramme`].
#[derive(Properties, PartialEq)]
pub struct ProgrammeProps {
    /// Code of the city.
    pub city: String,
    pub done: Callback<()>,
}

/// A programme: what the city gives to its residents to decide, year after year.
#[component]
pub fn NewProgramme(props: &ProgrammeProps) -> Html {
    let t = use_t();
    let form = use_form([("kind", ProgrammeKind::District.code().to_owned())]).scoped("programme");
    let said = use_state(|| false);
    let onsubmit = {
        let (form, city, done, said) = (form.clone(), props.city.clone(), props.done.clone(), said.setter());
        Callback::from(move |()| {
            said.set(false);
            let mut input = Input::new(t, &form);
            let name = required(t, &form, "name", &mut input.faults);
            let (code, kind) = (input.text("code"), ProgrammeKind::parse(&form.value("kind")));
            if kind.is_none() {
                input.fault("kind", "form-required");
            }
            let (true, Some(kind)) = (input.done(), kind) else { return };
            let body = ProgrammeCreate { code, name, kind };
            let (address, done, said) = (path(endpoint::CITY_PROGRAMMES, &[&city]), done.clone(), said.clone());
            let (clear, request) = (form.clone(), async move { api::post::<_, IgnoredAny>(&address, &body).await });
            form.send(t, request, move |_| {
                for field in ["code", "name/kk", "name/ru"] {
                    clear.set(field, "");
                }
                said.set(true);
                done.emit(());
            });
        })
    };
    let kinds: Vec<Choice> = ProgrammeKind::ALL.iter().map(|kind| Choice::new(kind.code(), t.code(*kind))).collect();
    html! {
        <details>
            <summary>{ t.t("desk-programme-new") }</summary>
            if *said { <p class="notice good" role="status">{ t.t("desk-programme-made") }</p> }
            <FormFrame form={form.clone()} submit={t.t("desk-programme-new")} {onsubmit}>
                <Both form={form.clone()} name="name" label={t.t("desk-programme-name")} />
                <Select form={form.clone()} name="kind" label={t.t("desk-programme-kind")} choices={kinds} />
                <TextField form={form.clone()} name="code" label={t.t("desk-code")} hint={t.t("desk-code-hint")} autocomplete="off" />
            </FormFrame>
        </details>
    }
}

/// Properties of [`NewCycle`].
#[derive(Properties, PartialEq)]
pub struct CycleProps {
    pub programmes: Vec<Programme>,
}

/// A cycle in setup; it leads to the cycle's own page, which says what comes next.
#[component]
pub fn NewCycle(props: &CycleProps) -> Html {
    let t = use_t();
    let go = use_go();
    let only = props.programmes.first().filter(|_| props.programmes.len() == 1);
    let form = use_form([
        ("programme_id", only.map(|one| one.id.to_string()).unwrap_or_default()),
        ("currency", Currency::Kzt.code().to_owned()),
    ])
    .scoped("cycle");
    let onsubmit = {
        let form = form.clone();
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let programme_id = input.chosen::<Id>("programme_id");
            let name = required(t, &form, "name", &mut input.faults);
            let fiscal_years = years(&form.text("fiscal_years"));
            if fiscal_years.is_empty() {
                input.fault("fiscal_years", "desk-cycle-years-fault");
            }
            let (code, number_prefix) = (input.text("code"), input.text("number_prefix"));
            let currency = Currency::parse(&form.value("currency"));
            if currency.is_none() {
                input.fault("currency", "form-required");
            }
            let (true, Some(programme_id), Some(currency)) = (input.done(), programme_id, currency) else { return };
            let body = CycleCreate { programme_id, code, name, fiscal_years, currency, number_prefix };
            let go = go.clone();
            let request = async move { api::post::<_, Made>(endpoint::CYCLES, &body).await };
            form.send(t, request, move |reply| go.emit(DeskRoute::Cycle { id: reply.body.id.to_string() }.into()));
        })
    };
    let programmes: Vec<Choice> =
        props.programmes.iter().map(|one| Choice::new(one.id, one.name.get(t.lang()))).collect();
    let currencies: Vec<Choice> = Currency::ALL.iter().map(|one| Choice::new(one.code(), one.code())).collect();
    html! {
        <details>
            <summary>{ t.t("desk-cycle-new") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-cycle-new")} {onsubmit}>
                <Select form={form.clone()} name="programme_id" label={t.t("desk-programme")} choices={programmes} />
                <Both form={form.clone()} name="name" label={t.t("desk-cycle-name")} />
                <TextField form={form.clone()} name="fiscal_years" label={t.t("desk-cycle-years")} hint={t.t("desk-cycle-years-hint")} inputmode="numeric" />
                <TextField form={form.clone()} name="code" label={t.t("desk-code")} hint={t.t("desk-code-hint")} autocomplete="off" />
                <TextField form={form.clone()} name="number_prefix" label={t.t("desk-cycle-prefix")} hint={t.t("desk-cycle-prefix-hint")} autocomplete="off" />
                <Select form={form.clone()} name="currency" label={t.t("desk-cycle-currency")} choices={currencies} />
            </FormFrame>
        </details>
    }
}

/// What is read of a cycle that was made.
#[derive(serde::Deserialize)]
struct Made {
    id: Id,
}

/// Fiscal years as typed: `2027` or `2027, 2028`; empty when a part is no year.
fn years(typed: &str) -> Vec<i32> {
    let parts = typed.split([',', ' ', ';']).filter(|part| !part.is_empty());
    let mut years = Vec::new();
    for part in parts {
        match part.parse() {
            Ok(year) => years.push(year),
            Err(_) => return Vec::new(),
        }
    }
    years
}

/// The programmes of the city in whose name this desk works: the first one of our own.
pub fn own_city(cities: &[City]) -> Option<&City> {
    cities.iter().find(|city| city.source.is_none())
}

/// What a cycle in setup still needs, each with the page where it is done; nothing in other phases.
pub fn checklist(t: &Texts, cycle: &Cycle) -> Html {
    if cycle.brief.phase != Phase::Setup {
        return Html::default();
    }
    let id = || cycle.brief.id.to_string();
    let money = cycle.envelopes.iter().filter(|one| one.available > Money::ZERO).count();
    let steps = [
        ("desk-setup-calendar", !cycle.windows.is_empty(), DeskRoute::Calendar { id: id() }),
        ("desk-setup-rules", cycle.rules_number.is_some(), DeskRoute::RulesEdit { id: id() }),
        ("desk-setup-envelopes", !cycle.envelopes.is_empty(), DeskRoute::Envelopes { id: id() }),
        ("desk-setup-money", money > 0 && money == cycle.envelopes.len(), DeskRoute::Envelopes { id: id() }),
    ];
    let open = cycle.windows.first().map(|window| format::date_time(t.lang(), window.starts_at));
    html! {
        <section>
            <h2>{ t.t("desk-setup") }</h2>
            <p>{ t.t("desk-setup-text") }</p>
            <ul class="checklist">
                { for steps.into_iter().map(|(words, met, to)| html! {
                    <li class={met.then_some("met")}><Link {to}>{ t.t(words) }</Link></li>
                }) }
            </ul>
            if let Some(at) = open { <p>{ t.t_args("desk-setup-opens", &[("at", at.into())]) }</p> }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_years_are_read_as_typed() {
        assert_eq!(years("2027"), [2027]);
        assert_eq!(years("2027, 2028"), [2027, 2028]);
        assert_eq!(years("2027 год"), Vec::<i32>::new());
        assert_eq!(years(""), Vec::<i32>::new());
    }
}
