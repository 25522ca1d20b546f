//! Appeals against rejections.

use actix_web::post;
use api_types::endpoint;
use api_types::proposal::{Appeal, AppealCreate, AppealDecide};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(file_appeal).service(decide_appeal);
}

/// Files an appeal against a rejection: authors, once, until the period of appeals ends.
#[utoipa::path(tag = "proposals", request_body = AppealCreate,
    responses((status = 201, description = "The appeal.", body = Appeal, headers(("Location" = String, description = "The project's page.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/appeal")]
pub async fn file_appeal(api: Api, caller: SignedIn, id: At<Id>, input: Json<AppealCreate>) -> Answer {
    let proposal = id.0.to_string();
    let appeal = api.blocking(move |app| app::appeal::file(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::PROJECT, &[&proposal]), &appeal)
}

/// Decides an appeal: another body and another person than those who rejected.
#[utoipa::path(tag = "proposals", request_body = AppealDecide, responses((status = 200, description = "The appeal.", body = Appeal)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/appeals/{id}/decision")]
pub async fn decide_appeal(api: Api, caller: SignedIn, id: At<Id>, input: Json<AppealDecide>) -> Answer {
    ok(&api.blocking(move |app| app::appeal::decide(app, &caller.0, id.0, &input.0)).await?)
}
