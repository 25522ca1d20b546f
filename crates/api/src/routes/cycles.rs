//! Cycles: where they stand, their calendar, and what moves them on.

use actix_web::{HttpRequest, get, post, put};
use api_types::cycle::{CalendarUpdate, Cycle, CycleCreate, CycleList, TransitionRequest, Transitions};
use api_types::endpoint;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, Json, SignedIn, Viewer};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_cycles)
        .service(create_cycle)
        .service(get_cycle)
        .service(set_calendar)
        .service(list_transitions)
        .service(fire_transition);
}

/// Lists cycles, newest first.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "Cycles.", body = CycleList)))]
#[get("/api/v1/cycles")]
pub async fn list_cycles(api: Api) -> Answer {
    ok(&api.blocking(app::cycle::list).await?)
}

/// Sets a cycle up, in phase setup.
#[utoipa::path(tag = "cycles", request_body = CycleCreate,
    responses((status = 201, description = "The cycle.", body = Cycle, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles")]
pub async fn create_cycle(api: Api, caller: SignedIn, input: Json<CycleCreate>) -> Answer {
    let cycle = api.blocking(move |app| app::cycle::create(app, &caller.0, &input.0)).await?;
    created(&endpoint::path(endpoint::CYCLE, &[&cycle.brief.id.to_string()]), &cycle)
}

/// One cycle: phase, calendar, envelopes, and what holds it up.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "The cycle.", body = Cycle), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}")]
pub async fn get_cycle(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    let cycle = api.blocking(move |app| app::cycle::get(app, id.0)).await?;
    public(&req, &cycle)
}

/// Puts a calendar in force: local times in a zone, checked and resolved here.
#[utoipa::path(tag = "cycles", request_body = CalendarUpdate, responses((status = 200, description = "The cycle.", body = Cycle)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/cycles/{id}/calendar")]
pub async fn set_calendar(api: Api, caller: SignedIn, id: At<Id>, input: Json<CalendarUpdate>) -> Answer {
    ok(&api.blocking(move |app| app::cycle::set_calendar(app, &caller.0, id.0, &input.0)).await?)
}

/// History of a cycle, and the checklist of what may come next with everything that stands against it.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "History and checklist.", body = Transitions)),
    security((), ("bearer" = []), ("session" = [])))]
#[get("/api/v1/cycles/{id}/transitions")]
pub async fn list_transitions(api: Api, caller: Viewer, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::transition::list(app, &caller.0, id.0)).await?)
}

/// Fires an event. What its guards refuse is answered with the whole list (409, `blockers`).
#[utoipa::path(tag = "cycles", request_body = TransitionRequest, responses((status = 200, description = "The cycle.", body = Cycle)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/transitions")]
pub async fn fire_transition(api: Api, caller: SignedIn, id: At<Id>, input: Json<TransitionRequest>) -> Answer {
    ok(&api.blocking(move |app| app::transition::fire(app, &caller.0, id.0, &input.0)).await?)
}
