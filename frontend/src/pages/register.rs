//! Open an account.

use api_types::account::{AccountRegister, SecretText};
use api_types::endpoint;
use serde::de::IgnoredAny;
use yew::prelude::*;

use crate::api;
use crate::components::form::{FormFrame, TextField};
use crate::components::layout::Page;
use crate::components::link::Link;
use crate::hooks::{Fault, use_form, use_t};
use crate::route::Route;

/// The page.
#[component]
pub fn Register() -> Html {
    let t = use_t();
    let form = use_form([]);
    let done = use_state(|| None::<String>);
    let onsubmit = {
        let (form, done) = (form.clone(), done.setter());
        Callback::from(move |()| {
            let empty = ["email", "display_name", "password"].into_iter().filter(|name| form.text(name).is_empty());
            if !form.check(empty.map(|name| Fault::new(name, t.t("form-required"))).collect()) {
                return;
            }
            let body = AccountRegister {
                email: form.text("email"),
                password: SecretText(form.value("password")),
                display_name: form.text("display_name"),
                lang: t.lang(),
            };
            let (done, email) = (done.clone(), body.email.clone());
            let request = async move { api::post::<_, IgnoredAny>(endpoint::ACCOUNTS, &body).await };
            form.send(t, request, move |_| done.set(Some(email)));
        })
    };
    if let Some(email) = &*done {
        return html! {
            <Page title={t.t("register-done-title")}>
                <p class="notice good">{ t.t_args("register-done", &[("email", email.clone().into())]) }</p>
                <p><Link to={Route::SignIn} class="button">{ t.t("nav-sign-in") }</Link></p>
            </Page>
        };
    }
    html! {
        <Page title={t.t("register-title")}>
            <FormFrame form={form.clone()} submit={t.t("register-submit")} {onsubmit}>
                <TextField form={form.clone()} name="email" label={t.t("account-email")} kind="email" autocomplete="email" />
                <TextField form={form.clone()} name="display_name" label={t.t("account-name")} hint={t.t("account-name-hint")} autocomplete="name" />
                <TextField form={form.clone()} name="password" label={t.t("account-password")} hint={t.t("account-password-hint")} kind="password" autocomplete="new-password" />
            </FormFrame>
            <p><Link to={Route::SignIn}>{ t.t("register-have-account") }</Link></p>
        </Page>
    }
}
