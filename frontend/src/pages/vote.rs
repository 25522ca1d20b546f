//! The votes I may take part in, and the receipts of this device.

use api_types::contest::{MyContest, MyContestList};
use api_types::endpoint::{self, path};
use domain::{ContestState, Id};
use i18n::Texts;
use yew::prelude::*;

use crate::api;
use crate::api::problem::refusal_text;
use crate::components::badge::{Tone, badge};
use crate::components::form::FormFrame;
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::components::time::time_left;
use crate::hooks::{use_form, use_remote_if, use_t};
use crate::pages::receipt::KeptReceipts;
use crate::route::Route;
use crate::state::session::{Who, use_session};

/// The page.
#[component]
pub fn Vote() -> Html {
    let t = use_t();
    let session = use_session();
    let mine = use_remote_if::<MyContestList>(session.me().map(|_| endpoint::ME_CONTESTS.to_owned()));
    html! {
        <Page title={t.t("vote-title")}>
            if session.who == Who::Nobody {
                <p class="lead">{ t.t("ballot-sign-in") }</p>
                <div class="buttons">
                    <Link to={Route::SignIn} class="button">{ t.t("nav-sign-in") }</Link>
                    <Link to={Route::Projects} class="button secondary">{ t.t("home-do-read") }</Link>
                </div>
                <p class="hint">{ t.t("vote-counter") }</p>
            } else {
                { view(t, &mine, |body| list(t, body, &mine.reload)) }
            }
            <KeptReceipts />
        </Page>
    }
}

fn list(t: &Texts, mine: &MyContestList, reload: &Callback<()>) -> Html {
    if mine.items.is_empty() {
        return html! { <p>{ t.t("vote-none") }</p> };
    }
    html! {
        <>
            if mine.items.iter().any(|own| own.choosable) { <p>{ t.t("vote-choose-where") }</p> }
            <ul class="cards">{ for mine.items.iter().map(|own| one(t, own, reload)) }</ul>
        </>
    }
}

fn one(t: &Texts, own: &MyContest, reload: &Callback<()>) -> Html {
    let contest = &own.contest;
    let open = contest.state == ContestState::Open;
    let channel = own.channel.map(|channel| t.code(channel)).unwrap_or_default();
    html! {
        <li class="card">
            <p class="meta">
                { badge(&t.code(contest.state), if open { Tone::Busy } else { Tone::Plain }) }
                if own.voted { { badge(&t.t("vote-recorded"), Tone::Good) } }
            </p>
            <h2>{ contest.name.get(t.lang()) }</h2>
            <p class="meta">
                <span>{ t.t_args("vote-items", &[("count", contest.items.into())]) }</span>
                if open { { time_left(t, contest.closes_at) } }
            </p>
            if own.voted { <p>{ t.t_args("vote-recorded-by", &[("channel", channel.into())]) }</p> }
            if own.choosable {
                <Here id={contest.id} done={reload.clone()} />
            } else if own.blockers.is_empty() && open {
                <p>
                    <Link to={Route::Ballot { id: contest.id.to_string() }} class="button">
                        { t.t(if own.voted { "vote-change" } else { "home-do-vote" }) }
                    </Link>
                </p>
            } else if !own.blockers.is_empty() {
                <p>{ t.t("ballot-may-not") }</p>
                <ul>{ for own.blockers.iter().map(|refusal| html! { <li>{ refusal_text(t, refusal) }</li> }) }</ul>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct HereProps {
    /// The contest.
    id: Id,
    /// Called when it is chosen.
    done: Callback<()>,
}

/// Chooses this vote among those of which a resident takes part in one.
#[component]
fn Here(props: &HereProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let onsubmit = {
        let (form, id, done) = (form.clone(), props.id, props.done.clone());
        Callback::from(move |()| {
            let address = path(endpoint::ME_CONTEST_ROLL, &[&id.to_string()]);
            let request = async move { api::put::<_, MyContest>(&address, &(), None).await };
            let done = done.clone();
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! { <FormFrame {form} submit={t.t("vote-here")} {onsubmit}></FormFrame> }
}
