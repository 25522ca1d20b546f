//! The bad day: signals, cuts, two nodes. Real processes on real databases.
#![allow(clippy::unwrap_used, missing_docs)]

mod commands;
mod ledger;
mod nodes;
mod polls;
mod server;
mod tally;
