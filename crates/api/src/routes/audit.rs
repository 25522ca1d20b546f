//! The audit log, for auditors.

use actix_web::get;
use api_types::audit::AuditPage;
use api_types::page::PageQuery;
use domain::Id;
use serde::Deserialize;
use store::audit::AuditFilter;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::extract::{Paging, Query, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_audit);
}

/// Which links.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Kind of thing, such as `act`.
    #[param(max_length = 40)]
    subject: Option<String>,
    /// One thing.
    subject_id: Option<Id>,
    /// A district; its own auditor must name it.
    district_id: Option<Id>,
    /// What was done, such as `act_recorded`.
    #[param(max_length = 40)]
    action: Option<String>,
}

/// Lists the audit log, newest first, for auditors.
///
/// Each link has what is needed to check the chain; what was erased by law has only its hash.
#[utoipa::path(tag = "audit", params(AuditQuery, PageQuery), responses((status = 200, description = "Links.", body = AuditPage)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/audit")]
pub async fn list_audit(api: Api, caller: SignedIn, query: Query<AuditQuery>, paging: Paging) -> Answer {
    let AuditQuery { subject, subject_id, district_id, action } = query.0;
    let filter = AuditFilter { subject, subject_id, district_id, action };
    let seek = paging.seek()?;
    let page = api.blocking(move |app| app::audit::list(app, &caller.0, &filter, &seek)).await?;
    paging.answer(page, |items, next| AuditPage { items, next })
}
