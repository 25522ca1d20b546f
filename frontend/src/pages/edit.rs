//! Going on with a draft, or reworking a returned proposal: the form of a new one, filled.

use std::rc::Rc;

use api_types::cycle::Cycle;
use api_types::endpoint::{CITY_DISTRICTS, CYCLE, ME_PROPOSAL, path};
use api_types::project::Project;
use domain::{Code, ProposalState, ReviewDecision};
use i18n::Texts;
use serde_json::Value;
use yew::prelude::*;

use super::author::Authors;
use super::propose::{ProposeForm, districts_of};
use crate::components::form::Choice;
use crate::components::layout::Page;
use crate::components::point_picker::Point;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{use_current, use_remote, use_remote_if, use_t};

/// What was written before, and is now changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// The proposal as read from the server.
    pub project: Rc<Project>,
    /// Version it was read in, so that nobody's edit is lost.
    pub etag: Option<String>,
}

/// Properties of [`Edit`].
#[derive(Properties, PartialEq)]
pub struct EditProps {
    /// Id of the proposal.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let t = use_t();
    let current = use_current();
    let project = use_remote::<Project>(&path(ME_PROPOSAL, &[&props.id]));
    let cycle_id = project.body().map(|project| project.brief.cycle_id);
    let cycle = use_remote_if::<Cycle>(cycle_id.map(|id| path(CYCLE, &[&id.to_string()])));
    let cities = current.cities.body().map(|list| list.items.as_slice()).unwrap_or_default();
    let city = cycle.body().and_then(|cycle| cities.iter().find(|city| city.code == cycle.brief.city));
    let geometry = use_remote_if::<Value>(city.map(|city| path(CITY_DISTRICTS, &[&city.code])));
    let title = project.body().map_or_else(|| t.t("propose-title"), |project| project.revision.title.clone());
    html! {
        <Page {title}>
            { view(t, &project, |found| html! {
                <>
                    { advice(t, found) }
                    <Authors project={found.brief.id} authors={found.authors.len()} />
                    { view(t, &cycle, |cycle| {
                        let categories: Vec<Choice> = cycle.categories.iter().map(|c| Choice::new(&c.code, c.name.get(t.lang()))).collect();
                        let etag = project.reply.ready().and_then(|reply| reply.etag.clone());
                        html! {
                            <ProposeForm cycle_id={cycle.brief.id} districts={districts_of(t, city)} {categories}
                                cap={cycle.cap} currency={cycle.brief.currency} geometry={geometry.body().cloned()}
                                earlier={Earlier { project: Rc::new(found.clone()), etag }} />
                        }
                    }) }
                </>
            }) }
        </Page>
    }
}

/// Why it came back, so that the author need not look it up while writing.
fn advice(t: &Texts, project: &Project) -> Html {
    let last = project.reviews.iter().rev().find(|review| review.decision == ReviewDecision::Return);
    let Some(last) = last.filter(|_| project.brief.state == ProposalState::NeedsChanges) else {
        return html! { <p class="lead">{ t.t(&format!("author-{}", project.brief.state.code())) }</p> };
    };
    html! {
        <div class="notice">
            <p>{ t.t("author-needs_changes") }</p>
            <p><strong>{ last.reason.get(t.lang()) }</strong></p>
            if let Some(clause) = &last.clause { <p class="hint">{ t.t_args("project-clause", &[("clause", clause.clone().into())]) }</p> }
        </div>
    }
}

/// The form's values for what was written before.
pub(super) fn values(project: &Project) -> Vec<(String, String)> {
    let (brief, revision) = (&project.brief, &project.revision);
    let estimate = &revision.estimate;
    let mut out: Vec<(String, String)> = [
        ("district_id", brief.district_id.to_string()),
        ("category", brief.category.clone()),
        // The money it asks for by name stays that money.
        ("envelope_id", project.envelope_id.map(|id| id.to_string()).unwrap_or_default()),
        ("title", revision.title.clone()),
        ("body", revision.body.clone()),
        ("estimate/preparer", estimate.preparer.clone()),
        ("estimate/vat_rate", estimate.vat_rate.to_string()),
        ("lines", estimate.lines.len().max(1).to_string()),
        // A correction stays in the language it was written in, whatever language the page is read in.
        ("lang", revision.lang.code().to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec();
    if let Some(place) = &revision.place {
        out.push(("place/address".to_owned(), place.address.clone()));
        out.push(("place".to_owned(), Point { lat: place.lat, lon: place.lon }.to_string()));
    }
    for (at, line) in estimate.lines.iter().enumerate() {
        let name = |field: &str| format!("estimate/lines/{at}/{field}");
        out.push((name("item"), line.item.clone()));
        out.push((name("unit"), line.unit.clone()));
        out.push((name("quantity_milli"), format::plain_thousandths(line.quantity_milli)));
        out.push((name("unit_price"), format::plain_money(line.unit_price)));
    }
    out
}
