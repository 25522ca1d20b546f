//! What the product does: use cases, one function and one transaction each.
//!
//! A use case is a blocking free function `app::<feature>::<verb>(&App, &Caller, …) -> Result<…>`: it loads its rows,
//! begins with `domain::authorise` on what it loaded, applies the domain's rules and writes once. HTTP, the command line and
//! the job runner all call the same functions.

pub mod account;
pub mod act;
pub mod allocation;
pub mod appeal;
pub mod audit;
pub mod author;
pub mod ballot;
pub mod body;
pub mod calendar;
pub mod caller;
pub mod city;
pub mod clock;
pub mod comment;
pub mod comparison;
pub mod config;
pub mod contest;
pub mod contract;
pub mod count;
pub mod cycle;
pub mod defect;
pub mod demo;
pub mod duty;
pub mod election;
pub mod envelope;
pub mod error;
pub mod explanation;
pub mod export;
pub mod fault;
pub mod health;
pub mod idempotency;
pub mod job;
pub mod ledger;
pub mod mail;
pub mod milestone;
pub mod money;
pub mod notification;
pub mod password;
pub mod payment;
pub mod photo;
pub mod programme;
pub mod project;
pub mod proposal;
pub mod public_ballots;
pub mod report;
pub mod reshape;
pub mod resident;
pub mod review;
pub mod revision;
pub mod role;
pub mod roll;
pub mod rules;
pub mod secrets;
pub mod session;
pub mod support;
pub mod survey;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod throttle;
pub mod tie;
pub mod token;
pub mod transition;
pub mod translation;
pub mod verdict;
pub mod words;
pub mod work;
pub mod year_end;

use std::ops::Deref;
use std::sync::Arc;

pub use caller::Caller;
pub use clock::{Clock, SystemClock, TestClock};
pub use config::Config;
pub use error::{ConflictCode, Error, Result};
pub use fault::{Fault, Faults};
pub use idempotency::Idem;
pub use password::Hasher;
pub use secrets::{Secret, Secrets};
pub use throttle::Throttle;

use domain::Moment;

/// The application: everything a use case needs. Cloning shares it.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    /// The instant of the request that this handle belongs to.
    request_at: Option<Moment>,
}

/// What an [`App`] is made of.
pub struct Parts {
    /// The database.
    pub store: store::Store,
    /// Where the time comes from; tests hold it in their hand.
    pub clock: Arc<dyn Clock>,
    /// Keys, from outside the database.
    pub secrets: Secrets,
    /// Settings.
    pub config: Config,
    /// Password hashing behind a bounded pool.
    pub hasher: Hasher,
    /// Wrong passwords and codes, which make the next ones wait.
    pub sign_ins: Throttle,
    /// Ballot papers, parsed once.
    pub papers: ballot::Papers,
    /// Satisfaction of voters with results, worked out once per count.
    pub explanations: explanation::Kept<Vec<explanation::Satisfaction>>,
    /// Comparisons of rules, worked out once per decided count.
    pub comparisons: explanation::Kept<api_types::comparison::ContestComparison>,
}

impl App {
    /// Wires an application; nothing is opened or written.
    pub fn new(store: store::Store, clock: Arc<dyn Clock>, secrets: Secrets, config: Config) -> Self {
        let hasher = Hasher::new(&config);
        let sign_ins = Throttle::new(config.sign_in_tries, config.sign_in_pause);
        Self {
            parts: Arc::new(Parts {
                store,
                clock,
                secrets,
                config,
                hasher,
                sign_ins,
                papers: ballot::Papers::default(),
                explanations: explanation::Kept::default(),
                comparisons: explanation::Kept::default(),
            }),
            request_at: None,
        }
    }

    /// The same application for one request, whose time stands still: whoever came in time is not late for having waited
    /// in our queues.
    #[must_use]
    pub fn for_request(&self) -> Self {
        Self { parts: self.parts.clone(), request_at: Some(self.now()) }
    }

    /// The time of this request, whole microseconds. A use case reads it once.
    pub fn now(&self) -> Moment {
        self.request_at.unwrap_or_else(|| domain::moment::whole_micros(self.clock.now()))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}
