//! Deciding an appeal in the name of another body than the one that rejected.

use api_types::body::Body;
use api_types::endpoint::{self, path};
use api_types::proposal::{Appeal, AppealDecide};
use domain::Id;
use yew::prelude::*;

use super::both::{Both, required};
use crate::api;
use crate::components::form::{Choice, FormFrame, Radios, Select};
use crate::hooks::{Fault, use_form, use_t};

/// Properties of [`DecideAppeal`].
#[derive(Properties, PartialEq)]
pub struct AppealProps {
    pub appeal: Id,
    /// Bodies of the signed-in official.
    pub bodies: Vec<Body>,
    pub done: Callback<()>,
}

/// The form.
#[component]
pub fn DecideAppeal(props: &AppealProps) -> Html {
    let t = use_t();
    let first = props.bodies.first().map(|body| body.id.to_string()).unwrap_or_default();
    let form = use_form([("body_id", first)]);
    let onsubmit = {
        let (form, appeal, done) = (form.clone(), props.appeal, props.done.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let body_id = form.value("body_id").parse::<Id>().ok();
            if body_id.is_none() {
                faults.push(Fault::new("body_id", t.t("form-required")));
            }
            let upheld = form.value("upheld");
            if upheld.is_empty() {
                faults.push(Fault::new("upheld", t.t("desk-choose-decision")));
            }
            let reason = required(t, &form, "reason", &mut faults);
            let (true, Some(body_id)) = (form.check(faults), body_id) else { return };
            let body = AppealDecide { body_id, upheld: upheld == "yes", reason };
            let done = done.clone();
            let address = path(endpoint::APPEAL_DECISION, &[&appeal.to_string()]);
            let request = async move { api::post::<_, Appeal>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let bodies: Vec<Choice> = props.bodies.iter().map(|body| Choice::new(body.id, body.name.get(t.lang()))).collect();
    let choices = vec![Choice::new("yes", t.t("desk-appeal-uphold")), Choice::new("no", t.t("desk-appeal-dismiss"))];
    html! {
        <>
            <h2>{ t.t("desk-do-appeal") }</h2>
            <FormFrame form={form.clone()} submit={t.t("desk-decide-submit")} {onsubmit}>
                <Select form={form.clone()} name="body_id" label={t.t("desk-office")} choices={bodies} />
                <Radios form={form.clone()} name="upheld" label={t.t("desk-decision")} {choices} />
                <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </>
    }
}
