//! Allocations of money by formula.

use actix_web::{HttpRequest, get, post};
use api_types::allocation::{Allocation, AllocationCreate, AllocationList};
use api_types::endpoint;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, public};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_allocations).service(create_allocation);
}

/// Lists the allocations of a cycle with all that went into them.
#[utoipa::path(tag = "money", responses((status = 200, description = "Allocations.", body = AllocationList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/allocations")]
pub async fn list_allocations(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::allocation::list(app, id.0)).await?)
}

/// Shares the money of a group of envelopes out by the formula of the rules.
#[utoipa::path(tag = "money", request_body = AllocationCreate,
    responses((status = 201, description = "The allocation.", body = Allocation, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/allocations")]
pub async fn create_allocation(api: Api, caller: SignedIn, id: At<Id>, input: Json<AllocationCreate>) -> Answer {
    let allocation = api.blocking(move |app| app::allocation::create(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::CYCLE_ALLOCATIONS, &[&allocation.cycle_id.to_string()]), &allocation)
}
