//! Payments under contracts.

use actix_web::{HttpRequest, get, post};
use api_types::endpoint;
use api_types::payment::{Payment, PaymentCreate, PaymentList};
use domain::Id;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, public};
use crate::extract::{At, Json, Query, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(create_payment).service(list_payments).service(get_payment);
}

/// Of which cycle.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PaymentQuery {
    /// The cycle.
    cycle_id: Id,
}

/// Records a payment: committed money is paid.
#[utoipa::path(tag = "works", request_body = PaymentCreate,
    responses((status = 201, description = "The payment.", body = Payment, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/contracts/{id}/payments")]
pub async fn create_payment(api: Api, caller: SignedIn, id: At<Id>, input: Json<PaymentCreate>) -> Answer {
    let payment = api.blocking(move |app| app::payment::create(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::PAYMENT, &[&payment.id.to_string()]), &payment)
}

/// Lists the payments of a cycle, oldest first.
#[utoipa::path(tag = "works", params(PaymentQuery), responses((status = 200, description = "Payments.", body = PaymentList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/payments")]
pub async fn list_payments(api: Api, req: HttpRequest, query: Query<PaymentQuery>) -> Answer {
    public(&req, &api.blocking(move |app| app::payment::list(app, query.0.cycle_id)).await?)
}

/// One payment.
#[utoipa::path(tag = "works", responses((status = 200, description = "The payment.", body = Payment), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/payments/{id}")]
pub async fn get_payment(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::payment::get(app, id.0)).await?)
}
