//! Where the money of a cycle came from and where it went: all envelopes as bars, one as a flow, what the end of a year took.

use api_types::endpoint::{CYCLE_ALLOCATIONS, CYCLE_MONEY, EXPORT_LEDGER_CSV, path};
use api_types::money::{BooksCheck, YearEnd};
use domain::ledger::money::AccountMove;
use domain::{Currency, LedgerAccount as Account, LocalText, Money};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use crate::api::paths::{query, with_query};
use crate::components::allocation::{AllocationList, allocations};
use crate::components::chart::{Move, Row, Series, chart, money_flow};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{use_query, use_remote, use_t};
use crate::route::{Place, Route};

/// What this page shows of [`api_types::money::MoneyFlow`]: every field that is read costs download.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Flow {
    currency: Currency,
    envelopes: Vec<Envelope>,
    books: BooksCheck,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Envelope {
    code: String,
    name: LocalText,
    years: Vec<Year>,
    year_ends: Vec<YearEnd>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Year {
    fiscal_year: i32,
    moves: Vec<AccountMove>,
}

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The cycle.
    pub cycle: String,
}

/// The page.
#[component]
pub fn MoneyPage(props: &Props) -> Html {
    let t = use_t();
    let chosen = use_query("envelope");
    let flow = use_remote::<Flow>(&path(CYCLE_MONEY, &[&props.cycle]));
    let shared = use_remote::<AllocationList>(&path(CYCLE_ALLOCATIONS, &[&props.cycle]));
    html! {
        <Page title={t.t("money-title")} of={props.cycle.parse().ok()}>
            <p class="lead">{ t.t("money-lead") }</p>
            { view(t, &flow, |flow| {
                let shown = flow.envelopes.iter().find(|e| e.code == chosen).or_else(|| flow.envelopes.first());
                html! {
                    <>
                        if flow.books.entries > 0 { { checked(t, &flow.books) } }
                        { all(t, flow, &props.cycle) }
                        { shown.map(|envelope| one(t, envelope, flow.currency)) }
                    </>
                }
            }) }
            { shared.body().map(|list| allocations(t, list)) }
            <p><a href={with_query(EXPORT_LEDGER_CSV, &[("cycle", &props.cycle)])}>{ t.t("money-ledger") }</a></p>
        </Page>
    }
}

/// The verdict of the check: that the ledger balances, or that it does not.
fn checked(t: &Texts, books: &BooksCheck) -> Html {
    let (class, key) = if books.balanced { ("notice good", "money-balanced") } else { ("notice", "money-unbalanced") };
    let date = format::day(t.lang(), books.checked_on);
    html! { <p {class}>{ t.t_args(key, &[("date", date.into()), ("count", books.entries.into())]) }</p> }
}

/// What lies in these accounts now, over all years. What was carried lies in the next year already.
fn now(envelope: &Envelope, accounts: &[Account]) -> i64 {
    let moves = envelope.years.iter().flat_map(|year| &year.moves);
    let signed = |one: &AccountMove| {
        let side = |account| i64::from(accounts.contains(&account));
        (side(one.to) - side(one.from)) * one.amount.0
    };
    moves.map(signed).sum()
}

fn all(t: &Texts, flow: &Flow, cycle: &str) -> Html {
    let parts: [(&str, &'static str, &[Account]); 4] = [
        ("money-paid", "won", &[Account::Paid]),
        ("money-bound", "asked", &[Account::Reserved, Account::Committed]),
        ("money-free", "used", &[Account::Announced, Account::Available, Account::Saved]),
        ("money-lost", "lost", &[Account::Surrendered, Account::Lapsed]),
    ];
    let series = parts.map(|(label, class, _)| Series::new(t.t(label), class));
    let row = |envelope: &Envelope| {
        let to =
            Place::from(Route::Money { cycle: cycle.to_owned() }).with_query(&query(&[("envelope", &envelope.code)]));
        Row {
            label: html! { <Link {to}>{ envelope.name.get(t.lang()) }</Link> },
            amounts: parts.iter().map(|(_, _, accounts)| now(envelope, accounts)).collect(),
        }
    };
    let rows: Vec<Row> = flow.envelopes.iter().map(row).collect();
    let show = |amount| format::money(t.lang(), Money(amount), flow.currency);
    chart(&t.t("money-envelopes"), &t.t("money-envelope"), &series, &rows, &show)
}

fn one(t: &Texts, envelope: &Envelope, currency: Currency) -> Html {
    let name = envelope.name.get(t.lang());
    let year = |year: &Year| {
        let moves = year.moves.iter().map(|m| Move { from: m.from, to: m.to, amount: m.amount });
        let title = t.t_args("money-flow", &[("envelope", name.into()), ("year", year.fiscal_year.to_string().into())]);
        let ends: Vec<&YearEnd> = envelope.year_ends.iter().filter(|end| end.fiscal_year == year.fiscal_year).collect();
        html! {
            <>
                { money_flow(t, &title, &moves.collect::<Vec<_>>(), currency) }
                if !ends.is_empty() {
                    <h3>{ t.t_args("money-year-end", &[("year", year.fiscal_year.to_string().into())]) }</h3>
                    <ul>{ for ends.into_iter().map(|end| html! { <li>{ ended(t, end, currency) }</li> }) }</ul>
                }
            </>
        }
    };
    html! {
        <section>
            <h2>{ name }</h2>
            if envelope.years.is_empty() { <p>{ t.t("money-empty") }</p> }
            { for envelope.years.iter().map(year) }
        </section>
    }
}

/// `Under contract, 200 ₸: carried to 2027: Maslikhat, No. 12-3 of 15 December 2026`.
fn ended(t: &Texts, end: &YearEnd, currency: Currency) -> String {
    let fate = match &end.carried {
        None => t.t("money-lapsed"),
        Some(act) => t.t_args(
            "money-carried",
            &[
                ("year", (end.fiscal_year + 1).to_string().into()),
                ("body", act.body.get(t.lang()).into()),
                ("number", act.number.as_str().into()),
                ("date", format::day(t.lang(), act.date).into()),
            ],
        ),
    };
    format!("{}, {}: {fate}", t.code(end.account), format::money(t.lang(), end.amount, currency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Code, Lang};

    #[test]
    fn bars_count_what_lies_there_now_and_nothing_twice() {
        let moved = |from, to, amount| AccountMove { from, to, amount: Money(amount) };
        let first = vec![
            moved(Account::Outside, Account::Available, 100),
            moved(Account::Available, Account::Committed, 80),
            moved(Account::Committed, Account::Paid, 50),
            moved(Account::Committed, Account::NextYear, 30),
            moved(Account::Available, Account::Lapsed, 20),
        ];
        let second = vec![moved(Account::Outside, Account::Committed, 30)];
        let year = |fiscal_year, moves| Year { fiscal_year, moves };
        let years = vec![year(2026, first), year(2027, second)];
        let envelope = Envelope { code: "a".into(), name: LocalText::same("A"), years, year_ends: vec![] };
        let of = |accounts: &[Account]| now(&envelope, accounts);
        assert_eq!((of(&[Account::Paid]), of(&[Account::Reserved, Account::Committed])), (50, 30));
        assert_eq!((of(&[Account::Available]), of(&[Account::Lapsed])), (0, 20));
    }

    #[test]
    fn the_end_of_a_year_names_the_act() {
        let body = LocalText::same("Maslikhat");
        let date = time::Date::from_calendar_date(2026, time::Month::December, 15).unwrap();
        let act = api_types::ledger::ActCited { id: domain::Id::nil(), body, number: "12-3".into(), date };
        let account = Account::Committed;
        let (fiscal_year, amount) = (2026, Money(20_000));
        let end = YearEnd { fiscal_year, account, work_id: None, contract_id: None, amount, carried: Some(act) };
        for &lang in Lang::ALL {
            let said = ended(Texts::new(lang), &end, Currency::Kzt);
            assert!(said.contains("2027") && said.contains("12-3") && said.contains("Maslikhat"), "{said}");
            let lapsed = ended(Texts::new(lang), &YearEnd { carried: None, ..end.clone() }, Currency::Kzt);
            assert!(!lapsed.contains("2027") && !lapsed.contains('{'), "{lapsed}");
        }
    }

    /// What the server writes is read by the reader of this app, whose errors would only show in a browser.
    #[test]
    fn the_server_s_answer_is_read() {
        use domain::ledger::money::YearMoney;
        let moves = vec![AccountMove { from: Account::Outside, to: Account::Available, amount: Money(i64::MAX) }];
        let envelope = api_types::money::EnvelopeMoney {
            id: domain::Id::nil(),
            district_id: None,
            code: "city".into(),
            name: LocalText::same("City"),
            years: vec![YearMoney { fiscal_year: 2026, moves: moves.clone(), ..YearMoney::default() }],
            year_ends: vec![YearEnd {
                fiscal_year: 2026,
                account: Account::Saved,
                work_id: Some(domain::Id::nil()),
                contract_id: None,
                amount: Money(1),
                carried: None,
            }],
        };
        let sent = api_types::money::MoneyFlow {
            cycle_id: domain::Id::nil(),
            currency: Currency::Kzt,
            envelopes: vec![envelope.clone()],
            books: BooksCheck {
                checked_on: time::Date::from_calendar_date(2026, time::Month::December, 15).unwrap(),
                entries: 3,
                balanced: true,
            },
        };
        let read: Flow = crate::api::read::from_text(&serde_json::to_string(&sent).unwrap()).unwrap();
        assert_eq!(read.envelopes[0].years, [Year { fiscal_year: 2026, moves }]);
        assert_eq!(read.envelopes[0].year_ends, envelope.year_ends);
    }
}
