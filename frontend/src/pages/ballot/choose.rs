//! Choosing: every item with its cost, a search within the ballot, the basket always in sight.

use api_types::contest::BallotItem;
use domain::{BallotKind, Money};
use i18n::Texts;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Contest, Pick, class_full, fault_text, faults, limit, number, picked, ranked, rule_sentence, value_text};
use crate::format;
use crate::hooks::{use_address, use_t};
use crate::route::{Place, Route};

/// Properties of [`Choose`].
#[derive(Properties, PartialEq)]
pub struct ChooseProps {
    pub contest: Contest,
    /// Ascending by ballot number, or in the voter's order.
    pub chosen: Vec<Pick>,
    pub onchange: Callback<Vec<Pick>>,
    pub proceed: Callback<()>,
}

/// The items, each with its checkbox, points or grades, and the basket.
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
        let (contest, chosen, onchange, said) =
            (contest.clone(), props.chosen.clone(), props.onchange.clone(), said.clone());
        Callback::from(move |(ticked, input): (u32, Option<HtmlInputElement>)| {
            let mut next = chosen.clone();
            if let Some(at) = next.iter().position(|one| one.number == ticked) {
                next.remove(at);
            } else if let Some(full) = full(t, &contest, &next, ticked) {
                if most != Some(1) {
                    if let Some(input) = input {
                        input.set_checked(false);
                    }
                    return said.set(Some(full));
                }
                next = vec![Pick { number: ticked, value: 0 }];
            } else {
                let at = if in_order { next.len() } else { next.partition_point(|one| one.number < ticked) };
                next.insert(at, Pick { number: ticked, value: 0 });
            }
            said.set(None);
            onchange.emit(next);
        })
    };
    let onvalue = {
        let (chosen, onchange, said) = (props.chosen.clone(), props.onchange.clone(), said.clone());
        Callback::from(move |(number, value): (u32, Option<u32>)| {
            let mut next = chosen.clone();
            next.retain(|one| one.number != number);
            if let Some(value) = value {
                let at = next.partition_point(|one| one.number < number);
                next.insert(at, Pick { number, value });
            }
            said.set(None);
            onchange.emit(next);
        })
    };
    let proceed = {
        let (contest, chosen, said, proceed) =
            (contest.clone(), props.chosen.clone(), said.clone(), props.proceed.clone());
        Callback::from(move |_: MouseEvent| match faults(&contest, &chosen).first() {
            Some(fault) => said.set(Some(fault_text(t, &contest.ballot_rule, fault))),
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
                { for classes(t, contest, &props.chosen).into_iter().map(|(class, heading)| html! {
                    <>
                        if let Some(heading) = heading { <h3>{ heading }</h3> }
                        { for shown.iter().filter(|item| class.is_none() || item.class.as_deref() == class).map(|item| {
                            let pick = props.chosen.iter().find(|pick| pick.number == number(item.number)).map(|pick| pick.value);
                            html! { <Item key={item.number} contest={contest.clone()} item={(*item).clone()} {pick} ontick={ontick.clone()} onvalue={onvalue.clone()} /> }
                        }) }
                    </>
                }) }
            </fieldset>
            { basket(t, props, most, said.as_deref(), &ontick, proceed) }
        </>
    }
}

/// Why this item cannot be chosen beside the others, if so.
fn full(t: &Texts, contest: &Contest, chosen: &[Pick], ticked: u32) -> Option<String> {
    let rule = &contest.ballot_rule;
    if let Some(most) = limit(rule).filter(|most| chosen.len() >= *most) {
        return Some(t.t_args("ballot-full", &[("count", most.into())]));
    }
    let class_of = |wanted: u32| contest.ballot.iter().find(|item| number(item.number) == wanted)?.class.as_deref();
    let class = rule.classes.iter().find(|class| Some(class.id.as_str()) == class_of(ticked))?;
    let of_class = chosen.iter().filter(|pick| class_of(pick.number) == Some(&class.id)).count();
    (of_class >= usize::from(class.max)).then(|| class_full(t, class))
}

/// The classes of the ballot with their headings; one without a name where it has none.
fn classes<'a>(t: &Texts, contest: &'a Contest, chosen: &[Pick]) -> Vec<(Option<&'a str>, Option<String>)> {
    let rule = &contest.ballot_rule;
    if rule.classes.is_empty() {
        return vec![(None, None)];
    }
    let heading = |class: &'a domain::ballot::BallotClass| {
        let of_class =
            picked(contest, chosen).iter().filter(|(item, _)| item.class.as_ref() == Some(&class.id)).count();
        let args = [
            ("class", class.name.get(t.lang()).into()),
            ("count", of_class.into()),
            ("max", i64::from(class.max).into()),
        ];
        (Some(class.id.as_str()), Some(t.t_args("ballot-class", &args)))
    };
    rule.classes.iter().map(heading).collect()
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
    /// Its points or grade, if it is chosen.
    pick: Option<u32>,
    ontick: Tick,
    /// New points or a new grade; none takes it off the ballot.
    onvalue: Callback<(u32, Option<u32>)>,
}

#[component]
fn Item(props: &ItemProps) -> Html {
    let t = use_t();
    let lang = use_address().lang;
    let item = &props.item;
    let id = format!("item-{}", item.number);
    let kind = props.contest.ballot_rule.kind;
    let name = html! { <span><strong>{ item.number }{ ". " }</strong>{ item.name.get(lang) }</span> };
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
        <div class={classes!("card", "ballot-item", props.pick.map(|_| "chosen"))}>
            { match kind {
                BallotKind::Cumulative => points(t, props, &id, name),
                BallotKind::Graded => grades(t, props, &id, name),
                _ => tick(props, &id, name),
            } }
            <p class="meta" id={format!("{id}-facts")}>
                <strong class="amount">{ format::money(lang, item.cost, props.contest.currency) }</strong>
                { more }
            </p>
        </div>
    }
}

/// A checkbox.
fn tick(props: &ItemProps, id: &str, name: Html) -> Html {
    let onchange = {
        let (ontick, of) = (props.ontick.clone(), number(props.item.number));
        Callback::from(move |event: Event| ontick.emit((of, Some(event.target_unchecked_into::<HtmlInputElement>()))))
    };
    html! {
        <label class="choice" for={id.to_owned()}>
            <input id={id.to_owned()} type="checkbox" checked={props.pick.is_some()} {onchange} aria-describedby={format!("{id}-facts")} />
            { name }
        </label>
    }
}

/// A number of points.
fn points(t: &Texts, props: &ItemProps, id: &str, name: Html) -> Html {
    let onchange = {
        let (onvalue, of) = (props.onvalue.clone(), number(props.item.number));
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            onvalue.emit((of, typed.trim().parse().ok().filter(|points| *points > 0)));
        })
    };
    let most = props.contest.ballot_rule.points.unwrap_or_default().to_string();
    let value = props.pick.map(|points| points.to_string()).unwrap_or_default();
    html! {
        <div class="field narrow">
            <label for={id.to_owned()}>{ name }</label>
            <input id={id.to_owned()} type="number" inputmode="numeric" min="0" max={most} {value} {onchange}
                placeholder={t.t("ballot-points-label")} aria-describedby={format!("{id}-facts")} />
        </div>
    }
}

/// One of the rule's grades, or none.
fn grades(t: &Texts, props: &ItemProps, id: &str, name: Html) -> Html {
    let radio = |at: Option<u32>, label: String| {
        let (onvalue, of) = (props.onvalue.clone(), number(props.item.number));
        let onchange = Callback::from(move |_: Event| onvalue.emit((of, at)));
        let own = format!("{id}-{}", at.map_or_else(|| "none".to_owned(), |at| at.to_string()));
        html! {
            <label class="choice" for={own.clone()}>
                <input id={own} type="radio" name={id.to_owned()} checked={props.pick == at} {onchange} />
                <span>{ label }</span>
            </label>
        }
    };
    let rule = &props.contest.ballot_rule;
    html! {
        <fieldset class="grades" aria-describedby={format!("{id}-facts")}>
            <legend>{ name }</legend>
            { for (0..).zip(&rule.grades).map(|(at, grade)| radio(Some(at), grade.get(t.lang()).to_owned())) }
            { radio(None, t.t("ballot-no-grade")) }
        </fieldset>
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
    let sum = Money::sum(picked.iter().map(|(item, _)| item.cost)).unwrap_or_default();
    let count = picked.len();
    let rule = &contest.ballot_rule;
    let status = match most {
        _ if rule.kind == BallotKind::Cumulative => {
            let given: u32 = props.chosen.iter().map(|pick| pick.value).fold(0, u32::saturating_add);
            let args = [("count", i64::from(given).into()), ("max", i64::from(rule.points.unwrap_or_default()).into())];
            t.t_args("ballot-points-of", &args)
        }
        _ if rule.kind == BallotKind::Graded => {
            let args = [("count", count.into()), ("max", contest.ballot.len().into())];
            t.t_args("ballot-graded-of", &args)
        }
        Some(most) => t.t_args("ballot-chosen-of", &[("count", count.into()), ("max", most.into())]),
        None => t.t_args("ballot-chosen", &[("count", count.into())]),
    };
    let rows = picked.into_iter().enumerate().map(|(at, (item, value))| {
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
                    if let Some(said) = value_text(t, rule, at, value) { <strong>{ said }</strong>{ " · " } }
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
