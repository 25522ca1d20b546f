//! The legal acceptance of a work: an act, who supervised the building, who maintains it from now on.

use api_types::endpoint::{self, path};
use api_types::work::WorkAccept;
use domain::Id;
use domain::moment::format_day;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::super::both::{Both, required};
use super::super::input::Input;
use crate::api;
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::format;
use crate::hooks::{use_form, use_t};

/// Properties of [`Accept`].
#[derive(Properties, PartialEq)]
pub struct AcceptProps {
    pub work: Id,
    /// Bodies whose act it may be.
    pub offices: Vec<Choice>,
    pub done: Callback<()>,
}

/// The form.
#[component]
pub fn Accept(props: &AcceptProps) -> Html {
    let t = use_t();
    let form =
        use_form([("act_date", format_day(format::today())), ("warranty_months", "24".to_owned())]).scoped("accept");
    let onsubmit = {
        let (form, work, done) = (form.clone(), props.work, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (body_id, act_number) = (input.chosen("body_id"), input.text("act_number"));
            let (act_date, warranty_months) = (input.day("act_date"), input.number("warranty_months"));
            let [act_title, supervisor, maintainer] =
                ["act_title", "supervisor", "maintainer"].map(|field| required(t, &form, field, &mut input.faults));
            let (true, Some(body_id), Some(act_date), Some(warranty_months)) =
                (input.done(), body_id, act_date, warranty_months)
            else {
                return;
            };
            let body = WorkAccept { body_id, act_number, act_date, act_title, supervisor, maintainer, warranty_months };
            let (address, done) = (path(endpoint::WORK_ACCEPTANCE, &[&work.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-accept") }</summary>
            <p>{ t.t("desk-accept-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-accept-submit")} {onsubmit}>
                <Select form={form.clone()} name="body_id" label={t.t("desk-act-body")} choices={props.offices.clone()} />
                <TextField form={form.clone()} name="act_number" label={t.t("desk-act-number")} autocomplete="off" />
                <TextField form={form.clone()} name="act_date" label={t.t("desk-act-date")} kind="date" />
                <Both form={form.clone()} name="act_title" label={t.t("desk-act-title")} />
                <Both form={form.clone()} name="supervisor" label={t.t("desk-accept-supervisor")} />
                <Both form={form.clone()} name="maintainer" label={t.t("desk-accept-maintainer")} />
                <TextField form={form.clone()} name="warranty_months" label={t.t("desk-accept-warranty")} inputmode="numeric" />
            </FormFrame>
        </details>
    }
}
