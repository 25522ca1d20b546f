//! Open data: flat records, one per row of a file.

use domain::{
    BallotItemState, ContestState, Currency, DutyEnding, DutyKind, EntryKind, Id, ItemOutcome, LedgerAccount, Moment,
    Money, Role, Stage,
};
use serde::{Deserialize, Serialize};

mod contracts;
mod dialogue;
mod money;
mod reports;
mod whole;
mod works;

pub use contracts::{ContractExport, ContractRecord, ContractWorkRecord};
pub use dialogue::{
    AppealExport, AppealRecord, CommentExport, CommentRecord, EventExport, EventRecord, ReviewExport, ReviewRecord,
    RevisionExport, RevisionRecord,
};
pub use money::{PaymentExport, PaymentRecord};
pub use reports::{ReportExport, ReportRecord};
pub use whole::{
    AuditExport, AuditRecord, ContestExport, ContestRecord, EnvelopeExport, EnvelopeRecord, OfficialActExport,
    OfficialActRecord, TransitionExport, TransitionRecord,
};
pub use works::{MilestoneExport, MilestoneRecord, VerdictExport, VerdictRecord, WorkExport, WorkRecord};

/// A duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// District code; none for the city's own.
    pub district: Option<String>,
    /// Stage.
    pub stage: Stage,
    /// What is owed.
    pub kind: DutyKind,
    /// Role that owes it.
    pub role: Role,
    /// Number of the project it concerns.
    pub project: Option<String>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: Moment,
    /// The deadline that counts for the share met.
    #[serde(with = "time::serde::rfc3339")]
    pub first_deadline: Moment,
    /// The deadline in force.
    #[serde(with = "time::serde::rfc3339")]
    pub deadline: Moment,
    /// When it ended.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub ended_at: Option<Moment>,
    /// How it ended.
    pub ending: Option<DutyEnding>,
    /// Clause it was declined under.
    pub clause: Option<String>,
    /// Ended by its first deadline; none while undecided.
    pub met: Option<bool>,
}

/// An item of a ballot with what the vote gave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BallotItemRecord {
    /// Cycle.
    pub cycle_id: Id,
    /// Contest.
    pub contest_id: Id,
    /// Code of the contest.
    pub contest: String,
    /// State of the contest.
    pub contest_state: ContestState,
    /// Ballot number.
    pub number: i32,
    /// Number of the project, or its external id.
    pub project: Option<String>,
    /// Name in Kazakh.
    pub name_kk: String,
    /// Name in Russian.
    pub name_ru: String,
    /// Category.
    pub category: Option<String>,
    /// Cost, minor units.
    pub cost_minor: Money,
    /// Cost, major units with two decimals.
    pub cost: String,
    /// Currency.
    pub currency: Currency,
    /// State.
    pub state: BallotItemState,
    /// Votes or points, once counted.
    pub score: Option<i64>,
    /// What was decided.
    pub outcome: Option<ItemOutcome>,
    /// Why the act deviates from the count, in Russian.
    pub deviation: Option<String>,
}

/// A ledger entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Code of the envelope.
    pub envelope: String,
    /// Place in the envelope's ledger, from 1.
    pub seq: i64,
    /// Kind.
    pub kind: EntryKind,
    /// Account the money leaves.
    pub from_account: LedgerAccount,
    /// Account the money enters.
    pub to_account: LedgerAccount,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Amount, minor units.
    pub amount_minor: Money,
    /// Amount, major units with two decimals.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
    /// Act that allows it.
    pub act_id: Option<Id>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Code of the envelope where a transfer arrives.
    pub to_envelope: Option<String>,
    /// Fiscal year in which it arrives, where that is another.
    pub to_fiscal_year: Option<i32>,
    /// The entry that it takes back.
    pub reverses: Option<Id>,
    /// For which work.
    pub work_id: Option<Id>,
    /// Under which contract.
    pub contract_id: Option<Id>,
}

/// Duties as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyExport {
    /// Oldest deadline first.
    pub items: Vec<DutyRecord>,
}

/// Ballot items as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BallotItemExport {
    /// By contest and ballot number.
    pub items: Vec<BallotItemRecord>,
}

/// Ledger entries as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerExport {
    /// By envelope and place.
    pub items: Vec<LedgerRecord>,
}
