//! The routes, one file per resource. Registering one documents it (`openapi.rs`).
//!
//! A new file: `pub fn configure(cfg)` that registers its handlers, one line in [`configure`] here, its endpoint constants in
//! `api-types/src/endpoint.rs`, its tag in [`TAGS`]; snapshots in [`register_snapshots`].

pub mod accounts;
pub mod acts;
pub mod allocations;
pub mod appeals;
pub mod audit;
pub mod authors;
pub mod bodies;
pub mod cities;
pub mod comments;
pub mod comparisons;
pub mod contests;
pub mod contracts;
pub mod cycles;
pub mod duties;
pub mod envelopes;
pub mod explanations;
pub mod exports;
pub mod fallback;
pub mod ledger;
pub mod me;
pub mod meta;
pub mod misbehave;
pub mod notifications;
pub mod payments;
pub mod photos;
pub mod projects;
pub mod proposals;
pub mod reports;
pub mod residents;
pub mod reviews;
pub mod roles;
pub mod rules;
pub mod sessions;
pub mod surveys;
pub mod works;

use actix_web::web;
use api_types::endpoint::{self, path};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::snapshot::{Rendered, Snapshots};

/// The groups of operations in the documentation.
pub const TAGS: &[(&str, &str)] = &[
    ("accounts", "Registering, signing in, who I am."),
    ("people", "Roles, the register of residents, bodies and their acts."),
    ("cycles", "Cities, programmes, cycles, their rules and calendar."),
    ("projects", "Projects as the public sees them."),
    ("proposals", "Proposing, discussing, reviewing, appealing."),
    ("duties", "What officials owe residents, and by when."),
    ("contests", "Votes, ballots, results."),
    ("works", "What gets built, and what residents say about it."),
    ("money", "Envelopes and the ledger."),
    ("exports", "Open data."),
    ("audit", "Who changed what."),
    ("meta", "This documentation."),
];

/// Every documented route.
pub fn configure(cfg: &mut ServiceConfig) {
    meta::configure(cfg);
    accounts::configure(cfg);
    sessions::configure(cfg);
    me::configure(cfg);
    notifications::configure(cfg);
    roles::configure(cfg);
    residents::configure(cfg);
    bodies::configure(cfg);
    acts::configure(cfg);
    audit::configure(cfg);
    cities::configure(cfg);
    cycles::configure(cfg);
    rules::configure(cfg);
    envelopes::configure(cfg);
    allocations::configure(cfg);
    ledger::configure(cfg);
    contracts::configure(cfg);
    payments::configure(cfg);
    reports::configure(cfg);
    surveys::configure(cfg);
    exports::configure(cfg);
    duties::configure(cfg);
    contests::configure(cfg);
    explanations::configure(cfg);
    comparisons::configure(cfg);
    projects::configure(cfg);
    proposals::configure(cfg);
    authors::configure(cfg);
    comments::configure(cfg);
    reviews::configure(cfg);
    appeals::configure(cfg);
    works::configure(cfg);
    photos::configure(cfg);
}

/// Every snapshot of public data.
pub fn register_snapshots(snapshots: &Snapshots) {
    bodies::snapshots(snapshots);
    snapshots.register("cities", &["cities"], |app| {
        let mut rendered = Rendered::new();
        rendered.json("/api/v1/cities", &app::city::list(app)?)?;
        Ok(rendered)
    });
    snapshots.register("cycles", &["cycles"], |app| {
        let mut rendered = Rendered::new();
        rendered.json("/api/v1/cycles", &app::cycle::list(app)?)?;
        Ok(rendered)
    });
    snapshots.register("contests", &["contests", "cycles"], |app| {
        let mut rendered = Rendered::new();
        let pages = app::contest::pages(app)?;
        for (id, list) in &pages.lists {
            rendered.json(path(endpoint::CYCLE_CONTESTS, &[&id.to_string()]), list)?;
        }
        for contest in &pages.contests {
            rendered.json(path(endpoint::CONTEST, &[&contest.brief.id.to_string()]), contest)?;
        }
        for result in &pages.results {
            rendered.json(path(endpoint::CONTEST_RESULT, &[&result.contest_id.to_string()]), result)?;
        }
        rendered.until(pages.until);
        Ok(rendered)
    });
    projects::snapshots(snapshots);
    works::snapshots(snapshots);
}

/// Routes for operators and browsers, which are no part of the API.
pub fn plain(cfg: &mut web::ServiceConfig, test_routes: bool) {
    meta::plain(cfg);
    if test_routes {
        misbehave::configure(cfg);
    }
}
