//! Counts wrong tries per key (an e-mail address, an account) and makes the next ones wait.
//!
//! In memory and per process: it slows guessing down, it is no ledger. Two nodes allow twice the tries. Keys are hashed, so
//! the table holds no address, and it is bounded: a flood of addresses pushes the oldest out.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::Moment;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Keys remembered at most.
const CAPACITY: usize = 50_000;

/// A table of wrong tries.
pub struct Throttle {
    tries: u32,
    pause: time::Duration,
    wrong: Mutex<HashMap<[u8; 32], Wrong>>,
}

struct Wrong {
    count: u32,
    until: Moment,
}

impl Throttle {
    /// Allows `tries` wrong tries per key within `pause`, then makes it wait until the pause is over.
    pub fn new(tries: u32, pause: time::Duration) -> Self {
        Self { tries, pause, wrong: Mutex::default() }
    }

    /// `TooMany` while the key has to wait. Call it before the expensive check.
    pub fn check(&self, what: &str, key: &str, now: Moment) -> Result<()> {
        let table = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        match table.get(&digest(what, key)) {
            Some(wrong) if wrong.count >= self.tries && now < wrong.until => {
                let left = (wrong.until - now).whole_seconds().max(0);
                Err(Error::TooMany { retry_after_s: u64::try_from(left).unwrap_or(0) + 1 })
            }
            _ => Ok(()),
        }
    }

    /// A wrong try; the pause starts again with each.
    pub fn wrong(&self, what: &str, key: &str, now: Moment) {
        let mut table = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if table.len() >= CAPACITY {
            table.retain(|_, wrong| now < wrong.until);
            if table.len() >= CAPACITY {
                let oldest = table.iter().min_by_key(|(_, wrong)| wrong.until).map(|(key, _)| *key);
                oldest.and_then(|key| table.remove(&key));
            }
        }
        let until = now + self.pause;
        let wrong = table.entry(digest(what, key)).or_insert(Wrong { count: 0, until });
        if now >= wrong.until {
            wrong.count = 0;
        }
        wrong.count = wrong.count.saturating_add(1);
        wrong.until = until;
    }

    /// A right try: the key starts afresh.
    pub fn right(&self, what: &str, key: &str) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(&digest(what, key));
    }
}

fn digest(what: &str, key: &str) -> [u8; 32] {
    Sha256::new().chain_update(what).chain_update([0]).chain_update(key).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn after_the_last_try_a_key_waits_and_others_do_not() {
        let throttle = Throttle::new(3, time::Duration::minutes(15));
        let now = datetime!(2025-10-30 12:00 UTC);
        for _ in 0..3 {
            throttle.check("sign-in", "a@b.kz", now).unwrap();
            throttle.wrong("sign-in", "a@b.kz", now);
        }
        assert!(matches!(throttle.check("sign-in", "a@b.kz", now), Err(Error::TooMany { retry_after_s: 901 })));
        throttle.check("sign-in", "c@d.kz", now).unwrap();
        throttle.check("claim", "a@b.kz", now).unwrap();
        let later = now + time::Duration::minutes(15);
        throttle.check("sign-in", "a@b.kz", later).unwrap();
        throttle.wrong("sign-in", "a@b.kz", later);
        throttle.check("sign-in", "a@b.kz", later).unwrap();
    }

    #[test]
    fn a_right_try_forgets_the_wrong_ones() {
        let throttle = Throttle::new(1, time::Duration::minutes(15));
        let now = datetime!(2025-10-30 12:00 UTC);
        throttle.wrong("sign-in", "a", now);
        throttle.right("sign-in", "a");
        throttle.check("sign-in", "a", now).unwrap();
    }
}
