//! Contracts: signed, amended, completed, settled, terminated.

use actix_web::{HttpRequest, get, post};
use api_types::contract::{ContractAmend, ContractFile, ContractList, ContractMove, ContractSign};
use api_types::endpoint;
use domain::Id;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, IfMatch, Json, Query, SignedIn, if_match};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_contracts)
        .service(sign_contract)
        .service(get_contract)
        .service(amend_contract)
        .service(step_contract);
}

/// Of which cycle.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ContractQuery {
    /// The cycle.
    cycle_id: Id,
}

/// Lists the contracts of a cycle, the newest first.
#[utoipa::path(tag = "works", params(ContractQuery), responses((status = 200, description = "Contracts.", body = ContractList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/contracts")]
pub async fn list_contracts(api: Api, req: HttpRequest, query: Query<ContractQuery>) -> Answer {
    public(&req, &api.blocking(move |app| app::contract::list(app, query.0.cycle_id)).await?)
}

/// Records a signed contract: money reserved for its works is committed.
#[utoipa::path(tag = "works", request_body = ContractSign,
    responses((status = 201, description = "The contract.", body = ContractFile, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/contracts")]
pub async fn sign_contract(api: Api, caller: SignedIn, input: Json<ContractSign>) -> Answer {
    let file = api.blocking(move |app| app::contract::sign(app, &caller.0, &input.0)).await?;
    created(&endpoint::path(endpoint::CONTRACT, &[&file.contract.id.to_string()]), &file)
}

/// One contract with its steps and payments.
#[utoipa::path(tag = "works", responses((status = 200, description = "The contract.", body = ContractFile), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/contracts/{id}")]
pub async fn get_contract(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::contract::get(app, id.0)).await?)
}

/// Amends a contract: another end, other amounts, further works.
#[utoipa::path(tag = "works", request_body = ContractAmend, params(if_match::Header),
    responses((status = 200, description = "The contract.", body = ContractFile)), security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/contracts/{id}/amendments")]
pub async fn amend_contract(
    api: Api,
    caller: SignedIn,
    id: At<Id>,
    version: IfMatch,
    input: Json<ContractAmend>,
) -> Answer {
    ok(&api.blocking(move |app| app::contract::amend(app, &caller.0, id.0, version.0, &input.0)).await?)
}

/// Moves a contract on: activates, completes, settles or terminates it.
#[utoipa::path(tag = "works", request_body = ContractMove, responses((status = 200, description = "The contract.", body = ContractFile)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/contracts/{id}/steps")]
pub async fn step_contract(api: Api, caller: SignedIn, id: At<Id>, input: Json<ContractMove>) -> Answer {
    ok(&api.blocking(move |app| app::contract::step(app, &caller.0, id.0, &input.0)).await?)
}
