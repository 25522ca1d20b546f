//! The last look, and casting. Nothing is ever queued: the voter sees that the vote is in the box, or that it is not.

use api_types::contest::{BallotCast, BallotReceipt};
use api_types::endpoint::{self, path};
use domain::{Ballot, Bytes32, Choices, Money, tracking_code};
use yew::prelude::*;

use super::{Contest, Pick, choices, picked, value_text};
use crate::api::http::random_bytes;
use crate::api::{self, Failure};
use crate::components::form::FormFrame;
use crate::format;
use crate::hooks::{use_form, use_t};

/// Properties of [`Review`].
#[derive(Properties, PartialEq)]
pub struct ReviewProps {
    pub contest: Contest,
    /// Ascending by ballot number, or in the voter's order.
    pub chosen: Vec<Pick>,
    pub back: Callback<()>,
    /// Called with the receipt once the ballot is in the box.
    pub done: Callback<BallotReceipt>,
}

/// The ballot as it will be cast.
#[component]
pub fn Review(props: &ReviewProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let contest = &props.contest;
    // One nonce for as long as this page shows the ballot: sent again after a lost answer, it is the very same ballot.
    let nonce = use_memo((), |()| Bytes32(random_bytes::<32>()));
    let onsubmit = {
        let (form, contest, chosen, done) = (form.clone(), contest.clone(), props.chosen.clone(), props.done.clone());
        Callback::from(move |()| {
            let ballot = Ballot {
                kind: contest.ballot_rule.kind,
                contest: contest.id,
                cycle: contest.cycle_id,
                choices: choices(&contest.ballot_rule, &chosen),
            };
            let commitment = ballot.commitment(&nonce);
            let values = || chosen.iter().map(|pick| pick.value).collect();
            let body = BallotCast {
                choices: ballot.choices.numbers(),
                points: if matches!(ballot.choices, Choices::Points(_)) { values() } else { Vec::new() },
                grades: if matches!(ballot.choices, Choices::Grades(_)) { values() } else { Vec::new() },
                nonce: nonce.to_string(),
                commitment: commitment.to_string(),
            };
            let address = path(endpoint::ME_BALLOT, &[&contest.id.to_string()]);
            let done = done.clone();
            let request = async move {
                let receipt = api::put::<_, BallotReceipt>(&address, &body, None).await?.body;
                let ours = receipt.commitment == body.commitment && receipt.tracking == tracking_code(&commitment);
                // A receipt for another ballot would be no receipt.
                if ours { Ok(receipt) } else { Err(Failure::Garbled("receipt".to_owned())) }
            };
            form.send(t, request, move |receipt| done.emit(receipt));
        })
    };
    let picked = picked(contest, &props.chosen);
    let sum = Money::sum(picked.iter().map(|(item, _)| item.cost)).unwrap_or_default();
    let back = {
        let back = props.back.clone();
        Callback::from(move |_: MouseEvent| back.emit(()))
    };
    let beside =
        html! { <button type="button" class="button secondary" onclick={back}>{ t.t("ballot-back") }</button> };
    html! {
        <>
            <ol class="cards one">
                { for picked.iter().enumerate().map(|(at, (item, value))| html! {
                    <li class="card">
                        if let Some(said) = value_text(t, &contest.ballot_rule, at, *value) { <p class="meta"><strong>{ said }</strong></p> }
                        <p><strong>{ item.number }{ ". " }</strong>{ item.name.get(t.lang()) }</p>
                        <p class="meta"><strong class="amount">{ format::money(t.lang(), item.cost, contest.currency) }</strong></p>
                    </li>
                }) }
            </ol>
            <p>{ t.t_args("ballot-sum", &[("amount", format::money(t.lang(), sum, contest.currency).into())]) }</p>
            <p>{ t.t(if contest.ballot_rule.replaceable { "ballot-review-replaceable" } else { "ballot-review-final" }) }</p>
            <FormFrame form={form.clone()} submit={t.t("ballot-cast")} {onsubmit} {beside}>
                if !form.faults().is_empty() { <p class="fault">{ t.t("ballot-not-recorded") }</p> }
            </FormFrame>
            <p class="hint">{ t.t("ballot-secret") }</p>
        </>
    }
}
