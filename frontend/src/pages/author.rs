//! Who writes a proposal together: asking somebody, who has not answered, leaving.

use api_types::author::{AuthorInvitationList, AuthorInvite};
use api_types::endpoint::{PROPOSAL_AUTHORSHIP, PROPOSAL_INVITATIONS, path};
use domain::Id;
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::form::{FormFrame, TextField};
use crate::hooks::{Fault, use_form, use_go, use_remote, use_t};
use crate::route::Route;

/// Properties of [`Authors`].
#[derive(Properties, PartialEq)]
pub struct AuthorsProps {
    pub project: Id,
    /// How many there are now.
    pub authors: usize,
}

/// A folded panel beside the form of a draft or a returned proposal.
#[component]
pub fn Authors(props: &AuthorsProps) -> Html {
    let t = use_t();
    let go = use_go();
    let form = use_form([]).scoped("author");
    let leaving = use_form([]).scoped("leave");
    let id = props.project.to_string();
    let address = path(PROPOSAL_INVITATIONS, &[&id]);
    let asked = use_remote::<AuthorInvitationList>(&address);
    let onsubmit = {
        let (form, reload) = (form.clone(), asked.reload.clone());
        Callback::from(move |()| {
            let email = form.text("email");
            let empty = email.is_empty().then(|| Fault::new("email", t.t("form-required")));
            if !form.check(empty.into_iter().collect()) {
                return;
            }
            let invite = AuthorInvite { email: Some(email), resident_id: None };
            let (address, reload, sent) = (address.clone(), reload.clone(), form.clone());
            let request = async move { api::post::<_, IgnoredAny>(&address, &invite).await };
            form.send(t, request, move |_| {
                sent.replace([]);
                reload.emit(());
            });
        })
    };
    let onleave = {
        let (leaving, address) = (leaving.clone(), path(PROPOSAL_AUTHORSHIP, &[&id]));
        Callback::from(move |()| {
            let (address, go) = (address.clone(), go.clone());
            leaving.send(t, async move { api::delete(&address).await }, move |()| go.emit(Route::Me.into()));
        })
    };
    let open = asked.body().map(|list| list.items.as_slice()).unwrap_or_default().iter();
    html! {
        <details class="card">
            <summary>{ t.t("author-invite") }</summary>
            <ul>{ for open.filter(|one| one.accepted.is_none()).map(|one| {
                let email = one.email.clone().unwrap_or_default();
                html! { <li>{ t.t_args("author-invite-open", &[("email", email.into())]) }</li> }
            }) }</ul>
            <FormFrame form={form.clone()} submit={t.t("author-invite-send")} {onsubmit}>
                <TextField form={form.clone()} name="email" kind="email" label={t.t("author-invite-email")} hint={t.t("author-invite-hint")} />
            </FormFrame>
            if props.authors > 1 {
                <FormFrame form={leaving.clone()} submit={t.t("author-leave")} onsubmit={onleave} />
            }
        </details>
    }
}
