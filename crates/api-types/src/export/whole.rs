//! What belongs to the whole cycle: envelopes, acts, contests, transitions; and the public part of the audit log.

use domain::rules::CountingKind;
use domain::{BallotKind, ContestState, Currency, Id, LedgerAccount, Moment, Money, Phase};
use serde::{Deserialize, Serialize};

/// The balance of one account of an envelope in one fiscal year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeRecord {
    /// Envelope.
    pub envelope_id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Its code.
    pub envelope: String,
    /// Its name in Kazakh.
    pub name_kk: String,
    /// Its name in Russian.
    pub name_ru: String,
    /// Code of the district; none for city-wide money.
    pub district: Option<String>,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Account; `outside` alone may be negative.
    pub account: LedgerAccount,
    /// Balance, minor units.
    pub amount_minor: Money,
    /// Balance, major units with two decimals.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
}

/// An official document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficialActRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle it belongs to.
    pub cycle_id: Id,
    /// Body that issued it.
    pub body_id: Id,
    /// Its name in Kazakh.
    pub body_kk: String,
    /// Its name in Russian.
    pub body_ru: String,
    /// Number, as printed.
    pub number: String,
    /// Date, as printed.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: time::Date,
    /// Title in Kazakh.
    pub title_kk: String,
    /// Title in Russian.
    pub title_ru: String,
    /// When it was recorded here.
    #[serde(with = "time::serde::rfc3339")]
    pub recorded_at: Moment,
}

/// A contest with the figures of its vote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Code, unique in the cycle.
    pub contest: String,
    /// Code of the district whose residents vote; none for the whole city.
    pub district: Option<String>,
    /// Name in Kazakh.
    pub name_kk: String,
    /// Name in Russian.
    pub name_ru: String,
    /// State.
    pub state: ContestState,
    /// Opens.
    #[serde(with = "time::serde::rfc3339")]
    pub opens_at: Moment,
    /// Closes.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: Moment,
    /// How ballots are filled in.
    pub ballot: BallotKind,
    /// Most choices.
    pub max_choices: Option<u16>,
    /// How they are counted.
    pub counting: CountingKind,
    /// Items on the ballot.
    pub items: i64,
    /// Residents on the roll.
    pub roll: i64,
    /// Roll entries that voted.
    pub voted: i64,
    /// Ballots that were counted.
    pub ballots: Option<i64>,
    /// When it was counted.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub counted_at: Option<Moment>,
    /// SHA-256 of the outcome, hex.
    pub count_hash: Option<String>,
    /// Act that confirms it.
    pub act_id: Option<Id>,
    /// When it was confirmed.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub decided_at: Option<Moment>,
}

/// A step of the cycle itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransitionRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Event code of the machine of cycles.
    pub event: String,
    /// Phase before.
    pub from: Phase,
    /// Phase after.
    pub to: Phase,
    /// Fired by the calendar, not by an official.
    pub by_calendar: bool,
    /// Public reason, in Kazakh.
    pub reason_kk: Option<String>,
    /// Public reason, in Russian.
    pub reason_ru: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// The public part of a link of the audit log: what was done and when, and the chain; never by whom, nor to which person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRecord {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// What kind of actor: `account`, `clerk`, `system` or `public`.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject: String,
    /// To which one, where it is public.
    pub subject_id: Option<Id>,
    /// Code of the district.
    pub district: Option<String>,
    /// SHA-256 over salt and payload, hex.
    pub payload_hash: String,
    /// Hash of the link before, hex.
    pub previous: String,
    /// Hash of this link, hex.
    pub hash: String,
}

/// Envelopes as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeExport {
    /// By envelope, year and account.
    pub items: Vec<EnvelopeRecord>,
}

/// Acts as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficialActExport {
    /// Newest first.
    pub items: Vec<OfficialActRecord>,
}

/// Contests as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestExport {
    /// In their order.
    pub items: Vec<ContestRecord>,
}

/// Transitions of the cycle as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransitionExport {
    /// Oldest first.
    pub items: Vec<TransitionRecord>,
}

/// The audit log as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditExport {
    /// Oldest first.
    pub items: Vec<AuditRecord>,
}
