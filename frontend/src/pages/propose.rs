//! Propose a project: what, where, what it costs; saved as a draft, then submitted.

use std::cell::RefCell;
use std::rc::Rc;

use api_types::city::City;
use api_types::endpoint::{ME_PROPOSAL, PROPOSAL, PROPOSAL_RESUBMIT, PROPOSAL_SUBMIT, PROPOSALS, path};
use api_types::proposal::{self, ProposalReceipt, ProposalWrite};
use domain::estimate::{Estimate, EstimateLine};
use domain::{Code, Currency, Id, Lang, Money, ProposalState};
use i18n::Texts;
use serde::de::IgnoredAny;
use serde_json::Value;
use yew::prelude::*;

use super::edit::{Earlier, values};
use super::propose_in::ProposeIn;
use crate::api::{self, Failure};
use crate::components::form::{Choice, FormFrame, Select, TextArea, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::point_picker::{Point, PointPicker, parse_point};
use crate::format;
use crate::hooks::{Fault, Form, use_form, use_go, use_t};
use crate::route::Route;
use crate::state::session::{Who, use_session};

/// VAT rates one meets in estimates, in hundredths of a percent: in force since 2026, before, and for who pays none.
const VAT_RATES: [u16; 3] = [1600, 1200, 0];

/// A proposal on the server, and the version that the next change starts from.
#[derive(Clone)]
struct Saved {
    id: Id,
    etag: Option<String>,
    /// It was returned: the button hands it in again.
    returned: bool,
}

/// The page.
#[component]
pub fn Propose() -> Html {
    let t = use_t();
    let session = use_session();
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
            <ProposeIn />
        </Page>
    }
}

/// The districts of a city to choose from.
pub(super) fn districts_of(t: &Texts, city: Option<&City>) -> Vec<Choice> {
    let districts = city.map(|city| city.districts.as_slice()).unwrap_or_default();
    districts.iter().map(|district| Choice::new(district.id, district.name.get(t.lang()))).collect()
}

/// Properties of [`ProposeForm`].
#[derive(Properties, PartialEq)]
pub struct ProposeFormProps {
    pub cycle_id: Id,
    pub districts: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub cap: Option<Money>,
    pub currency: Currency,
    /// The city's districts, once they are here.
    pub geometry: Option<Value>,
    /// What is changed; none for a new proposal.
    #[prop_or_default]
    pub earlier: Option<Earlier>,
    /// Hears the number of what was handed in, instead of going to the author's pages: a clerk's counter, where the language of the
    /// paper is asked as well.
    #[prop_or_default]
    pub done: Option<Callback<Option<String>>>,
}

/// The form, for a new proposal and for one that is changed.
#[component]
pub fn ProposeForm(props: &ProposeFormProps) -> Html {
    let t = use_t();
    let go = use_go();
    let form = use_form([("lines", "1".to_owned()), ("estimate/vat_rate", VAT_RATES[0].to_string())]);
    // What is on the server: a second attempt changes it instead of writing another one.
    let saved = use_mut_ref(|| props.earlier.as_ref().map(saved_before));
    {
        let (form, earlier) = (form.clone(), props.earlier.clone());
        use_effect_with((), move |()| {
            if let Some(earlier) = earlier {
                form.replace(values(&earlier.project));
            }
        });
    }
    let send = |hand_in: bool| {
        let (form, cycle_id, cap, currency) = (form.clone(), props.cycle_id, props.cap, props.currency);
        let (go, saved, done) = (go.clone(), saved.clone(), props.done.clone());
        move || {
            let proposal = match read(t, &form, cycle_id, cap, currency) {
                Ok(proposal) => proposal,
                Err(faults) => {
                    form.check(faults);
                    return;
                }
            };
            let (go, done) = (go.clone(), done.clone());
            form.send(t, save(proposal, saved.clone(), hand_in), move |number| match done {
                Some(done) => done.emit(number),
                None => go.emit(number.map_or(Route::Me, |number| Route::Project { number }).into()),
            });
        }
    };
    let onsubmit = {
        let send = send(true);
        Callback::from(move |()| send())
    };
    let keep = {
        let send = send(false);
        Callback::from(move |_: MouseEvent| send())
    };
    let returned = saved.borrow().as_ref().is_some_and(|saved| saved.returned);
    let beside =
        html! { <button type="button" class="button secondary" onclick={keep}>{ t.t("propose-save") }</button> };
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
        <FormFrame form={form.clone()} submit={t.t(if returned { "propose-resubmit" } else { "propose-submit" })} {onsubmit} {beside}>
            if props.done.is_some() { <Select form={form.clone()} name="lang" label={t.t("desk-counter-lang")} choices={langs(t)} /> }
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
                <Select form={form.clone()} name="estimate/vat_rate" label={t.t("propose-vat-rate")} hint={t.t("propose-vat-hint")} choices={vat_choices(&form)} />
                { total(t, &form, props) }
            </fieldset>
            <TextField form={form.clone()} name="estimate/preparer" label={t.t("propose-preparer")} hint={t.t("propose-preparer-hint")} />
        </FormFrame>
    }
}

fn langs(t: &Texts) -> Vec<Choice> {
    Lang::ALL.iter().map(|lang| Choice::new(lang.code(), t.code(*lang))).collect()
}

fn saved_before(earlier: &Earlier) -> Saved {
    let brief = &earlier.project.brief;
    Saved { id: brief.id, etag: earlier.etag.clone(), returned: brief.state == ProposalState::NeedsChanges }
}

/// Saves, then hands in if wanted; answers the number of what was handed in.
async fn save(
    proposal: ProposalWrite,
    saved: Rc<RefCell<Option<Saved>>>,
    hand_in: bool,
) -> Result<Option<String>, Failure> {
    let known = saved.borrow().clone();
    let mut now = match known {
        Some(known) => known,
        None => {
            let made = api::post::<_, ProposalReceipt>(PROPOSALS, &proposal).await?.body;
            // Its version comes with the first reading: what was just written needs no second writing.
            let fresh = Saved { id: made.id, etag: None, returned: false };
            saved.replace(Some(fresh.clone()));
            if !hand_in {
                return Ok(None);
            }
            return submit(&fresh).await.map(Some);
        }
    };
    let id = now.id.to_string();
    if now.etag.is_none() {
        now.etag = api::get::<IgnoredAny>(&path(ME_PROPOSAL, &[&id])).await?.etag;
    }
    let address = path(PROPOSAL, &[&id]);
    now.etag = api::put::<_, IgnoredAny>(&address, &proposal, now.etag.as_deref()).await?.etag;
    saved.replace(Some(now.clone()));
    if hand_in { submit(&now).await.map(Some) } else { Ok(None) }
}

async fn submit(saved: &Saved) -> Result<String, Failure> {
    let template = if saved.returned { PROPOSAL_RESUBMIT } else { PROPOSAL_SUBMIT };
    let address = path(template, &[&saved.id.to_string()]);
    let receipt = api::post::<_, ProposalReceipt>(&address, &serde_json::json!({})).await?.body;
    Ok(receipt.number.unwrap_or_else(|| receipt.id.to_string()))
}

/// The usual rates, and the one that was written before, should it be another.
fn vat_choices(form: &Form) -> Vec<Choice> {
    let mut rates = VAT_RATES.to_vec();
    if !rates.contains(&vat_rate(form)) {
        rates.push(vat_rate(form));
    }
    rates.into_iter().map(|rate| Choice::new(rate, format!("{} %", rate / 100))).collect()
}

fn vat_rate(form: &Form) -> u16 {
    form.text("estimate/vat_rate").parse().unwrap_or(VAT_RATES[0])
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
    let estimate = whole(form, lines, String::new());
    let money = |amount: Option<Money>| format::money(t.lang(), amount.unwrap_or_default(), props.currency);
    let over = props.cap.zip(estimate.total()).is_some_and(|(cap, total)| total > cap);
    html! {
        <dl class="facts" aria-live="polite">
            <dt>{ t.t("propose-net") }</dt><dd class="amount">{ money(estimate.net()) }</dd>
            <dt>{ t.t_args("propose-vat", &[("percent", i64::from(vat_rate(form) / 100).into())]) }</dt><dd class="amount">{ money(estimate.vat()) }</dd>
            <dt>{ t.t("propose-total") }</dt><dd class="amount"><strong>{ money(estimate.total()) }</strong></dd>
            if over { <dt></dt><dd class="fault">{ t.t("refusal-cap_exceeded") }</dd> }
        </dl>
    }
}

fn whole(form: &Form, lines: Vec<EstimateLine>, preparer: String) -> Estimate {
    Estimate { lines, vat_rate: vat_rate(form), price_date: format::today(), preparer }
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
    let estimate = whole(form, lines, form.text("estimate/preparer"));
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
        envelope_id: form.text("envelope_id").parse().ok(),
        category: form.text("category"),
        lang: Lang::parse(&form.text("lang")).unwrap_or(t.lang()),
        title: form.text("title"),
        body: form.text("body"),
        place: Some(place),
        estimate,
    })
}
