//! Black box over HTTP: what a client meets, on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod appeals;
mod comments;
mod cycles;
mod foundation;
mod openapi;
mod projects;
mod proposals;
mod reviews;
mod season;
mod sessions;
mod slow;
