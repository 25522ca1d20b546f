//! Whether the process can do its work.

use serde::Serialize;

use crate::{App, Result};

/// What `/readyz` tells operators.
#[derive(Debug, Clone, Serialize)]
pub struct Health {
    /// The database answers.
    pub database: bool,
    /// Its engine: `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Topics of public data, which shows that the migrations have run.
    pub topics: usize,
    /// Jobs that wait or are being worked on.
    pub jobs: i64,
}

impl Health {
    /// Whether requests can be served.
    pub fn ready(&self) -> bool {
        self.database
    }
}

/// Asks the database; an error means that it does not answer or is not migrated.
///
/// # Errors
/// The database's.
pub fn check(app: &App) -> Result<Health> {
    let (topics, jobs) =
        app.store.read(|c| Ok::<_, store::Error>((store::revision::all(c)?.len(), store::job::count(c)?)))?;
    let engine = if app.store.is_postgres() { "postgres" } else { "sqlite" };
    Ok(Health { database: true, engine, topics, jobs })
}
