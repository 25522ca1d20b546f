//! The way in: a pool for reads, one way to write, one way to cast.

use crate::conn::{Begin, Conn, Manager, is_postgres};
use crate::error::{Error, Result};
use crate::writer::{Call, Message, Task as _, Writer, watch};
use diesel::r2d2::{Pool, PooledConnection, R2D2Connection};
use domain::Moment;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

pub use crate::cast::{BallotCast, CastError, Recorded};
pub use crate::tx::Tx;

/// How a store is set up. The default fits one node on a small machine.
#[derive(Debug, Clone)]
pub struct Config {
    /// Connections for reads.
    pub readers: u32,
    /// Connections for writes (PostgreSQL; SQLite has one writer).
    pub writers: u32,
    /// How long a caller waits for a connection before [`Error::Busy`].
    pub wait: Duration,
    /// How many writes or ballots may wait for the writer thread before [`Error::Busy`].
    pub queue: usize,
    /// Longest statement (PostgreSQL).
    pub statement: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self { readers: 8, writers: 8, wait: Duration::from_secs(2), queue: 1024, statement: Duration::from_secs(10) }
    }
}

/// The store. Clones share its connections. All calls block: the API runs them on its blocking threads.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    url: String,
    config: Config,
    readers: Pool<Manager>,
    /// PostgreSQL only.
    writers: Option<Pool<Manager>>,
    /// Ballots; on SQLite all writes.
    writer: Writer,
}

/// How often a transaction that lost against another one is run.
const TRIES: u32 = 5;

impl Store {
    /// Opens the database and checks that it answers. The schema is brought up to date by [`migrate`](Self::migrate).
    pub fn open(url: &str, config: &Config) -> Result<Self> {
        Conn::open(url, config.statement)?;
        let pool = |size: u32, read_only: bool| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(config.wait)
                .test_on_check_out(false) // BEGIN is the test, see `checkout`
                .build_unchecked(Manager { url: url.into(), statement: config.statement, read_only })
        };
        let writers = is_postgres(url).then(|| pool(config.writers, false));
        Ok(Self(Arc::new(Inner {
            url: url.into(),
            config: config.clone(),
            readers: pool(config.readers, true),
            writers,
            writer: Writer::start(url.into(), config.statement, config.queue),
        })))
    }

    /// Brings the schema up to date. Nodes that start together wait for each other.
    pub fn migrate(&self) -> Result<()> {
        // No statement timeout: a migration takes the time it takes.
        Conn::open(&self.0.url, Duration::ZERO)?.migrate()
    }

    /// Whether this is a PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.0.writers.is_some()
    }

    /// Reads in one transaction: all queries see the same state of the database.
    pub fn read<T, E: From<Error>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.checkout(&self.0.readers, Begin::Read)?;
        let result = f(&mut conn);
        conn.unwind_to(0)?;
        result
    }

    /// Writes in one transaction and returns after its commit.
    ///
    /// The closure may run more than once, so it has no effect but on the database, and takes the time and new ids from
    /// its [`Tx`] alone. It runs among others in one thread on SQLite: 5 ms at most, longer work is a job in chunks. If it
    /// fails or panics, nothing of it is written and nobody else notices. When a statement in it fails, it must fail too.
    ///
    /// [`Error::Unavailable`] with a connection lost at COMMIT leaves open whether it was written.
    pub fn write<T, E, F>(&self, now: Moment, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = mpsc::sync_channel(1);
        let call = Call::new(now, f, reply);
        match &self.0.writers {
            Some(pool) => self.write_pooled(pool, call)?,
            None => self.0.writer.send(Message::Call(Box::new(call)))?,
        }
        answer.recv().map_err(|_| Error::Broken("the writer has stopped".into()))?
    }

    /// Casts a ballot and returns after its commit, see [`BallotCast`].
    pub fn cast(&self, ballot: BallotCast) -> Result<Recorded, CastError> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.cast_then(ballot, move |result| drop(reply.send(result)))?;
        answer.recv().map_err(|_| Error::Broken("the writer has stopped".into()))?
    }

    /// Casts a ballot without a thread that waits: `then` gets the result after the commit, on the writer's thread, so it
    /// only passes it on.
    pub fn cast_then(
        &self,
        ballot: BallotCast,
        then: impl FnOnce(Result<Recorded, CastError>) + Send + 'static,
    ) -> Result<()> {
        self.0.writer.send(Message::Ballot(Box::new(ballot), Box::new(then)))
    }

    fn write_pooled<T, E, F>(&self, pool: &Pool<Manager>, mut call: Call<T, E, F>) -> Result<()>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        for attempt in 1..=TRIES {
            let mut conn = self.checkout(pool, Begin::Write)?;
            let trouble = watch(&mut conn);
            let ended = match call.attempt(&mut conn) {
                Some(effects) => effects.write(&mut conn),
                None => match trouble.take() {
                    Some(e) if e.is_passing() => Err(e),
                    _ => {
                        drop(conn.unwind_to(0));
                        call.settle(Ok(()));
                        return Ok(());
                    }
                },
            };
            match ended {
                // Only before COMMIT it is certain that nothing was written.
                Err(e) if e.is_passing() && attempt < TRIES => {
                    drop(conn.unwind_to(0));
                    drop(conn);
                    std::thread::sleep(Duration::from_millis(u64::from(attempt) * 5));
                }
                Err(e) => {
                    drop(conn.unwind_to(0));
                    call.settle(Err(e));
                    return Ok(());
                }
                Ok(()) => {
                    call.settle(conn.commit());
                    return Ok(());
                }
            }
        }
        call.settle(Err(Error::Conflict));
        Ok(())
    }

    /// A connection with an open transaction. A dead one shows itself at BEGIN and is replaced.
    fn checkout(&self, pool: &Pool<Manager>, kind: Begin) -> Result<PooledConnection<Manager>> {
        for _ in 0..=pool.max_size() {
            // The pool tells what kept it from connecting behind a colon; without that all connections are in use.
            let mut conn = pool.get().map_err(|e| match e.to_string() {
                why if why.contains(':') => Error::Unavailable(why),
                _ => Error::Busy,
            })?;
            match conn.begin(kind) {
                Ok(()) => return Ok(conn),
                Err(Error::Unavailable(why)) => {
                    tracing::debug!(why, "a pooled connection was dead")
                }
                Err(e) => return Err(e),
            }
        }
        Err(Error::Unavailable("all connections were dead".into()))
    }

    /// Whether the database answers; for readiness checks.
    pub fn ping(&self) -> Result<()> {
        self.read(|c| Ok(R2D2Connection::ping(c)?))
    }

    /// How the store was set up.
    pub fn config(&self) -> &Config {
        &self.0.config
    }
}
