//! Why a contest ended as it did.

use domain::{ContestState, Currency, Id};
use serde::{Deserialize, Serialize};

use crate::contest::{CountedEnvelope, TieDecision};

/// The explanation of a result: data and text keys, no sentences. The text of a reason is `result-reason-` and its `key`; its
/// other fields are the numbers in it. Items are named by their ballot numbers, five digits each; amounts are minor units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Contest.
    pub contest_id: Id,
    /// State: counted, decided or recorded.
    pub state: ContestState,
    /// SHA-256 of the count that is explained, hex; the result has the same.
    pub hash: String,
    /// Currency of all amounts.
    pub currency: Currency,
    /// One explanation per envelope.
    pub envelopes: Vec<EnvelopeExplanation>,
}

/// The explanation of one envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeExplanation {
    /// Envelope.
    pub envelope_id: Id,
    /// The trace: the rule, each round (whose turn it was, what it was compared by, who paid how much, what was next), why
    /// each item won or what it lacked, and every tie. Absent for a recorded election whose source does not tell its rule.
    pub outcome: Option<tally::Outcome>,
    /// The envelopes that are counted together, as in the result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<CountedEnvelope>,
    /// Each component apart, as in the result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<tally::components::ComponentResult>,
    /// The joint score of each item, where there are components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<tally::components::ItemScore>,
    /// The recorded decision of ties with which it was counted.
    pub tie_decision: Option<TieDecision>,
    /// How satisfied voters are with the winners of the official result (before the act: of the count). Absent while no
    /// winners are known.
    pub statistics: Option<tally::statistics::Statistics>,
}
