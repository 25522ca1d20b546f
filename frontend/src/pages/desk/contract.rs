//! One contract: its parts, its payments, its amendments, and the forms that add to them.

use api_types::act::ActList;
use api_types::contract::{Contract, ContractAmend, ContractFile, ContractMove, PartInput};
use api_types::endpoint::{self, path};
use api_types::payment::PaymentCreate;
use domain::moment::format_day;
use domain::{Code, ContractEvent, ContractState, Id, Operation};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::contracts::tone;
use super::input::Input;
use super::ledger::act_choices;
use super::{may, sign_in_first, use_phase};
use crate::api;
use crate::api::paths::with_query;
use crate::components::badge::badge;
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::format;
use crate::hooks::{use_form, use_remote, use_remote_if, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// Properties of [`ContractPage`].
#[derive(Properties, PartialEq)]
pub struct ContractProps {
    /// Id of the contract.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn ContractPage(props: &ContractProps) -> Html {
    let t = use_t();
    let session = use_session();
    let file = use_remote::<ContractFile>(&path(endpoint::CONTRACT, &[&props.id]));
    let cycle = file.body().map(|file| file.contract.cycle_id.to_string());
    let acts = use_remote_if::<ActList>(cycle.as_deref().map(|id| with_query(endpoint::ACTS, &[("cycle_id", id)])));
    let acts = act_choices(t, acts.body());
    let title = file.body().map_or_else(|| t.t("desk-contracts"), |file| format!("№ {}", file.contract.number));
    let phase = use_phase(file.body().map(|file| file.contract.cycle_id));
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &file, |one| {
            let contract = &one.contract;
            let open = matches!(contract.state, ContractState::Signed | ContractState::Active);
            let allowed = |operation| may(&session, operation, contract.district_id, phase);
            let key = format!("{} {}", contract.version, one.payments.len());
            html! {
                <>
                    { facts(t, contract) }
                    { payments(t, one) }
                    if allowed(Operation::PostEntry) && matches!(contract.state, ContractState::Active | ContractState::Completed) {
                        <Pay key={format!("pay {key}")} contract={contract.clone()} done={file.reload.clone()} />
                    }
                    if allowed(Operation::ManageContracts) {
                        if open { <Amend key={format!("amend {key}")} contract={contract.clone()} acts={acts.clone()} done={file.reload.clone()} /> }
                        <MoveOn key={format!("move {key}")} contract={contract.id} state={contract.state} acts={acts.clone()} done={file.reload.clone()} />
                    }
                    { steps(t, one) }
                </>
            }
        })
    });
    let back = cycle.map_or(DeskRoute::Cycles, |id| DeskRoute::Contracts { id });
    html! {
        <Page {title} above={html! { <p class="above"><Link to={back}>{ t.t("desk-contracts") }</Link></p> }}>{ content }</Page>
    }
}

fn facts(t: &Texts, one: &Contract) -> Html {
    let lang = t.lang();
    let money = |amount| format::money(lang, amount, one.currency);
    html! {
        <>
            <p class="meta">{ badge(&t.code(one.state), tone(one.state)) }<span>{ one.subject.get(lang) }</span></p>
            <dl class="facts">
                <dt>{ t.t("desk-contract-customer") }</dt><dd>{ one.body.get(lang) }</dd>
                <dt>{ t.t("desk-contract-supplier") }</dt><dd>{ &one.supplier }{ " " }{ one.supplier_bin.clone() }</dd>
                <dt>{ t.t("desk-contract-signed") }</dt><dd>{ format::day(lang, one.signed_on) }</dd>
                <dt>{ t.t("desk-contract-ends") }</dt>
                <dd>
                    { format::day(lang, one.ends_on) }
                    if one.ends_on != one.first_ends_on { { " " }{ t.t_args("desk-contract-first-end", &[("date", format::day(lang, one.first_ends_on).into())]) } }
                </dd>
                <dt>{ t.t("desk-contract-amount") }</dt>
                <dd class="amount">{ money(one.amount) }{ " · " }{ t.t_args("desk-contract-paid", &[("amount", money(one.paid).into())]) }</dd>
            </dl>
            <h2>{ t.t("desk-contract-works") }</h2>
            <ul>{ for one.parts.iter().map(|part| html! {
                <li>
                    <Link to={DeskRoute::Work { id: part.work_id.to_string() }}>{ part.work.get(lang) }</Link>
                    { ": " }<span class="amount">{ money(part.amount) }</span>{ " · " }{ t.t_args("desk-contract-paid", &[("amount", money(part.paid).into())]) }
                </li>
            }) }</ul>
        </>
    }
}

fn payments(t: &Texts, file: &ContractFile) -> Html {
    let lang = t.lang();
    if file.payments.is_empty() {
        return html! { <><h2>{ t.t("desk-payments") }</h2><p>{ t.t("desk-payment-none") }</p></> };
    }
    html! {
        <section>
            <h2>{ t.t("desk-payments") }</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-label={t.t("desk-payments")}>
                <table class="stack">
                    <thead><tr><th scope="col">{ t.t("desk-payment-day") }</th><th scope="col">{ t.t("desk-payment-document") }</th><th scope="col" class="number">{ t.t("desk-amount") }</th></tr></thead>
                    <tbody>{ for file.payments.iter().map(|payment| html! {
                        <tr>
                            <td data-label={t.t("desk-payment-day")}>{ format::day(lang, payment.paid_on) }</td>
                            <td data-label={t.t("desk-payment-document")}><div>
                                { &payment.document }
                                if let Some(note) = &payment.note { <br /><small>{ note.get(lang) }</small> }
                                if payment.reversed { <br /><strong>{ t.t("desk-payment-reversed") }</strong> }
                            </div></td>
                            <td class="number" data-label={t.t("desk-amount")}>{ format::money(lang, payment.amount, file.contract.currency) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn steps(t: &Texts, file: &ContractFile) -> Html {
    let lang = t.lang();
    let money = |amount| format::money(lang, amount, file.contract.currency);
    html! {
        <section>
            <h2>{ t.t("desk-contract-steps") }</h2>
            <ul>{ for file.steps.iter().map(|step| html! {
                <li>
                    <strong>{ t.code(step.event) }</strong>{ " · " }{ minute(t, step.at) }
                    if step.amount_after != step.amount_before { { " · " }{ money(step.amount_before) }{ " → " }{ money(step.amount_after) } }
                    if step.ends_after != step.ends_before { { " · " }{ format::day(lang, step.ends_before) }{ " → " }{ format::day(lang, step.ends_after) } }
                    if let Some(act) = &step.act { { " · " }{ t.t_args("desk-act-cited", &[("number", act.number.clone().into()), ("date", format::day(lang, act.date).into())]) } }
                    if let Some(reason) = &step.reason { <br />{ reason.get(lang) } }
                </li>
            }) }</ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PayProps {
    contract: Contract,
    done: Callback<()>,
}

/// A payment for a delivered part.
#[component]
fn Pay(props: &PayProps) -> Html {
    let t = use_t();
    let only = props.contract.parts.first().filter(|_| props.contract.parts.len() == 1);
    let first = only.map(|part| part.work_id.to_string()).unwrap_or_default();
    let form = use_form([("work_id", first), ("paid_on", format_day(format::today()))]).scoped("pay");
    let onsubmit = {
        let (form, contract, done) = (form.clone(), props.contract.id, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (work_id, amount) = (input.chosen("work_id"), input.money("amount"));
            let (paid_on, document) = (input.day("paid_on"), input.text("document"));
            let (true, Some(work_id), Some(amount), Some(paid_on)) = (input.done(), work_id, amount, paid_on) else {
                return;
            };
            let body =
                PaymentCreate { work_id, envelope_id: None, amount, paid_on, document, note: text(&form, "note") };
            let (address, done) = (path(endpoint::CONTRACT_PAYMENTS, &[&contract.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let works: Vec<Choice> =
        props.contract.parts.iter().map(|part| Choice::new(part.work_id, part.work.get(t.lang()))).collect();
    html! {
        <details>
            <summary>{ t.t("desk-pay") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-pay-submit")} {onsubmit}>
                <Select form={form.clone()} name="work_id" label={t.t("desk-pay-work")} choices={works} />
                <TextField form={form.clone()} name="amount" label={t.t("desk-amount")} inputmode="decimal" />
                <TextField form={form.clone()} name="paid_on" label={t.t("desk-payment-day")} kind="date" />
                <TextField form={form.clone()} name="document" label={t.t("desk-payment-document")} autocomplete="off" />
                <Both form={form.clone()} name="note" label={t.t("desk-pay-note")} optional=true />
            </FormFrame>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct AmendProps {
    contract: Contract,
    acts: Vec<Choice>,
    done: Callback<()>,
}

/// Another end or other amounts, with the reason.
#[component]
fn Amend(props: &AmendProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("amend");
    let onsubmit = {
        let (form, contract, done) = (form.clone(), props.contract.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let reason = required(t, &form, "reason", &mut input.faults);
            let ends_on = input.maybe_day("ends_on");
            let mut parts = Vec::new();
            for (at, part) in contract.parts.iter().enumerate() {
                if let Some(amount) = input.maybe_money(&format!("parts/{at}/amount")) {
                    parts.push(PartInput { work_id: part.work_id, envelope_id: Some(part.envelope_id), amount });
                }
            }
            if ends_on.is_none() && parts.is_empty() {
                input.fault("ends_on", "desk-amend-nothing");
            }
            if !input.done() {
                return;
            }
            let body = ContractAmend { reason, act_id: form.value("act_id").parse().ok(), ends_on, parts };
            let (address, done) = (path(endpoint::CONTRACT_AMENDMENTS, &[&contract.id.to_string()]), done.clone());
            // The `ETag` of a public reading is a digest; the version is in the body.
            let version = format!("\"{}\"", contract.version);
            let request = async move { api::post_version::<_, IgnoredAny>(&address, &body, Some(&version)).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let lang = t.lang();
    html! {
        <details>
            <summary>{ t.t("desk-amend") }</summary>
            <p>{ t.t("desk-amend-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-amend-submit")} {onsubmit}>
                <TextField form={form.clone()} name="ends_on" label={t.t("desk-amend-end")} kind="date" optional=true />
                { for props.contract.parts.iter().enumerate().map(|(at, part)| {
                    let now = format::money(lang, part.amount, props.contract.currency);
                    let label = format!("{}: {}", t.t("desk-amend-amount"), part.work.get(lang));
                    html! { <TextField form={form.clone()} name={format!("parts/{at}/amount")} {label} hint={t.t_args("desk-amend-now", &[("amount", now.into())])} inputmode="decimal" optional=true /> }
                }) }
                <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} />
                <Select form={form.clone()} name="act_id" label={t.t("desk-act")} choices={props.acts.clone()} optional=true />
            </FormFrame>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct MoveProps {
    contract: Id,
    state: ContractState,
    acts: Vec<Choice>,
    done: Callback<()>,
}

/// Begun, carried out, settled, terminated.
#[component]
fn MoveOn(props: &MoveProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("move");
    let events: Vec<Choice> =
        [ContractEvent::Activate, ContractEvent::Complete, ContractEvent::Settle, ContractEvent::Terminate]
            .into_iter()
            .filter(|event| domain::contract::can(props.state, *event))
            .map(|event| Choice::new(event.code(), t.code(event)))
            .collect();
    let onsubmit = {
        let (form, contract, done) = (form.clone(), props.contract, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let event = ContractEvent::parse(&form.value("event"));
            if event.is_none() {
                input.fault("event", "form-required");
            }
            let reason = if event == Some(ContractEvent::Terminate) {
                Some(required(t, &form, "reason", &mut input.faults))
            } else {
                text(&form, "reason")
            };
            let (true, Some(event)) = (input.done(), event) else { return };
            let body = ContractMove { event, reason, act_id: form.value("act_id").parse().ok() };
            let (address, done) = (path(endpoint::CONTRACT_STEPS, &[&contract.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    if events.is_empty() {
        return Html::default();
    }
    let terminating = form.value("event") == ContractEvent::Terminate.code();
    html! {
        <details>
            <summary>{ t.t("desk-contract-step") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-work-step-submit")} {onsubmit}>
                <Select form={form.clone()} name="event" label={t.t("desk-work-event")} choices={events} />
                if terminating {
                    <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} />
                    <Select form={form.clone()} name="act_id" label={t.t("desk-act")} choices={props.acts.clone()} optional=true />
                }
            </FormFrame>
        </details>
    }
}
