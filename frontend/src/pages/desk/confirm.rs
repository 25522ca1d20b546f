//! The act that confirms a count. What the act decides otherwise is named item by item, each with a public reason.

use std::rc::Rc;

use api_types::body::Body;
use api_types::contest::{BallotItem, ContestDecide, ContestEnvelope, Deviation};
use api_types::endpoint::{self, path};
use domain::moment::{format_day, parse_day};
use domain::{Currency, Id, ItemOutcome, LocalText, Money};
use i18n::Texts;
use yew::prelude::*;

use super::both::{Both, required};
use super::contest::{ResultShown, funded};
use super::renamed;
use crate::api;
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::format;
use crate::hooks::{Fault, Form, use_form, use_t};

/// Properties of [`Confirm`].
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    pub contest: Id,
    pub name: LocalText,
    pub currency: Currency,
    pub items: Rc<Vec<BallotItem>>,
    pub envelopes: Vec<ContestEnvelope>,
    /// Bodies whose act it may be.
    pub bodies: Vec<Body>,
    /// Hears the new result.
    pub done: Callback<ResultShown>,
}

/// Ballot numbers of the items that the act decides otherwise; kept in the form beside their reasons.
const DEVIATIONS: &str = "deviations";

/// The form.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let t = use_t();
    let title = |lang: &str, name: &str| t.t_args(&format!("desk-act-title-{lang}"), &[("name", name.into())]);
    let form = use_form([
        ("act_date", format_day(format::today())),
        ("act_title/kk", title("kk", &props.name.kk)),
        ("act_title/ru", title("ru", &props.name.ru)),
    ]);
    let onsubmit = {
        let (form, contest, items, done) = (form.clone(), props.contest, props.items.clone(), props.done.clone());
        Callback::from(move |()| {
            let Some(body) = read(t, &form, &items) else { return };
            let numbers: Vec<i32> = body.deviations.iter().map(|one| one.number).collect();
            let (address, done) = (path(endpoint::CONTEST_DECISION, &[&contest.to_string()]), done.clone());
            let request = async move {
                let answer = api::post::<_, ResultShown>(&address, &body).await;
                answer.map_err(|failure| {
                    renamed(failure, |fault| {
                        if let Some(field) = by_number(&fault.pointer, &numbers) {
                            fault.pointer = field;
                        }
                    })
                })
            };
            form.send(t, request, move |reply| done.emit(reply.body));
        })
    };
    let bodies: Vec<Choice> = props.bodies.iter().map(|body| Choice::new(body.id, body.name.get(t.lang()))).collect();
    html! {
        <section>
            <h2>{ t.t("desk-confirm-title") }</h2>
            <p>{ t.t("desk-confirm-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-confirm-submit")} {onsubmit}>
                <Select form={form.clone()} name="body_id" label={t.t("desk-act-body")} choices={bodies} />
                <TextField form={form.clone()} name="act_number" label={t.t("desk-act-number")} autocomplete="off" />
                <TextField form={form.clone()} name="act_date" label={t.t("desk-act-date")} kind="date" />
                <Both form={form.clone()} name="act_title" label={t.t("desk-act-title")} />
                { deviations(t, &form, props) }
                { totals(t, &form, props) }
            </FormFrame>
        </section>
    }
}

fn chosen(form: &Form) -> Vec<i32> {
    form.value(DEVIATIONS).split(' ').filter_map(|number| number.parse().ok()).collect()
}

fn keep(form: &Form, numbers: &[i32]) {
    form.set(DEVIATIONS, numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
}

/// What the act decides instead of the count.
fn opposite(item: &BallotItem) -> ItemOutcome {
    if funded(item) { ItemOutcome::NotFunded } else { ItemOutcome::Funded }
}

fn reason(number: i32) -> String {
    format!("{DEVIATIONS}/{number}/reason")
}

/// The server names a deviation by its place in the list, the form by its ballot number.
fn by_number(pointer: &str, numbers: &[i32]) -> Option<String> {
    let (place, rest) = pointer.strip_prefix("deviations/")?.split_once('/')?;
    let number = numbers.get(place.parse::<usize>().ok()?)?;
    Some(format!("{DEVIATIONS}/{number}/{rest}"))
}

fn read(t: &Texts, form: &Form, items: &[BallotItem]) -> Option<ContestDecide> {
    let mut faults = Vec::new();
    let body_id = form.value("body_id").parse::<Id>().ok();
    let act_number = form.text("act_number");
    let act_date = parse_day(&form.text("act_date"));
    for (missing, field) in [(body_id.is_none(), "body_id"), (act_number.is_empty(), "act_number")] {
        if missing {
            faults.push(Fault::new(field, t.t("form-required")));
        }
    }
    if act_date.is_none() {
        faults.push(Fault::new("act_date", t.t("desk-date-fault")));
    }
    let act_title = required(t, form, "act_title", &mut faults);
    let mut deviations = Vec::new();
    for number in chosen(form) {
        if let Some(item) = items.iter().find(|item| item.number == number) {
            let reason = required(t, form, &reason(number), &mut faults);
            deviations.push(Deviation { number, outcome: opposite(item), reason });
        }
    }
    let (true, Some(body_id), Some(act_date)) = (form.check(faults), body_id, act_date) else { return None };
    Some(ContestDecide { body_id, act_number, act_date, act_title, deviations })
}

/// The items that the act decides otherwise, and the list to add one.
fn deviations(t: &Texts, form: &Form, props: &ConfirmProps) -> Html {
    let lang = t.lang();
    let numbers = chosen(form);
    let others = props.items.iter().filter(|item| !numbers.contains(&item.number));
    let choices: Vec<Choice> = others
        .map(|item| {
            let outcome = item.outcome.map(|outcome| t.code(outcome)).unwrap_or_default();
            Choice::new(item.number, format!("№ {} · {} · {outcome}", item.number, item.name.get(lang)))
        })
        .collect();
    let add = {
        let (form, numbers) = (form.clone(), numbers.clone());
        Callback::from(move |_: MouseEvent| {
            if let Ok(number) = form.value("deviation").parse() {
                keep(&form, &[numbers.as_slice(), &[number]].concat());
                form.set("deviation", "");
            }
        })
    };
    html! {
        <fieldset class="field">
            <legend>{ t.t("desk-deviations") }</legend>
            <p class="hint">{ t.t("desk-deviations-hint") }</p>
            { for props.items.iter().filter(|item| numbers.contains(&item.number)).map(|item| one(t, form, item, &numbers)) }
            <Select form={form.clone()} name="deviation" label={t.t("desk-deviation-item")} {choices} optional=true />
            <p><button type="button" class="button secondary small" onclick={add}>{ t.t("desk-deviation-add") }</button></p>
        </fieldset>
    }
}

fn one(t: &Texts, form: &Form, item: &BallotItem, numbers: &[i32]) -> Html {
    let remove = {
        let (form, number) = (form.clone(), item.number);
        let rest: Vec<i32> = numbers.iter().copied().filter(|other| *other != number).collect();
        Callback::from(move |_: MouseEvent| {
            keep(&form, &rest);
            form.forget(format!("{}/", reason(number)));
        })
    };
    let counted = item.outcome.unwrap_or(ItemOutcome::NotFunded);
    let args = [("counted", t.code(counted).into()), ("decided", t.code(opposite(item)).into())];
    html! {
        <div class="lines" key={item.number}>
            <p><strong>{ format!("№ {} · {}", item.number, item.name.get(t.lang())) }</strong><br />{ t.t_args("desk-deviation-what", &args) }</p>
            <Both form={form.clone()} name={reason(item.number)} label={t.t("desk-deviation-reason")} hint={t.t("desk-public")} />
            <button type="button" class="button danger small" onclick={remove}>{ t.t("remove") }</button>
        </div>
    }
}

/// What the act funds of each envelope, deviations included.
fn totals(t: &Texts, form: &Form, props: &ConfirmProps) -> Html {
    let numbers = chosen(form);
    let money = |amount: Money| format::money(t.lang(), amount, props.currency);
    html! {
        <div aria-live="polite">
            { for props.envelopes.iter().map(|envelope| {
                let of = props.items.iter().filter(|item| item.envelope_id == envelope.id);
                let won: Vec<&BallotItem> = of.filter(|item| funded(item) != numbers.contains(&item.number)).collect();
                let sum = Money::sum(won.iter().map(|item| item.cost)).unwrap_or_default();
                let args = [
                    ("name", envelope.name.get(t.lang()).into()),
                    ("count", won.len().into()),
                    ("amount", money(sum).into()),
                    ("budget", money(envelope.budget).into()),
                ];
                let over = sum > envelope.budget;
                html! {
                    <p class={over.then_some("fault")}>
                        { t.t_args("desk-by-act", &args) }
                        if over { { " " }{ t.t("desk-over-envelope") } }
                    </p>
                }
            }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_second_deviation_finds_its_item() {
        assert_eq!(by_number("deviations/1/reason/kk", &[7, 12]).as_deref(), Some("deviations/12/reason/kk"));
        assert_eq!(by_number("act_number", &[7]), None);
        assert_eq!(by_number("deviations/5/reason/kk", &[7]), None);
    }
}
