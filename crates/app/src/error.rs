//! Why a use case did not do what it was asked.

use crate::Fault;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case did not do what it was asked. The API maps each kind to one status and one problem.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is well-formed but wrong: every fault found (422).
    #[error("{} fault(s) in the input", .0.len())]
    Invalid(Vec<Fault>),
    /// The caller may not do this: not signed in (401), wrong role or district (403), wrong phase (409).
    #[error("denied: {0}")]
    Denied(domain::Denied),
    /// The state of things does not allow it: every unmet guard (409).
    #[error("refused: {0}")]
    Refused(domain::Refusals),
    /// There is no such thing, or not for this caller (404). Names the kind of thing.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// Something else stands in the way (409).
    #[error("conflict: {0:?}")]
    Conflict(ConflictCode),
    /// The row changed since the caller read it (412).
    #[error("changed meanwhile")]
    Stale,
    /// Nobody is signed in, or the credentials are wrong (401). Never says which.
    #[error("not signed in, or wrong credentials")]
    Unauthenticated,
    /// Too many tries (429).
    #[error("too many tries; again in {retry_after_s} s")]
    TooMany {
        /// Seconds until the next try can succeed.
        retry_after_s: u64,
    },
    /// Overloaded, or the database is away: nothing was written (503 with Retry-After).
    #[error("busy")]
    Busy,
    /// The disk or the database is full: nothing was written, reading goes on (503).
    #[error("storage is full")]
    StorageFull,
    /// An invariant does not hold or the system failed (500). The text is for the log only.
    #[error("broken: {0}")]
    Broken(String),
}

/// What stands in the way of a write that is otherwise right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictCode {
    /// The account already is a resident, or the resident already has an account.
    PersonTaken,
    /// A body already recorded an act with this number and date.
    ActExists,
    /// The account already is a member of the body.
    AlreadyMember,
    /// The account already holds the role.
    AlreadyHeld,
    /// The last administrator cannot be removed.
    LastAdmin,
    /// An account with this address exists (said to administrators only).
    EmailTaken,
    /// The same idempotency key came with another body.
    KeyReused,
    /// The database's own rules refused a row that the checks let through: somebody else was faster.
    Exists,
}

impl ConflictCode {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::PersonTaken,
        Self::ActExists,
        Self::AlreadyMember,
        Self::AlreadyHeld,
        Self::LastAdmin,
        Self::EmailTaken,
        Self::KeyReused,
        Self::Exists,
    ];

    /// The stable code: part of the API and i18n key.
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonTaken => "person_taken",
            Self::ActExists => "act_exists",
            Self::AlreadyMember => "already_member",
            Self::AlreadyHeld => "already_held",
            Self::LastAdmin => "last_admin",
            Self::EmailTaken => "email_taken",
            Self::KeyReused => "key_reused",
            Self::Exists => "exists",
        }
    }
}

impl Error {
    /// One fault.
    pub fn invalid(pointer: &str, code: &'static str) -> Self {
        Self::Invalid(vec![Fault::new(pointer, code)])
    }
}

/// Signed in, but this is somebody else's to do (403).
pub(crate) fn forbidden(code: domain::RefusalCode) -> Error {
    Error::Denied(domain::Denied { kind: domain::DeniedKind::Forbidden, refusals: code.into() })
}

impl From<domain::Denied> for Error {
    fn from(denied: domain::Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<domain::Refusals> for Error {
    fn from(refusals: domain::Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<getrandom::Error> for Error {
    fn from(e: getrandom::Error) -> Self {
        Self::Broken(format!("no randomness from the system: {e}"))
    }
}

impl From<store::Error> for Error {
    fn from(e: store::Error) -> Self {
        use store::Error as E;
        match e {
            E::Busy | E::Conflict => Self::Busy,
            E::Unavailable(why) => {
                tracing::warn!(db.error = %why, "the database does not answer");
                Self::Busy
            }
            E::StorageFull => Self::StorageFull,
            // The checks before it let the row through, so somebody else was faster.
            E::Unique(_) => Self::Conflict(ConflictCode::Exists),
            E::ForeignKey(_) => Self::NotFound("thing that is referred to"),
            E::Broken(why) => Self::Broken(why),
        }
    }
}
