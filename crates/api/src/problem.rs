//! Failures: one type that every handler and extractor returns, one mapping from the application's errors to HTTP.
//!
//! A [`Failure`] knows no language and no request id. The edge (`edge.rs`) renders it as an RFC 9457 problem in the
//! language of the request, for extractors, handlers, panics and actix's own errors alike.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_LANGUAGE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use api_types::problem::{Blocker, FieldFault, PROBLEM_JSON, Problem, ProblemCode};
use app::{ConflictCode, Error, Fault, words};
use domain::{Code, Denied, Lang, Refusal};
use i18n::Texts;

/// What a handler answers.
pub type Answer = Result<HttpResponse, Failure>;

/// Why a request failed, before it is put into words.
#[derive(Debug)]
pub struct Failure {
    /// What kind.
    pub code: ProblemCode,
    /// Faults of the input.
    pub errors: Vec<Fault>,
    /// Conditions not met.
    pub blockers: Vec<Refusal>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u64>,
    /// Methods the address knows (405).
    pub allow: Option<String>,
    /// The connection cannot be used again: the request was not read to its end.
    pub close: bool,
    /// What happened, for the log only.
    pub log: Option<String>,
}

impl Failure {
    /// A failure of this kind.
    pub fn new(code: ProblemCode) -> Self {
        Self { code, errors: Vec::new(), blockers: Vec::new(), retry_after: None, allow: None, close: false, log: None }
    }

    /// One fault of the input, of this kind.
    pub fn fault(code: ProblemCode, fault: Fault) -> Self {
        Self { errors: vec![fault], ..Self::new(code) }
    }

    /// Something of ours is broken; `log` never reaches the client.
    pub fn broken(log: impl Into<String>) -> Self {
        Self { log: Some(log.into()), ..Self::new(ProblemCode::Internal) }
    }

    /// Overloaded: try again in a moment.
    pub fn busy() -> Self {
        Self { retry_after: Some(2), ..Self::new(ProblemCode::Unavailable) }
    }

    /// The same failure, after which the connection is closed.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.close = true;
        self
    }

    /// The failure that stands for an error status of actix's own.
    pub fn of_status(status: StatusCode) -> Self {
        Self::new(match status.as_u16() {
            401 => ProblemCode::Unauthenticated,
            403 => ProblemCode::Forbidden,
            404 => ProblemCode::NotFound,
            405 => ProblemCode::MethodNotAllowed,
            408 => ProblemCode::BodyTimeout,
            413 => ProblemCode::BodyTooLarge,
            415 => ProblemCode::UnsupportedMediaType,
            429 => ProblemCode::RateLimited,
            503 => ProblemCode::Unavailable,
            400..=499 => ProblemCode::BadRequest,
            _ => ProblemCode::Internal,
        })
    }

    /// The problem in words.
    pub fn problem(&self, lang: Lang, request_id: domain::Id) -> Problem {
        let texts = Texts::new(lang);
        let key = format!("problem-{}", self.code);
        Problem {
            kind: self.code.page(),
            title: texts.t(&key),
            status: self.code.status(),
            detail: texts.t(&format!("{key}-detail")),
            instance: request_id.urn().to_string(),
            code: self.code,
            errors: self.errors.iter().map(|fault| field(texts, fault)).collect(),
            blockers: self.blockers.iter().map(|refusal| blocker(texts, refusal)).collect(),
        }
    }

    /// The answer in words.
    pub fn respond(&self, lang: Lang, request_id: domain::Id) -> HttpResponse {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = HttpResponse::build(status);
        answer.content_type(PROBLEM_JSON).insert_header((CONTENT_LANGUAGE, HeaderValue::from_static(lang.code())));
        if let Some(seconds) = self.retry_after {
            answer.insert_header((RETRY_AFTER, seconds));
        }
        if let Some(methods) = &self.allow {
            answer.insert_header((ALLOW, methods.as_str()));
        }
        if self.code == ProblemCode::Unauthenticated {
            answer.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        if self.close {
            answer.force_close();
        }
        answer.body(serde_json::to_vec(&self.problem(lang, request_id)).unwrap_or_default())
    }
}

fn field(texts: &Texts, fault: &Fault) -> FieldFault {
    FieldFault {
        pointer: fault.pointer.clone(),
        code: fault.code.to_string(),
        detail: words::fault(texts, fault),
        params: fault.params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect::<BTreeMap<_, _>>(),
    }
}

fn blocker(texts: &Texts, refusal: &Refusal) -> Blocker {
    Blocker {
        code: refusal.code.code().to_owned(),
        count: refusal.count,
        value: refusal.detail.clone(),
        detail: words::refusal(texts, refusal),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(errors) => Self { errors, ..Self::new(ProblemCode::Invalid) },
            Error::Denied(denied) => denied.into(),
            Error::Refused(refusals) => Self { blockers: refusals.0, ..Self::new(ProblemCode::Refused) },
            Error::NotFound(_) => Self::new(ProblemCode::NotFound),
            Error::Conflict(conflict) => Self::new(conflict_code(conflict)),
            Error::Stale => Self::new(ProblemCode::Stale),
            Error::Unauthenticated => Self::new(ProblemCode::Unauthenticated),
            Error::TooMany { retry_after_s } => {
                Self { retry_after: Some(retry_after_s), ..Self::new(ProblemCode::RateLimited) }
            }
            Error::Busy => Self::busy(),
            Error::StorageFull => Self { retry_after: Some(60), ..Self::new(ProblemCode::StorageFull) },
            Error::Broken(log) => Self::broken(log),
        }
    }
}

fn conflict_code(conflict: ConflictCode) -> ProblemCode {
    match conflict {
        ConflictCode::PersonTaken => ProblemCode::PersonTaken,
        ConflictCode::ActExists => ProblemCode::ActExists,
        ConflictCode::AlreadyMember => ProblemCode::AlreadyMember,
        ConflictCode::AlreadyHeld => ProblemCode::AlreadyHeld,
        ConflictCode::LastAdmin => ProblemCode::LastAdmin,
        ConflictCode::EmailTaken => ProblemCode::EmailTaken,
        ConflictCode::KeyReused => ProblemCode::KeyReused,
        ConflictCode::Exists => ProblemCode::Exists,
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let code = match denied.kind {
            domain::DeniedKind::SignIn => ProblemCode::Unauthenticated,
            domain::DeniedKind::Forbidden => ProblemCode::Forbidden,
            domain::DeniedKind::Phase => ProblemCode::Refused,
        };
        Self { blockers: denied.refusals.0, ..Self::new(code) }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    // The edge finds this failure behind the response and puts it into words.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

#[cfg(test)]
mod tests {
    use domain::RefusalCode;

    use super::*;

    #[test]
    fn every_problem_has_words_in_every_language() {
        for &lang in Lang::ALL {
            let texts = Texts::new(lang);
            for &code in ProblemCode::ALL {
                for key in [format!("problem-{code}"), format!("problem-{code}-detail")] {
                    assert!(texts.has(&key), "{lang}: no text {key}");
                }
            }
            for code in RefusalCode::ALL {
                assert!(texts.has(&format!("refusal-{code}")), "{lang}: no text for refusal {code}");
            }
        }
    }

    #[test]
    fn a_fault_says_its_limit() {
        let failure = Failure::from(Error::Invalid(vec![Fault::new("/title", "too_short").with("min", 10)]));
        let problem = failure.problem(Lang::En, domain::Id::nil());
        assert_eq!(problem.status, 422);
        assert_eq!(problem.errors[0].pointer, "/title");
        assert!(problem.errors[0].detail.contains("10"), "{}", problem.errors[0].detail);
    }
}
