//! Settings. The command line fills them from its arguments and the environment.

use std::path::PathBuf;

/// Settings of the application; `Default` is right for one machine.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address under which people reach the site, without a slash at the end: issuer of tokens, base of links in mails.
    pub public_url: String,
    /// Directory into which mails are written as `.eml` files (there is no SMTP yet).
    pub mail_dir: PathBuf,
    /// Sender of mails.
    pub mail_from: String,
    /// Cost of a password hash.
    pub hash_cost: HashCost,
    /// Password hashes computed at the same time.
    pub hash_slots: usize,
    /// Requests that may wait for a slot; the next one is told to come back.
    pub hash_queue: usize,
    /// Life of a cookie session.
    pub session_life: time::Duration,
    /// Life of an access token, 15 minutes at most.
    pub access_life: time::Duration,
    /// Life of a refresh token.
    pub refresh_life: time::Duration,
    /// Wrong passwords per e-mail address before a pause.
    pub sign_in_tries: u32,
    /// Length of that pause, and the window in which tries are counted.
    pub sign_in_pause: time::Duration,
    /// Wrong printed codes per resident before the code is void.
    pub code_tries: i32,
    /// How long an idempotency row is kept.
    pub idempotency_life: time::Duration,
}

/// Cost of an argon2id hash.
#[derive(Debug, Clone, Copy)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl HashCost {
    /// The cheapest cost argon2 allows: for tests only.
    pub const TEST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
}

impl Default for HashCost {
    /// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            mail_dir: PathBuf::from("data/mail"),
            mail_from: "Qatysu <no-reply@localhost>".to_owned(),
            hash_cost: HashCost::default(),
            hash_slots: 2,
            hash_queue: 32,
            session_life: time::Duration::days(14),
            access_life: time::Duration::minutes(15),
            refresh_life: time::Duration::days(30),
            sign_in_tries: 10,
            sign_in_pause: time::Duration::minutes(15),
            code_tries: 5,
            idempotency_life: time::Duration::hours(24),
        }
    }
}
