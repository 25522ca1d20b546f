//! Paging by cursor: no offsets, so rows that come meanwhile neither repeat nor vanish.
//!
//! A cursor is the position of the last item (whatever the list is ordered by, as JSON), tagged with a MAC over it, the route
//! and the filters. So a client can neither invent one nor carry it to another list.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderValue, LINK};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use api_types::page::{DEFAULT_LIMIT, MAX_LIMIT, PageQuery};
use api_types::problem::ProblemCode;
use app::{App, Fault};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Page, Seek};

use crate::answer::public;
use crate::extract::query;
use crate::problem::{Answer, Failure};
use crate::state::Api;

/// Bytes of a cursor's tag.
const TAG: usize = 12;

/// Where a page begins and how long it is.
pub struct Paging {
    /// Items asked for, 1 to 100.
    pub limit: u16,
    cursor: Option<Vec<u8>>,
    api: Api,
    path: String,
    filters: String,
}

impl Paging {
    /// The page for the store: where it begins and how long it is.
    pub fn seek<K: DeserializeOwned>(&self) -> Result<Seek<K>, Failure> {
        let Some(bytes) = &self.cursor else { return Ok(Seek::first(self.limit)) };
        let read = bytes.split_at_checked(TAG).filter(|(tag, position)| *tag == self.tag(position));
        let after: Option<K> = read.and_then(|(_, position)| serde_json::from_slice(position).ok());
        let after = after.ok_or_else(|| Failure::new(ProblemCode::InvalidCursor))?;
        Ok(Seek { after: Some(after), limit: self.limit })
    }

    /// Answers a page; `body` puts items and cursor into the response type.
    pub fn answer<T, K: Serialize, B: Serialize>(
        &self,
        page: Page<T, K>,
        body: impl FnOnce(Vec<T>, Option<String>) -> B,
    ) -> Answer {
        let next = page.next.map(|position| self.cursor(&position)).transpose()?;
        let link = next.as_deref().map(|next| self.link(next));
        Ok(linked(HttpResponse::Ok().json(body(page.items, next)), link))
    }

    /// Answers a page of public data: with an `ETag` over its bytes, or 304.
    pub fn public<T, K: Serialize, B: Serialize>(
        &self,
        req: &HttpRequest,
        page: Page<T, K>,
        body: impl FnOnce(Vec<T>, Option<String>) -> B,
    ) -> Answer {
        let next = page.next.map(|position| self.cursor(&position)).transpose()?;
        let link = next.as_deref().map(|next| self.link(next));
        Ok(linked(public(req, &body(page.items, next))?, link))
    }

    fn link(&self, next: &str) -> String {
        let filters = if self.filters.is_empty() { String::new() } else { format!("{}&", self.filters) };
        format!("<{}?{filters}cursor={next}&limit={}>; rel=\"next\"", self.path, self.limit)
    }

    fn cursor(&self, position: &impl Serialize) -> Result<String, Failure> {
        Ok(cursor(&self.api.app, &self.path, &self.filters, position)?)
    }

    fn tag(&self, position: &[u8]) -> Vec<u8> {
        tag(&self.api.app, &self.path, &self.filters, position)
    }
}

fn linked(mut answer: HttpResponse, link: Option<String>) -> HttpResponse {
    if let Some(value) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        answer.headers_mut().insert(LINK, value);
    }
    answer
}

/// The cursor of the page after `position` in the list at `path` with these filters.
pub fn cursor(app: &App, path: &str, filters: &str, position: &impl Serialize) -> app::Result<String> {
    let position = serde_json::to_vec(position).map_err(|e| app::Error::Broken(format!("cursor: {e}")))?;
    let mut bytes = tag(app, path, filters, &position);
    bytes.extend_from_slice(&position);
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

fn tag(app: &App, path: &str, filters: &str, position: &[u8]) -> Vec<u8> {
    let mac = app.secrets.data.mac(&[b"cursor", path.as_bytes(), filters.as_bytes(), position]);
    mac[..TAG].to_vec()
}

fn read(req: &HttpRequest) -> Result<Paging, Failure> {
    let api = req.app_data::<Api>().cloned().ok_or_else(|| Failure::broken("no Api"))?;
    let bad = |_| Failure::fault(ProblemCode::InvalidQuery, Fault::new("limit", "type"));
    let page = web::Query::<PageQuery>::from_query(req.query_string()).map_err(bad)?.into_inner();
    let limit = page.limit.unwrap_or(DEFAULT_LIMIT);
    if limit == 0 || limit > MAX_LIMIT {
        return Err(Failure::fault(
            ProblemCode::InvalidQuery,
            Fault::new("limit", "range").with("min", 1).with("max", MAX_LIMIT),
        ));
    }
    let cursor = match page.cursor {
        Some(text) => Some(BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Failure::new(ProblemCode::InvalidCursor))?),
        None => None,
    };
    Ok(Paging { limit, cursor, api, path: req.path().to_owned(), filters: query::filters(req.query_string()) })
}

impl FromRequest for Paging {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(req))
    }
}
