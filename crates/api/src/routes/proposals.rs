//! Proposals: what authors, supporters and those who merge, split and translate do with them.

use actix_web::{delete, get, post, put};
use api_types::endpoint;
use api_types::page::PageQuery;
use api_types::project::{Project, ProjectPage};
use api_types::proposal::{
    ProposalCarry, ProposalMerge, ProposalReceipt, ProposalSplit, ProposalWrite, ReasonBody, SupportCount, SupportList,
    TranslationWrite,
};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, done, ok, versioned};
use crate::extract::{At, IfMatch, Json, Paging, SignedIn, if_match};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(create_proposal)
        .service(edit_proposal)
        .service(submit_proposal)
        .service(resubmit_proposal)
        .service(withdraw_proposal)
        .service(support_proposal)
        .service(unsupport_proposal)
        .service(merge_proposal)
        .service(split_proposal)
        .service(carry_proposal_over)
        .service(translate_proposal)
        .service(list_my_proposals)
        .service(get_my_proposal)
        .service(list_my_supports);
}

fn address(id: Id) -> String {
    endpoint::path(endpoint::ME_PROPOSAL, &[&id.to_string()])
}

/// Creates a draft, seen by its author alone.
#[utoipa::path(tag = "proposals", request_body = ProposalWrite,
    responses((status = 201, description = "The draft.", body = ProposalReceipt, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals")]
pub async fn create_proposal(api: Api, caller: SignedIn, input: Json<ProposalWrite>) -> Answer {
    let made = api.blocking(move |app| app::proposal::create(app, &caller.0, &input.0)).await?;
    created(&address(made.id), &made)
}

/// Replaces what a draft says; a returned proposal gets a new revision.
#[utoipa::path(tag = "proposals", request_body = ProposalWrite, params(if_match::Header),
    responses((status = 200, description = "The proposal.", body = ProposalReceipt, headers(("ETag" = String, description = "Its new version.")))),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/proposals/{id}")]
pub async fn edit_proposal(
    api: Api,
    caller: SignedIn,
    id: At<Id>,
    version: IfMatch,
    input: Json<ProposalWrite>,
) -> Answer {
    let made = api.blocking(move |app| app::proposal::edit(app, &caller.0, id.0, version.0, &input.0)).await?;
    versioned(&made, made.version)
}

/// Submits a draft: it becomes public and gets its permanent number.
#[utoipa::path(tag = "proposals", responses((status = 200, description = "The proposal.", body = ProposalReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/submit")]
pub async fn submit_proposal(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::proposal::submit(app, &caller.0, id.0)).await?)
}

/// Submits a returned proposal again, after it was reworked.
#[utoipa::path(tag = "proposals", responses((status = 200, description = "The proposal.", body = ProposalReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/resubmit")]
pub async fn resubmit_proposal(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    ok(&api.blocking(move |app| app::proposal::resubmit(app, &caller.0, id.0)).await?)
}

/// Takes a proposal back, with a public reason.
#[utoipa::path(tag = "proposals", request_body = ReasonBody, responses((status = 200, description = "The proposal.", body = ProposalReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/withdraw")]
pub async fn withdraw_proposal(api: Api, caller: SignedIn, id: At<Id>, input: Json<ReasonBody>) -> Answer {
    ok(&api.blocking(move |app| app::proposal::withdraw(app, &caller.0, id.0, &input.0)).await?)
}

/// Supports a proposal, once.
#[utoipa::path(tag = "proposals", responses((status = 200, description = "How many support it now.", body = SupportCount)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/proposals/{id}/support")]
pub async fn support_proposal(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    let supports = api.blocking(move |app| app::support::give(app, &caller.0, id.0)).await?;
    ok(&SupportCount { supports })
}

/// Takes support back; without one nothing changes.
#[utoipa::path(tag = "proposals", responses((status = 204, description = "It is taken back.")),
    security(("bearer" = []), ("session" = [])))]
#[delete("/api/v1/proposals/{id}/support")]
pub async fn unsupport_proposal(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    api.blocking(move |app| app::support::take_back(app, &caller.0, id.0)).await?;
    done()
}

/// Merges a proposal into another one: all authors are credited, supporters united.
#[utoipa::path(tag = "proposals", request_body = ProposalMerge, responses((status = 200, description = "The merged proposal.", body = ProposalReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/merge")]
pub async fn merge_proposal(api: Api, caller: SignedIn, id: At<Id>, input: Json<ProposalMerge>) -> Answer {
    ok(&api.blocking(move |app| app::reshape::merge(app, &caller.0, id.0, &input.0)).await?)
}

/// Splits a part off as a new submitted proposal.
#[utoipa::path(tag = "proposals", request_body = ProposalSplit,
    responses((status = 201, description = "The new proposal.", body = ProposalReceipt, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/split")]
pub async fn split_proposal(api: Api, caller: SignedIn, id: At<Id>, input: Json<ProposalSplit>) -> Answer {
    let made = api.blocking(move |app| app::reshape::split(app, &caller.0, id.0, &input.0)).await?;
    created(&endpoint::path(endpoint::PROJECT, &[&made.id.to_string()]), &made)
}

/// Carries a proposal that was not funded on into a later cycle of its programme, as a draft of its authors.
#[utoipa::path(tag = "proposals", request_body = ProposalCarry, responses((status = 200, description = "The proposal that was carried over.", body = ProposalReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/proposals/{id}/carry-over")]
pub async fn carry_proposal_over(api: Api, caller: SignedIn, id: At<Id>, input: Json<ProposalCarry>) -> Answer {
    ok(&api.blocking(move |app| app::reshape::carry_over(app, &caller.0, id.0, &input.0)).await?)
}

/// Writes a translation of the current revision, marked as such.
#[utoipa::path(tag = "proposals", request_body = TranslationWrite, responses((status = 200, description = "The proposal.", body = ProposalReceipt)),
    security(("bearer" = []), ("session" = [])))]
#[put("/api/v1/proposals/{id}/translation")]
pub async fn translate_proposal(api: Api, caller: SignedIn, id: At<Id>, input: Json<TranslationWrite>) -> Answer {
    ok(&api.blocking(move |app| app::translation::put(app, &caller.0, id.0, &input.0)).await?)
}

/// My proposals, drafts included, newest first.
#[utoipa::path(tag = "proposals", params(PageQuery), responses((status = 200, description = "Proposals.", body = ProjectPage)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/proposals")]
pub async fn list_my_proposals(api: Api, caller: SignedIn, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let page = api.blocking(move |app| app::proposal::mine(app, &caller.0, &seek)).await?;
    paging.answer(page, |items, next| ProjectPage { items, next })
}

/// One of my proposals with everything about it, also a draft.
#[utoipa::path(tag = "proposals",
    responses((status = 200, description = "The proposal.", body = Project, headers(("ETag" = String, description = "Version for If-Match.")))),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/proposals/{id}")]
pub async fn get_my_proposal(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    let project = api.blocking(move |app| app::proposal::get_mine(app, &caller.0, id.0)).await?;
    versioned(&project, project.version)
}

/// Which proposals I support.
#[utoipa::path(tag = "proposals", responses((status = 200, description = "Proposals.", body = SupportList)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/supports")]
pub async fn list_my_supports(api: Api, caller: SignedIn) -> Answer {
    let items = api.blocking(move |app| app::support::mine(app, &caller.0)).await?;
    ok(&SupportList { items })
}
