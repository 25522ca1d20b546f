//! Allocations: the money of a group of envelopes shared out by the formula of the rules.

use domain::rules::FormulaCriterion;
use domain::{Currency, Id, LocalText, Moment, Money};
use serde::{Deserialize, Serialize};
use tally::Fraction;
use tally::allocation::Remainder;

/// Shares the money of a group out, once, before anything else gives its envelopes money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AllocationCreate {
    /// Group of the rules' envelopes; the rules share it by a formula.
    pub group: String,
    /// Every envelope of the group, in the order in which remainders go where nothing else decides.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub inputs: Vec<AllocationInput>,
    /// Who gets the smallest units that rounding down leaves.
    #[serde(default)]
    pub remainder: Remainder,
    /// One of the cycle's fiscal years, in which the money is announced.
    pub fiscal_year: i32,
    /// The act that gives the money; with it the money is approved too, else announced alone.
    #[serde(default)]
    pub act_id: Option<Id>,
}

/// What goes into the formula for one envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AllocationInput {
    /// Envelope of the group.
    pub envelope_id: Id,
    /// Its points, one number for each criterion of the rules in their order, 0 or more.
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub points: Vec<i64>,
}

/// An allocation with all that went into it: whoever wants can work it out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allocation {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Group of the rules' envelopes.
    pub group: String,
    /// Number of the rules by which it was done.
    pub rules_number: Option<i32>,
    /// The sum that was shared out, minor units: the shares make exactly this.
    pub total: Money,
    /// Currency.
    pub currency: Currency,
    /// Fiscal year of the money.
    pub fiscal_year: i32,
    /// The criteria with their weights.
    pub criteria: Vec<FormulaCriterion>,
    /// Who got the smallest units that rounding down left.
    pub remainder: Remainder,
    /// One share per envelope, in the order given.
    pub shares: Vec<AllocationShare>,
    /// The act that gave the money.
    pub act: Option<crate::act::Act>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// One envelope's share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllocationShare {
    /// Envelope.
    pub envelope_id: Id,
    /// Its name.
    pub name: LocalText,
    /// Its points, one number for each criterion.
    pub points: Vec<i64>,
    /// The sum of points times weights.
    pub weighted: i64,
    /// Its exact claim, minor units.
    pub claim: Fraction,
    /// What it got, minor units.
    pub amount: Money,
    /// Whether a unit of the remainder is in it.
    pub got_remainder: bool,
    /// It had an equal claim to a unit of the remainder with others, of which only some got one.
    pub tied: bool,
}

/// Allocations of a cycle, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllocationList {
    /// One per group at most.
    pub items: Vec<Allocation>,
}
