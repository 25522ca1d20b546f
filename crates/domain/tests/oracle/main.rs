//! The domain's tables against hand-written files, the rule documents of four cities, and the drawings in the docs.

// Tests read files and the environment; the crate itself never does.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod drawings;
mod duties;
mod ledger;
mod machines;
mod permissions;
mod rules;
mod table;
