//! The only place that speaks HTTP.

pub mod http;
pub mod paths;
pub mod problem;
pub mod read;

pub use http::{Reply, delete, get, get_text, patch, post, post_file, post_version, put};
pub use problem::Failure;
