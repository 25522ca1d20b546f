//! What handlers answer.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, ETAG, HeaderValue, LOCATION};
use serde::Serialize;

use crate::extract::if_match::etag;
use crate::problem::{Answer, Failure};

/// 200 with a body.
pub fn ok(body: &impl Serialize) -> Answer {
    Ok(HttpResponse::Ok().json(body))
}

/// 200 with a body and the version that an edit must name in `If-Match`.
pub fn versioned(body: &impl Serialize, version: i64) -> Answer {
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(version))).json(body))
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
