//! Settings of the HTTP side.

use std::path::PathBuf;
use std::time::Duration;

/// Settings; `Default` is right behind a proxy or on a private network, and for the demo on the loopback address.
#[derive(Debug, Clone)]
pub struct Config {
    /// Worker threads; 0 takes one per core.
    pub workers: usize,
    /// Time within which a request's head must arrive.
    pub head_deadline: Duration,
    /// Time within which a request's body must arrive (408).
    pub body_deadline: Duration,
    /// Time within which a handler must answer (503). Streams go on after that, see `stream_deadline`.
    pub handler_deadline: Duration,
    /// Time within which a long export must be read to its end.
    pub stream_deadline: Duration,
    /// Time for which sent bytes may stay unacknowledged before the connection is reset.
    pub write_deadline: Duration,
    /// Time for which requests in flight may go on after a signal to stop.
    pub shutdown: Duration,
    /// Longest wait for a database connection (503).
    pub pool_wait: Duration,
    /// Database work at the same time: the pool's size.
    pub pool_size: usize,
    /// Longest JSON body, bytes.
    pub json_limit: usize,
    /// Longest uploaded file (register of residents, Pabulib), bytes.
    pub upload_limit: usize,
    /// How often the revisions of public data are looked at; 250 ms at most, so that two nodes agree within a second.
    pub poll: Duration,
    /// Requests of one network address.
    pub per_address: Rate,
    /// Requests of one account.
    pub per_account: Rate,
    /// Cookies only over TLS, with the `__Host-` prefix, and HSTS. False only on the loopback address.
    pub secure: bool,
    /// Other origins that may use the cookie session, such as `https://budget.almaty.kz`; the site's own needs no entry.
    pub origins: Vec<String>,
    /// Behind a proxy of ours: the client's address is the last one in `X-Forwarded-For`, the scheme `X-Forwarded-Proto`.
    pub behind_proxy: bool,
    /// Token that opens `/metrics` and the details of `/readyz`; without one only the loopback address sees them.
    pub operator_token: Option<String>,
    /// Where holes are reported, for `/.well-known/security.txt`: `mailto:…`, `https://…`, `tel:…`. Without one: the site itself.
    pub security_contact: Option<String>,
    /// Folder with the built single-page app, instead of the one inside the binary.
    pub assets: Option<PathBuf>,
    /// Whether SIGINT and SIGTERM stop the server.
    pub signals: bool,
    /// Routes that misbehave on purpose, for tests.
    pub test_routes: bool,
}

/// A token bucket: `burst` at once, refilled over `window`.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Requests per window, and the most at once.
    pub quota: u32,
    /// The window.
    pub window: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            workers: 0,
            head_deadline: Duration::from_secs(5),
            body_deadline: Duration::from_secs(10),
            handler_deadline: Duration::from_secs(30),
            stream_deadline: Duration::from_secs(600),
            write_deadline: Duration::from_secs(20),
            shutdown: Duration::from_secs(30),
            pool_wait: Duration::from_secs(2),
            pool_size: 8,
            json_limit: 1024 * 1024,
            upload_limit: 64 * 1024 * 1024,
            poll: Duration::from_millis(200),
            // Mobile networks put thousands behind one address: generous.
            per_address: Rate { quota: 3000, window: Duration::from_secs(60) },
            per_account: Rate { quota: 600, window: Duration::from_secs(60) },
            secure: true,
            origins: Vec::new(),
            behind_proxy: false,
            operator_token: None,
            security_contact: None,
            assets: None,
            signals: true,
            test_routes: false,
        }
    }
}
