//! Sign in with e-mail and password.

use api_types::account::SecretText;
use api_types::endpoint;
use api_types::session;
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::form::{FormFrame, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::hooks::{Fault, use_address, use_form, use_go, use_t};
use crate::route::{Place, Route};
use crate::state::session::use_session;

/// Properties of [`SignIn`].
#[derive(Properties, PartialEq)]
pub struct SignInProps {
    /// Where to go afterwards.
    pub after: Place,
}

/// The page.
#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let t = use_t();
    let form = use_form([]);
    let session = use_session();
    let go = use_go();
    let citizen = use_address().prefix.is_empty();
    let onsubmit = {
        let (form, after) = (form.clone(), props.after.clone());
        Callback::from(move |()| {
            let mut faults = Vec::new();
            for name in ["email", "password"] {
                if form.text(name).is_empty() {
                    faults.push(Fault::new(name, t.t("form-required")));
                }
            }
            if !form.check(faults) {
                return;
            }
            let body = session::SignIn { email: form.text("email"), password: SecretText(form.value("password")) };
            let (session, go, after) = (session.clone(), go.clone(), after.clone());
            let request = async move { api::post::<_, IgnoredAny>(endpoint::SESSIONS, &body).await };
            form.send(t, request, move |_| {
                session.refresh.emit(());
                go.emit(after);
            });
        })
    };
    html! {
        <Page title={t.t("sign-in-title")}>
            <p>{ t.t(if citizen { "sign-in-why" } else { "sign-in-why-desk" }) }</p>
            <FormFrame form={form.clone()} submit={t.t("sign-in-submit")} {onsubmit}>
                <TextField form={form.clone()} name="email" label={t.t("account-email")} kind="email" autocomplete="username" />
                <TextField form={form.clone()} name="password" label={t.t("account-password")} kind="password" autocomplete="current-password" />
            </FormFrame>
            if citizen {
                <p><Link to={Route::Register}>{ t.t("sign-in-no-account") }</Link></p>
            }
        </Page>
    }
}
