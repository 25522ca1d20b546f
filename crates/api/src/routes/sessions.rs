//! Signing in and out: a cookie for the site, tokens for other programs.

use actix_web::HttpResponse;
use actix_web::{delete, get, post};
use api_types::session::{Session, SessionList, SignIn, TokenRefresh, Tokens};
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{done, ok};
use crate::extract::caller::{cookie, no_cookie};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(sign_in).service(list_sessions).service(sign_out).service(end_session);
    cfg.service(create_tokens).service(refresh_tokens);
}

/// Signs in for the site.
///
/// Sets an HttpOnly cookie; no token reaches the page's scripts. Writes with the cookie need the site's own `Origin`.
#[utoipa::path(tag = "accounts", request_body = SignIn, responses(
    (status = 200, description = "Signed in.", body = Session, headers(("Set-Cookie" = String, description = "The session."))),
    (status = 401, description = "Wrong address or password.", body = api_types::Problem, content_type = "application/problem+json"),
))]
#[post("/api/v1/sessions")]
pub async fn sign_in(api: Api, input: Json<SignIn>) -> Answer {
    let (signed, session) = api
        .hashing(move |app| {
            let signed = app::session::sign_in(app, &input.0)?;
            let caller = app::session::authenticate_cookie(app, signed.token.expose())?;
            let session = app::session::list(app, &caller)?.into_iter().find(|s| s.current);
            Ok((signed, session))
        })
        .await?;
    Ok(HttpResponse::Ok().cookie(cookie(&api, &signed.token, signed.expires_at)).json(session))
}

/// Lists my open sessions, newest first.
#[utoipa::path(tag = "accounts", responses((status = 200, description = "Sessions.", body = SessionList)),
    security(("bearer" = []), ("session" = [])))]
#[get("/api/v1/sessions")]
pub async fn list_sessions(api: Api, caller: SignedIn) -> Answer {
    let items = api.blocking(move |app| app::session::list(app, &caller.0)).await?;
    ok(&SessionList { items })
}

/// Signs out: ends the session of this request.
#[utoipa::path(tag = "accounts", responses((status = 204, description = "Signed out.")),
    security(("bearer" = []), ("session" = [])))]
#[delete("/api/v1/sessions/current")]
pub async fn sign_out(api: Api, caller: SignedIn) -> Answer {
    api.blocking(move |app| app::session::sign_out(app, &caller.0)).await?;
    let clear = ("Clear-Site-Data", "\"cache\", \"storage\"");
    Ok(HttpResponse::NoContent().cookie(no_cookie(&api)).insert_header(clear).finish())
}

/// Ends one of my sessions.
#[utoipa::path(tag = "accounts", responses((status = 204, description = "Ended.")),
    security(("bearer" = []), ("session" = [])))]
#[delete("/api/v1/sessions/{id}")]
pub async fn end_session(api: Api, caller: SignedIn, id: At<Id>) -> Answer {
    api.blocking(move |app| app::session::end(app, &caller.0, id.0)).await?;
    done()
}

/// Signs in for another program.
///
/// Answers an access token (15 minutes) and a refresh token (usable once).
#[utoipa::path(tag = "accounts", request_body = SignIn, responses(
    (status = 200, description = "Tokens.", body = Tokens),
    (status = 401, description = "Wrong address or password.", body = api_types::Problem, content_type = "application/problem+json"),
))]
#[post("/api/v1/tokens")]
pub async fn create_tokens(api: Api, input: Json<SignIn>) -> Answer {
    ok(&api.hashing(move |app| app::session::sign_in_tokens(app, &input.0)).await?)
}

/// Exchanges a refresh token for new tokens.
///
/// The old one is void; used a second time, it ends the session.
#[utoipa::path(tag = "accounts", request_body = TokenRefresh, responses(
    (status = 200, description = "Tokens.", body = Tokens),
    (status = 401, description = "Not a refresh token, or used before.", body = api_types::Problem,
        content_type = "application/problem+json"),
))]
#[post("/api/v1/tokens/refresh")]
pub async fn refresh_tokens(api: Api, input: Json<TokenRefresh>) -> Answer {
    ok(&api.blocking(move |app| app::session::refresh(app, &input.0)).await?)
}
