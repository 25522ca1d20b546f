//! Versions: `ETag` on reads, `If-Match` on edits.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderValue, IF_MATCH};
use actix_web::{FromRequest, HttpRequest};
use api_types::problem::ProblemCode;

use crate::problem::Failure;

/// The version of the row that the client read: `If-Match: "7"`. Missing: 428, so that no update is lost by mistake.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i64);

/// For the documentation: `params(if_match::Header)`.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Header {
    /// The `ETag` of the read that this edit is based on.
    #[serde(rename = "If-Match")]
    #[param(rename = "If-Match", example = "\"3\"", max_length = 40)]
    #[allow(dead_code)] // for the documentation only
    pub if_match: String,
}

/// The `ETag` of a row's version.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

fn parse(req: &HttpRequest) -> Result<IfMatch, Failure> {
    let value = req.headers().get(IF_MATCH).ok_or_else(|| Failure::new(ProblemCode::IfMatchRequired))?;
    let text = value.to_str().unwrap_or_default().trim();
    let version = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|digits| digits.parse().ok());
    version.map(IfMatch).ok_or_else(|| Failure::new(ProblemCode::InvalidIfMatch))
}

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_version_reads_back_and_anything_else_is_refused() {
        let with = |value: &str| parse(&TestRequest::default().insert_header((IF_MATCH, value)).to_http_request());
        assert_eq!(with(etag(7).to_str().unwrap()).unwrap().0, 7);
        for bad in ["7", "*", "W/\"7\"", "\"x\"", "\"1\", \"2\""] {
            assert_eq!(with(bad).unwrap_err().code, ProblemCode::InvalidIfMatch, "{bad}");
        }
        assert_eq!(parse(&TestRequest::default().to_http_request()).unwrap_err().code, ProblemCode::IfMatchRequired);
    }
}
