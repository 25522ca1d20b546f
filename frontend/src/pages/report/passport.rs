//! A project's passport: what was asked, decided, ordered, paid and built, on one page for the printer.

use api_types::endpoint::{self, path};
use api_types::project::ProjectItem;
use domain::{Id, LocalText, Money, UserText, WorkState};
use i18n::Texts;
use serde::Deserialize;
use time::Date;
use yew::prelude::*;

use super::figures::{Figures, tone};
use crate::api::paths::with_query;
use crate::components::badge::badge;
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::words;
use crate::format;
use crate::hooks::{Current, use_current, use_remote, use_remote_if, use_t, use_zone};
use crate::route::Route;

/// Properties of [`Passport`].
#[derive(PartialEq, Properties)]
pub struct PassportProps {
    /// Number of the project.
    pub number: AttrValue,
}

/// What the page shows of an [`api_types::project::Project`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Project {
    cycle_id: Id,
    district_id: Id,
    title: UserText,
    titles: Vec<UserText>,
    cost: Money,
    authors: Vec<String>,
    items: Vec<ProjectItem>,
    works: Vec<Work>,
}

/// What the page shows of an [`api_types::work::WorkBrief`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Work {
    name: LocalText,
    body: LocalText,
    state: WorkState,
    #[serde(with = "domain::moment::day")]
    first_due_on: Date,
    #[serde(with = "domain::moment::day")]
    due_on: Date,
    percent: Option<i32>,
    #[serde(default, with = "domain::moment::day::option")]
    accepted_on: Option<Date>,
    #[serde(default, with = "domain::moment::day::option")]
    warranty_until: Option<Date>,
}

/// The page.
#[component]
pub fn Passport(props: &PassportProps) -> Html {
    let t = use_t();
    let current = use_current();
    let project = use_remote::<Project>(&path(endpoint::PROJECT, &[&props.number]));
    let cycle = project.body().map(|project| project.cycle_id);
    use_zone(cycle);
    let of = cycle
        .map(|cycle| with_query(&path(endpoint::CYCLE_DELIVERY, &[&cycle.to_string()]), &[("project", &props.number)]));
    let figures = use_remote_if::<Figures>(of);
    html! {
        <Page title={format!("{}: {}", t.t("passport-title"), props.number)} of={cycle}>
            { view(t, &project, |project| html! {
                <>
                    { asked(t, &current, project) }
                    { view(t, &figures, |figures| delivered(t, figures)) }
                    { for project.works.iter().map(|work| built(t, work)) }
                    <p class="buttons">
                        <Link to={Route::Project { number: props.number.to_string() }}>{ t.t("passport-project") }</Link>
                    </p>
                </>
            }) }
        </Page>
    }
}

fn facts(rows: Vec<(String, String)>) -> Html {
    html! { <dl class="facts">{ for rows.into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }</dl> }
}

fn asked(t: &Texts, current: &Current, project: &Project) -> Html {
    let lang = t.lang();
    let title = words::version(lang, &project.title, &project.titles);
    let cycle = current.brief(project.cycle_id);
    let mut rows = vec![(t.t("passport-district"), current.district_name(project.district_id, lang))];
    if let Some(cycle) = cycle {
        rows.push((t.t("passport-cycle"), cycle.name.get(lang).to_owned()));
        rows.push((t.t("passport-cost"), format::money(lang, project.cost, cycle.currency)));
    }
    rows.push((t.t("passport-authors"), project.authors.join(", ")));
    for item in &project.items {
        if let Some(score) = item.score {
            rows.push((t.t("passport-votes"), score.to_string()));
        }
        if let Some(outcome) = item.outcome {
            let why = item.deviation.as_ref().map(|why| format!(" ({})", why.get(lang))).unwrap_or_default();
            rows.push((t.t("passport-outcome"), t.code(outcome) + &why));
        }
    }
    html! { <><h2>{ words::words(title) }</h2>{ facts(rows) }</> }
}

fn delivered(t: &Texts, figures: &Figures) -> Html {
    let money = |amount: Money| format::money(t.lang(), amount, figures.currency);
    let Some(promise) = figures.promises.first() else { return html! { <p>{ t.t("passport-nothing") }</p> } };
    let day = |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |date| format::day(t.lang(), date));
    html! {
        <section>
            <h2>{ t.t("passport-delivery") }{ " " }{ badge(&t.code(promise.delivery), tone(promise.delivery)) }</h2>
            { facts(vec![
                (t.t("report-promised"), money(promise.promised)),
                (t.t("report-contracted"), money(promise.contracted)),
                (t.t("report-paid"), money(promise.paid)),
                (t.t("passport-due"), day(promise.first_due_on)),
                (t.t("passport-accepted"), day(promise.accepted_on)),
                (t.t("report-verdicts"), format!("{} / {}", promise.confirms, promise.disputes)),
            ]) }
        </section>
    }
}

fn built(t: &Texts, work: &Work) -> Html {
    let lang = t.lang();
    let mut rows = vec![
        (t.t("passport-office"), work.body.get(lang).to_owned()),
        (t.t("passport-state"), t.code(work.state)),
        (t.t("passport-due"), format::day(lang, work.first_due_on)),
    ];
    if work.due_on != work.first_due_on {
        rows.push((t.t("passport-new-due"), format::day(lang, work.due_on)));
    }
    // Once it is accepted, what the last news said is no news.
    if let Some(percent) = work.percent.filter(|_| work.accepted_on.is_none()) {
        rows.push((t.t("passport-percent"), format!("{percent} %")));
    }
    if let Some(date) = work.accepted_on {
        rows.push((t.t("passport-accepted"), format::day(lang, date)));
    }
    if let Some(date) = work.warranty_until {
        rows.push((t.t("passport-warranty"), format::day(lang, date)));
    }
    html! { <section><h3>{ work.name.get(lang) }</h3>{ facts(rows) }</section> }
}
