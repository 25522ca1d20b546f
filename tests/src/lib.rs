//! `TestCity`: a small city on a database of its own, with a real server on a free port and the clock in the test's hand.
//!
//! ```no_run
//! qatysu_tests::both! {
//!     /// A visitor is nobody.
//!     fn a_visitor_is_nobody(city: &TestCity) {
//!         city.visitor().get("/api/v1/me").problem(401);
//!     }
//! }
//! ```
#![allow(clippy::unwrap_used)] // a test's library: a broken expectation ends the test

pub mod client;
pub mod delivery;
pub mod people;
pub mod process;
pub mod proxy;
pub mod raw;
pub mod treasury;
pub mod vote;

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use api::{Api, Config, Rate};
use app::TestClock;
use app::job::Runner;
use app::testing::TestApp;
use domain::{Id, Moment};
use store::testing::TestDb;

pub use client::{Client, Reply};
pub use people::Resident;

/// Declares tests that run on SQLite and, where `QATYSU_TEST_PG` names a server (in CI it must), on PostgreSQL:
/// `both! { fn name(city: &TestCity) { … } }` makes `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! both {
    ($( $(#[$meta:meta])* fn $name:ident($city:ident: &TestCity) $body:block )+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn story($city: &$crate::TestCity) $body

            #[test]
            fn sqlite() {
                story(&$crate::TestCity::sqlite());
            }

            #[test]
            fn postgres() {
                if let Some(city) = $crate::TestCity::postgres() {
                    story(&city);
                }
            }
        }
    )+};
}

/// A city with a server. Dropping it stops the server and fails the test if a job was left over.
pub struct TestCity {
    /// The application below the server, for what a test prepares.
    pub test: TestApp,
    /// Where the server is, such as `http://127.0.0.1:40123`.
    pub url: String,
    /// The server's parts.
    pub api: Api,
    handle: Option<actix_web::dev::ServerHandle>,
    thread: Option<JoinHandle<()>>,
}

/// The settings of a test's server: small, quick, and without limits that a test does not ask for.
pub fn config() -> Config {
    let plenty = Rate { quota: 10_000_000, window: Duration::from_secs(60) };
    Config {
        workers: 1,
        poll: Duration::from_millis(50),
        shutdown: Duration::from_secs(2),
        per_address: plenty,
        per_account: plenty,
        secure: false,
        signals: false,
        test_routes: true,
        ..Config::default()
    }
}

impl TestCity {
    /// On SQLite.
    pub fn sqlite() -> Self {
        Self::start(TestApp::on(TestDb::sqlite()), config())
    }

    /// On PostgreSQL; none where there is no server to test on.
    pub fn postgres() -> Option<Self> {
        TestDb::postgres().map(|db| Self::start(TestApp::on(db), config()))
    }

    /// On SQLite with other settings of the server.
    pub fn with(config: Config) -> Self {
        Self::start(TestApp::on(TestDb::sqlite()), config)
    }

    /// Serves this application.
    pub fn start(test: TestApp, config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let api = api::api(test.app.clone(), config);
        let (started, handle) = mpsc::channel();
        let thread = {
            let api = api.clone();
            std::thread::spawn(move || {
                api::serve(api, listener, |handle| drop(started.send(handle))).expect("the server runs");
            })
        };
        let handle = handle.recv_timeout(Duration::from_secs(20)).expect("the server starts");
        Self { test, url, api, handle: Some(handle), thread: Some(thread) }
    }

    /// A client that is not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.url)
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<TestClock> {
        &self.test.clock
    }

    /// What the clock shows.
    pub fn now(&self) -> Moment {
        self.test.app.now()
    }

    /// The districts `auezov` and `turksib`.
    pub fn districts(&self) -> [Id; 2] {
        self.test.districts
    }

    /// Runs every job that is due; how many ran well.
    pub fn run_jobs(&self) -> usize {
        Runner::new(self.test.app.clone()).run_due().expect("the queue can be read")
    }

    /// Looks at `probe` until it says yes; fails after `within`: every promised deadline is a test.
    pub fn eventually(&self, within: Duration, what: &str, probe: impl Fn() -> bool) {
        eventually(within, what, probe);
    }
}

/// Looks at `probe` until it says yes; fails after `within`.
pub fn eventually(within: Duration, what: &str, probe: impl Fn() -> bool) {
    let start = Instant::now();
    while !probe() {
        assert!(start.elapsed() < within, "within {within:?}: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Drop for TestCity {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            // The command is sent at once; the thread's end is what we wait for.
            drop(handle.stop(true));
        }
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.expect("the server ends well");
                let left = self.run_jobs();
                assert_eq!(left, 0, "jobs were left over; a story ends with city.run_jobs()");
            }
        }
    }
}
