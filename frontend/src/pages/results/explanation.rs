//! How a count went, round by round, and how satisfied the voters are.

use domain::{Id, Money};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use super::comparison::{Contest, of};
use crate::format;

/// What the page shows of an `api_types::explanation::Explanation`.
#[derive(Deserialize)]
pub(super) struct Explanation {
    envelopes: Vec<Explained>,
}

#[derive(Deserialize)]
struct Explained {
    envelope_id: Id,
    outcome: Option<Outcome>,
    statistics: Option<Statistics>,
}

#[derive(Deserialize)]
struct Outcome {
    rounds: Vec<Round>,
}

#[derive(Deserialize)]
struct Round {
    item: String,
    funded: bool,
    remaining: i64,
    payers: Option<Payers>,
    runner_up: Option<Next>,
}

#[derive(Deserialize)]
struct Payers {
    full: i64,
    each_millionths: i64,
    partial: i64,
    partial_together: i64,
}

#[derive(Deserialize)]
struct Next {
    item: String,
}

#[derive(Deserialize)]
struct Statistics {
    voters: i64,
    with_a_winner: i64,
    ejr_plus: Option<Vec<Violation>>,
}

#[derive(Deserialize)]
struct Violation {
    item: String,
    voters: i64,
    got_at_most: i64,
    entitled_to: i64,
}

/// Both sections, per envelope.
pub(super) fn how_it_went(t: &Texts, contest: &Contest, explanation: &Explanation) -> Html {
    let one = |explained: &Explained| {
        html! {
            <section>
                { contest.envelope(t, explained.envelope_id) }
                if let Some(outcome) = &explained.outcome {
                    <h2>{ t.t("explanation-title") }</h2>
                    <ol>{ for outcome.rounds.iter().map(|round| html! { <li>{ told(t, contest, round) }</li> }) }</ol>
                }
                if let Some(numbers) = &explained.statistics {
                    <h2>{ t.t("explanation-satisfaction") }</h2>
                    <p>{ of(t, "explanation-with-winner", numbers.with_a_winner, numbers.voters) }</p>
                    { fairness(t, contest, numbers.ejr_plus.as_deref()) }
                }
            </section>
        }
    };
    html! { { for explanation.envelopes.iter().map(one) } }
}

/// The name of an item by the count's own name for it: its ballot number, filled up with zeros.
fn name(t: &Texts, contest: &Contest, id: &str) -> i18n::Value {
    contest.item(t, id.parse().unwrap_or_default()).into()
}

fn money(t: &Texts, contest: &Contest, minor: i64) -> i18n::Value {
    format::money(t.lang(), Money(minor), contest.currency).into()
}

fn told(t: &Texts, contest: &Contest, round: &Round) -> String {
    let key = if round.funded { "explanation-funded" } else { "explanation-passed" };
    let item = name(t, contest, &round.item);
    let mut parts = vec![t.t_args(key, &[("item", item), ("remaining", money(t, contest, round.remaining))])];
    if let Some(payers) = &round.payers {
        // Rounded up to the smallest coin: nobody pays more.
        let each = (payers.each_millionths + 999_999) / 1_000_000;
        parts.push(t.t_args("explanation-paid", &[("full", payers.full.into()), ("each", money(t, contest, each))]));
        if payers.partial > 0 {
            let together = money(t, contest, payers.partial_together);
            parts.push(t.t_args("explanation-partial", &[("partial", payers.partial.into()), ("together", together)]));
        }
    }
    if let Some(next) = &round.runner_up {
        parts.push(t.t_args("explanation-next", &[("item", name(t, contest, &next.item))]));
    }
    parts.join(" ")
}

/// Groups that got less than their share (EJR+); ballots other than approvals have no such check.
fn fairness(t: &Texts, contest: &Contest, violations: Option<&[Violation]>) -> Html {
    match violations {
        None => Html::default(),
        Some([]) => html! { <p>{ t.t("explanation-fair") }</p> },
        Some(violations) => html! {
            <ul>{ for violations.iter().map(|one| html! {
                <li>{ t.t_args("explanation-unfair", &[
                    ("voters", one.voters.into()),
                    ("item", name(t, contest, &one.item)),
                    ("share", money(t, contest, one.entitled_to)),
                    ("got", money(t, contest, one.got_at_most)),
                ]) }</li>
            }) }</ul>
        },
    }
}
