//! What if the votes had been counted otherwise: every rule beside the official result; below it how the count itself went.

use api_types::contest::ContestEnvelope;
use api_types::endpoint::{self, path};
use domain::{Currency, Id, LocalText, Money};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use super::ResultProps;
use super::explanation::{Explanation, how_it_went};
use crate::components::layout::Page;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{use_remote, use_t};
use crate::state::remote::Remote;

/// What the page shows of an `api_types::contest::Contest`.
#[derive(Deserialize)]
pub(super) struct Contest {
    name: LocalText,
    pub(super) currency: Currency,
    envelopes: Vec<ContestEnvelope>,
    ballot: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    number: i32,
    name: LocalText,
}

/// What the page shows of an `api_types::comparison::ContestComparison`.
#[derive(Deserialize)]
struct Comparison {
    envelopes: Vec<Compared>,
}

#[derive(Deserialize)]
struct Compared {
    envelope_id: Id,
    entries: Vec<Entry>,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
struct Entry {
    rule: String,
    winners: Vec<i32>,
    cost: Money,
    gained: Vec<i32>,
    lost: Vec<i32>,
    prefer_first: i64,
    prefer_this: i64,
    statistics: Satisfied,
}

#[derive(Deserialize)]
struct Satisfied {
    voters: i64,
    with_a_winner: i64,
}

#[derive(Deserialize)]
struct Refused {
    rule: String,
}

impl Contest {
    /// The name of the item with this ballot number.
    pub(super) fn item(&self, t: &Texts, number: i32) -> String {
        let item = self.ballot.iter().find(|item| item.number == number);
        item.map_or_else(|| number.to_string(), |item| format!("«{}»", item.name.get(t.lang())))
    }

    /// The name of an envelope, where there are several.
    pub(super) fn envelope(&self, t: &Texts, id: Id) -> Html {
        let named = self.envelopes.iter().find(|envelope| envelope.id == id && self.envelopes.len() > 1);
        named.map(|envelope| html! { <h3>{ envelope.name.get(t.lang()) }</h3> }).unwrap_or_default()
    }
}

/// The page.
#[component]
pub fn ComparisonPage(props: &ResultProps) -> Html {
    let t = use_t();
    let at = |template| path(template, &[&props.id]);
    let contest = use_remote::<Contest>(&at(endpoint::CONTEST));
    let comparison = use_remote::<Comparison>(&at(endpoint::CONTEST_COMPARISON));
    let explanation = use_remote::<Explanation>(&at(endpoint::CONTEST_EXPLANATION));
    let too_early = matches!(&comparison.reply, Remote::Failed(failure) if failure.status() == Some(409));
    let above = contest.body().map(|contest| html! { <p class="above">{ contest.name.get(t.lang()) }</p> });
    html! {
        <Page title={t.t("comparison-title")} above={above.unwrap_or_default()}>
            { view(t, &contest, |contest| html! {
                <>
                    if too_early {
                        <p class="notice">{ t.t("comparison-after-act") }</p>
                    } else {
                        <p class="lead">{ t.t("comparison-lead") }</p>
                        { view(t, &comparison, |all| html! { { for all.envelopes.iter().map(|one| table(t, contest, one)) } }) }
                    }
                    { view(t, &explanation, |all| how_it_went(t, contest, all)) }
                </>
            }) }
        </Page>
    }
}

fn table(t: &Texts, contest: &Contest, compared: &Compared) -> Html {
    let name = |rule: &str| t.t(&format!("comparison-rule-{rule}"));
    let head =
        ["rule", "winners", "cost", "satisfied", "change", "prefer"].map(|key| t.t(&format!("comparison-{key}")));
    let refused: Vec<String> = compared.refused.iter().map(|refused| name(&refused.rule)).collect();
    html! {
        <section>
            { contest.envelope(t, compared.envelope_id) }
            <div class="table-wrap" tabindex="0" role="region" aria-label={t.t("comparison-title")}><table>
                <thead><tr>{ for head.into_iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for compared.entries.iter().enumerate().map(|(at, entry)| html! {
                    <tr>
                        <th scope="row">{ name(&entry.rule) }</th>
                        <td class="number">{ entry.winners.len() }</td>
                        <td class="number">{ format::money(t.lang(), entry.cost, contest.currency) }</td>
                        <td>{ of(t, "comparison-of", entry.statistics.with_a_winner, entry.statistics.voters) }</td>
                        <td>{ if at > 0 { change(t, contest, entry) } else { String::new() } }</td>
                        <td>{ if at > 0 { t.t_args("comparison-prefer-this", &[
                            ("this", entry.prefer_this.into()),
                            ("first", entry.prefer_first.into()),
                        ]) } else { String::new() } }</td>
                    </tr>
                }) }</tbody>
            </table></div>
            if !refused.is_empty() {
                <p class="hint">{ t.t_args("comparison-refused", &[("rules", refused.join(", ").into())]) }</p>
            }
        </section>
    }
}

/// "3 of 5", by the key that says of what.
pub(super) fn of(t: &Texts, key: &str, count: i64, all: i64) -> String {
    t.t_args(key, &[("count", count.into()), ("all", all.into())])
}

fn change(t: &Texts, contest: &Contest, entry: &Entry) -> String {
    let mut parts = Vec::new();
    for (key, numbers) in [("comparison-gained", &entry.gained), ("comparison-lost", &entry.lost)] {
        if !numbers.is_empty() {
            let names: Vec<String> = numbers.iter().map(|number| contest.item(t, *number)).collect();
            parts.push(t.t_args(key, &[("items", names.join(", ").into())]));
        }
    }
    if parts.is_empty() { t.t("comparison-same") } else { parts.join(" ") }
}
