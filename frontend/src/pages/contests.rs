//! All votes: our own city's first, then finished elections of other cities, each under its own name, currency and source.

use api_types::city::{City, Source};
use api_types::contest::{ContestBrief, ContestList};
use api_types::cycle::{CycleBrief, CycleList};
use api_types::endpoint::{self, path};
use domain::ContestState;
use i18n::Texts;
use yew::prelude::*;

use crate::api::paths::query;
use crate::components::badge::{Tone, badge};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::{day, time_left};
use crate::hooks::{use_query, use_remote, use_remote_if, use_t};
use crate::route::{Place, Route};

/// The page; `?cycle=` shows one cycle.
#[component]
pub fn Contests() -> Html {
    let t = use_t();
    let wanted = use_query("cycle");
    let cities = use_remote::<api_types::city::CityList>(endpoint::CITIES);
    let cycles = use_remote::<CycleList>(endpoint::CYCLES);
    html! {
        <Page title={t.t("results-title")}>
            { view(t, &cycles, |cycles| view(t, &cities, |cities| {
                if let Some(cycle) = cycles.items.iter().find(|cycle| cycle.id.to_string() == wanted) {
                    return one(t, cities.items.iter().find(|city| city.code == cycle.city), cycle);
                }
                html! {
                    <>
                        <p class="lead">{ t.t("results-lead") }</p>
                        { for cities.items.iter().map(|city| city_section(t, city, &cycles.items)) }
                    </>
                }
            })) }
        </Page>
    }
}

/// One cycle on a page of its own.
fn one(t: &Texts, city: Option<&City>, cycle: &CycleBrief) -> Html {
    html! {
        <>
            <p><Link to={Route::Results}>{ t.t("results-all") }</Link></p>
            <h2>{ heading(t, city, cycle) }</h2>
            { cycle.source.as_ref().map(|source| attribution(t, source)) }
            <CycleContests cycle={cycle.clone()} />
        </>
    }
}

fn city_section(t: &Texts, city: &City, cycles: &[CycleBrief]) -> Html {
    let own: Vec<&CycleBrief> = cycles.iter().filter(|cycle| cycle.city == city.code).collect();
    if own.is_empty() {
        return Html::default();
    }
    let imported = own.iter().all(|cycle| cycle.source.is_some());
    html! {
        <section>
            <h2>{ city.name.get(t.lang()) }</h2>
            { city.source.as_ref().map(|source| attribution(t, source)) }
            if imported {
                <ul>{ for own.into_iter().map(|cycle| {
                    let to = Place::from(Route::Results).with_query(&query(&[("cycle", &cycle.id.to_string())]));
                    html! { <li><Link {to}>{ cycle.name.get(t.lang()) }</Link></li> }
                }) }</ul>
            } else {
                { for own.into_iter().map(|cycle| html! {
                    <>
                        <h3>{ cycle.name.get(t.lang()) }{ " " }{ badge(&t.code(cycle.phase), Tone::Plain) }</h3>
                        <CycleContests cycle={cycle.clone()} />
                    </>
                }) }
            }
        </section>
    }
}

fn heading(t: &Texts, city: Option<&City>, cycle: &CycleBrief) -> String {
    let cycle = cycle.name.get(t.lang());
    city.map_or_else(|| cycle.to_owned(), |city| format!("{} · {cycle}", city.name.get(t.lang())))
}

/// Who published imported data, under which terms.
pub fn attribution(t: &Texts, source: &Source) -> Html {
    let name = match &source.url {
        Some(url) => html! { <a href={url.clone()} rel="external">{ &source.name }</a> },
        None => html! { { &source.name } },
    };
    html! {
        <p class="hint">
            { t.t("results-source") }{ ": " }{ name }{ ". " }{ &source.attribution }
            { " " }{ t.t_args("results-licence", &[("licence", source.licence.clone().into())]) }
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct CycleProps {
    cycle: CycleBrief,
}

/// The contests of a cycle.
#[component]
fn CycleContests(props: &CycleProps) -> Html {
    let t = use_t();
    let id = props.cycle.id.to_string();
    let contests = use_remote_if::<ContestList>(Some(path(endpoint::CYCLE_CONTESTS, &[&id])));
    view(t, &contests, |list| {
        if list.items.is_empty() {
            return html! { <p>{ t.t("results-no-contests") }</p> };
        }
        html! { <ul class="cards">{ for list.items.iter().map(|contest| card(t, contest)) }</ul> }
    })
}

fn card(t: &Texts, contest: &ContestBrief) -> Html {
    use ContestState as S;
    let id = contest.id.to_string();
    let ready = matches!(contest.state, S::Counted | S::Decided | S::Recorded);
    let tone = if ready { Tone::Good } else { Tone::Busy };
    html! {
        <li class="card">
            <p class="meta">{ badge(&t.code(contest.state), tone) }</p>
            <h4>
                if ready {
                    <Link to={Route::ContestResult { id: id.clone() }}>{ contest.name.get(t.lang()) }</Link>
                } else if contest.state == S::Open {
                    <Link to={Route::Ballot { id: id.clone() }}>{ contest.name.get(t.lang()) }</Link>
                } else {
                    { contest.name.get(t.lang()) }
                }
            </h4>
            <p class="meta">
                <span>{ t.t_args("vote-items", &[("count", contest.items.into())]) }</span>
                <span>{ voted(t, contest) }</span>
            </p>
            <p class="meta">
                if contest.state == S::Open {
                    { time_left(t, contest.closes_at) }
                } else {
                    <span>{ day(t, contest.opens_at) }{ " – " }{ day(t, contest.closes_at - time::Duration::seconds(1)) }</span>
                }
            </p>
        </li>
    }
}

/// How many voted; of how many, where there is a roll.
fn voted(t: &Texts, contest: &ContestBrief) -> String {
    if contest.roll > contest.voted {
        t.t_args("results-voted-of", &[("count", contest.voted.into()), ("roll", contest.roll.into())])
    } else {
        t.t_args("results-voted", &[("count", contest.voted.into())])
    }
}
