//! Ending a duty by words, in the ways that its kind allows; the others end by the act that is owed. "Taken into consideration"
//! is no ending: it is not offered, and words that say no more are sent back to their field.

use api_types::duty::{Duty, DutyEnd};
use api_types::endpoint::{self, path};
use domain::duty::{by_hand, only_acknowledges};
use domain::{Code, DutyEnding, DutyKind, Id};
use yew::prelude::*;

use super::both::{Both, required};
use super::renamed;
use crate::api;
use crate::components::form::{Choice, FormFrame, Radios, TextField};
use crate::hooks::{Fault, use_form, use_t};

/// Properties of [`EndDuty`].
#[derive(Properties, PartialEq)]
pub struct EndProps {
    pub duty: Id,
    pub kind: DutyKind,
    pub done: Callback<()>,
}

/// The form, folded; nothing where words are not enough.
#[component]
pub fn EndDuty(props: &EndProps) -> Html {
    let t = use_t();
    let endings = by_hand(props.kind);
    let first = endings.first().copied().unwrap_or(DutyEnding::Declined);
    let only_decline = endings == [DutyEnding::Declined];
    // Several duties on one page: each form has fields of its own name.
    let [how, clause_field, note_field] = ["ending", "clause", "note"].map(|name| format!("{name}-{}", props.duty));
    let form = use_form([(how.as_str(), first.code().to_owned())]);
    let onsubmit = {
        let (form, duty, done) = (form.clone(), props.duty, props.done.clone());
        let (how, clause_field, note_field) = (how.clone(), clause_field.clone(), note_field.clone());
        Callback::from(move |()| {
            let ending = DutyEnding::parse(&form.value(&how)).unwrap_or(DutyEnding::Done);
            let clause = Some(form.text(&clause_field)).filter(|clause| !clause.is_empty());
            let mut faults = Vec::new();
            if ending == DutyEnding::Declined && clause.is_none() {
                faults.push(Fault::new(clause_field.clone(), t.t("refusal-clause_required")));
            }
            let note = required(t, &form, &note_field, &mut faults);
            for (lang, text) in [("kk", &note.kk), ("ru", &note.ru)] {
                if only_acknowledges(text) {
                    faults.push(Fault::new(format!("{note_field}/{lang}"), t.t("desk-acknowledgement")));
                }
            }
            if !form.check(faults) {
                return;
            }
            let body = DutyEnd { ending, clause: clause.filter(|_| ending == DutyEnding::Declined), note };
            let done = done.clone();
            let field = note_field.clone();
            let request = async move {
                let answer = api::post::<_, Duty>(&path(endpoint::DUTY_END, &[&duty.to_string()]), &body).await;
                answer
                    .map_err(|failure| renamed(failure, |fault| fault.pointer = fault.pointer.replace("note", &field)))
            };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let choices: Vec<Choice> =
        endings.iter().map(|ending| Choice::new(ending.code(), t.t(&format!("desk-end-{ending}")))).collect();
    let declining = form.value(&how) == DutyEnding::Declined.code();
    if endings.is_empty() {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ t.t(if only_decline { "desk-decline" } else { "desk-end" }) }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-end-submit")} {onsubmit}>
                if !only_decline {
                    <Radios form={form.clone()} name={how} label={t.t("desk-end-how")} {choices} />
                }
                if declining {
                    <TextField form={form.clone()} name={clause_field} label={t.t("desk-clause")} hint={t.t("desk-clause-hint")} />
                }
                <Both form={form.clone()} name={note_field} label={t.t("desk-note")} hint={t.t("desk-public")} />
            </FormFrame>
        </details>
    }
}
