//! The ledger: entries, reversals, decisions about the end of a year, the flow of money.

use actix_web::{HttpRequest, get, post};
use api_types::endpoint;
use api_types::ledger::{
    CarryCreate, CarryDecision, CarryList, CarryWithdraw, LedgerEntry, LedgerEntryCreate, LedgerPage, LedgerQuery,
    ReversalCreate, YearEndPlan,
};
use api_types::money::MoneyFlow;
use api_types::page::PageQuery;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, Json, Paging, Query, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_entries)
        .service(post_entry)
        .service(get_entry)
        .service(reverse_entry)
        .service(list_ledger)
        .service(get_money)
        .service(list_carries)
        .service(decide_carry)
        .service(withdraw_carry)
        .service(plan_year_end);
}

/// Lists the ledger entries of an envelope, newest first; transfers that arrive are among them.
#[utoipa::path(tag = "money", params(PageQuery),
    responses((status = 200, description = "Entries.", body = LedgerPage), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/envelopes/{id}/entries")]
pub async fn list_entries(api: Api, req: HttpRequest, id: At<Id>, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let page = api.blocking(move |app| app::ledger::list_envelope(app, id.0, &seek)).await?;
    paging.public(&req, page, |items, next| LedgerPage { items, next })
}

/// Posts a ledger entry. Entries are never changed; a reversal corrects.
#[utoipa::path(tag = "money", request_body = LedgerEntryCreate,
    responses((status = 201, description = "The entry.", body = LedgerEntry, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/envelopes/{id}/entries")]
pub async fn post_entry(api: Api, caller: SignedIn, id: At<Id>, input: Json<LedgerEntryCreate>) -> Answer {
    let entry = api.blocking(move |app| app::ledger::post(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::LEDGER_ENTRY, &[&entry.id.to_string()]), &entry)
}

/// One ledger entry.
#[utoipa::path(tag = "money", responses((status = 200, description = "The entry.", body = LedgerEntry), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/ledger/{id}")]
pub async fn get_entry(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::ledger::get(app, id.0)).await?)
}

/// Takes an entry back: the same amount the other way, whole and once.
#[utoipa::path(tag = "money", request_body = ReversalCreate,
    responses((status = 201, description = "The reversal.", body = LedgerEntry, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/ledger/{id}/reversal")]
pub async fn reverse_entry(api: Api, caller: SignedIn, id: At<Id>, input: Json<ReversalCreate>) -> Answer {
    let entry = api.blocking(move |app| app::ledger::reverse(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::LEDGER_ENTRY, &[&entry.id.to_string()]), &entry)
}

/// Lists the ledger entries of a cycle, newest first.
#[utoipa::path(tag = "money", params(LedgerQuery, PageQuery),
    responses((status = 200, description = "Entries.", body = LedgerPage), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/ledger")]
pub async fn list_ledger(api: Api, req: HttpRequest, id: At<Id>, query: Query<LedgerQuery>, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let page = api.blocking(move |app| app::ledger::list(app, id.0, &query.0, &seek)).await?;
    paging.public(&req, page, |items, next| LedgerPage { items, next })
}

/// Where the money of a cycle came from and where it went: exact sums of the ledger, per envelope and fiscal year.
#[utoipa::path(tag = "money", responses((status = 200, description = "The money.", body = MoneyFlow), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/money")]
pub async fn get_money(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::money::of_cycle(app, id.0)).await?)
}

/// Lists the decisions to carry money of a cycle to the next fiscal year.
#[utoipa::path(tag = "money", responses((status = 200, description = "Decisions.", body = CarryList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/carries")]
pub async fn list_carries(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::year_end::list(app, id.0)).await?)
}

/// Records a decision of the maslikhat, before the year ends: money of an account goes to the next fiscal year.
#[utoipa::path(tag = "money", request_body = CarryCreate,
    responses((status = 201, description = "The decision.", body = CarryDecision, headers(("Location" = String, description = "The cycle's decisions.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/envelopes/{id}/carries")]
pub async fn decide_carry(api: Api, caller: SignedIn, id: At<Id>, input: Json<CarryCreate>) -> Answer {
    let (cycle, decision) = api.blocking(move |app| app::year_end::decide(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::CYCLE_CARRIES, &[&cycle.to_string()]), &decision)
}

/// Withdraws a decision to carry money, before its year ends; it stays on record with the reason.
#[utoipa::path(tag = "money", request_body = CarryWithdraw,
    responses((status = 200, description = "The decision.", body = CarryDecision)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/carries/{id}/withdrawal")]
pub async fn withdraw_carry(api: Api, caller: SignedIn, id: At<Id>, input: Json<CarryWithdraw>) -> Answer {
    ok(&api.blocking(move |app| app::year_end::withdraw(app, &caller.0, id.0, &input.0)).await?)
}

/// What the end of the fiscal years in progress would do by what is decided now: what is carried, and what will lapse.
#[utoipa::path(tag = "money", responses((status = 200, description = "The plan.", body = YearEndPlan), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/year-end")]
pub async fn plan_year_end(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::year_end::plan(app, id.0)).await?)
}
