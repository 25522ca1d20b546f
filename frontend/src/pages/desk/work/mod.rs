//! One work on the executor's desk: where it stands, what may happen next, its milestones, news, acceptance and defects.

mod acceptance;
mod defects;
mod milestones;
mod news;
mod step;
mod verdicts;

use api_types::body::BodyList;
use api_types::endpoint::{self, path};
use api_types::work::{Work, WorkContract, WorkStep};
use domain::{Operation, WorkEvent};
use i18n::Texts;
use yew::prelude::*;

use self::acceptance::Accept;
use self::defects::Defects;
use self::milestones::Milestones;
use self::news::News;
use self::step::StepForm;
use self::verdicts::disputes;
use super::works::{offices, standing};
use super::{may, sign_in_first, use_phase};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::components::timeline::{Step, TimelineItem, timeline};
use crate::format;
use crate::hooks::{use_remote, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// Properties of [`WorkDesk`].
#[derive(Properties, PartialEq)]
pub struct WorkProps {
    /// Id of the work.
    pub id: AttrValue,
}

/// What happens elsewhere: with its contract, its act, a defect.
const ELSEWHERE: [WorkEvent; 4] =
    [WorkEvent::SignContract, WorkEvent::Accept, WorkEvent::ClaimWarranty, WorkEvent::OrderRepair];

/// The page.
#[component]
pub fn WorkDesk(props: &WorkProps) -> Html {
    let t = use_t();
    let session = use_session();
    let work = use_remote::<Work>(&path(endpoint::WORK, &[&props.id]));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let title = work.body().map_or_else(|| t.t("desk-works"), |work| work.brief.name.get(t.lang()).to_owned());
    let phase = use_phase(work.body().map(|work| work.brief.cycle_id));
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &work, |one| {
            let reload = &work.reload;
            let may = may(&session, Operation::ManageWorks, one.brief.district_id, phase);
            let possible: Vec<WorkEvent> = one.possible.iter().copied().filter(|event| !ELSEWHERE.contains(event)).collect();
            let offices = offices(t, bodies.body(), &mine);
            let id = one.brief.id;
            // Forms begin anew when the work has changed.
            let key = one.version.to_string();
            html! {
                <>
                    { standing(t, &one.brief) }
                    { facts(t, one) }
                    if may && !possible.is_empty() {
                        <StepForm key={format!("step-{key}")} work={id} {possible} envelopes={envelopes(one)} done={reload.clone()} />
                    }
                    if may && one.possible.contains(&WorkEvent::Accept) {
                        <Accept key={format!("accept-{key}")} work={id} offices={offices.clone()} done={reload.clone()} />
                    }
                    { disputes(t, &one.verdicts, may, reload) }
                    { contracts(t, one) }
                    <Milestones work={id} end={one.brief.due_on} milestones={one.milestones.clone()} {offices} {may} done={reload.clone()} />
                    <News work={id} updates={one.updates.clone()} {may} done={reload.clone()} />
                    <Defects work={id} defects={one.defects.clone()} may_report={may && one.possible.contains(&WorkEvent::ClaimWarranty)} may_order={may && one.possible.contains(&WorkEvent::OrderRepair)} {may} done={reload.clone()} />
                    <h2>{ t.t("desk-work-history") }</h2>
                    { history(t, &one.events) }
                </>
            }
        })
    });
    let back = work.body().map_or(DeskRoute::Cycles, |work| DeskRoute::Works { id: work.brief.cycle_id.to_string() });
    html! {
        <Page {title} above={html! { <p class="above"><Link to={back}>{ t.t("desk-works") }</Link></p> }}>{ content }</Page>
    }
}

/// Envelopes that pay for the work, by the name of their ballot item.
fn envelopes(work: &Work) -> Vec<(domain::Id, String)> {
    let mut found: Vec<(domain::Id, String)> = Vec::new();
    for item in &work.items {
        if !found.iter().any(|(id, _)| *id == item.envelope_id) {
            found.push((item.envelope_id, format!("№ {} {}", item.number, item.name.ru)));
        }
    }
    found
}

fn facts(t: &Texts, work: &Work) -> Html {
    let lang = t.lang();
    let brief = &work.brief;
    let money = |amount| format::money(lang, amount, brief.currency);
    let rows = [
        ("ledger-account-reserved", brief.money.reserved),
        ("ledger-account-committed", brief.money.committed),
        ("ledger-account-paid", brief.money.paid),
        ("ledger-account-saved", brief.money.saved),
        ("ledger-account-lapsed", brief.money.lapsed),
    ];
    html! {
        <>
            if let Some(text) = &work.description { <p>{ text.get(lang) }</p> }
            <dl class="facts">
                <dt>{ t.t("desk-work-body") }</dt><dd>{ brief.body.get(lang) }</dd>
                <dt>{ t.t("desk-work-from") }</dt>
                <dd>{ for work.items.iter().map(|item| html! {
                    <>{ item.project.as_ref().and_then(|project| project.number.clone()) }{ " " }{ item.name.get(lang) }{ ": " }<span class="amount">{ money(item.amount) }</span><br /></>
                }) }</dd>
                <dt>{ t.t("desk-fiscal-year") }</dt><dd>{ brief.fiscal_year }</dd>
                <dt>{ t.t("desk-work-decided") }</dt><dd class="amount">{ money(brief.amount) }</dd>
                { for rows.into_iter().filter(|(_, amount)| *amount != domain::Money::ZERO).map(|(key, amount)| html! {
                    <><dt>{ t.t(key) }</dt><dd class="amount">{ money(amount) }</dd></>
                }) }
                if brief.confirms + brief.disputes > 0 {
                    <dt>{ t.t("desk-work-verdicts") }</dt>
                    <dd>{ t.t_args("desk-work-verdicts-count", &[("confirms", brief.confirms.into()), ("disputes", brief.disputes.into())]) }</dd>
                }
                if let Some(until) = brief.warranty_until { <dt>{ t.t("desk-work-warranty") }</dt><dd>{ format::day(lang, until) }</dd> }
            </dl>
        </>
    }
}

fn contracts(t: &Texts, work: &Work) -> Html {
    let cycle = work.brief.cycle_id.to_string();
    let one = |contract: &WorkContract| {
        html! {
            <li>
                <Link to={DeskRoute::Contract { id: contract.id.to_string() }}>{ format!("№ {}", contract.number) }</Link>
                { " · " }{ &contract.supplier }{ " · " }{ t.code(contract.state) }{ " · " }
                <span class="amount">{ format::money(t.lang(), contract.amount, work.brief.currency) }</span>
            </li>
        }
    };
    html! {
        <section>
            <h2>{ t.t("desk-contracts") }</h2>
            if work.contracts.is_empty() { <p>{ t.t("desk-contract-none") }</p> }
            <ul>{ for work.contracts.iter().map(one) }</ul>
            <p><Link to={DeskRoute::Contracts { id: cycle }} class="button secondary small">{ t.t("desk-contract-all") }</Link></p>
        </section>
    }
}

fn history(t: &Texts, events: &[WorkStep]) -> Html {
    let lang = t.lang();
    let last = events.len().saturating_sub(1);
    timeline(events.iter().enumerate().map(|(at, event)| TimelineItem {
        step: if at == last { Step::Current } else { Step::Past },
        title: t.code(event.event),
        detail: html! {
            <>
                { minute(t, event.at) }
                if let Some(year) = event.fiscal_year { { " · " }{ t.t("desk-fiscal-year") }{ ": " }{ year } }
                if let Some(act) = &event.act { { " · " }{ t.t_args("desk-act-cited", &[("number", act.number.clone().into()), ("date", format::day(lang, act.date).into())]) } }
                if let Some(supplier) = event.detail.as_ref().and_then(|detail| detail.supplier.clone()) { { " · " }{ supplier } }
                if let Some(reason) = &event.reason { <br />{ reason.get(lang) } }
            </>
        },
    }))
}
