//! What every failed request answers: an RFC 9457 problem.

use std::collections::BTreeMap;

use domain::Code;
use serde::{Deserialize, Serialize};

/// Media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

macro_rules! problem_codes {
    ($( $(#[$doc:meta])* $name:ident = $code:tt => $status:literal ),+ $(,)?) => {
        domain::codes! {
            /// Why a request failed. Stable: clients may act on it; the texts may change.
            pub ProblemCode "problem" { $( $(#[$doc])* $name = $code ),+ }
        }

        impl ProblemCode {
            /// The HTTP status that goes with the code.
            pub const fn status(self) -> u16 {
                match self { $( Self::$name => $status ),+ }
            }
        }
    };
}

problem_codes! {
    /// The request is not what HTTP or this route expects.
    BadRequest = "bad_request" => 400,
    /// The body is no JSON, or its structure is wrong; `errors` names the first place.
    MalformedBody = "malformed_body" => 400,
    /// A query parameter is unknown or cannot be read.
    InvalidQuery = "invalid_query" => 400,
    /// The cursor was not made by us, or for another list.
    InvalidCursor = "invalid_cursor" => 400,
    /// The idempotency key is empty, too long or has strange characters.
    InvalidIdempotencyKey = "invalid_idempotency_key" => 400,
    /// `If-Match` is no version of ours.
    InvalidIfMatch = "invalid_if_match" => 400,
    /// Nobody is signed in, the token has expired, or the credentials are wrong.
    Unauthenticated = "unauthenticated" => 401,
    /// Signed in, but this role, district or phase may not do it.
    Forbidden = "forbidden" => 403,
    /// A request with a session cookie came from another site.
    ForeignOrigin = "foreign_origin" => 403,
    /// There is no such thing, or not for this caller.
    NotFound = "not_found" => 404,
    /// The thing exists, the method is not for it; `Allow` lists those that are.
    MethodNotAllowed = "method_not_allowed" => 405,
    /// The body did not arrive in time.
    BodyTimeout = "body_timeout" => 408,
    /// The state of things does not allow it; `blockers` lists every reason.
    Refused = "refused" => 409,
    /// The account already is a resident, or the resident already has an account.
    PersonTaken = "person_taken" => 409,
    /// This body already recorded an act with this number and date.
    ActExists = "act_exists" => 409,
    /// The account already is a member of the body.
    AlreadyMember = "already_member" => 409,
    /// The account already holds the role.
    AlreadyHeld = "already_held" => 409,
    /// The last administrator cannot be removed.
    LastAdmin = "last_admin" => 409,
    /// An account with this address exists.
    EmailTaken = "email_taken" => 409,
    /// Somebody else created the same thing a moment earlier.
    Exists = "exists" => 409,
    /// The thing changed since it was read.
    Stale = "stale" => 412,
    /// The body is longer than this route takes.
    BodyTooLarge = "body_too_large" => 413,
    /// The body has the wrong media type.
    UnsupportedMediaType = "unsupported_media_type" => 415,
    /// Well-formed, but wrong; `errors` lists every fault.
    Invalid = "invalid" => 422,
    /// The idempotency key was used before with another body.
    KeyReused = "key_reused" => 422,
    /// An edit needs `If-Match`.
    IfMatchRequired = "if_match_required" => 428,
    /// Too many requests or tries; `Retry-After` says when to come back.
    RateLimited = "rate_limited" => 429,
    /// Our fault; the request id helps to find it.
    Internal = "internal" => 500,
    /// Overloaded, or the database is away; nothing was written.
    Unavailable = "unavailable" => 503,
    /// The disk is full; nothing was written, reading goes on.
    StorageFull = "storage_full" => 503,
}

impl ProblemCode {
    /// Address of the page that explains the code: the problem's `type`.
    pub fn page(self) -> String {
        format!("/problems/{}", self.code())
    }
}

/// A failed request, as RFC 9457 has it, in the language of `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Address of the page that explains this kind of problem.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(format = "uri-reference", example = "/problems/not_found"))]
    pub kind: String,
    /// The kind in a few words.
    #[cfg_attr(feature = "openapi", schema(example = "Not found"))]
    pub title: String,
    /// HTTP status.
    #[cfg_attr(feature = "openapi", schema(example = 404, minimum = 400, maximum = 599))]
    pub status: u16,
    /// What happened and what to do next.
    #[cfg_attr(feature = "openapi", schema(example = "There is nothing at this address, or you may not see it."))]
    pub detail: String,
    /// This occurrence: the request's id as a URI.
    #[cfg_attr(feature = "openapi", schema(format = "uri", example = "urn:uuid:019ab0c4-5f0e-7c3e-9a50-0d6b8f6d0b11"))]
    pub instance: String,
    /// Stable code.
    #[cfg_attr(feature = "openapi", schema(inline = false))]
    pub code: ProblemCode,
    /// Faults of the input, all at once (400 and 422).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// Every condition that is not met (403 and 409).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<Blocker>,
}

impl Problem {
    /// Whether this condition is among those not met.
    pub fn blocked_by(&self, code: &str) -> bool {
        self.blockers.iter().any(|b| b.code == code)
    }
}

/// One fault of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldFault {
    /// JSON pointer into the request body, such as `/title/kk`; empty: the whole of it. For a query: its parameter's name.
    #[cfg_attr(feature = "openapi", schema(example = "/title/kk"))]
    pub pointer: String,
    /// Stable code of the fault.
    #[cfg_attr(feature = "openapi", schema(example = "too_short"))]
    pub code: String,
    /// What is wrong, in words.
    #[cfg_attr(feature = "openapi", schema(example = "Write at least 10 characters."))]
    pub detail: String,
    /// Values that the words use, such as `min`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// One condition that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Blocker {
    /// Stable code of the condition.
    #[cfg_attr(feature = "openapi", schema(example = "reviews_pending"))]
    pub code: String,
    /// How many things stand in the way, where they can be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 12))]
    pub count: Option<u32>,
    /// A code or value that makes it precise: the phase we are in, the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The condition in words.
    #[cfg_attr(feature = "openapi", schema(example = "12 reviews are pending."))]
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_an_error_status_and_a_page() {
        for &code in ProblemCode::ALL {
            assert!((400..600).contains(&code.status()), "{code}");
            assert_eq!(code.page(), format!("/problems/{code}"));
        }
    }
}
