//! The job runner: claims due jobs with a lease and runs them by kind.
//!
//! A job runs outside the transaction that claimed it and may run twice (a node may die in between), so every job is
//! idempotent. A new kind is a line in [`run`]; the store gives a failed job back after 2, 4, 8 … seconds, at most an hour.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration as Wait;

use domain::Moment;
use serde_json::json;
use store::Tx;
use store::job::{Job, Lease};
use time::Duration;

use crate::mail::{Mail, SEND_MAIL};
use crate::notification::{self, WORK_NEWS};
use crate::roll::{self, BUILD_ROLL};
use crate::transition::{self, COUNT_CONTEST, CYCLE_TICK};
use crate::year_end::{self, YEAR_END};
use crate::{App, Error, Result, count, mail as mails};

/// Kind of the job that deletes what is over: sessions and answers kept for replays.
pub const CLEANUP: &str = "cleanup";

/// Jobs claimed at once.
const BATCH: i64 = 8;
/// How long a node may work on a job before another takes it.
const LEASE: Duration = Duration::minutes(2);
/// Pause when nothing is due.
const IDLE: Wait = Wait::from_millis(500);
/// Rows deleted in one transaction.
const PURGE: i64 = 500;

/// What becomes of a job that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is over.
    Finished,
    /// It is due again at this time, with the same payload.
    Again(Moment),
}

/// Puts a mail into the queue; it is sent after the commit.
pub(crate) fn mail(tx: &mut Tx, mail: Mail) -> Result<()> {
    let payload = serde_json::to_value(mail).map_err(|e| Error::Broken(format!("mail: {e}")))?;
    let run_at = tx.now();
    tx.enqueue(Job { kind: SEND_MAIL, payload, run_at, dedup: None })?;
    Ok(())
}

/// Runs one job by its kind.
fn run(app: &App, lease: &Lease) -> Result<Done> {
    match lease.kind.as_str() {
        SEND_MAIL => {
            let mail: Mail =
                serde_json::from_value(lease.payload.clone()).map_err(|e| Error::Broken(format!("payload: {e}")))?;
            mails::send(app, lease.id, &mail)?;
            Ok(Done::Finished)
        }
        CLEANUP => cleanup(app),
        CYCLE_TICK => transition::tick(app, lease),
        BUILD_ROLL => roll::build(app, lease),
        COUNT_CONTEST => count::run(app, lease),
        YEAR_END => year_end::run(app, lease),
        WORK_NEWS => notification::run(app, lease),
        other => Err(Error::Broken(format!("no handler for jobs of kind {other}"))),
    }
}

/// Works on the queue, for one process.
pub struct Runner {
    app: App,
}

impl Runner {
    /// A runner; it does nothing until told.
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// Puts the recurring jobs into the queue, unless they wait there already.
    ///
    /// # Errors
    /// The database's.
    pub fn schedule(&self) -> Result<()> {
        self.app.store.write(self.app.now(), |tx| -> Result<()> {
            let run_at = tx.now();
            tx.enqueue(Job { kind: CLEANUP, payload: json!({}), run_at, dedup: Some(CLEANUP.to_owned()) })?;
            year_end::schedule_all(tx)?;
            Ok(())
        })?;
        notification::schedule_all(&self.app)
    }

    /// Runs every job that is due now, until none is left; how many ran well. Tests call it after setting the clock.
    ///
    /// # Errors
    /// The database's; what a job does wrong is logged, kept in its row, and tried again later.
    pub fn run_due(&self) -> Result<usize> {
        let mut ran = 0;
        loop {
            let (well, claimed) = self.batch()?;
            ran += well;
            if claimed == 0 {
                return Ok(ran);
            }
        }
    }

    /// Works until `stop` is set; the job in hand is finished first.
    pub fn run_until(&self, stop: &AtomicBool) {
        let mut pause = IDLE;
        if let Err(e) = self.schedule() {
            tracing::warn!(error = %e, "recurring jobs could not be queued; the next start tries again");
        }
        while !stop.load(Ordering::Relaxed) {
            match self.batch() {
                Ok((_, 0)) => pause = IDLE,
                Ok(_) => continue,
                Err(e) => {
                    tracing::warn!(error = %e, "the job queue cannot be read; trying again");
                    pause = (pause * 2).min(Wait::from_secs(10));
                }
            }
            std::thread::park_timeout(pause);
        }
    }

    fn batch(&self) -> Result<(usize, usize)> {
        let leases = self.app.store.write(self.app.now(), |tx| store::job::claim(tx, BATCH, LEASE))?;
        let well = leases.iter().filter(|lease| self.one(lease)).count();
        Ok((well, leases.len()))
    }

    fn one(&self, lease: &Lease) -> bool {
        let (app, kind, id) = (&self.app, lease.kind.as_str(), lease.id);
        // A panic in one job must not end the queue.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(app, lease)))
            .unwrap_or_else(|_| Err(Error::Broken("the job panicked".into())));
        if let Err(e) = &result {
            tracing::error!(job.kind = kind, job.id = %id, job.attempts = lease.attempts, error = %e, "a job failed and will be tried again");
        }
        let well = result.is_ok();
        match self.settle(lease, result) {
            Ok(true) => well,
            Ok(false) => {
                tracing::warn!(job.kind = kind, job.id = %id, "a job took longer than its lease; another node has it");
                false
            }
            Err(e) => {
                tracing::warn!(job.kind = kind, job.id = %id, error = %e, "the end of a job could not be written; it runs again");
                false
            }
        }
    }

    fn settle(&self, lease: &Lease, result: Result<Done>) -> Result<bool> {
        let (lease, failed) = (lease.clone(), result.as_ref().err().map(ToString::to_string));
        let again = match result {
            Ok(Done::Again(at)) => Some(at),
            _ => None,
        };
        self.app.store.write(self.app.now(), move |tx| -> Result<bool> {
            if let Some(why) = &failed {
                return Ok(store::job::fail(tx, &lease, why)?);
            }
            let mine = store::job::finish(tx, &lease)?;
            if let (true, Some(run_at)) = (mine, again) {
                let (kind, dedup) = again_as(&lease)?;
                tx.enqueue(Job { kind, payload: lease.payload.clone(), run_at, dedup: Some(dedup) })?;
            }
            Ok(mine)
        })
    }
}

/// Kind and name in the queue of a job that comes again: one clean-up in all, one tick that is held up per cycle.
fn again_as(lease: &Lease) -> Result<(&'static str, String)> {
    match lease.kind.as_str() {
        CLEANUP => Ok((CLEANUP, CLEANUP.to_owned())),
        CYCLE_TICK => Ok((CYCLE_TICK, format!("{CYCLE_TICK}/{}/again", lease.payload["cycle_id"]))),
        other => Err(Error::Broken(format!("a job of kind {other} does not come again"))),
    }
}

/// Deletes sessions that are over since a week and idempotency rows past their life; comes again in an hour.
fn cleanup(app: &App) -> Result<Done> {
    let now = app.now();
    let (sessions, answers) = (now - Duration::days(7), now - app.config.idempotency_life);
    while app.store.write(now, move |tx| store::session::purge(tx, sessions, PURGE))? > 0 {}
    app.store.write(now, move |tx| store::idempotency::purge(tx, answers))?;
    Ok(Done::Again(now + Duration::HOUR))
}
