//! One file per page. A page fetches, checks and sends; what it draws is made of components.

pub mod citizen;
pub mod desk;
pub mod home;
pub mod not_found;
pub mod project;
pub mod projects;
pub mod propose;
pub mod register;
pub mod rules;
pub mod sign_in;
