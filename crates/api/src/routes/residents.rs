//! The register of residents: import, and what a clerk does at the counter.

use actix_web::{HttpResponse, post};
use api_types::resident::{ResidentAdd, ResidentCard, ResidentConfirm, ResidentImport};
use domain::Id;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::ok;
use crate::extract::{Json, Query, SignedIn, Upload};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(import_residents).service(confirm_resident).service(add_resident);
}

/// Which city, and whether for real.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// City whose register it is.
    city_id: Id,
    /// Only compare, write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
    /// Name of the file, for the record.
    #[serde(default)]
    #[param(max_length = 200)]
    source: Option<String>,
}

/// Imports the register from CSV.
///
/// Columns: `iin,family_name,given_name,birth_date,district,registration,registered_since`. All of the file is checked first;
/// every fault comes with its line. New residents get a one-time code, which stands in this answer and nowhere else.
#[utoipa::path(tag = "people", request_body(content = String, content_type = "text/csv", description = "The register."),
    responses((status = 200, description = "What it did, or would do.", body = ResidentImport)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/residents/imports")]
pub async fn import_residents(api: Api, caller: SignedIn, query: Query<ImportQuery>, file: Upload) -> Answer {
    let ImportQuery { city_id, dry_run, source } = query.0;
    let report = api
        .blocking(move |app| {
            let source = source.as_deref().unwrap_or("upload");
            let import =
                app::resident::import::Import { city_id, source, bytes: &file.0, dry_run, progress: &|_, _| {} };
            app::resident::import::import(app, &caller.0, &import)
        })
        .await?;
    ok(&report)
}

/// Confirms a resident by the document that the clerk saw.
#[utoipa::path(tag = "people", request_body = ResidentConfirm, responses((status = 200, description = "The resident.", body = ResidentCard)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/residents/confirm")]
pub async fn confirm_resident(api: Api, caller: SignedIn, input: Json<ResidentConfirm>) -> Answer {
    ok(&api.blocking(move |app| app::resident::confirm(app, &caller.0, &input.0)).await?)
}

/// Enters a resident who has no IIN and came to the counter with another document.
#[utoipa::path(tag = "people", request_body = ResidentAdd, responses((status = 201, description = "The resident.", body = ResidentCard)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/residents")]
pub async fn add_resident(api: Api, caller: SignedIn, input: Json<ResidentAdd>) -> Answer {
    let card = api.blocking(move |app| app::resident::add(app, &caller.0, &input.0)).await?;
    // A resident has no address of their own: the id goes into `Qatysu-On-Behalf-Of`.
    Ok(HttpResponse::Created().json(card))
}
