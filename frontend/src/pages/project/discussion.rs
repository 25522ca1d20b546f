//! The discussion: comments, questions, official answers; and the form to take part.

use api_types::endpoint::{PROPOSAL_COMMENTS, path};
use api_types::proposal::{Comment, CommentCreate, CommentPage};
use domain::{CommentKind, Id, UserText};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::{Choice, FormFrame, Radios, TextArea};
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

/// All of it.
#[component]
pub fn Discussion(props: &DiscussionProps) -> Html {
    let t = use_t();
    let session = use_session();
    let address = path(PROPOSAL_COMMENTS, &[&props.project.to_string()]);
    let comments = use_remote::<CommentPage>(&format!("{address}?limit=100"));
    html! {
        <section>
            <h2>{ t.t("project-discussion") }</h2>
            { view(t, &comments, |page| thread(t, page)) }
            if session.who == Who::Nobody {
                <p><Link to={Route::SignIn} class="button secondary">{ t.t("project-comment-sign-in") }</Link></p>
            } else {
                <Write {address} done={comments.reload.clone()} />
            }
        </section>
    }
}

fn thread(t: &Texts, page: &CommentPage) -> Html {
    if page.items.is_empty() {
        return html! { <p>{ t.t("project-no-comments") }</p> };
    }
    let known = |id: Id| page.items.iter().any(|comment| comment.id == id);
    // A reply whose comment is on another page stands on its own.
    let top = page.items.iter().filter(|comment| !comment.parent_id.is_some_and(known));
    html! { <ol class="thread">{ for top.map(|comment| node(t, page, comment, 0)) }</ol> }
}

/// A comment with its replies; deep threads stay flat from the fourth level on, so that they fit a phone.
fn node(t: &Texts, page: &CommentPage, comment: &Comment, depth: u8) -> Html {
    let replies: Vec<&Comment> = page.items.iter().filter(|reply| reply.parent_id == Some(comment.id)).collect();
    let replies_html = replies.into_iter().map(|reply| node(t, page, reply, depth + 1)).collect::<Vec<_>>();
    let nested = !replies_html.is_empty() && depth < 3;
    let flat = !replies_html.is_empty() && !nested;
    html! {
        <>
            <li>
                { one(t, comment) }
                if nested { <ol class="thread">{ for replies_html.clone() }</ol> }
            </li>
            if flat { { for replies_html } }
        </>
    }
}

fn one(t: &Texts, comment: &Comment) -> Html {
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
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct WriteProps {
    address: String,
    done: Callback<()>,
}

/// The form to comment or ask.
#[component]
fn Write(props: &WriteProps) -> Html {
    let t = use_t();
    let form = use_form([("kind", "comment".to_owned())]);
    let onsubmit = {
        let (form, address, done) = (form.clone(), props.address.clone(), props.done.clone());
        Callback::from(move |()| {
            let text = form.text("text/text");
            let empty = text.is_empty().then(|| Fault::new("text/text", t.t("form-required")));
            if !form.check(empty.into_iter().collect()) {
                return;
            }
            let kind = if form.value("kind") == "question" { CommentKind::Question } else { CommentKind::Comment };
            let body = CommentCreate { kind, parent_id: None, text: UserText { lang: t.lang(), text } };
            let (address, done, sent) = (address.clone(), done.clone(), form.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| {
                sent.set("text/text", "");
                done.emit(());
            });
        })
    };
    let kinds = [CommentKind::Comment, CommentKind::Question].map(|kind| Choice::new(kind, t.code(kind))).to_vec();
    html! {
        <FormFrame form={form.clone()} submit={t.t("send")} {onsubmit}>
            <h3>{ t.t("project-write") }</h3>
            <Radios form={form.clone()} name="kind" label={t.t("project-write-kind")} hint={t.t("project-write-kind-hint")} choices={kinds} />
            <TextArea form={form.clone()} name="text/text" label={t.t("project-write-text")} rows=4 max=5000 />
        </FormFrame>
    }
}
