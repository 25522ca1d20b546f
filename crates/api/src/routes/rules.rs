//! Rule versions of a cycle.

use actix_web::{HttpRequest, get, post};
use api_types::endpoint;
use api_types::rules::{RuleVersion, RuleVersionList, RulesCheck, RulesChecked, RulesPublish};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_rules).service(publish_rules).service(check_rules).service(get_rules);
}

/// Lists the rule versions of a cycle, newest first.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "Versions.", body = RuleVersionList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/rules")]
pub async fn list_rules(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::rules::list(app, id.0)).await?)
}

/// Publishes the next rule version and puts its calendar in force.
#[utoipa::path(tag = "cycles", request_body = RulesPublish,
    responses((status = 201, description = "The version.", body = RuleVersion, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/rules")]
pub async fn publish_rules(api: Api, caller: SignedIn, id: At<Id>, input: Json<RulesPublish>) -> Answer {
    let cycle = id.0;
    let version = api.blocking(move |app| app::rules::publish(app, &caller.0, cycle, &input.0)).await?;
    let number = version.brief.number.to_string();
    created(&endpoint::path(endpoint::CYCLE_RULES_VERSION, &[&cycle.to_string(), &number]), &version)
}

/// Checks a document without publishing it: all its faults (422), or the rules in plain words and what this engine cannot run.
#[utoipa::path(tag = "cycles", request_body = RulesCheck,
    responses((status = 200, description = "The document is sound.", body = RulesChecked)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/rules/check")]
pub async fn check_rules(api: Api, caller: SignedIn, id: At<Id>, input: Json<RulesCheck>) -> Answer {
    ok(&api.blocking(move |app| app::rules::check(app, &caller.0, id.0, &input.0)).await?)
}

/// One rule version: the document, the rules in plain words, and what this engine cannot run yet.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "The version.", body = RuleVersion), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/rules/{number}")]
pub async fn get_rules(api: Api, req: HttpRequest, at: At<(Id, i32)>) -> Answer {
    let (cycle, number) = at.0;
    public(&req, &api.blocking(move |app| app::rules::get(app, cycle, number)).await?)
}
