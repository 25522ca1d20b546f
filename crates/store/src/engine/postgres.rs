//! PostgreSQL: many nodes, row locks.

use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::time::Duration;

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

// Nodes that start together migrate one after the other. The number is ours alone: "qatysu" in ASCII.
pub(crate) const LOCK_MIGRATIONS: &str = "SELECT pg_advisory_lock(124657846284149)";
pub(crate) const UNLOCK_MIGRATIONS: &str = "SELECT pg_advisory_unlock(124657846284149)";

// A server that vanished without a word is noticed within seconds, not after the kernel's two hours.
const NETWORK: [(&str, &str); 5] = [
    ("connect_timeout", "2"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "10000"),
];

/// Longest wait for a row that another transaction holds.
const LOCK: Duration = Duration::from_secs(2);

/// A connection whose statements run no longer than `statement`; zero is no limit.
pub(crate) fn open(url: &str, statement: Duration) -> Result<PgConnection> {
    let mut url = url.to_owned();
    for (name, value) in NETWORK {
        if !url.contains(name) {
            let join = if url.contains('?') { '&' } else { '?' };
            url.push_str(&format!("{join}{name}={value}"));
        }
    }
    let mut conn = PgConnection::establish(&url).map_err(|e| Error::Unavailable(e.to_string()))?;
    // Zero is no limit: migrations wait for each other as long as it takes.
    let (statement, lock) = (statement.as_millis(), statement.min(LOCK).as_millis());
    conn.batch_execute(&format!(
        "SET TIME ZONE 'UTC'; SET statement_timeout = {statement}; SET lock_timeout = {lock};
         SET idle_in_transaction_session_timeout = {statement}"
    ))?;
    Ok(conn)
}
