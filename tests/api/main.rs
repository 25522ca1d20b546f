//! Black box over HTTP: what a client meets, on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod appeals;
mod audit;
mod ballots;
mod comments;
mod contests;
mod cycles;
mod elections;
mod exports;
mod foundation;
mod openapi;
mod projects;
mod proposals;
mod reviews;
mod season;
mod sessions;
mod slow;
