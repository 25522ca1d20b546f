//! Why a count cannot be made.

use serde::{Deserialize, Serialize};

/// A count that was refused. Every variant has a stable text key ([`CountError::key`]).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CountError {
    /// Two items have the same id.
    #[error("two items have the id {item}")]
    DuplicateItem {
        /// The repeated id.
        item: String,
    },
    /// An amount is negative or too large to add up exactly.
    #[error("the amount of {item} is out of range: {amount}")]
    AmountOutOfRange {
        /// The item, or `budget`.
        item: String,
        /// The amount as given.
        amount: i64,
    },
    /// A ballot names an item that the instance does not have.
    #[error("a ballot chooses item {index}, but there are only {items} items")]
    UnknownChoice {
        /// Index in the ballot.
        index: u32,
        /// Number of items.
        items: u32,
    },
    /// A ballot chooses the same item twice.
    #[error("a ballot chooses item {index} twice")]
    RepeatedChoice {
        /// Index of the item.
        index: u32,
    },
    /// A ballot of points has another number of points than of choices.
    #[error("a ballot has {choices} choices but {points} points")]
    PointsMismatch {
        /// Number of choices.
        choices: u32,
        /// Number of points.
        points: u32,
    },
    /// A ballot gives an item more points than sums can hold.
    #[error("a ballot gives {points} points, more than can be added up exactly")]
    PointsOutOfRange {
        /// The points as given.
        points: i64,
    },
    /// There are more voters than sums can hold.
    #[error("there are more than {most} voters")]
    TooManyVoters {
        /// The most that can be counted.
        most: u64,
    },
    /// The rule cannot count this kind of ballot.
    #[error("the rule {rule} cannot count {ballots} ballots")]
    BallotsNotSupported {
        /// The rule's name.
        rule: String,
        /// The kind of ballots.
        ballots: String,
    },
    /// A part of the rule names something that does not exist (an item, a category, a body).
    #[error("the rule names {what} {name}, which does not exist")]
    UnknownName {
        /// What is named.
        what: String,
        /// The name.
        name: String,
    },
    /// The rule's own numbers make no sense (a denominator of zero, weights that do not add up).
    #[error("the rule is malformed: {detail}")]
    MalformedRule {
        /// What is wrong.
        detail: String,
    },
    /// The rule cannot be combined with this constraint.
    #[error("the rule {rule} cannot be combined with {constraint}")]
    ConstraintNotSupported {
        /// The rule's name.
        rule: String,
        /// The constraint.
        constraint: String,
    },
    /// The exact search needs more work than the declared limit.
    #[error("the exact search was stopped after {steps} steps")]
    TooHard {
        /// The limit.
        steps: u64,
    },
}

impl CountError {
    /// The stable text key, as in the serialised form.
    pub fn key(&self) -> &'static str {
        match self {
            Self::DuplicateItem { .. } => "duplicate_item",
            Self::AmountOutOfRange { .. } => "amount_out_of_range",
            Self::UnknownChoice { .. } => "unknown_choice",
            Self::RepeatedChoice { .. } => "repeated_choice",
            Self::PointsMismatch { .. } => "points_mismatch",
            Self::PointsOutOfRange { .. } => "points_out_of_range",
            Self::TooManyVoters { .. } => "too_many_voters",
            Self::BallotsNotSupported { .. } => "ballots_not_supported",
            Self::UnknownName { .. } => "unknown_name",
            Self::MalformedRule { .. } => "malformed_rule",
            Self::ConstraintNotSupported { .. } => "constraint_not_supported",
            Self::TooHard { .. } => "too_hard",
        }
    }
}
