//! The result of one contest: what won, why each of the others did not, the act that confirms it, what the act changed.

pub mod comparison;
mod detail;
mod explanation;
pub mod reason;
mod recount;

use api_types::act::Act;
use api_types::contest::BallotItem;
use api_types::cycle::CycleList;
use api_types::endpoint::{self, path};
use domain::{ContestState, Currency, Id, ItemOutcome, LocalText, Moment, Money};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

pub use self::comparison::ComparisonPage;
use self::reason::{Outcome, Story};
use self::recount::Recount;
use super::contests::attribution;
use crate::components::badge::{Tone, badge};
use crate::components::envelope::{Part as Bar, envelope_bar};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::{day, minute, time_left};
use crate::format;
use crate::hooks::{use_remote, use_t, use_zone};
use crate::route::Route;

/// What the page shows of an `api_types::contest::Contest`; reading all of it would cost a slow phone too much.
#[derive(Deserialize)]
struct Contest {
    cycle_id: Id,
    code: String,
    name: LocalText,
    state: ContestState,
    #[serde(with = "time::serde::rfc3339")]
    closes_at: Moment,
    currency: Currency,
    ballot_rule: domain::BallotRule,
    counting_rule: detail::CountingRule,
    envelopes: Vec<api_types::contest::ContestEnvelope>,
    source: Option<api_types::city::Source>,
}

/// What the page shows of an `api_types::contest::ContestResult`.
#[derive(Deserialize)]
struct ContestResult {
    contest_id: Id,
    #[serde(with = "time::serde::rfc3339")]
    counted_at: Moment,
    ballots: i64,
    counts: Vec<EnvelopeCount>,
    items: Vec<BallotItem>,
    hash: String,
    act: Option<Act>,
}

#[derive(Deserialize)]
struct EnvelopeCount {
    envelope_id: Id,
    outcome: Outcome,
    #[serde(default)]
    components: Vec<detail::Component>,
}

/// Properties of [`ResultPage`].
#[derive(Properties, PartialEq)]
pub struct ResultProps {
    /// Id of the contest.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn ResultPage(props: &ResultProps) -> Html {
    let t = use_t();
    let contest = use_remote::<Contest>(&path(endpoint::CONTEST, &[&props.id]));
    let result = use_remote::<ContestResult>(&path(endpoint::CONTEST_RESULT, &[&props.id]));
    let cycles = use_remote::<CycleList>(endpoint::CYCLES);
    use_zone(contest.body().map(|contest| contest.cycle_id));
    let title = contest.body().map_or_else(|| t.t("result-title"), |contest| contest.name.get(t.lang()).to_owned());
    let cycle = contest.body().and_then(|contest| {
        let cycle = cycles.body()?.items.iter().find(|cycle| cycle.id == contest.cycle_id)?;
        Some(html! { <p class="above">{ t.t("result-title") }{ " · " }{ cycle.name.get(t.lang()) }</p> })
    });
    let nothing_yet =
        matches!(&result.reply, crate::state::remote::Remote::Failed(failure) if failure.status() == Some(404));
    html! {
        <Page {title} above={cycle.unwrap_or_default()} of={contest.body().map(|contest| contest.cycle_id)}>
            { view(t, &contest, |contest| if nothing_yet {
                not_counted(t, contest)
            } else {
                view(t, &result, |result| whole(t, contest, result))
            }) }
        </Page>
    }
}

fn not_counted(t: &Texts, contest: &Contest) -> Html {
    html! {
        <>
            <p class="lead">{ t.t_args("ballot-not-open", &[("state", t.code(contest.state).into())]) }</p>
            <p>{ t.t("result-not-yet") }{ " " }{ time_left(t, contest.closes_at) }</p>
        </>
    }
}

fn whole(t: &Texts, contest: &Contest, result: &ContestResult) -> Html {
    let files = detail::files(t, contest, result.contest_id);
    let deviations: Vec<&BallotItem> = result.items.iter().filter(|item| item.deviation.is_some()).collect();
    html! {
        <>
            { confirmed(t, contest, result.act.as_ref()) }
            <p class="meta">
                <span>{ t.t_args("results-voted", &[("count", result.ballots.into())]) }</span>
                <span>{ t.t("result-counted-at") }{ " " }{ if contest.source.is_some() { day(t, result.counted_at) } else { minute(t, result.counted_at) } }</span>
            </p>
            if !deviations.is_empty() {
                <section class="notice">
                    <h2>{ t.t("result-deviations") }</h2>
                    <ul>{ for deviations.into_iter().map(|item| html! {
                        <li>
                            <strong>{ item.name.get(t.lang()) }</strong>{ ": " }
                            { item.outcome.map(|outcome| t.code(outcome)).unwrap_or_default() }{ ". " }
                            { item.deviation.as_ref().map(|reason| reason.get(t.lang()).to_owned()) }
                        </li>
                    }) }</ul>
                </section>
            }
            { for parts(t, contest, result).into_iter().map(|part| one_part(t, contest, &part)) }
            <section>
                <h2>{ t.t("result-check") }</h2>
                <p>{ t.t("result-check-text") }</p>
                { for files.iter().map(|file| download(t, &contest.code, file)) }
                if matches!(contest.state, ContestState::Decided | ContestState::Recorded) {
                    <Recount contest={result.contest_id} {files} items={result.items.clone()} />
                }
                <p><Link to={Route::ContestComparison { id: result.contest_id.to_string() }}>{ t.t("comparison-link") }</Link></p>
                <p class="hint hash">{ t.t_args("result-hash", &[("hash", result.hash.clone().into())]) }</p>
            </section>
        </>
    }
}

fn download(t: &Texts, code: &str, file: &detail::BallotFile) -> Html {
    let of = file.component.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
    html! { <p><a href={file.address.clone()} download={format!("{code}.pb")}>{ t.t("result-download") }{ of }</a></p> }
}

/// The act, or that there is none yet; for an imported election its source.
fn confirmed(t: &Texts, contest: &Contest, act: Option<&Act>) -> Html {
    match (&contest.source, act) {
        (Some(source), _) => {
            html! { <div class="notice calm"><p>{ t.t("result-recorded") }</p>{ attribution(t, source) }</div> }
        }
        (None, Some(act)) => {
            let args = [
                ("body", act.body.get(t.lang()).into()),
                ("number", act.number.clone().into()),
                ("date", format::day(t.lang(), act.date).into()),
            ];
            html! { <div class="notice good"><p><strong>{ t.t_args("result-act", &args) }</strong></p><p>{ act.title.get(t.lang()) }</p></div> }
        }
        (None, None) => html! { <p class="notice">{ t.t("result-no-act") }</p> },
    }
}

/// What was counted together: an envelope, or, where winners are counted and not packed, the whole contest.
struct Part<'a> {
    name: Option<String>,
    budget: Money,
    count: Option<&'a EnvelopeCount>,
    items: Vec<&'a BallotItem>,
}

fn parts<'a>(t: &Texts, contest: &'a Contest, result: &'a ContestResult) -> Vec<Part<'a>> {
    if let ([count], [_, _, ..]) = (result.counts.as_slice(), contest.envelopes.as_slice()) {
        let budget = Money::sum(contest.envelopes.iter().map(|envelope| envelope.budget)).unwrap_or_default();
        return vec![Part { name: None, budget, count: Some(count), items: result.items.iter().collect() }];
    }
    let alone = contest.envelopes.len() == 1;
    let part = |envelope: &api_types::contest::ContestEnvelope| Part {
        name: (!alone).then(|| envelope.name.get(t.lang()).to_owned()),
        budget: envelope.budget,
        count: result.counts.iter().find(|count| count.envelope_id == envelope.id),
        items: result.items.iter().filter(|item| item.envelope_id == envelope.id).collect(),
    };
    contest.envelopes.iter().map(part).collect()
}

fn one_part(t: &Texts, contest: &Contest, part: &Part) -> Html {
    let Part { name, budget, count, items } = part;
    let lang = t.lang();
    let currency = contest.currency;
    let won = |item: &&&BallotItem| item.outcome == Some(ItemOutcome::Funded);
    let mut winners: Vec<&BallotItem> = items.iter().filter(won).copied().collect();
    let mut others: Vec<&BallotItem> = items.iter().filter(|item| !won(item)).copied().collect();
    let story = count.map(|count| Story::new(&count.outcome, items, currency));
    // In the order of the count; without one by votes.
    let place = |item: &BallotItem| story.as_ref().map_or(0, |story| story.place(item));
    in_order(&mut winners, place);
    in_order(&mut others, place);
    let spent = Money::sum(winners.iter().map(|item| item.cost)).unwrap_or_default();
    let most = items.iter().filter_map(|item| item.score).max().unwrap_or(1);
    let args = [
        ("count", winners.len().into()),
        ("amount", format::money(lang, spent, currency).into()),
        ("budget", format::money(lang, *budget, currency).into()),
    ];
    let summary = t.t_args("result-summary", &args);
    let row = |item: &&BallotItem| {
        let detail = count.map(|count| detail::lines(t, contest, count, item)).unwrap_or_default();
        one_item(t, currency, item, story.as_ref(), most, detail)
    };
    html! {
        <section>
            if let Some(name) = name { <h2>{ name.clone() }</h2> }
            <p class="lead">{ summary.clone() }</p>
            if count.is_some_and(|count| !count.components.is_empty()) { <p>{ t.t("result-components") }</p> }
            { envelope_bar(*budget, &[Bar { class: "won", amount: spent }], summary) }
            <h2>{ t.t_args("result-winners", &[("count", winners.len().into())]) }</h2>
            <ol class="cards one">{ for winners.iter().map(row) }</ol>
            { story.as_ref().map(|story| ties(t, story)) }
            if !others.is_empty() {
                <h2>{ t.t_args("result-others", &[("count", others.len().into())]) }</h2>
                <ol class="cards one">{ for others.iter().map(row) }</ol>
            }
        </section>
    }
}

/// By place in the count, then by votes, then by ballot number. By insertion: a ballot is short and mostly in order, and the
/// library's sort is 10 kB of download.
fn in_order(items: &mut [&BallotItem], place: impl Fn(&BallotItem) -> usize) {
    let key = |item: &BallotItem| (place(item), -item.score.unwrap_or_default(), item.number);
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && key(items[at]) < key(items[at - 1]) {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// Ties that decided who won.
fn ties(t: &Texts, story: &Story) -> Html {
    let lines = story.ties(t);
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <div class="notice calm">
            <p><strong>{ t.t("result-ties") }</strong></p>
            <ul>{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
        </div>
    }
}

fn one_item(
    t: &Texts,
    currency: Currency,
    item: &BallotItem,
    story: Option<&Story>,
    most: i64,
    detail: Vec<String>,
) -> Html {
    let lang = t.lang();
    let name = item.name.get(lang);
    // By id: the numbers of imported projects are their source's and name none of ours.
    let title = match item.project_id {
        Some(id) => html! { <Link to={Route::Project { number: id.to_string() }}>{ name }</Link> },
        None => html! { { name } },
    };
    let funded = item.outcome == Some(ItemOutcome::Funded);
    let score = item.score.map(|score| t.t_args("count-votes", &[("count", score.into())]));
    let class = if funded { "won" } else { "asked" };
    html! {
        <li class="card">
            <p class="meta">
                if funded { { badge(&t.code(ItemOutcome::Funded), Tone::Good) } }
                <span>{ t.t_args("result-number", &[("number", i64::from(item.number).into())]) }</span>
            </p>
            <h3>{ title }</h3>
            <p class="meta">
                <strong>{ score.clone() }</strong>
                <span class="amount">{ format::money(lang, item.cost, currency) }</span>
            </p>
            if let (Some(votes), Some(label)) = (item.score, score) {
                { envelope_bar(Money(most), &[Bar { class, amount: Money(votes) }], label) }
            }
            if !detail.is_empty() { <ul>{ for detail.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul> }
            // Where the act deviates, the count's reason is not the reason.
            if let Some(reason) = &item.deviation {
                <p>{ t.t("project-deviation") }{ ": " }{ reason.get(lang) }</p>
            } else if let Some(why) = story.and_then(|story| story.why(t, item)) {
                <p>{ why }</p>
            }
        </li>
    }
}
