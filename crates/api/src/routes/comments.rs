//! The discussion of a proposal: comments, questions, official answers, moderation.

use actix_web::{HttpRequest, get, post};
use api_types::endpoint;
use api_types::page::PageQuery;
use api_types::proposal::{Comment, CommentCreate, CommentPage, CommentRemove};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok};
use crate::extract::{At, Json, Paging, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_comments).service(create_comment).service(remove_comment);
}

/// What was said about a proposal, oldest first. Removed comments stay as tombstones with the reason.
#[utoipa::path(tag = "proposals", params(PageQuery), responses((status = 200, description = "Comments.", body = CommentPage), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/proposals/{id}/comments")]
pub async fn list_comments(api: Api, req: HttpRequest, id: At<Id>, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let page = api.blocking(move |app| app::comment::list(app, id.0, &seek)).await?;
    paging.public(&req, page, |items, next| CommentPage { items, next })
}

/// Comments, asks, or answers for an office. A question makes a duty with a deadline; its official answer ends it.
#[utoipa::path(tag = "proposals", request_body = CommentCreate,
    responses((status = 201, description = "The comment.", body = Comment, headers(("Location" = String, description = "Its discussion.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/comments")]
pub async fn create_comment(api: Api, caller: SignedIn, id: At<Id>, input: Json<CommentCreate>) -> Answer {
    let proposal = id.0.to_string();
    let comment = api.blocking(move |app| app::comment::create(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::PROPOSAL_COMMENTS, &[&proposal]), &comment)
}

/// Removes a comment with a public reason (moderators).
#[utoipa::path(tag = "proposals", request_body = CommentRemove, responses((status = 200, description = "What stays.", body = Comment)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/comments/{id}/remove")]
pub async fn remove_comment(api: Api, caller: SignedIn, id: At<Id>, input: Json<CommentRemove>) -> Answer {
    ok(&api.blocking(move |app| app::comment::remove(app, &caller.0, id.0, &input.0)).await?)
}
