//! Authors beside the first one: asked by an author, answered by themselves.

use actix_web::{delete, get, post};
use api_types::author::{AuthorInvitation, AuthorInvitationList, AuthorInvite, InvitationAnswer, MyInvitationList};
use api_types::endpoint;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, done, ok};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(invite_author)
        .service(list_author_invitations)
        .service(list_my_invitations)
        .service(answer_invitation)
        .service(leave_authors);
}

/// Asks somebody to become an author too, by address or, at the counter, by resident.
#[utoipa::path(tag = "proposals", request_body = AuthorInvite,
    responses((status = 201, description = "The invitation.", body = AuthorInvitation, headers(("Location" = String, description = "The list it is in.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/invitations")]
pub async fn invite_author(api: Api, caller: SignedIn, id: At<Id>, input: Json<AuthorInvite>) -> Answer {
    let id = id.0;
    let made = api.blocking(move |app| app::author::invite(app, &caller.0, id, &input.0)).await?;
    created(&endpoint::path(endpoint::PROPOSAL_INVITATIONS, &[&id.to_string()]), &made)
}

/// Who was asked to become an author of my proposal.
#[utoipa::path(tag = "proposals", responses((status = 200, description = "Invitations.", body = AuthorInvitationList)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/proposals/{id}/invitations")]
pub async fn list_author_invitations(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    let items = api.blocking(move |app| app::author::invitations(app, &caller.0, id.0)).await?;
    ok(&AuthorInvitationList { items })
}

/// What I am asked to join.
#[utoipa::path(tag = "proposals", responses((status = 200, description = "Invitations.", body = MyInvitationList)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/invitations")]
pub async fn list_my_invitations(api: Api, caller: SignedIn) -> Answer {
    let items = api.blocking(move |app| app::author::mine(app, &caller.0)).await?;
    ok(&MyInvitationList { items })
}

/// Accepts or declines an invitation.
#[utoipa::path(tag = "proposals", request_body = InvitationAnswer, responses((status = 204, description = "Answered.")),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/me/invitations/{id}")]
pub async fn answer_invitation(api: Api, caller: SignedIn, id: At<Id>, input: Json<InvitationAnswer>) -> Answer {
    api.blocking(move |app| app::author::answer(app, &caller.0, id.0, &input.0)).await?;
    done()
}

/// Leaves the authors of a proposal.
#[utoipa::path(tag = "proposals", responses((status = 204, description = "No longer an author.")),
    security(("bearer" = []), ("session" = [])))]
#[delete("/api/v1/proposals/{id}/authorship")]
pub async fn leave_authors(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    api.blocking(move |app| app::author::leave(app, &caller.0, id.0)).await?;
    done()
}
