//! The store on both engines.
#![allow(clippy::unwrap_used, missing_docs)]

mod audit;
mod cast;
mod jobs;
mod rows;
mod sample;
mod schema;
mod write;
