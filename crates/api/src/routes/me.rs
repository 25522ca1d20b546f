//! The signed-in account.

use actix_web::{get, patch, post};
use api_types::account::{Me, MeUpdate, MyPerson, PasswordChange, PersonClaim};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{done, ok};
use crate::extract::{Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(get_me).service(update_me).service(change_password).service(claim_person);
}

/// Who I am: account, entry in the register, roles, bodies.
#[utoipa::path(tag = "accounts", responses((status = 200, description = "Me.", body = Me)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me")]
pub async fn get_me(api: Api, caller: SignedIn) -> Answer {
    ok(&api.blocking(move |app| app::account::me(app, &caller.0)).await?)
}

/// Changes my name or language; what is left out stays.
#[utoipa::path(tag = "accounts", request_body = MeUpdate, responses((status = 200, description = "Me.", body = Me)),
    security(("bearer" = []), ("session" = [])))]
#[patch("/api/v1/me")]
pub async fn update_me(api: Api, caller: SignedIn, input: Json<MeUpdate>) -> Answer {
    ok(&api.blocking(move |app| app::account::update_me(app, &caller.0, &input.0)).await?)
}

/// Changes my password; all my other sessions end.
#[utoipa::path(tag = "accounts", request_body = PasswordChange, responses((status = 204, description = "Changed.")),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/me/password")]
pub async fn change_password(api: Api, caller: SignedIn, input: Json<PasswordChange>) -> Answer {
    api.hashing(move |app| app::account::change_password(app, &caller.0, &input.0)).await?;
    done()
}

/// Becomes a resident of the register by IIN and the printed one-time code.
#[utoipa::path(tag = "accounts", request_body = PersonClaim, responses((status = 200, description = "My entry.", body = MyPerson)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/me/person")]
pub async fn claim_person(api: Api, caller: SignedIn, input: Json<PersonClaim>) -> Answer {
    ok(&api.blocking(move |app| app::resident::claim(app, &caller.0, &input.0)).await?)
}
