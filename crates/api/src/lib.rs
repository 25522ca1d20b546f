//! The HTTP side: routes on the use cases of `app`, an edge around all of them, snapshots of public data, the OpenAPI document
//! and the single-page app.
//!
//! A request passes the edge (`edge.rs`), is routed (`routes/`), read (`extract/`) and answered by one use case on a
//! blocking thread ([`Api::blocking`]). How to add a route: `docs/API-DESIGN.md`.

pub mod answer;
pub mod assets;
pub mod config;
mod cors;
pub mod edge;
pub mod extract;
pub mod headers;
pub mod limit;
pub mod metrics;
pub mod openapi;
pub mod problem;
pub mod routes;
pub mod server;
pub mod snapshot;
pub mod state;

pub use config::{Config, Rate};
pub use problem::{Answer, Failure};
pub use server::{api, serve};
pub use state::Api;
