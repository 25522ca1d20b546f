//! What the author of a proposal can do with it now: go on writing, hand in again, appeal, take back.

use api_types::endpoint::{ME_PROPOSALS, PROPOSAL_APPEAL, PROPOSAL_WITHDRAW, path};
use api_types::project::{Project, ProjectPage};
use api_types::proposal::{AppealCreate, ReasonBody};
use domain::{Code, Id, LocalText, ProposalState, UserText};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::form::{FormFrame, TextArea};
use crate::components::link::Link;
use crate::hooks::{Fault, use_form, use_remote_if, use_t};
use crate::route::Route;
use crate::state::session::use_session;

/// Properties of [`Author`].
#[derive(Properties, PartialEq)]
pub struct AuthorProps {
    pub project: Id,
    pub state: ProposalState,
    /// Clause of a rejection in force.
    pub clause: Option<String>,
    /// The fact it rests on.
    pub fact: Option<LocalText>,
    /// It was appealed once; there is no second time.
    pub appealed: bool,
    /// Reads the project again.
    pub reload: Callback<()>,
}

impl AuthorProps {
    /// What the panel needs of a project.
    pub fn of(project: &Project, reload: Callback<()>) -> Self {
        Self {
            project: project.brief.id,
            state: project.brief.state,
            clause: project.clause.clone(),
            fact: project.fact.clone(),
            appealed: project.appeal.is_some(),
            reload,
        }
    }
}

/// Whether its author may still take it back.
pub fn withdrawable(state: ProposalState) -> bool {
    use ProposalState as S;
    matches!(
        state,
        S::Draft | S::Submitted | S::UnderReview | S::NeedsChanges | S::Rejected | S::Appealed | S::Eligible
    )
}

/// The clause of the rules, or why there was no decision: time ran out.
fn clause_words(t: &Texts, clause: &str) -> String {
    let words = format!("project-{clause}");
    if t.has(&words) { t.t(&words) } else { t.t_args("project-clause", &[("clause", clause.into())]) }
}

/// The panel; nothing for everybody else.
#[component]
pub fn Author(props: &AuthorProps) -> Html {
    let t = use_t();
    let session = use_session();
    let mine = use_remote_if::<ProjectPage>(session.me().map(|_| format!("{ME_PROPOSALS}?limit=100")));
    if !mine.body().is_some_and(|page| page.items.iter().any(|own| own.id == props.project)) {
        return Html::default();
    }
    let lang = t.lang();
    html! {
        <section class="card" aria-labelledby="author-title">
            <h2 id="author-title">{ t.t("author-title") }</h2>
            <p>{ t.t(&format!("author-{}", props.state.code())) }</p>
            if domain::proposal::editable(props.state) {
                <p><Link to={Route::Edit { id: props.project.to_string() }} class="button">{ t.t("author-edit") }</Link></p>
            }
            if props.state == ProposalState::Rejected {
                if let Some(clause) = &props.clause { <p><strong>{ clause_words(t, clause) }</strong></p> }
                if let Some(fact) = &props.fact { <p>{ t.t_args("project-fact", &[("fact", fact.get(lang).into())]) }</p> }
                if !props.appealed {
                    <Say scope="appeal" address={path(PROPOSAL_APPEAL, &[&props.project.to_string()])} done={props.reload.clone()} />
                }
            }
            if withdrawable(props.state) {
                <details>
                    <summary>{ t.t("author-withdraw") }</summary>
                    <Say scope="withdraw" address={path(PROPOSAL_WITHDRAW, &[&props.project.to_string()])} done={props.reload.clone()} />
                </details>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SayProps {
    /// `appeal` or `withdraw`: start of the texts' keys and of element ids.
    scope: &'static str,
    address: String,
    done: Callback<()>,
}

/// One text to the office: the grounds of an appeal, the reason for taking back.
#[component]
fn Say(props: &SayProps) -> Html {
    let t = use_t();
    let scope = props.scope;
    let form = use_form([]).scoped(scope);
    let field = if scope == "appeal" { "text/text" } else { "reason/text" };
    let onsubmit = {
        let (form, address, done) = (form.clone(), props.address.clone(), props.done.clone());
        Callback::from(move |()| {
            let text = form.text(field);
            let empty = text.is_empty().then(|| Fault::new(field, t.t("form-required")));
            if !form.check(empty.into_iter().collect()) {
                return;
            }
            let said = UserText { lang: t.lang(), text };
            let (address, done) = (address.clone(), done.clone());
            let request = async move {
                if scope == "appeal" {
                    api::post::<_, IgnoredAny>(&address, &AppealCreate { text: said }).await
                } else {
                    api::post::<_, IgnoredAny>(&address, &ReasonBody { reason: said }).await
                }
            };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <FormFrame form={form.clone()} submit={t.t(&format!("author-{scope}-send"))} {onsubmit}>
            <TextArea form={form.clone()} name={field} label={t.t(&format!("author-{scope}-text"))}
                hint={t.t(&format!("author-{scope}-hint"))} rows=4 max=5000 />
        </FormFrame>
    }
}
