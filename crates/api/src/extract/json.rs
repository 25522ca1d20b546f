//! JSON bodies.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::problem::ProblemCode;
use app::{Fault, Idem};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use sha2::{Digest, Sha256};

use crate::extract::{shape, upload};
use crate::problem::Failure;
use crate::state::Api;

/// A body in JSON. Wrong media type 415, too long 413, late 408, malformed 400 with a pointer to the first place; what
/// it means is the use case's matter (422 with all faults at once).
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let api = Api::extract(&req).await?;
            // Bodies are never unpacked: a bomb would be one of a few kilobytes.
            if !is_json(&req) || req.headers().contains_key(CONTENT_ENCODING) {
                return Err(Failure::new(ProblemCode::UnsupportedMediaType).closing());
            }
            let body = upload::read(payload, api.config.json_limit, api.config.body_deadline).await?;
            if let Some(idem) = req.extensions().get::<Arc<Idem>>() {
                idem.body(Sha256::digest(&body).to_vec());
            }
            parse(&body).map(Self)
        })
    }
}

fn is_json(req: &HttpRequest) -> bool {
    let Some(value) = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let media = value.split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/json")
}

/// Reads a body; the first structural error comes with its place.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let malformed = |pointer: String, e: &serde_json::Error| {
        let mut fault = if e.is_data() { shape::fault(pointer, e) } else { Fault::new(pointer, "syntax") };
        if let ("duplicate_field", Some((_, name))) = (&*fault.code, fault.params.first()) {
            // Found after the field was read, so the place is the object's.
            fault.pointer = format!("{}/{name}", fault.pointer);
        }
        Failure::fault(ProblemCode::MalformedBody, fault)
    };
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|e| malformed(pointer(e.path()), e.inner()))?;
    json.end().map_err(|e| malformed(String::new(), &e))?;
    match nul(body) {
        Some(pointer) => Err(Failure::fault(ProblemCode::MalformedBody, Fault::new(pointer, "strange_characters"))),
        None => Ok(value),
    }
}

/// Where a text holds U+0000, which no database stores. Raw, JSON forbids it; only its escape gets this far.
fn nul(body: &[u8]) -> Option<String> {
    // The escape without looking at what is before it: `\\u0000` is harmless and rare, and the walk below tells it apart.
    if !body.windows(6).any(|six| six == b"\\u0000") {
        return None;
    }
    serde_json::from_slice(body).ok().and_then(|value| nul_in(&value, String::new()))
}

fn nul_in(value: &serde_json::Value, pointer: String) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0').then_some(pointer),
        Value::Array(list) => list.iter().enumerate().find_map(|(i, one)| nul_in(one, format!("{pointer}/{i}"))),
        Value::Object(map) => map.iter().find_map(|(key, one)| {
            let inner = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            if key.contains('\0') { Some(pointer.clone()) } else { nul_in(one, inner) }
        }),
        _ => None,
    }
}

/// RFC 6901 pointer of a path.
fn pointer(path: &Path) -> String {
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } => out.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { variant } => out.push_str(&format!("/{variant}")),
            Segment::Unknown => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        #[allow(dead_code)]
        lines: Vec<Line>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Line {
        #[allow(dead_code)]
        amount: i64,
    }

    fn place(body: &str) -> String {
        let failure = parse::<Input>(body.as_bytes()).unwrap_err();
        assert_eq!(failure.code, ProblemCode::MalformedBody);
        failure.errors[0].pointer.clone()
    }

    #[test]
    fn the_first_structural_error_has_its_pointer() {
        assert_eq!(place(r#"{"lines":[{"amount":1},{"amount":"x"}]}"#), "/lines/1/amount");
        assert_eq!(place(r#"{"lines":[{}]}"#), "/lines/0");
        assert_eq!(place(r#"{"lines":[],"more":1}"#), "/more");
        let code = |body: &str| parse::<Input>(body.as_bytes()).unwrap_err().errors[0].code.to_string();
        assert_eq!(code("{"), "syntax");
        assert_eq!(code("{}"), "missing");
        assert_eq!(code(r#"{"x":1}"#), "unknown_field");
        assert_eq!(code(r#"{"lines":1}"#), "type");
        assert_eq!(code(r#"{"lines":[],"lines":[]}"#), "duplicate_field");
        assert_eq!(place(r#"{"lines":[],"lines":[]}"#), "/lines");
        assert_eq!(place("{"), "");
        assert_eq!(place("[1,2"), "/0");
        assert_eq!(place(r#"{"lines":[]} x"#), "");
        assert!(parse::<Input>(br#"{"lines":[{"amount":1}]}"#).is_ok());
        // serde reads a struct from an array too, so the place is as deep as the types are.
        let deep = "[".repeat(100_000);
        assert_eq!(place(&deep), "/0/0/0");
    }

    #[test]
    fn a_text_with_a_zero_is_refused_where_it_stands() {
        let at = |body: &str| parse::<serde_json::Value>(body.as_bytes()).err().map(|f| f.errors[0].pointer.clone());
        assert_eq!(at(r#"{"a":[{"b/c":"x\u0000"}]}"#).as_deref(), Some("/a/0/b~1c"));
        assert_eq!(at(r#"{"a":{"k\u0000":1}}"#).as_deref(), Some("/a"));
        assert_eq!(at(r#"{"a":"\\u0000"}"#), None, "a backslash and five letters");
        assert_eq!(at(r#"{"a":"\u0001"}"#), None);
    }
}
