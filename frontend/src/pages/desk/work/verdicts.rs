//! What residents say of a finished work: each dispute with its photos and, while it is owed, the office's answer.

use api_types::endpoint::{self, path};
use api_types::verdict::Verdict;
use domain::VerdictKind;
use i18n::Texts;
use yew::prelude::*;

use super::super::end_duty::EndDuty;
use crate::components::badge::{Tone, badge};
use crate::components::photo::photo;
use crate::components::time::{minute, time_left};
use crate::components::words::words_block;
use crate::pages::duties::standing;

/// The disputes, newest first; nothing when there is none.
pub fn disputes(t: &Texts, verdicts: &[Verdict], may: bool, done: &Callback<()>) -> Html {
    let disputes: Vec<&Verdict> =
        verdicts.iter().filter(|one| one.kind == VerdictKind::Dispute && one.text.is_some()).collect();
    if disputes.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ t.t("desk-disputes") }</h2>
            <ul class="cards one">{ for disputes.into_iter().map(|one| dispute(t, one, may, done)) }</ul>
        </section>
    }
}

fn dispute(t: &Texts, one: &Verdict, may: bool, done: &Callback<()>) -> Html {
    let lang = t.lang();
    let open = one.duty.as_ref().filter(|duty| duty.ended_at.is_none());
    html! {
        <li class="card" key={one.id.to_string()}>
            <p class="meta">
                { badge(&t.code(one.kind), Tone::Bad) }
                <strong>{ &one.author }</strong>
                { minute(t, one.created_at) }
                { one.duty.as_ref().map(|duty| standing(t, duty)) }
            </p>
            { one.text.as_ref().map(words_block) }
            <ul class="photos">{ for one.photos.iter().filter(|shot| shot.removed_reason.is_none()).map(|shot| {
                photo(path(endpoint::PHOTO, &[&shot.id.to_string()]), shot.alt.get(lang).to_owned(), Html::default())
            }) }</ul>
            if let Some(answer) = one.duty.as_ref().and_then(|duty| duty.note.as_ref()) {
                <div class="notice calm"><p><strong>{ t.t("desk-dispute-answer") }</strong></p><p>{ answer.get(lang) }</p></div>
            }
            if let Some(duty) = open {
                <p class="meta">{ time_left(t, duty.deadline) }</p>
                if may { <EndDuty duty={duty.id} kind={duty.kind} done={done.clone()} /> }
            }
        </li>
    }
}
