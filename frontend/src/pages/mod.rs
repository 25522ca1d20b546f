//! One file per page. A page fetches, checks and sends; what it draws is made of components.

pub mod author;
pub mod ballot;
pub mod citizen;
pub mod contests;
pub mod desk;
pub mod duties;
pub mod edit;
pub mod home;
pub mod me;
pub mod models;
pub mod money;
pub mod not_found;
pub mod notification;
pub mod project;
pub mod projects;
pub mod propose;
pub mod propose_in;
pub mod receipt;
pub mod register;
pub mod report;
pub mod results;
pub mod rules;
pub mod sign_in;
pub mod vote;
pub mod works;
