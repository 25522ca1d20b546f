//! Contests: prepared, frozen, voted in, counted, confirmed.

use actix_web::{HttpRequest, HttpResponse, get, post, put};
use api_types::contest::{
    BallotCast, BallotReceipt, BallotsQuery, Contest, ContestDecide, ContestList, ContestResult, MyContest,
    MyContestList, TieDecide,
};
use api_types::cycle::Cycle;
use api_types::endpoint;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public};
use crate::extract::{At, Json, Query, SignedIn, Upload};
use crate::problem::{Answer, Failure};
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_contests)
        .service(prepare_contests)
        .service(freeze_ballot)
        .service(get_contest)
        .service(get_result)
        .service(decide_contest)
        .service(decide_tie)
        .service(get_ballots)
        .service(list_my_contests)
        .service(choose_contest)
        .service(cast_ballot)
        .service(import_election);
}

/// Lists the contests of a cycle.
#[utoipa::path(tag = "contests", responses((status = 200, description = "Contests.", body = ContestList), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cycles/{id}/contests")]
pub async fn list_contests(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::contest::list(app, id.0)).await?)
}

/// Makes the contests that the rules foresee.
#[utoipa::path(tag = "contests", responses((status = 200, description = "Contests.", body = ContestList)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/contests")]
pub async fn prepare_contests(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::contest::prepare(app, &caller.0, id.0)).await?)
}

/// Freezes the eligible proposals of a cycle as numbered ballot items and starts the rolls.
#[utoipa::path(tag = "contests", responses((status = 200, description = "Contests.", body = ContestList)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cycles/{id}/ballot-freeze")]
pub async fn freeze_ballot(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::contest::freeze(app, &caller.0, id.0)).await?)
}

/// One contest with its ballot.
#[utoipa::path(tag = "contests", responses((status = 200, description = "The contest.", body = Contest), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/contests/{id}")]
pub async fn get_contest(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::contest::get(app, id.0)).await?)
}

/// The result of a contest with its reasons, and the act that confirms it.
#[utoipa::path(tag = "contests", responses((status = 200, description = "The result.", body = ContestResult), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/contests/{id}/result")]
pub async fn get_result(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::count::result(app, id.0)).await?)
}

/// Confirms the count by an act; each deviation carries a public reason.
#[utoipa::path(tag = "contests", request_body = ContestDecide, responses((status = 200, description = "The result.", body = ContestResult)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/contests/{id}/decision")]
pub async fn decide_contest(api: Api, caller: SignedIn, id: At<Id>, input: Json<ContestDecide>) -> Answer {
    ok(&api.blocking(move |app| app::count::decide(app, &caller.0, id.0, &input.0)).await?)
}

/// Breaks the ties that the rules leave to a recorded decision, with a public reason, and counts again.
#[utoipa::path(tag = "contests", request_body = TieDecide, responses((status = 200, description = "The result.", body = ContestResult)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/contests/{id}/tie-decision")]
pub async fn decide_tie(api: Api, caller: SignedIn, id: At<Id>, input: Json<TieDecide>) -> Answer {
    ok(&api.blocking(move |app| app::tie::decide(app, &caller.0, id.0, &input.0)).await?)
}

/// The public ballots of a decided contest as a Pabulib file: sorted by content, numbered by row, choices only.
#[utoipa::path(tag = "contests", params(BallotsQuery), responses((status = 200, description = "The file.", content_type = "text/plain; charset=utf-8", body = String)))]
#[get("/api/v1/contests/{id}/ballots.pb")]
pub async fn get_ballots(api: Api, id: At<Id>, query: Query<BallotsQuery>) -> Answer {
    let bytes = api.blocking(move |app| app::public_ballots::pb(app, id.0, query.0.component.as_deref())).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(bytes))
}

/// Votes in which I may take part: my own mark, and what stands against casting. Never choices.
#[utoipa::path(tag = "contests", responses((status = 200, description = "Contests.", body = MyContestList)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/contests")]
pub async fn list_my_contests(api: Api, caller: SignedIn) -> Answer {
    ok(&api.blocking(move |app| app::ballot::mine(app, &caller.0)).await?)
}

/// Chooses this contest among those of which I vote in one; until I have voted I may choose another. The same again changes nothing.
#[utoipa::path(tag = "contests", responses((status = 200, description = "The contest.", body = MyContest)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/me/contests/{id}/roll")]
pub async fn choose_contest(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::ballot::choose(app, &caller.0, id.0)).await?)
}

/// Casts my ballot, or replaces it where the rules allow that. The very same ballot again always succeeds.
#[utoipa::path(tag = "contests", request_body = BallotCast, responses((status = 200, description = "The receipt.", body = BallotReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/me/contests/{id}/ballot")]
pub async fn cast_ballot(api: Api, caller: SignedIn, id: At<Id>, input: Json<BallotCast>) -> Answer {
    // No thread waits for the commit of the batch: hundreds of voters would wait for a handful of threads.
    let (answer, receipt) = tokio::sync::oneshot::channel();
    let then = move |result| drop(answer.send(result));
    api.blocking(move |app| app::ballot::cast_then(app, &caller.0, id.0, &input.0, then)).await?;
    let receipt = receipt.await.map_err(|_| Failure::broken("the ballot box gave no answer"))?;
    ok(&receipt?)
}

/// Imports a finished election from a Pabulib file. All of it is checked before a row is written.
#[utoipa::path(tag = "contests", request_body(content = String, content_type = "text/plain"),
    responses((status = 201, description = "The cycle.", body = Cycle, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/elections/imports")]
pub async fn import_election(api: Api, caller: SignedIn, file: Upload) -> Answer {
    let cycle = api
        .blocking(move |app| {
            let id = app::election::import(app, &caller.0, file.0.as_ref(), |_, _| {})?;
            app::cycle::get(app, id)
        })
        .await?;
    created(&endpoint::path(endpoint::CYCLE, &[&cycle.brief.id.to_string()]), &cycle)
}
