//! All projects of a cycle, with filters that live in the address, so that a filtered list can be shared.

use api_types::endpoint::PROJECTS;
use api_types::project::ProjectPage;
use domain::{Code, Currency, ProposalState};
use i18n::Texts;
use yew::prelude::*;

use crate::api::paths::{query, with_query};
use crate::components::form::{Choice, FormFrame, Select, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::pager::pager;
use crate::components::project_card::project_card;
use crate::components::remote::view;
use crate::hooks::{Current, Form, use_current, use_form, use_go, use_query, use_remote_if, use_t};
use crate::route::{Place, Route};

/// What the address's query may name.
const FILTERS: [&str; 5] = ["cycle", "district", "category", "state", "q"];

/// States that a list can be narrowed to: drafts are nobody's but their author's.
const STATES: [ProposalState; 8] = [
    ProposalState::Submitted,
    ProposalState::UnderReview,
    ProposalState::NeedsChanges,
    ProposalState::Eligible,
    ProposalState::Frozen,
    ProposalState::Rejected,
    ProposalState::Merged,
    ProposalState::Withdrawn,
];

/// The page.
#[component]
pub fn Projects() -> Html {
    let t = use_t();
    let go = use_go();
    let current = use_current();
    let chosen = [use_query("cycle"), use_query("district"), use_query("category"), use_query("state"), use_query("q")];
    let cursor = use_query("cursor");
    let form = use_form([]);
    {
        // The form follows the address: going back in history brings the old filter back.
        let form = form.clone();
        use_effect_with(chosen.clone(), move |chosen| {
            form.replace(FILTERS.iter().zip(chosen).map(|(name, value)| ((*name).to_owned(), value.clone())));
        });
    }
    let request = request(&current, &chosen, &cursor);
    let page = use_remote_if::<ProjectPage>(request);
    let apply = {
        let form = form.clone();
        let cycle = chosen[0].clone();
        Callback::from(move |()| go.emit(place(&form, &cycle)))
    };
    let filtered = chosen[1..].iter().any(|value| !value.is_empty());
    html! {
        <Page title={t.t("projects-title")} of={chosen[0].parse().ok()}>
            { filters(t, &current, &form, apply, filtered) }
            if current.cycles.body().is_none() {
                { view(t, &current.cycles, |_| Html::default()) }
            } else {
                { view(t, &page, |page| list(t, &current, page, &chosen, &cursor)) }
            }
        </Page>
    }
}

/// The API's address of the chosen page; None while the cycle is not known.
fn request(current: &Current, chosen: &[String; 5], cursor: &str) -> Option<String> {
    let [cycle, district, category, state, words] = chosen.each_ref().map(String::as_str);
    let cycle = if cycle.is_empty() { current.cycle.body()?.brief.id.to_string() } else { cycle.to_owned() };
    // People's addresses name a district by its code, the API by its id.
    let district = if district.is_empty() {
        String::new()
    } else {
        let cities = current.cities.body()?;
        let mut all = cities.items.iter().flat_map(|city| &city.districts);
        all.find(|known| known.code == district).map(|known| known.id.to_string()).unwrap_or_default()
    };
    // Whoever types the number on a paper need not know of which programme it is.
    let cycle = if names_a_project(words) { "" } else { cycle.as_str() };
    let pairs = [
        ("cycle_id", cycle),
        ("district_id", &district),
        ("category", category),
        ("state", state),
        ("q", words),
        ("cursor", cursor),
    ];
    Some(with_query(PROJECTS, &pairs))
}

/// Whether words look like a project's number: `ALM-26-0143`.
fn names_a_project(words: &str) -> bool {
    words.contains('-') && !words.contains(' ') && words.ends_with(|last: char| last.is_ascii_digit())
}

/// This page with the form's filters.
fn place(form: &Form, cycle: &str) -> Place {
    let values = FILTERS.map(|name| if name == "cycle" { cycle.to_owned() } else { form.text(name) });
    let pairs: Vec<(&str, &str)> = FILTERS.iter().copied().zip(values.iter().map(String::as_str)).collect();
    Place::from(Route::Projects).with_query(&query(&pairs))
}

fn filters(t: &Texts, current: &Current, form: &Form, apply: Callback<()>, filtered: bool) -> Html {
    let districts = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    let districts: Vec<Choice> = districts.iter().map(|d| Choice::new(&d.code, d.name.get(t.lang()))).collect();
    let categories = current.cycle.body().map(|cycle| cycle.categories.as_slice()).unwrap_or_default();
    let categories: Vec<Choice> = categories.iter().map(|c| Choice::new(&c.code, c.name.get(t.lang()))).collect();
    let states: Vec<Choice> = STATES.iter().map(|state| Choice::new(state.code(), t.code(*state))).collect();
    let all = AttrValue::from(t.t("all"));
    let reset = filtered.then(|| html! { <Link to={Route::Projects}>{ t.t("filter-reset") }</Link> });
    html! {
        <FormFrame form={form.clone()} submit={t.t("filter-apply")} onsubmit={apply} beside={reset.unwrap_or_default()} class="filters">
            <TextField form={form.clone()} name="q" label={t.t("search")} kind="search" optional=true />
            <Select form={form.clone()} name="district" label={t.t("projects-district")} choices={districts} optional=true empty={all.clone()} />
            <Select form={form.clone()} name="category" label={t.t("projects-category")} choices={categories} optional=true empty={all.clone()} />
            <Select form={form.clone()} name="state" label={t.t("projects-state")} choices={states} optional=true empty={all} />
        </FormFrame>
    }
}

fn list(t: &Texts, current: &Current, page: &ProjectPage, chosen: &[String; 5], cursor: &str) -> Html {
    if page.items.is_empty() {
        return html! { <p>{ t.t("projects-none") }</p> };
    }
    let cards = page.items.iter().map(|project| {
        let currency = current.brief(project.cycle_id).map_or(Currency::Kzt, |cycle| cycle.currency);
        let district = current.district_name(project.district_id, t.lang());
        project_card(t, project, currency, district)
    });
    let at = |cursor: &str| {
        let values = FILTERS.iter().copied().zip(chosen.iter().map(String::as_str));
        let pairs: Vec<(&str, &str)> = values.chain([("cursor", cursor)]).collect();
        Place::from(Route::Projects).with_query(&query(&pairs))
    };
    html! {
        <>
            <ul class="cards">{ for cards }</ul>
            { pager(t, (!cursor.is_empty()).then(|| at("")), page.next.as_deref().map(at)) }
        </>
    }
}
