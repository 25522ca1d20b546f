//! Reviews of proposals by reviewers and councils.

use actix_web::post;
use api_types::endpoint;
use api_types::proposal::{Review, ReviewCreate};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::created;
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(create_review);
}

/// Accepts, returns or rejects the current revision in the name of a body. The first review takes the proposal up.
#[utoipa::path(tag = "proposals", request_body = ReviewCreate,
    responses((status = 201, description = "The review.", body = Review, headers(("Location" = String, description = "The project's page.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/reviews")]
pub async fn create_review(api: Api, caller: SignedIn, id: At<Id>, input: Json<ReviewCreate>) -> Answer {
    let proposal = id.0.to_string();
    let review = api.blocking(move |app| app::review::create(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::PROJECT, &[&proposal]), &review)
}
