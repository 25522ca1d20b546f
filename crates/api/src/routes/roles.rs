//! Roles: who may do what, for a district or the whole city.

use actix_web::{delete, get, post};
use api_types::endpoint;
use api_types::role::{RoleGrant, RoleGrantCreate, RoleGrantList};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, done, ok};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_roles).service(grant_role).service(revoke_role);
}

/// Lists the roles in force, for administrators.
#[utoipa::path(tag = "people", responses((status = 200, description = "Roles.", body = RoleGrantList)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/roles")]
pub async fn list_roles(api: Api, caller: SignedIn) -> Answer {
    let items = api.blocking(move |app| app::role::list(app, &caller.0)).await?;
    ok(&RoleGrantList { items })
}

/// Gives a role.
#[utoipa::path(tag = "people", request_body = RoleGrantCreate,
    responses((status = 201, description = "The grant.", body = RoleGrant, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/roles")]
pub async fn grant_role(api: Api, caller: SignedIn, input: Json<RoleGrantCreate>) -> Answer {
    let grant = api.blocking(move |app| app::role::grant(app, &caller.0, &input.0)).await?;
    created(&endpoint::path(endpoint::ROLE, &[&grant.id.to_string()]), &grant)
}

/// Takes a role away.
#[utoipa::path(tag = "people", responses((status = 204, description = "Taken.")),
    security(("bearer" = []), ("session" = [])))]
#[delete("/api/v1/roles/{id}")]
pub async fn revoke_role(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    api.blocking(move |app| app::role::revoke(app, &caller.0, id.0)).await?;
    done()
}
