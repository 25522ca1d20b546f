//! Promised and delivered: the figures of a cycle now, its published reports, and each of them beside the year before.

mod figures;
mod passport;
mod survey;

use api_types::endpoint::{self, path};
use domain::{Id, LocalText, Moment, ReportKind};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use self::figures::{Figures, compare, promises, summary};
pub use self::passport::Passport;
use self::survey::Survey;
use crate::api::paths::with_query;
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{Current, use_current, use_remote, use_t, use_zone};
use crate::route::Route;

/// Properties of [`Reports`] and [`ReportPage`].
#[derive(PartialEq, Properties)]
pub struct ReportProps {
    /// Id of the cycle, or of the report.
    pub id: AttrValue,
}

/// What the pages show of an [`api_types::report::ReportBrief`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Brief {
    id: Id,
    cycle_id: Id,
    kind: ReportKind,
    district_id: Option<Id>,
    project: Option<String>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    published_at: Option<Moment>,
    hash: Option<String>,
}

#[derive(Deserialize)]
struct List {
    items: Vec<Brief>,
}

/// What the page shows of an [`api_types::report::Report`].
#[derive(Deserialize)]
struct Report {
    brief: Brief,
    text: LocalText,
    figures: Figures,
    previous: Option<Previous>,
}

#[derive(Deserialize)]
struct Previous {
    brief: Brief,
    cycle: LocalText,
    figures: Figures,
}

/// Open data of what the page shows.
const FILES: [(&str, &str); 4] = [
    (endpoint::EXPORT_WORKS_CSV, "report-csv"),
    (endpoint::EXPORT_CONTRACTS_CSV, "report-csv-contracts"),
    (endpoint::EXPORT_PAYMENTS_CSV, "report-csv-payments"),
    (endpoint::EXPORT_REPORTS_CSV, "report-csv-reports"),
];

/// A cycle's figures at this moment, its reports, its survey.
#[component]
pub fn Reports(props: &ReportProps) -> Html {
    let t = use_t();
    let current = use_current();
    let cycle = props.id.parse::<Id>().ok();
    use_zone(cycle);
    let figures = use_remote::<Figures>(&path(endpoint::CYCLE_DELIVERY, &[&props.id]));
    let list = use_remote::<List>(&with_query(endpoint::REPORTS, &[("cycle_id", &props.id)]));
    html! {
        <Page title={t.t("report-title")} of={cycle}>
            <p class="lead">{ t.t("report-lead") }</p>
            { view(t, &figures, |figures| html! {
                <>
                    { summary(t, figures) }
                    { promises(t, &current, figures) }
                </>
            }) }
            <p class="buttons">
                { for FILES.map(|(file, words)| html! { <a href={with_query(file, &[("cycle", &props.id)])}>{ t.t(words) }</a> }) }
                <Link to={Route::Works { cycle: props.id.to_string() }}>{ t.t("report-works") }</Link>
                <Link to={Route::Money { cycle: props.id.to_string() }}>{ t.t("report-money") }</Link>
            </p>
            { view(t, &list, |list| published(t, &current, &list.items)) }
            <Survey cycle={props.id.clone()} />
        </Page>
    }
}

fn name(t: &Texts, current: &Current, brief: &Brief) -> String {
    match (brief.kind, brief.district_id, &brief.project) {
        (ReportKind::Project, _, Some(number)) => format!("{}: {number}", t.code(brief.kind)),
        (ReportKind::District, Some(id), _) => {
            format!("{}: {}", t.code(brief.kind), current.district_name(id, t.lang()))
        }
        _ => t.code(brief.kind),
    }
}

fn published(t: &Texts, current: &Current, items: &[Brief]) -> Html {
    let shown = items.iter().filter_map(|brief| Some((brief, brief.published_at?)));
    let rows: Vec<Html> = shown
        .map(|(brief, at)| {
            html! {
                <li>
                    <Link to={Route::Report { id: brief.id.to_string() }}>{ name(t, current, brief) }</Link>
                    { format!(", {}", format::date(t.lang(), at)) }
                </li>
            }
        })
        .collect();
    html! {
        <section>
            <h2>{ t.t("report-published") }</h2>
            if rows.is_empty() { <p>{ t.t("report-none") }</p> } else { <ul>{ for rows }</ul> }
        </section>
    }
}

/// A published report beside the one of the year before.
#[component]
pub fn ReportPage(props: &ReportProps) -> Html {
    let t = use_t();
    let current = use_current();
    let report = use_remote::<Report>(&path(endpoint::REPORT, &[&props.id]));
    let cycle = report.body().map(|report| report.brief.cycle_id);
    use_zone(cycle);
    let title = report.body().map_or_else(|| t.t("report-title"), |report| name(t, &current, &report.brief));
    html! {
        <Page {title} of={cycle}>
            { view(t, &report, |report| whole(t, &current, report)) }
        </Page>
    }
}

fn whole(t: &Texts, current: &Current, report: &Report) -> Html {
    let Report { brief, text, figures, previous } = report;
    let lang = t.lang();
    let at = brief.published_at.map(|at| t.t_args("report-published-on", &[("date", format::date(lang, at).into())]));
    html! {
        <>
            { for text.get(lang).lines().map(|line| html! { <p>{ line }</p> }) }
            { summary(t, figures) }
            if let Some(previous) = previous {
                { compare(t, figures, (previous.cycle.get(lang), &previous.figures)) }
                <p><Link to={Route::Report { id: previous.brief.id.to_string() }}>{ t.t("report-previous") }</Link></p>
            }
            { promises(t, current, figures) }
            if let Some(hash) = &brief.hash {
                <p class="hint">
                    { at }{ " " }{ t.t("report-hash") }{ " " }<span class="hash">{ hash }</span>{ " " }
                    <a href={path(endpoint::REPORT_FIGURES, &[&brief.id.to_string()])}>{ t.t("report-figures") }</a>
                </p>
            }
            <p class="buttons">
                <Link to={Route::Reports { cycle: brief.cycle_id.to_string() }}>{ t.t("report-all") }</Link>
            </p>
        </>
    }
}
