//! Passwords: what is accepted, and argon2id behind a bounded pool.
//!
//! A hash costs tens of megabytes and tens of milliseconds by design; without a bound, a few hundred sign-ins would take the
//! machine. So a fixed number is computed at a time, a fixed number may wait, and the rest is told to come back.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::secrets::random_bytes;
use crate::{Config, Error, Fault, Result};

/// Shortest password, in characters. Length is the only rule (NIST SP 800-63B): no classes, no expiry.
pub const MIN_CHARS: usize = 12;
/// Longest password, in characters: bounds the work of hashing.
pub const MAX_CHARS: usize = 128;

/// How long a request waits for a slot before it is told to come back.
const WAIT: Duration = Duration::from_secs(5);

/// Passwords of at least [`MIN_CHARS`] characters that everybody tries first, lower case.
const COMMON: &str = include_str!("common-passwords.txt");

/// Whether a new password is acceptable; `pointer` says where it stood in the input.
pub fn check(password: &str, pointer: &str) -> std::result::Result<(), Fault> {
    let chars = password.chars().count();
    if chars < MIN_CHARS {
        return Err(Fault::new(pointer, "password_too_short").with("min", MIN_CHARS));
    }
    if chars > MAX_CHARS {
        return Err(Fault::new(pointer, "password_too_long").with("max", MAX_CHARS));
    }
    let lower = password.to_lowercase();
    let one_repeated = lower.chars().all(|c| lower.starts_with(c));
    if one_repeated || COMMON.lines().any(|common| common == lower) {
        return Err(Fault::new(pointer, "password_common"));
    }
    Ok(())
}

/// Computes and verifies argon2id hashes, a bounded number at a time. Blocks; never call it on an async thread.
pub struct Hasher {
    argon: Argon2<'static>,
    pool: Arc<Pool>,
    /// Verified when there is no such account, so that an answer takes as long as for one that exists.
    decoy: String,
}

impl Hasher {
    /// A hasher with the configured cost and bounds.
    pub fn new(config: &Config) -> Self {
        let cost = config.hash_cost;
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .expect("the configured cost of argon2 is within its limits");
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let salt = SaltString::encode_b64(&[0; 16]).expect("16 bytes make a salt");
        let decoy = argon
            .hash_password(b"nobody has this password", &salt)
            .expect("a salt and valid parameters hash")
            .to_string();
        let pool = Arc::new(Pool {
            slots: config.hash_slots.max(1),
            queue: config.hash_queue,
            state: Mutex::default(),
            freed: Condvar::new(),
        });
        Self { argon, pool, decoy }
    }

    /// PHC string of a new hash. `Busy` when the pool is full.
    pub fn hash(&self, password: &str) -> Result<String> {
        let _slot = self.pool.enter()?;
        let salt = SaltString::encode_b64(&random_bytes::<16>()?).map_err(|e| Error::Broken(format!("salt: {e}")))?;
        let hash =
            self.argon.hash_password(password.as_bytes(), &salt).map_err(|e| Error::Broken(format!("argon2: {e}")))?;
        Ok(hash.to_string())
    }

    /// Whether the password matches; without a hash the same work is done and the answer is no. `Busy` when the pool is full.
    pub fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        if password.chars().count() > MAX_CHARS {
            return Ok(false);
        }
        let _slot = self.pool.enter()?;
        let parsed = PasswordHash::new(hash.unwrap_or(&self.decoy))
            .map_err(|e| Error::Broken(format!("stored password hash: {e}")))?;
        let matches = self.argon.verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(matches && hash.is_some())
    }
}

struct Pool {
    slots: usize,
    queue: usize,
    state: Mutex<Load>,
    freed: Condvar,
}

#[derive(Default)]
struct Load {
    running: usize,
    waiting: usize,
}

struct Slot(Arc<Pool>);

impl Pool {
    fn lock(&self) -> MutexGuard<'_, Load> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(self: &Arc<Self>) -> Result<Slot> {
        let mut load = self.lock();
        if load.running >= self.slots {
            if load.waiting >= self.queue {
                return Err(Error::Busy);
            }
            load.waiting += 1;
            let until = Instant::now() + WAIT;
            while load.running >= self.slots {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    load.waiting -= 1;
                    return Err(Error::Busy);
                }
                load = self.freed.wait_timeout(load, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            load.waiting -= 1;
        }
        load.running += 1;
        Ok(Slot(self.clone()))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::HashCost;

    fn config(slots: usize, queue: usize) -> Config {
        Config { hash_cost: HashCost::TEST, hash_slots: slots, hash_queue: queue, ..Config::default() }
    }

    #[test]
    fn length_is_the_rule_and_what_everybody_tries_is_not_accepted() {
        assert_eq!(
            check("short", "/password").unwrap_err(),
            Fault::new("/password", "password_too_short").with("min", 12)
        );
        assert_eq!(check(&"я".repeat(129), "/password").unwrap_err().code, "password_too_long");
        assert_eq!(check("Password1234", "/p").unwrap_err().code, "password_common");
        assert_eq!(check("aaaaaaaaaaaa", "/p").unwrap_err().code, "password_common");
        assert!(check("алма ағашы гүлдеді", "/p").is_ok());
    }

    #[test]
    fn a_hash_verifies_and_nobody_has_no_password() {
        let hasher = Hasher::new(&config(1, 0));
        let hash = hasher.hash("twelve steppes").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(hasher.verify("twelve steppes", Some(&hash)).unwrap());
        assert!(!hasher.verify("twelve stepped", Some(&hash)).unwrap());
        assert!(!hasher.verify("nobody has this password", None).unwrap());
    }

    #[test]
    fn a_full_pool_says_busy_and_a_freed_slot_is_taken() {
        let hasher = Hasher::new(&config(1, 0));
        let slot = hasher.pool.enter().unwrap();
        assert!(matches!(hasher.hash("twelve steppes"), Err(Error::Busy)));
        drop(slot);
        assert!(hasher.hash("twelve steppes").is_ok());
    }

    #[test]
    fn a_request_in_the_queue_gets_the_slot_when_it_is_freed() {
        let hasher = Arc::new(Hasher::new(&config(1, 1)));
        let slot = hasher.pool.enter().unwrap();
        let waiter = std::thread::spawn({
            let hasher = hasher.clone();
            move || hasher.hash("twelve steppes").is_ok()
        });
        while hasher.pool.lock().waiting == 0 {
            std::thread::yield_now();
        }
        assert!(matches!(hasher.hash("twelve steppes"), Err(Error::Busy)), "the queue holds one");
        drop(slot);
        assert!(waiter.join().unwrap());
    }
}
