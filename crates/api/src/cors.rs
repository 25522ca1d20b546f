//! Pages of other sites: civic apps that run in a browser.
//!
//! They read what is public, and act with a bearer token that they hold themselves. A cookie is never taken from them: no answer
//! allows credentials, and unsafe requests with a cookie need an origin of ours (`edge.rs`). With `*` browsers send neither
//! cookies nor client certificates, so an answer of `/api` tells such a page no more than it tells `curl`.

use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue,
    ORIGIN,
};

/// What a page may send. `Authorization` has to be named, `*` does not cover it.
const REQUEST: &str =
    "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, Idempotency-Key, Qatysu-On-Behalf-Of";
/// What a page may read besides the body.
const RESPONSE: &str = "ETag, Link, Location, Content-Language, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, \
    Idempotency-Replayed, Deprecation, Sunset";

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Whether a browser asks, on behalf of another site's page, what it may send.
pub fn is_preflight(req: &ServiceRequest) -> bool {
    req.method() == Method::OPTIONS
        && is_api(req.path())
        && req.headers().contains_key(ORIGIN)
        && req.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to it, the same for everybody; browsers keep it for a day.
pub fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, PATCH, DELETE"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, REQUEST))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

/// Lets pages of other sites read the answers of the API.
pub fn open(headers: &mut HeaderMap, path: &str) {
    if is_api(path) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RESPONSE));
    }
}
