//! Black box over HTTP: what a client meets, on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod cycles;
mod foundation;
mod openapi;
mod sessions;
mod slow;
