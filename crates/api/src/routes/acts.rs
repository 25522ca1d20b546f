//! Acts: official documents that confirm decisions and move money.

use actix_web::{HttpRequest, get, post};
use api_types::act::{Act, ActList, ActRecord};
use api_types::endpoint;
use domain::Id;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, public};
use crate::extract::{At, Json, Query, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_acts).service(record_act).service(get_act);
}

/// Of which cycle.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ActQuery {
    /// The cycle.
    cycle_id: Id,
}

/// Lists the acts of a cycle, newest first.
#[utoipa::path(tag = "people", params(ActQuery), responses((status = 200, description = "Acts.", body = ActList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/acts")]
pub async fn list_acts(api: Api, req: HttpRequest, query: Query<ActQuery>) -> Answer {
    let items = api.blocking(move |app| app::act::list(app, query.0.cycle_id)).await?;
    public(&req, &ActList { items })
}

/// Records an official document. It is never changed.
#[utoipa::path(tag = "people", request_body = ActRecord,
    responses((status = 201, description = "The act.", body = Act, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/acts")]
pub async fn record_act(api: Api, caller: SignedIn, input: Json<ActRecord>) -> Answer {
    let act = api.blocking(move |app| app::act::record(app, &caller.0, &input.0)).await?;
    created(&endpoint::path(endpoint::ACT, &[&act.id.to_string()]), &act)
}

/// One official document.
#[utoipa::path(tag = "people", responses((status = 200, description = "The act.", body = Act), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/acts/{id}")]
pub async fn get_act(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::act::get(app, id.0)).await?)
}
