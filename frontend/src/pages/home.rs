//! The first page: where the cycle is, what one can do now and until when, the districts and their money.

use api_types::cycle::{Cycle, EnvelopeBrief, PhaseWindow};
use api_types::endpoint::{CITY_DISTRICTS, path};
use domain::{Code, Money, Phase};
use i18n::Texts;
use serde_json::Value;
use yew::prelude::*;

use crate::api::paths::query;
use crate::api::problem::refusal_text;
use crate::components::envelope::{Part, envelope_bar};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::map::{District, district_map};
use crate::components::remote::view;
use crate::components::time::{day, time_left};
use crate::components::timeline::{Step, TimelineItem, timeline};
use crate::format;
use crate::hooks::{Current, use_current, use_remote_if, use_t};
use crate::pages::propose_in::takes_proposals;
use crate::pages::works::Building;
use crate::route::{Place, Route};

/// The page.
#[component]
pub fn Home() -> Html {
    let t = use_t();
    let current = use_current();
    let geometry = use_remote_if::<Value>(current.city().map(|city| path(CITY_DISTRICTS, &[&city.code])));
    // While the list of cycles is on its way or failed, the cycle itself has not been asked for.
    let waiting = current.cycles.body().is_none();
    let empty = current.cycles.body().is_some_and(|list| list.items.is_empty());
    html! {
        <Page title={t.t("home-title")}>
            <p class="lead">{ t.t("home-lead") }</p>
            if waiting {
                { view(t, &current.cycles, |_| Html::default()) }
            } else if empty {
                <p>{ t.t("home-no-cycle") }</p>
            } else {
                { view(t, &current.cycle, |cycle| html! {
                    <>
                        { now(t, cycle, current.cycles.body().is_some_and(|list| list.items.iter().any(|cycle| takes_proposals(&cycle)))) }
                        <Building />
                        <h2>{ t.t("home-districts") }</h2>
                        <div class="columns">
                            <div>{ geometry.body().map(|geometry| map(t, &current, cycle, geometry)) }</div>
                            { list(t, &current, cycle) }
                        </div>
                        <h2>{ t.t("home-calendar") }</h2>
                        { timeline(calendar(t, cycle)) }
                        <p><Link to={Route::Money { cycle: cycle.brief.id.to_string() }}>{ t.t("money-link") }</Link></p>
                        if cycle.rules_number.is_some() {
                            <p><Link to={Route::Rules { cycle: cycle.brief.id.to_string() }}>{ t.t("home-rules") }</Link></p>
                        }
                    </>
                }) }
            }
        </Page>
    }
}

/// Phase, what to do now, until when; what holds the next step up. Another cycle may take proposals meanwhile.
fn now(t: &Texts, cycle: &Cycle, proposing: bool) -> Html {
    let phase = cycle.brief.phase;
    let window = cycle.windows.iter().find(|window| window.phase == phase);
    let (to, button) = next_step(phase);
    html! {
        <section class="now" aria-labelledby="now-title">
            <p class="above">{ cycle.brief.name.get(t.lang()) }{ " · " }{ t.t("duty-stage") }{ ": " }{ t.code(cycle.brief.stage) }</p>
            <h2 id="now-title">{ t.t_args("home-now", &[("phase", t.code(phase).into())]) }</h2>
            <p>{ t.t(&format!("home-now-{}", phase.code())) }</p>
            if let Some(window) = window { <p>{ time_left(t, window.ends_at) }</p> }
            if !cycle.held_up_by.is_empty() {
                <div class="notice">
                    <p>{ t.t("home-held-up") }</p>
                    <ul>{ for cycle.held_up_by.iter().map(|refusal| html! { <li>{ refusal_text(t, refusal) }</li> }) }</ul>
                </div>
            }
            <div class="buttons">
                <Link {to} class="button">{ t.t(button) }</Link>
                if phase != Phase::Proposals && proposing { <Link to={Route::Propose} class="button secondary">{ t.t("home-do-propose") }</Link> }
                if phase != Phase::Proposals { <Link to={Route::Projects} class="button secondary">{ t.t("home-do-read") }</Link> }
            </div>
        </section>
    }
}

/// The thing to do first in this phase: where, and the words of its button.
fn next_step(phase: Phase) -> (Route, &'static str) {
    match phase {
        Phase::Proposals => (Route::Propose, "home-do-propose"),
        Phase::Rework | Phase::Appeals => (Route::Me, "home-do-mine"),
        Phase::Voting => (Route::Vote, "home-do-vote"),
        Phase::Results | Phase::Delivery | Phase::Reports | Phase::Closed => (Route::Results, "home-do-results"),
        Phase::Setup | Phase::Review | Phase::ReReview | Phase::Frozen | Phase::Cancelled => {
            (Route::Duties, "home-do-duties")
        }
    }
}

fn projects_of(district: &str) -> Place {
    Place::from(Route::Projects).with_query(&query(&[("district", district)]))
}

/// Code and name of an envelope's district; city-wide money has none and is not on the map.
fn district_of(t: &Texts, current: &Current, envelope: &EnvelopeBrief) -> Option<(String, String)> {
    let district = current.district(envelope.district_id?)?;
    Some((district.code.clone(), district.name.get(t.lang()).to_owned()))
}

fn map(t: &Texts, current: &Current, cycle: &Cycle, geometry: &Value) -> Html {
    let districts = cycle.envelopes.iter().filter_map(|envelope| {
        let (code, name) = district_of(t, current, envelope)?;
        let amount = format::money(t.lang(), envelope.total, cycle.brief.currency);
        let label = t.t_args(
            "home-district-label",
            &[("district", name.clone().into()), ("amount", amount.into()), ("count", envelope.proposals.into())],
        );
        // The word for "district" is the same on all of them: only the proper name is drawn.
        let short = name.split_whitespace().find(|word| !is_kind(t, word)).unwrap_or(&name).to_owned();
        Some(District { to: projects_of(&code), code, label, short, chosen: false })
    });
    html! {
        <>
            { district_map(t.lang(), geometry, &districts.collect::<Vec<_>>(), t.t("map-title")) }
            <p class="hint">{ t.t("map-hint") }</p>
        </>
    }
}

/// Whether a word of a district's name is the word for "district".
fn is_kind(t: &Texts, word: &str) -> bool {
    t.t("home-district-kind").split(' ').any(|kind| kind.eq_ignore_ascii_case(word))
}

fn list(t: &Texts, current: &Current, cycle: &Cycle) -> Html {
    let rows = cycle.envelopes.iter().map(|envelope| {
        let name = envelope.name.get(t.lang()).to_owned();
        let (code, name) = district_of(t, current, envelope).unwrap_or((String::new(), name));
        let total = format::money(t.lang(), envelope.total, cycle.brief.currency);
        let spent = Money(envelope.total.0.saturating_sub(envelope.available.0));
        let label = t.t_args(
            "home-envelope-label",
            &[("amount", total.clone().into()), ("percent", format::percent(spent.0, envelope.total.0).into())],
        );
        html! {
            <li class="card">
                <h3><Link to={projects_of(&code)}>{ name }</Link></h3>
                <p class="meta">
                    <strong class="amount">{ total }</strong>
                    <span>{ t.t_args("count-projects", &[("count", envelope.proposals.into())]) }</span>
                    if envelope.on_ballot > 0 {
                        <span>{ t.t_args("home-on-ballot", &[("count", envelope.on_ballot.into())]) }</span>
                    }
                </p>
                if spent > Money::ZERO {
                    { envelope_bar(envelope.total, &[Part { class: "used", amount: spent }], label) }
                }
            </li>
        }
    });
    html! { <ul class="cards tight">{ for rows }</ul> }
}

fn calendar(t: &Texts, cycle: &Cycle) -> Vec<TimelineItem> {
    let now = cycle.windows.iter().position(|window| window.phase == cycle.brief.phase);
    let item = |(at, window): (usize, &PhaseWindow)| TimelineItem {
        step: match now.map(|now| at.cmp(&now)) {
            Some(std::cmp::Ordering::Less) => Step::Past,
            Some(std::cmp::Ordering::Equal) => Step::Current,
            Some(std::cmp::Ordering::Greater) | None => Step::Future,
        },
        title: t.code(window.phase),
        // A window ends before its last instant: the last day is the one before.
        detail: html! {
            <>{ day(t, window.starts_at) }{ " – " }{ day(t, window.ends_at - time::Duration::seconds(1)) }</>
        },
    };
    cycle.windows.iter().enumerate().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Lang;

    #[test]
    fn every_phase_says_what_to_do_in_every_language() {
        for &lang in Lang::ALL {
            let texts = Texts::new(lang);
            for &phase in Phase::ALL {
                assert!(texts.has(&format!("home-now-{}", phase.code())), "{lang} {phase}");
                assert!(texts.has(next_step(phase).1), "{lang} {phase}");
            }
        }
    }
}
