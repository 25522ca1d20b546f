//! The rules of participatory budgeting: pure data and functions, no I/O, clock, randomness or floating point.
//!
//! The server and the single-page app share this crate; it compiles to `wasm32-unknown-unknown`.

#![deny(clippy::float_arithmetic)]

pub mod act;
pub mod allocation;
pub mod appeal;
pub mod ballot;
pub mod ballot_item;
pub mod body;
pub mod calendar;
pub mod code;
pub mod contest;
pub mod contract;
pub mod cycle;
pub mod defect;
pub mod duty;
pub mod eligibility;
pub mod email;
pub mod estimate;
pub mod geo;
pub mod id;
pub mod iin;
pub mod ledger;
pub mod machine;
pub mod moment;
pub mod money;
pub mod mrp;
pub mod notification;
pub mod number;
pub mod permission;
pub mod photo;
pub mod proposal;
pub mod refusal;
pub mod report;
pub mod rules;
pub mod survey;
pub mod text;
pub mod verdict;
pub mod vocabulary;
pub mod work;

pub use act::Act;
pub use allocation::AllocationFacts;
pub use ballot::{
    Ballot, BallotClass, BallotOption, BallotRule, Bytes32, Choices, Commitment, Graded, Nonce, Points, tracking_code,
};
pub use ballot_item::{BallotItemEvent, ItemDecision};
pub use body::{Body, BodyTask, Mandate};
pub use calendar::{Calendar, CalendarFault, CalendarFaultCode, ResolvedCalendar, ResolvedWindow, Window};
pub use code::Code;
pub use contest::{ContestEvent, ContestFacts};
pub use contract::{ContractEvent, ContractFacts};
pub use cycle::{Cycle, CycleEvent, CycleFacts, Effect, Guard, Transition, stage_of};
pub use defect::{DefectEvent, DefectState};
pub use duty::{Duty, DutyEvent, DutyNote, DutyShare, DutyStanding, Ended};
pub use eligibility::{DistrictRule, DocumentKind, EligibilityRule, Resident, eligible};
pub use email::Email;
pub use estimate::{Estimate, EstimateLine};
pub use geo::{Point, Polygon};
pub use id::Id;
pub use iin::{Iin, IinFault};
pub use ledger::{Books, Entry, Posting};
pub use moment::{Moment, whole_micros};
pub use money::{Currency, Money};
pub use number::ProjectNumber;
pub use permission::{Actor, Denied, DeniedKind, Grant, Operation, Permit, Scope, authorise};
pub use proposal::{ProposalEvent, ProposalFacts, Rejection, Submission};
pub use refusal::{Refusal, RefusalCode, Refusals};
pub use report::{Delivery, ReportKind, ReportState};
pub use rules::Rules;
pub use survey::{Question, QuestionAnswer, QuestionKind};
pub use text::{Lang, LocalText, UserText};
pub use vocabulary::*;
pub use work::{WorkDetail, WorkEvent, WorkFacts};
