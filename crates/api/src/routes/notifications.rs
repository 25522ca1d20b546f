//! What the signed-in account was told.

use actix_web::{get, post};
use api_types::notification::NotificationPage;
use api_types::page::PageQuery;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::done;
use crate::extract::{Paging, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_my_notifications).service(read_my_notifications);
}

/// What I was told, newest first.
#[utoipa::path(tag = "accounts", params(PageQuery), responses((status = 200, description = "Messages.", body = NotificationPage)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/me/notifications")]
pub async fn list_my_notifications(api: Api, caller: SignedIn, paging: Paging) -> Answer {
    let seek = paging.seek()?;
    let (page, unread) = api.blocking(move |app| app::notification::list(app, &caller.0, &seek)).await?;
    paging.answer(page, |items, next| NotificationPage { items, next, unread })
}

/// I have read everything until now.
#[utoipa::path(tag = "accounts", responses((status = 204, description = "Nothing is unread.")),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/me/notifications/read")]
pub async fn read_my_notifications(api: Api, caller: SignedIn) -> Answer {
    api.blocking(move |app| app::notification::mark_read(app, &caller.0)).await?;
    done()
}
