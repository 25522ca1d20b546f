//! The ledger: entries, and decisions about the end of a fiscal year.

use domain::{EntryKind, Id, LedgerAccount, LocalText, Moment, Money};
use serde::{Deserialize, Serialize};

/// Records a ledger entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerEntryCreate {
    /// Kind; it says between which accounts money moves. The end of a year posts its own kinds, a reversal has its own
    /// address.
    pub kind: EntryKind,
    /// Source account where the kind leaves a choice (save).
    #[serde(default)]
    pub from: Option<LedgerAccount>,
    /// Where a transfer arrives: another envelope of the cycle.
    #[serde(default)]
    pub to_envelope_id: Option<Id>,
    /// Fiscal year; it is not over.
    pub fiscal_year: i32,
    /// Amount, minor units, above zero.
    pub amount: Money,
    /// Act that allows it, where one is needed.
    #[serde(default)]
    pub act_id: Option<Id>,
    /// Words.
    #[serde(default)]
    pub note: Option<LocalText>,
}

/// Takes an entry back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReversalCreate {
    /// Why; public.
    pub note: LocalText,
}

/// The act on which an entry rests, as it is cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActCited {
    /// Identifier.
    pub id: Id,
    /// Name of the body that issued it.
    pub body: LocalText,
    /// Number, as printed.
    pub number: String,
    /// Date, as printed.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: time::Date,
}

/// A ledger entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerEntry {
    /// Identifier.
    pub id: Id,
    /// Envelope that the money leaves.
    pub envelope_id: Id,
    /// Envelope where a transfer arrives; none: the same.
    pub to_envelope_id: Option<Id>,
    /// Place in the ledger of `envelope_id`, from 1, without gaps (transfers that arrive have places too).
    pub seq: i64,
    /// Kind.
    pub kind: EntryKind,
    /// Account the money leaves.
    pub from: LedgerAccount,
    /// Account the money enters.
    pub to: LedgerAccount,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Fiscal year in which it arrives, where that is another.
    pub to_fiscal_year: Option<i32>,
    /// Amount, minor units.
    pub amount: Money,
    /// Act on which it rests.
    pub act: Option<ActCited>,
    /// The entry that it takes back.
    pub reverses: Option<Id>,
    /// For which work.
    pub work_id: Option<Id>,
    /// Under which contract.
    pub contract_id: Option<Id>,
    /// Words.
    pub note: Option<LocalText>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// A page of ledger entries, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerPage {
    /// Entries.
    pub items: Vec<LedgerEntry>,
    /// Cursor of the page that follows.
    pub next: Option<String>,
}

/// Filters of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct LedgerQuery {
    /// Only this envelope's.
    pub envelope: Option<Id>,
    /// Only this kind.
    pub kind: Option<EntryKind>,
    /// Only this fiscal year.
    pub fiscal_year: Option<i32>,
    /// Only for this work.
    pub work: Option<Id>,
    /// Only under this contract.
    pub contract: Option<Id>,
}

/// Records a decision of the maslikhat, before the year ends: so much of an account goes to the next fiscal year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarryCreate {
    /// Fiscal year that ends; it is not over.
    pub fiscal_year: i32,
    /// Account: announced, available, reserved, committed or saved. The money arrives in the same one.
    pub account: LedgerAccount,
    /// Only what is for this work.
    #[serde(default)]
    pub work_id: Option<Id>,
    /// Only what is under this contract.
    #[serde(default)]
    pub contract_id: Option<Id>,
    /// At most so much, minor units, above zero; what is less at the end of the year is carried whole.
    pub amount: Money,
    /// The act.
    pub act_id: Id,
    /// Words.
    #[serde(default)]
    pub note: Option<LocalText>,
}

/// A decision to carry money to the next fiscal year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarryDecision {
    /// Identifier.
    pub id: Id,
    /// Envelope.
    pub envelope_id: Id,
    /// Fiscal year that ends.
    pub fiscal_year: i32,
    /// Account.
    pub account: LedgerAccount,
    /// Only what is for this work.
    pub work_id: Option<Id>,
    /// Only what is under this contract.
    pub contract_id: Option<Id>,
    /// At most so much, minor units.
    pub amount: Money,
    /// The act.
    pub act: ActCited,
    /// Words.
    pub note: Option<LocalText>,
    /// When it was recorded.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// When it was withdrawn; it moves nothing then.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub withdrawn_at: Option<Moment>,
    /// Why it was withdrawn.
    pub withdrawn_why: Option<LocalText>,
}

/// Withdraws a decision to carry money, before its year ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarryWithdraw {
    /// Why; public.
    pub reason: LocalText,
}

/// Money of a fiscal year in progress, and what the end of the year would do with it by what is decided now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearEndLine {
    /// Envelope.
    pub envelope_id: Id,
    /// Fiscal year that ends.
    pub fiscal_year: i32,
    /// Where it lies.
    pub account: LedgerAccount,
    /// For which work.
    pub work_id: Option<Id>,
    /// The work's name.
    pub work: Option<LocalText>,
    /// Under which contract.
    pub contract_id: Option<Id>,
    /// The contract's number.
    pub contract: Option<String>,
    /// How much, minor units.
    pub amount: Money,
    /// The act that carries it to the next year; none: it will lapse.
    pub carried: Option<ActCited>,
}

/// What the end of the fiscal years in progress would do now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearEndPlan {
    /// Lines by envelope and year; the parts of a position add up to it.
    pub items: Vec<YearEndLine>,
}

/// Decisions to carry money, in the order they were recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarryList {
    /// Decisions.
    pub items: Vec<CarryDecision>,
}
