//! The money of a cycle on the desk of finance: what lies where, entries with the acts they rest on, what was taken back.

use std::rc::Rc;

use api_types::act::{ActList, ActRecord};
use api_types::body::BodyList;
use api_types::cycle::Cycle;
use api_types::endpoint::{self, path};
use api_types::ledger::{LedgerEntry, LedgerEntryCreate, LedgerPage, ReversalCreate};
use api_types::money::{EnvelopeMoney, MoneyFlow};
use domain::moment::format_day;
use domain::{Code, Currency, EntryKind, Id, LedgerAccount, Role};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::input::Input;
use super::works::offices;
use super::{holds, sign_in_first};
use crate::api;
use crate::api::paths::{query, with_query};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::pager::pager;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::format;
use crate::hooks::{use_form, use_query, use_remote, use_t};
use crate::route::{DeskRoute, Place};
use crate::state::session::use_session;

/// Kinds that are posted by hand, with whether an act is needed. The others come with works, contracts, payments, year's end.
const BY_HAND: [(EntryKind, bool); 7] = [
    (EntryKind::Announce, false),
    (EntryKind::Approve, true),
    (EntryKind::TopUp, true),
    (EntryKind::Cut, true),
    (EntryKind::Transfer, true),
    (EntryKind::Reuse, true),
    (EntryKind::Surrender, false),
];

/// Properties of [`Ledger`].
#[derive(Properties, PartialEq)]
pub struct LedgerProps {
    /// Id of the cycle.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn Ledger(props: &LedgerProps) -> Html {
    let t = use_t();
    let session = use_session();
    let cursor = use_query("cursor");
    let cycle = use_remote::<Cycle>(&path(endpoint::CYCLE, &[&props.id]));
    let money = use_remote::<MoneyFlow>(&path(endpoint::CYCLE_MONEY, &[&props.id]));
    let pairs = [("cursor", cursor.as_str()), ("limit", "30")];
    let entries = use_remote::<LedgerPage>(&with_query(&path(endpoint::CYCLE_LEDGER, &[&props.id]), &pairs));
    let acts = use_remote::<ActList>(&with_query(endpoint::ACTS, &[("cycle_id", &props.id)]));
    let bodies = use_remote::<BodyList>(endpoint::BODIES);
    let done = {
        let (money, entries, acts) = (money.reload.clone(), entries.reload.clone(), acts.reload.clone());
        Callback::from(move |()| {
            for reload in [&money, &entries, &acts] {
                reload.emit(());
            }
        })
    };
    let finance = holds(&session, Role::Finance);
    let records = finance || holds(&session, Role::Organiser) || holds(&session, Role::Executor);
    let mine = session.me().map(|me| me.bodies.clone()).unwrap_or_default();
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        view(t, &cycle, |cycle| html! {
            <>
                <p class="lead">{ cycle.brief.name.get(t.lang()) }</p>
                { view(t, &money, |flow| html! {
                    <>
                        { table(t, flow) }
                        if finance {
                            <Post envelopes={Rc::new(flow.envelopes.clone())} years={cycle.brief.fiscal_years.clone()} acts={act_choices(t, acts.body())} done={done.clone()} />
                        }
                    </>
                }) }
                <h2>{ t.t("desk-acts") }</h2>
                { acts.body().map(|list| html! {
                    <ul>{ for list.items.iter().map(|act| html! { <li>{ act.body.get(t.lang()) }{ ", № " }{ &act.number }{ ", " }{ format::day(t.lang(), act.date) }{ ": " }{ act.title.get(t.lang()) }</li> }) }</ul>
                }) }
                if records { <RecordAct cycle={cycle.brief.id} offices={offices(t, bodies.body(), &mine)} done={done.clone()} /> }
                <h2>{ t.t("desk-entries") }</h2>
                { view(t, &entries, |page| list(t, &props.id, page, money.body(), cycle.brief.currency, finance, &cursor, &done)) }
            </>
        })
    });
    let back = DeskRoute::Cycle { id: props.id.to_string() };
    html! {
        <Page title={t.t("desk-money")} above={html! { <p class="above"><Link to={back}>{ t.t("back") }</Link></p> }}>{ content }</Page>
    }
}

/// Acts to choose from.
pub(super) fn act_choices(t: &Texts, acts: Option<&ActList>) -> Vec<Choice> {
    let all = acts.map(|list| list.items.as_slice()).unwrap_or_default();
    let words = |act: &api_types::act::Act| {
        format!("№ {} · {} · {}", act.number, act.body.get(t.lang()), act.title.get(t.lang()))
    };
    all.iter().map(|act| Choice::new(act.id, words(act))).collect()
}

/// What lies in each account, by envelope and fiscal year.
fn table(t: &Texts, flow: &MoneyFlow) -> Html {
    use LedgerAccount as A;
    let accounts =
        [A::Announced, A::Available, A::Reserved, A::Committed, A::Paid, A::Saved, A::Surrendered, A::Lapsed];
    let cell = |amount| html! { <td class="number">{ format::money(t.lang(), amount, flow.currency) }</td> };
    html! {
        <div class="table-wrap" tabindex="0" role="region" aria-label={t.t("desk-money-now")}>
            <table>
                <caption>{ t.t("desk-money-now") }</caption>
                <thead><tr>
                    <th scope="col">{ t.t("desk-envelope") }</th>
                    <th scope="col">{ t.t("desk-fiscal-year") }</th>
                    { for accounts.iter().map(|account| html! { <th scope="col" class="number">{ t.code(*account) }</th> }) }
                </tr></thead>
                <tbody>{ for flow.envelopes.iter().flat_map(|envelope| envelope.years.iter().map(move |year| (envelope, year))).map(|(envelope, year)| {
                    let now = &year.now;
                    html! {
                        <tr>
                            <th scope="row">{ envelope.name.get(t.lang()) }</th>
                            <td>{ year.fiscal_year }</td>
                            { for [now.announced, now.available, now.reserved, now.committed, now.paid, now.saved, now.surrendered, now.lapsed].map(cell) }
                        </tr>
                    }
                }) }</tbody>
            </table>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PostProps {
    envelopes: Rc<Vec<EnvelopeMoney>>,
    years: Vec<i32>,
    acts: Vec<Choice>,
    done: Callback<()>,
}

/// An entry by hand.
#[component]
fn Post(props: &PostProps) -> Html {
    let t = use_t();
    let year = props.years.first().map(ToString::to_string).unwrap_or_default();
    let form = use_form([("fiscal_year", year)]).scoped("post");
    let kind = EntryKind::parse(&form.value("kind"));
    let onsubmit = {
        let (form, done) = (form.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let kind = EntryKind::parse(&form.value("kind"));
            if kind.is_none() {
                input.fault("kind", "form-required");
            }
            let needs_act = BY_HAND.iter().any(|(one, act)| Some(*one) == kind && *act);
            let (envelope, amount) = (input.chosen::<Id>("envelope"), input.money("amount"));
            let fiscal_year = input.number("fiscal_year");
            let act_id = if needs_act { input.chosen("act_id") } else { form.value("act_id").parse().ok() };
            let to_envelope_id = if kind == Some(EntryKind::Transfer) { input.chosen("to_envelope_id") } else { None };
            let (true, Some(kind), Some(envelope), Some(amount), Some(fiscal_year)) =
                (input.done(), kind, envelope, amount, fiscal_year)
            else {
                return;
            };
            let body = LedgerEntryCreate {
                kind,
                from: None,
                to_envelope_id,
                fiscal_year,
                amount,
                act_id,
                note: text(&form, "note"),
            };
            let (address, done) = (path(endpoint::ENVELOPE_ENTRIES, &[&envelope.to_string()]), done.clone());
            let (clear, request) = (form.clone(), async move { api::post::<_, IgnoredAny>(&address, &body).await });
            form.send(t, request, move |_| {
                clear.set("amount", "");
                done.emit(());
            });
        })
    };
    let kinds: Vec<Choice> = BY_HAND.iter().map(|(kind, _)| Choice::new(kind.code(), t.code(*kind))).collect();
    let envelopes: Vec<Choice> =
        props.envelopes.iter().map(|one| Choice::new(one.id, one.name.get(t.lang()))).collect();
    html! {
        <details>
            <summary>{ t.t("desk-post") }</summary>
            <p>{ t.t("desk-post-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-post-submit")} {onsubmit}>
                <Select form={form.clone()} name="kind" label={t.t("desk-post-kind")} choices={kinds} />
                <Select form={form.clone()} name="envelope" label={t.t("desk-envelope")} choices={envelopes.clone()} />
                if kind == Some(EntryKind::Transfer) {
                    <Select form={form.clone()} name="to_envelope_id" label={t.t("desk-post-to")} choices={envelopes} />
                }
                <TextField form={form.clone()} name="fiscal_year" label={t.t("desk-fiscal-year")} inputmode="numeric" />
                <TextField form={form.clone()} name="amount" label={t.t("desk-amount")} inputmode="decimal" />
                <Select form={form.clone()} name="act_id" label={t.t("desk-act")} choices={props.acts.clone()} optional=true />
                <Both form={form.clone()} name="note" label={t.t("desk-post-note")} optional=true />
            </FormFrame>
        </details>
    }
}

/// Properties of [`RecordAct`].
#[derive(Properties, PartialEq)]
pub struct RecordProps {
    pub cycle: Id,
    /// Bodies whose acts are recorded here.
    pub offices: Vec<Choice>,
    pub done: Callback<()>,
}

/// An official document, recorded before what rests on it.
#[component]
pub fn RecordAct(props: &RecordProps) -> Html {
    let t = use_t();
    let form = use_form([("date", format_day(format::today()))]).scoped("act");
    let onsubmit = {
        let (form, cycle_id, done) = (form.clone(), props.cycle, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (body_id, number, date) = (input.chosen("body_id"), input.text("number"), input.day("date"));
            let title = required(t, &form, "title", &mut input.faults);
            let (true, Some(body_id), Some(date)) = (input.done(), body_id, date) else { return };
            let body = ActRecord { body_id, cycle_id, number, date, title };
            let (clear, done) = (form.clone(), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(endpoint::ACTS, &body).await };
            form.send(t, request, move |_| {
                for field in ["number", "title/kk", "title/ru"] {
                    clear.set(field, "");
                }
                done.emit(());
            });
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-act-record") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-act-record")} {onsubmit}>
                <Select form={form.clone()} name="body_id" label={t.t("desk-act-body")} choices={props.offices.clone()} />
                <TextField form={form.clone()} name="number" label={t.t("desk-act-number")} autocomplete="off" />
                <TextField form={form.clone()} name="date" label={t.t("desk-act-date")} kind="date" />
                <Both form={form.clone()} name="title" label={t.t("desk-act-title")} />
            </FormFrame>
        </details>
    }
}

#[allow(clippy::too_many_arguments)] // what one row of a book shows
fn list(
    t: &Texts,
    cycle: &str,
    page: &LedgerPage,
    flow: Option<&MoneyFlow>,
    currency: Currency,
    finance: bool,
    cursor: &str,
    done: &Callback<()>,
) -> Html {
    let lang = t.lang();
    let name = |id: Id| {
        let envelope = flow.and_then(|flow| flow.envelopes.iter().find(|one| one.id == id));
        envelope.map(|one| one.name.get(lang).to_owned()).unwrap_or_default()
    };
    let place = |cursor: &str| {
        Place::from(DeskRoute::Ledger { id: cycle.to_owned() }).with_query(&query(&[("cursor", cursor)]))
    };
    let row = |entry: &LedgerEntry| {
        html! {
            <li class="card" key={entry.id.to_string()}>
                <p class="meta">
                    <strong>{ t.code(entry.kind) }</strong>
                    <span>{ name(entry.envelope_id) }if let Some(to) = entry.to_envelope_id { { " → " }{ name(to) } }</span>
                    <span>{ t.code(entry.from) }{ " → " }{ t.code(entry.to) }</span>
                    <span>{ entry.fiscal_year }</span>
                    <strong class="amount">{ format::money(lang, entry.amount, currency) }</strong>
                    { minute(t, entry.at) }
                </p>
                if let Some(act) = &entry.act { <p class="hint">{ act.body.get(lang) }{ ", " }{ t.t_args("desk-act-cited", &[("number", act.number.clone().into()), ("date", format::day(lang, act.date).into())]) }</p> }
                if let Some(note) = &entry.note { <p>{ note.get(lang) }</p> }
                if finance && entry.kind != EntryKind::Reversal && !page.items.iter().any(|other| other.reverses == Some(entry.id)) {
                    <Reverse entry={entry.id} done={done.clone()} />
                }
            </li>
        }
    };
    html! {
        <>
            <ol class="cards one tight">{ for page.items.iter().map(row) }</ol>
            { pager(t, (!cursor.is_empty()).then(|| place("")), page.next.as_deref().map(place)) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ReverseProps {
    entry: Id,
    done: Callback<()>,
}

/// Takes an entry back: nothing is erased, the opposite is written beside it.
#[component]
fn Reverse(props: &ReverseProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("reverse");
    let field = format!("note-{}", props.entry);
    let onsubmit = {
        let (form, entry, field, done) = (form.clone(), props.entry, field.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let note = required(t, &form, &field, &mut input.faults);
            if !input.done() {
                return;
            }
            let (address, done) = (path(endpoint::LEDGER_ENTRY_REVERSAL, &[&entry.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &ReversalCreate { note }).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-reverse") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-reverse-submit")} {onsubmit}>
                <Both form={form.clone()} name={field} label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </details>
    }
}
