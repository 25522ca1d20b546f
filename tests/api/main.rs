//! Black box over HTTP: what a client meets, on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod appeals;
mod audit;
mod authors;
mod ballots;
mod carry_over;
mod comments;
mod contests;
mod cycles;
mod elections;
mod exports;
mod foundation;
mod notifications;
mod openapi;
mod permissions;
mod projects;
mod proposal_rules;
mod proposals;
mod replays;
mod reviews;
mod season;
mod sessions;
mod slow;
mod walk;
