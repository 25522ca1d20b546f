//! What can go wrong with a request, in words a person can act on.

use api_types::problem::{Blocker, Problem};
use domain::Code;
use domain::refusal::{Refusal, RefusalCode};
use i18n::Texts;

use super::read;
use crate::hooks::Fault;

/// Why a request brought no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The server said why.
    Problem(Box<Problem>),
    /// Something between us and the server answered with this status.
    Status(u16),
    /// The server could not be reached.
    Offline,
    /// The answer was not what we can read: app and server differ in version.
    Garbled(String),
}

impl Failure {
    /// Reads the body of an unsuccessful answer.
    pub fn from_answer(status: u16, body: &str) -> Self {
        match read::from_text::<Problem>(body) {
            Ok(problem) => Self::Problem(Box::new(problem)),
            Err(_) => Self::Status(status),
        }
    }

    /// Status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) => Some(problem.status),
            Self::Status(status) => Some(*status),
            Self::Offline | Self::Garbled(_) => None,
        }
    }

    /// Whether nobody is signed in (any more).
    pub fn is_signed_out(&self) -> bool {
        self.status() == Some(401)
    }

    /// What happened and what to do next, for the top of a page or form.
    pub fn sentence(&self, texts: &Texts) -> String {
        match self {
            Self::Offline => texts.t("failure-offline"),
            Self::Garbled(_) => texts.t("failure-garbled"),
            Self::Status(status) => texts.t_args("failure-status", &[("status", i64::from(*status).into())]),
            Self::Problem(problem) => problem.detail.clone(),
        }
    }

    /// Every unmet condition in words, for a checklist.
    pub fn blockers(&self, texts: &Texts) -> Vec<String> {
        match self {
            Self::Problem(problem) => problem.blockers.iter().map(|blocker| blocker_text(texts, blocker)).collect(),
            _ => Vec::new(),
        }
    }

    /// The failure as a list of things to correct: each at its field, the rest at the form.
    pub fn faults(&self, texts: &Texts) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Self::Problem(problem) = self {
            faults
                .extend(problem.errors.iter().map(|e| Fault::new(e.pointer.trim_start_matches('/'), e.detail.clone())));
        }
        faults.extend(self.blockers(texts).into_iter().map(|text| Fault::new("", text)));
        if faults.is_empty() {
            faults.push(Fault::new("", self.sentence(texts)));
        }
        faults
    }
}

/// One unmet condition in words.
pub fn refusal_text(texts: &Texts, refusal: &Refusal) -> String {
    condition(texts, refusal.code, refusal.count, refusal.detail.as_deref())
}

fn blocker_text(texts: &Texts, blocker: &Blocker) -> String {
    match RefusalCode::parse(&blocker.code) {
        Some(code) => condition(texts, code, blocker.count, blocker.value.as_deref()),
        None => blocker.detail.clone(),
    }
}

fn condition(texts: &Texts, code: RefusalCode, count: Option<u32>, detail: Option<&str>) -> String {
    let key = format!("{}-{}", RefusalCode::NAME, code.code());
    let detail = detail.unwrap_or_default();
    // A detail that is a phase or a state is shown as its word.
    let detail = ["phase", "proposal-state", "contest-state", "work-state", "contract-state", "role"]
        .iter()
        .map(|set| format!("{set}-{detail}"))
        .find(|key| texts.has(key))
        .map_or_else(|| detail.to_owned(), |key| texts.t(&key));
    let count = i64::from(count.unwrap_or_default());
    texts.t_args(&key, &[("count", count.into()), ("detail", detail.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Lang;

    fn problem(rest: &str) -> Failure {
        let body = format!(
            r#"{{"type":"/problems/refused","title":"Refused","status":409,"detail":"Not now.",
            "instance":"urn:uuid:0","code":"refused"{rest}}}"#
        );
        Failure::from_answer(409, &body)
    }

    #[test]
    fn a_body_that_is_no_problem_still_has_a_sentence() {
        let failure = Failure::from_answer(502, "<html>bad gateway</html>");
        assert_eq!(failure, Failure::Status(502));
        assert!(failure.sentence(Texts::new(Lang::En)).contains("502"));
    }

    #[test]
    fn blockers_become_a_checklist_in_the_page_s_language() {
        let failure = problem(r#","blockers":[{"code":"reviews_pending","count":12,"detail":"x"}]"#);
        assert_eq!(failure.blockers(Texts::new(Lang::En)), ["12 proposals still wait for a review."]);
    }

    #[test]
    fn a_fault_of_the_server_finds_its_field() {
        let failure = problem(
            r#","errors":[{"pointer":"/estimate/lines/0/quantity","code":"required","detail":"Say how many."}]"#,
        );
        let faults = failure.faults(Texts::new(Lang::En));
        assert_eq!(faults, [Fault::new("estimate/lines/0/quantity", "Say how many.")]);
        assert_eq!(problem("").faults(Texts::new(Lang::En)), [Fault::new("", "Not now.")]);
    }
}
