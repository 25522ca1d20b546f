//! Carrying a proposal that was not funded on into a later cycle.

use api_types::endpoint::{PROPOSAL_CARRY_OVER, path};
use api_types::proposal::ProposalCarry;
use domain::{Id, Phase, Role, UserText};
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::form::{Choice, FormFrame, Select, TextArea};
use crate::hooks::{Fault, use_current, use_form, use_t};
use crate::state::session::use_session;

/// Properties of [`CarryOver`].
#[derive(Properties, PartialEq)]
pub struct CarryProps {
    pub project: Id,
    /// The cycle it is in.
    pub cycle: Id,
    pub done: Callback<()>,
}

/// The form, for an organiser, once the vote is over and there is a cycle to carry it into; else nothing.
#[component]
pub fn CarryOver(props: &CarryProps) -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let form = use_form([]).scoped("carry");
    let onsubmit = {
        let (form, address, done) =
            (form.clone(), path(PROPOSAL_CARRY_OVER, &[&props.project.to_string()]), props.done.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let into = form.text("into").parse::<Id>();
            if into.is_err() {
                faults.push(Fault::new("into", t.t("form-required")));
            }
            if form.text("reason/text").is_empty() {
                faults.push(Fault::new("reason/text", t.t("form-required")));
            }
            if !form.check(faults) {
                return;
            }
            let Ok(into) = into else { return };
            let reason = UserText { lang: t.lang(), text: form.text("reason/text") };
            let (address, done) = (address.clone(), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &ProposalCarry { into, reason }).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let organiser = session.me().is_some_and(|me| me.roles.iter().any(|held| held.role == Role::Organiser));
    let own = current.brief(props.cycle).filter(|own| organiser && own.phase >= Phase::Results);
    let Some(own) = own else { return Html::default() };
    let cycles = current.cycles.body().map(|list| list.items.as_slice()).unwrap_or_default();
    let later = |other: &&api_types::cycle::CycleBrief| {
        other.id != own.id
            && other.programme_id == own.programme_id
            && matches!(other.phase, Phase::Setup | Phase::Proposals)
    };
    let choices: Vec<Choice> =
        cycles.iter().filter(later).map(|cycle| Choice::new(cycle.id, cycle.name.get(t.lang()))).collect();
    if choices.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ t.t("desk-carry") }</h2>
            <p>{ t.t("desk-carry-why") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-carry-send")} {onsubmit}>
                <Select form={form.clone()} name="into" label={t.t("desk-carry-into")} {choices} />
                <TextArea form={form.clone()} name="reason/text" label={t.t("desk-carry-reason")} rows=3 max=5000 />
            </FormFrame>
        </section>
    }
}
