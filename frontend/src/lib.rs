//! The single-page app: pages fetch, components draw; it speaks only the public API.
//!
//! `route` names the addresses, `api` is the only HTTP code, `state` is what pages share, `hooks` are what a page
//! begins with, `components` draw and never fetch, `pages` has one file per page. Two binaries mount it:
//! `citizen` (residents) and `desk` (officials).
//!
//! # Adding a page
//!
//! 1. A variant of `Route` or `DeskRoute` in `route.rs` with its `#[at("/…")]`, and its arm in `pages/citizen.rs` or
//!    `pages/desk/mod.rs`. The build tells the server those addresses: others answer 404.
//! 2. `pages/<feature>.rs`: `use_t()` for texts, `use_remote::<Dto>(…)` with a constant of `api_types::endpoint`, one
//!    `<Page title={…}>` with `view(t, &remote, |dto| …)` inside. Links are `<Link to={Route::…}>`.
//! 3. A form: `use_form([])`, fields named by the JSON pointer of their value, `form.check(faults)` for what the page can
//!    tell, `form.send(t, request, done)` for the rest; the server's faults find their fields by themselves.
//! 4. Texts: `crates/i18n/{kk,ru,en}/<feature>.ftl`, all three; tests compare keys and arguments.
//!
//! What has neither state nor hooks is a plain function that answers `Html` (`badge`, `words`, `project_card`): every
//! component type costs about one kilobyte of download, and so does every large response type that is read.
#![allow(missing_docs)] // yew's derives add undocumented builders to every property; our own items are documented

pub mod api;
pub mod components;
pub mod format;
pub mod hooks;
pub mod pages;
pub mod recount;
pub mod route;
pub mod site;
pub mod state;
