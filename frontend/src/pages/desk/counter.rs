//! The clerk's counter: who came with a document, and what they want written down. While a clerk acts for somebody, every
//! request says so, and the clerk is named beside the resident in public.

use std::rc::Rc;

use api_types::account::SecretText;
use api_types::city::City;
use api_types::endpoint;
use api_types::resident::{ResidentAdd, ResidentCard, ResidentConfirm};
use domain::moment::{format_day, parse_day};
use domain::{Code, Id, Iin, Registration, Role};
use i18n::Texts;
use yew::prelude::*;

use super::{holds, public, sign_in_first};
use crate::api::{self, http};
use crate::components::form::{Choice, FormFrame, Radios, Select, TextField};
use crate::components::layout::Page;
use crate::format;
use crate::hooks::{Current, Fault, use_current, use_form, use_t};
use crate::pages::propose::districts_of;
use crate::pages::propose_in::ProposeIn;
use crate::route::Route;
use crate::state::session::use_session;

/// The page.
#[component]
pub fn Counter() -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let resident = use_state(|| None::<Rc<ResidentCard>>);
    // Whoever leaves the page acts for nobody any more.
    use_effect_with((), |()| || http::act_for(None));
    let came = {
        let resident = resident.setter();
        Callback::from(move |card: ResidentCard| {
            http::act_for(Some(card.id.to_string()));
            resident.set(Some(Rc::new(card)));
        })
    };
    let gone = {
        let resident = resident.setter();
        Callback::from(move |()| {
            http::act_for(None);
            resident.set(None);
        })
    };
    let mine = session.me().and_then(|me| me.roles.iter().find(|grant| grant.role == Role::Clerk)?.district_id);
    let content = sign_in_first(t, &session).unwrap_or_else(|| {
        if !holds(&session, Role::Clerk) {
            return html! { <p class="notice">{ t.t("refusal-role_missing") }</p> };
        }
        match &*resident {
            None => html! {
                <>
                    <p class="lead">{ t.t("desk-counter-lead") }</p>
                    <WithIin came={came.clone()} />
                    { current.city().map(|city| html! { <WithoutIin city={city.clone()} district={mine} {came} /> }) }
                </>
            },
            Some(card) => html! {
                <>
                    { who(t, &current, card, &gone) }
                    <Paper resident={card.clone()} {gone} />
                </>
            },
        }
    });
    html! { <Page title={t.t("desk-counter")}>{ content }</Page> }
}

/// For whom the clerk acts, always in sight.
fn who(t: &Texts, current: &Current, card: &ResidentCard, gone: &Callback<()>) -> Html {
    let onclick = gone.reform(|_: MouseEvent| ());
    html! {
        <section class="now" aria-live="polite">
            <p class="above">{ t.t("desk-counter-for") }</p>
            <h2>{ &card.name }</h2>
            <p class="meta">
                <span>{ current.district_name(card.district_id, t.lang()) }</span>
                <span>{ t.code(card.registration) }</span>
                <span>{ t.code(card.proof) }</span>
            </p>
            <p class="hint">{ t.t("desk-counter-named") }</p>
            <p><button type="button" class="button secondary" {onclick}>{ t.t("desk-counter-end") }</button></p>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct CameProps {
    came: Callback<ResidentCard>,
}

/// A resident of the register, by the document that the clerk sees. The number stays in this field and is gone with it.
#[component]
fn WithIin(props: &CameProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let onsubmit = {
        let (form, came) = (form.clone(), props.came.clone());
        Callback::from(move |()| {
            let iin = form.text("iin");
            let wrong = Iin::parse(&iin).is_err().then(|| Fault::new("iin", t.t("desk-counter-iin-fault")));
            if !form.check(wrong.into_iter().collect()) {
                return;
            }
            let (body, came) = (ResidentConfirm { iin: SecretText(iin), email: None }, came.clone());
            let request = async move { api::post::<_, ResidentCard>(endpoint::RESIDENT_CONFIRM, &body).await };
            form.send(t, request, move |reply| came.emit(reply.body));
        })
    };
    html! {
        <section>
            <h2>{ t.t("desk-counter-iin-title") }</h2>
            <FormFrame form={form.clone()} submit={t.t("desk-counter-seen")} {onsubmit}>
                <TextField form={form.clone()} name="iin" label={t.t("desk-counter-iin")} hint={t.t("desk-counter-iin-hint")} inputmode="numeric" autocomplete="off" />
            </FormFrame>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct NewProps {
    city: City,
    /// The clerk's own district.
    district: Option<Id>,
    came: Callback<ResidentCard>,
}

/// A resident without an IIN: entered into the register from another document.
#[component]
fn WithoutIin(props: &NewProps) -> Html {
    let t = use_t();
    let form = use_form([
        ("district_id", props.district.map(|id| id.to_string()).unwrap_or_default()),
        ("registration", Registration::Permanent.code().to_owned()),
    ])
    .scoped("new");
    let onsubmit = {
        let (form, city_id, came) = (form.clone(), props.city.id, props.came.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            let (family_name, given_name) = (form.text("family_name"), form.text("given_name"));
            let (district_id, birth_date) =
                (form.value("district_id").parse::<Id>().ok(), parse_day(&form.text("birth_date")));
            let since = form.text("registered_since");
            let registered_since = parse_day(&since);
            for (missing, field, words) in [
                (family_name.is_empty(), "family_name", "form-required"),
                (district_id.is_none(), "district_id", "form-required"),
                (birth_date.is_none(), "birth_date", "desk-date-fault"),
                (!since.is_empty() && registered_since.is_none(), "registered_since", "desk-date-fault"),
            ] {
                if missing {
                    faults.push(Fault::new(field, t.t(words)));
                }
            }
            let registration = Registration::parse(&form.value("registration")).unwrap_or(Registration::Permanent);
            let (true, Some(district_id), Some(birth_date)) = (form.check(faults), district_id, birth_date) else {
                return;
            };
            let body = ResidentAdd {
                city_id,
                district_id,
                family_name,
                given_name,
                birth_date,
                registration,
                registered_since,
            };
            let came = came.clone();
            let request = async move { api::post::<_, ResidentCard>(endpoint::RESIDENTS, &body).await };
            form.send(t, request, move |reply| came.emit(reply.body));
        })
    };
    let kinds: Vec<Choice> = Registration::ALL.iter().map(|kind| Choice::new(kind.code(), t.code(*kind))).collect();
    html! {
        <details>
            <summary>{ t.t("desk-counter-no-iin") }</summary>
            <p>{ t.t("desk-counter-no-iin-text") }</p>
            <FormFrame form={form.clone()} submit={t.t("desk-counter-enter")} {onsubmit}>
                <TextField form={form.clone()} name="family_name" label={t.t("desk-counter-family")} autocomplete="off" />
                <TextField form={form.clone()} name="given_name" label={t.t("desk-counter-given")} optional=true autocomplete="off" />
                <TextField form={form.clone()} name="birth_date" label={t.t("desk-counter-born")} kind="date" />
                <Select form={form.clone()} name="district_id" label={t.t("desk-counter-district")} choices={districts_of(t, Some(&props.city))} />
                <Radios form={form.clone()} name="registration" label={t.t("desk-counter-registration")} choices={kinds} />
                <TextField form={form.clone()} name="registered_since" label={t.t("desk-counter-since")} kind="date" optional=true />
            </FormFrame>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct PaperProps {
    resident: Rc<ResidentCard>,
    gone: Callback<()>,
}

/// The proposal on paper, written into the form of everybody else; afterwards a slip with its number.
#[component]
fn Paper(props: &PaperProps) -> Html {
    let t = use_t();
    let handed_in = use_state(|| None::<Option<String>>);
    let done = {
        let handed_in = handed_in.setter();
        Callback::from(move |number: Option<String>| handed_in.set(Some(number)))
    };
    if let Some(number) = &*handed_in {
        return slip(t, &props.resident, number.as_deref(), &props.gone);
    }
    html! {
        <section>
            <h2>{ t.t("desk-counter-paper") }</h2>
            <p>{ t.t("desk-counter-paper-text") }</p>
            <ProposeIn {done} />
        </section>
    }
}

/// What the resident takes home.
fn slip(t: &Texts, resident: &ResidentCard, number: Option<&str>, gone: &Callback<()>) -> Html {
    let print = Callback::from(|_: MouseEvent| {
        let _ = gloo::utils::window().print();
    });
    let next = gone.reform(|_: MouseEvent| ());
    let Some(number) = number else {
        return html! {
            <div class="notice good" role="status">
                <p>{ t.t("desk-counter-draft") }</p>
                <p><button type="button" class="button" onclick={next}>{ t.t("desk-counter-next") }</button></p>
            </div>
        };
    };
    let today = format::day(t.lang(), format::today());
    html! {
        <section class="card" role="status">
            <h2>{ t.t("desk-counter-accepted") }</h2>
            <p class="tracking">{ number.to_owned() }</p>
            <p>{ &resident.name }{ " · " }<time datetime={format_day(format::today())}>{ today }</time></p>
            <p>{ t.t("desk-counter-follow") }{ " " }<a href={public(t, Route::Project { number: number.to_owned() })}>{ t.t("desk-as-public") }</a></p>
            <div class="buttons">
                <button type="button" class="button secondary" onclick={print}>{ t.t("print") }</button>
                <button type="button" class="button" onclick={next}>{ t.t("desk-counter-next") }</button>
            </div>
        </section>
    }
}
