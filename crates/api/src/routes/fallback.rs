//! What no route takes: the single-page app, a wrong method (405), or nothing (404).

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};
use api_types::problem::ProblemCode;

use crate::openapi::document;
use crate::problem::{Answer, Failure};
use crate::routes::meta;
use crate::state::Api;

/// Answers what was not routed. Method and address are told apart here, because routes match both at once.
pub async fn answer(api: Api, req: HttpRequest) -> Answer {
    let known = document().routes.iter().find(|route| route.resource.is_match(req.path()));
    if let Some(route) = known {
        let mut methods: Vec<&str> = route.methods.iter().map(Method::as_str).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        let allow = methods.join(", ");
        if req.method() == Method::OPTIONS {
            return Ok(HttpResponse::NoContent().insert_header(("Allow", allow)).finish());
        }
        return Err(Failure { allow: Some(allow), ..Failure::new(ProblemCode::MethodNotAllowed) });
    }
    if req.path().starts_with("/api/") {
        return Err(Failure::new(ProblemCode::NotFound));
    }
    if req.method() != Method::GET {
        let there = meta::is_plain(req.path()) || api.assets.answer(&req).is_ok();
        return Err(if there {
            Failure { allow: Some("GET, HEAD".to_owned()), ..Failure::new(ProblemCode::MethodNotAllowed) }
        } else {
            Failure::new(ProblemCode::NotFound)
        });
    }
    api.assets.answer(&req)
}
