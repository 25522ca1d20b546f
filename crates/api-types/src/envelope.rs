//! Envelopes; their entries are in [`crate::ledger`].

use domain::{Currency, Id, LedgerAccount, LocalText, Money};
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
    /// Group of the rules' envelopes that it belongs to; none: as the cycle's only money.
    #[serde(default)]
    pub group: Option<String>,
    /// Theme: a category of the rules, where the group is one of themes.
    #[serde(default)]
    pub theme: Option<String>,
    /// How many winners it has, where the rules count winners instead of packing money.
    #[serde(default)]
    pub places: Option<i32>,
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
    /// Group of the rules' envelopes that it belongs to; none: as the cycle's only money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Theme: a category of the rules, where the group is one of themes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// How many winners it has, where the rules count winners instead of packing money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<i32>,
    /// Currency.
    pub currency: Currency,
    /// Balances, derived.
    pub balances: Vec<Balance>,
}

/// Envelopes of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeList {
    /// In their official order.
    pub items: Vec<Envelope>,
}
