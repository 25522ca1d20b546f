//! The project goes on: works that are built out of it, with their tenders, milestones, photos, and what residents say.

use api_types::duty::Duty;
use api_types::endpoint::{self, path};
use api_types::photo::Photo;
use api_types::verdict::{Verdict, VerdictWrite};
use api_types::work::WorkBrief;
use domain::{Code, Currency, DefectState, Id, LocalText, Moment, Money, UserText, VerdictKind, WorkEvent};
use i18n::Texts;
use serde::Deserialize;
use serde::de::IgnoredAny;
use time::Date;
use yew::prelude::*;

use crate::api;
use crate::api::paths::with_query;
use crate::components::badge::{Tone, badge};
use crate::components::envelope::{Part, envelope_bar};
use crate::components::form::{Choice, FormFrame, Radios, TextArea};
use crate::components::link::Link;
use crate::components::photo::{self, PhotoField, use_shots};
use crate::components::remote::view;
use crate::components::time::{day, minute};
use crate::components::timeline::{Step, TimelineItem, timeline};
use crate::components::words::words_block;
use crate::format;
use crate::hooks::{Fault, use_form, use_remote, use_t};
use crate::pages::duties::{ended, standing as duty_standing};
use crate::pages::works::{facts, finished, standing};
use crate::route::Route;
use crate::state::session::{Who, use_session};

/// What this page shows of [`api_types::work::Work`]: every field that is read costs download.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Built {
    events: Vec<Event>,
    milestones: Vec<Milestone>,
    updates: Vec<News>,
    contracts: Vec<Contract>,
    acceptance: Option<Acceptance>,
    verdicts: Vec<Verdict>,
    defects: Vec<Defect>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Event {
    event: WorkEvent,
    #[serde(with = "time::serde::rfc3339")]
    at: Moment,
    reason: Option<LocalText>,
    detail: Option<Detail>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Detail {
    document: Option<String>,
    supplier: Option<String>,
    start_price: Option<Money>,
    price: Option<Money>,
    bids: Option<i64>,
    part: Option<LocalText>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Milestone {
    name: LocalText,
    #[serde(with = "domain::moment::day")]
    due_on: Date,
    #[serde(default, with = "domain::moment::day::option")]
    done_on: Option<Date>,
    late: bool,
    delays: Vec<Delay>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Delay {
    #[serde(with = "domain::moment::day")]
    from_on: Date,
    #[serde(with = "domain::moment::day")]
    to_on: Date,
    reason: LocalText,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct News {
    text: LocalText,
    percent: Option<i64>,
    #[serde(with = "time::serde::rfc3339")]
    at: Moment,
    photos: Vec<Photo>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Contract {
    number: String,
    supplier: String,
    amount: Money,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Acceptance {
    #[serde(with = "domain::moment::day")]
    accepted_on: Date,
    maintainer: Option<LocalText>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Defect {
    state: DefectState,
    text: LocalText,
    #[serde(default, with = "domain::moment::day::option")]
    repaired_on: Option<Date>,
    repair: Option<LocalText>,
    photos: Vec<Photo>,
    duty: Option<Duty>,
}

/// The section; nothing before there are works.
pub fn delivery(t: &Texts, works: &[WorkBrief], reload: &Callback<()>) -> Html {
    if works.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ t.t("work-delivery") }</h2>
            { for works.iter().map(|work| html! { <Site key={work.id.to_string()} work={work.clone()} reload={reload.clone()} /> }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SiteProps {
    work: WorkBrief,
    reload: Callback<()>,
}

/// One work.
#[component]
fn Site(props: &SiteProps) -> Html {
    let t = use_t();
    let session = use_session();
    let work = &props.work;
    let lang = t.lang();
    let built = use_remote::<Built>(&path(endpoint::WORK, &[&work.id.to_string()]));
    let done = {
        let (reload, all) = (built.reload.clone(), props.reload.clone());
        Callback::from(move |()| {
            reload.emit(());
            all.emit(());
        })
    };
    let money = &work.money;
    let parts = [("won", money.paid), ("asked", money.committed), ("used", money.reserved)]
        .map(|(class, amount)| Part { class, amount });
    html! {
        <article class="card">
            { standing(t, work) }
            <h3>{ work.name.get(lang) }</h3>
            <p class="meta"><span>{ t.t("work-office") }{ ": " }{ work.body.get(lang) }</span></p>
            { facts(t, work) }
            { envelope_bar(work.amount, &parts, String::new()) }
            { view(t, &built, |built| whole(t, work, built)) }
            if finished(work.state) {
                if session.who == Who::Nobody {
                    <p><Link to={Route::SignIn} class="button secondary">{ t.t("work-judge-sign-in") }</Link></p>
                } else {
                    <Judge work={work.id} {done} />
                }
            }
        </article>
    }
}

fn whole(t: &Texts, work: &WorkBrief, built: &Built) -> Html {
    let lang = t.lang();
    let date = |day: Date| format::day(lang, day);
    html! {
        <>
            if let Some(accepted) = &built.acceptance {
                <p class="meta">
                    <strong>{ t.t_args("work-accepted", &[("date", date(accepted.accepted_on).into())]) }</strong>
                    if let Some(name) = &accepted.maintainer { <span>{ t.t_args("work-maintainer", &[("name", name.get(lang).into())]) }</span> }
                    if let Some(until) = work.warranty_until { <span>{ t.t_args("work-warranty", &[("date", date(until).into())]) }</span> }
                </p>
            }
            if !built.contracts.is_empty() {
                <h4>{ t.t("work-contracts") }</h4>
                <ul>{ for built.contracts.iter().map(|one| html! {
                    <li>{ t.t_args("work-tender", &[("number", one.number.clone().into())]) }{ ": " }{ &one.supplier }{ ", " }
                        { format::money(lang, one.amount, work.currency) }</li>
                }) }</ul>
            }
            if !built.milestones.is_empty() {
                <h4>{ t.t("work-milestones") }</h4>
                <ul>{ for built.milestones.iter().map(|one| milestone(t, one)) }</ul>
            }
            if !built.updates.is_empty() {
                <h4>{ t.t("work-news") }</h4>
                { for built.updates.iter().map(|news| html! {
                    <div class="comment">
                        <p class="meta">
                            { minute(t, news.at) }
                            if let Some(percent) = news.percent { <span>{ t.t_args("work-percent", &[("percent", percent.into())]) }</span> }
                        </p>
                        <p>{ news.text.get(lang) }</p>
                        { photos(t, &news.photos) }
                    </div>
                }) }
            }
            if !built.events.is_empty() {
                <details>
                    <summary>{ t.t("work-history") }</summary>
                    { timeline(built.events.iter().enumerate().map(|(at, one)| TimelineItem {
                        step: if at + 1 == built.events.len() { Step::Current } else { Step::Past },
                        title: t.code(one.event),
                        detail: event(t, one, work.currency),
                    })) }
                </details>
            }
            if !built.defects.is_empty() {
                <h4>{ t.t("work-defects") }</h4>
                { for built.defects.iter().map(|one| defect(t, one)) }
            }
            if !built.verdicts.is_empty() {
                <h4>{ t.t("work-verdicts") }</h4>
                { for built.verdicts.iter().map(|one| verdict(t, one)) }
            }
        </>
    }
}

fn event(t: &Texts, one: &Event, currency: Currency) -> Html {
    let lang = t.lang();
    let money = |amount| format::money(lang, amount, currency);
    let told = one.detail.as_ref().map(|detail| {
        let mut words: Vec<String> = Vec::new();
        if let Some(number) = &detail.document {
            words.push(t.t_args("work-tender", &[("number", number.clone().into())]));
        }
        if let Some(price) = detail.start_price {
            words.push(t.t_args("work-start-price", &[("price", money(price).into())]));
        }
        if let Some((supplier, price)) = detail.supplier.as_ref().zip(detail.price) {
            words.push(
                t.t_args("work-winner", &[("supplier", supplier.clone().into()), ("price", money(price).into())]),
            );
        }
        if let Some(bids) = detail.bids {
            words.push(t.t_args("work-bids", &[("count", bids.into())]));
        }
        words.extend(detail.part.as_ref().map(|part| part.get(lang).to_owned()));
        words.join(", ")
    });
    html! {
        <>
            { day(t, one.at) }
            if let Some(told) = told.filter(|told| !told.is_empty()) { <br />{ told } }
            if let Some(reason) = &one.reason { <br />{ reason.get(lang) } }
        </>
    }
}

fn milestone(t: &Texts, one: &Milestone) -> Html {
    let lang = t.lang();
    let date = |day: Date| format::day(lang, day);
    html! {
        <li>
            { one.name.get(lang) }{ ". " }
            { match one.done_on {
                Some(done) => t.t_args("work-milestone-done", &[("date", date(done).into())]),
                None => t.t_args("work-due", &[("date", date(one.due_on).into())]),
            } }
            if one.late { { " " }{ badge(&t.t("work-late"), Tone::Bad) } }
            { for one.delays.iter().map(|delay| html! {
                <p class="hint">
                    { t.t_args("work-milestone-moved", &[("from", date(delay.from_on).into()), ("to", date(delay.to_on).into())]) }
                    { ". " }{ delay.reason.get(lang) }
                </p>
            }) }
        </li>
    }
}

fn photos(t: &Texts, photos: &[Photo]) -> Html {
    let lang = t.lang();
    html! {
        <ul class="photos">{ for photos.iter().map(|one| match &one.removed_reason {
            Some(reason) => html! { <li class="hint">{ t.t_args("work-removed", &[("reason", reason.get(lang).into())]) }</li> },
            None => photo::photo(path(endpoint::PHOTO, &[&one.id.to_string()]), one.alt.get(lang).to_owned(), html! { one.alt.get(lang) }),
        }) }</ul>
    }
}

fn defect(t: &Texts, one: &Defect) -> Html {
    let lang = t.lang();
    html! {
        <div class="comment">
            <p class="meta">{ match one.repaired_on {
                Some(on) => badge(&t.t_args("work-defect-repaired", &[("date", format::day(lang, on).into())]), Tone::Good),
                None => badge(&t.code(one.state), Tone::Bad),
            } }</p>
            <p>{ one.text.get(lang) }</p>
            if let Some(repair) = &one.repair { <p class="hint">{ repair.get(lang) }</p> }
            { one.duty.as_ref().filter(|_| one.repaired_on.is_none()).map(|duty| ended(t, duty)) }
            { photos(t, &one.photos) }
        </div>
    }
}

fn verdict(t: &Texts, one: &Verdict) -> Html {
    let lang = t.lang();
    let tone = if one.kind == VerdictKind::Confirm { Tone::Good } else { Tone::Bad };
    let answer = one.duty.as_ref().and_then(|duty| duty.note.as_ref());
    html! {
        <div class="comment">
            <p class="meta">
                { badge(&t.code(one.kind), tone) }<strong>{ &one.author }</strong>{ minute(t, one.created_at) }
                { one.duty.as_ref().map(|duty| duty_standing(t, duty)) }
            </p>
            { one.text.as_ref().map(words_block) }
            if let Some(reason) = &one.removed_reason { <p class="hint">{ t.t_args("work-removed", &[("reason", reason.get(lang).into())]) }</p> }
            { photos(t, &one.photos) }
            if let Some(answer) = answer {
                <div class="notice calm"><p><strong>{ t.t("work-answer") }</strong></p><p>{ answer.get(lang) }</p></div>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct JudgeProps {
    work: Id,
    done: Callback<()>,
}

/// The form of a verdict, with photos.
#[component]
fn Judge(props: &JudgeProps) -> Html {
    let t = use_t();
    let form = use_form([("kind", "confirm".to_owned())]).scoped("verdict");
    let shots = use_shots();
    let onsubmit = {
        let (form, shots, work, done) = (form.clone(), shots.clone(), props.work, props.done.clone());
        Callback::from(move |()| {
            let text = form.text("text/text");
            let mut faults = photo::faults(t, &form, &shots);
            if text.is_empty() {
                faults.push(Fault::new("text/text", t.t("form-required")));
            }
            if !form.check(faults) {
                return;
            }
            let kind = VerdictKind::parse(&form.value("kind")).unwrap_or(VerdictKind::Confirm);
            let body = VerdictWrite { kind, text: UserText { lang: t.lang(), text } };
            let ready = photo::ready(&form, &shots);
            let address = path(endpoint::WORK_VERDICT, &[&work.to_string()]);
            let request = async move {
                let id = api::put::<_, Verdict>(&address, &body, None).await?.body.id.to_string();
                for (alt, blob) in &ready {
                    let to = with_query(&path(endpoint::VERDICT_PHOTOS, &[&id]), &[("alt", alt)]);
                    api::post_file::<IgnoredAny>(&to, blob).await?;
                }
                Ok(())
            };
            let (sent, shots, done) = (form.clone(), shots.clone(), done.clone());
            form.send(t, request, move |()| {
                sent.set("text/text", "");
                shots.set(Vec::new());
                done.emit(());
            });
        })
    };
    let kinds = VerdictKind::ALL.iter().map(|kind| Choice::new(kind.code(), t.code(*kind))).collect::<Vec<_>>();
    html! {
        <FormFrame form={form.clone()} submit={t.t("send")} {onsubmit}>
            <h4>{ t.t("work-judge") }</h4>
            <p class="hint">{ t.t("work-judge-hint") }</p>
            <Radios form={form.clone()} name="kind" label={t.t("work-judge")} choices={kinds} />
            <TextArea form={form.clone()} name="text/text" label={t.t("work-judge-text")} rows=4 max=2000 />
            <PhotoField form={form.clone()} label={t.t("verdict-photos")} {shots} />
        </FormFrame>
    }
}
