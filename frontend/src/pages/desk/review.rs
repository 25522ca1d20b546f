//! One proposal on the reviewer's desk: what it says, what it costs, the criteria with their clauses, the decision. A whole queue
//! goes by without a mouse: letters decide and walk, Ctrl+Enter publishes and brings the next one.

use api_types::body::{Body, BodyList};
use api_types::cycle::Cycle;
use api_types::duty::DutyPage;
use api_types::endpoint::{self, path};
use api_types::project::Project;
use domain::rules::{BodyRule, Criterion};
use domain::{Currency, Id, ProposalState, UserText};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use super::appeal::DecideAppeal;
use super::carry::CarryOver;
use super::decide::Decide;
use super::keys::{help, use_keys, use_keys_switch};
use super::queue::waiting;
use super::reshape::Reshape;
use super::sign_in_first;
use crate::components::badge::{Tone, badge};
use crate::components::form::Choice;
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::words::{version, words_block};
use crate::format;
use crate::hooks::{Current, UseRemote, use_current, use_go, use_remote, use_remote_if, use_t};
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
    /// What authors may do.
    pub proposals: AuthorsShown,
}

/// What the desk needs of the rules for authors.
#[derive(Clone, PartialEq, Deserialize)]
pub struct AuthorsShown {
    /// Whether a proposal may go back to be reworked.
    pub rework: bool,
}

/// Where a proposal stands in the queue.
struct Place {
    /// From 1; none once it is no longer in it.
    at: Option<usize>,
    of: usize,
    previous: Option<Id>,
    next: Option<Id>,
}

impl Place {
    fn new(queue: &[Id], id: &str) -> Self {
        let at = queue.iter().position(|other| other.to_string() == id);
        let near = |place: Option<usize>| place.and_then(|place| queue.get(place)).copied();
        let next = at.map_or(Some(0), |at| at.checked_add(1));
        Self {
            at: at.map(|at| at + 1),
            of: queue.len(),
            previous: near(at.and_then(|at| at.checked_sub(1))),
            next: near(next),
        }
    }
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
    let go = use_go();
    let session = use_session();
    let current = use_current();
    let (keys_on, switch) = use_keys_switch();
    let duties = use_remote_if::<DutyPage>(session.me().map(|_| endpoint::ME_DUTIES.to_owned()));
    let project = use_remote::<Project>(&path(endpoint::PROJECT, &[&props.id]));
    let cycle = use_remote_if::<Cycle>(
        project.body().map(|project| path(endpoint::CYCLE, &[&project.brief.cycle_id.to_string()])),
    );
    let rules = use_remote_if::<RulesShown>(cycle.body().and_then(|cycle| {
        let number = cycle.rules_number?.to_string();
        Some(path(endpoint::CYCLE_RULES_VERSION, &[&cycle.brief.id.to_string(), &number]))
    }));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    // What was decided a moment ago, said on the page of the next one.
    let decided = use_state(|| None::<String>);
    let queue: Vec<Id> = duties
        .body()
        .map(|page| waiting(&page.items).iter().filter_map(|duty| Some(duty.project.as_ref()?.id)).collect())
        .unwrap_or_default();
    let place = Place::new(&queue, &props.id);
    {
        let (go, previous, next) = (go.clone(), place.previous, place.next);
        use_keys(keys_on, move |key| {
            let to = match key.code.as_str() {
                "KeyJ" => next,
                "KeyK" => previous,
                _ => return false,
            };
            if key.typing || key.ctrl {
                return false;
            }
            if let Some(id) = to {
                go.emit(DeskRoute::Review { id: id.to_string() }.into());
            }
            true
        });
    }
    let done = {
        let (go, decided, reload) = (go.clone(), decided.setter(), duties.reload.clone());
        let (again, next) = (project.reload.clone(), place.next.or(place.previous));
        let number = project.body().and_then(|project| project.brief.number.clone()).unwrap_or_default();
        Callback::from(move |()| {
            decided.set(Some(number.clone()));
            reload.emit(());
            match next {
                Some(id) => go.emit(DeskRoute::Review { id: id.to_string() }.into()),
                None => again.emit(()),
            }
        })
    };
    let reload = {
        let (duties, project) = (duties.reload.clone(), project.reload.clone());
        Callback::from(move |()| {
            duties.emit(());
            project.emit(());
        })
    };
    let title = project.body().map_or_else(
        || t.t("nav-queue"),
        |found| version(t.lang(), &found.brief.title, &found.brief.titles).text.clone(),
    );
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    let content = sign_in_first(t, &session).unwrap_or_else(|| html! {
        <>
            if let Some(number) = &*decided {
                <p class="notice good" role="status">{ t.t_args("desk-decided", &[("number", number.clone().into())]) }</p>
            }
            { walk(t, &place) }
            { help(t, if is_appealed(&project) { "desk-walk-keys" } else { "desk-review-keys" }, keys_on, switch) }
            { view(t, &project, |found| {
                let currency = cycle.body().map_or(Currency::Kzt, |cycle| cycle.brief.currency);
                html! {
                    <div class="columns">
                        <div>
                            { said(t, &current, found, currency) }
                            { rules.body().map(|rules| criteria(t, &rules.document.criteria, keys_on)) }
                        </div>
                        <div class="stays">
                            { view(t, &rules, |rules| view(t, &bodies, |bodies| {
                                let own = bodies.items.iter().filter(|body| mine.contains(&body.id)).cloned().collect::<Vec<_>>();
                                deciding(t, found, &rules.document, own, keys_on, &done)
                            })) }
                            { cycle.body().map(|cycle| html! {
                                <Reshape key={found.brief.id.to_string()} project={found.clone()} categories={categories(t, cycle)}
                                    done={done.clone()} reload={reload.clone()} />
                            }) }
                        </div>
                    </div>
                }
            }) }
        </>
    });
    html! {
        <Page {title} above={html! { <p class="above"><Link to={DeskRoute::Queue}>{ t.t("nav-queue") }</Link></p> }}>
            { content }
        </Page>
    }
}

fn categories(t: &Texts, cycle: &Cycle) -> Vec<Choice> {
    cycle.categories.iter().map(|one| Choice::new(&one.code, one.name.get(t.lang()))).collect()
}

fn is_appealed(project: &UseRemote<Project>) -> bool {
    project.body().is_some_and(|project| project.brief.state == ProposalState::Appealed)
}

/// The clauses, the first nine with the digit that names them.
fn criteria(t: &Texts, criteria: &[Criterion], keys: bool) -> Html {
    html! {
        <>
            <h2>{ t.t("desk-criteria") }</h2>
            <dl class="facts">
                { for criteria.iter().zip(1..).map(|(one, digit)| html! {
                    <>
                        <dt>{ &one.clause }if keys && digit <= 9 { { " " }<kbd>{ digit }</kbd> }</dt>
                        <dd>{ one.text.get(t.lang()) }</dd>
                    </>
                }) }
            </dl>
        </>
    }
}

/// "3 of 100", and the neighbours.
fn walk(t: &Texts, place: &Place) -> Html {
    let link = |key: &str, to: Option<Id>| {
        to.map(|id| html! { <Link to={DeskRoute::Review { id: id.to_string() }} class="button secondary small">{ t.t(key) }</Link> })
    };
    html! {
        <p class="meta">
            if let Some(at) = place.at {
                <strong>{ t.t_args("desk-place", &[("at", at.into()), ("of", place.of.into())]) }</strong>
            }
            { link("desk-previous", place.previous) }
            { link("desk-following", place.next) }
        </p>
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

fn deciding(
    t: &Texts,
    project: &Project,
    rules: &DocumentShown,
    own: Vec<Body>,
    keys: bool,
    done: &Callback<()>,
) -> Html {
    let brief = &project.brief;
    // A key of its own, so that nothing typed for one proposal stays in the form of the next.
    let key = format!("{}-{}", brief.id, project.revision.number);
    match (brief.state, &project.appeal) {
        (ProposalState::Appealed, Some(appeal)) if appeal.decided_at.is_none() => html! {
            <DecideAppeal {key} appeal={appeal.id} bodies={own} {done} />
        },
        (ProposalState::Submitted | ProposalState::UnderReview, _) => html! {
            <Decide {key} project={brief.id} district={brief.district_id} revision={project.revision.number}
                rules={rules.clone()} bodies={own} {keys} {done} />
        },
        (state, _) => html! {
            <div class="notice calm">
                <p>{ t.t_args("desk-no-decision", &[("state", t.code(state).into())]) }</p>
                <p><Link to={DeskRoute::Queue} class="button secondary">{ t.t("desk-next-in-queue") }</Link></p>
                <CarryOver {key} project={brief.id} cycle={brief.cycle_id} {done} />
            </div>
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_has_neighbours_and_after_the_last_one_the_queue_ends() {
        let queue: Vec<Id> = (1..=3).map(Id::from_u128).collect();
        let place = Place::new(&queue, &queue[1].to_string());
        assert_eq!((place.at, place.of, place.previous, place.next), (Some(2), 3, Some(queue[0]), Some(queue[2])));
        let last = Place::new(&queue, &queue[2].to_string());
        assert_eq!((last.previous, last.next), (Some(queue[1]), None));
        let gone = Place::new(&queue, &Id::from_u128(9).to_string());
        assert_eq!((gone.at, gone.previous, gone.next), (None, None, Some(queue[0])));
    }
}
