//! A small HTTP client that says what it expected and what came.

use std::time::Duration;

use api_types::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::{Method, Request};

/// A client of the API: a visitor, a browser with a cookie, or a program with a token. Cloning keeps who it is.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    headers: Vec<(String, String)>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// What was asked, for messages.
    pub asked: String,
}

impl Client {
    /// A visitor of this site.
    pub fn new(base: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        let base = base.trim_end_matches('/').to_owned();
        Self { agent: config.new_agent(), base, headers: vec![("Accept-Language".into(), "en".into())] }
    }

    /// The same client with one more header, which replaces an earlier one of that name.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same client with a bearer token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    /// The same client with a session cookie, from a page of the site.
    #[must_use]
    pub fn cookie(self, token: &str) -> Self {
        let origin = self.base.clone();
        self.with("Cookie", &format!("qatysu={token}")).with("Origin", &origin)
    }

    /// The same client acting for a resident (their id) at the counter.
    #[must_use]
    pub fn on_behalf_of(self, resident: domain::Id) -> Self {
        self.with("Qatysu-On-Behalf-Of", &resident.to_string())
    }

    /// GET.
    pub fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, &[], Vec::new())
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, &[], Vec::new())
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json(Method::POST, path, body, &[])
    }

    /// PUT of JSON.
    pub fn put(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json(Method::PUT, path, body, &[])
    }

    /// PATCH of JSON.
    pub fn patch(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json(Method::PATCH, path, body, &[])
    }

    /// PUT of JSON on the version that was read.
    pub fn put_if(&self, path: &str, etag: &str, body: &impl Serialize) -> Reply {
        self.json(Method::PUT, path, body, &[("If-Match", etag)])
    }

    /// POST of JSON with an idempotency key.
    pub fn post_once(&self, path: &str, key: &str, body: &impl Serialize) -> Reply {
        self.json(Method::POST, path, body, &[("Idempotency-Key", key)])
    }

    /// Any method with JSON and more headers.
    pub fn json(&self, method: Method, path: &str, body: &impl Serialize, more: &[(&str, &str)]) -> Reply {
        let bytes = serde_json::to_vec(body).expect("a test's body serialises");
        let mut headers = vec![("Content-Type", "application/json")];
        headers.extend_from_slice(more);
        self.send(method, path, &headers, bytes)
    }

    /// Any request.
    pub fn send(&self, method: Method, path: &str, more: &[(&str, &str)], body: Vec<u8>) -> Reply {
        let asked = format!("{method} {path}");
        self.attempt(method, path, more, body).unwrap_or_else(|e| panic!("{asked}: {e}"))
    }

    /// Any request to a server that may be gone.
    ///
    /// # Errors
    /// What the network says.
    pub fn attempt(
        &self,
        method: Method,
        path: &str,
        more: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Reply, Box<dyn std::error::Error>> {
        let asked = format!("{method} {path}");
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let mut answer =
            if body.is_empty() { self.agent.run(request.body(())?)? } else { self.agent.run(request.body(body)?)? };
        let headers = answer
            .headers()
            .iter()
            .map(|(n, v)| (n.as_str().to_owned(), String::from_utf8_lossy(v.as_bytes()).into_owned()))
            .collect();
        let body = answer.body_mut().with_config().limit(200_000_000).read_to_vec()?;
        Ok(Reply { status: answer.status().as_u16(), headers, body, asked })
    }

    /// The same client at another node.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.base = base.trim_end_matches('/').to_owned();
        self
    }
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The `ETag`.
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("{}: no ETag", self.asked)).to_owned()
    }

    /// This status was expected.
    pub fn status(self, expected: u16) -> Self {
        assert_eq!(self.status, expected, "{}: {}", self.asked, self.text());
        self
    }

    /// A body was expected, with any 2xx.
    pub fn read<T: DeserializeOwned>(self) -> T {
        assert!((200..300).contains(&self.status), "{}: {} {}", self.asked, self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{}: {e}: {}", self.asked, self.text()))
    }

    /// Any JSON was expected, with any 2xx.
    pub fn value(self) -> serde_json::Value {
        self.read()
    }

    /// A problem with this status was expected.
    pub fn problem(self, status: u16) -> Problem {
        let reply = self.status(status);
        assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{}", reply.asked);
        let problem: Problem =
            serde_json::from_slice(&reply.body).unwrap_or_else(|e| panic!("{}: {e}: {}", reply.asked, reply.text()));
        assert_eq!(problem.status, status, "{}", reply.asked);
        problem
    }

    /// A refusal (403 or 409) with exactly these reasons was expected.
    pub fn refused(self, status: u16, codes: &[&str]) -> Problem {
        let asked = self.asked.clone();
        let problem = self.problem(status);
        let found: Vec<&str> = problem.blockers.iter().map(|b| b.code.as_str()).collect();
        assert_eq!(found, codes, "{asked}");
        problem
    }

    /// Faults (422) at exactly these places were expected: `("/title", "too_short")`.
    pub fn invalid(self, faults: &[(&str, &str)]) -> Problem {
        let asked = self.asked.clone();
        let problem = self.problem(422);
        let found: Vec<(&str, &str)> = problem.errors.iter().map(|e| (e.pointer.as_str(), e.code.as_str())).collect();
        assert_eq!(found, faults, "{asked}");
        problem
    }
}
