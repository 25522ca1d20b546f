//! What differs between the two databases.

pub mod postgres;
pub mod sqlite;
