//! Identifiers.

/// A row's identifier: a UUIDv7 made by the application, or a random UUID where a time must not show (roll, ballots).
pub type Id = uuid::Uuid;
