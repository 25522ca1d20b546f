//! Who calls.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::problem::ProblemCode;
use app::{Caller, Idem, Secret};
use domain::{Id, Moment};

use crate::edge::{Context, Met, context};
use crate::problem::Failure;
use crate::state::Api;

/// The header by which a clerk acts for a resident at the counter; its value is the resident's id.
pub const ON_BEHALF_OF: &str = "qatysu-on-behalf-of";

/// The caller, signed in or not. A wrong or expired bearer token is an error (401); a cookie whose session is over is what
/// browsers keep sending, and means a visitor.
pub struct Viewer(pub Caller);

/// The caller, who must be signed in (401).
pub struct SignedIn(pub Caller);

/// The cookie's name. The prefix makes browsers refuse it without TLS, from a subdomain or for a part of the site.
pub fn cookie_name(api: &Api) -> &'static str {
    if api.config.secure { "__Host-qatysu" } else { "qatysu" }
}

/// The cookie of a session that was just made.
pub fn cookie(api: &Api, token: &Secret<String>, expires_at: Moment) -> Cookie<'static> {
    let life = expires_at - api.app.now();
    build(api, token.expose().clone())
        .max_age(actix_web::cookie::time::Duration::seconds(life.whole_seconds()))
        .finish()
}

/// The cookie that ends a session in the browser.
pub fn no_cookie(api: &Api) -> Cookie<'static> {
    let mut cookie = build(api, String::new()).finish();
    cookie.make_removal();
    cookie
}

fn build(api: &Api, value: String) -> actix_web::cookie::CookieBuilder<'static> {
    // Lax: a link in a mail opens the site signed in; writes are protected by the origin check.
    Cookie::build(cookie_name(api), value).path("/").http_only(true).secure(api.config.secure).same_site(SameSite::Lax)
}

enum Credential {
    Cookie(String),
    Bearer(String),
}

/// The credential of a request; a bearer token goes first.
fn credential(api: &Api, req: &HttpRequest) -> Result<Option<Credential>, Failure> {
    if let Some(value) = req.headers().get(AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let token =
            text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token);
        let token = token.ok_or_else(|| Failure::new(ProblemCode::Unauthenticated))?;
        return Ok(Some(Credential::Bearer(token.trim().to_owned())));
    }
    Ok(req.cookie(cookie_name(api)).map(|cookie| Credential::Cookie(cookie.value().to_owned())))
}

fn on_behalf_of(req: &HttpRequest) -> Result<Option<Id>, Failure> {
    let Some(value) = req.headers().get(ON_BEHALF_OF) else { return Ok(None) };
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(|| Failure::new(ProblemCode::BadRequest))
}

/// The caller as the edge found it, waiting in the request's extensions for its extractor.
pub struct Resolved(pub Result<Caller, Failure>);

/// Who sends this request.
pub async fn resolve(api: &Api, req: &HttpRequest) -> Result<Caller, Failure> {
    let Context { lang, .. } = context(req);
    let Some(credential) = credential(api, req)? else {
        return Ok(Caller { lang, ..Caller::anonymous() });
    };
    let resident = on_behalf_of(req)?;
    let caller = api
        .blocking(move |app| {
            let caller = match &credential {
                Credential::Cookie(token) => app::session::authenticate_cookie(app, token),
                Credential::Bearer(token) => app::session::authenticate_bearer(app, token),
            }?;
            match resident {
                Some(id) => app::session::on_behalf(app, &caller, id),
                None => Ok(caller),
            }
        })
        .await?;
    limit(api, req, &caller)?;
    let idem = req.extensions().get::<Arc<Idem>>().cloned();
    Ok(Caller { lang, idem, ..caller })
}

/// The edge has resolved writes already, so that who comes first before what; reads are resolved here.
async fn take(req: HttpRequest) -> Result<Caller, Failure> {
    let resolved = req.extensions_mut().remove::<Resolved>();
    match resolved {
        Some(resolved) => resolved.0,
        None => resolve(&Api::extract(&req).await?, &req).await,
    }
}

/// The account's own rate limit, told instead of the address's.
fn limit(api: &Api, req: &HttpRequest, caller: &Caller) -> Result<(), Failure> {
    let standing = api.per_account.take(caller.account_id, std::time::Instant::now());
    req.extensions_mut().insert(Met(standing));
    if standing.allowed {
        return Ok(());
    }
    Err(Failure { retry_after: Some(standing.reset_s), ..Failure::new(ProblemCode::RateLimited) })
}

impl FromRequest for Viewer {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let Context { lang, .. } = context(&req);
            let bearer = req.headers().contains_key(AUTHORIZATION);
            match take(req).await {
                Err(failure) if failure.code == ProblemCode::Unauthenticated && !bearer => {
                    Ok(Self(Caller { lang, ..Caller::anonymous() }))
                }
                caller => caller.map(Self),
            }
        })
    }
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let caller = take(req).await?;
            if caller.account_id.is_none() { Err(Failure::new(ProblemCode::Unauthenticated)) } else { Ok(Self(caller)) }
        })
    }
}
