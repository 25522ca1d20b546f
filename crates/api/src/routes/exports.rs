//! Open data of a whole cycle: duties, ballot items with results, ledger. Projects have their own file (`projects.rs`).

use actix_web::HttpResponse;
use actix_web::get;
use actix_web::http::header::CONTENT_DISPOSITION;
use api_types::export::{BallotItemExport, BallotItemRecord, DutyExport, DutyRecord, LedgerExport, LedgerRecord};
use app::export::{Format, Subject};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::extract::Query;
use crate::problem::Answer;
use crate::routes::projects::ExportQuery;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(export_duties_json)
        .service(export_duties_lines)
        .service(export_duties_csv)
        .service(export_ballot_items_json)
        .service(export_ballot_items_lines)
        .service(export_ballot_items_csv)
        .service(export_ledger_json)
        .service(export_ledger_lines)
        .service(export_ledger_csv);
}

/// All duties of a cycle as one JSON document.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", body = DutyExport)))]
#[get("/api/v1/exports/duties.json")]
pub async fn export_duties_json(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::Duties, Format::Json, "duties.json", "application/json").await
}

/// All duties of a cycle as JSON Lines.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", content_type = "application/jsonl", body = DutyRecord)))]
#[get("/api/v1/exports/duties.jsonl")]
pub async fn export_duties_lines(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::Duties, Format::JsonLines, "duties.jsonl", "application/jsonl").await
}

/// All duties of a cycle as CSV: UTF-8, a header line.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", content_type = "text/csv; charset=utf-8", body = String)))]
#[get("/api/v1/exports/duties.csv")]
pub async fn export_duties_csv(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::Duties, Format::Csv, "duties.csv", "text/csv; charset=utf-8").await
}

/// All ballot items, with what the votes gave them, of a cycle as one JSON document.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", body = BallotItemExport)))]
#[get("/api/v1/exports/ballot-items.json")]
pub async fn export_ballot_items_json(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::BallotItems, Format::Json, "ballot-items.json", "application/json").await
}

/// All ballot items, with what the votes gave them, of a cycle as JSON Lines.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", content_type = "application/jsonl", body = BallotItemRecord)))]
#[get("/api/v1/exports/ballot-items.jsonl")]
pub async fn export_ballot_items_lines(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::BallotItems, Format::JsonLines, "ballot-items.jsonl", "application/jsonl").await
}

/// All ballot items, with what the votes gave them, of a cycle as CSV: UTF-8, a header line.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", content_type = "text/csv; charset=utf-8", body = String)))]
#[get("/api/v1/exports/ballot-items.csv")]
pub async fn export_ballot_items_csv(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::BallotItems, Format::Csv, "ballot-items.csv", "text/csv; charset=utf-8").await
}

/// All ledger entries of a cycle as one JSON document.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", body = LedgerExport)))]
#[get("/api/v1/exports/ledger.json")]
pub async fn export_ledger_json(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::Ledger, Format::Json, "ledger.json", "application/json").await
}

/// All ledger entries of a cycle as JSON Lines.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", content_type = "application/jsonl", body = LedgerRecord)))]
#[get("/api/v1/exports/ledger.jsonl")]
pub async fn export_ledger_lines(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::Ledger, Format::JsonLines, "ledger.jsonl", "application/jsonl").await
}

/// All ledger entries of a cycle as CSV: UTF-8, a header line.
#[utoipa::path(tag = "exports", params(ExportQuery),
    responses((status = 200, description = "The file.", content_type = "text/csv; charset=utf-8", body = String)))]
#[get("/api/v1/exports/ledger.csv")]
pub async fn export_ledger_csv(api: Api, query: Query<ExportQuery>) -> Answer {
    file(api, query, Subject::Ledger, Format::Csv, "ledger.csv", "text/csv; charset=utf-8").await
}

/// The file as an attachment.
async fn file(
    api: Api,
    query: Query<ExportQuery>,
    subject: Subject,
    format: Format,
    name: &str,
    media: &str,
) -> Answer {
    let cycle = query.0.cycle;
    let bytes = api.blocking(move |app| app::export::file(app, cycle, subject, format)).await?;
    let disposition = format!("attachment; filename=\"{cycle}-{name}\"");
    Ok(HttpResponse::Ok().content_type(media).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes))
}
