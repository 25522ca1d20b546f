//! A write transaction as a use case sees it.

use crate::audit::{self, Audit, Pending};
use crate::conn::Conn;
use crate::error::Result;
use crate::job::{self, Job};
use crate::revision;
use domain::{Id, Moment};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

/// Where a call of `write` comes from: the same on every rerun, so that a rerun does the same.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    now: Moment,
    seed: [u8; 32],
}

impl Origin {
    pub(crate) fn new(now: Moment) -> Self {
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(Id::new_v4().as_bytes());
        seed[16..].copy_from_slice(Id::new_v4().as_bytes());
        Self { now: domain::moment::whole_micros(now), seed }
    }
}

/// An open write transaction. It is a connection (pass `tx` where `&mut Conn` is wanted) with the time, new ids, and what
/// the writer adds before the commit: audit links and revisions.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    origin: Origin,
    draws: u64,
    ids: u64,
    effects: Effects,
}

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: &'c mut Conn, origin: Origin) -> Self {
        Self { conn, origin, draws: 0, ids: 0, effects: Effects::default() }
    }

    /// The instant of the request, whole microseconds.
    pub fn now(&self) -> Moment {
        self.origin.now
    }

    /// A new UUIDv7 of this instant. The ids of one call sort in the order they were made.
    pub fn new_id(&mut self) -> Id {
        let random = self.draw();
        let millis = self.origin.now.unix_timestamp_nanos() / 1_000_000;
        // The twelve bits after the milliseconds count; a full count moves on to the next millisecond.
        let millis = u64::try_from(millis).unwrap_or(0) + self.ids / 4096;
        let count = (self.ids % 4096).to_be_bytes();
        self.ids += 1;
        let mut rest = [0; 10];
        rest[..2].copy_from_slice(&count[6..]);
        rest[2..].copy_from_slice(&random[..8]);
        uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }

    /// A random id, where no time may show: roll entries.
    pub fn random_id(&mut self) -> Id {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.draw()[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Adds a link to the audit chain when the transaction commits.
    pub fn audit(&mut self, audit: Audit) {
        let salt = self.draw();
        self.effects.audits.push(Pending { at: self.origin.now, salt, audit });
    }

    /// Counts the revision of a topic of public data up, so that snapshots follow.
    pub fn touch(&mut self, topic: impl Into<String>) {
        self.effects.topics.insert(topic.into());
    }

    /// Puts a job into the queue; false when one with the same `dedup` waits there already.
    pub fn enqueue(&mut self, job: Job) -> Result<bool> {
        let (id, now) = (self.new_id(), self.now());
        job::enqueue(self, id, now, job)
    }

    pub(crate) fn into_effects(self) -> Effects {
        self.effects
    }

    /// 32 bytes that nobody can guess and a rerun repeats.
    fn draw(&mut self) -> [u8; 32] {
        self.draws += 1;
        Sha256::new().chain_update(self.origin.seed).chain_update(self.draws.to_be_bytes()).finalize().into()
    }
}

/// What closures left for the end of the transaction. All writers lock in this order, last of all: topics by name, then
/// the end of the audit chain; so nobody waits for them longer than for a commit, and nobody deadlocks.
#[derive(Default)]
pub(crate) struct Effects {
    pub audits: Vec<Pending>,
    pub topics: BTreeSet<String>,
}

impl Effects {
    pub(crate) fn join(&mut self, other: Self) {
        self.audits.extend(other.audits);
        self.topics.extend(other.topics);
    }

    pub(crate) fn write(&self, c: &mut Conn) -> Result<()> {
        for topic in &self.topics {
            revision::touch(c, topic)?;
        }
        audit::link(c, &self.audits)
    }
}
