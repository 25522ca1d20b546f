//! A project in a list.

use api_types::project::ProjectBrief;
use domain::{Currency, ItemOutcome};
use yew::prelude::*;

use crate::components::badge::{Badge, Tone};
use crate::components::link::Link;
use crate::components::words::{Words, version};
use crate::format;
use crate::hooks::use_t;
use crate::route::Route;

/// Properties of [`ProjectCard`].
#[derive(Properties, PartialEq)]
pub struct ProjectCardProps {
    pub project: ProjectBrief,
    pub currency: Currency,
    /// Name of its district.
    pub district: AttrValue,
}

/// Title, district, cost, state, support.
#[component]
pub fn ProjectCard(props: &ProjectCardProps) -> Html {
    let t = use_t();
    let project = &props.project;
    let title = version(t.lang(), &project.title, &project.titles).clone();
    let key = project.number.clone().unwrap_or_else(|| project.id.to_string());
    let (word, tone) = match project.outcome {
        Some(ItemOutcome::Funded) => (t.code(ItemOutcome::Funded), Tone::Good),
        Some(ItemOutcome::NotFunded) => (t.code(ItemOutcome::NotFunded), Tone::Plain),
        None => (t.code(project.state), Tone::of_proposal(project.state)),
    };
    html! {
        <li class="card">
            <p class="meta"><Badge text={word} {tone} />{ project.number.clone() }</p>
            <h3><Link to={Route::Project { number: key }}><Words text={title} /></Link></h3>
            <p class="meta"><span>{ &props.district }</span></p>
            <p class="meta">
                <strong class="amount">{ format::money(t.lang(), project.cost, props.currency) }</strong>
                <span>{ t.t_args("count-supports", &[("count", project.supports.into())]) }</span>
                <span>{ t.t_args("count-comments", &[("count", project.comments.into())]) }</span>
            </p>
        </li>
    }
}
