//! Contests: one vote, its items, its result and the act that confirms it.

use domain::{BallotItemState, ContestState, Currency, Id, ItemOutcome, LocalText, Moment, Money};
use domain::{BallotRule, rules::CountingRule};
use serde::{Deserialize, Serialize};

/// A contest in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestBrief {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Electorate: residents of this district; none is the whole city.
    pub district_id: Option<Id>,
    /// Theme: a category of the rules, for contests of area theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The contest of the rules that it is one of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Stable short name within the cycle.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// State.
    pub state: ContestState,
    /// Opens.
    #[serde(with = "time::serde::rfc3339")]
    pub opens_at: Moment,
    /// Closes: a ballot at this instant is late.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: Moment,
    /// Items on the ballot.
    pub items: i64,
    /// Residents on the roll.
    pub roll: i64,
    /// Roll entries that voted.
    pub voted: i64,
}

/// List of contests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestList {
    /// Contests.
    pub items: Vec<ContestBrief>,
}

/// An item on a ballot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BallotItem {
    /// Identifier.
    pub id: Id,
    /// Ballot number: what a ballot's choices name.
    pub number: i32,
    /// Project it stands for.
    pub project_id: Option<Id>,
    /// Project number, or the external id of an imported one.
    pub project_number: Option<String>,
    /// Envelope that pays for it.
    pub envelope_id: Id,
    /// Name.
    pub name: LocalText,
    /// Category.
    pub category: Option<String>,
    /// Class, where the ballot has classes.
    pub class: Option<String>,
    /// Cost, minor units.
    pub cost: Money,
    /// State.
    pub state: BallotItemState,
    /// Votes or points, once counted.
    pub score: Option<i64>,
    /// What the act decided.
    pub outcome: Option<ItemOutcome>,
    /// Public reason where the act deviates from the count.
    pub deviation: Option<LocalText>,
}

/// A contest with its ballot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contest {
    /// The list's part.
    #[serde(flatten)]
    pub brief: ContestBrief,
    /// Currency.
    pub currency: Currency,
    /// Ballot rule.
    pub ballot_rule: BallotRule,
    /// Counting rule.
    pub counting_rule: CountingRule,
    /// Number of the rules it runs under.
    pub rules_number: Option<i32>,
    /// Envelopes packed by this contest.
    pub envelopes: Vec<ContestEnvelope>,
    /// Items, by ballot number.
    pub ballot: Vec<BallotItem>,
    /// Source of an imported election.
    pub source: Option<crate::city::Source>,
}

/// Money of one envelope in a contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestEnvelope {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: LocalText,
    /// Money that can be won, minor units.
    pub budget: Money,
    /// The group of the rules' envelopes that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How many win, where winners are counted by number; all envelopes of the contest together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<i32>,
}

/// Result of a count, with its reasons, and the act that confirms it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestResult {
    /// Contest.
    pub contest_id: Id,
    /// State: counted, decided or recorded.
    pub state: ContestState,
    /// When it was counted.
    #[serde(with = "time::serde::rfc3339")]
    pub counted_at: Moment,
    /// Ballots that were counted.
    pub ballots: i64,
    /// A count per envelope: winners, votes, why each lost, ties and how they were broken. Where winners are counted by number,
    /// one count for all envelopes together.
    pub counts: Vec<EnvelopeCount>,
    /// Items with their scores and outcomes.
    pub items: Vec<BallotItem>,
    /// SHA-256 of the outcome, hex.
    pub hash: String,
    /// Ties that the rules leave to a recorded decision and that nobody has decided yet; no act confirms before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_ties: Vec<OpenTie>,
    /// The act that confirms it.
    pub act: Option<crate::act::Act>,
}

/// Items alike in all that the rules compare, where the order decides who is funded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenTie {
    /// Ballot numbers of the tied items.
    pub numbers: Vec<i32>,
}

/// The count of one envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeCount {
    /// Envelope.
    pub envelope_id: Id,
    /// Outcome with its trace. Its items are named by their ballot numbers, five digits each.
    pub outcome: tally::Outcome,
    /// The envelopes that this count decides together, where winners are counted by number; `envelope_id` is the first of them
    /// and `outcome.budget` their sum. Empty: only its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<CountedEnvelope>,
    /// Each component apart, where several electorates make one result: its id and weight by the rules, its voters, each item's
    /// share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<tally::components::ComponentResult>,
    /// The joint score of each item, where there are components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<tally::components::ItemScore>,
    /// The recorded decision of ties with which it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie_decision: Option<TieDecision>,
}

impl EnvelopeCount {
    /// The count of one envelope alone.
    pub fn of(envelope_id: Id, outcome: tally::Outcome) -> Self {
        let (joint, components, scores) = Default::default();
        Self { envelope_id, outcome, joint, components, scores, tie_decision: None }
    }

    /// Whether this count decides about the items of an envelope.
    pub fn covers(&self, envelope_id: Id) -> bool {
        self.envelope_id == envelope_id || self.joint.iter().any(|joint| joint.envelope_id == envelope_id)
    }
}

/// One of several envelopes that are counted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountedEnvelope {
    /// Envelope.
    pub envelope_id: Id,
    /// Its group, by which places are reserved: the area of its items in the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// How an official broke ties that the rules leave open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TieDecision {
    /// Ballot numbers, the first wins.
    pub order: Vec<i32>,
    /// Public reason.
    pub reason: LocalText,
    /// When it was recorded.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// Breaks the ties that the rules leave open; the contest is counted again with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TieDecide {
    /// Ballot numbers of the tied items, the first wins.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub order: Vec<i32>,
    /// Public reason.
    pub reason: LocalText,
}

/// Confirms (or, item by item and with reasons, deviates from) a count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContestDecide {
    /// Body whose act it is.
    pub body_id: Id,
    /// Number of the act.
    pub act_number: String,
    /// Date of the act.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub act_date: time::Date,
    /// Title of the act.
    pub act_title: LocalText,
    /// Deviations from the count; normally empty.
    #[serde(default)]
    pub deviations: Vec<Deviation>,
}

/// One deviation from the count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// Ballot number.
    pub number: i32,
    /// What the act decides instead.
    pub outcome: ItemOutcome,
    /// Public reason.
    pub reason: LocalText,
}

/// A ballot being cast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BallotCast {
    /// Ballot numbers in ascending order; in a ranking the best first.
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub choices: Vec<u32>,
    /// Points of each choice, in the order of `choices`, at least one each: cumulative ballots only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub points: Vec<u32>,
    /// Grade of each choice, in the order of `choices`: its place among the ballot rule's grades, 0 the best. Graded ballots only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub grades: Vec<u32>,
    /// 32 bytes from the voter's device, hex.
    #[cfg_attr(feature = "openapi", schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$"))]
    pub nonce: String,
    /// Commitment to the ballot, computed on the device, hex; the server recomputes it.
    #[cfg_attr(feature = "openapi", schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$"))]
    pub commitment: String,
}

/// What the voter keeps: never the choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BallotReceipt {
    /// Contest.
    pub contest_id: Id,
    /// Commitment, hex.
    pub commitment: String,
    /// Tracking code, printable: five groups of four letters and digits.
    pub tracking: String,
    /// May it be replaced until the close?
    pub replaceable: bool,
    /// Close of the vote.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: Moment,
}

/// Which public ballots.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct BallotsQuery {
    /// A component of the counting rule by its id; needed where the contest has components, one file each.
    #[serde(default)]
    pub component: Option<String>,
}

/// A contest as it concerns the signed-in resident: own mark, never choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyContest {
    /// Contest.
    pub contest: ContestBrief,
    /// On the roll.
    pub on_roll: bool,
    /// One of several contests of which this resident takes part in one and has not chosen yet:
    /// `PUT /api/v1/me/contests/{id}/roll` chooses it.
    #[serde(default)]
    pub choosable: bool,
    /// A vote was recorded in this resident's name.
    pub voted: bool,
    /// Channel of that vote.
    pub channel: Option<domain::Channel>,
    /// Why this resident may not vote, all reasons.
    pub blockers: Vec<domain::refusal::Refusal>,
}

/// Contests of the signed-in resident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyContestList {
    /// Contests.
    pub items: Vec<MyContest>,
}
