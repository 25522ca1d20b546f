//! What handlers answer.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, HeaderValue, IF_NONE_MATCH, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::extract::if_match::etag;
use crate::problem::{Answer, Failure};
use crate::snapshot::{CACHE, matches};

/// 200 with a body.
pub fn ok(body: &impl Serialize) -> Answer {
    Ok(HttpResponse::Ok().json(body))
}

/// 200 with a body and the version that an edit must name in `If-Match`.
pub fn versioned(body: &impl Serialize, version: i64) -> Answer {
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(version))).json(body))
}

/// 200 with public data, or 304 when the client has it: an `ETag` over the bytes, to be asked for again each time.
pub fn public(req: &HttpRequest, body: &impl Serialize) -> Answer {
    public_as(req, body, "application/json")
}

/// The same in another kind of JSON.
pub fn public_as(req: &HttpRequest, body: &impl Serialize, media_type: &str) -> Answer {
    let bytes = serde_json::to_vec(body).map_err(|e| Failure::broken(format!("public body: {e}")))?;
    let tag: String = Sha256::digest(&bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::from_str(&format!("\"{tag}\"")).map_err(|e| Failure::broken(e.to_string()))?;
    let same = req.headers().get(IF_NONE_MATCH).is_some_and(|value| matches(value, &etag));
    let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, CACHE));
    if same {
        return Ok(answer.finish());
    }
    Ok(answer.content_type(media_type).body(bytes))
}

/// 201 with the new thing and its address.
pub fn created(location: &str, body: &impl Serialize) -> Answer {
    let location = HeaderValue::from_str(location).map_err(|e| Failure::broken(format!("location: {e}")))?;
    Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(body))
}

/// 204.
pub fn done() -> Answer {
    Ok(HttpResponse::NoContent().finish())
}

/// 200 with a file to be saved under this name.
pub fn file(media_type: &str, name: &str, bytes: Vec<u8>) -> Answer {
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let disposition = format!("attachment; filename=\"{safe}\"");
    Ok(HttpResponse::Ok().content_type(media_type).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes))
}
