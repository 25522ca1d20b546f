//! Why a contest ended as it did.

use actix_web::{HttpRequest, get};
use api_types::explanation::Explanation;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::public;
use crate::extract::At;
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(get_explanation);
}

/// The trace of the count: each round, why each item won or what it lacked, who paid, ties, and how satisfied voters are.
#[utoipa::path(tag = "contests", responses((status = 200, description = "The explanation.", body = Explanation), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/contests/{id}/explanation")]
pub async fn get_explanation(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::explanation::get(app, id.0)).await?)
}
