//! The board of duties: what officials owe residents, district by district, the oldest first, and whether they kept it.

use api_types::cycle::Cycle;
use api_types::duty::{Duty, DutyPage, DutySummary};
use api_types::endpoint::{self, path};
use domain::{Code, Id, Stage};
use i18n::Texts;
use yew::prelude::*;

use crate::api::paths::{query, with_query};
use crate::components::badge::{Tone, badge};
use crate::components::envelope::{Part, envelope_bar};
use crate::components::form::{Choice, FormFrame, Select};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::pager::pager;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::components::words::title;
use crate::format;
use crate::hooks::{Current, Form, use_current, use_form, use_go, use_query, use_remote_if, use_t};
use crate::route::{Place, Route};

/// What the address's query may name.
const FILTERS: [&str; 3] = ["district", "stage", "show"];
/// What `show` may be, and what it asks of the API: open, overdue.
const SHOWS: [(&str, &str, &str); 3] = [("open", "true", ""), ("overdue", "true", "true"), ("ended", "false", "")];

/// The page.
#[component]
pub fn Duties() -> Html {
    let t = use_t();
    let go = use_go();
    let current = use_current();
    let chosen = [use_query("district"), use_query("stage"), use_query("show")];
    let cursor = use_query("cursor");
    let form = use_form([]);
    {
        let form = form.clone();
        use_effect_with(chosen.clone(), move |chosen| {
            form.replace(FILTERS.iter().zip(chosen).map(|(name, value)| ((*name).to_owned(), value.clone())));
        });
    }
    let cycle = current.cycle.body().map(|cycle| cycle.brief.id.to_string());
    let summary = use_remote_if::<DutySummary>(cycle.as_deref().map(|id| path(endpoint::CYCLE_DUTY_SUMMARY, &[id])));
    let page = use_remote_if::<DutyPage>(request(&current, cycle.as_deref(), &chosen, &cursor));
    let apply = {
        let form = form.clone();
        Callback::from(move |()| go.emit(place(&FILTERS.map(|name| form.text(name)), "")))
    };
    html! {
        <Page title={t.t("nav-duties")}>
            <p class="lead">{ t.t("duty-lead") }</p>
            { view(t, &current.cycle, |cycle| html! {
                <>
                    { view(t, &summary, |summary| figures(t, &current, cycle, summary, &chosen[1])) }
                    <h2>{ t.t("duty-list") }</h2>
                    { filters(t, &current, &form, apply) }
                    { view(t, &page, |page| list(t, &current, page, &chosen, &cursor)) }
                </>
            }) }
            <p class="hint">{ t.t("duty-how-counted") }</p>
        </Page>
    }
}

/// The API's address of the chosen page; None while the cycle is not known.
fn request(current: &Current, cycle: Option<&str>, chosen: &[String; 3], cursor: &str) -> Option<String> {
    let [district, stage, show] = chosen.each_ref().map(String::as_str);
    let district = if district.is_empty() {
        String::new()
    } else {
        let all = &current.city()?.districts;
        all.iter().find(|known| known.code == district).map(|known| known.id.to_string()).unwrap_or_default()
    };
    let (_, open, overdue) = SHOWS.into_iter().find(|(name, ..)| *name == show).unwrap_or(SHOWS[0]);
    let pairs = [
        ("district_id", district.as_str()),
        ("stage", stage),
        ("open", open),
        ("overdue", overdue),
        ("cursor", cursor),
    ];
    Some(with_query(&path(endpoint::CYCLE_DUTIES, &[cycle?]), &pairs))
}

fn place(chosen: &[String; 3], cursor: &str) -> Place {
    let mut pairs: Vec<(&str, &str)> = FILTERS.iter().copied().zip(chosen.iter().map(String::as_str)).collect();
    pairs.push(("cursor", cursor));
    Place::from(Route::Duties).with_query(&query(&pairs))
}

/// Open, overdue, met of one district.
#[derive(Default)]
struct Figures {
    open: i64,
    overdue: i64,
    met: i64,
    due: i64,
}

fn figures(t: &Texts, current: &Current, cycle: &Cycle, summary: &DutySummary, stage: &str) -> Html {
    let of = |district: Option<Id>| {
        let rows = summary.items.iter().filter(|row| row.district_id == district);
        rows.filter(|row| stage.is_empty() || row.stage.code() == stage).fold(Figures::default(), |sum, row| Figures {
            open: sum.open + row.open,
            overdue: sum.overdue + row.overdue,
            met: sum.met + row.met,
            due: sum.due + row.due,
        })
    };
    let districts = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    let mut rows: Vec<(Option<&str>, String, Figures)> = districts
        .iter()
        .map(|district| (Some(district.code.as_str()), district.name.get(t.lang()).to_owned(), of(Some(district.id))))
        .collect();
    rows.push((None, t.t("duty-city"), of(None)));
    html! {
        <>
            <h2>{ t.t_args("duty-figures", &[("cycle", cycle.brief.name.get(t.lang()).into())]) }</h2>
            <ul class="cards tight">{ for rows.into_iter().map(|(code, name, figures)| district(t, code, &name, &figures)) }</ul>
        </>
    }
}

fn district(t: &Texts, code: Option<&str>, name: &str, figures: &Figures) -> Html {
    let to = |show: &str| place(&[code.unwrap_or_default().to_owned(), String::new(), show.to_owned()], "");
    let share = t.t_args("duty-share", &[("met", figures.met.into()), ("due", figures.due.into())]);
    let parts = [Part { class: "won", amount: domain::Money(figures.met) }];
    html! {
        <li class="card">
            <h3>{ name }</h3>
            <p class="meta">
                if figures.overdue > 0 {
                    <Link to={to("overdue")}>{ badge(&t.t_args("duty-overdue", &[("count", figures.overdue.into())]), Tone::Bad) }</Link>
                }
                <Link to={to("open")}>{ t.t_args("duty-open", &[("count", figures.open.into())]) }</Link>
            </p>
            if figures.due > 0 {
                <p class="meta"><strong>{ share.clone() }</strong></p>
                { envelope_bar(domain::Money(figures.due), &parts, share) }
            } else {
                <p class="hint">{ t.t("duty-none-due") }</p>
            }
        </li>
    }
}

fn filters(t: &Texts, current: &Current, form: &Form, apply: Callback<()>) -> Html {
    let districts = current.city().map(|city| city.districts.as_slice()).unwrap_or_default();
    let districts: Vec<Choice> = districts.iter().map(|d| Choice::new(&d.code, d.name.get(t.lang()))).collect();
    let stages: Vec<Choice> = Stage::ALL.iter().map(|stage| Choice::new(stage.code(), t.code(*stage))).collect();
    let shows: Vec<Choice> =
        SHOWS[1..].iter().map(|(show, ..)| Choice::new(show, t.t(&format!("duty-show-{show}")))).collect();
    html! {
        <FormFrame form={form.clone()} submit={t.t("filter-apply")} onsubmit={apply} class="filters">
            <Select form={form.clone()} name="district" label={t.t("projects-district")} choices={districts} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="stage" label={t.t("duty-stage")} choices={stages} optional=true empty={t.t("all")} />
            <Select form={form.clone()} name="show" label={t.t("duty-show")} choices={shows} optional=true empty={t.t("duty-show-open")} />
        </FormFrame>
    }
}

fn list(t: &Texts, current: &Current, page: &DutyPage, chosen: &[String; 3], cursor: &str) -> Html {
    if page.items.is_empty() {
        return html! { <p role="status">{ t.t("duty-none") }</p> };
    }
    let next = page.next.as_deref().map(|next| place(chosen, next));
    let first = (!cursor.is_empty()).then(|| place(chosen, ""));
    html! {
        <>
            <ol class="cards one">{ for page.items.iter().map(|duty| one(t, current, duty)) }</ol>
            { pager(t, first, next) }
        </>
    }
}

fn one(t: &Texts, current: &Current, duty: &Duty) -> Html {
    let lang = t.lang();
    let place = duty.district_id.map_or_else(|| t.t("duty-city"), |id| current.district_name(id, lang));
    let owner = duty.body.as_ref().map_or_else(|| t.code(duty.role), |body| body.get(lang).to_owned());
    html! {
        <li class="card">
            <p class="meta">{ standing(t, duty) }<span>{ place }</span><span>{ t.code(duty.stage) }</span></p>
            <h3>{ t.code(duty.kind) }</h3>
            { duty.project.as_ref().map(|project| {
                let key = project.number.clone().unwrap_or_else(|| project.id.to_string());
                html! { <p><Link to={Route::Project { number: key.clone() }}>{ project.number.clone() }{ " " }{ title(t.lang(), project).to_owned() }</Link></p> }
            }) }
            <p class="meta">
                <span>{ t.t_args("duty-owner", &[("owner", owner.into())]) }</span>
                <span>{ t.t("duty-deadline") }{ " " }{ minute(t, duty.deadline) }</span>
                if duty.reopened { <span>{ t.t("duty-reopened") }</span> }
            </p>
            { ended(t, duty) }
        </li>
    }
}

/// The word that says how a duty stands, and how it is coloured.
pub fn standing(t: &Texts, duty: &Duty) -> Html {
    let (key, tone) = match (duty.ended_at, duty.overdue, duty.met) {
        (None, true, _) => ("duty-standing-overdue", Tone::Bad),
        (None, false, _) => ("duty-standing-open", Tone::Busy),
        (Some(_), _, Some(true)) => ("duty-standing-met", Tone::Good),
        (Some(_), ..) if duty.ending == Some(domain::DutyEnding::Removed) => ("duty-standing-removed", Tone::Plain),
        (Some(_), ..) => ("duty-standing-late", Tone::Warn),
    };
    badge(&t.t(key), tone)
}

/// How a duty ended, with its words; of an open one its words alone.
pub fn ended(t: &Texts, duty: &Duty) -> Html {
    let note = duty.note.as_ref().map(|note| html! { <p>{ note.get(t.lang()) }</p> });
    let (Some(at), Some(ending)) = (duty.ended_at, duty.ending) else { return note.unwrap_or_default() };
    html! {
        <div class="notice calm">
            <p>
                <strong>{ t.code(ending) }</strong>{ ", " }{ format::date_time(t.lang(), at) }
                if let Some(clause) = &duty.clause { { " · " }{ t.t_args("project-clause", &[("clause", clause.clone().into())]) } }
            </p>
            { note }
        </div>
    }
}
