//! A project in a list.

use api_types::project::ProjectBrief;
use domain::{Currency, ItemOutcome};
use i18n::Texts;
use yew::prelude::*;

use crate::components::badge::{Tone, badge};
use crate::components::link::Link;
use crate::components::words::{version, words};
use crate::format;
use crate::route::Route;

/// Title, district, cost, state, support of a project; an item of `<ul class="cards">`.
pub fn project_card(t: &Texts, project: &ProjectBrief, currency: Currency, district: String) -> Html {
    let title = version(t.lang(), &project.title, &project.titles);
    let key = project.number.clone().unwrap_or_else(|| project.id.to_string());
    let (word, tone) = match project.outcome {
        Some(ItemOutcome::Funded) => (t.code(ItemOutcome::Funded), Tone::Good),
        Some(ItemOutcome::NotFunded) => (t.code(ItemOutcome::NotFunded), Tone::Plain),
        None => (t.code(project.state), Tone::of_proposal(project.state)),
    };
    html! {
        <li class="card" key={project.id.to_string()}>
            <p class="meta">{ badge(&word, tone) }{ project.number.clone() }</p>
            <h3><Link to={Route::Project { number: key }}>{ words(title) }</Link></h3>
            <p class="meta"><span>{ district }</span></p>
            <p class="meta">
                <strong class="amount">{ format::money(t.lang(), project.cost, currency) }</strong>
                <span>{ t.t_args("count-supports", &[("count", project.supports.into())]) }</span>
                <span>{ t.t_args("count-comments", &[("count", project.comments.into())]) }</span>
            </p>
        </li>
    }
}
