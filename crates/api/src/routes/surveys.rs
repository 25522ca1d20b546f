//! The residents' survey of a cycle.

use actix_web::{HttpRequest, get, put};
use api_types::survey::{MySurvey, Survey, SurveyAnswer, SurveyResult, SurveyWrite};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{ok, public};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(get_survey).service(put_survey).service(get_my_survey).service(answer_survey);
}

/// What the survey of a cycle says so far.
#[utoipa::path(tag = "works", responses((status = 200, description = "The survey with its counts.", body = SurveyResult), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/survey")]
pub async fn get_survey(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::survey::result(app, id.0)).await?)
}

/// Sets the survey of a cycle.
#[utoipa::path(tag = "works", request_body = SurveyWrite, responses((status = 200, description = "The survey.", body = Survey)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/cycles/{id}/survey")]
pub async fn put_survey(api: Api, caller: SignedIn, id: At<Id>, input: Json<SurveyWrite>) -> Answer {
    ok(&api.blocking(move |app| app::survey::put(app, &caller.0, id.0, &input.0)).await?)
}

/// The survey as it stands for me.
#[utoipa::path(tag = "works", responses((status = 200, description = "The survey.", body = MySurvey)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/cycles/{id}/survey")]
pub async fn get_my_survey(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::survey::mine(app, &caller.0, id.0)).await?)
}

/// Answers the survey, once. Who answered and what was answered are kept apart.
#[utoipa::path(tag = "works", request_body = SurveyAnswer, responses((status = 200, description = "The survey.", body = MySurvey)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/me/cycles/{id}/survey")]
pub async fn answer_survey(api: Api, caller: SignedIn, id: At<Id>, input: Json<SurveyAnswer>) -> Answer {
    ok(&api.blocking(move |app| app::survey::answer(app, &caller.0, id.0, &input.0)).await?)
}
