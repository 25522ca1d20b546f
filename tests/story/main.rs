//! Whole cycles over HTTP, with the clock in hand, on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod approval;
mod cancelled;
mod cities;
mod delivery;
mod dialogue;
mod office;
mod vote;
mod year;
