//! Envelopes; their ledger is in `ledger.rs`.

use actix_web::{HttpRequest, get, post};
use api_types::endpoint;
use api_types::envelope::{Envelope, EnvelopeCreate, EnvelopeList};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, public};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_envelopes).service(create_envelope).service(get_envelope);
}

/// Lists the envelopes of a cycle with balances.
#[utoipa::path(tag = "money", responses((status = 200, description = "Envelopes.", body = EnvelopeList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/envelopes")]
pub async fn list_envelopes(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    let items = api.blocking(move |app| app::envelope::list(app, id.0)).await?;
    public(&req, &EnvelopeList { items })
}

/// Adds an envelope to a cycle.
#[utoipa::path(tag = "money", request_body = EnvelopeCreate,
    responses((status = 201, description = "The envelope.", body = Envelope, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/envelopes")]
pub async fn create_envelope(api: Api, caller: SignedIn, id: At<Id>, input: Json<EnvelopeCreate>) -> Answer {
    let envelope = api.blocking(move |app| app::envelope::create(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::ENVELOPE, &[&envelope.id.to_string()]), &envelope)
}

/// One envelope with its balances.
#[utoipa::path(tag = "money", responses((status = 200, description = "The envelope.", body = Envelope), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/envelopes/{id}")]
pub async fn get_envelope(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::envelope::get(app, id.0)).await?)
}
