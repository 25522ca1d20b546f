//! Jobs: work outside of requests, in the same database. A job may run more than once (its node may die after the work and
//! before `finish`), so it must be idempotent; `finish` belongs into the transaction of its last write.

use crate::prelude::*;
use time::Duration;

row! {
    /// A job that waits or runs.
    JobRow in job {
        id: Id,
        kind: String,
        payload: Value,
        run_at: Moment,
        /// How often it was claimed.
        attempts: i32,
        lease_token: Option<Id>,
        lease_until: Option<Moment>,
        last_error: Option<String>,
        dedup: Option<String>,
        created_at: Moment,
    }
}

/// A job to put into the queue.
#[derive(Debug, Clone)]
pub struct Job {
    /// Name of its handler.
    pub kind: &'static str,
    /// Its arguments.
    pub payload: Value,
    /// Not before.
    pub run_at: Moment,
    /// While a job with this mark is in the queue, no second one gets in.
    pub dedup: Option<String>,
}

/// A job that this node may work on until `until`; the token proves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lease {
    /// The job.
    pub id: Id,
    /// Name of its handler.
    pub kind: String,
    /// Its arguments.
    pub payload: Value,
    /// How often it was claimed, this time included.
    pub attempts: i32,
    /// Proof of the lease.
    pub token: Id,
    /// End of the lease: later another node may claim the job.
    pub until: Moment,
}

pub(crate) fn enqueue(c: &mut Conn, id: Id, now: Moment, new: Job) -> Result<bool> {
    let Job { kind, payload, run_at, dedup } = new;
    let row = JobRow {
        id,
        kind: kind.into(),
        payload,
        run_at: domain::moment::whole_micros(run_at),
        attempts: 0,
        lease_token: None,
        lease_until: None,
        last_error: None,
        dedup,
        created_at: now,
    };
    let added =
        on!(c, |c| diesel::insert_into(job::table).values(&row).on_conflict(job::dedup).do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Claims due jobs that nobody else holds, the longest due first. They run after this transaction, never inside it.
pub fn claim(tx: &mut Tx, limit: i64, lease: Duration) -> Result<Vec<Lease>> {
    let (now, until) = (tx.now(), tx.now() + lease);
    let free = job::lease_until.is_null().or(job::lease_until.assume_not_null().le(Sql(now)));
    let due = job::table.filter(job::run_at.le(Sql(now))).filter(free).order((job::run_at, job::id)).limit(limit);
    let rows: Vec<JobRow> = match &mut **tx {
        Conn::Postgres(c) => due.select(JobRow::as_select()).for_update().skip_locked().load(c)?,
        Conn::Sqlite(c) => due.select(JobRow::as_select()).load(c)?,
    };
    let mut leases = Vec::with_capacity(rows.len());
    for JobRow { id, kind, payload, attempts, .. } in rows {
        let (token, attempts) = (tx.random_id(), attempts + 1);
        diesel::update(job::table.filter(job::id.eq(Sql(id))))
            .set((
                job::lease_token.eq(Sql(Some(token))),
                job::lease_until.eq(Sql(Some(until))),
                job::attempts.eq(attempts),
            ))
            .execute(&mut **tx)?;
        leases.push(Lease { id, kind, payload, attempts, token, until });
    }
    Ok(leases)
}

/// Ends a job. False: the lease is not ours any more, so the caller fails its transaction.
pub fn finish(c: &mut Conn, lease: &Lease) -> Result<bool> {
    let mine = job::table.filter(job::id.eq(Sql(lease.id))).filter(job::lease_token.eq(Sql(Some(lease.token))));
    Ok(diesel::delete(mine).execute(c)? == 1)
}

/// Prolongs a lease until `until`, for long work in chunks. False: it is not ours any more.
pub fn prolong(c: &mut Conn, lease: &Lease, until: Moment) -> Result<bool> {
    let mine = job::table.filter(job::id.eq(Sql(lease.id))).filter(job::lease_token.eq(Sql(Some(lease.token))));
    Ok(diesel::update(mine).set(job::lease_until.eq(Sql(Some(until)))).execute(c)? == 1)
}

/// Gives a job back after an error: it is due again after 2, 4, 8 … seconds, at most an hour. False: the lease is not ours
/// any more.
pub fn fail(tx: &mut Tx, lease: &Lease, error: &str) -> Result<bool> {
    let wait = Duration::seconds(1_i64 << lease.attempts.clamp(1, 12)).min(Duration::HOUR);
    let run_at = tx.now() + wait;
    let mine = job::table.filter(job::id.eq(Sql(lease.id))).filter(job::lease_token.eq(Sql(Some(lease.token))));
    let written = diesel::update(mine)
        .set((
            job::run_at.eq(Sql(run_at)),
            job::lease_token.eq(Sql(None::<Id>)),
            job::lease_until.eq(Sql(None::<Moment>)),
            job::last_error.eq(error),
        ))
        .execute(&mut **tx)?;
    Ok(written == 1)
}

/// All jobs in the queue, by the time they are due.
pub fn list(c: &mut Conn, limit: i64) -> Result<Vec<JobRow>> {
    Ok(job::table.order((job::run_at, job::id)).limit(limit).select(JobRow::as_select()).load(c)?)
}

/// How many jobs wait or run.
pub fn count(c: &mut Conn) -> Result<i64> {
    Ok(job::table.count().get_result(c)?)
}
