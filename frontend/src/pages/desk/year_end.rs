//! The end of a fiscal year on the desk of finance: what would lapse, what acts of the maslikhat carry to the next year, and how
//! a decision that was not used yet is withdrawn.

use api_types::act::ActList;
use api_types::body::BodyList;
use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::ledger::{ActCited, CarryCreate, CarryDecision, CarryList, CarryWithdraw, YearEndLine, YearEndPlan};
use api_types::money::MoneyFlow;
use domain::{BodyKind, Currency, Id, Role};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::input::Input;
use super::ledger::{RecordAct, act_choices};
use super::works::offices;
use super::{holds, public, renamed, sign_in_first};
use crate::api;
use crate::api::paths::with_query;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::format;
use crate::hooks::{use_form, use_remote, use_t};
use crate::route::{DeskRoute, Route};
use crate::state::session::use_session;

/// Properties of [`YearEnd`].
#[derive(Properties, PartialEq)]
pub struct YearEndProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// What the page says of every line, and needs for its words.
struct Shown<'a> {
    t: &'static Texts,
    currency: Currency,
    flow: &'a MoneyFlow,
    plan: &'a YearEndPlan,
    acts: Vec<Choice>,
    finance: bool,
    done: Callback<()>,
}

/// The page.
#[component]
pub fn YearEnd(props: &YearEndProps) -> Html {
    let t = use_t();
    let session = use_session();
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let flow = use_remote::<MoneyFlow>(&path(endpoint::CYCLE_MONEY, &[&props.id]));
    let plan = use_remote::<YearEndPlan>(&path(endpoint::CYCLE_YEAR_END, &[&props.id]));
    let decided = use_remote::<CarryList>(&path(endpoint::CYCLE_CARRIES, &[&props.id]));
    let acts = use_remote::<ActList>(&with_query(endpoint::ACTS, &[("cycle_id", &props.id)]));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let done = {
        let (plan, decided, acts) = (plan.reload.clone(), decided.reload.clone(), acts.reload.clone());
        Callback::from(move |()| {
            for reload in [&plan, &decided, &acts] {
                reload.emit(());
            }
        })
    };
    let finance = holds(&session, Role::Finance);
    // Only what the representative body says carries money over.
    let councils = BodyList {
        items: bodies
            .body()
            .map(|all| all.items.as_slice())
            .unwrap_or_default()
            .iter()
            .filter(|body| matches!(body.kind, BodyKind::Maslikhat | BodyKind::Assembly))
            .cloned()
            .collect(),
    };
    let theirs = ActList {
        items: acts
            .body()
            .map(|all| all.items.as_slice())
            .unwrap_or_default()
            .iter()
            .filter(|act| councils.items.iter().any(|body| body.id == act.body_id))
            .cloned()
            .collect(),
    };
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| html! {
            <>
                <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                <p>{ t.t("desk-year-end-text") }</p>
                if finance { <RecordAct cycle={cycle.brief.id} offices={offices(t, Some(&councils), &[])} done={done.clone()} /> }
                { view(t, &flow, |flow| view(t, &plan, |plan| {
                    let acts = act_choices(t, Some(&theirs));
                    let shown = Shown { t, currency: cycle.brief.currency, flow, plan, acts, finance, done: done.clone() };
                    html! {
                        <>
                            { planned(&shown) }
                            <h2>{ t.t("desk-carries") }</h2>
                            { view(t, &decided, |list| decisions(&shown, list)) }
                        </>
                    }
                })) }
                <p><a href={public(t, Route::Money { cycle: props.id.to_string() })}>{ t.t("desk-year-end-past") }</a></p>
            </>
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-year-end")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

impl Shown<'_> {
    fn envelope(&self, id: Id) -> &str {
        self.flow.envelopes.iter().find(|one| one.id == id).map_or("", |one| one.name.get(self.t.lang()))
    }

    fn act(&self, act: &ActCited) -> String {
        let lang = self.t.lang();
        let words = [("number", act.number.clone().into()), ("date", format::day(lang, act.date).into())];
        format!("{}, {}", act.body.get(lang), self.t.t_args("desk-act-cited", &words))
    }

    fn money(&self, amount: domain::Money) -> String {
        format::money(self.t.lang(), amount, self.currency)
    }
}

/// What the end of the year would do now, line by line, with the form that decides otherwise.
fn planned(shown: &Shown<'_>) -> Html {
    let t = shown.t;
    if shown.plan.items.is_empty() {
        return html! { <p class="notice good">{ t.t("desk-year-end-nothing") }</p> };
    }
    html! {
        <>
            <h2>{ t.t("desk-year-end-plan") }</h2>
            <ol class="cards one tight">{ for shown.plan.items.iter().enumerate().map(|(at, line)| html! {
                <li class="card">
                    <p class="meta">
                        { match line.carried { Some(_) => badge(&t.t("desk-year-end-carried"), Tone::Good), None => badge(&t.t("desk-year-end-lapses"), Tone::Warn) } }
                        <span>{ line.fiscal_year }</span>
                        <span>{ shown.envelope(line.envelope_id) }</span>
                        <span>{ t.code(line.account) }</span>
                        <strong class="amount">{ shown.money(line.amount) }</strong>
                    </p>
                    { purpose(t, line) }
                    { match &line.carried {
                        Some(act) => html! { <p class="hint">{ shown.act(act) }</p> },
                        None if shown.finance => html! { <Carry key={key(line)} {at} line={line.clone()} acts={shown.acts.clone()} done={shown.done.clone()} /> },
                        None => Html::default(),
                    } }
                </li>
            }) }</ol>
        </>
    }
}

/// What is typed for one line stays out of the others, and out of what is left of it.
fn key(line: &YearEndLine) -> String {
    let YearEndLine { envelope_id, fiscal_year, account, work_id, contract_id, amount, .. } = line;
    format!("{envelope_id} {fiscal_year} {account} {work_id:?} {contract_id:?} {amount:?}")
}

fn purpose(t: &Texts, line: &YearEndLine) -> Html {
    let (Some(id), Some(work)) = (line.work_id, &line.work) else { return Html::default() };
    html! {
        <p>
            <Link to={DeskRoute::Work { id: id.to_string() }}>{ work.get(t.lang()) }</Link>
            if let (Some(id), Some(number)) = (line.contract_id, &line.contract) {
                { " · " }<Link to={DeskRoute::Contract { id: id.to_string() }}>{ t.t_args("desk-contract-of", &[("number", number.clone().into())]) }</Link>
            }
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct CarryProps {
    /// Place of the line on the page.
    at: usize,
    line: YearEndLine,
    acts: Vec<Choice>,
    done: Callback<()>,
}

/// Decides that a line, or a part of it, goes to the next year.
#[component]
fn Carry(props: &CarryProps) -> Html {
    let t = use_t();
    let line = &props.line;
    // Each line has a form on the same page: fields of its own name.
    let [act, amount, note] = ["act_id", "amount", "note"].map(|name| format!("{name}/{}", props.at));
    let form = use_form([(amount.as_str(), format::plain_money(line.amount))]).scoped("carry");
    let onsubmit = {
        let (form, line, at, done) = (form.clone(), line.clone(), props.at, props.done.clone());
        let (act, amount, note) = (act.clone(), amount.clone(), note.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (act_id, amount) = (input.chosen(&act), input.money(&amount));
            let (true, Some(act_id), Some(amount)) = (input.done(), act_id, amount) else { return };
            let YearEndLine { envelope_id, fiscal_year, account, work_id, contract_id, .. } = line;
            let note = text(&form, &note);
            let body = CarryCreate { fiscal_year, account, work_id, contract_id, amount, act_id, note };
            let (address, done) = (path(endpoint::ENVELOPE_CARRIES, &[&envelope_id.to_string()]), done.clone());
            let request = async move {
                let answer = api::post::<_, IgnoredAny>(&address, &body).await;
                answer.map_err(|failure| renamed(failure, |fault| fault.pointer = of_line(&fault.pointer, at)))
            };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-carry-money") }</summary>
            if props.acts.is_empty() {
                <p class="notice calm">{ t.t("desk-carry-no-act") }</p>
            } else {
                <FormFrame form={form.clone()} submit={t.t("desk-carry-money-submit")} {onsubmit}>
                    <Select form={form.clone()} name={act} label={t.t("desk-act")} choices={props.acts.clone()} />
                    <TextField form={form.clone()} name={amount} label={t.t("desk-amount")} hint={t.t("desk-carry-amount-hint")} inputmode="decimal" />
                    <Both form={form.clone()} name={note} label={t.t("desk-post-note")} optional=true />
                </FormFrame>
            }
        </details>
    }
}

/// The field of one line for a pointer of the request: `note/kk` is `note/3/kk`.
fn of_line(pointer: &str, at: usize) -> String {
    match pointer.split_once('/') {
        Some((name, rest)) => format!("{name}/{at}/{rest}"),
        None => format!("{pointer}/{at}"),
    }
}

/// What was decided, in the order it was recorded.
fn decisions(shown: &Shown<'_>, list: &CarryList) -> Html {
    let t = shown.t;
    if list.items.is_empty() {
        return html! { <p>{ t.t("desk-carries-none") }</p> };
    }
    let this_year = format::today().year();
    html! {
        <ol class="cards one tight">{ for list.items.iter().map(|one| html! {
            <li class="card" key={one.id.to_string()}>
                <p class="meta">
                    if one.withdrawn_at.is_some() { { badge(&t.t("desk-carry-withdrawn"), Tone::Bad) } }
                    <span>{ one.fiscal_year }{ " → " }{ one.fiscal_year + 1 }</span>
                    <span>{ shown.envelope(one.envelope_id) }</span>
                    <span>{ t.code(one.account) }</span>
                    <strong class="amount">{ t.t_args("desk-carry-most", &[("amount", shown.money(one.amount).into())]) }</strong>
                    { minute(t, one.at) }
                </p>
                if let Some(id) = one.work_id { <p><Link to={DeskRoute::Work { id: id.to_string() }}>{ t.t("desk-contract-work") }</Link></p> }
                <p class="hint">{ shown.act(&one.act) }</p>
                if let Some(note) = &one.note { <p>{ note.get(t.lang()) }</p> }
                { withdrawn(t, one) }
                if shown.finance && one.withdrawn_at.is_none() && one.fiscal_year >= this_year {
                    <Withdraw carry={one.id} done={shown.done.clone()} />
                }
            </li>
        }) }</ol>
    }
}

fn withdrawn(t: &Texts, one: &CarryDecision) -> Html {
    let (Some(at), Some(why)) = (one.withdrawn_at, &one.withdrawn_why) else { return Html::default() };
    html! { <p>{ t.t("desk-carry-withdrawn") }{ " " }{ minute(t, at) }{ ": " }{ why.get(t.lang()) }</p> }
}

#[derive(Properties, PartialEq)]
struct WithdrawProps {
    carry: Id,
    done: Callback<()>,
}

/// Takes a decision back before its year ends; it stays on record with the reason.
#[component]
fn Withdraw(props: &WithdrawProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("withdraw");
    let field = format!("reason-{}", props.carry);
    let onsubmit = {
        let (form, carry, field, done) = (form.clone(), props.carry, field.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let reason = required(t, &form, &field, &mut input.faults);
            if !input.done() {
                return;
            }
            let (address, done) = (path(endpoint::CARRY_WITHDRAWAL, &[&carry.to_string()]), done.clone());
            let field = field.clone();
            let request = async move {
                let answer = api::post::<_, IgnoredAny>(&address, &CarryWithdraw { reason }).await;
                answer.map_err(|failure| {
                    renamed(failure, |fault| fault.pointer = fault.pointer.replace("reason", &field))
                })
            };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-carry-withdraw") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-carry-withdraw-submit")} {onsubmit}>
                <Both form={form.clone()} name={field} label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </details>
    }
}
