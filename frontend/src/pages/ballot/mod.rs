//! My ballot: choose with a running basket, look at it once more, cast. Choices live in memory only and are gone with the page.

mod choose;
mod review;

use api_types::contest::{BallotItem, BallotReceipt, ContestEnvelope, MyContest, MyContestList};
use api_types::endpoint::{self, path};
use domain::ballot::{BallotClass, Graded, Points};
use domain::{
    BallotKind, BallotOption, BallotRule, Choices, Code, ContestState, Currency, Id, LocalText, Moment, Money, Refusal,
};
use i18n::Texts;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use self::choose::Choose;
use self::review::Review;
use crate::api::problem::refusal_text;
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::time_left;
use crate::hooks::{use_remote, use_remote_if, use_t, use_zone};
use crate::pages::receipt::Receipt;
use crate::route::Route;
use crate::state::session::{Who, use_session};

/// What the page needs of an `api_types::contest::Contest`; reading all of it would cost a slow phone too much.
#[derive(Clone, PartialEq, Deserialize)]
struct Contest {
    id: Id,
    cycle_id: Id,
    name: LocalText,
    state: ContestState,
    #[serde(with = "time::serde::rfc3339")]
    closes_at: Moment,
    currency: Currency,
    ballot_rule: BallotRule,
    envelopes: Vec<ContestEnvelope>,
    ballot: Vec<BallotItem>,
}

/// A chosen item.
#[derive(Clone, Copy, PartialEq)]
struct Pick {
    /// Its ballot number.
    number: u32,
    /// The points or the grade it gets; 0 on ballots that have neither.
    value: u32,
}

/// Where the voter is.
#[derive(Clone, PartialEq)]
enum Step {
    Choose,
    Review,
    Done(BallotReceipt),
}

/// Properties of [`BallotPage`].
#[derive(Properties, PartialEq)]
pub struct BallotProps {
    /// Id of the contest.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn BallotPage(props: &BallotProps) -> Html {
    let t = use_t();
    let session = use_session();
    let contest = use_remote::<Contest>(&path(endpoint::CONTEST, &[&props.id]));
    use_zone(contest.body().map(|contest| contest.cycle_id));
    let mine = use_remote_if::<MyContestList>(session.me().map(|_| endpoint::ME_CONTESTS.to_owned()));
    let title = contest.body().map_or_else(|| t.t("ballot-title"), |contest| contest.name.get(t.lang()).to_owned());
    html! {
        <Page {title} of={contest.body().map(|contest| contest.cycle_id)}>
            { view(t, &contest, |contest| match (&session.who, contest.state) {
                (_, state) if state != ContestState::Open => not_open(t, contest),
                (Who::Unknown, _) => Html::default(),
                (Who::Nobody, _) => html! {
                    <>
                        <p class="lead">{ t.t("ballot-sign-in") }</p>
                        <p><Link to={Route::SignIn} class="button">{ t.t("nav-sign-in") }</Link></p>
                    </>
                },
                (Who::Account(_), _) => view(t, &mine, |mine| {
                    let own = mine.items.iter().find(|own| own.contest.id == contest.id);
                    may_vote(t, contest, own)
                }),
            }) }
        </Page>
    }
}

fn not_open(t: &Texts, contest: &Contest) -> Html {
    let brief = contest;
    html! {
        <>
            <p class="lead">{ t.t_args("ballot-not-open", &[("state", t.code(brief.state).into())]) }</p>
            if brief.state == ContestState::Prepared {
                <p><Link to={Route::Projects} class="button">{ t.t("home-do-read") }</Link></p>
            } else {
                <p><Link to={Route::ContestResult { id: brief.id.to_string() }} class="button">{ t.t("home-do-results") }</Link></p>
            }
        </>
    }
}

/// The form, or everything that stands against voting.
fn may_vote(t: &Texts, contest: &Contest, own: Option<&MyContest>) -> Html {
    let blockers = own.map(|own| own.blockers.as_slice()).unwrap_or_default();
    let voted = own.is_some_and(|own| own.voted);
    if own.is_none() || !blockers.is_empty() {
        return html! {
            <div class="notice">
                <p>{ t.t("ballot-may-not") }</p>
                <ul>
                    if own.is_none() { <li>{ t.t("refusal-not_on_roll") }</li> }
                    { for blockers.iter().map(|refusal| html! { <li>{ refusal_text(t, refusal) }</li> }) }
                </ul>
            </div>
        };
    }
    if voted && !contest.ballot_rule.replaceable {
        return html! { <p class="notice good">{ t.t("ballot-already-final") }</p> };
    }
    html! { <Vote contest={contest.clone()} {voted} /> }
}

#[derive(Properties, PartialEq)]
struct VoteProps {
    contest: Contest,
    voted: bool,
}

/// The three steps.
#[component]
fn Vote(props: &VoteProps) -> Html {
    let t = use_t();
    let contest = &props.contest;
    let chosen = use_state(Vec::<Pick>::new);
    let step = use_state(|| Step::Choose);
    let heading = use_node_ref();
    {
        // Each step starts at its heading; the first one at the page's own.
        let (heading, first) = (heading.clone(), use_mut_ref(|| true));
        let place = match *step {
            Step::Choose => 0,
            Step::Review => 1,
            Step::Done(_) => 2,
        };
        use_effect_with(place, move |_| {
            if !first.replace(false)
                && let Some(element) = heading.get().and_then(|node| node.dyn_into::<HtmlElement>().ok())
            {
                element.scroll_into_view();
                let _ = element.focus();
            }
        });
    }
    let title = |key: &str| html! { <h2 tabindex="-1" ref={heading.clone()}>{ t.t(key) }</h2> };
    let to = |next: Step| {
        let step = step.clone();
        Callback::from(move |()| step.set(next.clone()))
    };
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |next| chosen.set(next))
    };
    let done = {
        let (step, chosen) = (step.clone(), chosen.clone());
        Callback::from(move |receipt| {
            // What was chosen is forgotten as soon as it is in the box.
            chosen.set(Vec::new());
            step.set(Step::Done(receipt));
        })
    };
    match &*step {
        Step::Choose => html! {
            <>
                <p>{ time_left(t, contest.closes_at) }</p>
                if props.voted { <p class="notice calm">{ t.t("ballot-voted-before") }</p> }
                { title("ballot-step-choose") }
                <Choose contest={contest.clone()} chosen={(*chosen).clone()} {onchange} proceed={to(Step::Review)} />
            </>
        },
        Step::Review => html! {
            <>
                { title("ballot-step-review") }
                <Review contest={contest.clone()} chosen={(*chosen).clone()} back={to(Step::Choose)} {done} />
            </>
        },
        Step::Done(receipt) => html! {
            <>
                { title("ballot-step-done") }
                <Receipt receipt={receipt.clone()} name={contest.name.clone()} />
            </>
        },
    }
}

/// What the rule says in one sentence.
fn rule_sentence(t: &Texts, rule: &BallotRule) -> String {
    let max = rule.max.map_or("none".into(), |max| i64::from(max).into());
    match rule.kind {
        BallotKind::ChooseOne => t.t("rules-ballot-choose-one"),
        BallotKind::Knapsack => t.t("rules-ballot-knapsack"),
        BallotKind::Ranked => t.t_args("rules-ballot-ranked", &[("max", max)]),
        BallotKind::Cumulative => {
            t.t_args("rules-ballot-cumulative", &[("points", i64::from(rule.points.unwrap_or_default()).into())])
        }
        BallotKind::Graded => t.t_args("rules-ballot-graded", &[("grades", rule.grades.len().into())]),
        BallotKind::Approval => t.t_args("rules-ballot-approval", &[("max", max)]),
    }
}

/// Whether the order of the choices is the message.
fn ranked(contest: &Contest) -> bool {
    contest.ballot_rule.kind == BallotKind::Ranked
}

/// The chosen items in the order of the choices, which is that of the ballot unless the voter ranks, each with its value.
fn picked<'a>(contest: &'a Contest, chosen: &'a [Pick]) -> Vec<(&'a BallotItem, u32)> {
    let item = |pick: &Pick| {
        let item = contest.ballot.iter().find(|item| number(item.number) == pick.number)?;
        Some((item, pick.value))
    };
    chosen.iter().filter_map(item).collect()
}

/// What the ballot says beside an item: its place, its points or its grade.
fn value_text(t: &Texts, rule: &BallotRule, at: usize, value: u32) -> Option<String> {
    match rule.kind {
        BallotKind::Ranked => Some(t.t_args("ballot-place", &[("number", (at + 1).into())])),
        BallotKind::Cumulative => Some(t.t_args("ballot-points", &[("count", i64::from(value).into())])),
        BallotKind::Graded => rule.grades.get(value as usize).map(|grade| grade.get(t.lang()).to_owned()),
        _ => None,
    }
}

/// The choices as the ballot has them.
fn choices(rule: &BallotRule, chosen: &[Pick]) -> Choices {
    match rule.kind {
        BallotKind::Cumulative => {
            Choices::Points(chosen.iter().map(|pick| Points { number: pick.number, points: pick.value }).collect())
        }
        BallotKind::Graded => {
            Choices::Grades(chosen.iter().map(|pick| Graded { number: pick.number, grade: pick.value }).collect())
        }
        _ => Choices::Numbers(chosen.iter().map(|pick| pick.number).collect()),
    }
}

/// Most items that may be chosen; None when only money limits.
fn limit(rule: &BallotRule) -> Option<usize> {
    if rule.kind == BallotKind::ChooseOne { Some(1) } else { rule.max.map(usize::from) }
}

/// Everything that stands against these choices, by the same rule as on the server.
fn faults(contest: &Contest, chosen: &[Pick]) -> Vec<Refusal> {
    let options: Vec<BallotOption> = contest
        .ballot
        .iter()
        .map(|item| BallotOption {
            number: number(item.number),
            cost: item.cost,
            class: item.class.clone(),
            incompatible: Vec::new(),
        })
        .collect();
    contest
        .ballot_rule
        .check(&choices(&contest.ballot_rule, chosen), &options, money(contest))
        .err()
        .map(|all| all.0)
        .unwrap_or_default()
}

/// Money of all envelopes of the contest.
fn money(contest: &Contest) -> Option<Money> {
    Money::sum(contest.envelopes.iter().map(|envelope| envelope.budget))
}

/// A ballot number as ballots carry it; the server numbers from 1.
fn number(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// One fault in words; a class that is full is called by its name.
fn fault_text(t: &Texts, rule: &BallotRule, refusal: &Refusal) -> String {
    let class = refusal.detail.as_deref().and_then(|detail| {
        let id = detail.split(':').next()?;
        rule.classes.iter().find(|class| class.id == id)
    });
    if let Some(class) = class {
        return class_full(t, class);
    }
    let count = refusal.count.map(i64::from).or_else(|| refusal.detail.as_deref()?.parse().ok());
    let key = format!("ballot-{}", refusal.code.code());
    match count {
        Some(count) if t.has(&key) => t.t_args(&key, &[("count", count.into())]),
        _ => refusal_text(t, refusal),
    }
}

/// That no more can be chosen of a class.
fn class_full(t: &Texts, class: &BallotClass) -> String {
    let args = [("class", class.name.get(t.lang()).into()), ("count", i64::from(class.max).into())];
    t.t_args("ballot-class-full", &args)
}
