//! Works: what gets built, how far it is, and what residents say about it.

use actix_web::{HttpRequest, get, post, put};
use api_types::defect::{Defect, DefectCreate, DefectOrder, DefectRepair};
use api_types::endpoint::{self, path};
use api_types::milestone::{Milestone, MilestoneCreate, MilestoneDone, MilestoneMove};
use api_types::page::PageQuery;
use api_types::photo::Removal;
use api_types::verdict::{Verdict, VerdictWrite};
use api_types::work::{
    FundedItemList, Work, WorkAccept, WorkCreate, WorkEventCreate, WorkPage, WorkSummary, WorkUpdate, WorkUpdateCreate,
};
use app::work::WorkQuery;
use domain::{Id, WorkState};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, Json, Paging, Query, SignedIn, paging};
use crate::problem::Answer;
use crate::snapshot::{Rendered, Snapshots};
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_works)
        .service(create_work)
        .service(summarise_works)
        .service(list_funded_items)
        .service(get_work)
        .service(fire_work_event)
        .service(accept_work)
        .service(create_work_update)
        .service(create_milestone)
        .service(move_milestone)
        .service(reach_milestone)
        .service(give_verdict)
        .service(remove_verdict)
        .service(report_defect)
        .service(repair_defect)
        .service(order_repair);
}

/// The board of each cycle that has works, and its figures, as ready bytes.
pub fn snapshots(snapshots: &Snapshots) {
    snapshots.register("works", &["works", "cycles"], |app| {
        let mut rendered = Rendered::new();
        let pages = app::work::pages(app)?;
        for (id, page, summary) in pages.cycles {
            let at = path(endpoint::CYCLE_WORKS, &[&id.to_string()]);
            let next = page.next.map(|next| paging::cursor(app, &at, "", &next)).transpose()?;
            rendered.json(at, &WorkPage { items: page.items, next })?;
            rendered.json(path(endpoint::CYCLE_WORK_SUMMARY, &[&id.to_string()]), &summary)?;
        }
        rendered.until(pages.until);
        Ok(rendered)
    });
}

/// Which works a board shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WorkListQuery {
    /// Of this district.
    district_id: Option<Id>,
    /// In this state.
    state: Option<WorkState>,
    /// Late ones (true) or the others (false).
    late: Option<bool>,
}

/// Lists the works of a cycle: late ones first, those late the longest before the others, then by date.
#[utoipa::path(tag = "works", params(WorkListQuery, PageQuery), responses((status = 200, description = "Works.", body = WorkPage), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/works")]
pub async fn list_works(api: Api, req: HttpRequest, id: At<Id>, query: Query<WorkListQuery>, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let WorkListQuery { district_id, state, late } = query.0;
    let query = WorkQuery { district_id, state, late };
    let page = api.blocking(move |app| app::work::list(app, id.0, &query, &seek)).await?;
    paging.public(&req, page, |items, next| WorkPage { items, next })
}

/// Works of a cycle in figures, by district and state.
#[utoipa::path(tag = "works", responses((status = 200, description = "Figures.", body = WorkSummary), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/works/summary")]
pub async fn summarise_works(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::work::summary(app, id.0)).await?)
}

/// What the contests of a cycle decided to build, with what is left of it for works.
#[utoipa::path(tag = "works", responses((status = 200, description = "Items.", body = FundedItemList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/funded-items")]
pub async fn list_funded_items(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::work::funded_items(app, id.0)).await?)
}

/// Plans a work out of funded ballot items. Its money is reserved at once.
#[utoipa::path(tag = "works", request_body = WorkCreate,
    responses((status = 201, description = "The work.", body = Work, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/works")]
pub async fn create_work(api: Api, caller: SignedIn, id: At<Id>, input: Json<WorkCreate>) -> Answer {
    let work = api.blocking(move |app| app::work::create(app, &caller.0, id.0, &input.0)).await?;
    created(&path(endpoint::WORK, &[&work.brief.id.to_string()]), &work)
}

/// One work with everything about it.
#[utoipa::path(tag = "works", responses((status = 200, description = "The work.", body = Work), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/works/{id}")]
pub async fn get_work(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::work::get(app, id.0)).await?)
}

/// Something happens to a work: procurement, building, a setback with its reason.
#[utoipa::path(tag = "works", request_body = WorkEventCreate, responses((status = 200, description = "The work.", body = Work)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/works/{id}/events")]
pub async fn fire_work_event(api: Api, caller: SignedIn, id: At<Id>, input: Json<WorkEventCreate>) -> Answer {
    ok(&api.blocking(move |app| app::work::happen(app, &caller.0, id.0, &input.0)).await?)
}

/// Accepts a finished or repaired work by an act.
#[utoipa::path(tag = "works", request_body = WorkAccept, responses((status = 200, description = "The work.", body = Work)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/works/{id}/acceptance")]
pub async fn accept_work(api: Api, caller: SignedIn, id: At<Id>, input: Json<WorkAccept>) -> Answer {
    ok(&api.blocking(move |app| app::work::accept(app, &caller.0, id.0, &input.0)).await?)
}

/// Tells the news from the building site. Photos are sent to it afterwards.
#[utoipa::path(tag = "works", request_body = WorkUpdateCreate,
    responses((status = 201, description = "The news.", body = WorkUpdate, headers(("Location" = String, description = "Its work.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/works/{id}/updates")]
pub async fn create_work_update(api: Api, caller: SignedIn, id: At<Id>, input: Json<WorkUpdateCreate>) -> Answer {
    let at = path(endpoint::WORK, &[&id.0.to_string()]);
    created(&at, &api.blocking(move |app| app::work::tell(app, &caller.0, id.0, &input.0)).await?)
}

/// Adds a milestone to a work.
#[utoipa::path(tag = "works", request_body = MilestoneCreate,
    responses((status = 201, description = "The milestone.", body = Milestone, headers(("Location" = String, description = "Its work.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/works/{id}/milestones")]
pub async fn create_milestone(api: Api, caller: SignedIn, id: At<Id>, input: Json<MilestoneCreate>) -> Answer {
    let at = path(endpoint::WORK, &[&id.0.to_string()]);
    created(&at, &api.blocking(move |app| app::milestone::create(app, &caller.0, id.0, &input.0)).await?)
}

/// Moves a milestone to a later date, with a public reason.
#[utoipa::path(tag = "works", request_body = MilestoneMove, responses((status = 200, description = "The milestone.", body = Milestone)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/milestones/{id}/move")]
pub async fn move_milestone(api: Api, caller: SignedIn, id: At<Id>, input: Json<MilestoneMove>) -> Answer {
    ok(&api.blocking(move |app| app::milestone::put_off(app, &caller.0, id.0, &input.0)).await?)
}

/// Says that a milestone is reached.
#[utoipa::path(tag = "works", request_body = MilestoneDone, responses((status = 200, description = "The milestone.", body = Milestone)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/milestones/{id}/done")]
pub async fn reach_milestone(api: Api, caller: SignedIn, id: At<Id>, input: Json<MilestoneDone>) -> Answer {
    ok(&api.blocking(move |app| app::milestone::reach(app, &caller.0, id.0, &input.0)).await?)
}

/// Says what a resident thinks of a finished work. A dispute makes a duty to answer in public.
#[utoipa::path(tag = "works", request_body = VerdictWrite, responses((status = 200, description = "The verdict.", body = Verdict)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/works/{id}/verdict")]
pub async fn give_verdict(api: Api, caller: SignedIn, id: At<Id>, input: Json<VerdictWrite>) -> Answer {
    ok(&api.blocking(move |app| app::verdict::give(app, &caller.0, id.0, &input.0)).await?)
}

/// Removes a verdict with a public reason (moderators).
#[utoipa::path(tag = "works", request_body = Removal, responses((status = 200, description = "What stays.", body = Verdict)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/verdicts/{id}/remove")]
pub async fn remove_verdict(api: Api, caller: SignedIn, id: At<Id>, input: Json<Removal>) -> Answer {
    ok(&api.blocking(move |app| app::verdict::remove(app, &caller.0, id.0, &input.0)).await?)
}

/// Reports a defect of an accepted work within its warranty: the work is open again, and a duty says until when it is repaired.
#[utoipa::path(tag = "works", request_body = DefectCreate,
    responses((status = 201, description = "The defect.", body = Defect, headers(("Location" = String, description = "Its work.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/works/{id}/defects")]
pub async fn report_defect(api: Api, caller: SignedIn, id: At<Id>, input: Json<DefectCreate>) -> Answer {
    let at = path(endpoint::WORK, &[&id.0.to_string()]);
    created(&at, &api.blocking(move |app| app::defect::report(app, &caller.0, id.0, &input.0)).await?)
}

/// Says that a defect is repaired.
#[utoipa::path(tag = "works", request_body = DefectRepair, responses((status = 200, description = "The defect.", body = Defect)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/defects/{id}/repair")]
pub async fn repair_defect(api: Api, caller: SignedIn, id: At<Id>, input: Json<DefectRepair>) -> Answer {
    ok(&api.blocking(move |app| app::defect::repair(app, &caller.0, id.0, &input.0)).await?)
}

/// Orders a repair again that was declined or did not hold, with a public reason: a new duty says until when. Until the work is
/// accepted again.
#[utoipa::path(tag = "works", request_body = DefectOrder, responses((status = 200, description = "The defect.", body = Defect)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/defects/{id}/order")]
pub async fn order_repair(api: Api, caller: SignedIn, id: At<Id>, input: Json<DefectOrder>) -> Answer {
    ok(&api.blocking(move |app| app::defect::order(app, &caller.0, id.0, &input.0)).await?)
}
