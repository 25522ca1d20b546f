//! Bodies and offices, with their members.

use actix_web::{HttpRequest, delete, get, post};
use api_types::body::{Body, BodyCreate, BodyList, MemberAdd};
use api_types::endpoint;
use domain::Id;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, Json, Query, SignedIn};
use crate::problem::Answer;
use crate::snapshot::{Rendered, Snapshots};
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_bodies).service(create_body).service(get_body).service(add_member).service(remove_member);
}

/// All bodies.
pub fn snapshots(snapshots: &Snapshots) {
    snapshots.register("bodies", &["bodies"], |app| {
        let mut rendered = Rendered::new();
        rendered.json(endpoint::BODIES, &BodyList { items: app::body::list(app, None)? })?;
        Ok(rendered)
    });
}

/// Of which city.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BodyQuery {
    /// Only those of this city.
    city_id: Option<Id>,
}

/// Lists bodies and offices: the city's first, then by district.
#[utoipa::path(tag = "people", params(BodyQuery), responses((status = 200, description = "Bodies.", body = BodyList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/bodies")]
pub async fn list_bodies(api: Api, req: HttpRequest, query: Query<BodyQuery>) -> Answer {
    let items = api.blocking(move |app| app::body::list(app, query.0.city_id)).await?;
    public(&req, &BodyList { items })
}

/// Creates a body or office.
#[utoipa::path(tag = "people", request_body = BodyCreate,
    responses((status = 201, description = "The body.", body = Body, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/bodies")]
pub async fn create_body(api: Api, caller: SignedIn, input: Json<BodyCreate>) -> Answer {
    let body = api.blocking(move |app| app::body::create(app, &caller.0, &input.0)).await?;
    created(&endpoint::path(endpoint::BODY, &[&body.id.to_string()]), &body)
}

/// One body with its members.
#[utoipa::path(tag = "people", responses((status = 200, description = "The body.", body = Body), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/bodies/{id}")]
pub async fn get_body(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::body::get(app, id.0)).await?)
}

/// Makes an account a member of a body.
#[utoipa::path(tag = "people", request_body = MemberAdd, responses((status = 200, description = "The body.", body = Body)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/bodies/{id}/members")]
pub async fn add_member(api: Api, caller: SignedIn, id: At<Id>, input: Json<MemberAdd>) -> Answer {
    ok(&api.blocking(move |app| app::body::add_member(app, &caller.0, id.0, &input.0)).await?)
}

/// Ends a membership.
#[utoipa::path(tag = "people", responses((status = 200, description = "The body.", body = Body)),
    security(("bearer" = []), ("session" = [])))]
#[delete("/api/v1/bodies/{id}/members/{account_id}")]
pub async fn remove_member(api: Api, caller: SignedIn, ids: At<(Id, Id)>) -> Answer {
    let (id, account_id) = ids.0;
    ok(&api.blocking(move |app| app::body::remove_member(app, &caller.0, id, account_id)).await?)
}
