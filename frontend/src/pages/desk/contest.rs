//! One contest on the organiser's desk: the count with its reasons, the ties that wait for a decision, the act that confirms.

use std::rc::Rc;

use api_types::act::Act;
use api_types::body::BodyList;
use api_types::contest::{BallotItem, ContestBrief, ContestEnvelope, ContestList, OpenTie, TieDecision};
use api_types::endpoint::{self, path};
use domain::{ContestState, Currency, Id, ItemOutcome, LocalText, Moment, Money, Operation};
use i18n::Texts;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use yew::prelude::*;

use super::confirm::Confirm;
use super::tie::DecideTie;
use super::{may, public, sign_in_first, use_phase};
use crate::api;
use crate::api::read::from_value;
use crate::components::badge::{Tone, badge};
use crate::components::form::FormFrame;
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::{minute, time_left};
use crate::format;
use crate::hooks::{use_form, use_remote, use_remote_if, use_t};
use crate::pages::results::reason::{Outcome, Story};
use crate::route::{DeskRoute, Route};
use crate::state::session::use_session;

/// What the desk shows of a contest.
#[derive(Clone, PartialEq, Deserialize)]
struct ContestShown {
    id: Id,
    cycle_id: Id,
    district_id: Option<Id>,
    name: LocalText,
    state: ContestState,
    #[serde(with = "time::serde::rfc3339")]
    closes_at: Moment,
    roll: i64,
    voted: i64,
    currency: Currency,
    counting_rule: CountingShown,
    envelopes: Vec<ContestEnvelope>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct CountingShown {
    minimum_votes: u32,
}

/// What the desk shows of a result.
#[derive(Clone, PartialEq, Deserialize)]
pub(super) struct ResultShown {
    state: ContestState,
    #[serde(with = "time::serde::rfc3339")]
    counted_at: Moment,
    ballots: i64,
    counts: Vec<CountShown>,
    items: Vec<BallotItem>,
    hash: String,
    #[serde(default)]
    open_ties: Vec<OpenTie>,
    act: Option<Act>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct CountShown {
    envelope_id: Id,
    outcome: Value,
    #[serde(default)]
    tie_decision: Option<TieDecision>,
}

/// Properties of [`ContestPage`].
#[derive(Properties, PartialEq)]
pub struct ContestProps {
    /// Id of the contest.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn ContestPage(props: &ContestProps) -> Html {
    let t = use_t();
    let session = use_session();
    let contest = use_remote::<ContestShown>(&path(endpoint::CONTEST, &[&props.id]));
    let counted = contest.body().is_some_and(|contest| is_counted(contest.state));
    let result = use_remote_if::<ResultShown>(counted.then(|| path(endpoint::CONTEST_RESULT, &[&props.id])));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    // A decision answers with the new result: it is shown at once, however long public pages take to follow.
    let newest = use_state(|| None::<Rc<ResultShown>>);
    let done = {
        let newest = newest.setter();
        Callback::from(move |result: ResultShown| newest.set(Some(Rc::new(result))))
    };
    let title = contest.body().map_or_else(|| t.t("desk-contests"), |contest| contest.name.get(t.lang()).to_owned());
    let phase = use_phase(contest.body().map(|contest| contest.cycle_id));
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &contest, |contest| {
            if !counted {
                return not_counted(t, contest);
            }
            view(t, &result, |read| {
                let result = newest.as_deref().unwrap_or(read);
                html! {
                <>
                    { standing(t, contest, result) }
                    { for contest.envelopes.iter().map(|envelope| one_count(t, contest, result, envelope)) }
                    if result.state == ContestState::Counted && may(&session, Operation::ConfirmResult, contest.district_id, phase) {
                        if !result.open_ties.is_empty() {
                            <DecideTie contest={contest.id} currency={contest.currency}
                                groups={groups(result)} done={done.clone()} />
                        } else {
                            { view(t, &bodies, |bodies| {
                                let near = |body: &&api_types::body::Body| body.district_id.is_none() || body.district_id == contest.district_id;
                                html! {
                                    <Confirm contest={contest.id} name={contest.name.clone()} currency={contest.currency}
                                        items={Rc::new(result.items.clone())} envelopes={contest.envelopes.clone()}
                                        bodies={bodies.items.iter().filter(near).cloned().collect::<Vec<_>>()} done={done.clone()} />
                                }
                            }) }
                        }
                    }
                </>
                }
            })
        })
    });
    let back =
        contest.body().map_or(DeskRoute::Cycles, |contest| DeskRoute::Cycle { id: contest.cycle_id.to_string() });
    html! {
        <Page {title} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

fn is_counted(state: ContestState) -> bool {
    matches!(state, ContestState::Counted | ContestState::Decided | ContestState::Recorded)
}

fn not_counted(t: &Texts, contest: &ContestShown) -> Html {
    html! {
        <>
            <p class="meta">{ badge(&t.code(contest.state), tone(contest.state)) }{ turnout(t, contest.voted, contest.roll) }</p>
            <p class="notice calm">{ t.t("desk-not-counted") }{ " " }{ time_left(t, contest.closes_at) }</p>
        </>
    }
}

fn turnout(t: &Texts, voted: i64, roll: i64) -> Html {
    let share = format::percent(voted, roll);
    let args = [("voted", voted.into()), ("roll", roll.into()), ("share", share.into())];
    html! { <span>{ t.t_args("desk-turnout", &args) }</span> }
}

fn tone(state: ContestState) -> Tone {
    match state {
        ContestState::Open | ContestState::Counting => Tone::Busy,
        ContestState::Counted => Tone::Warn,
        ContestState::Decided | ContestState::Recorded => Tone::Good,
        ContestState::Annulled => Tone::Bad,
        ContestState::Prepared => Tone::Plain,
    }
}

/// How the vote went and what still stands between the count and the act.
fn standing(t: &Texts, contest: &ContestShown, result: &ResultShown) -> Html {
    let lang = t.lang();
    let decided = result.counts.iter().find_map(|count| count.tie_decision.as_ref());
    html! {
        <>
            <p class="meta">
                { badge(&t.code(result.state), tone(result.state)) }
                { turnout(t, contest.voted, contest.roll) }
                <span>{ t.t_args("desk-ballots", &[("count", result.ballots.into())]) }</span>
                <span>{ t.t("result-counted-at") }{ " " }{ minute(t, result.counted_at) }</span>
            </p>
            <p>{ t.t_args("desk-threshold", &[("count", contest.counting_rule.minimum_votes.into())]) }</p>
            if let Some(act) = &result.act {
                <div class="notice good">
                    <p><strong>{ t.t_args("result-act", &[("body", act.body.get(lang).into()), ("number", act.number.clone().into()), ("date", format::day(lang, act.date).into())]) }</strong></p>
                    <p>{ act.title.get(lang) }</p>
                    <p><a href={public(t, Route::ContestResult { id: contest.id.to_string() })}>{ t.t("desk-as-public") }</a></p>
                </div>
            } else if !result.open_ties.is_empty() {
                <p class="notice" role="status">{ t.t_args("desk-ties-open", &[("count", result.open_ties.len().into())]) }</p>
            } else if result.state == ContestState::Counted {
                <p class="notice" role="status">{ t.t("desk-waits-for-act") }</p>
            }
            if let Some(decision) = decided {
                <div class="notice calm">
                    <p><strong>{ t.t("desk-tie-decided") }</strong>{ " " }{ minute(t, decision.at) }</p>
                    <p>{ decision.reason.get(lang) }</p>
                </div>
            }
            <p class="hint hash">{ t.t_args("result-hash", &[("hash", result.hash.clone().into())]) }</p>
        </>
    }
}

/// The count of one envelope as a table, in the order of the count, each row with its reason.
fn one_count(t: &Texts, contest: &ContestShown, result: &ResultShown, envelope: &ContestEnvelope) -> Html {
    let lang = t.lang();
    let money = |amount: Money| format::money(lang, amount, contest.currency);
    let mut items: Vec<&BallotItem> = result.items.iter().filter(|item| item.envelope_id == envelope.id).collect();
    let outcome = result.counts.iter().find(|count| count.envelope_id == envelope.id);
    let outcome = outcome.and_then(|count| from_value::<Outcome>(count.outcome.clone()).ok());
    let all = items.clone();
    let story = outcome.as_ref().map(|outcome| Story::new(outcome, &all, contest.currency));
    items.sort_by_key(|item| (story.as_ref().map_or(0, |story| story.place(item)), item.number));
    let spent = Money::sum(items.iter().filter(|item| funded(item)).map(|item| item.cost)).unwrap_or_default();
    let ties = story.as_ref().map(|story| story.ties(t)).unwrap_or_default();
    html! {
        <section>
            <h2>{ envelope.name.get(lang) }</h2>
            <p class="lead">{ t.t_args("result-summary", &[
                ("count", items.iter().filter(|item| funded(item)).count().into()),
                ("amount", money(spent).into()),
                ("budget", money(envelope.budget).into()),
            ]) }</p>
            if !ties.is_empty() {
                <div class="notice calm">
                    <p><strong>{ t.t("result-ties") }</strong></p>
                    <ul>{ for ties.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </div>
            }
            <div class="table-wrap" tabindex="0" role="region" aria-label={envelope.name.get(lang).to_owned()}>
                <table>
                    <thead><tr>
                        <th scope="col" class="number">{ t.t("desk-ballot-number") }</th>
                        <th scope="col">{ t.t("desk-project") }</th>
                        <th scope="col" class="number">{ t.t("desk-votes") }</th>
                        <th scope="col" class="number">{ t.t("desk-cost") }</th>
                        <th scope="col">{ t.t("desk-outcome") }</th>
                    </tr></thead>
                    <tbody>{ for items.iter().map(|item| {
                        let why = story.as_ref().and_then(|story| story.why(t, item));
                        html! {
                            <tr class={funded(item).then_some("won")}>
                                <td class="number">{ item.number }</td>
                                <th scope="row">{ item.name.get(lang) }{ " " }<small>{ item.project_number.clone() }</small></th>
                                <td class="number">{ item.score.map(|score| format::number(lang, score)) }</td>
                                <td class="number">{ money(item.cost) }</td>
                                <td>
                                    { item.outcome.map(|outcome| t.code(outcome)) }
                                    if let Some(why) = why { <br /><small>{ why }</small> }
                                    if let Some(reason) = &item.deviation { <br /><strong>{ t.t("desk-deviates") }{ " " }{ reason.get(lang) }</strong> }
                                </td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}

/// Whether the count (or the act) funds an item.
pub(super) fn funded(item: &BallotItem) -> bool {
    item.outcome == Some(ItemOutcome::Funded)
}

/// The items of each open tie.
fn groups(result: &ResultShown) -> Vec<Vec<BallotItem>> {
    let item = |number: &i32| result.items.iter().find(|item| item.number == *number).cloned();
    result.open_ties.iter().map(|tie| tie.numbers.iter().filter_map(item).collect()).collect()
}

/// Properties of [`Contests`].
#[derive(Properties, PartialEq)]
pub struct ContestsProps {
    pub cycle: Id,
    /// Whether the viewer may prepare and freeze: the organiser, before the vote.
    pub preparing: bool,
}

/// The contests of a cycle, and what makes them: preparing, freezing the ballot.
#[component]
pub fn Contests(props: &ContestsProps) -> Html {
    let t = use_t();
    let address = path(endpoint::CYCLE_CONTESTS, &[&props.cycle.to_string()]);
    let contests = use_remote::<ContestList>(&address);
    let (prepare, freeze) = (use_form([]), use_form([]));
    let send = |form: &crate::hooks::Form, address: String| {
        let (form, reload) = (form.clone(), contests.reload.clone());
        Callback::from(move |()| {
            let (address, reload) = (address.clone(), reload.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &serde_json::json!({})).await };
            form.send(t, request, move |_| reload.emit(()));
        })
    };
    let freeze_address = path(endpoint::CYCLE_BALLOT_FREEZE, &[&props.cycle.to_string()]);
    html! {
        <section>
            <h2>{ t.t("desk-contests") }</h2>
            { view(t, &contests, |list| html! {
                <>
                    if list.items.is_empty() { <p>{ t.t("desk-contests-none") }</p> }
                    <ul class="cards tight">{ for list.items.iter().map(|contest| card(t, contest)) }</ul>
                    if props.preparing && list.items.is_empty() {
                        <p>{ t.t("desk-prepare-text") }</p>
                        <FormFrame form={prepare.clone()} submit={t.t("desk-prepare")} onsubmit={send(&prepare, address.clone())} />
                    } else if props.preparing {
                        <p>{ t.t("desk-freeze-text") }</p>
                        <FormFrame form={freeze.clone()} submit={t.t("desk-freeze")} onsubmit={send(&freeze, freeze_address)} />
                    }
                </>
            }) }
        </section>
    }
}

fn card(t: &Texts, contest: &ContestBrief) -> Html {
    html! {
        <li class="card" key={contest.id.to_string()}>
            <p class="meta">{ badge(&t.code(contest.state), tone(contest.state)) }{ turnout(t, contest.voted, contest.roll) }</p>
            <h3><Link to={DeskRoute::Contest { id: contest.id.to_string() }}>{ contest.name.get(t.lang()) }</Link></h3>
            if contest.state == ContestState::Counted { <p>{ t.t("desk-waits-for-act") }</p> }
        </li>
    }
}
