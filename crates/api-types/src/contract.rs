//! Contracts: what was ordered, from whom, for which works and out of which envelopes.

use domain::{ContractEvent, ContractState, Currency, Id, LocalText, Moment, Money};
use serde::{Deserialize, Serialize};

use crate::ledger::ActCited;
use crate::payment::Payment;

/// What a contract commits for a work out of an envelope, as amended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractPart {
    /// The work.
    pub work_id: Id,
    /// Its name.
    pub work: LocalText,
    /// The envelope that pays.
    pub envelope_id: Id,
    /// Committed, minor units.
    pub amount: Money,
    /// Of it paid, minor units.
    pub paid: Money,
}

/// A contract in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contract {
    /// Identifier.
    pub id: Id,
    /// Cycle whose works it builds.
    pub cycle_id: Id,
    /// District of the works; none: of several.
    pub district_id: Option<Id>,
    /// Number, as printed.
    pub number: String,
    /// What was ordered.
    pub subject: LocalText,
    /// The customer.
    pub body_id: Id,
    /// The customer's name.
    pub body: LocalText,
    /// The supplier's name.
    pub supplier: String,
    /// The supplier's business identification number (BIN), 12 digits.
    pub supplier_bin: Option<String>,
    /// State.
    pub state: ContractState,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub state_since: Moment,
    /// Date of signature.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub signed_on: time::Date,
    /// From when it is carried out.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub starts_on: time::Date,
    /// Until when it was to be carried out at first.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub first_ends_on: time::Date,
    /// Until when, as amended.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_on: time::Date,
    /// How long the supplier answers for defects after acceptance.
    pub warranty_months: i32,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Sum of the parts, minor units.
    pub amount: Money,
    /// Of it paid, minor units.
    pub paid: Money,
    /// For which works, out of which envelopes.
    pub parts: Vec<ContractPart>,
    /// Version, for `If-Match`.
    pub version: i64,
}

/// An amendment or another step of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractStep {
    /// What happened.
    pub event: ContractEvent,
    /// State before.
    pub from: ContractState,
    /// State afterwards.
    pub to: ContractState,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Why; of amendments and terminations.
    pub reason: Option<LocalText>,
    /// The act on which it rests.
    pub act: Option<ActCited>,
    /// Amount before, minor units.
    pub amount_before: Money,
    /// Amount afterwards, minor units.
    pub amount_after: Money,
    /// End before.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_before: time::Date,
    /// End afterwards.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_after: time::Date,
}

/// A contract with all that happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractFile {
    /// The contract.
    pub contract: Contract,
    /// Its steps, oldest first.
    pub steps: Vec<ContractStep>,
    /// Its payments, oldest first.
    pub payments: Vec<Payment>,
}

/// Contracts of a cycle, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractList {
    /// Contracts.
    pub items: Vec<Contract>,
}

/// What a contract is to commit for a work out of an envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartInput {
    /// The work.
    pub work_id: Id,
    /// The envelope; it can be left out when the work draws on one only.
    #[serde(default)]
    pub envelope_id: Option<Id>,
    /// Minor units, above zero (in an amendment zero takes the part out).
    pub amount: Money,
}

/// Records a signed contract: money reserved for its works becomes committed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", derive(validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ContractSign {
    /// Cycle whose works it builds.
    pub cycle_id: Id,
    /// The customer.
    pub body_id: Id,
    /// Number, as printed, 1 to 60 characters; unique for the customer.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "2026/184"))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 60)))]
    pub number: String,
    /// What is ordered, up to 500 characters in each language.
    pub subject: LocalText,
    /// The supplier's name, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)))]
    pub supplier: String,
    /// The supplier's business identification number (BIN), 12 digits.
    #[serde(default)]
    pub supplier_bin: Option<String>,
    /// Date of signature; not in the future.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub signed_on: time::Date,
    /// From when it is carried out.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub starts_on: time::Date,
    /// Until when.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_on: time::Date,
    /// Months of warranty after acceptance, 0 to 240.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 240))]
    #[cfg_attr(feature = "server", validate(range(min = 0, max = 240)))]
    pub warranty_months: i32,
    /// For which works, out of which envelopes.
    pub parts: Vec<PartInput>,
}

/// Amends a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContractAmend {
    /// Why, up to 2,000 characters in each language.
    pub reason: LocalText,
    /// The act on which it rests.
    #[serde(default)]
    pub act_id: Option<Id>,
    /// Another end.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub ends_on: Option<time::Date>,
    /// Parts with another amount, and new parts. What is not named stays.
    #[serde(default)]
    pub parts: Vec<PartInput>,
}

/// Moves a contract on: activate, complete, settle, terminate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContractMove {
    /// What happens; amendments have an address of their own.
    pub event: ContractEvent,
    /// Why; needed to terminate.
    #[serde(default)]
    pub reason: Option<LocalText>,
    /// The act on which it rests.
    #[serde(default)]
    pub act_id: Option<Id>,
}
