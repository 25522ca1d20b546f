//! The board of works: what is built of what residents chose, by district and state, the late ones first.

use api_types::cycle::CycleList;
use api_types::endpoint::{self, path};
use api_types::work::{WorkBrief, WorkPage, WorkSummary, WorkSummaryRow};
use domain::{Code, Id, Phase, WorkState};
use i18n::Texts;
use yew::prelude::*;

use crate::api::paths::{query, with_query};
use crate::components::badge::{Tone, badge};
use crate::components::chart::{Row, Series, chart};
use crate::components::form::{Choice, FormFrame, Select};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::pager::pager;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{Current, Form, use_current, use_form, use_go, use_query, use_remote, use_t};
use crate::route::{Place, Route};

/// What the address's query may name.
const FILTERS: [&str; 3] = ["district", "state", "late"];

/// Properties of [`Works`].
#[derive(Properties, PartialEq)]
pub struct WorksProps {
    pub cycle: String,
}

/// The page.
#[component]
pub fn Works(props: &WorksProps) -> Html {
    let t = use_t();
    let go = use_go();
    let current = use_current();
    let chosen = [use_query("district"), use_query("state"), use_query("late")];
    let cursor = use_query("cursor");
    let form = use_form([]);
    {
        let form = form.clone();
        use_effect_with(chosen.clone(), move |chosen| {
            form.replace(FILTERS.iter().zip(chosen).map(|(name, value)| ((*name).to_owned(), value.clone())));
        });
    }
    let [district, state, late] = chosen.each_ref().map(String::as_str);
    let pairs = [("district_id", district), ("state", state), ("late", late), ("cursor", cursor.as_str())];
    let summary = use_remote::<WorkSummary>(&path(endpoint::CYCLE_WORK_SUMMARY, &[&props.cycle]));
    let page = use_remote::<WorkPage>(&with_query(&path(endpoint::CYCLE_WORKS, &[&props.cycle]), &pairs));
    let apply = {
        let (form, cycle) = (form.clone(), props.cycle.clone());
        Callback::from(move |()| go.emit(place(&cycle, &FILTERS.map(|name| form.text(name)), "")))
    };
    html! {
        <Page title={t.t("work-title")} of={props.cycle.parse().ok()}>
            <p class="lead">{ t.t("work-lead") }</p>
            { view(t, &summary, |summary| html! {
                <>
                    if !summary.items.is_empty() { { figures(t, &current, &props.cycle, summary) } }
                    { filters(t, &current, &form, summary, apply) }
                </>
            }) }
            { view(t, &page, |page| list(t, &current, &props.cycle, page, &chosen, &cursor)) }
            <p class="buttons">
                <a href={with_query(endpoint::EXPORT_WORKS_CSV, &[("cycle", &props.cycle)])}>{ t.t("work-csv") }</a>
                <Link to={Route::Reports { cycle: props.cycle.clone() }}>{ t.t("report-title") }</Link>
            </p>
        </Page>
    }
}

fn place(cycle: &str, chosen: &[String; 3], cursor: &str) -> Place {
    let mut pairs: Vec<(&str, &str)> = FILTERS.iter().copied().zip(chosen.iter().map(String::as_str)).collect();
    pairs.push(("cursor", cursor));
    Place::from(Route::Works { cycle: cycle.to_owned() }).with_query(&query(&pairs))
}

/// Done, going on in time, late, cancelled.
fn counts<'a>(rows: impl Iterator<Item = &'a WorkSummaryRow>) -> [i64; 4] {
    let mut sums = [0; 4];
    for row in rows {
        let kind = match row.state {
            state if finished(state) => 0,
            WorkState::Cancelled => 3,
            _ => 1,
        };
        sums[kind] += row.works - row.late;
        sums[2] += row.late;
    }
    sums
}

fn district(t: &Texts, current: &Current, id: Option<Id>) -> String {
    id.map_or_else(|| t.t("work-city"), |id| current.district_name(id, t.lang()))
}

fn figures(t: &Texts, current: &Current, cycle: &str, summary: &WorkSummary) -> Html {
    let series = [("work-done", "won"), ("work-going", "used"), ("work-late", "lost"), ("work-off", "rest")]
        .map(|(key, class)| Series::new(t.t(key), class));
    let mut ids: Vec<Option<Id>> = summary.items.iter().map(|row| row.district_id).collect();
    ids.dedup();
    let rows: Vec<Row> = ids
        .into_iter()
        .map(|id| {
            let to = place(cycle, &[id.map(|id| id.to_string()).unwrap_or_default(), String::new(), String::new()], "");
            Row {
                label: html! { <Link {to}>{ district(t, current, id) }</Link> },
                amounts: counts(summary.items.iter().filter(|row| row.district_id == id)).to_vec(),
            }
        })
        .collect();
    chart(&t.t("work-by-district"), &t.t("work-district"), &series, &rows, &|count| count.to_string())
}

fn filters(t: &Texts, current: &Current, form: &Form, summary: &WorkSummary, apply: Callback<()>) -> Html {
    let mut districts: Vec<Choice> = Vec::new();
    let mut states: Vec<Choice> = Vec::new();
    for row in &summary.items {
        if let Some(id) = row.district_id {
            let choice = Choice::new(id, district(t, current, Some(id)));
            if !districts.contains(&choice) {
                districts.push(choice);
            }
        }
        let choice = Choice::new(row.state.code(), t.code(row.state));
        if !states.contains(&choice) {
            states.push(choice);
        }
    }
    let late = vec![Choice::new("true", t.t("work-show-late"))];
    html! {
        <FormFrame form={form.clone()} submit={t.t("filter-apply")} onsubmit={apply} class="filters">
            <Select form={form.clone()} name="district" label={t.t("work-district")} choices={districts} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="state" label={t.t("work-state")} choices={states} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="late" label={t.t("work-show")} choices={late} optional=true empty={t.t("all")} />
        </FormFrame>
    }
}

fn list(t: &Texts, current: &Current, cycle: &str, page: &WorkPage, chosen: &[String; 3], cursor: &str) -> Html {
    if page.items.is_empty() {
        return html! { <p role="status">{ t.t("work-none") }</p> };
    }
    let next = page.next.as_deref().map(|next| place(cycle, chosen, next));
    let first = (!cursor.is_empty()).then(|| place(cycle, chosen, ""));
    html! {
        <>
            <ul class="cards">{ for page.items.iter().map(|work| card(t, current, work)) }</ul>
            { pager(t, first, next) }
        </>
    }
}

fn card(t: &Texts, current: &Current, work: &WorkBrief) -> Html {
    let name = work.name.get(t.lang());
    let project = work.projects.first().map(|project| {
        let number = project.number.clone().unwrap_or_else(|| project.id.to_string());
        html! { <Link to={Route::Project { number }}>{ name }</Link> }
    });
    html! {
        <li class="card" key={work.id.to_string()}>
            { standing(t, work) }
            <h3>{ project.unwrap_or_else(|| html! { name }) }</h3>
            <p class="meta"><span>{ district(t, current, work.district_id) }</span><span>{ work.body.get(t.lang()) }</span></p>
            { facts(t, work) }
        </li>
    }
}

/// Whether it is built: a percentage says nothing more then.
pub fn finished(state: WorkState) -> bool {
    matches!(state, WorkState::Completed | WorkState::Accepted | WorkState::Warranty)
}

/// State, lateness, how much is built.
pub fn standing(t: &Texts, work: &WorkBrief) -> Html {
    let days = t.t_args("count-days", &[("count", work.late_days.into())]);
    html! {
        <p class="meta">
            { badge(&t.code(work.state), tone(work.state)) }
            if work.late { { badge(&t.t_args("work-late-by", &[("days", days.into())]), Tone::Bad) } }
            if let Some(percent) = work.percent.filter(|_| !finished(work.state)) { <span>{ t.t_args("work-percent", &[("percent", i64::from(percent).into())]) }</span> }
        </p>
    }
}

fn tone(state: WorkState) -> Tone {
    match state {
        WorkState::Accepted => Tone::Good,
        WorkState::TenderFailed | WorkState::Deferred | WorkState::Reduced | WorkState::Warranty => Tone::Warn,
        WorkState::Terminated | WorkState::Cancelled => Tone::Bad,
        WorkState::Planned => Tone::Plain,
        _ => Tone::Busy,
    }
}

/// Date, money, and what residents say.
pub fn facts(t: &Texts, work: &WorkBrief) -> Html {
    let lang = t.lang();
    let day = |day| format::day(lang, day);
    let money = |amount| format::money(lang, amount, work.currency);
    let said = [("confirms", work.confirms.into()), ("disputes", work.disputes.into())];
    html! {
        <>
            <p class="meta">
                <span>{ t.t_args("work-due", &[("date", day(work.due_on).into())]) }</span>
                if work.first_due_on != work.due_on {
                    <span>{ t.t_args("work-promised", &[("date", day(work.first_due_on).into())]) }</span>
                }
            </p>
            <p class="meta">{ t.t_args("work-money", &[("amount", money(work.amount).into()), ("paid", money(work.money.paid).into())]) }</p>
            if work.confirms + work.disputes > 0 { <p class="meta">{ t.t_args("work-said", &said) }</p> }
        </>
    }
}

/// Figures of the works of the newest cycles that build, for the home page: this one, and the one before beside it.
#[component]
pub fn Building() -> Html {
    let t = use_t();
    let cycles = use_remote::<CycleList>(endpoint::CYCLES);
    let builds = |phase| matches!(phase, Phase::Delivery | Phase::Reports | Phase::Closed);
    let cycles = cycles.body().map(|list| list.items.as_slice()).unwrap_or_default();
    let cycles: Vec<_> = cycles.iter().filter(|cycle| cycle.source.is_none() && builds(cycle.phase)).take(2).collect();
    html! {
        if !cycles.is_empty() {
            <section>
                <h2>{ t.t("work-last-cycles") }</h2>
                { for cycles.into_iter().map(|cycle| html! {
                    <One key={cycle.id.to_string()} cycle={cycle.id.to_string()} name={cycle.name.get(t.lang()).to_owned()} />
                }) }
            </section>
        }
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    cycle: String,
    name: String,
}

#[component]
fn One(props: &OneProps) -> Html {
    let t = use_t();
    let summary = use_remote::<WorkSummary>(&path(endpoint::CYCLE_WORK_SUMMARY, &[&props.cycle]));
    let Some(summary) = summary.body().filter(|summary| !summary.items.is_empty()) else { return Html::default() };
    let [done, going, late, _] = counts(summary.items.iter());
    let figures =
        [("cycle", props.name.clone().into()), ("done", done.into()), ("going", going.into()), ("late", late.into())];
    let cycle = props.cycle.clone();
    html! {
        <p>
            <Link to={Route::Works { cycle: cycle.clone() }}>{ t.t_args("work-cycle-figures", &figures) }</Link>
            { " · " }<Link to={Route::Reports { cycle }}>{ t.t("report-title") }</Link>
        </p>
    }
}
