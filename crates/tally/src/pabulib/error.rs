//! What is wrong with a file, and where.

use serde::{Deserialize, Serialize};

/// A fault and its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("line {line}, column {column}: {fault}")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadError {
    /// Line, from 1.
    pub line: u64,
    /// Character in that line, from 1.
    pub column: u64,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong. Every variant has a stable text key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Fault {
    /// The reader behind the file failed.
    #[error("the file cannot be read: {detail}")]
    Unreadable {
        /// The operating system's words.
        detail: String,
    },
    /// Not UTF-8 text.
    #[error("this is not UTF-8 text")]
    NotUtf8,
    /// A quoted cell without an end.
    #[error("a quoted cell begins here and never ends")]
    UnclosedQuote,
    /// One record is longer than any sensible one.
    #[error("a record is longer than {most} bytes")]
    RecordTooLong {
        /// The most bytes.
        most: u64,
    },
    /// Something stands before the first section.
    #[error("expected META, PROJECTS or VOTES here")]
    OutsideSection,
    /// A section is missing; a truncated file ends like that.
    #[error("the section {section} is missing: is the file complete?")]
    MissingSection {
        /// Its name.
        section: String,
    },
    /// A section appears twice, or after one that must follow it.
    #[error("the section {section} must not appear here")]
    MisplacedSection {
        /// Its name.
        section: String,
    },
    /// A META key is missing.
    #[error("META has no {name}")]
    MissingMeta {
        /// The key.
        name: String,
    },
    /// A META key appears twice.
    #[error("META has {name} twice")]
    DuplicateMeta {
        /// The key.
        name: String,
    },
    /// A column is missing.
    #[error("{section} has no column {name}")]
    MissingColumn {
        /// The section.
        section: String,
        /// The column.
        name: String,
    },
    /// A column appears twice.
    #[error("the column {name} appears twice")]
    DuplicateColumn {
        /// The column.
        name: String,
    },
    /// A row has more or fewer cells than the header.
    #[error("this row has {found} cells, the header has {expected}")]
    WrongCells {
        /// Cells of the header.
        expected: u64,
        /// Cells of the row.
        found: u64,
    },
    /// Not a number, or one with too many digits.
    #[error("{text:?} is not an amount (digits with at most one point, up to 10^18)")]
    NotAnAmount {
        /// The text.
        text: String,
    },
    /// Not a whole number.
    #[error("{text:?} is not a whole number")]
    NotACount {
        /// The text.
        text: String,
    },
    /// An amount below zero.
    #[error("{text:?} is below zero")]
    Negative {
        /// The text.
        text: String,
    },
    /// A kind of ballot that the format does not have.
    #[error("the vote type {text:?} is unknown")]
    UnknownVoteType {
        /// The text.
        text: String,
    },
    /// An empty id.
    #[error("an id is empty")]
    EmptyId,
    /// A project id appears twice.
    #[error("the project {id} appears twice")]
    DuplicateProject {
        /// The id.
        id: String,
    },
    /// A voter id appears twice.
    #[error("the voter {id} appears twice")]
    DuplicateVoter {
        /// The id.
        id: String,
    },
    /// A ballot names an unknown project.
    #[error("the ballot names the project {id}, which PROJECTS does not have")]
    UnknownProject {
        /// The id.
        id: String,
    },
    /// A ballot names a project twice.
    #[error("the ballot names the project {id} twice")]
    RepeatedProject {
        /// The id.
        id: String,
    },
    /// A ballot has another number of points than of projects.
    #[error("the ballot has {choices} projects but {points} points")]
    WrongPoints {
        /// Projects.
        choices: u64,
        /// Points.
        points: u64,
    },
    /// META says another number than there are rows; a truncated file looks like that.
    #[error("META says {name} is {declared}, but there are {found}: is the file complete?")]
    WrongCount {
        /// `num_projects` or `num_votes`.
        name: String,
        /// What META says.
        declared: u64,
        /// What is there.
        found: u64,
    },
    /// More rows than can be counted.
    #[error("more than {most} ballots")]
    TooManyBallots {
        /// The most.
        most: u64,
    },
}

impl Fault {
    /// Whether a lenient reader may pass over it: the ballots are still clear.
    pub(super) fn is_tolerable(&self) -> bool {
        matches!(self, Self::WrongCount { .. } | Self::DuplicateVoter { .. } | Self::WrongCells { .. })
    }
}
