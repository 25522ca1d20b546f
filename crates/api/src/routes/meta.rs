//! The documentation, health, figures, and the pages that explain problems.

use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, LOCATION};
use actix_web::{HttpRequest, HttpResponse, get, web};
use api_types::problem::ProblemCode;
use domain::{Code, Lang};
use i18n::Texts;
use sha2::{Digest, Sha256};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

use crate::extract::At;
use crate::openapi::document;
use crate::problem::{Answer, Failure};
use crate::snapshot::matches;
use crate::state::Api;

/// Registers the documented routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(get_openapi);
}

/// Registers what is no part of the API.
pub fn plain(cfg: &mut web::ServiceConfig) {
    cfg.route("/healthz", web::get().to(healthz));
    cfg.route("/readyz", web::get().to(readyz));
    cfg.route("/metrics", web::get().to(metrics));
    cfg.route("/problems/{code}", web::get().to(problem_page));
    cfg.route("/.well-known/security.txt", web::get().to(security_txt));
    cfg.route("/docs", web::get().to(docs));
    let address = utoipa_swagger_ui::Config::new([api_types::endpoint::OPENAPI]);
    cfg.service(SwaggerUi::new("/docs/{_:.*}").config(address));
}

/// Whether [`plain`] serves this address: to GET only, so that another method is 405 there.
pub fn is_plain(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/metrics" | "/.well-known/security.txt" | "/docs" | "/docs/")
}

/// This document.
#[utoipa::path(tag = "meta", responses((status = 200, description = "OpenAPI 3.1.", body = serde_json::Value)))]
#[get("/api/v1/openapi.json")]
pub async fn get_openapi(req: HttpRequest) -> Answer {
    let bytes = document().bytes.clone();
    let tag: String = Sha256::digest(&bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::from_str(&format!("\"{tag}\"")).map_err(|e| Failure::broken(e.to_string()))?;
    let same = req.headers().get(IF_NONE_MATCH).is_some_and(|value| matches(value, &etag));
    let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, crate::snapshot::CACHE));
    if same {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, "application/json")).body(bytes))
}

async fn docs() -> HttpResponse {
    HttpResponse::Found().insert_header((LOCATION, "/docs/")).finish()
}

/// How to report a hole (RFC 9116). It expires half a year from now: who operates the site keeps it alive by serving it.
async fn security_txt(api: Api) -> Answer {
    let site = &api.app.config.public_url;
    let contact = api.config.security_contact.as_ref().unwrap_or(site);
    let expires = (api.app.now() + time::Duration::days(180)).replace_time(time::Time::MIDNIGHT);
    let expires = expires.format(&time::format_description::well_known::Rfc3339);
    let expires = expires.map_err(|e| Failure::broken(e.to_string()))?;
    let text = format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: kk, ru, en\nCanonical: {site}/.well-known/security.txt\n"
    );
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "public, max-age=86400"));
    Ok(answer.content_type("text/plain; charset=utf-8").body(text))
}

/// The process lives.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// The process can do its work: 200 or 503. Operators also see why, and with `?verbose` whether the books are right: that
/// replays every ledger, and wrong books take no node out of service.
async fn readyz(api: Api, req: HttpRequest) -> Answer {
    let checked = api.blocking(app::health::check).await;
    let (ready, details) = match checked {
        Ok(health) => (health.ready(), serde_json::json!(health)),
        Err(_) => (false, serde_json::json!({ "database": false })),
    };
    let status = if ready { "ready" } else { "not_ready" };
    let mut body = serde_json::json!({ "status": status });
    if is_operator(&api, &req) {
        body["details"] = details;
        let verbose = req.query_string().split('&').any(|one| one == "verbose" || one.starts_with("verbose="));
        if ready && verbose {
            body["details"]["ledger"] = match api.blocking(app::ledger::verify::verify).await {
                Ok(check) => serde_json::json!(check),
                Err(_) => serde_json::json!({ "balanced": null }),
            };
        }
    }
    let mut answer = if ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    Ok(answer.json(body))
}

/// Figures in Prometheus' text format, for operators only.
async fn metrics(api: Api, req: HttpRequest) -> Answer {
    if !is_operator(&api, &req) {
        return Err(Failure::new(ProblemCode::NotFound));
    }
    let health = api.blocking(app::health::check).await.ok();
    let text = api.metrics.render(&[
        ("qatysu_database_up", "Whether the database answers.", i64::from(health.is_some())),
        ("qatysu_jobs_waiting", "Jobs that wait or are being worked on.", health.map_or(0, |health| health.jobs)),
        ("qatysu_database_permits_free", "Use cases that could start now without waiting.", api.free_permits()),
    ]);
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")).body(text))
}

/// Operators come from the loopback address (unless a proxy does) or bring the token.
fn is_operator(api: &Api, req: &HttpRequest) -> bool {
    if let Some(token) = &api.config.operator_token {
        let given = req.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
        // Compared by hash, so that the time tells nothing about the token.
        return Sha256::digest(given) == Sha256::digest(format!("Bearer {token}"));
    }
    !api.config.behind_proxy && req.peer_addr().is_some_and(|peer| peer.ip().is_loopback())
}

/// What a problem's `type` leads to: the code in words, in all three languages.
async fn problem_page(code: At<String>) -> Answer {
    let code = ProblemCode::parse(&code.0).ok_or_else(|| Failure::new(ProblemCode::NotFound))?;
    let mut page = format!("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{code}</title>\n");
    for &lang in Lang::ALL {
        let texts = Texts::new(lang);
        let title = texts.t(&format!("problem-{code}"));
        let detail = texts.t(&format!("problem-{code}-detail"));
        page.push_str(&format!("<section lang=\"{lang}\">\n<h1>{title}</h1>\n<p>{detail}</p>\n</section>\n"));
    }
    page.push_str(&format!("<p>HTTP {}</p>\n</html>\n", code.status()));
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(page))
}
