//! Accounts: registering, and the administrators' view.

use actix_web::{HttpResponse, get, post};
use api_types::account::{Account, AccountPage, AccountRegister};
use api_types::page::PageQuery;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::ok;
use crate::extract::{At, Json, Paging, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(register_account).service(list_accounts).service(disable_account);
}

/// Registers an account.
///
/// The answer is the same whether the address was free or not: the mail says which.
#[utoipa::path(tag = "accounts", request_body = AccountRegister, responses((status = 202, description = "A mail is on its way.")))]
#[post("/api/v1/accounts")]
pub async fn register_account(api: Api, input: Json<AccountRegister>) -> Answer {
    api.hashing(move |app| app::account::register(app, &input.0)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Lists accounts by e-mail address, for administrators.
#[utoipa::path(tag = "accounts", params(PageQuery), responses((status = 200, description = "Accounts.", body = AccountPage)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/accounts")]
pub async fn list_accounts(api: Api, caller: SignedIn, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let page = api.blocking(move |app| app::account::list(app, &caller.0, &seek)).await?;
    paging.answer(page, |items, next| AccountPage { items, next })
}

/// Closes an account to further sign-ins and ends its sessions, for administrators.
#[utoipa::path(tag = "accounts", responses((status = 200, description = "The account.", body = Account)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/accounts/{id}/disable")]
pub async fn disable_account(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::account::disable(app, &caller.0, id.0)).await?)
}
