//! Figures for operators, in Prometheus' text format.
//!
//! Routes are counted by their pattern, never by their address, so nothing in them names a person or a thing.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Upper bounds of the buckets of durations, milliseconds.
const BOUNDS_MS: [u64; 9] = [1, 5, 10, 25, 50, 100, 500, 1000, 5000];

/// Counters and gauges of one process.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<Key, u64>>,
    buckets: [AtomicU64; BOUNDS_MS.len()],
    slower: AtomicU64,
    total_us: AtomicU64,
    in_flight: AtomicI64,
    panics: AtomicU64,
    rejected: AtomicU64,
    snapshot_hits: AtomicU64,
    snapshot_renders: AtomicU64,
    snapshot_errors: AtomicU64,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    route: String,
    method: &'static str,
    status: u16,
}

impl Metrics {
    /// A request has begun.
    pub fn begin(&self) {
        self.in_flight.fetch_add(1, Relaxed);
    }

    /// A request has ended.
    pub fn end(&self, method: &'static str, route: Option<&str>, status: u16, took: Duration) {
        self.in_flight.fetch_sub(1, Relaxed);
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.total_us.fetch_add(us, Relaxed);
        match BOUNDS_MS.iter().position(|ms| us <= ms * 1000) {
            Some(i) => self.buckets[i].fetch_add(1, Relaxed),
            None => self.slower.fetch_add(1, Relaxed),
        };
        let key = Key { route: route.unwrap_or("none").to_owned(), method, status };
        let mut requests = self.requests.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *requests.entry(key).or_default() += 1;
    }

    /// A handler panicked.
    pub fn count_panic(&self) {
        self.panics.fetch_add(1, Relaxed);
    }

    /// A request was turned away because everything was busy.
    pub fn count_rejected(&self) {
        self.rejected.fetch_add(1, Relaxed);
    }

    /// A request was answered from a snapshot.
    pub fn count_snapshot_hit(&self) {
        self.snapshot_hits.fetch_add(1, Relaxed);
    }

    /// Snapshots were rendered, or could not be.
    pub fn count_render(&self, ok: bool) {
        if ok { &self.snapshot_renders } else { &self.snapshot_errors }.fetch_add(1, Relaxed);
    }

    /// Everything as text; `gauges` are added as they are (name, help, value).
    pub fn render(&self, gauges: &[(&str, &str, i64)]) -> String {
        let mut out = String::with_capacity(4096);
        out.push_str("# HELP qatysu_http_requests_total Requests answered, by route pattern.\n# TYPE qatysu_http_requests_total counter\n");
        for (key, count) in self.requests.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).iter() {
            let Key { route, method, status } = key;
            let _ = writeln!(
                out,
                "qatysu_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        self.durations(&mut out);
        let counters = [
            ("qatysu_http_panics_total", "Handlers that panicked.", &self.panics),
            ("qatysu_busy_rejections_total", "Requests turned away because all connections were busy.", &self.rejected),
            ("qatysu_snapshot_hits_total", "Requests answered from a snapshot.", &self.snapshot_hits),
            ("qatysu_snapshot_renders_total", "Snapshots rendered.", &self.snapshot_renders),
            ("qatysu_snapshot_errors_total", "Snapshots that could not be rendered.", &self.snapshot_errors),
        ];
        for (name, help, value) in counters {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {}", value.load(Relaxed));
        }
        let in_flight = ("qatysu_http_in_flight", "Requests being worked on.", self.in_flight.load(Relaxed));
        for (name, help, value) in std::iter::once(&in_flight).chain(gauges) {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
        }
        out
    }

    fn durations(&self, out: &mut String) {
        let name = "qatysu_http_request_seconds";
        let _ = writeln!(out, "# HELP {name} Time from head to answer.\n# TYPE {name} histogram");
        let mut sum = 0;
        for (ms, bucket) in BOUNDS_MS.iter().zip(&self.buckets) {
            sum += bucket.load(Relaxed);
            let _ = writeln!(out, "{name}_bucket{{le=\"{}.{:03}\"}} {sum}", ms / 1000, ms % 1000);
        }
        sum += self.slower.load(Relaxed);
        let us = self.total_us.load(Relaxed);
        let _ = writeln!(
            out,
            "{name}_bucket{{le=\"+Inf\"}} {sum}\n{name}_sum {}.{:06}\n{name}_count {sum}",
            us / 1_000_000,
            us % 1_000_000
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_what_happened() {
        let metrics = Metrics::default();
        metrics.begin();
        metrics.end("GET", Some("/api/v1/cycles/{id}"), 200, Duration::from_millis(7));
        let text = metrics.render(&[("qatysu_pool", "Connections.", 3)]);
        assert!(
            text.contains(
                "qatysu_http_requests_total{method=\"GET\",route=\"/api/v1/cycles/{id}\",status=\"200\"} 1\n"
            )
        );
        assert!(text.contains("qatysu_http_request_seconds_bucket{le=\"0.010\"} 1\n"));
        assert!(text.contains("qatysu_http_request_seconds_sum 0.007000\n"));
        assert!(text.contains("qatysu_pool 3\n"));
        assert!(text.contains("qatysu_http_in_flight 0\n"));
    }
}
