//! What if a decided contest had been counted otherwise: published beside its official result, never instead of it.

use domain::{Currency, Id, Money};
use serde::{Deserialize, Serialize};
use tally::statistics::Statistics;

/// All rules on the ballots of a decided contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestComparison {
    /// Contest.
    pub contest_id: Id,
    /// SHA-256 of the count that the official result rests on, hex.
    pub hash: String,
    /// Currency of all amounts.
    pub currency: Currency,
    /// One comparison per envelope.
    pub envelopes: Vec<EnvelopeComparison>,
}

/// All rules on the ballots of one envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeComparison {
    /// Envelope.
    pub envelope_id: Id,
    /// Its money, minor units.
    pub budget: Money,
    /// Ballots that chose at least one of its items.
    pub voters: u64,
    /// One entry per rule. The first is the official result, with which the others are compared (for a recorded election
    /// that does not tell its winners it is a rule like the others).
    pub entries: Vec<RuleComparison>,
    /// Rules that cannot count these ballots.
    pub refused: Vec<RuleRefused>,
}

/// The outcome of one rule beside the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleComparison {
    /// Text key of the rule: `official`, `count` (where the act deviates from it), `greedy`, `equal_shares`, …
    pub rule: String,
    /// The rule as data; absent for what was decided.
    pub counted_by: Option<tally::Rule>,
    /// Ballot numbers of the winners, in the order of funding.
    pub winners: Vec<i32>,
    /// What they cost together, minor units.
    pub cost: Money,
    /// Ties that could have changed who wins; they go by the contest's own tie-break, then by ballot number.
    pub ties: u32,
    /// Ballot numbers of items that it funds and the first entry does not.
    pub gained: Vec<i32>,
    /// Ballot numbers of items that the first entry funds and it does not.
    pub lost: Vec<i32>,
    /// Voters to whom the first entry is worth more.
    pub prefer_first: u64,
    /// Voters to whom this one is worth more.
    pub prefer_this: u64,
    /// Voters to whom both are worth the same.
    pub indifferent: u64,
    /// How satisfied voters would be.
    pub statistics: Statistics,
}

/// A rule that cannot count these ballots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleRefused {
    /// Text key of the rule.
    pub rule: String,
    /// Why, as data with its own key.
    pub error: tally::CountError,
}
