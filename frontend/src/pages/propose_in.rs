//! A new proposal in one of the cycles that take proposals: residents on their own, or a clerk's counter for them.

use api_types::city::CityList;
use api_types::cycle::{Cycle, CycleBrief, CycleList};
use api_types::endpoint::{CITIES, CITY_DISTRICTS, CYCLE, CYCLES, path};
use domain::Phase;
use serde_json::Value;
use yew::prelude::*;

use super::propose::{ProposeForm, districts_of};
use crate::components::form::{Choice, Select};
use crate::components::remote::view;
use crate::format::set_zone;
use crate::hooks::{use_form, use_remote, use_remote_if, use_t};

/// Whether a cycle takes proposals. Imported elections are history.
pub fn takes_proposals(cycle: &&CycleBrief) -> bool {
    cycle.source.is_none() && cycle.phase == Phase::Proposals
}

/// Properties of [`ProposeIn`].
#[derive(Properties, PartialEq)]
pub struct ProposeInProps {
    /// As [`super::propose::ProposeFormProps::done`].
    #[prop_or_default]
    pub done: Option<Callback<Option<String>>>,
}

/// The form of the cycle that takes proposals; where there are several, one is chosen first.
#[component]
pub fn ProposeIn(props: &ProposeInProps) -> Html {
    let t = use_t();
    let cities = use_remote::<CityList>(CITIES);
    let cycles = use_remote::<CycleList>(CYCLES);
    let items = cycles.body().map(|list| list.items.as_slice()).unwrap_or_default();
    let open: Vec<&CycleBrief> = items.iter().filter(takes_proposals).collect();
    let chosen = use_form([]).scoped("cycle");
    let wanted = chosen.value("cycle");
    let brief = open.iter().find(|cycle| open.len() == 1 || cycle.id.to_string() == wanted);
    let cycle = use_remote_if::<Cycle>(brief.map(|cycle| path(CYCLE, &[&cycle.id.to_string()])));
    let city = brief.and_then(|cycle| cities.body()?.items.iter().find(|city| city.code == cycle.city));
    let geometry = use_remote_if::<Value>(city.map(|city| path(CITY_DISTRICTS, &[&city.code])));
    if let Some(cycle) = cycle.body() {
        set_zone(Some(cycle.zone.clone()));
    }
    view(t, &cycles, |_| {
        if open.is_empty() {
            return html! { <p class="notice">{ t.t("propose-not-open") }</p> };
        }
        let names = open.iter().map(|cycle| Choice::new(cycle.id, cycle.name.get(t.lang())));
        html! {
            <>
                if open.len() > 1 {
                    <Select form={chosen.clone()} name="cycle" label={t.t("propose-cycle")} choices={names.collect::<Vec<_>>()} />
                }
                if brief.is_some() { { view(t, &cycle, |cycle| {
                    let categories: Vec<Choice> = cycle.categories.iter().map(|c| Choice::new(&c.code, c.name.get(t.lang()))).collect();
                    html! {
                        <ProposeForm key={cycle.brief.id.to_string()} cycle_id={cycle.brief.id} districts={districts_of(t, city)} {categories}
                            cap={cycle.cap} currency={cycle.brief.currency} geometry={geometry.body().cloned()} done={props.done.clone()} />
                    }
                }) } }
            </>
        }
    })
}
