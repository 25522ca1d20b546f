//! What may go wrong.

use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};

/// Result of the store's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the store could not do it. A finder's `None` is absent, an `Err` is broken; constraint violations are expected
/// results, decided by the statement that ran (SQLite does not name the constraint).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Too much at once: no connection within the wait, a full queue, a lock held too long. Nothing was written; try
    /// again in a second.
    #[error("the database is busy")]
    Busy,
    /// The database does not answer. Lost at COMMIT the outcome is unknown: repeat with an idempotency key.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// No space is left. Nothing was written, reads go on.
    #[error("the database has no space left")]
    StorageFull,
    /// A row with this key exists.
    #[error("such a row exists already: {0}")]
    Unique(String),
    /// A row that this one names does not exist, or is still named by others.
    #[error("a row that is referred to is missing: {0}")]
    ForeignKey(String),
    /// Two transactions stood in each other's way; `write` has already tried again by itself.
    #[error("another transaction stood in the way")]
    Conflict,
    /// Anything else: a fault of the program, of the schema or of the data.
    #[error("{0}")]
    Broken(String),
}

impl Error {
    /// Worth another try, as nothing was written yet and the reason may be gone.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Conflict | Self::Unavailable(_))
    }
}

impl From<Diesel> for Error {
    fn from(e: Diesel) -> Self {
        Self::from(&e)
    }
}

impl From<&Diesel> for Error {
    fn from(e: &Diesel) -> Self {
        let Diesel::DatabaseError(kind, info) = e else {
            return Self::Broken(e.to_string());
        };
        let message = info.message();
        match kind {
            Kind::UniqueViolation => Self::Unique(message.into()),
            Kind::ForeignKeyViolation => Self::ForeignKey(message.into()),
            Kind::SerializationFailure => Self::Conflict,
            Kind::ClosedConnection | Kind::UnableToSendCommand => Self::Unavailable(message.into()),
            _ => by_message(message),
        }
    }
}

/// Diesel gives no code for these. The server's messages are English unless its `lc_messages` says otherwise; then the
/// caller sees `Broken` where `Busy` would have been kinder.
fn by_message(message: &str) -> Error {
    let has = |part: &str| message.contains(part);
    if has("deadlock detected") {
        Error::Conflict
    } else if has("database or disk is full") || has("No space left on device") || has("disk I/O error") {
        Error::StorageFull
    } else if has("database is locked") || has("lock timeout") || has("statement timeout") {
        Error::Busy
    } else if has("server closed the connection") || has("terminating connection") || has("the database system is") {
        Error::Unavailable(message.into())
    } else {
        Error::Broken(message.into())
    }
}
