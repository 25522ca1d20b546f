//! The single-page app: pages fetch, components draw; it speaks only the public API.
//!
//! `route` names the addresses, `api` is the only HTTP code, `state` is what pages share, `hooks` are what a page
//! begins with, `components` draw and never fetch, `pages` has one file per page. Two binaries mount it:
//! `citizen` (residents) and `desk` (officials).
#![allow(missing_docs)] // yew's derives add undocumented builders to every property; our own items are documented

pub mod api;
pub mod components;
pub mod format;
pub mod hooks;
pub mod pages;
pub mod route;
pub mod site;
pub mod state;
