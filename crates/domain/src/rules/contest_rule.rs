//! The votes of a rule version: who votes, how the ballot is filled in, how it is counted.

use serde::{Deserialize, Serialize};

use super::Area;
use crate::{BallotRule, LocalText, codes};

/// One kind of vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContestRule {
    /// Stable id within the rule version.
    pub id: String,
    /// Name.
    pub name: LocalText,
    /// One contest for each of these: eight of area `district` when voting is in one's own district.
    pub area: Area,
    /// The groups of envelopes that it decides.
    pub envelopes: Vec<String>,
    /// Who votes.
    pub electorate: Electorate,
    /// The ballot.
    pub ballot: BallotRule,
    /// The count.
    pub counting: CountingRule,
}

codes! {
    /// Who votes in a contest.
    pub Electorate "electorate" {
        /// Residents who are eligible to vote.
        Residents = "residents",
        /// Members of a committee.
        Committee = "committee",
        /// Those present at an assembly.
        Assembly = "assembly",
        /// Pupils of a school.
        School = "school",
        /// Several electorates, one per component of the count.
        Components = "components",
    }
}

/// How ballots become a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CountingRule {
    /// Kind.
    pub kind: CountingKind,
    /// What ends the list of winners.
    pub limit: CountLimit,
    /// Fewest and most winners per contest, when counted by number: each envelope says its places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winners: Option<WinnerRange>,
    /// An item with fewer votes cannot win.
    pub minimum_votes: u32,
    /// How ties are broken, in order; the last resort is a recorded decision.
    pub tie_break: Vec<TieBreak>,
    /// Places kept for the items of a group of envelopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<ReservedPlaces>,
    /// Components whose results are published apart and combined by weight.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<CountingComponent>,
}

codes! {
    /// Kinds of counts.
    pub CountingKind "counting-kind" {
        /// Most votes first; what no longer fits is skipped.
        Greedy = "greedy",
        EqualShares = "equal_shares", MajorityJudgement = "majority_judgement", WeightedComponents = "weighted_components",
        /// Priorities and criteria with weights become points, points become shares of money.
        FormulaAllocation = "formula_allocation",
    }
}

codes! {
    /// What ends the list of winners.
    pub CountLimit "count-limit" { Money = "money", Number = "number" }
}

codes! {
    /// How a tie is broken.
    pub TieBreak "tie-break" {
        Cheaper = "cheaper", MoreExpensive = "more_expensive",
        /// The proposal submitted earlier.
        Earlier = "earlier",
        MoreSupporters = "more_supporters", LowerNumber = "lower_number",
        /// A lot with a published seed.
        Lot = "lot",
        /// An official's decision, recorded with its public reason.
        Decision = "decision",
    }
}

/// How many win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WinnerRange {
    /// Fewest per contest.
    pub min: u16,
    /// Most per contest.
    pub max: u16,
    /// All together, where it is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u16>,
}

/// Places kept for a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReservedPlaces {
    /// The group of envelopes.
    pub id: String,
    /// For whom.
    pub name: LocalText,
    /// At least so many winners of each contest, as far as so many stand.
    pub places: u16,
}

/// One component of a combined count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CountingComponent {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: LocalText,
    /// Who votes in it.
    pub electorate: Electorate,
    /// Percent; all components together make 100.
    pub weight_percent: u8,
}
