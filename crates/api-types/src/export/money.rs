//! Payments: the documents beside the ledger.

use domain::{Currency, Id, Moment, Money};
use serde::{Deserialize, Serialize};

/// A payment under a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Contract.
    pub contract_id: Id,
    /// Number of the contract, as printed.
    pub contract: String,
    /// Supplier.
    pub supplier: String,
    /// For which work.
    pub work_id: Id,
    /// Code of the envelope.
    pub envelope: String,
    /// Its ledger entry.
    pub ledger_entry_id: Id,
    /// Amount, minor units.
    pub amount_minor: Money,
    /// Amount, major units with two decimals.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
    /// Date of the payment.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub paid_on: time::Date,
    /// Number of the payment document, as printed.
    pub document: String,
    /// Whether it was taken back.
    pub reversed: bool,
    /// When it was recorded.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// Payments as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentExport {
    /// By contract, oldest first.
    pub items: Vec<PaymentRecord>,
}
