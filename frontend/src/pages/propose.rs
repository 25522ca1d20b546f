//! Propose a project: what, where, what it costs; saved as a draft, then submitted.

use api_types::endpoint::{CITY_DISTRICTS, ME_PROPOSAL, PROPOSAL, PROPOSAL_SUBMIT, PROPOSALS, path};
use api_types::proposal::{self, ProposalReceipt, ProposalWrite};
use domain::estimate::{Estimate, EstimateLine};
use domain::{Currency, Id, Money};
use i18n::Texts;
use serde::de::IgnoredAny;
use serde_json::Value;
use yew::prelude::*;

use crate::api::{self, Failure};
use crate::components::form::{Choice, FormFrame, Select, TextArea, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::point_picker::{Point, PointPicker, parse_point};
use crate::components::remote::view;
use crate::format;
use crate::hooks::{Current, Fault, Form, use_current, use_form, use_go, use_remote_if, use_t};
use crate::route::{Place, Route};
use crate::state::session::{Who, use_session};

/// VAT in hundredths of a percent.
const VAT_RATE: u16 = 1600;

/// The page.
#[component]
pub fn Propose() -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let geometry = use_remote_if::<Value>(current.city().map(|city| path(CITY_DISTRICTS, &[&city.code])));
    if session.who == Who::Nobody {
        return html! {
            <Page title={t.t("propose-title")}>
                <p class="lead">{ t.t("propose-lead") }</p>
                <p class="notice calm">{ t.t("propose-sign-in") }</p>
                <p><Link to={Route::SignIn} class="button">{ t.t("nav-sign-in") }</Link></p>
            </Page>
        };
    }
    html! {
        <Page title={t.t("propose-title")}>
            <p class="lead">{ t.t("propose-lead") }</p>
            { view(t, &current.cycle, |cycle| {
                let cycle_id = cycle.brief.id;
                let districts = choices(&current, t);
                let categories = cycle.categories.iter().map(|c| Choice::new(&c.code, c.name.get(t.lang()))).collect::<Vec<_>>();
                html! {
                    <ProposeForm {cycle_id} {districts} {categories} cap={cycle.cap} currency={cycle.brief.currency}
                        geometry={geometry.body().cloned()} />
                }
            }) }
        </Page>
    }
}

fn choices(current: &Current, t: &Texts) -> Vec<Choice> {
    let districts = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    districts.iter().map(|district| Choice::new(district.id, district.name.get(t.lang()))).collect()
}

#[derive(Properties, PartialEq)]
struct ProposeFormProps {
    cycle_id: Id,
    districts: Vec<Choice>,
    categories: Vec<Choice>,
    cap: Option<Money>,
    currency: Currency,
    /// The city's districts, once they are here.
    geometry: Option<Value>,
}

#[component]
fn ProposeForm(props: &ProposeFormProps) -> Html {
    let t = use_t();
    let go = use_go();
    let form = use_form([("lines", "1".to_owned())]);
    // What was saved as a draft: a second attempt submits it instead of writing another one.
    let draft = use_mut_ref(|| None::<Id>);
    let onsubmit = {
        let (form, cycle_id, cap, currency) = (form.clone(), props.cycle_id, props.cap, props.currency);
        Callback::from(move |()| {
            let proposal = match read(t, &form, cycle_id, cap, currency) {
                Ok(proposal) => proposal,
                Err(faults) => {
                    form.check(faults);
                    return;
                }
            };
            let go = go.clone();
            form.send(t, submit(proposal, draft.clone()), move |receipt| {
                let number = receipt.number.unwrap_or_else(|| receipt.id.to_string());
                go.emit(Place::from(Route::Project { number }));
            });
        })
    };
    let lines: usize = form.value("lines").parse().unwrap_or(1);
    let add = {
        let form = form.clone();
        Callback::from(move |_: MouseEvent| form.set("lines", (lines + 1).to_string()))
    };
    let pick = {
        let form = form.clone();
        Callback::from(move |point: Point| form.set("place", point.to_string()))
    };
    html! {
        <FormFrame form={form.clone()} submit={t.t("propose-submit")} {onsubmit}>
            <Select form={form.clone()} name="district_id" label={t.t("propose-district")} choices={props.districts.clone()} />
            <Select form={form.clone()} name="category" label={t.t("propose-category")} choices={props.categories.clone()} />
            <TextField form={form.clone()} name="title" label={t.t("propose-name")} hint={t.t("propose-name-hint")} />
            <TextArea form={form.clone()} name="body" label={t.t("propose-body")} hint={t.t("propose-body-hint")} rows=8 max=10_000 />
            <TextField form={form.clone()} name="place/address" label={t.t("propose-place")} hint={t.t("propose-place-hint")} />
            if let Some(geometry) = &props.geometry {
                <PointPicker geometry={geometry.clone()} title={t.t("propose-map")} chosen={parse_point(&form.value("place"))} onpick={pick} />
            }
            <TextField form={form.clone()} name="place" label={t.t("propose-point")} hint={t.t("propose-point-hint")} inputmode="text" autocomplete="off" />
            <fieldset class="field">
                <legend>{ t.t("propose-estimate") }</legend>
                <p class="hint">{ cap_hint(t, props) }</p>
                { for (0..lines).map(|at| html! { <Line key={at} form={form.clone()} {at} removable={at > 0 && at + 1 == lines} /> }) }
                <p><button type="button" class="button secondary small" onclick={add}>{ t.t("propose-add-line") }</button></p>
                { total(t, &form, props) }
            </fieldset>
            <TextField form={form.clone()} name="estimate/preparer" label={t.t("propose-preparer")} hint={t.t("propose-preparer-hint")} />
        </FormFrame>
    }
}

/// Saves the draft once, then submits it.
async fn submit(
    proposal: ProposalWrite,
    draft: std::rc::Rc<std::cell::RefCell<Option<Id>>>,
) -> Result<ProposalReceipt, Failure> {
    let known = *draft.borrow();
    let id = match known {
        Some(id) => {
            let id_text = id.to_string();
            let now = api::get::<IgnoredAny>(&path(ME_PROPOSAL, &[&id_text])).await?;
            api::put::<_, IgnoredAny>(&path(PROPOSAL, &[&id_text]), &proposal, now.etag.as_deref()).await?;
            id
        }
        None => {
            let made = api::post::<_, ProposalReceipt>(PROPOSALS, &proposal).await?;
            *draft.borrow_mut() = Some(made.body.id);
            made.body.id
        }
    };
    let address = path(PROPOSAL_SUBMIT, &[&id.to_string()]);
    Ok(api::post(&address, &serde_json::json!({})).await?.body)
}

fn cap_hint(t: &Texts, props: &ProposeFormProps) -> String {
    match props.cap {
        Some(cap) => {
            let amount = format::money(t.lang(), cap, props.currency);
            t.t_args("propose-cap", &[("amount", amount.into())])
        }
        None => t.t("propose-no-cap"),
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    form: Form,
    at: usize,
    removable: bool,
}

/// One line of the estimate.
#[component]
fn Line(props: &LineProps) -> Html {
    let t = use_t();
    let (form, at) = (&props.form, props.at);
    let name = |field: &str| format!("estimate/lines/{at}/{field}");
    let remove = {
        let form = form.clone();
        Callback::from(move |_: MouseEvent| {
            form.forget(format!("estimate/lines/{at}/"));
            form.set("lines", at.to_string());
        })
    };
    html! {
        <div class="lines" role="group" aria-label={t.t_args("propose-line", &[("number", (at + 1).into())])}>
            <TextField form={form.clone()} name={name("item")} label={t.t("propose-item")} />
            <div class="line-fields">
                <TextField form={form.clone()} name={name("quantity_milli")} label={t.t("propose-quantity")} inputmode="decimal" />
                <TextField form={form.clone()} name={name("unit")} label={t.t("propose-unit")} />
                <TextField form={form.clone()} name={name("unit_price")} label={t.t("propose-price")} inputmode="decimal" />
            </div>
            if props.removable {
                <button type="button" class="button danger small" onclick={remove}>{ t.t("propose-remove-line") }</button>
            }
        </div>
    }
}

/// The estimate as typed so far: only the lines that are complete.
fn estimate(form: &Form) -> (Vec<EstimateLine>, Vec<(String, &'static str)>) {
    let count: usize = form.value("lines").parse().unwrap_or(1);
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for at in 0..count {
        let name = |field: &str| format!("estimate/lines/{at}/{field}");
        let quantity = format::parse_thousandths(&form.text(&name("quantity_milli"))).filter(|q| *q > 0);
        let price = format::parse_money(&form.text(&name("unit_price"))).filter(|price| *price > Money::ZERO);
        for field in ["item", "unit"] {
            if form.text(&name(field)).is_empty() {
                faults.push((name(field), "form-required"));
            }
        }
        if quantity.is_none() {
            faults.push((name("quantity_milli"), "form-number"));
        }
        if price.is_none() {
            faults.push((name("unit_price"), "form-money"));
        }
        if let (Some(quantity_milli), Some(unit_price)) = (quantity, price) {
            let (item, unit) = (form.text(&name("item")), form.text(&name("unit")));
            lines.push(EstimateLine { item, unit, quantity_milli, unit_price, price_list: None });
        }
    }
    (lines, faults)
}

/// The sum so far, with VAT, against the cap: the domain's own arithmetic.
fn total(t: &Texts, form: &Form, props: &ProposeFormProps) -> Html {
    let (lines, _) = estimate(form);
    let estimate = whole(lines, String::new());
    let money = |amount: Option<Money>| format::money(t.lang(), amount.unwrap_or_default(), props.currency);
    let over = props.cap.zip(estimate.total()).is_some_and(|(cap, total)| total > cap);
    html! {
        <dl class="facts" aria-live="polite">
            <dt>{ t.t("propose-net") }</dt><dd class="amount">{ money(estimate.net()) }</dd>
            <dt>{ t.t_args("propose-vat", &[("percent", i64::from(VAT_RATE / 100).into())]) }</dt><dd class="amount">{ money(estimate.vat()) }</dd>
            <dt>{ t.t("propose-total") }</dt><dd class="amount"><strong>{ money(estimate.total()) }</strong></dd>
            if over { <dt></dt><dd class="fault">{ t.t("refusal-cap_exceeded") }</dd> }
        </dl>
    }
}

fn whole(lines: Vec<EstimateLine>, preparer: String) -> Estimate {
    Estimate { lines, vat_rate: VAT_RATE, price_date: format::today(), preparer }
}

/// The form as a request, or everything that is to be corrected.
fn read(
    t: &Texts,
    form: &Form,
    cycle_id: Id,
    cap: Option<Money>,
    currency: Currency,
) -> Result<ProposalWrite, Vec<Fault>> {
    let mut faults = Vec::new();
    let district_id = form.text("district_id").parse::<Id>().ok();
    if district_id.is_none() {
        faults.push(Fault::new("district_id", t.t("form-required")));
    }
    for name in ["category", "place/address", "estimate/preparer"] {
        if form.text(name).is_empty() {
            faults.push(Fault::new(name, t.t("form-required")));
        }
    }
    for (name, min, max) in [("title", 10, 200), ("body", 30, 10_000)] {
        let length = form.text(name).chars().count();
        if length < min {
            faults.push(Fault::new(name, t.t_args("form-too-short", &[("min", min.into())])));
        } else if length > max {
            faults.push(Fault::new(name, t.t_args("form-too-long", &[("max", max.into())])));
        }
    }
    let (lines, wrong) = estimate(form);
    faults.extend(wrong.into_iter().map(|(name, key)| Fault::new(name, t.t(key))));
    let estimate = whole(lines, form.text("estimate/preparer"));
    if let (Some(cap), Some(total)) = (cap, estimate.total())
        && total > cap
    {
        let amount = format::money(t.lang(), cap, currency);
        faults.push(Fault::new("estimate/lines/0/unit_price", t.t_args("propose-cap", &[("amount", amount.into())])));
    }
    let point = parse_point(&form.text("place"));
    if point.is_none() {
        faults.push(Fault::new("place", t.t("propose-point-wrong")));
    }
    let (Some(district_id), Some(point), true) = (district_id, point, faults.is_empty()) else { return Err(faults) };
    let place = proposal::Place { lat: point.lat, lon: point.lon, address: form.text("place/address") };
    Ok(ProposalWrite {
        cycle_id,
        district_id,
        category: form.text("category"),
        lang: t.lang(),
        title: form.text("title"),
        body: form.text("body"),
        place: Some(place),
        estimate,
    })
}
