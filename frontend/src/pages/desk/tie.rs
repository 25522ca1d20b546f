//! Ties that the rules leave open: an official puts the items in order, with a public reason, and the contest is counted again.

use api_types::contest::{BallotItem, TieDecide};
use api_types::endpoint::{self, path};
use domain::{Currency, Id};
use yew::prelude::*;

use super::both::{Both, required};
use super::contest::ResultShown;
use crate::api;
use crate::components::form::{Choice, FormFrame, Select};
use crate::format;
use crate::hooks::{Fault, use_form, use_t};

/// Properties of [`DecideTie`].
#[derive(Properties, PartialEq)]
pub struct TieProps {
    pub contest: Id,
    pub currency: Currency,
    /// The items of each open tie.
    pub groups: Vec<Vec<BallotItem>>,
    /// Hears the new result.
    pub done: Callback<ResultShown>,
}

/// The form: no order is proposed, because any would be a decision.
#[component]
pub fn DecideTie(props: &TieProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let onsubmit = {
        let (form, contest, groups, done) = (form.clone(), props.contest, props.groups.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let mut order = Vec::new();
            for group in &groups {
                let mut places: Vec<(usize, i32)> = Vec::new();
                for item in group {
                    let field = field(item);
                    match form.value(&field).parse::<usize>() {
                        Ok(place) if places.iter().any(|(taken, _)| *taken == place) => {
                            faults.push(Fault::new(field, t.t("desk-tie-place-taken")));
                        }
                        Ok(place) => places.push((place, item.number)),
                        Err(_) => faults.push(Fault::new(field, t.t("form-required"))),
                    }
                }
                places.sort_unstable();
                order.extend(places.into_iter().map(|(_, number)| number));
            }
            let reason = required(t, &form, "reason", &mut faults);
            if !form.check(faults) {
                return;
            }
            let body = TieDecide { order, reason };
            let (address, done) = (path(endpoint::CONTEST_TIE_DECISION, &[&contest.to_string()]), done.clone());
            let request = async move { api::post::<_, ResultShown>(&address, &body).await };
            form.send(t, request, move |reply| done.emit(reply.body));
        })
    };
    html! {
        <section>
            <h2>{ t.t("desk-tie-title") }</h2>
            <p>{ t.t("desk-tie-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-tie-submit")} {onsubmit}>
                { for props.groups.iter().map(|group| {
                    let places: Vec<Choice> = (1..=group.len()).map(|place| Choice::new(place, place.to_string())).collect();
                    html! {
                        <fieldset class="field">
                            <legend>{ t.t_args("desk-tie-group", &[("votes", group.first().and_then(|item| item.score).unwrap_or_default().into())]) }</legend>
                            { for group.iter().map(|item| {
                                let cost = format::money(t.lang(), item.cost, props.currency);
                                let label = format!("№ {} · {} · {cost}", item.number, item.name.get(t.lang()));
                                html! { <Select form={form.clone()} name={field(item)} {label} choices={places.clone()} empty={t.t("desk-tie-place")} /> }
                            }) }
                        </fieldset>
                    }
                }) }
                <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-tie-reason-hint")} />
            </FormFrame>
        </section>
    }
}

fn field(item: &BallotItem) -> String {
    format!("place/{}", item.number)
}
