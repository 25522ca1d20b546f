//! What stands beside a project's text: estimate, decisions, history, support.

use api_types::endpoint::{ME_SUPPORTS, PROPOSAL_SUPPORT, path};
use api_types::project::{Project, ProjectEvent};
use api_types::proposal::SupportList;
use domain::estimate::Estimate;
use domain::{Currency, Id, ProposalState, ReviewDecision};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::FormFrame;
use crate::components::link::Link;
use crate::components::time::day;
use crate::components::timeline::{Step, TimelineItem, timeline};
use crate::components::words::words_block;
use crate::format;
use crate::hooks::{use_form, use_remote_if, use_t};
use crate::route::{Place, Route};
use crate::state::session::{Who, use_session};

/// The estimate, line by line, with its sums.
pub fn estimate_table(t: &Texts, estimate: &Estimate, currency: Currency) -> Html {
    let lang = t.lang();
    let money = |amount: Option<domain::Money>| amount.map(|amount| format::money(lang, amount, currency));
    let labels = ["propose-quantity", "propose-price", "project-sum"].map(|key| t.t(key));
    let rows = estimate.lines.iter().map(|line| {
        let quantity = format!("{} {}", format::thousandths(lang, line.quantity_milli), line.unit);
        let values = [Some(quantity), money(Some(line.unit_price)), money(line.amount())];
        html! {
            <tr>
                <td>{ &line.item }</td>
                { for labels.iter().zip(values).map(|(label, value)| html! { <td class="number" data-label={label.clone()}>{ value }</td> }) }
            </tr>
        }
    });
    let percent = i64::from(estimate.vat_rate / 100);
    html! {
        <>
            <div class="table-wrap" tabindex="0" role="region" aria-label={t.t("project-estimate")}>
                <table class="stack">
                    <thead><tr>
                        <th>{ t.t("propose-item") }</th>
                        { for labels.iter().map(|label| html! { <th class="number">{ label.clone() }</th> }) }
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                    <tfoot>
                        <tr><th colspan="3">{ t.t_args("propose-vat", &[("percent", percent.into())]) }</th><td class="number">{ money(estimate.vat()) }</td></tr>
                        <tr><th colspan="3">{ t.t("propose-total") }</th><td class="number"><strong>{ money(estimate.total()) }</strong></td></tr>
                    </tfoot>
                </table>
            </div>
            <p class="hint">{ t.t_args("project-prepared-by", &[("name", estimate.preparer.clone().into()), ("date", format::day(lang, estimate.price_date).into())]) }</p>
        </>
    }
}

/// Reviews with clause, fact and reason; the appeal and what became of it.
pub fn decisions(t: &Texts, project: &Project) -> Html {
    let lang = t.lang();
    if project.reviews.is_empty() && project.appeal.is_none() {
        return Html::default();
    }
    let reviews = project.reviews.iter().map(|review| {
        let tone = match review.decision {
            ReviewDecision::Accept => Tone::Good,
            ReviewDecision::Return => Tone::Warn,
            ReviewDecision::Reject => Tone::Bad,
        };
        html! {
            <li class="card">
                <p class="meta">
                    { badge(&t.t(&format!("project-decided-{}", domain::Code::code(review.decision))), tone) }
                    <span>{ t.code(review.kind) }</span>
                    if let Some(body) = &review.body { <span>{ body.get(lang) }</span> }
                    { day(t, review.created_at) }
                </p>
                <p>{ review.reason.get(lang) }</p>
                if let Some(clause) = &review.clause { <p class="hint">{ t.t_args("project-clause", &[("clause", clause.clone().into())]) }</p> }
                if let Some(fact) = &review.fact { <p class="hint">{ t.t_args("project-fact", &[("fact", fact.get(lang).into())]) }</p> }
            </li>
        }
    });
    let appeal = project.appeal.as_ref().map(|appeal| html! {
        <li class="card">
            <p class="meta">{ badge(&t.t("project-appeal"), Tone::Busy) }{ day(t, appeal.filed_at) }</p>
            { words_block(&appeal.text) }
            if let Some(upheld) = appeal.upheld {
                <p><strong>{ t.t(if upheld { "project-appeal-upheld" } else { "project-appeal-dismissed" }) }</strong></p>
            }
            if let Some(reason) = &appeal.reason { <p>{ reason.get(lang) }</p> }
            if let Some(body) = &appeal.body { <p class="hint">{ body.get(lang) }</p> }
        </li>
    });
    html! {
        <section>
            <h2>{ t.t("project-decisions") }</h2>
            <ul class="cards one">{ for reviews }{ appeal }</ul>
        </section>
    }
}

/// What happened, oldest first.
pub fn history(t: &Texts, events: &[ProjectEvent]) -> Html {
    let last = events.len().saturating_sub(1);
    let items = events.iter().enumerate().map(|(at, event)| {
        let other = event.other.as_ref().map(|other| {
            let number = other.number.clone().unwrap_or_else(|| other.id.to_string());
            html! { <><br /><Link to={Place::from(Route::Project { number })}>{ &other.title }</Link></> }
        });
        TimelineItem {
            step: if at == last { Step::Current } else { Step::Past },
            title: t.t(&format!("proposal-event-{}", event.event)),
            detail: html! {
                <>
                    { day(t, event.at) }
                    if let Some(body) = &event.body { { " · " }{ body.get(t.lang()) } }
                    if let Some(text) = &event.text { <br />{ text.get(t.lang()) } }
                    { other }
                </>
            },
        }
    });
    timeline(items)
}

/// Properties of [`Support`].
#[derive(Properties, PartialEq)]
pub struct SupportProps {
    pub project: Id,
    pub state: ProposalState,
    pub supports: i64,
    /// How many the rules ask for before the review; 0 where they ask for none.
    pub needed: u32,
    /// Reads the project again.
    pub reload: Callback<()>,
}

/// How many support it, and the button to join them.
#[component]
pub fn Support(props: &SupportProps) -> Html {
    let t = use_t();
    let session = use_session();
    let form = use_form([]);
    let signed_in = matches!(session.who, Who::Account(_));
    let mine = use_remote_if::<SupportList>(signed_in.then(|| ME_SUPPORTS.to_owned()));
    // What was clicked here counts before the list is read again.
    let clicked = use_state(|| None::<bool>);
    let known = mine.body().is_some_and(|list| list.items.contains(&props.project));
    let supported = clicked.unwrap_or(known);
    let onsubmit = {
        let (form, clicked, reload) = (form.clone(), clicked.setter(), props.reload.clone());
        let address = path(PROPOSAL_SUPPORT, &[&props.project.to_string()]);
        Callback::from(move |()| {
            let (address, reload, clicked) = (address.clone(), reload.clone(), clicked.clone());
            let give = !supported;
            let request = async move {
                if give {
                    api::put::<_, IgnoredAny>(&address, &serde_json::json!({}), None).await.map(drop)
                } else {
                    api::delete(&address).await
                }
            };
            form.send(t, request, move |()| {
                clicked.set(Some(give));
                reload.emit(());
            });
        })
    };
    let open = matches!(props.state, ProposalState::Submitted | ProposalState::UnderReview | ProposalState::Eligible);
    html! {
        <>
            <p>
                <strong>{ t.t_args("count-supports", &[("count", props.supports.into())]) }</strong>
                if props.needed > 0 { { " · " }{ t.t_args("project-supports-needed", &[("count", props.needed.into())]) } }
            </p>
            if open {
                if session.who == Who::Nobody {
                    <p><Link to={Route::SignIn}>{ t.t("project-support-sign-in") }</Link></p>
                } else {
                    <FormFrame form={form.clone()} submit={t.t(if supported { "project-support-take-back" } else { "project-support" })} {onsubmit} />
                }
            }
        </>
    }
}
