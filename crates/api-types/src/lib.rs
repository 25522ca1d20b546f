//! Requests and responses of the API, shared by the server and the single-page app.
//!
//! One file per feature. Domain enums and newtypes are reused; a second struct exists only where the wire really differs.

pub mod account;
pub mod act;
pub mod allocation;
pub mod audit;
pub mod author;
pub mod body;
pub mod city;
pub mod comparison;
pub mod contest;
pub mod contract;
pub mod cycle;
pub mod defect;
pub mod duty;
pub mod endpoint;
pub mod envelope;
pub mod explanation;
pub mod export;
pub mod ledger;
pub mod milestone;
pub mod money;
pub mod notification;
pub mod page;
pub mod payment;
pub mod photo;
pub mod problem;
pub mod project;
pub mod proposal;
pub mod report;
pub mod resident;
pub mod role;
pub mod rules;
pub mod session;
pub mod survey;
pub mod verdict;
pub mod work;

pub use problem::{Blocker, FieldFault, Problem, ProblemCode};
