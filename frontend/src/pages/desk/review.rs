//! One proposal on the reviewer's desk: what it says, what it costs, the criteria with their clauses, the decision.

use api_types::body::{Body, BodyList};
use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::project::Project;
use api_types::proposal::{Review, ReviewCreate};
use domain::rules::{BodyRule, Criterion};
use domain::{Code, Currency, Id, ProposalState, ReviewDecision, ReviewKind, UserText, body::task_of};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use super::appeal::DecideAppeal;
use super::both::{Both, required, text};
use super::sign_in_first;
use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Radios, Select};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::words::{version, words_block};
use crate::format;
use crate::hooks::{Current, Fault, use_current, use_form, use_remote, use_remote_if, use_t};
use crate::pages::project::facts::{decisions, estimate_table};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// What the desk needs of a rule version.
#[derive(Clone, PartialEq, Deserialize)]
pub struct RulesShown {
    /// The document.
    pub document: DocumentShown,
}

/// What the desk needs of the rules themselves.
#[derive(Clone, PartialEq, Deserialize)]
pub struct DocumentShown {
    /// The clauses to which a decision refers.
    pub criteria: Vec<Criterion>,
    /// Who is entrusted with what.
    pub bodies: Vec<BodyRule>,
}

/// Properties of [`ReviewPage`].
#[derive(Properties, PartialEq)]
pub struct ReviewProps {
    /// Id of the proposal.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn ReviewPage(props: &ReviewProps) -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let project = use_remote::<Project>(&path(endpoint::PROJECT, &[&props.id]));
    let cycle = use_remote_if::<Cycle>(
        project.body().map(|project| path(endpoint::CYCLE, &[&project.brief.cycle_id.to_string()])),
    );
    let rules = use_remote_if::<RulesShown>(cycle.body().and_then(|cycle| {
        let number = cycle.rules_number?.to_string();
        Some(path(endpoint::CYCLE_RULES_VERSION, &[&cycle.brief.id.to_string(), &number]))
    }));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let title = project.body().map_or_else(
        || t.t("nav-queue"),
        |found| version(t.lang(), &found.brief.title, &found.brief.titles).text.clone(),
    );
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &project, |project_body| {
            let currency = cycle.body().map_or(Currency::Kzt, |cycle| cycle.brief.currency);
            html! {
                <>
                    { said(t, &current, project_body, currency) }
                    { view(t, &rules, |rules| view(t, &bodies, |bodies| {
                        let own = bodies.items.iter().filter(|body| mine.contains(&body.id)).cloned().collect::<Vec<_>>();
                        deciding(t, project_body, &rules.document, own, &project.reload)
                    })) }
                </>
            }
        })
    });
    html! {
        <Page {title} above={html! { <p class="above"><Link to={DeskRoute::Queue}>{ t.t("nav-queue") }</Link></p> }}>
            { content }
        </Page>
    }
}

/// What the proposal says and costs, and what was decided before.
fn said(t: &Texts, current: &Current, project: &Project, currency: Currency) -> Html {
    let brief = &project.brief;
    let revision = &project.revision;
    let original = UserText { lang: revision.lang, text: revision.body.clone() };
    let others: Vec<UserText> =
        revision.translations.iter().map(|one| UserText { lang: one.lang, text: one.body.clone() }).collect();
    html! {
        <>
            <p class="meta">
                { badge(&t.code(brief.state), Tone::of_proposal(brief.state)) }
                <span>{ brief.number.clone() }</span>
                <span>{ current.district_name(brief.district_id, t.lang()) }</span>
                <strong class="amount">{ format::money(t.lang(), brief.cost, currency) }</strong>
                <span>{ t.t_args("desk-revision", &[("number", i64::from(revision.number).into())]) }</span>
            </p>
            { words_block(&original) }
            { for others.iter().map(|one| html! {
                <details><summary>{ t.code(one.lang) }</summary>{ words_block(one) }</details>
            }) }
            if let Some(place) = &revision.place { <p>{ t.t("project-place") }{ ": " }{ &place.address }</p> }
            <h2>{ t.t("project-estimate") }</h2>
            { estimate_table(t, &revision.estimate, currency) }
            { decisions(t, project) }
        </>
    }
}

fn deciding(t: &Texts, project: &Project, rules: &DocumentShown, own: Vec<Body>, done: &Callback<()>) -> Html {
    let brief = &project.brief;
    match (brief.state, &project.appeal) {
        (ProposalState::Appealed, Some(appeal)) if appeal.decided_at.is_none() => html! {
            <DecideAppeal appeal={appeal.id} bodies={own} {done} />
        },
        (ProposalState::Submitted | ProposalState::UnderReview, _) => html! {
            <Decide project={brief.id} district={brief.district_id} revision={project.revision.number}
                rules={rules.clone()} bodies={own} {done} />
        },
        (state, _) => html! {
            <div class="notice calm">
                <p>{ t.t_args("desk-no-decision", &[("state", t.code(state).into())]) }</p>
                <p><Link to={DeskRoute::Queue} class="button secondary">{ t.t("desk-next-in-queue") }</Link></p>
            </div>
        },
    }
}

#[derive(Properties, PartialEq)]
struct DecideProps {
    project: Id,
    district: Id,
    revision: i32,
    rules: DocumentShown,
    bodies: Vec<Body>,
    done: Callback<()>,
}

/// In whose name one may decide: each kind of review with each own body that the rules entrust with it.
fn offices(t: &Texts, props: &DecideProps) -> Vec<Choice> {
    let mut found = Vec::new();
    for kind in [ReviewKind::Formal, ReviewKind::Clearance, ReviewKind::Council] {
        for body in &props.bodies {
            let near = body.district_id.is_none_or(|district| district == props.district);
            let entrusted = |rule: &BodyRule| rule.kind == body.kind && rule.tasks.contains(&task_of(kind));
            if near && props.rules.bodies.iter().any(entrusted) {
                let words = format!("{} · {}", t.code(kind), body.name.get(t.lang()));
                found.push(Choice::new(format!("{kind} {}", body.id), words));
            }
        }
    }
    found
}

/// The decision: accept, return or reject; the latter two with a clause, a rejection with the fact, all with a public reason.
#[component]
fn Decide(props: &DecideProps) -> Html {
    let t = use_t();
    let offices = offices(t, props);
    let form = use_form([("office", offices.first().map(|office| office.value.clone()).unwrap_or_default())]);
    let onsubmit = {
        let (form, project, revision, done) = (form.clone(), props.project, props.revision, props.done.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let decision = ReviewDecision::parse(&form.value("decision"));
            let office = form.value("office");
            let office =
                office.split_once(' ').and_then(|(kind, body)| Some((ReviewKind::parse(kind)?, body.parse().ok()?)));
            if decision.is_none() {
                faults.push(Fault::new("decision", t.t("form-required")));
            }
            if office.is_none() {
                faults.push(Fault::new("office", t.t("form-required")));
            }
            let clause = Some(form.text("clause")).filter(|clause| !clause.is_empty());
            if decision.is_some_and(|decision| decision != ReviewDecision::Accept) && clause.is_none() {
                faults.push(Fault::new("clause", t.t("refusal-clause_required")));
            }
            let rejecting = decision == Some(ReviewDecision::Reject);
            let fact = if rejecting { Some(required(t, &form, "fact", &mut faults)) } else { text(&form, "fact") };
            let reason = required(t, &form, "reason", &mut faults);
            let (true, Some(decision), Some((kind, body_id))) = (form.check(faults), decision, office) else { return };
            let (clause, fact) = if decision == ReviewDecision::Accept { (None, None) } else { (clause, fact) };
            let body = ReviewCreate { kind, revision, body_id, decision, clause, fact, reason };
            let done = done.clone();
            let address = path(endpoint::PROPOSAL_REVIEWS, &[&project.to_string()]);
            let request = async move { api::post::<_, Review>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    if offices.is_empty() {
        return html! { <p class="notice">{ t.t("desk-no-office") }</p> };
    }
    let decision = ReviewDecision::parse(&form.value("decision"));
    let decisions =
        ReviewDecision::ALL.iter().map(|decision| Choice::new(decision.code(), t.code(*decision))).collect::<Vec<_>>();
    let clauses: Vec<Choice> = props
        .rules
        .criteria
        .iter()
        .map(|one| Choice::new(&one.clause, format!("{} {}", one.clause, one.text.get(t.lang()))))
        .collect();
    let against = decision.is_some_and(|decision| decision != ReviewDecision::Accept);
    html! {
        <>
            <h2>{ t.t("desk-criteria") }</h2>
            <dl class="facts">
                { for props.rules.criteria.iter().map(|one| html! {
                    <><dt>{ &one.clause }</dt><dd>{ one.text.get(t.lang()) }</dd></>
                }) }
            </dl>
            <h2>{ t.t("desk-decide") }</h2>
            <FormFrame form={form.clone()} submit={t.t("desk-decide-submit")} {onsubmit}>
                <Select form={form.clone()} name="office" label={t.t("desk-office")} choices={offices} />
                <Radios form={form.clone()} name="decision" label={t.t("desk-decision")} choices={decisions} />
                if against {
                    <Select form={form.clone()} name="clause" label={t.t("desk-clause")} choices={clauses} />
                }
                if decision == Some(ReviewDecision::Reject) {
                    <Both form={form.clone()} name="fact" label={t.t("desk-fact")} hint={t.t("desk-fact-hint")} />
                }
                <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </>
    }
}
