//! One connection type for both databases, chosen at run time by the URL.
#![allow(missing_docs)] // what the derive generates has none; ours have

use crate::engine::{postgres, sqlite};
use crate::error::{Error, Result};
use diesel::connection::{AnsiTransactionManager as Ansi, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel_migrations::MigrationHarness;
use std::time::Duration;

/// A connection to either database. Plain diesel queries run on it; what its backend lacks goes through [`on!`](crate::on).
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// The same expression on the concrete connection, for what diesel's `MultiBackend` lacks: upsert, batch insert,
/// `FOR UPDATE`, `UNION`. The connection must be a `&mut Conn`.
#[macro_export]
macro_rules! on {
    ($conn:expr, |$c:ident| $e:expr) => {
        match &mut *$conn {
            $crate::conn::Conn::Postgres($c) => $e,
            $crate::conn::Conn::Sqlite($c) => $e,
        }
    };
}

/// The kinds of transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin {
    /// Sees one state of the database from its first query to its last, writes nothing.
    Read,
    /// SQLite takes its write lock at once, so that it never fails half way for being busy.
    Write,
}

/// Whether the URL names a PostgreSQL.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

impl Conn {
    /// Opens `postgres://…` or `sqlite://path` (the file and its folder are made when missing). A PostgreSQL statement
    /// that runs longer than `statement` is cancelled.
    pub fn open(url: &str, statement: Duration) -> Result<Self> {
        if is_postgres(url) {
            postgres::open(url, statement).map(Self::Postgres)
        } else if let Some(path) = url.strip_prefix("sqlite://") {
            sqlite::open(path).map(Self::Sqlite)
        } else {
            Err(Error::Broken("the database's URL starts with sqlite:// or postgres://".into()))
        }
    }

    /// Brings the schema up to date; concurrent callers wait for each other.
    pub fn migrate(&mut self) -> Result<()> {
        let pending = match self {
            Self::Postgres(c) => {
                c.batch_execute(postgres::LOCK_MIGRATIONS)?;
                postgres::MIGRATIONS
            }
            Self::Sqlite(_) => sqlite::MIGRATIONS,
        };
        let done = self.run_pending_migrations(pending).map(drop).map_err(|e| Error::Broken(format!("migration: {e}")));
        if let Self::Postgres(c) = self {
            c.batch_execute(postgres::UNLOCK_MIGRATIONS)?;
        }
        done
    }

    /// Whether this is a PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    pub(crate) fn begin(&mut self, kind: Begin) -> Result<()> {
        Ok(match (self, kind) {
            (Self::Postgres(c), Begin::Read) => {
                Ansi::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
            (Self::Postgres(c), Begin::Write) => Ansi::begin_transaction_sql(c, "BEGIN"),
            (Self::Sqlite(c), Begin::Read) => Ansi::begin_transaction_sql(c, "BEGIN"),
            (Self::Sqlite(c), Begin::Write) => Ansi::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        }?)
    }

    pub(crate) fn savepoint(&mut self) -> Result<()> {
        Ok(Self::begin_transaction(self)?)
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        Ok(Self::commit_transaction(self)?)
    }

    /// Rolls back until only so many transactions are open: 0 is none, 1 the outermost. A closure that panicked may have
    /// left savepoints of its own.
    pub(crate) fn unwind_to(&mut self, depth: u32) -> Result<()> {
        while self.depth()? > depth {
            Self::rollback_transaction(self)?;
        }
        Ok(())
    }

    fn depth(&mut self) -> Result<u32> {
        Ok(Self::transaction_manager_status_mut(self).transaction_depth()?.map_or(0, |depth| depth.get()))
    }
}

/// Makes pooled connections.
#[derive(Debug)]
pub(crate) struct Manager {
    pub url: String,
    pub statement: Duration,
    /// Refuses writes (SQLite; on PostgreSQL each transaction says so).
    pub read_only: bool,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> std::result::Result<Conn, r2d2::Error> {
        let open = || {
            let mut conn = Conn::open(&self.url, self.statement)?;
            if let (Conn::Sqlite(c), true) = (&mut conn, self.read_only) {
                c.batch_execute("PRAGMA query_only = ON")?;
            }
            Ok(conn)
        };
        open().map_err(|e: Error| r2d2::Error::ConnectionError(ConnectionError::BadConnection(e.to_string())))
    }

    fn is_valid(&self, conn: &mut Conn) -> std::result::Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}
