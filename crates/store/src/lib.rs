//! The store: SQLite or PostgreSQL, chosen at run time by `DATABASE_URL`. The only crate that knows SQL.
//!
//! One file per noun, plain functions on [`Conn`]; rows hold the domain's own types. Read with [`Store::read`], write with
//! [`Store::write`], cast ballots with [`Store::cast`]: there is no other way in. All three block.
//!
//! - **A new column**: both migration directories, `schema.rs`, the `row!` of its noun. Three tests compare them.
//! - **A query**: a function `fn name(c: &mut Conn, …) -> Result<…>` in the noun's file. A value of the domain is wrapped
//!   where it is bound: `cycle::phase.eq(Sql(phase))`. Upserts, batches and unions go through [`on!`], row locks through
//!   `locks!` and `locked!`, so that both engines run the same text.
//! - **A use case** (crate `app`): one `store.write(now, move |tx| …)`. It takes the time and ids from the [`Tx`], since the
//!   writer may run it again, and leaves `tx.audit(…)`, `tx.touch(topic)` and `tx.enqueue(job)` to the end of the
//!   transaction. If it depends on the phase, it begins with [`cycle::fence`].
//! - **A long list**: [`Seek`] and [`Page`], by the sort key.
//! - **A test**: `testing::both` (feature `testing`) runs it on both engines, each with a database of its own.

mod cast;
pub mod conn;
mod engine;
pub mod error;
pub mod page;
mod prelude;
mod row;
#[allow(missing_docs)] // the migrations' comments say what the columns mean
pub mod schema;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
pub mod types;
mod writer;

// One file per noun.
pub mod account;
pub mod act;
pub mod allocation;
pub mod appeal;
pub mod audit;
pub mod author;
pub mod ballot_item;
pub mod body;
pub mod city;
pub mod comment;
pub mod contest;
pub mod contest_count;
pub mod contract;
pub mod cycle;
pub mod cycle_counts;
pub mod defect;
pub mod district;
pub mod duty;
pub mod election;
pub mod envelope;
pub mod export;
pub mod idempotency;
pub mod import_run;
pub mod job;
pub mod ledger;
pub mod milestone;
pub mod notification;
pub mod open_ballot;
pub mod payment;
pub mod person;
pub mod photo;
pub mod programme;
pub mod project;
pub mod proposal;
pub mod report;
pub mod review;
pub mod revision;
pub mod role_grant;
pub mod roll;
pub mod session;
pub mod support;
pub mod survey;
pub mod verdict;
pub mod wipe;
pub mod work;
pub mod work_update;

pub use audit::Audit;
pub use conn::Conn;
pub use error::{Error, Result};
pub use job::Job;
pub use page::{Page, Seek};
pub use store::{BallotCast, CastError, Config, Recorded, Store, Tx};
pub use types::{Json, Sql};
