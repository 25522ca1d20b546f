//! Money that a formula shared out: the criteria with their weights, and each envelope's points, claim and share.

use domain::{Currency, LocalText, Money};
use i18n::Texts;
use serde::Deserialize;
use yew::prelude::*;

use crate::format;

/// What is shown of an `api_types::allocation::AllocationList`.
#[derive(Deserialize)]
pub struct AllocationList {
    items: Vec<Allocation>,
}

#[derive(Deserialize)]
struct Allocation {
    total: Money,
    currency: Currency,
    criteria: Vec<Criterion>,
    remainder: String,
    shares: Vec<Share>,
}

#[derive(Deserialize)]
struct Criterion {
    name: LocalText,
    weight: i64,
}

#[derive(Deserialize)]
struct Share {
    name: LocalText,
    points: Vec<i64>,
    weighted: i64,
    amount: Money,
    got_remainder: bool,
}

/// One table per group; nothing where no money is shared so.
pub fn allocations(t: &Texts, list: &AllocationList) -> Html {
    html! { <>{ for list.items.iter().map(|one| table(t, one)) }</> }
}

fn table(t: &Texts, one: &Allocation) -> Html {
    let money = |amount| format::money(t.lang(), amount, one.currency);
    let row = |share: &Share| {
        html! {
            <tr>
                <th scope="row">{ share.name.get(t.lang()) }</th>
                { for share.points.iter().map(|points| html! { <td class="number">{ *points }</td> }) }
                <td class="number">{ share.weighted }</td>
                <td class="number">{ money(share.amount) }{ if share.got_remainder { " *" } else { "" } }</td>
            </tr>
        }
    };
    let rule = t.t(&format!("allocation-remainder-{}", one.remainder));
    html! {
        <section>
            <h2>{ t.t("allocation-title") }</h2>
            <p>{ t.t_args("allocation-lead", &[("total", money(one.total).into())]) }</p>
            <div class="table-wrap">
                <table>
                    <thead><tr>
                        <th scope="col">{ t.t("money-envelope") }</th>
                        { for one.criteria.iter().map(|criterion| html! {
                            <th scope="col">{ criterion.name.get(t.lang()) }{ " × " }{ criterion.weight }</th>
                        }) }
                        <th scope="col" class="number">{ t.t("allocation-points") }</th>
                        <th scope="col" class="number">{ t.t("allocation-share") }</th>
                    </tr></thead>
                    <tbody>{ for one.shares.iter().map(row) }</tbody>
                </table>
            </div>
            <p class="hint">{ "* " }{ rule }</p>
        </section>
    }
}
