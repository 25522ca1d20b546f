//! What if a decided contest had been counted otherwise.

use actix_web::{HttpRequest, get};
use api_types::comparison::ContestComparison;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::public;
use crate::extract::At;
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(get_comparison);
}

/// What other rules would have given on the same ballots, beside the official result and only after it.
#[utoipa::path(tag = "contests", responses((status = 200, description = "The comparison.", body = ContestComparison), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/contests/{id}/comparison")]
pub async fn get_comparison(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    let comparison = api.blocking(move |app| app::comparison::get(app, id.0)).await?;
    public(&req, &*comparison)
}
