//! The discussion: comments, questions, official answers; and the form to take part.

use api_types::duty::DutyReopen;
use api_types::endpoint::{DUTY_REOPEN, PROPOSAL_COMMENTS, path};
use api_types::proposal::{Comment, CommentCreate, CommentPage};
use domain::{CommentKind, Id, UserText};
use gloo::utils::document;
use i18n::Texts;
use serde::de::IgnoredAny;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Radios, TextArea, field_id};
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::{day, minute};
use crate::components::words::words_block;
use crate::hooks::{Fault, use_form, use_remote, use_t};
use crate::route::Route;
use crate::state::session::{Who, use_session};

/// Properties of [`Discussion`].
#[derive(Properties, PartialEq)]
pub struct DiscussionProps {
    pub project: Id,
    pub cycle: Id,
}

/// What the form at the end is for.
#[derive(Clone, PartialEq)]
enum Aim {
    /// A comment or question of its own.
    New,
    /// A reply to this comment.
    Reply(Comment),
    /// The asker says why the answer is none: the duty is opened again.
    Reopen(Comment, Id),
}

/// Draws the buttons of a comment: whose duty may be opened again, and what a press does.
struct Buttons<'a> {
    /// My public name; none while nobody is signed in.
    me: Option<&'a str>,
    aim: Callback<Aim>,
}

/// All of it.
#[component]
pub fn Discussion(props: &DiscussionProps) -> Html {
    let t = use_t();
    let session = use_session();
    let aim = use_state(|| Aim::New);
    let address = path(PROPOSAL_COMMENTS, &[&props.project.to_string()]);
    let comments = use_remote::<CommentPage>(&format!("{address}?limit=100"));
    let set = {
        let aim = aim.setter();
        Callback::from(move |next| aim.set(next))
    };
    let buttons = Buttons { me: session.me().map(|me| me.display_name.as_str()), aim: set.clone() };
    let done = {
        let (set, reload) = (set.clone(), comments.reload.clone());
        Callback::from(move |()| {
            set.emit(Aim::New);
            reload.emit(());
        })
    };
    html! {
        <section>
            <h2>{ t.t("project-discussion") }</h2>
            { view(t, &comments, |page| thread(t, page, &buttons)) }
            if session.who == Who::Nobody {
                <p><Link to={Route::SignIn} class="button secondary">{ t.t("project-comment-sign-in") }</Link></p>
            } else {
                <Write {address} aim={(*aim).clone()} cancel={set.reform(|_: MouseEvent| Aim::New)} {done} />
            }
        </section>
    }
}

fn thread(t: &Texts, page: &CommentPage, buttons: &Buttons<'_>) -> Html {
    if page.items.is_empty() {
        return html! { <p>{ t.t("project-no-comments") }</p> };
    }
    let known = |id: Id| page.items.iter().any(|comment| comment.id == id);
    // A reply whose comment is on another page stands on its own.
    let top = page.items.iter().filter(|comment| !comment.parent_id.is_some_and(known));
    html! { <ol class="thread">{ for top.map(|comment| node(t, page, comment, 0, buttons)) }</ol> }
}

/// A comment with its replies; deep threads stay flat from the fourth level on, so that they fit a phone.
fn node(t: &Texts, page: &CommentPage, comment: &Comment, depth: u8, buttons: &Buttons<'_>) -> Html {
    let replies: Vec<&Comment> = page.items.iter().filter(|reply| reply.parent_id == Some(comment.id)).collect();
    let replies_html = replies.into_iter().map(|reply| node(t, page, reply, depth + 1, buttons)).collect::<Vec<_>>();
    let nested = !replies_html.is_empty() && depth < 3;
    let flat = !replies_html.is_empty() && !nested;
    html! {
        <>
            <li>
                { one(t, comment, buttons) }
                if nested { <ol class="thread">{ for replies_html.clone() }</ol> }
            </li>
            if flat { { for replies_html } }
        </>
    }
}

fn one(t: &Texts, comment: &Comment, buttons: &Buttons<'_>) -> Html {
    let lang = t.lang();
    let Some(text) = &comment.text else {
        let reason = comment.removed_reason.as_ref().map(|reason| reason.get(lang).to_owned()).unwrap_or_default();
        return html! { <div class="comment removed"><p>{ t.t_args("project-comment-removed", &[("reason", reason.into())]) }</p></div> };
    };
    let official = comment.kind == CommentKind::OfficialAnswer;
    let duty = comment.duty.as_ref().filter(|duty| duty.ended_at.is_none()).map(|duty| {
        let tone = if duty.overdue { Tone::Bad } else { Tone::Warn };
        let word = t.t(if duty.overdue { "project-answer-overdue" } else { "project-answer-due" });
        html! { <p class="meta">{ badge(&word, tone) }{ day(t, duty.deadline) }</p> }
    });
    html! {
        <article class={classes!("comment", official.then_some("official"))}>
            <p class="meta">
                <strong>{ &comment.author }</strong>
                if let Some(body) = &comment.body { <span>{ body.get(lang) }</span> }
                if comment.kind != CommentKind::Comment { { badge(&t.code(comment.kind), Tone::Busy) } }
                { minute(t, comment.created_at) }
            </p>
            { words_block(text) }
            { duty }
            { actions(t, comment, buttons) }
        </article>
    }
}

/// Reply; and for who asked, once: say that the answer is none.
fn actions(t: &Texts, comment: &Comment, buttons: &Buttons<'_>) -> Html {
    let Some(me) = buttons.me else { return Html::default() };
    let press = |aim: Aim| buttons.aim.reform(move |_: MouseEvent| aim.clone());
    // Whether it is mine is told by the name only; the server knows for certain.
    let duty = comment.duty.as_ref().filter(|duty| duty.ended_at.is_some() && !duty.reopened && comment.author == me);
    html! {
        <p class="meta">
            <button type="button" class="button secondary small" onclick={press(Aim::Reply(comment.clone()))}>
                { t.t("project-reply") }<span class="visually-hidden">{ ": " }{ &comment.author }</span>
            </button>
            if let Some(duty) = duty {
                <button type="button" class="button secondary small" onclick={press(Aim::Reopen(comment.clone(), duty.id))}>{ t.t("project-reopen") }</button>
            }
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct WriteProps {
    address: String,
    aim: Aim,
    cancel: Callback<MouseEvent>,
    done: Callback<()>,
}

/// The form to comment, ask, reply or open a question again.
#[component]
fn Write(props: &WriteProps) -> Html {
    let t = use_t();
    let form = use_form([("kind", "comment".to_owned())]);
    let field = if matches!(props.aim, Aim::Reopen(..)) { "reason" } else { "text/text" };
    {
        // Whoever pressed "reply" goes on writing at once.
        let id = field_id(&form, field);
        use_effect_with(props.aim.clone(), move |aim| {
            let area = (*aim != Aim::New).then(|| document().get_element_by_id(&id)).flatten();
            if let Some(area) = area.and_then(|area| area.dyn_into::<HtmlElement>().ok()) {
                let _ = area.focus();
            }
        });
    }
    let onsubmit = {
        let (form, address, aim, done) = (form.clone(), props.address.clone(), props.aim.clone(), props.done.clone());
        Callback::from(move |()| {
            let text = form.text(field);
            let empty = text.is_empty().then(|| Fault::new(field, t.t("form-required")));
            if !form.check(empty.into_iter().collect()) {
                return;
            }
            let question = aim == Aim::New && form.value("kind") == "question";
            let kind = if question { CommentKind::Question } else { CommentKind::Comment };
            let (done, sent) = (done.clone(), form.clone());
            let (address, aim, lang) = (address.clone(), aim.clone(), t.lang());
            let request = async move {
                let parent_id = match aim {
                    Aim::Reopen(_, duty) => {
                        let address = path(DUTY_REOPEN, &[&duty.to_string()]);
                        return api::post::<_, IgnoredAny>(&address, &DutyReopen { reason: text }).await;
                    }
                    Aim::Reply(comment) => Some(comment.id),
                    Aim::New => None,
                };
                let body = CommentCreate { kind, parent_id, text: UserText { lang, text } };
                api::post::<_, IgnoredAny>(&address, &body).await
            };
            form.send(t, request, move |_| {
                sent.set(field, "");
                done.emit(());
            });
        })
    };
    let kinds = [CommentKind::Comment, CommentKind::Question].map(|kind| Choice::new(kind, t.code(kind))).to_vec();
    let to = |comment: &Comment| {
        let name = comment.author.clone();
        html! {
            <div class="notice calm">
                <p>{ t.t_args("project-reply-to", &[("name", name.into())]) }</p>
                { comment.text.as_ref().map(words_block) }
            </div>
        }
    };
    let cancel = (props.aim != Aim::New).then(|| {
        let onclick = props.cancel.clone();
        html! { <button type="button" class="button secondary" {onclick}>{ t.t("cancel") }</button> }
    });
    let (title, about, label) = match &props.aim {
        Aim::New => ("project-write", None, "project-write-text"),
        Aim::Reply(comment) => ("project-reply", Some(to(comment)), "project-write-text"),
        Aim::Reopen(comment, _) => ("project-reopen", Some(to(comment)), "project-reopen-reason"),
    };
    html! {
        <FormFrame form={form.clone()} submit={t.t("send")} {onsubmit} beside={cancel.unwrap_or_default()}>
            <h3>{ t.t(title) }</h3>
            { about }
            if props.aim == Aim::New {
                <Radios form={form.clone()} name="kind" label={t.t("project-write-kind")} hint={t.t("project-write-kind-hint")} choices={kinds} />
            }
            <TextArea form={form.clone()} name={field} label={t.t(label)} rows=4 max=5000 />
        </FormFrame>
    }
}
