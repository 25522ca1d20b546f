//! Payments under contracts: the document beside its ledger entry.

use domain::{Id, LocalText, Moment, Money};
use serde::{Deserialize, Serialize};

/// Money paid for a work out of an envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    /// Identifier.
    pub id: Id,
    /// Under which contract.
    pub contract_id: Id,
    /// For which work.
    pub work_id: Id,
    /// Out of which envelope.
    pub envelope_id: Id,
    /// Its ledger entry.
    pub ledger_entry_id: Id,
    /// Minor units.
    pub amount: Money,
    /// Date of the payment.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub paid_on: time::Date,
    /// Number of the payment document, as printed.
    pub document: String,
    /// For which delivered part.
    pub note: Option<LocalText>,
    /// When it was recorded here.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Whether it was taken back by a reversal.
    pub reversed: bool,
}

/// Payments, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentList {
    /// Payments.
    pub items: Vec<Payment>,
}

/// Records a payment: money committed becomes paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", derive(validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct PaymentCreate {
    /// For which work of the contract.
    pub work_id: Id,
    /// Out of which envelope; it can be left out when the contract's part has one only.
    #[serde(default)]
    pub envelope_id: Option<Id>,
    /// Minor units, above zero.
    pub amount: Money,
    /// Date of the payment; not in the future. Its year is the fiscal year.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub paid_on: time::Date,
    /// Number of the payment document, as printed, 1 to 60 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 60)))]
    pub document: String,
    /// For which delivered part, up to 500 characters in each language.
    #[serde(default)]
    pub note: Option<LocalText>,
}
