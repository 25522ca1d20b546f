//! Reports: drafted, published with frozen figures; and the same figures live.

use actix_web::{HttpRequest, get, post, put};
use api_types::endpoint;
use api_types::report::{Figures, Report, ReportCreate, ReportEdit, ReportList};
use domain::Id;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, file, ok, public, versioned};
use crate::extract::{At, IfMatch, Json, Query, SignedIn, Viewer, if_match};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_reports)
        .service(create_report)
        .service(get_report)
        .service(edit_report)
        .service(publish_report)
        .service(get_report_figures)
        .service(get_delivery);
}

/// Of which cycle.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// The cycle.
    cycle_id: Id,
}

/// About what.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DeliveryQuery {
    /// Of this district alone.
    district_id: Option<Id>,
    /// Of the project with this number alone.
    project: Option<String>,
}

/// Lists the reports of a cycle: published ones, and for officials the drafts that they may publish.
#[utoipa::path(tag = "works", params(ReportQuery), responses((status = 200, description = "Reports.", body = ReportList)))]
#[get("/api/v1/reports")]
pub async fn list_reports(api: Api, caller: Viewer, query: Query<ReportQuery>) -> Answer {
    ok(&api.blocking(move |app| app::report::list(app, &caller.0, query.0.cycle_id)).await?)
}

/// Begins a report.
#[utoipa::path(tag = "works", request_body = ReportCreate,
    responses((status = 201, description = "The draft.", body = Report, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/reports")]
pub async fn create_report(api: Api, caller: SignedIn, input: Json<ReportCreate>) -> Answer {
    let report = api.blocking(move |app| app::report::create(app, &caller.0, &input.0)).await?;
    created(&endpoint::path(endpoint::REPORT, &[&report.brief.id.to_string()]), &report)
}

/// One report with its figures and those of the cycle before.
#[utoipa::path(tag = "works", responses((status = 200, description = "The report.", body = Report, headers(("ETag" = String, description = "Version for If-Match.")))))]
#[get("/api/v1/reports/{id}")]
pub async fn get_report(api: Api, caller: Viewer, id: At<Id>) -> Answer {
    let report = api.blocking(move |app| app::report::get(app, &caller.0, id.0)).await?;
    versioned(&report, report.brief.version)
}

/// Writes other words into a draft.
#[utoipa::path(tag = "works", request_body = ReportEdit, params(if_match::Header),
    responses((status = 200, description = "The draft.", body = Report, headers(("ETag" = String, description = "Version for If-Match.")))),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/reports/{id}")]
pub async fn edit_report(api: Api, caller: SignedIn, id: At<Id>, version: IfMatch, input: Json<ReportEdit>) -> Answer {
    let report = api.blocking(move |app| app::report::edit(app, &caller.0, id.0, version.0, &input.0)).await?;
    versioned(&report, report.brief.version)
}

/// Publishes a report: its figures are frozen with a hash and it is never changed again.
#[utoipa::path(tag = "works", params(if_match::Header),
    responses((status = 200, description = "The report.", body = Report, headers(("ETag" = String, description = "Version for If-Match.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/reports/{id}/publication")]
pub async fn publish_report(api: Api, caller: SignedIn, id: At<Id>, version: IfMatch) -> Answer {
    let report = api.blocking(move |app| app::report::publish(app, &caller.0, id.0, version.0)).await?;
    versioned(&report, report.brief.version)
}

/// The very bytes over which the hash of a published report was taken (SHA-256).
#[utoipa::path(tag = "works", responses((status = 200, description = "The figures.", body = Figures)))]
#[get("/api/v1/reports/{id}/figures")]
pub async fn get_report_figures(api: Api, id: At<Id>) -> Answer {
    let bytes = api.blocking(move |app| app::report::frozen(app, id.0)).await?;
    file("application/json", "figures.json", bytes)
}

/// What was promised and what was delivered, at this moment: of the city, of a district, of a project.
#[utoipa::path(tag = "works", params(DeliveryQuery), responses((status = 200, description = "Figures.", body = Figures), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/delivery")]
pub async fn get_delivery(api: Api, req: HttpRequest, id: At<Id>, query: Query<DeliveryQuery>) -> Answer {
    let DeliveryQuery { district_id, project } = query.0;
    public(&req, &api.blocking(move |app| app::report::delivery(app, id.0, district_id, project.as_deref())).await?)
}
