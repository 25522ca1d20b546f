//! Checks of the repository itself: layout, arrows between crates, the wasm side, licences, documents and texts.
//!
//! Every check is a function from texts to findings, run once on the repository (which must have none) and once on a
//! bad example (so that it is known to be able to fail).
#![allow(clippy::unwrap_used, missing_docs)]

mod arrows;
mod blocking;
mod codes;
mod evidence;
mod faults;
mod files;
mod licences;
mod migrations;
mod repo;
mod texts;
mod wasm;
mod words;
