//! Public data as ready bytes, rendered once per change instead of once per request.
//!
//! A public write bumps the revision of its topic in its own transaction. One thread per process looks at the revisions
//! (every 200 ms, at once after a write of our own) and renders what hangs on a changed topic; a source that also hangs on the
//! calendar says until when it is right. Requests with a query go to their handler and the database.
//!
//! Who writes reads what was written: after a write of this node, requests for snapshots wait for the next look (some
//! milliseconds, 300 at most) instead of being answered with what was there before.
//!
//! The `ETag` is a hash of the bytes: the same on every node, and new exactly when the bytes are, also when the clock and not
//! a write has changed them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use app::App;
use bytes::Bytes;
use domain::Moment;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::state::Api;

/// Public and to be asked for again each time: a 304 costs nothing, and nobody sees old data after a write.
pub const CACHE: &str = "public, max-age=0, must-revalidate";

/// What one source renders.
#[derive(Default)]
pub struct Rendered {
    pages: Vec<(String, Vec<u8>)>,
    until: Option<Moment>,
}

impl Rendered {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the JSON of `body` as the answer of `path`.
    pub fn json(&mut self, path: impl Into<String>, body: &impl Serialize) -> app::Result<()> {
        let bytes = serde_json::to_vec(body).map_err(|e| app::Error::Broken(format!("snapshot: {e}")))?;
        self.pages.push((path.into(), bytes));
        Ok(())
    }

    /// The pages are right until this instant at most (the next one in the calendar).
    pub fn until(&mut self, at: Option<Moment>) {
        self.until = match (self.until, at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

type Render = Box<dyn Fn(&App) -> app::Result<Rendered> + Send + Sync>;

struct Source {
    name: &'static str,
    topics: &'static [&'static str],
    render: Render,
    seen: Option<Vec<i64>>,
    until: Option<Moment>,
}

/// An answer ready to be sent.
struct Ready {
    body: Bytes,
    etag: HeaderValue,
}

type Pages = HashMap<String, Arc<Ready>>;
type BySource = HashMap<&'static str, Vec<(String, Arc<Ready>)>>;

/// All snapshots of a process.
pub struct Snapshots {
    sources: Mutex<Vec<Source>>,
    /// Pages by source, so that one source's rendering replaces exactly its own.
    by_source: Mutex<BySource>,
    pages: RwLock<Arc<Pages>>,
    wake: Mutex<Wake>,
    bell: Condvar,
    /// Writes of this node so far.
    written: AtomicU64,
    /// The number of those that the pages show.
    shown: watch::Sender<u64>,
}

/// Longest wait of a reader for a write to show.
const PATIENCE: Duration = Duration::from_millis(300);

#[derive(Default)]
struct Wake {
    rung: bool,
    stop: bool,
}

impl Snapshots {
    pub(crate) fn new() -> Self {
        Self {
            sources: Mutex::default(),
            by_source: Mutex::default(),
            pages: RwLock::default(),
            wake: Mutex::default(),
            bell: Condvar::new(),
            written: AtomicU64::new(0),
            shown: watch::Sender::new(0),
        }
    }

    /// Registers a source: a name, the topics it hangs on, and how to render all of its pages from one read transaction.
    pub fn register(
        &self,
        name: &'static str,
        topics: &'static [&'static str],
        render: impl Fn(&App) -> app::Result<Rendered> + Send + Sync + 'static,
    ) {
        let source = Source { name, topics, render: Box::new(render), seen: None, until: None };
        self.sources.lock().unwrap_or_else(PoisonError::into_inner).push(source);
    }

    /// The answer to this request, if it is among the snapshots.
    pub async fn answer(&self, req: &ServiceRequest) -> Option<HttpResponse> {
        if !req.query_string().is_empty() {
            return None;
        }
        let mut page = self.page(req.path())?;
        let written = self.written.load(SeqCst);
        if *self.shown.borrow() < written {
            let mut shown = self.shown.subscribe();
            // Late is better than never: after that the old page is sent.
            let _ = tokio::time::timeout(PATIENCE, shown.wait_for(|shown| *shown >= written)).await;
            page = self.page(req.path())?;
        }
        let same = req.headers().get(IF_NONE_MATCH).is_some_and(|value| matches(value, &page.etag));
        let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((ETAG, page.etag.clone())).insert_header((CACHE_CONTROL, HeaderValue::from_static(CACHE)));
        if same {
            return Some(answer.finish());
        }
        Some(answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json"))).body(page.body.clone()))
    }

    /// All pages as they are now: address and body, by address.
    pub fn pages(&self) -> Vec<(String, Bytes)> {
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut all: Vec<_> = pages.iter().map(|(path, ready)| (path.clone(), ready.body.clone())).collect();
        all.sort();
        all
    }

    fn page(&self, path: &str) -> Option<Arc<Ready>> {
        self.pages.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    /// Looks at the revisions now instead of at the next turn: called after a write of this node.
    pub fn ring(&self) {
        self.written.fetch_add(1, SeqCst);
        self.wake.lock().unwrap_or_else(PoisonError::into_inner).rung = true;
        self.bell.notify_one();
    }

    /// Ends [`follow`].
    pub fn stop(&self) {
        self.wake.lock().unwrap_or_else(PoisonError::into_inner).stop = true;
        self.bell.notify_one();
    }

    fn wait(&self, at_most: Duration) -> bool {
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut wake, _) = self
            .bell
            .wait_timeout_while(wake, at_most, |wake| !wake.rung && !wake.stop)
            .unwrap_or_else(PoisonError::into_inner);
        wake.rung = false;
        !wake.stop
    }

    /// Renders what is out of date; answers whether all could be rendered.
    pub fn refresh(&self, app: &App, count: impl Fn(bool)) -> bool {
        let Ok(revisions) = app::revision::all(app) else { return false };
        let mut all_well = true;
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        for source in sources.iter_mut() {
            let now = app.now();
            let current: Vec<i64> = source.topics.iter().map(|t| revisions.get(*t).copied().unwrap_or(0)).collect();
            if source.seen.as_ref() == Some(&current) && source.until.is_none_or(|until| now < until) {
                continue;
            }
            match (source.render)(app) {
                Ok(rendered) => {
                    source.seen = Some(current);
                    // A source that names a past instant would render for ever.
                    source.until = rendered.until.filter(|until| *until > now);
                    self.publish(source.name, rendered.pages);
                    count(true);
                }
                Err(e) => {
                    all_well = false;
                    count(false);
                    tracing::warn!(snapshot = source.name, error = %e, "a snapshot could not be rendered; the old one stays");
                }
            }
        }
        all_well
    }

    fn publish(&self, source: &'static str, pages: Vec<(String, Vec<u8>)>) {
        let ready = pages.into_iter().map(|(path, body)| (path, Arc::new(Ready::new(body)))).collect();
        let mut by_source = self.by_source.lock().unwrap_or_else(PoisonError::into_inner);
        by_source.insert(source, ready);
        let all: Pages = by_source.values().flatten().cloned().collect();
        *self.pages.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(all);
    }
}

impl Ready {
    fn new(body: Vec<u8>) -> Self {
        let tag: String = Sha256::digest(&body)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        let etag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { body: body.into(), etag }
    }
}

/// Whether `If-None-Match` names this tag.
pub fn matches(value: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(list), Ok(etag)) = (value.to_str(), etag.to_str()) else { return false };
    list.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == etag || one == "*")
}

/// Follows the revisions until [`Snapshots::stop`]; runs on a thread of its own, never on a worker.
pub fn follow(api: &Api) {
    loop {
        let written = api.snapshots.written.load(SeqCst);
        api.snapshots.refresh(&api.app, |ok| api.metrics.count_render(ok));
        api.snapshots.shown.send_replace(written);
        if !api.snapshots.wait(api.config.poll) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_tags_matches() {
        let etag = HeaderValue::from_static("\"a\"");
        for (value, expected) in
            [("\"a\"", true), ("\"b\", W/\"a\"", true), ("*", true), ("\"b\"", false), ("a", false)]
        {
            assert_eq!(matches(&HeaderValue::from_static(value), &etag), expected, "{value}");
        }
    }

    #[test]
    fn the_earliest_instant_counts() {
        let mut rendered = Rendered::new();
        let at = |s| Moment::from_unix_timestamp(s).ok();
        rendered.until(at(7));
        rendered.until(None);
        rendered.until(at(5));
        assert_eq!(rendered.until, at(5));
    }
}
