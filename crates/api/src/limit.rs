//! Rate limits: token buckets per network address and per account, told in the headers of the IETF's draft 11.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::time::Instant;

use actix_web::http::header::HeaderValue;

use crate::config::Rate;

/// Buckets are spread over this many locks.
const SHARDS: usize = 16;
/// A shard is swept of full buckets when it holds more than this.
const SWEEP_AT: usize = 8192;

/// The buckets of one policy.
pub struct Limiter {
    name: &'static str,
    rate: Rate,
    shards: Vec<Mutex<HashMap<u64, Bucket>>>,
}

struct Bucket {
    tokens: f64,
    at: Instant,
}

/// How a bucket stands after a request.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    name: &'static str,
    rate: Rate,
    /// Whether the request may go on.
    pub allowed: bool,
    /// Requests left now.
    pub remaining: u32,
    /// Seconds until the bucket is full again; when nothing is left, until the next request is allowed.
    pub reset_s: u64,
}

impl Limiter {
    /// A policy with this name.
    pub fn new(name: &'static str, rate: Rate) -> Self {
        Self { name, rate, shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }

    /// Takes one request out of the bucket of `who`.
    pub fn take(&self, who: impl Hash, now: Instant) -> Standing {
        let mut hasher = DefaultHasher::new();
        who.hash(&mut hasher);
        let key = hasher.finish();
        let quota = f64::from(self.rate.quota);
        let per_second = quota / self.rate.window.as_secs_f64().max(0.001);
        let shard = &self.shards[key as usize % SHARDS];
        // A poisoned lock only means that some thread panicked between two numbers: go on.
        let mut shard = shard.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if shard.len() > SWEEP_AT {
            shard.retain(|_, b| b.tokens + now.saturating_duration_since(b.at).as_secs_f64() * per_second < quota);
        }
        let bucket = shard.entry(key).or_insert(Bucket { tokens: quota, at: now });
        let filled = bucket.tokens + now.saturating_duration_since(bucket.at).as_secs_f64() * per_second;
        bucket.at = now;
        bucket.tokens = filled.min(quota);
        let allowed = bucket.tokens >= 1.0;
        if allowed {
            bucket.tokens -= 1.0;
        }
        let missing = if bucket.tokens < 1.0 { 1.0 - bucket.tokens } else { quota - bucket.tokens };
        Standing {
            name: self.name,
            rate: self.rate,
            allowed,
            remaining: bucket.tokens as u32,
            reset_s: (missing / per_second).ceil().max(1.0) as u64,
        }
    }
}

impl Standing {
    /// Value of `RateLimit-Policy`: `"address";q=3000;w=60`.
    pub fn policy(&self) -> HeaderValue {
        header(format!("\"{}\";q={};w={}", self.name, self.rate.quota, self.rate.window.as_secs().max(1)))
    }

    /// Value of `RateLimit`: `"address";r=12;t=30`.
    pub fn state(&self) -> HeaderValue {
        header(format!("\"{}\";r={};t={}", self.name, self.remaining, self.reset_s))
    }
}

fn header(text: String) -> HeaderValue {
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_empties_and_refills() {
        let limiter = Limiter::new("test", Rate { quota: 2, window: Duration::from_secs(2) });
        let start = Instant::now();
        assert!(limiter.take("a", start).allowed);
        assert!(limiter.take("a", start).allowed);
        let standing = limiter.take("a", start);
        assert!(!standing.allowed);
        assert_eq!(standing.state(), "\"test\";r=0;t=1");
        assert_eq!(standing.policy(), "\"test\";q=2;w=2");
        assert!(limiter.take("b", start).allowed, "another's bucket is its own");
        assert!(limiter.take("a", start + Duration::from_secs(1)).allowed);
    }
}
