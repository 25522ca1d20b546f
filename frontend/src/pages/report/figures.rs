//! The figures of a report: in sum, beside another year's, and promise by promise.

use domain::{Currency, Delivery, Id, LocalText, Money};
use i18n::Texts;
use serde::Deserialize;
use time::Date;
use yew::prelude::*;

use crate::components::badge::{Tone, badge};
use crate::components::chart::{Row, Series, chart};
use crate::components::link::Link;
use crate::format;
use crate::hooks::Current;
use crate::route::Route;

/// What the pages show of [`api_types::report::Figures`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Figures {
    pub currency: Currency,
    voters: i64,
    funded: i64,
    promised: Money,
    contracted: Money,
    paid: Money,
    works: Works,
    confirms: i64,
    disputes: i64,
    duties_due: i64,
    duties_met: i64,
    pub promises: Vec<Promise>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Works {
    total: i64,
    accepted: i64,
    late: i64,
}

/// What the pages show of an [`api_types::report::Promise`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Promise {
    project: Option<String>,
    name: LocalText,
    district_id: Option<Id>,
    pub promised: Money,
    pub contracted: Money,
    pub paid: Money,
    pub delivery: Delivery,
    pub confirms: i64,
    pub disputes: i64,
    #[serde(default, with = "domain::moment::day::option")]
    pub first_due_on: Option<Date>,
    #[serde(default, with = "domain::moment::day::option")]
    pub accepted_on: Option<Date>,
}

/// The tone of what became of a promise.
pub(super) fn tone(delivery: Delivery) -> Tone {
    match delivery {
        Delivery::Delivered => Tone::Good,
        Delivery::DeliveredLate | Delivery::Deferred => Tone::Warn,
        Delivery::Late | Delivery::Cancelled => Tone::Bad,
        Delivery::Underway => Tone::Busy,
        Delivery::NotStarted => Tone::Plain,
    }
}

/// Label and value of each figure.
fn lines(t: &Texts, figures: &Figures) -> Vec<(&'static str, String)> {
    let Figures { currency, voters, funded, promised, contracted, paid, works, confirms, disputes, .. } = figures;
    let money = |amount: Money| format::money(t.lang(), amount, *currency);
    vec![
        ("report-voters", voters.to_string()),
        ("report-funded", funded.to_string()),
        ("report-promised", money(*promised)),
        ("report-contracted", money(*contracted)),
        ("report-paid", money(*paid)),
        ("report-accepted", format!("{} / {}", works.accepted, works.total)),
        ("report-late", works.late.to_string()),
        ("report-verdicts", format!("{confirms} / {disputes}")),
        ("report-duties", format::percent(figures.duties_met, figures.duties_due)),
    ]
}

/// All figures as a list.
pub(super) fn summary(t: &Texts, figures: &Figures) -> Html {
    html! {
        <dl class="facts">{ for lines(t, figures).into_iter().map(|(key, value)| html! {
            <><dt>{ t.t(key) }</dt><dd>{ value }</dd></>
        }) }</dl>
    }
}

/// The figures beside those of another cycle.
pub(super) fn compare(t: &Texts, figures: &Figures, (name, other): (&str, &Figures)) -> Html {
    let rows = lines(t, figures).into_iter().zip(lines(t, other)).map(|((key, now), (_, then))| {
        html! { <tr><th scope="row">{ t.t(key) }</th><td class="number">{ now }</td><td class="number">{ then }</td></tr> }
    });
    html! {
        <div class="table-wrap"><table>
            <caption>{ t.t("report-compare") }</caption>
            <thead><tr><td></td><th scope="col">{ t.t("report-this") }</th><th scope="col">{ name }</th></tr></thead>
            <tbody>{ for rows }</tbody>
        </table></div>
    }
}

/// By district in bars, then each promise.
pub(super) fn promises(t: &Texts, current: &Current, figures: &Figures) -> Html {
    if figures.promises.is_empty() {
        return html! { <p class="notice">{ t.t("report-nothing-promised") }</p> };
    }
    let lang = t.lang();
    let money = |amount: Money| format::money(lang, amount, figures.currency);
    let district = |id: Option<Id>| id.map_or_else(|| t.t("report-city"), |id| current.district_name(id, lang));
    let mut ids: Vec<Option<Id>> = figures.promises.iter().map(|promise| promise.district_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let of = |id: Option<Id>, sum: fn(&Promise) -> i64| -> i64 {
        figures.promises.iter().filter(|promise| promise.district_id == id).map(sum).sum()
    };
    let rows: Vec<Row> = ids
        .iter()
        .map(|id| {
            let (promised, contracted, paid) =
                (of(*id, |p| p.promised.0), of(*id, |p| p.contracted.0), of(*id, |p| p.paid.0));
            let amounts = vec![paid, (contracted - paid).max(0), (promised - contracted.max(paid)).max(0)];
            Row { label: district(*id).into(), amounts }
        })
        .collect();
    let series = [("report-paid", "won"), ("report-ordered", "asked"), ("report-open", "rest")]
        .map(|(key, class)| Series::new(t.t(key), class));
    let show = |amount| money(Money(amount));
    let heads =
        ["report-project", "report-district", "report-promised", "report-paid", "report-fate", "report-disputes"];
    // A narrow screen shows each row as a card, each cell with the words of its column.
    let cell = |column: usize, number: bool, content: Html| {
        html! { <td class={number.then_some("number")} data-label={t.t(heads[column])}>{ content }</td> }
    };
    let line = |promise: &Promise| {
        let name = promise.name.get(lang);
        html! {
            <tr>
                <th scope="row">
                    if let Some(number) = &promise.project {
                        <Link to={Route::Project { number: number.clone() }}>{ name }</Link>
                        { " " }<Link to={Route::Passport { number: number.clone() }}>{ t.t("report-passport") }</Link>
                    } else { { name } }
                </th>
                { cell(1, false, district(promise.district_id).into()) }
                { cell(2, true, money(promise.promised).into()) }
                { cell(3, true, money(promise.paid).into()) }
                { cell(4, false, badge(&t.code(promise.delivery), tone(promise.delivery))) }
                { cell(5, true, promise.disputes.into()) }
            </tr>
        }
    };
    html! {
        <>
            { chart(&t.t("report-by-district"), &t.t("report-district"), &series, &rows, &show) }
            <div class="table-wrap"><table class="stack">
                <caption>{ t.t("report-promises") }</caption>
                <thead><tr>{ for heads.iter().map(|key| html! { <th scope="col">{ t.t(key) }</th> }) }</tr></thead>
                <tbody>{ for figures.promises.iter().map(line) }</tbody>
            </table></div>
        </>
    }
}
