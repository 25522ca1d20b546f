//! What happens to a work next: each event asks for what it has to tell.

use api_types::endpoint::{self, path};
use api_types::work::WorkEventCreate;
use domain::work::{Saving, WorkDetail};
use domain::{Code, Id, WorkEvent};
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::super::both::{Both, required, text};
use super::super::input::Input;
use crate::api;
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::hooks::{use_form, use_t};

/// Properties of [`StepForm`].
#[derive(Properties, PartialEq)]
pub struct StepProps {
    pub work: Id,
    /// Events that the state allows.
    pub possible: Vec<WorkEvent>,
    /// Envelopes that pay for it, each with words.
    pub envelopes: Vec<(Id, String)>,
    pub done: Callback<()>,
}

/// Setbacks say publicly why.
fn needs_reason(event: WorkEvent) -> bool {
    use WorkEvent as E;
    matches!(event, E::FailTender | E::RefuseAcceptance | E::Defer | E::Reduce | E::Terminate | E::Cancel)
}

/// The form.
#[component]
pub fn StepForm(props: &StepProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("step");
    let event = WorkEvent::parse(&form.value("event"));
    let onsubmit = {
        let (form, work, envelopes, done) = (form.clone(), props.work, props.envelopes.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let Some(event) = WorkEvent::parse(&form.value("event")) else {
                input.fault("event", "form-required");
                input.done();
                return;
            };
            let reason = if needs_reason(event) {
                Some(required(t, &form, "reason", &mut input.faults))
            } else {
                text(&form, "reason")
            };
            let fiscal_year = (event == WorkEvent::Defer).then(|| input.number("fiscal_year")).flatten();
            let due_on = input.maybe_day("due_on").filter(|_| moves_the_end(event));
            let (may, must) = WorkDetail::fields(event);
            let told = |field: &str| may.contains(&field);
            let mut detail = WorkDetail::default();
            for field in may {
                let name = format!("detail/{field}");
                let missing = must.contains(field) && form.text(&name).is_empty() && *field != "part";
                if missing {
                    input.fault(&name, "form-required");
                }
            }
            if told("document") {
                detail.document = input.maybe_text("detail/document");
            }
            if told("url") {
                detail.url = input.maybe_text("detail/url");
            }
            if told("start_price") {
                detail.start_price = input.maybe_money("detail/start_price");
            }
            if told("published_on") {
                detail.published_on = input.maybe_day("detail/published_on");
            }
            if told("closes_on") {
                detail.closes_on = input.maybe_day("detail/closes_on");
            }
            if told("bids") {
                detail.bids = input.maybe_number("detail/bids");
            }
            if told("supplier") {
                detail.supplier = input.maybe_text("detail/supplier");
            }
            if told("price") {
                detail.price = input.maybe_money("detail/price");
            }
            if told("percent") {
                detail.percent = input.maybe_number("detail/percent");
            }
            if told("part") {
                detail.part = if must.contains(&"part") {
                    Some(required(t, &form, "detail/part", &mut input.faults))
                } else {
                    text(&form, "detail/part")
                };
            }
            if told("savings") {
                for (at, (envelope, _)) in envelopes.iter().enumerate() {
                    if let Some(amount) = input.maybe_money(&saving(at)) {
                        detail.savings.push(Saving { envelope_id: *envelope, amount });
                    }
                }
            }
            if !input.done() {
                return;
            }
            let detail = (detail != WorkDetail::default()).then_some(detail);
            let body = WorkEventCreate { event, reason, fiscal_year, due_on, detail };
            let (address, done) = (path(endpoint::WORK_EVENTS, &[&work.to_string()]), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let events: Vec<Choice> = props.possible.iter().map(|event| Choice::new(event.code(), t.code(*event))).collect();
    html! {
        <section class="now">
            <h2>{ t.t("desk-work-step") }</h2>
            <FormFrame form={form.clone()} submit={t.t("desk-work-step-submit")} {onsubmit}>
                <Select form={form.clone()} name="event" label={t.t("desk-work-event")} choices={events} />
                if let Some(event) = event {
                    { for WorkDetail::fields(event).0.iter().map(|field| detail_field(t, &form, field, WorkDetail::fields(event).1.contains(field), &props.envelopes)) }
                    if event == WorkEvent::Defer {
                        <TextField form={form.clone()} name="fiscal_year" label={t.t("desk-work-to-year")} inputmode="numeric" />
                    }
                    if moves_the_end(event) {
                        <TextField form={form.clone()} name="due_on" label={t.t("desk-work-new-due")} kind="date" optional=true />
                    }
                    <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} optional={!needs_reason(event)} />
                }
            </FormFrame>
        </section>
    }
}

fn moves_the_end(event: WorkEvent) -> bool {
    matches!(event, WorkEvent::Defer | WorkEvent::Resume)
}

fn saving(at: usize) -> String {
    format!("detail/savings/{at}/amount")
}

/// A field of what an event tells.
fn detail_field(
    t: &i18n::Texts,
    form: &crate::hooks::Form,
    field: &str,
    must: bool,
    envelopes: &[(Id, String)],
) -> Html {
    let name = format!("detail/{field}");
    let label = t.t(&format!("desk-detail-{field}"));
    match field {
        "part" => html! { <Both form={form.clone()} {name} {label} optional={!must} /> },
        "savings" => html! {
            { for envelopes.iter().enumerate().map(|(at, (_, words))| html! {
                <TextField form={form.clone()} name={saving(at)} label={format!("{label} ({words})")} inputmode="decimal" optional=true />
            }) }
        },
        _ => {
            let kind = if field.ends_with("_on") { "date" } else { "text" };
            let inputmode = match field {
                "start_price" | "price" => Some(AttrValue::from("decimal")),
                "bids" | "percent" => Some(AttrValue::from("numeric")),
                _ => None,
            };
            html! { <TextField form={form.clone()} {name} {label} {kind} {inputmode} optional={!must} /> }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Lang;
    use i18n::Texts;

    #[test]
    fn every_field_of_every_event_has_its_words() {
        for &lang in Lang::ALL {
            for event in WorkEvent::ALL {
                for field in WorkDetail::fields(*event).0 {
                    let key = format!("desk-detail-{field}");
                    assert!(Texts::new(lang).has(&key), "{lang} lacks {key}");
                }
            }
        }
    }
}
