//! Rules of another cycle as the start of a document: its name, its fiscal years and its calendar become this cycle's.

use api_types::cycle::{Cycle, CycleList};
use api_types::endpoint::{self, path};
use api_types::rules::RuleVersionList;
use domain::calendar::{Calendar, Window};
use domain::moment::parse_local;
use js_sys::{JSON, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::rules_edit::laid_out;
use crate::api::{self, Failure};
use crate::components::form::{Choice, Select};
use crate::format;
use crate::hooks::{Fault, use_form, use_remote, use_t};

/// Properties of [`CopyRules`].
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// The cycle whose rules are being written.
    pub cycle: Cycle,
    /// Takes the document.
    pub copied: Callback<String>,
}

/// What is read of the document that is copied.
#[derive(Deserialize)]
struct Copied {
    calendar: Calendar,
    fiscal_years: Vec<i32>,
}

/// A choice of cycles and a button; nothing where no other cycle is there.
#[component]
pub fn CopyRules(props: &CopyProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("copy");
    let cycles = use_remote::<CycleList>(endpoint::CYCLES);
    let onclick = {
        let (form, cycle, copied) = (form.clone(), props.cycle.clone(), props.copied.clone());
        Callback::from(move |_: MouseEvent| {
            let from = form.value("from");
            if from.is_empty() {
                form.check(vec![Fault::new("from", t.t("form-required"))]);
                return;
            }
            let (again, cycle, copied) = (form.clone(), cycle.clone(), copied.clone());
            form.send(t, newest(from), move |answer| match answer.and_then(|text| adapted(&text, &cycle)) {
                Some(text) => copied.emit(text),
                None => {
                    again.check(vec![Fault::new("from", t.t("rules-none"))]);
                }
            });
        })
    };
    let own = |other: &&api_types::cycle::CycleBrief| other.source.is_none() && other.id != props.cycle.brief.id;
    let others = cycles.body().map(|list| list.items.as_slice()).unwrap_or_default().iter().filter(own);
    let choices: Vec<Choice> = others.map(|other| Choice::new(other.id, other.name.get(t.lang()))).collect();
    if choices.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <Select form={form.clone()} name="from" label={t.t("desk-rules-copy")} hint={t.t("desk-rules-copy-hint")} {choices} optional=true />
            <p><button type="button" class="button secondary small" {onclick}>{ t.t("desk-rules-copy-take") }</button></p>
        </>
    }
}

/// The rules in force in a cycle, as the server wrote them; None when it has none.
async fn newest(cycle: String) -> Result<Option<String>, Failure> {
    let list = api::get::<RuleVersionList>(&path(endpoint::CYCLE_RULES, &[&cycle])).await?.body;
    let Some(number) = list.items.iter().map(|version| version.number).max() else { return Ok(None) };
    api::get_text(&path(endpoint::CYCLE_RULES_VERSION, &[&cycle, &number.to_string()])).await.map(Some)
}

/// The document of an answer, made this cycle's.
fn adapted(answer: &str, cycle: &Cycle) -> Option<String> {
    let document = Reflect::get(&JSON::parse(answer).ok()?, &"document".into()).ok()?;
    let old: Copied = serde_json::from_str(&String::from(JSON::stringify(&document).ok()?)).ok()?;
    put(&document, "title", &cycle.brief.name)?;
    put(&document, "fiscal_years", &cycle.brief.fiscal_years)?;
    put(&document, "currency", &cycle.brief.currency)?;
    let years = cycle.brief.fiscal_years.first()? - old.fiscal_years.first()?;
    put(&document, "calendar", &own_calendar(cycle).unwrap_or_else(|| later(old.calendar, years)))?;
    laid_out(&document)
}

fn put(document: &JsValue, key: &str, value: &impl Serialize) -> Option<()> {
    let value = JSON::parse(&serde_json::to_string(value).ok()?).ok()?;
    Reflect::set(document, &key.into(), &value).ok().map(drop)
}

/// The calendar in force, as local times; None while there is none.
fn own_calendar(cycle: &Cycle) -> Option<Calendar> {
    let local = |at| parse_local(&format::local_field(&cycle.zone, at));
    let window = |one: &api_types::cycle::PhaseWindow| {
        Some(Window { phase: one.phase, starts: local(one.starts_at)?, ends: local(one.ends_at)? })
    };
    let windows: Vec<Window> = cycle.windows.iter().filter_map(window).collect();
    (!windows.is_empty()).then(|| Calendar { zone: cycle.zone.clone(), windows })
}

/// The same dates so many years later. A 29 February that the year has not stays where it is: the check will say so.
fn later(mut calendar: Calendar, years: i32) -> Calendar {
    for window in &mut calendar.windows {
        for at in [&mut window.starts, &mut window.ends] {
            *at = at.replace_year(at.year() + years).unwrap_or(*at);
        }
    }
    calendar
}

#[cfg(test)]
mod tests {
    use domain::Phase;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn last_year_s_dates_become_this_year_s() {
        let (starts, ends) = (datetime!(2025-09-01 00:00), datetime!(2026-01-08 00:00));
        let calendar =
            Calendar { zone: "Asia/Almaty".into(), windows: vec![Window { phase: Phase::Proposals, starts, ends }] };
        let moved = later(calendar, 2).windows;
        assert_eq!((moved[0].starts, moved[0].ends), (datetime!(2027-09-01 00:00), datetime!(2028-01-08 00:00)));
    }
}
