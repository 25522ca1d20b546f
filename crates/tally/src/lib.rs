//! Ballots in, outcome and its explanation out.
//!
//! The crate is pure: it reads no clock, environment or random source, and no floating point decides anything.
//! It compiles to `wasm32-unknown-unknown`, so that a citizen's browser can recount an election itself.
//!
//! * [`Instance`] says what can be bought and with how much money, [`Profile`] what the voters chose
//!   (identical ballots are merged with weights), [`Rule`] how to count; [`count`] gives the [`Outcome`].
//! * [`contest::count_contest`] counts a contest of several envelopes.
//! * [`pabulib`] reads and writes the research community's file format.
//!
//! Amounts are whole numbers of the smallest unit (`i64`: tiyn, cents); [`amount`] converts decimal strings exactly.
#![deny(clippy::float_arithmetic)]

pub mod allocation;
pub mod amount;
mod ballot;
pub mod bos;
mod builder;
pub mod city;
pub mod classes;
pub mod compare;
pub mod components;
pub mod contest;
pub mod cstv;
mod dense;
pub mod equal_shares;
mod error;
mod exact;
mod few;
mod flow;
pub mod greedy;
mod instance;
mod intern;
pub mod majority_judgement;
mod market;
pub mod maximin;
mod outcome;
pub mod pabulib;
pub mod phragmen;
mod purse;
mod rule;
mod sheet;
pub mod statistics;
mod tie;
mod utility;
pub mod welfare;

pub use ballot::{Ballot, BallotData, BallotKind, MAX_POINTS, MAX_VOTERS, Profile, ProfileData};
pub use builder::ProfileBuilder;
pub use error::CountError;
pub use instance::{Instance, Item};
pub use outcome::{Fraction, Grades, Outcome, Payers, Reason, Round, RunnerUp, Verdict};
pub use rule::{
    Completion, Constraints, GreedyOrder, Method, Minimum, Misfit, Quota, ReservedPlaces, Rule, Share, Utility, count,
};
pub use tie::{Tie, TieBreak};
