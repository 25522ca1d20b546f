//! A project's page: one number from the proposal to the building.

pub(super) mod author;
mod delivery;
mod discussion;
pub(super) mod facts;

use api_types::endpoint::{PROJECT, path};
use api_types::project::Project;
use domain::{Currency, ItemOutcome, UserText};
use i18n::Texts;
use yew::prelude::*;

use self::author::{Author, AuthorProps};
use self::delivery::delivery;
use self::discussion::Discussion;
use self::facts::{Support, decisions, estimate_table, history};
use crate::components::badge::{Tone, badge};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::words::{self, version, words_block};
use crate::format;
use crate::hooks::{Current, use_current, use_remote, use_t};
use crate::route::{Place, Route};

/// Properties of [`ProjectPage`].
#[derive(Properties, PartialEq)]
pub struct ProjectProps {
    /// Speakable number, or the id of what has none.
    pub number: AttrValue,
}

/// The page.
#[component]
pub fn ProjectPage(props: &ProjectProps) -> Html {
    let t = use_t();
    let current = use_current();
    let project = use_remote::<Project>(&path(PROJECT, &[&props.number]));
    let reload = project.reload.clone();
    match project.body() {
        Some(found) => {
            let about = current.brief(found.brief.cycle_id).cloned();
            html! {
                <Page title={title(t, found).text} above={above(t, found)} {about}>{ body(t, &current, found, reload) }</Page>
            }
        }
        None => html! { <Page title={props.number.clone()}>{ view(t, &project, |_| Html::default()) }</Page> },
    }
}

fn title(t: &Texts, project: &Project) -> UserText {
    version(t.lang(), &project.brief.title, &project.brief.titles).clone()
}

/// Number and state, above the heading.
fn above(t: &Texts, project: &Project) -> Html {
    let brief = &project.brief;
    let (word, tone) = match brief.outcome {
        Some(ItemOutcome::Funded) => (t.code(ItemOutcome::Funded), Tone::Good),
        Some(ItemOutcome::NotFunded) => (t.code(ItemOutcome::NotFunded), Tone::Plain),
        None => (t.code(brief.state), Tone::of_proposal(brief.state)),
    };
    html! { <p class="meta">{ badge(&word, tone) }<span>{ brief.number.clone() }</span></p> }
}

fn body(t: &'static Texts, current: &Current, project: &Project, reload: Callback<()>) -> Html {
    let brief = &project.brief;
    let currency = current.brief(brief.cycle_id).map_or(Currency::Kzt, |cycle| cycle.currency);
    let author = AuthorProps::of(project, reload.clone());
    let works_changed = reload.clone();
    html! {
        <div class="project-page">
            <aside class="card facts-card">
                { facts(t, current, project, currency) }
                <Support project={brief.id} state={brief.state} supports={brief.supports} needed={project.supporters_needed} {reload} />
            </aside>
            <div class="project-main">
                <Author ..author />
                { delivery(t, &project.works, &works_changed) }
                { text(t, project) }
                <h2>{ t.t("project-estimate") }</h2>
                { estimate_table(t, &project.revision.estimate, currency) }
                { decisions(t, project) }
                <Discussion project={brief.id} cycle={brief.cycle_id} />
            </div>
            <section class="project-history">
                <h2>{ t.t("project-history") }</h2>
                { history(t, &project.history) }
            </section>
        </div>
    }
}

/// The text in the reader's language where there is a translation, with the original within reach.
fn text(t: &Texts, project: &Project) -> Html {
    let revision = &project.revision;
    let original = UserText { lang: revision.lang, text: revision.body.clone() };
    let translations: Vec<UserText> =
        revision.translations.iter().map(|text| UserText { lang: text.lang, text: text.body.clone() }).collect();
    let shown = version(t.lang(), &original, &translations).clone();
    let translated = shown.lang != original.lang;
    html! {
        <>
            if translated { <p class="hint">{ t.t_args("project-translated", &[("language", t.code(original.lang).into())]) }</p> }
            { words_block(&shown) }
            if translated {
                <details><summary>{ t.t("project-original") }</summary>{ words_block(&original) }</details>
            }
        </>
    }
}

fn facts(t: &Texts, current: &Current, project: &Project, currency: Currency) -> Html {
    let (lang, brief) = (t.lang(), &project.brief);
    let category = current
        .cycle
        .body()
        .and_then(|cycle| cycle.categories.iter().find(|category| category.code == brief.category))
        .map_or(brief.category.clone(), |category| category.name.get(lang).to_owned());
    let other = |other: &api_types::duty::ProjectRef| {
        let number = other.number.clone().unwrap_or_else(|| other.id.to_string());
        html! { <Link to={Place::from(Route::Project { number })}>{ words::title(lang, other).to_owned() }</Link> }
    };
    html! {
        <dl class="facts">
            <dt>{ t.t("project-cost") }</dt><dd><strong class="amount">{ format::money(lang, brief.cost, currency) }</strong></dd>
            <dt>{ t.t("projects-district") }</dt><dd>{ current.district_name(brief.district_id, lang) }</dd>
            <dt>{ t.t("projects-category") }</dt><dd>{ category }</dd>
            if let Some(place) = &project.revision.place { <dt>{ t.t("project-place") }</dt><dd>{ &place.address }</dd> }
            <dt>{ t.t("project-authors") }</dt><dd>{ project.authors.join(", ") }</dd>
            <dt>{ t.t("project-channel") }</dt><dd>{ t.code(project.channel) }</dd>
            if let Some(into) = &project.merged_into { <dt>{ t.t("project-merged-into") }</dt><dd>{ other(into) }</dd> }
            if let Some(from) = &project.carried_from { <dt>{ t.t("project-carried-from") }</dt><dd>{ other(from) }</dd> }
            if let Some(to) = &project.carried_to { <dt>{ t.t("project-carried-to") }</dt><dd>{ other(to) }</dd> }
            if let Some(from) = &project.split_from { <dt>{ t.t("project-split-from") }</dt><dd>{ other(from) }</dd> }
            { for project.merged_from.iter().map(|from| html! { <><dt>{ t.t("project-merged-from") }</dt><dd>{ other(from) }</dd></> }) }
            { for project.items.iter().map(|item| html! {
                <>
                    <dt>{ t.t("project-ballot-number") }</dt><dd>{ item.number }</dd>
                    if let Some(score) = item.score {
                        <dt>{ t.t("project-votes") }</dt>
                        <dd><Link to={Route::ContestResult { id: item.contest_id.to_string() }}>{ t.t_args("count-votes", &[("count", score.into())]) }</Link></dd>
                    }
                    if let Some(deviation) = &item.deviation { <dt>{ t.t("project-deviation") }</dt><dd>{ deviation.get(lang) }</dd> }
                </>
            }) }
        </dl>
    }
}
