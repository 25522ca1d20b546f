//! Where the time comes from.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::Moment;

/// A source of the present time.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Moment;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let nanos = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(0),
            Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(0),
        };
        Moment::from_unix_timestamp_nanos(nanos).unwrap_or(Moment::UNIX_EPOCH)
    }
}

/// A clock that stands still until it is told otherwise: for tests and for a demo shown at another date.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that shows `at`.
    pub fn at(at: Moment) -> Self {
        Self(AtomicI64::new(micros(at)))
    }

    /// Shows `at` from now on.
    pub fn set(&self, at: Moment) {
        self.0.store(micros(at), Ordering::SeqCst);
    }

    /// Moves by `step`, which may be negative.
    pub fn advance(&self, step: time::Duration) {
        let by = i64::try_from(step.whole_microseconds()).expect("a step of a test clock fits 292,000 years");
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        let nanos = i128::from(self.0.load(Ordering::SeqCst)) * 1_000;
        Moment::from_unix_timestamp_nanos(nanos).unwrap_or(Moment::UNIX_EPOCH)
    }
}

fn micros(at: Moment) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000).expect("instants of the years -9999 to 9999 fit i64 microseconds")
}
