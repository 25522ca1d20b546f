//! Duties: the public boards, and what officials and askers do with them.

use actix_web::{HttpRequest, get, post};
use api_types::duty::{Duty, DutyEnd, DutyPage, DutyReopen, DutySummary};
use domain::{Id, Stage};
use serde::Deserialize;
use store::duty::DutyFilter;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{ok, public};
use crate::extract::{At, Json, Paging, Query, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(get_duty_summary).service(list_duties).service(list_my_duties).service(end_duty).service(reopen_duty);
}

/// Which duties a board shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DutyQuery {
    /// Of this district.
    district_id: Option<Id>,
    /// Of this stage.
    stage: Option<Stage>,
    /// Still owed (true) or ended (false).
    open: Option<bool>,
    /// Only those past their deadline.
    overdue: Option<bool>,
    /// About this project.
    project_id: Option<Id>,
}

/// Lists the duties of a cycle, the oldest deadline first.
#[utoipa::path(tag = "duties", params(DutyQuery, api_types::page::PageQuery), responses((status = 200, description = "Duties.", body = DutyPage), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/duties")]
pub async fn list_duties(api: Api, req: HttpRequest, id: At<Id>, query: Query<DutyQuery>, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let DutyQuery { district_id, stage, open, overdue, project_id } = query.0;
    let page = api
        .blocking(move |app| {
            let overdue_at = (overdue == Some(true)).then(|| app.now());
            let filter =
                DutyFilter { cycle_id: Some(id.0), district_id, stage, open, overdue_at, proposal_id: project_id };
            app::duty::list(app, &filter, &seek)
        })
        .await?;
    paging.public(&req, page, |items, next| DutyPage { items, next })
}

/// Duties of a cycle in figures, by district and stage.
#[utoipa::path(tag = "duties", responses((status = 200, description = "Figures.", body = DutySummary), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/duties/summary")]
pub async fn get_duty_summary(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::duty::summary(app, id.0)).await?)
}

/// Open duties of my roles and bodies, the oldest first.
#[utoipa::path(tag = "duties", responses((status = 200, description = "Duties.", body = DutyPage)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/duties")]
pub async fn list_my_duties(api: Api, caller: SignedIn) -> Answer {
    ok(&api.blocking(move |app| app::duty::mine(app, &caller.0)).await?)
}

/// Ends a duty by words: the answer to a dispute, or a question or repair declined under a clause. An acknowledgement ends nothing;
/// a review, decision, act or report is owed itself and ends its duty by being there.
#[utoipa::path(tag = "duties", request_body = DutyEnd, responses((status = 200, description = "The duty.", body = Duty)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/duties/{id}/end")]
pub async fn end_duty(api: Api, caller: SignedIn, id: At<Id>, input: Json<DutyEnd>) -> Answer {
    ok(&api.blocking(move |app| app::duty::end(app, &caller.0, id.0, &input.0)).await?)
}

/// Reopens a question's duty, once, by who asked.
#[utoipa::path(tag = "duties", request_body = DutyReopen, responses((status = 200, description = "The duty.", body = Duty)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/duties/{id}/reopen")]
pub async fn reopen_duty(api: Api, caller: SignedIn, id: At<Id>, input: Json<DutyReopen>) -> Answer {
    ok(&api.blocking(move |app| app::duty::reopen(app, &caller.0, id.0, &input.0)).await?)
}
