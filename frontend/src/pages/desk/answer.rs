//! Answering questions about one proposal: each open question with its deadline, the oldest first.

use api_types::endpoint::{self, path};
use api_types::project::Project;
use api_types::proposal::{Comment, CommentCreate, CommentPage};
use domain::duty::only_acknowledges;
use domain::{Code, CommentKind, Id, Lang, UserText};
use i18n::Texts;
use yew::prelude::*;

use super::end_duty::EndDuty;
use super::{renamed, sign_in_first};
use crate::api;
use crate::components::form::{Choice, FormFrame, Select, TextArea};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::minute;
use crate::components::words::{version, words_block};
use crate::hooks::{Fault, use_form, use_remote, use_t};
use crate::pages::duties::standing;
use crate::route::DeskRoute;
use crate::state::session::use_session;

/// Properties of [`Answer`].
#[derive(Properties, PartialEq)]
pub struct AnswerProps {
    /// Id of the proposal.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn Answer(props: &AnswerProps) -> Html {
    let t = use_t();
    let session = use_session();
    let project = use_remote::<Project>(&path(endpoint::PROJECT, &[&props.id]));
    let address = path(endpoint::PROPOSAL_COMMENTS, &[&props.id]);
    let comments = use_remote::<CommentPage>(&format!("{address}?limit=100"));
    let about = project.body().map(|project| {
        let title = version(t.lang(), &project.brief.title, &project.brief.titles);
        html! {
            <>
                <p class="lead"><Link to={DeskRoute::Review { id: project.brief.id.to_string() }}>{ project.brief.number.clone() }{ " " }{ &title.text }</Link></p>
                <details><summary>{ t.t("desk-proposal-text") }</summary>
                    { words_block(&UserText { lang: project.revision.lang, text: project.revision.body.clone() }) }
                </details>
            </>
        }
    });
    let content = sign_in_first(t, &session)
        .unwrap_or_else(|| view(t, &comments, |page| questions(t, &address, page, &comments.reload)));
    html! { <Page title={t.t("desk-answer-title")}>{ about }{ content }</Page> }
}

fn questions(t: &Texts, address: &str, page: &CommentPage, done: &Callback<()>) -> Html {
    let is_open = |one: &&Comment| {
        one.kind == CommentKind::Question && one.duty.as_ref().is_some_and(|duty| duty.ended_at.is_none())
    };
    let open: Vec<&Comment> = page.items.iter().filter(is_open).collect();
    if open.is_empty() {
        return html! {
            <div class="notice good" role="status">
                <p>{ t.t("desk-no-questions") }</p>
                <p><Link to={DeskRoute::Home} class="button secondary">{ t.t("nav-my-duties") }</Link></p>
            </div>
        };
    }
    html! {
        <ol class="cards one">
            { for open.into_iter().map(|question| html! {
                <li class="card" key={question.id.to_string()}>
                    <p class="meta">
                        { question.duty.as_ref().map(|duty| standing(t, duty)) }
                        <strong>{ &question.author }</strong>
                        { minute(t, question.created_at) }
                    </p>
                    { question.text.as_ref().map(words_block) }
                    { question.duty.as_ref().map(|duty| html! {
                        <p class="meta"><span>{ t.t("duty-deadline") }{ " " }{ minute(t, duty.deadline) }</span></p>
                    }) }
                    <Write address={address.to_owned()} question={question.id} done={done.clone()} />
                    { question.duty.as_ref().map(|duty| html! {
                        <EndDuty duty={duty.id} kind={duty.kind} done={done.clone()} />
                    }) }
                </li>
            }) }
        </ol>
    }
}

#[derive(Properties, PartialEq)]
struct WriteProps {
    address: String,
    question: Id,
    done: Callback<()>,
}

/// The official answer; publishing it ends the duty.
#[component]
fn Write(props: &WriteProps) -> Html {
    let t = use_t();
    let form = use_form([("lang", t.lang().code().to_owned())]);
    // Several questions on one page: each form has fields of its own name.
    let field = format!("text-{}", props.question);
    let onsubmit = {
        let (form, address, question, done, field) =
            (form.clone(), props.address.clone(), props.question, props.done.clone(), field.clone());
        Callback::from(move |()| {
            let text = form.text(&field);
            let fault = match text.as_str() {
                "" => Some("form-required"),
                text if only_acknowledges(text) => Some("desk-acknowledgement"),
                _ => None,
            };
            if !form.check(fault.map(|key| Fault::new(field.clone(), t.t(key))).into_iter().collect()) {
                return;
            }
            let lang = Lang::parse(&form.value("lang")).unwrap_or(t.lang());
            let text = UserText { lang, text };
            let body = CommentCreate { kind: CommentKind::OfficialAnswer, parent_id: Some(question), text };
            let (address, done) = (address.clone(), done.clone());
            let field = field.clone();
            let request = async move {
                let answer = api::post::<_, Comment>(&address, &body).await;
                answer.map_err(|failure| renamed(failure, |fault| fault.pointer.clone_from(&field)))
            };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    let langs: Vec<Choice> = Lang::ALL.iter().map(|lang| Choice::new(lang.code(), t.code(*lang))).collect();
    html! {
        <FormFrame form={form.clone()} submit={t.t("desk-answer-submit")} {onsubmit}>
            <TextArea form={form.clone()} name={field} label={t.t("desk-answer-text")} hint={t.t("desk-answer-hint")} rows=5 max=5000 />
            <Select form={form.clone()} name="lang" label={t.t("desk-answer-lang")} choices={langs} />
        </FormFrame>
    }
}
