//! Contracts of a cycle, and the form that records a signed one: money reserved for its works becomes committed.

use api_types::body::BodyList;
use api_types::contract::{Contract, ContractFile, ContractList, ContractSign, PartInput};
use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::work::{WorkBrief, WorkPage};
use domain::moment::format_day;
use domain::{ContractState, Id, Role, WorkState};
use i18n::Texts;
use yew::prelude::*;

use super::both::{Both, required};
use super::input::Input;
use super::works::offices;
use super::{holds, renamed, sign_in_first};
use crate::api;
use crate::api::paths::with_query;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{Form, use_form, use_go, use_remote, use_remote_if, use_t};
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// Properties of [`Contracts`].
#[derive(Properties, PartialEq)]
pub struct ContractsProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn Contracts(props: &ContractsProps) -> Html {
    let t = use_t();
    let session = use_session();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let contracts = use_remote::<ContractList>(&with_query(endpoint::CONTRACTS, &[("cycle_id", &props.id)]));
    let may = holds(&session, Role::Executor) || holds(&session, Role::Finance);
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| {
            html! {
                <>
                    <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                    { view(t, &contracts, |list| html! {
                        if list.items.is_empty() {
                            <p role="status">{ t.t("desk-contract-none") }</p>
                        } else {
                            <ol class="cards one">{ for list.items.iter().map(|one| card(t, one)) }</ol>
                        }
                    }) }
                    if may {
                        <details>
                            <summary>{ t.t("desk-contract-sign") }</summary>
                            <Sign cycle={cycle.brief.id} />
                        </details>
                    }
                </>
            }
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-contracts")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

/// How a contract's state is coloured.
pub(super) fn tone(state: ContractState) -> Tone {
    match state {
        ContractState::Signed | ContractState::Active => Tone::Busy,
        ContractState::Completed | ContractState::Settled => Tone::Good,
        ContractState::Terminated => Tone::Bad,
    }
}

fn card(t: &Texts, one: &Contract) -> Html {
    let lang = t.lang();
    html! {
        <li class="card" key={one.id.to_string()}>
            <p class="meta">
                { badge(&t.code(one.state), tone(one.state)) }
                <span>{ one.body.get(lang) }</span>
                <span>{ format::day(lang, one.signed_on) }{ " – " }{ format::day(lang, one.ends_on) }</span>
            </p>
            <h2><Link to={DeskRoute::Contract { id: one.id.to_string() }}>{ format!("№ {} · {}", one.number, one.subject.get(lang)) }</Link></h2>
            <p class="meta">
                <span>{ &one.supplier }</span>
                <strong class="amount">{ format::money(lang, one.amount, one.currency) }</strong>
                <span>{ t.t_args("desk-contract-paid", &[("amount", format::money(lang, one.paid, one.currency).into())]) }</span>
            </p>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct SignProps {
    cycle: Id,
}

/// Ids of the works under the contract, kept in the form beside their amounts.
const WORKS: &str = "chosen";

/// A contract that was signed.
#[component]
fn Sign(props: &SignProps) -> Html {
    let t = use_t();
    let go = use_go();
    let session = use_session();
    let today = format_day(format::today());
    let cycle = props.cycle;
    let awarded = [("limit", "100")];
    let works =
        use_remote_if::<WorkPage>(Some(with_query(&path(endpoint::CYCLE_WORKS, &[&cycle.to_string()]), &awarded)));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let form = use_form([("signed_on", today.clone()), ("starts_on", today), ("warranty_months", "24".to_owned())])
        .scoped("sign");
    let chosen: Vec<Id> = form.value(WORKS).split(' ').filter_map(|id| id.parse().ok()).collect();
    let onsubmit = {
        let (form, chosen) = (form.clone(), chosen.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (body_id, number) = (input.chosen("body_id"), input.text("number"));
            let subject = required(t, &form, "subject", &mut input.faults);
            let (supplier, supplier_bin) = (input.text("supplier"), input.maybe_text("supplier_bin"));
            let [signed_on, starts_on, ends_on] = ["signed_on", "starts_on", "ends_on"].map(|field| input.day(field));
            let warranty_months = input.number("warranty_months");
            let parts: Vec<PartInput> = chosen
                .iter()
                .filter_map(|id| {
                    Some(PartInput { work_id: *id, envelope_id: None, amount: input.money(&amount(*id))? })
                })
                .collect();
            if chosen.is_empty() {
                input.fault("work", "desk-contract-no-works");
            }
            let (true, Some(body_id), Some(signed_on), Some(starts_on), Some(ends_on), Some(warranty_months)) =
                (input.done(), body_id, signed_on, starts_on, ends_on, warranty_months)
            else {
                return;
            };
            let body = ContractSign {
                cycle_id: cycle,
                body_id,
                number,
                subject,
                supplier,
                supplier_bin,
                signed_on,
                starts_on,
                ends_on,
                warranty_months,
                parts,
            };
            let (chosen, go) = (chosen.clone(), go.clone());
            let request = async move {
                api::post::<_, ContractFile>(endpoint::CONTRACTS, &body).await.map_err(|failure| {
                    renamed(failure, |fault| {
                        let place = fault
                            .pointer
                            .strip_prefix("parts/")
                            .and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
                        if let Some(id) = place.and_then(|place| chosen.get(place)) {
                            fault.pointer = amount(*id);
                        }
                    })
                })
            };
            form.send(t, request, move |reply| {
                go.emit(DeskRoute::Contract { id: reply.body.contract.id.to_string() }.into())
            });
        })
    };
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    view(t, &works, |page| {
        let ready = |work: &&WorkBrief| {
            matches!(
                work.state,
                WorkState::Awarded | WorkState::Reduced | WorkState::Contracted | WorkState::InProgress
            )
        };
        let open: Vec<&WorkBrief> = page.items.iter().filter(ready).collect();
        html! {
            <FormFrame form={form.clone()} submit={t.t("desk-contract-submit")} {onsubmit}>
                { parts(t, &form, &open, &chosen) }
                <Select form={form.clone()} name="body_id" label={t.t("desk-contract-customer")} choices={offices(t, bodies.body(), &mine)} />
                <TextField form={form.clone()} name="number" label={t.t("desk-contract-number")} autocomplete="off" />
                <Both form={form.clone()} name="subject" label={t.t("desk-contract-subject")} />
                <TextField form={form.clone()} name="supplier" label={t.t("desk-contract-supplier")} autocomplete="off" />
                <TextField form={form.clone()} name="supplier_bin" label={t.t("desk-contract-bin")} inputmode="numeric" optional=true autocomplete="off" />
                <TextField form={form.clone()} name="signed_on" label={t.t("desk-contract-signed")} kind="date" />
                <TextField form={form.clone()} name="starts_on" label={t.t("desk-contract-starts")} kind="date" />
                <TextField form={form.clone()} name="ends_on" label={t.t("desk-contract-ends")} kind="date" />
                <TextField form={form.clone()} name="warranty_months" label={t.t("desk-accept-warranty")} inputmode="numeric" />
            </FormFrame>
        }
    })
}

fn amount(id: Id) -> String {
    format!("parts/{id}/amount")
}

fn parts(t: &Texts, form: &Form, open: &[&WorkBrief], chosen: &[Id]) -> Html {
    let lang = t.lang();
    let words = |work: &WorkBrief| {
        let left = format::money(lang, work.money.reserved, work.currency);
        format!(
            "№ {} · {} · {}",
            work.number,
            work.name.get(lang),
            t.t_args("desk-contract-reserved", &[("amount", left.into())])
        )
    };
    let others = open.iter().filter(|work| !chosen.contains(&work.id));
    let choices: Vec<Choice> = others.map(|work| Choice::new(work.id, words(work))).collect();
    let add = {
        let (form, chosen) = (form.clone(), chosen.to_vec());
        let reserved: Vec<(Id, String)> =
            open.iter().map(|work| (work.id, format::plain_money(work.money.reserved))).collect();
        Callback::from(move |_: MouseEvent| {
            let Ok(id) = form.value("work").parse::<Id>() else { return };
            let all: Vec<String> = chosen.iter().chain([&id]).map(ToString::to_string).collect();
            form.set(WORKS, all.join(" "));
            if let Some((_, reserved)) = reserved.iter().find(|(work, _)| *work == id) {
                form.set(amount(id), reserved.clone());
            }
            form.set("work", "");
        })
    };
    html! {
        <fieldset class="field">
            <legend>{ t.t("desk-contract-works") }</legend>
            <p class="hint">{ t.t("desk-contract-works-hint") }</p>
            { for open.iter().filter(|work| chosen.contains(&work.id)).map(|work| html! {
                <TextField form={form.clone()} name={amount(work.id)} label={words(work)} inputmode="decimal" />
            }) }
            <Select form={form.clone()} name="work" label={t.t("desk-contract-work")} {choices} optional=true />
            <p><button type="button" class="button secondary small" onclick={add}>{ t.t("desk-contract-work-add") }</button></p>
        </fieldset>
    }
}
