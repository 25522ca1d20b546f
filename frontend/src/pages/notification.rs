//! What I was told and what I am asked: messages and invitations on my page.

use api_types::author::{MyInvitation, MyInvitationList};
use api_types::endpoint::{ME_INVITATION, ME_INVITATIONS, ME_NOTIFICATIONS, ME_NOTIFICATIONS_READ, path};
use api_types::notification::{Notification, NotificationPage};
use domain::notification::NotificationKind;
use i18n::Texts;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use yew::prelude::*;

use crate::api;
use crate::components::form::FormFrame;
use crate::components::link::Link;
use crate::components::time::day;
use crate::hooks::{use_form, use_remote, use_t};
use crate::route::Route;

/// Both lists; nothing where there is nothing. For somebody who is signed in.
#[component]
pub fn Inbox() -> Html {
    let t = use_t();
    let told = use_remote::<NotificationPage>(&format!("{ME_NOTIFICATIONS}?limit=10"));
    let asked = use_remote::<MyInvitationList>(ME_INVITATIONS);
    let messages = told.body().filter(|page| !page.items.is_empty());
    let invitations = asked.body().map(|list| list.items.as_slice()).unwrap_or_default();
    html! {
        <>
            if !invitations.is_empty() {
                <h2>{ t.t("me-invitations") }</h2>
                <ul class="cards one">{ for invitations.iter().map(|one| invitation(t, one, &asked.reload)) }</ul>
            }
            if let Some(page) = messages {
                <h2>{ t.t("me-notifications") }{ (page.unread > 0).then(|| format!(" ({})", page.unread)) }</h2>
                <ul class="cards one">{ for page.items.iter().map(|one| message(t, one)) }</ul>
                if page.unread > 0 {
                    <Send words="me-notifications-read" address={ME_NOTIFICATIONS_READ} body={json!({})} done={told.reload.clone()} />
                }
            }
        </>
    }
}

fn message(t: &Texts, one: &Notification) -> Html {
    let words = t.code(one.kind);
    let link = one.project.as_ref().map(|project| {
        let route = match (one.kind, &project.number) {
            // A draft has no public page, and who is only invited does not write in it.
            (NotificationKind::AuthorInvited, None) => return html! { { &project.title } },
            (_, None) => Route::Edit { id: project.id.to_string() },
            (_, Some(number)) => Route::Project { number: number.clone() },
        };
        html! { <Link to={route}>{ &project.title }</Link> }
    });
    html! {
        <li class="card" key={one.id.to_string()}>
            <p class="meta">{ day(t, one.at) }</p>
            <p>if one.read { { words } } else { <strong>{ words }</strong> }</p>
            if let Some(state) = one.state { <p>{ t.code(state) }</p> }
            <p>{ link }</p>
        </li>
    }
}

fn invitation(t: &Texts, one: &MyInvitation, done: &Callback<()>) -> Html {
    let address = path(ME_INVITATION, &[&one.id.to_string()]);
    html! {
        <li class="card" key={one.id.to_string()}>
            <p class="meta">{ day(t, one.created_at) }{ t.t_args("me-invitation-from", &[("name", one.invited_by.clone().into())]) }</p>
            <h3>{ &one.project.title }</h3>
            <Send words="me-invitation-accept" address={address.clone()} body={json!({ "accept": true })} done={done.clone()} />
            <Send words="me-invitation-decline" {address} body={json!({ "accept": false })} done={done.clone()} />
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct SendProps {
    words: &'static str,
    address: AttrValue,
    /// What is sent along.
    body: Value,
    done: Callback<()>,
}

/// A button that tells the server something.
#[component]
fn Send(props: &SendProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let onsubmit = {
        let (form, address, body, done) = (form.clone(), props.address.clone(), props.body.clone(), props.done.clone());
        Callback::from(move |()| {
            let (address, body, done) = (address.clone(), body.clone(), done.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! { <FormFrame form={form.clone()} submit={t.t(props.words)} {onsubmit} /> }
}
