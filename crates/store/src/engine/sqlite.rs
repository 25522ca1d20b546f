//! SQLite: embedded, one writer, several readers.

use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::path::Path;

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

// FULL: an answered write survives a power cut. A checkpoint runs inside the writer, so it is made rare: the write-ahead
// log grows to about 64 MB.
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456;
    PRAGMA wal_autocheckpoint = 16000;";

pub(crate) fn open(path: &str) -> Result<SqliteConnection> {
    if let Some(folder) = Path::new(path).parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| Error::Unavailable(format!("{}: {e}", folder.display())))?;
    }
    let mut conn = SqliteConnection::establish(path).map_err(|e| Error::Unavailable(format!("{path}: {e}")))?;
    conn.batch_execute(PRAGMAS)?;
    Ok(conn)
}
