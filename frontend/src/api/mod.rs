//! The only place that speaks HTTP.

pub mod http;
pub mod problem;

pub use http::{Reply, delete, get, patch, post, put};
pub use problem::Failure;
