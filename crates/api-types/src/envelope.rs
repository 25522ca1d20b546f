//! Envelopes and their ledger.

use domain::{Currency, EntryKind, Id, LedgerAccount, LocalText, Moment, Money};
use serde::{Deserialize, Serialize};

/// Adds an envelope to a cycle in setup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnvelopeCreate {
    /// District; none for city-wide money.
    #[serde(default)]
    pub district_id: Option<Id>,
    /// Short name, unique in the cycle.
    pub code: String,
    /// Name.
    pub name: LocalText,
}

/// Records a ledger entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerEntryCreate {
    /// Kind; it says between which accounts money moves.
    pub kind: EntryKind,
    /// Source account where the kind leaves a choice (cut, save).
    #[serde(default)]
    pub from: Option<LedgerAccount>,
    /// Fiscal year.
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

/// A ledger entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerEntry {
    /// Identifier.
    pub id: Id,
    /// Place in the envelope's ledger, from 1.
    pub seq: i64,
    /// Kind.
    pub kind: EntryKind,
    /// Account the money leaves.
    pub from: LedgerAccount,
    /// Account the money enters.
    pub to: LedgerAccount,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Amount, minor units.
    pub amount: Money,
    /// Act.
    pub act_id: Option<Id>,
    /// Words.
    pub note: Option<LocalText>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// Balance of one account in one fiscal year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Balance {
    /// Account.
    pub account: LedgerAccount,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Balance, minor units; only `outside` may be negative.
    pub amount: Money,
}

/// An envelope with its books.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Envelope {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// District.
    pub district_id: Option<Id>,
    /// Short name.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Currency.
    pub currency: Currency,
    /// Balances, derived.
    pub balances: Vec<Balance>,
    /// Entries, oldest first.
    pub entries: Vec<LedgerEntry>,
}

/// Envelopes of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeList {
    /// In their official order.
    pub items: Vec<Envelope>,
}
