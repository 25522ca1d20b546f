//! Contracts: what was ordered, from whom, for which works.

use domain::{ContractState, Currency, Id, Moment, Money};
use serde::{Deserialize, Serialize};
use time::Date;

/// What a contract commits for one work out of one envelope, as amended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractWorkRecord {
    /// Work.
    pub work_id: Id,
    /// Number of the work.
    pub work: i32,
    /// Code of the envelope that pays.
    pub envelope: String,
    /// Committed, minor units.
    pub amount_minor: Money,
    /// Of it paid, minor units.
    pub paid_minor: Money,
}

/// A contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Code of the district; none when its works lie in several.
    pub district: Option<String>,
    /// Number, as printed.
    pub number: String,
    /// What was ordered, in Kazakh.
    pub subject_kk: String,
    /// What was ordered, in Russian.
    pub subject_ru: String,
    /// The customer, in Russian.
    pub body: String,
    /// Supplier.
    pub supplier: String,
    /// Business identification number of the supplier, 12 digits.
    pub supplier_bin: Option<String>,
    /// State.
    pub state: ContractState,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub state_since: Moment,
    /// Date of signature.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub signed_on: Date,
    /// From when it is carried out.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub starts_on: Date,
    /// Until when it was to be carried out at first.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub first_ends_on: Date,
    /// Until when, as amended.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_on: Date,
    /// Months of warranty after acceptance.
    pub warranty_months: i32,
    /// Amendments so far.
    pub amendments: i64,
    /// The amount it was signed with, minor units.
    pub first_amount_minor: Money,
    /// The amount in force, minor units.
    pub amount_minor: Money,
    /// The same, major units with two decimals.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
    /// Of it paid, minor units.
    pub paid_minor: Money,
    /// For which works, out of which envelopes.
    pub works: Vec<ContractWorkRecord>,
}

/// Contracts as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractExport {
    /// The newest first.
    pub items: Vec<ContractRecord>,
}
