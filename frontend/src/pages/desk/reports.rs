//! Reports of a cycle: begun, written in two languages, published with figures that are frozen from then on.

use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::report::{Report, ReportBrief, ReportCreate, ReportEdit, ReportList};
use domain::{Code, Id, Operation, ReportKind, ReportState, Role};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::both::{Both, required};
use super::input::Input;
use super::{holds, may, sign_in_first, use_phase};
use crate::api;
use crate::api::paths::with_query;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::format;
use crate::hooks::{Current, use_current, use_form, use_go, use_remote, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// Properties of [`Reports`] and [`ReportDesk`].
#[derive(Properties, PartialEq)]
pub struct ReportProps {
    /// Id of the cycle, or of the report.
    pub id: AttrValue,
}

/// The list.
#[component]
pub fn Reports(props: &ReportProps) -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let reports = use_remote::<ReportList>(&with_query(endpoint::REPORTS, &[("cycle_id", &props.id)]));
    let may = holds(&session, Role::Organiser) || holds(&session, Role::Executor);
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| {
            html! {
                <>
                    <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                    { view(t, &reports, |list| html! {
                        <>
                            if list.items.is_empty() { <p>{ t.t("desk-report-none") }</p> }
                            <ul class="cards one tight">{ for list.items.iter().map(|one| card(t, &current, one)) }</ul>
                        </>
                    }) }
                    if may { <Begin cycle={cycle.brief.id} districts={districts(t, &current)} /> }
                </>
            }
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-reports")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

fn districts(t: &Texts, current: &Current) -> Vec<Choice> {
    let all = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    all.iter().map(|district| Choice::new(district.id, district.name.get(t.lang()))).collect()
}

/// Kind, district or project.
fn about(t: &Texts, current: &Current, one: &ReportBrief) -> String {
    let place = match (&one.project, one.district_id) {
        (Some(project), _) => project.clone(),
        (None, Some(id)) => current.district_name(id, t.lang()),
        (None, None) => return t.code(one.kind),
    };
    format!("{}: {place}", t.code(one.kind))
}

fn state(t: &Texts, one: &ReportBrief) -> Html {
    let tone = if one.state == ReportState::Published { Tone::Good } else { Tone::Warn };
    badge(&t.code(one.state), tone)
}

fn card(t: &Texts, current: &Current, one: &ReportBrief) -> Html {
    html! {
        <li class="card" key={one.id.to_string()}>
            <p class="meta">{ state(t, one) }{ one.published_at.map(|at| minute(t, at)) }</p>
            <h2><Link to={DeskRoute::Report { id: one.id.to_string() }}>{ about(t, current, one) }</Link></h2>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct BeginProps {
    cycle: Id,
    districts: Vec<Choice>,
}

/// A new report.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let t = use_t();
    let go = use_go();
    let form = use_form([]).scoped("begin");
    let kind = ReportKind::parse(&form.value("kind"));
    let onsubmit = {
        let (form, cycle_id) = (form.clone(), props.cycle);
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let kind = ReportKind::parse(&form.value("kind"));
            if kind.is_none() {
                input.fault("kind", "form-required");
            }
            let district_id = if kind == Some(ReportKind::District) { input.chosen("district_id") } else { None };
            let project = (kind == Some(ReportKind::Project)).then(|| input.text("project"));
            let text = required(t, &form, "text", &mut input.faults);
            let (true, Some(kind)) = (input.done(), kind) else { return };
            let body = ReportCreate { cycle_id, kind, district_id, project, text };
            let go = go.clone();
            let request = async move { api::post::<_, Report>(endpoint::REPORTS, &body).await };
            form.send(t, request, move |reply| {
                go.emit(DeskRoute::Report { id: reply.body.brief.id.to_string() }.into())
            });
        })
    };
    let kinds: Vec<Choice> = ReportKind::ALL.iter().map(|kind| Choice::new(kind.code(), t.code(*kind))).collect();
    html! {
        <details>
            <summary>{ t.t("desk-report-begin") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-report-begin")} {onsubmit}>
                <Select form={form.clone()} name="kind" label={t.t("desk-report-kind")} choices={kinds} />
                if kind == Some(ReportKind::District) {
                    <Select form={form.clone()} name="district_id" label={t.t("projects-district")} choices={props.districts.clone()} />
                }
                if kind == Some(ReportKind::Project) {
                    <TextField form={form.clone()} name="project" label={t.t("desk-report-project")} autocomplete="off" />
                }
                <Both form={form.clone()} name="text" label={t.t("desk-report-text")} hint={t.t("desk-report-text-hint")} />
            </FormFrame>
        </details>
    }
}

/// One report: its words, the figures of this moment, and what publishes it.
#[component]
pub fn ReportDesk(props: &ReportProps) -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let report = use_remote::<Report>(&path(endpoint::REPORT, &[&props.id]));
    let phase = use_phase(report.body().map(|report| report.brief.cycle_id));
    let title = report.body().map_or_else(|| t.t("desk-reports"), |report| about(t, &current, &report.brief));
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &report, |one| html! {
            <>
                <p class="meta">{ state(t, &one.brief) }{ one.brief.published_at.map(|at| minute(t, at)) }</p>
                { figures(t, one) }
                if one.brief.state == ReportState::Published {
                    <h2>{ t.t("desk-report-text") }</h2>
                    <p class="text">{ one.text.get(t.lang()) }</p>
                    if let Some(hash) = &one.brief.hash { <p class="hint hash">{ t.t_args("result-hash", &[("hash", hash.clone().into())]) }</p> }
                } else if may(&session, Operation::PublishReport, one.brief.district_id, phase) {
                    <Write key={one.brief.version.to_string()} report={one.clone()} done={report.reload.clone()} />
                }
            </>
        })
    });
    let back =
        report.body().map_or(DeskRoute::Cycles, |report| DeskRoute::Reports { id: report.brief.cycle_id.to_string() });
    html! {
        <Page {title} above={html! { <p class="above"><Link to={back}>{ t.t("desk-reports") }</Link></p> }}>{ content }</Page>
    }
}

/// The figures: they come from data, nobody types them.
fn figures(t: &Texts, report: &Report) -> Html {
    let figures = &report.figures;
    let money = |amount| format::money(t.lang(), amount, figures.currency);
    let count = |number: i64| format::number(t.lang(), number);
    let rows = [
        ("desk-figure-submitted", count(figures.submitted)),
        ("desk-figure-voters", count(figures.voters)),
        ("desk-figure-funded", count(figures.funded)),
        ("desk-figure-promised", money(figures.promised)),
        ("desk-figure-contracted", money(figures.contracted)),
        ("desk-figure-paid", money(figures.paid)),
        ("desk-figure-works", count(figures.works.total)),
        ("desk-figure-accepted", count(figures.works.accepted)),
        ("desk-figure-late", count(figures.works.late)),
        ("desk-figure-disputes", count(figures.disputes)),
        ("desk-figure-duties", format!("{} / {}", count(figures.duties_met), count(figures.duties_due))),
    ];
    html! {
        <section>
            <h2>{ t.t("desk-figures") }</h2>
            <p class="hint">{ t.t(if report.brief.state == ReportState::Published { "desk-figures-frozen" } else { "desk-figures-now" }) }{ " " }{ minute(t, figures.at) }</p>
            <dl class="facts">{ for rows.into_iter().map(|(key, value)| html! { <><dt>{ t.t(key) }</dt><dd>{ value }</dd></> }) }</dl>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct WriteProps {
    report: Report,
    done: Callback<()>,
}

/// The words of a draft, and its publication.
#[component]
fn Write(props: &WriteProps) -> Html {
    let t = use_t();
    let (id, version) = (props.report.brief.id.to_string(), format!("\"{}\"", props.report.brief.version));
    let form = use_form([("text/kk", props.report.text.kk.clone()), ("text/ru", props.report.text.ru.clone())]);
    let publish = use_form([]).scoped("publish");
    let saved = props.report.text.kk == form.text("text/kk") && props.report.text.ru == form.text("text/ru");
    let onsave = {
        let (form, done, id, version) = (form.clone(), props.done.clone(), id.clone(), version.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let text = required(t, &form, "text", &mut input.faults);
            if !input.done() {
                return;
            }
            let (address, version, done) = (path(endpoint::REPORT, &[&id]), version.clone(), done.clone());
            let request =
                async move { api::put::<_, IgnoredAny>(&address, &ReportEdit { text }, Some(&version)).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let onpublish = {
        let (publish, done) = (publish.clone(), props.done.clone());
        Callback::from(move |()| {
            let (address, version, done) = (path(endpoint::REPORT_PUBLICATION, &[&id]), version.clone(), done.clone());
            let request = async move {
                api::post_version::<_, IgnoredAny>(&address, &serde_json::json!({}), Some(&version)).await
            };
            publish.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <>
            <FormFrame form={form.clone()} submit={t.t("save")} onsubmit={onsave}>
                <Both form={form.clone()} name="text" label={t.t("desk-report-text")} hint={t.t("desk-report-text-hint")} />
            </FormFrame>
            if saved {
                <h2>{ t.t("desk-report-publish") }</h2>
                <p>{ t.t("desk-report-publish-text") }</p>
                <FormFrame form={publish.clone()} submit={t.t("desk-report-publish")} onsubmit={onpublish} />
            } else {
                <p class="notice calm" role="status">{ t.t("desk-report-unsaved") }</p>
            }
        </>
    }
}
