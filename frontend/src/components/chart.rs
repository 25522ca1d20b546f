//! Pictures of figures. A chart is a table with its bars in it, so that the figures are read, copied and printed like any
//! others; the flow of money has its table below. Sizes are SVG attributes, because our CSP refuses inline style.
//!
//! ```ignore
//! // Bars: one series. Stacked bars: several, drawn one after the other; the longest row is the whole width.
//! let series = [Series::new(words(work_promised), "asked"), Series::new(words(work_delivered), "won")];
//! let rows = districts.iter().map(|d| Row { label: d.name.clone().into(), amounts: vec![d.promised, d.delivered] });
//! chart(&words(report_by_district), &words(district), &series, &rows.collect::<Vec<_>>(), &|amount| number(lang, amount))
//!
//! // Where an envelope's money is: the sums moved between accounts, in any order.
//! money_flow(t, &words(flow_title), &[Move { from: Outside, to: Announced, amount }, …], currency)
//! ```
//!
//! Classes of colours: `used` (teal), `won` (green), `asked` (gold), `lost` (red), `rest` (grey). The table says the same in
//! words: colour is never alone.

use domain::{Currency, LedgerAccount as Account, Money};
use i18n::Texts;
use yew::prelude::*;

use crate::format;

/// One column of a chart, and the colour of its part of each bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Heading of the column.
    pub label: String,
    /// Class of its colour.
    pub class: &'static str,
}

impl Series {
    /// A column.
    pub fn new(label: impl Into<String>, class: &'static str) -> Self {
        Self { label: label.into(), class }
    }
}

/// One bar.
pub struct Row {
    /// What it is of: words or a link.
    pub label: Html,
    /// One amount of each series.
    pub amounts: Vec<i64>,
}

/// A table with a bar in each row. `show` writes an amount.
pub fn chart(caption: &str, head: &str, series: &[Series], rows: &[Row], show: &dyn Fn(i64) -> String) -> Html {
    let sum = |row: &Row| row.amounts.iter().map(|amount| i128::from(*amount).max(0)).sum::<i128>();
    let most = rows.iter().map(sum).max().unwrap_or_default();
    let several = series.len() > 1;
    html! {
        <div class="table-wrap">
            <table class="chart stack">
                <caption>{ caption }</caption>
                <thead><tr>
                    <th scope="col">{ head }</th>
                    { for series.iter().map(|one| html! {
                        <th scope="col" class="number">{ several.then(|| swatch(one.class)) }{ &one.label }</th>
                    }) }
                    <td></td>
                </tr></thead>
                <tbody>{ for rows.iter().map(|row| html! {
                    <tr>
                        <th scope="row">{ row.label.clone() }</th>
                        { for row.amounts.iter().zip(series).map(|(amount, one)| html! {
                            <td class="number" data-label={one.label.clone()}>{ show(*amount) }</td>
                        }) }
                        <td class="chart-bar">{ bar(most, series, &row.amounts) }</td>
                    </tr>
                }) }</tbody>
            </table>
        </div>
    }
}

/// Parts one after the other, on a width of a thousand.
fn bar(most: i128, series: &[Series], amounts: &[i64]) -> Html {
    let parts = spans(most, 1000, amounts).into_iter().zip(series).map(|((start, width), one)| {
        html! { <rect class={one.class} x={start.to_string()} y="0" width={width.to_string()} height="24" /> }
    });
    html! { <svg class="envelope-bar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">{ for parts }</svg> }
}

fn swatch(class: &'static str) -> Html {
    html! { <svg class="swatch" viewBox="0 0 10 10" width="14" height="14" aria-hidden="true"><rect {class} width="10" height="10" /></svg> }
}

/// Start and width of each amount when `most` is `width` wide; nothing that is there disappears.
fn spans(most: i128, width: i128, amounts: &[i64]) -> Vec<(i128, i128)> {
    let mut sum = 0_i128;
    let mut spans = Vec::new();
    for amount in amounts {
        let start = sum * width / most.max(1);
        sum += i128::from(*amount).max(0);
        let drawn = sum * width / most.max(1) - start;
        spans.push((start, if *amount > 0 { drawn.max(2) } else { drawn }));
    }
    spans
}

/// A sum that moved from one account of an envelope to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub from: Account,
    pub to: Account,
    pub amount: Money,
}

/// Accounts from top to bottom, with the level each is drawn on and its colour. `Outside` is not drawn.
const LEVELS: [(Account, usize, &str); 9] = [
    (Account::Announced, 0, "rest"),
    (Account::Available, 1, "used"),
    (Account::Reserved, 2, "asked"),
    (Account::Committed, 3, "asked"),
    (Account::Paid, 4, "won"),
    (Account::Saved, 4, "used"),
    (Account::Surrendered, 5, "rest"),
    (Account::Lapsed, 5, "lost"),
    (Account::NextYear, 5, "used"),
];

/// Units of the drawing: its width, the height of an account, the way between two levels, the gap between two accounts.
const WIDTH: i128 = 4000;
const BOX: i128 = 150;
const WAY: i128 = 260;
const GAP: i128 = 60;

/// An account on the drawing.
#[derive(Debug, PartialEq, Eq)]
struct Node {
    account: Account,
    class: &'static str,
    x: i128,
    y: i128,
    width: i128,
    received: i128,
    now: i128,
}

/// How an envelope's money flows from account to account: a picture and, below it, what each account received and has now.
pub fn money_flow(t: &Texts, caption: &str, moves: &[Move], currency: Currency) -> Html {
    let (nodes, height, scale) = nodes(moves);
    let money = |amount: i128| format::money(t.lang(), Money(i64::try_from(amount).unwrap_or(i64::MAX)), currency);
    let boxes = nodes.iter().map(|node| {
        let (x, y) = (node.x.to_string(), node.y.to_string());
        html! { <rect class={node.class} {x} {y} width={node.width.to_string()} height={BOX.to_string()} /> }
    });
    let rows = nodes.iter().map(|node| {
        html! {
            <tr>
                <th scope="row">{ swatch(node.class) }{ t.code(node.account) }</th>
                <td class="number" data-label={t.t("chart-received")}>{ money(node.received) }</td>
                <td class="number" data-label={t.t("chart-now")}>{ money(node.now) }</td>
            </tr>
        }
    });
    html! {
        <figure class="flow">
            <figcaption>{ caption }</figcaption>
            <svg viewBox={format!("0 0 {WIDTH} {height}")} aria-hidden="true">
                { for ribbons(moves, &nodes, scale).into_iter().map(|(class, d)| html! { <path {class} {d} /> }) }
                { for boxes }
            </svg>
            <div class="table-wrap"><table class="stack">
                <thead><tr>
                    <th scope="col">{ t.t("chart-account") }</th>
                    <th scope="col" class="number">{ t.t("chart-received") }</th>
                    <th scope="col" class="number">{ t.t("chart-now") }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table></div>
        </figure>
    }
}

fn level(account: Account) -> Option<usize> {
    LEVELS.iter().find(|(of, ..)| *of == account).map(|(_, level, _)| *level)
}

/// Whether a move is drawn: it goes down. What comes back (reuse) or leaves (a cut) is in the table.
fn down(one: &Move) -> bool {
    matches!((level(one.from), level(one.to)), (Some(from), Some(to)) if from < to)
}

fn total(moves: &[Move], wanted: impl Fn(&Move) -> bool) -> i128 {
    moves.iter().filter(|one| wanted(one)).map(|one| i128::from(one.amount.0)).sum()
}

/// The accounts that money reached, the height of the drawing, and the money of its whole width.
fn nodes(moves: &[Move]) -> (Vec<Node>, i128, i128) {
    let mut nodes = Vec::new();
    let mut money = Vec::new();
    for (account, _, class) in LEVELS {
        let received = total(moves, |one| one.to == account);
        let now = received - total(moves, |one| one.from == account);
        let drawn = |side: fn(&Move) -> Account| total(moves, |one| down(one) && side(one) == account);
        let size = drawn(|one| one.from).max(drawn(|one| one.to)).max(now);
        if received > 0 {
            nodes.push(Node { account, class, x: 0, y: 0, width: 0, received, now });
            money.push(size);
        }
    }
    let levels: Vec<usize> = nodes.iter().map(|node| level(node.account).unwrap_or_default()).collect();
    let of_level = |at: usize| (0..levels.len()).filter(|&node| levels[node] == at).collect::<Vec<_>>();
    let scale = (0..6).map(|at| of_level(at).iter().map(|&node| money[node]).sum()).max().unwrap_or(0_i128).max(1);
    let mut y = 0;
    for at in 0..6 {
        let mut x = 0;
        for node in of_level(at) {
            nodes[node].x = x;
            nodes[node].y = y;
            nodes[node].width = (money[node] * (WIDTH - 2 * GAP) / scale).max(8);
            x += nodes[node].width + GAP;
        }
        if x > 0 {
            y += BOX + WAY;
        }
    }
    (nodes, (y - WAY).max(0), scale)
}

/// The way of each move, as an SVG path in the colour of where it goes.
fn ribbons(moves: &[Move], nodes: &[Node], scale: i128) -> Vec<(&'static str, String)> {
    let mut left: Vec<i128> = nodes.iter().map(|node| node.x).collect();
    let mut arrived = left.clone();
    let mut paths = Vec::new();
    // By account, so that neighbours do not cross.
    for (from, source) in nodes.iter().enumerate() {
        for (to, target) in nodes.iter().enumerate() {
            let pair = |one: &Move| down(one) && one.from == source.account && one.to == target.account;
            let amount = total(moves, pair);
            if amount <= 0 {
                continue;
            }
            let width = (amount * (WIDTH - 2 * GAP) / scale).max(8);
            let (a, b, top, end) = (left[from], arrived[to], source.y + BOX, target.y);
            let middle = (top + end) / 2;
            paths.push((
                target.class,
                format!(
                    "M{a} {top}H{}C{} {middle} {} {middle} {} {end}H{b}C{b} {middle} {a} {middle} {a} {top}Z",
                    a + width,
                    a + width,
                    b + width,
                    b + width
                ),
            ));
            left[from] += width;
            arrived[to] += width;
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(from: Account, to: Account, amount: i64) -> Move {
        Move { from, to, amount: Money(amount) }
    }

    #[test]
    fn parts_lie_side_by_side_and_small_ones_stay_in_sight() {
        assert_eq!(spans(200, 1000, &[50, 100]), [(0, 250), (250, 500)]);
        assert_eq!(spans(1_000_000, 1000, &[1, 0]), [(0, 2), (0, 0)]);
        assert_eq!(spans(0, 1000, &[0]), [(0, 0)]);
        assert_eq!(spans(i128::from(i64::MAX), 1000, &[i64::MAX]), [(0, 1000)]);
    }

    #[test]
    fn each_account_shows_what_came_and_what_is_there() {
        let moves = [
            moved(Account::Outside, Account::Announced, 500),
            moved(Account::Announced, Account::Available, 500),
            moved(Account::Available, Account::Reserved, 400),
            moved(Account::Reserved, Account::Committed, 350),
            moved(Account::Reserved, Account::Saved, 50),
            moved(Account::Committed, Account::Paid, 300),
            moved(Account::Committed, Account::Lapsed, 50),
            moved(Account::Saved, Account::Available, 20),
        ];
        let (nodes, height, scale) = nodes(&moves);
        let figures: Vec<_> = nodes.iter().map(|node| (node.account, node.received, node.now)).collect();
        assert_eq!(
            figures,
            [
                (Account::Announced, 500, 0),
                (Account::Available, 520, 120),
                (Account::Reserved, 400, 0),
                (Account::Committed, 350, 0),
                (Account::Paid, 300, 300),
                (Account::Saved, 50, 30),
                (Account::Lapsed, 50, 50),
            ]
        );
        assert_eq!(height, 6 * BOX + 5 * WAY);
        assert!(nodes.iter().all(|node| node.x + node.width <= WIDTH), "{nodes:?}");
        let paths = ribbons(&moves, &nodes, scale);
        assert_eq!(paths.len(), 6, "what comes back is in the table only: {paths:?}");
        assert!(paths.iter().any(|(class, _)| *class == "lost"));
    }

    #[test]
    fn no_money_draws_nothing() {
        assert_eq!(nodes(&[]), (Vec::new(), 0, 1));
    }
}
