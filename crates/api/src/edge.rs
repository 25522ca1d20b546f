//! The edge: what happens to every request before it is routed and to every answer before it leaves.
//!
//! One middleware instead of ten, because the steps depend on each other: request id, rate limit, origin of cookie requests,
//! snapshots, deadline, panics, problems in words, security headers, figures and the access log.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, RETRY_AFTER,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse};
use api_types::endpoint;
use api_types::problem::ProblemCode;
use app::Idem;
use domain::{Id, Lang};
use futures_util::FutureExt;

use crate::cors;
use crate::extract::{caller, lang};
use crate::headers::harden;
use crate::limit::Standing;
use crate::problem::Failure;
use crate::state::Api;

/// The route of all snapshots in figures and log.
const SNAPSHOT: &str = "snapshot";

/// What is known of a request before it is routed; in the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The request's id: random, not a time, because it may stand in a voter's problem.
    pub id: Id,
    /// Language of texts.
    pub lang: Lang,
    started: Instant,
}

/// The tightest rate limit that the request met; in the request's extensions.
pub struct Met(pub Standing);

/// A request's path, kept for the answer's headers, with what the log needs.
struct Line {
    context: Context,
    method: &'static str,
    path: String,
}

/// The middleware.
pub async fn edge(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(api) = req.app_data::<Api>().cloned() else {
        return Err(Failure::broken("no Api in the application's data").into());
    };
    let context = Context { id: uuid::Uuid::new_v4(), lang: lang::of(req.headers()), started: Instant::now() };
    let line = Line { context, method: name(req.method()), path: req.path().to_owned() };
    api.metrics.begin();
    req.extensions_mut().insert(context);

    let idem = match idempotency_key(&req) {
        Ok(idem) => idem,
        Err(failure) => return Ok(finish(&api, &line, refuse(req, failure.closing(), context))),
    };
    if let Some(idem) = &idem {
        req.extensions_mut().insert(idem.clone());
    }
    let standing = api.per_address.take(address(&api, &req), context.started);
    req.extensions_mut().insert(Met(standing));
    if !standing.allowed {
        let failure = Failure { retry_after: Some(standing.reset_s), ..Failure::new(ProblemCode::RateLimited) };
        return Ok(finish(&api, &line, refuse(req, failure, context)));
    }
    if cors::is_preflight(&req) {
        return Ok(finish(&api, &line, req.into_response(cors::preflight())));
    }
    if let Err(failure) = origin(&api, &req) {
        return Ok(finish(&api, &line, refuse(req, failure.closing(), context)));
    }
    if matches!(*req.method(), Method::GET | Method::HEAD)
        && let Some(answer) = api.snapshots.answer(&req).await
    {
        api.metrics.count_snapshot_hit();
        // Its route is not asked for: matching the path against all of them costs more than the answer.
        return Ok(finish_as(&api, &line, Some(SNAPSHOT), req.into_response(answer)));
    }
    if req.method() == Method::HEAD {
        // The connection remembers that it was HEAD and leaves the body out; routes need only know GET.
        req.head_mut().method = Method::GET;
    }
    if !matches!(*req.method(), Method::GET | Method::OPTIONS) && line.path.starts_with("/api/") {
        // Before the body is read: extractors run side by side, and who asks goes before what is asked.
        let resolved = caller::resolve(&api, req.request()).await;
        req.extensions_mut().insert(caller::Resolved(resolved));
    }
    let deadline = if is_upload(req.headers()) { api.config.stream_deadline } else { api.config.handler_deadline };
    let answer = tokio::time::timeout(deadline, AssertUnwindSafe(next.call(req)).catch_unwind()).await;
    match answer {
        Ok(Ok(Ok(answer))) => {
            let mut answer = finish(&api, &line, worded(answer.map_into_boxed_body(), context));
            if idem.is_some_and(|idem| idem.replayed()) {
                answer
                    .headers_mut()
                    .insert(HeaderName::from_static("idempotency-replayed"), HeaderValue::from_static("true"));
            }
            let write = !matches!(line.method, "GET" | "HEAD" | "OPTIONS") && answer.status().is_success();
            // Ballots change nothing that is public; of all else, look now and not at the next turn.
            if write && answer.request().match_pattern().as_deref() != Some(endpoint::ME_BALLOT) {
                api.snapshots.ring();
            }
            Ok(answer)
        }
        Ok(Ok(Err(error))) => Err(lost(&api, &line, failure_of(&error))),
        Ok(Err(_)) => {
            api.metrics.count_panic();
            Err(lost(&api, &line, Failure::broken("a handler panicked").closing()))
        }
        Err(_) => Err(lost(&api, &line, Failure::busy().closing())),
    }
}

/// The idempotency key of a creating request; what is no key of ours is an error, because ignoring it would be unsafe.
fn idempotency_key(req: &ServiceRequest) -> Result<Option<Arc<Idem>>, Failure> {
    let Some(value) = req.headers().get("idempotency-key").filter(|_| req.method() == Method::POST) else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    let right = (1..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if right {
        Ok(Some(Arc::new(Idem::new(req.path(), key))))
    } else {
        Err(Failure::new(ProblemCode::InvalidIdempotencyKey))
    }
}

fn refuse(req: ServiceRequest, failure: Failure, context: Context) -> ServiceResponse<BoxBody> {
    report(&failure, context);
    req.into_response(failure.respond(context.lang, context.id))
}

/// Puts an error answer into words, whoever made it.
fn worded(answer: ServiceResponse<BoxBody>, context: Context) -> ServiceResponse<BoxBody> {
    if !answer.status().is_client_error() && !answer.status().is_server_error() {
        return answer;
    }
    // The application's own page for an address without one says it itself.
    let html = answer.headers().get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if html && answer.response().error().is_none() {
        return answer;
    }
    let worded = match answer.response().error() {
        Some(error) => match error.as_error::<Failure>() {
            Some(failure) => {
                report(failure, context);
                failure.respond(context.lang, context.id)
            }
            None => failure_of(error).respond(context.lang, context.id),
        },
        None => Failure::of_status(answer.status()).respond(context.lang, context.id),
    };
    let (req, _) = answer.into_parts();
    ServiceResponse::new(req, worded)
}

/// A failure of ours, or the one that stands for an error of actix's.
fn failure_of(error: &Error) -> Failure {
    let status = error.as_response_error().status_code();
    let failure = Failure::of_status(status);
    if status.is_server_error() { Failure { log: Some(error.to_string()), ..failure } } else { failure }
}

/// The answer when the request is gone with the handler: after a panic or a deadline.
fn lost(api: &Api, line: &Line, failure: Failure) -> Error {
    report(&failure, line.context);
    let mut answer = failure.respond(line.context.lang, line.context.id);
    dress(api, line, answer.headers_mut());
    log(api, line, None, answer.status().as_u16());
    InternalError::from_response(failure.code, answer).into()
}

/// Headers, figures and the log line of an answer.
fn finish(api: &Api, line: &Line, answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let route = answer.request().match_pattern();
    finish_as(api, line, route.as_deref(), answer)
}

fn finish_as(
    api: &Api,
    line: &Line,
    route: Option<&str>,
    mut answer: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    let standing = answer.request().extensions().get::<Met>().map(|met| met.0);
    let headers = answer.headers_mut();
    if let Some(standing) = standing {
        headers.insert(HeaderName::from_static("ratelimit-policy"), standing.policy());
        headers.insert(HeaderName::from_static("ratelimit"), standing.state());
        if !standing.allowed && !headers.contains_key(RETRY_AFTER) {
            headers.insert(RETRY_AFTER, HeaderValue::from(standing.reset_s));
        }
    }
    dress(api, line, headers);
    log(api, line, route, answer.status().as_u16());
    answer
}

fn dress(api: &Api, line: &Line, headers: &mut HeaderMap) {
    harden(headers, &line.path, api.config.secure);
    cors::open(headers, &line.path);
    if let Ok(id) = HeaderValue::from_str(&line.context.id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// What is broken goes to the log with its request id, and nowhere else.
fn report(failure: &Failure, context: Context) {
    if let Some(text) = &failure.log {
        tracing::error!(request.id = %context.id, problem.code = %failure.code, "request failed: {text}");
    }
}

fn log(api: &Api, line: &Line, route: Option<&str>, status: u16) {
    let took = line.context.started.elapsed();
    api.metrics.end(line.method, route, status, took);
    // Of the ballot box neither who nor when.
    if route == Some(endpoint::ME_BALLOT) {
        return;
    }
    tracing::info!(
        request.id = %line.context.id,
        http.method = line.method,
        http.route = route.unwrap_or("none"),
        http.status = status,
        duration.us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "request"
    );
}

/// A cookie is sent by any page that makes the browser send a request: such a request must come from a page of ours.
fn origin(api: &Api, req: &ServiceRequest) -> Result<(), Failure> {
    if matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let headers = req.headers();
    let cookie = headers.get_all(COOKIE).any(|value| {
        value
            .to_str()
            .is_ok_and(|text| text.split(';').any(|one| one.trim_start().starts_with(crate::extract::cookie_name(api))))
    });
    let bearer = headers.contains_key(AUTHORIZATION);
    match headers.get(ORIGIN).and_then(|value| value.to_str().ok()) {
        Some(origin) if is_ours(api, headers, origin) => Ok(()),
        Some(_) if bearer && !cookie => Ok(()),
        None if !cookie => Ok(()),
        _ => Err(Failure::new(ProblemCode::ForeignOrigin)),
    }
}

fn is_ours(api: &Api, headers: &HeaderMap, origin: &str) -> bool {
    let scheme = if api.config.secure { "https" } else { "http" };
    let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) == Some(host)
        || origin == api.app.config.public_url
        || api.config.origins.iter().any(|one| one == origin)
}

/// The client's network address. Behind a proxy of ours the last one in `X-Forwarded-For` is the one that it saw.
fn address(api: &Api, req: &ServiceRequest) -> Option<IpAddr> {
    if api.config.behind_proxy
        && let Some(list) = req.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok())
        && let Ok(address) = list.rsplit(',').next().unwrap_or_default().trim().parse()
    {
        return Some(address);
    }
    req.peer_addr().map(|peer| peer.ip())
}

fn is_upload(headers: &HeaderMap) -> bool {
    let slow: [&[u8]; 2] = [b"text/", b"image/"];
    headers.get(CONTENT_TYPE).is_some_and(|value| slow.iter().any(|kind| value.as_bytes().starts_with(kind)))
}

/// The method as a static word: an invented one must not grow the figures.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Context of the request, as the edge left it.
pub fn context(req: &actix_web::HttpRequest) -> Context {
    req.extensions().get::<Context>().copied().unwrap_or(Context {
        id: uuid::Uuid::nil(),
        lang: Lang::Kk,
        started: Instant::now(),
    })
}

/// An answer without a body.
pub fn empty() -> HttpResponse {
    HttpResponse::NoContent().finish()
}
