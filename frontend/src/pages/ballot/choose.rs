//! Choosing: every item with its cost, a search within the ballot, the basket always in sight.

use api_types::contest::BallotItem;
use domain::Money;
use i18n::Texts;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Contest, fault_text, faults, limit, number, picked, ranked, rule_sentence};
use crate::format;
use crate::hooks::{use_address, use_t};
use crate::route::{Place, Route};

/// Properties of [`Choose`].
#[derive(Properties, PartialEq)]
pub struct ChooseProps {
    pub contest: Contest,
    /// Ballot numbers, ascending or in the voter's order.
    pub chosen: Vec<u32>,
    pub onchange: Callback<Vec<u32>>,
    pub proceed: Callback<()>,
}

/// The items as checkboxes, and the basket.
#[component]
pub fn Choose(props: &ChooseProps) -> Html {
    let t = use_t();
    let contest = &props.contest;
    let words = use_state(String::new);
    // What the last click could not do; said aloud, because a box that stays empty says nothing.
    let said = use_state(|| None::<String>);
    let most = limit(&contest.ballot_rule);
    let in_order = ranked(contest);
    let ontick = {
        let (chosen, onchange, said) = (props.chosen.clone(), props.onchange.clone(), said.clone());
        Callback::from(move |(ticked, input): (u32, Option<HtmlInputElement>)| {
            let mut next = chosen.clone();
            if let Some(at) = next.iter().position(|one| *one == ticked) {
                next.remove(at);
            } else if let Some(most) = most.filter(|most| next.len() >= *most) {
                if most != 1 {
                    if let Some(input) = input {
                        input.set_checked(false);
                    }
                    return said.set(Some(t.t_args("ballot-full", &[("count", most.into())])));
                }
                next = vec![ticked];
            } else {
                let at = if in_order { next.len() } else { next.partition_point(|one| *one < ticked) };
                next.insert(at, ticked);
            }
            said.set(None);
            onchange.emit(next);
        })
    };
    let proceed = {
        let (contest, chosen, said, proceed) =
            (contest.clone(), props.chosen.clone(), said.clone(), props.proceed.clone());
        Callback::from(move |_: MouseEvent| match faults(&contest, &chosen).first() {
            Some(fault) => said.set(Some(fault_text(t, fault))),
            None => proceed.emit(()),
        })
    };
    let onsearch = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| words.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let wanted = lower(words.trim());
    let shown: Vec<&BallotItem> = contest.ballot.iter().filter(|item| matches(item, &wanted)).collect();
    let none = shown.is_empty();
    html! {
        <>
            <p>{ rule_sentence(t, &contest.ballot_rule) }{ " " }{ t.t(if contest.ballot_rule.replaceable { "rules-ballot-replaceable" } else { "rules-ballot-final" }) }</p>
            if contest.ballot.len() > 10 {
                <div class="field narrow">
                    <label for="ballot-search">{ t.t("ballot-search") }</label>
                    <input id="ballot-search" type="search" autocomplete="off" value={(*words).clone()} oninput={onsearch} />
                </div>
            }
            <fieldset class="ballot">
                <legend class="visually-hidden">{ t.t("ballot-step-choose") }</legend>
                if none { <p role="status">{ t.t("ballot-none-found") }</p> }
                { for shown.into_iter().map(|item| {
                    let chosen = props.chosen.contains(&number(item.number));
                    html! { <Item key={item.number} contest={contest.clone()} item={item.clone()} {chosen} ontick={ontick.clone()} /> }
                }) }
            </fieldset>
            { basket(t, props, most, said.as_deref(), &ontick, proceed) }
        </>
    }
}

/// In small letters, by the browser: Rust's own tables are 10 kB of download.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Whether an item has these words in its name, number or category.
fn matches(item: &BallotItem, wanted: &str) -> bool {
    let has = |text: &str| lower(text).contains(wanted);
    has(&item.name.kk)
        || has(&item.name.ru)
        || item.number.to_string() == wanted
        || item.project_number.as_deref().is_some_and(has)
}

type Tick = Callback<(u32, Option<HtmlInputElement>)>;

#[derive(Properties, PartialEq)]
struct ItemProps {
    contest: Contest,
    item: BallotItem,
    chosen: bool,
    ontick: Tick,
}

#[component]
fn Item(props: &ItemProps) -> Html {
    let t = use_t();
    let lang = use_address().lang;
    let item = &props.item;
    let id = format!("item-{}", item.number);
    let onchange = {
        let (ontick, of) = (props.ontick.clone(), number(item.number));
        Callback::from(move |event: Event| ontick.emit((of, Some(event.target_unchecked_into::<HtmlInputElement>()))))
    };
    let more = item.project_number.as_ref().map(|project| {
        // In a window of its own: what was chosen so far lives in this one.
        let href = Place::from(Route::Project { number: project.clone() }).href(lang);
        html! {
            <a {href} target="_blank" rel="noopener" aria-label={t.t_args("ballot-read-label", &[("name", item.name.get(lang).into())])}>
                { t.t("ballot-read") }
            </a>
        }
    });
    html! {
        <div class={classes!("card", "ballot-item", props.chosen.then_some("chosen"))}>
            <label class="choice" for={id.clone()}>
                <input id={id.clone()} type="checkbox" checked={props.chosen} {onchange} aria-describedby={format!("{id}-facts")} />
                <span><strong>{ item.number }{ ". " }</strong>{ item.name.get(lang) }</span>
            </label>
            <p class="meta" id={format!("{id}-facts")}>
                <strong class="amount">{ format::money(lang, item.cost, props.contest.currency) }</strong>
                { more }
            </p>
        </div>
    }
}

/// What is chosen by now, what it costs, and the way on; sticks to the lower edge.
fn basket(
    t: &Texts,
    props: &ChooseProps,
    most: Option<usize>,
    said: Option<&str>,
    ontick: &Tick,
    proceed: Callback<MouseEvent>,
) -> Html {
    let contest = &props.contest;
    let picked = picked(contest, &props.chosen);
    let in_order = ranked(contest);
    let sum = Money::sum(picked.iter().map(|item| item.cost)).unwrap_or_default();
    let count = picked.len();
    let status = match most {
        Some(most) => t.t_args("ballot-chosen-of", &[("count", count.into()), ("max", most.into())]),
        None => t.t_args("ballot-chosen", &[("count", count.into())]),
    };
    let rows = picked.into_iter().enumerate().map(|(at, item)| {
        let onclick = {
            let (ontick, of) = (ontick.clone(), number(item.number));
            Callback::from(move |_: MouseEvent| ontick.emit((of, None)))
        };
        let name = item.name.get(t.lang());
        // One step up at a time: by keyboard, without dragging.
        let up = (in_order && at > 0).then(|| {
            let (chosen, onchange) = (props.chosen.clone(), props.onchange.clone());
            let onclick = Callback::from(move |_: MouseEvent| {
                let mut next = chosen.clone();
                next.swap(at - 1, at);
                onchange.emit(next);
            });
            html! { <button type="button" class="button small secondary" {onclick} aria-label={t.t_args("ballot-up-label", &[("name", name.into())])}>{ t.t("ballot-up") }</button> }
        });
        html! {
            <li>
                <span>
                    if in_order { <strong>{ t.t_args("ballot-place", &[("number", (at + 1).into())]) }</strong>{ " · " } }
                    { item.number }{ ". " }{ name }
                </span>{ " " }
                { up }
                <button type="button" class="button small secondary" {onclick} aria-label={t.t_args("ballot-remove-label", &[("name", name.into())])}>{ t.t("remove") }</button>
            </li>
        }
    });
    html! {
        <section class="basket" aria-label={t.t("ballot-basket")}>
            <p role="status" class="meta">
                <strong>{ status }</strong>
                if count > 0 { <span class="amount">{ format::money(t.lang(), sum, contest.currency) }</span> }
            </p>
            if let Some(said) = said { <p class="fault" role="alert">{ said }</p> }
            // Folded: on a phone the list would hide the ballot.
            if count > 0 { <details open={in_order}><summary>{ t.t("ballot-basket") }</summary><ul>{ for rows }</ul></details> }
            <button type="button" class="button" onclick={proceed}>{ t.t("ballot-proceed") }</button>
        </section>
    }
}
