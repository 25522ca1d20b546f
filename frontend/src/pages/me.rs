//! My page: who I am, becoming a resident, my proposals with what to do next, signing out.

use api_types::account::{Me, MyPerson, PersonClaim, SecretText};
use api_types::endpoint::{ME_PERSON, ME_PROPOSALS};
use api_types::project::{ProjectBrief, ProjectPage};
use domain::{Code, ProposalState};
use i18n::Texts;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::notification::Inbox;
use crate::api;
use crate::components::badge::{Tone, badge};
use crate::components::form::{FormFrame, TextField};
use crate::components::layout::{Page, sign_out};
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::words::{version, words};
use crate::hooks::{Current, Fault, use_current, use_form, use_remote_if, use_t};
use crate::route::Route;
use crate::state::session::{Who, use_session};

/// The page.
#[component]
pub fn MePage() -> Html {
    let t = use_t();
    let session = use_session();
    let current = use_current();
    let mine = use_remote_if::<ProjectPage>(session.me().map(|_| format!("{ME_PROPOSALS}?limit=100")));
    let content = match &session.who {
        Who::Unknown => html! { <p class="loading" role="status">{ t.t("loading") }</p> },
        Who::Nobody => html! {
            <>
                <p>{ t.t("sign-in-why") }</p>
                <p><Link to={Route::SignIn} class="button">{ t.t("nav-sign-in") }</Link></p>
            </>
        },
        Who::Account(me) => html! {
            <>
                { who(t, &current, me) }
                if me.person.is_none() { <Claim done={session.refresh.clone()} /> }
                <Inbox />
                <h2>{ t.t("me-proposals") }</h2>
                { view(t, &mine, |page| proposals(t, &page.items)) }
                <div class="buttons">
                    <Link to={Route::Propose} class="button">{ t.t("home-do-propose") }</Link>
                    <Link to={Route::Vote} class="button secondary">{ t.t("me-votes") }</Link>
                    <button type="button" class="button secondary" onclick={sign_out(session.refresh.clone())}>{ t.t("nav-sign-out") }</button>
                </div>
            </>
        },
    };
    html! { <Page title={t.t("nav-account")}>{ content }</Page> }
}

fn who(t: &Texts, current: &Current, me: &Me) -> Html {
    let person = me.person.as_ref();
    let resident = |person: &MyPerson| {
        html! {
            <>
                <dt>{ t.t("me-resident") }</dt><dd>{ &person.name }</dd>
                <dt>{ t.t("projects-district") }</dt><dd>{ current.district_name(person.district_id, t.lang()) }</dd>
                <dt>{ t.t("me-registration") }</dt><dd>{ t.code(person.registration) }</dd>
                <dt>{ t.t("me-proof") }</dt><dd>{ t.code(person.proof) }</dd>
            </>
        }
    };
    html! {
        <dl class="facts">
            <dt>{ t.t("account-name") }</dt><dd>{ &me.display_name }</dd>
            <dt>{ t.t("account-email") }</dt><dd>{ &me.email }</dd>
            { person.map(resident) }
        </dl>
    }
}

/// My proposals, each with its state and the thing to do next.
fn proposals(t: &Texts, items: &[ProjectBrief]) -> Html {
    if items.is_empty() {
        return html! { <p>{ t.t("me-no-proposals") }</p> };
    }
    let cards = items.iter().map(|brief| {
        let editable = domain::proposal::editable(brief.state);
        let number = brief.number.clone().unwrap_or_else(|| brief.id.to_string());
        let (to, words_of_link) = match brief.state {
            _ if editable => (Route::Edit { id: brief.id.to_string() }, "author-edit"),
            ProposalState::Rejected => (Route::Project { number: number.clone() }, "author-to-appeal"),
            _ => (Route::Project { number: number.clone() }, "author-to-project"),
        };
        let title = words(version(t.lang(), &brief.title, &brief.titles));
        html! {
            <li class="card" key={brief.id.to_string()}>
                <p class="meta">{ badge(&t.code(brief.state), Tone::of_proposal(brief.state)) }{ brief.number.clone() }</p>
                // A draft has no public page.
                <h3>if brief.number.is_some() { <Link to={Route::Project { number }}>{ title }</Link> } else { { title } }</h3>
                <p>{ t.t(&format!("author-{}", brief.state.code())) }</p>
                <p><Link {to} class={classes!("button", "small", (!editable).then_some("secondary"))}>{ t.t(words_of_link) }</Link></p>
            </li>
        }
    });
    html! { <ul class="cards one">{ for cards }</ul> }
}

#[derive(Properties, PartialEq)]
struct ClaimProps {
    /// Asks again who I am.
    done: Callback<()>,
}

/// Becomes a resident by IIN and the code from the letter.
#[component]
fn Claim(props: &ClaimProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let onsubmit = {
        let (form, done) = (form.clone(), props.done.clone());
        Callback::from(move |()| {
            let iin: String = form.text("iin").split_whitespace().collect();
            let mut faults = Vec::new();
            if iin.len() != 12 || !iin.bytes().all(|byte| byte.is_ascii_digit()) {
                faults.push(Fault::new("iin", t.t("me-iin-wrong")));
            }
            if form.text("code").is_empty() {
                faults.push(Fault::new("code", t.t("form-required")));
            }
            if !form.check(faults) {
                return;
            }
            let claim = PersonClaim { iin: SecretText(iin), code: SecretText(form.text("code")) };
            let (done, sent) = (done.clone(), form.clone());
            let request = async move { api::post::<_, IgnoredAny>(ME_PERSON, &claim).await };
            form.send(t, request, move |_| {
                // Neither stays in the page's memory.
                sent.replace([]);
                done.emit(());
            });
        })
    };
    html! {
        <section aria-labelledby="claim-title">
            <h2 id="claim-title">{ t.t("me-claim") }</h2>
            <p>{ t.t("me-claim-why") }</p>
            <FormFrame form={form.clone()} submit={t.t("me-claim-send")} {onsubmit}>
                <TextField form={form.clone()} name="iin" label={t.t("me-iin")} hint={t.t("me-iin-hint")} inputmode="numeric" autocomplete="off" />
                <TextField form={form.clone()} name="code" label={t.t("me-code")} hint={t.t("me-code-hint")} autocomplete="one-time-code" />
            </FormFrame>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn every_state_says_what_its_author_can_do() {
        for &lang in Lang::ALL {
            for &state in ProposalState::ALL {
                assert!(Texts::new(lang).has(&format!("author-{}", state.code())), "{lang} {state}");
            }
        }
    }
}
