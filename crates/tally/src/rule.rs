//! Counting rules as data, and the one function that counts by them.

use serde::{Deserialize, Serialize};

use crate::ballot::{BallotKind, Profile};
use crate::bos;
use crate::components::{Component, ShareOf};
use crate::cstv::{self, CstvVariant};
use crate::equal_shares;
use crate::error::CountError;
use crate::greedy;
use crate::instance::Instance;
use crate::majority_judgement;
use crate::maximin;
use crate::outcome::Outcome;
use crate::phragmen;
use crate::tie::TieBreak;
use crate::welfare;

/// How an election is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rule {
    /// The method.
    pub method: Method,
    /// What an item needs before it is considered at all.
    #[serde(default)]
    pub minimum: Minimum,
    /// How ties are broken, step by step; the item's id as text is always the last step.
    #[serde(default)]
    pub ties: Vec<TieBreak>,
    /// What else the winners must respect.
    #[serde(default)]
    pub constraints: Constraints,
}

impl Rule {
    /// A method without minimum and constraints; ties by name.
    pub fn new(method: Method) -> Self {
        Self { method, minimum: Minimum::default(), ties: vec![TieBreak::Name], constraints: Constraints::default() }
    }

    /// The rule the field uses: most votes first, what no longer fits is skipped, at least `minimum` votes.
    pub fn greedy(minimum: u64, ties: Vec<TieBreak>) -> Self {
        let method = Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Skip };
        let minimum = Minimum { votes: (minimum > 0).then_some(minimum), ..Minimum::default() };
        Self { method, minimum, ties, constraints: Constraints::default() }
    }
}

/// A counting method. Each has its own file, which names its paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Method {
    /// Take items in order while they fit: [`crate::greedy`].
    Greedy {
        /// In which order.
        order: GreedyOrder,
        /// What happens at an item that no longer fits.
        #[serde(default)]
        misfit: Misfit,
    },
    /// Every voter gets the same share of the money and pays for what it supports: [`crate::equal_shares`].
    EqualShares {
        /// What an item is worth to a supporter.
        utility: Utility,
        /// What is done with the money that is left, in that order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        completion: Vec<Completion>,
        /// Compare the result with the greedy one, and take that if more voters prefer it.
        #[serde(default)]
        comparison: bool,
    },
    /// Equal shares that may overspend a little for popular items: [`crate::bos`].
    BoundedOverspending {
        /// What an item is worth to a supporter.
        utility: Utility,
    },
    /// Support moves on from funded and eliminated items: [`crate::cstv`].
    Cstv {
        /// Which covered item is funded first.
        #[serde(default)]
        variant: CstvVariant,
    },
    /// Voters' loads grow as evenly as possible: [`crate::phragmen`].
    Phragmen,
    /// The heaviest load stays as light as possible: [`crate::maximin`].
    MaximinSupport,
    /// The best majority grade first, while winners fit: [`crate::majority_judgement`].
    MajorityJudgement {
        /// Number of grades; ballots give 0 (the worst) to `grades - 1`, and an item left out has 0.
        grades: u32,
        /// What happens at an item that no longer fits.
        #[serde(default)]
        misfit: Misfit,
    },
    /// The greatest weighted sum of shares in several counts first: [`crate::components::count_components`], which needs each
    /// component's own ballots; [`count`] refuses it.
    WeightedComponents {
        /// The components; the weights count in proportion to their sum.
        components: Vec<Component>,
        /// What a component's votes are divided by.
        #[serde(default)]
        share_of: ShareOf,
        /// What happens at an item that no longer fits.
        #[serde(default)]
        misfit: Misfit,
    },
    /// The greatest total utility of all sets that fit: [`crate::welfare`].
    Welfare {
        /// What an item is worth to a voter.
        utility: Utility,
    },
}

/// What equal shares does with the money that is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Completion {
    /// Count again and again with a larger share for each voter, until the next step would overspend.
    Add1 {
        /// By how much a share grows at each step, in the smallest unit of money; one unit of the currency if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        increment: Option<i64>,
        /// Take only whole increments: the second count gives each voter its share rounded down to whole increments, and one
        /// more (as the calculator of equalshares.net does, which cities used). Otherwise shares keep their fraction.
        #[serde(default)]
        whole: bool,
        /// Go on until the next step would overspend, even if an exhaustive outcome has been found on the way.
        #[serde(default)]
        past_exhaustive: bool,
    },
    /// Fund what still fits, by utility per cost ("utilitarian": with [`Completion::Add1`] before it, cities call it Add1U).
    Greedy,
    /// Let voters also pay, as little as possible, for what they did not choose, the cheapest for them first.
    Epsilon,
}

impl Completion {
    /// Add1 as its paper and pabutools have it: one unit of the currency per voter and step, from the exact share.
    pub fn add1() -> Self {
        Self::Add1 { increment: None, whole: false, past_exhaustive: false }
    }
}

impl Method {
    /// The serialised name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Greedy { .. } => "greedy",
            Self::EqualShares { .. } => "equal_shares",
            Self::BoundedOverspending { .. } => "bounded_overspending",
            Self::Cstv { .. } => "cstv",
            Self::Phragmen => "phragmen",
            Self::MaximinSupport => "maximin_support",
            Self::Welfare { .. } => "welfare",
            Self::MajorityJudgement { .. } => "majority_judgement",
            Self::WeightedComponents { .. } => "weighted_components",
        }
    }
}

/// The order in which the greedy rule takes items; more comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum GreedyOrder {
    /// Number of voters.
    #[default]
    Votes,
    /// Points: votes, the sum of points, or positions (the last of a ballot 1, the one before it 2 …).
    Score,
    /// Points of ordinal ballots from the top: the first of a ballot gets `first`, the next one less, none below zero.
    TopScore {
        /// Points of a first place.
        first: u32,
    },
    /// Total utility divided by cost; with [`Utility::Cost`] that is the number of voters again.
    PerCost {
        /// The utility.
        utility: Utility,
    },
}

/// What the greedy rule does at an item that no longer fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Misfit {
    /// Skip it and go on.
    #[default]
    Skip,
    /// End the count.
    Stop,
}

impl Misfit {
    /// Whether an item that does not fit ends the count.
    pub(crate) fn ends_at(self, instance: &Instance, item: usize) -> bool {
        self == Self::Stop && !instance.is_withdrawn(item)
    }
}

/// What a funded item is worth to a voter who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Utility {
    /// Its cost.
    #[default]
    Cost,
    /// One.
    Cardinality,
    /// The voter's points for it.
    Additive,
    /// Ballot length minus position (the first being 1), of ordinal ballots.
    Borda,
}

impl Utility {
    /// The utility that the ballots suggest: cost for approvals, points for points, Borda for orders.
    pub fn suggested(kind: BallotKind) -> Self {
        match kind {
            BallotKind::Approval | BallotKind::ChooseOne => Self::Cost,
            BallotKind::Cumulative | BallotKind::Scoring => Self::Additive,
            BallotKind::Ordinal => Self::Borda,
        }
    }

    /// The serialised name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Cardinality => "cardinality",
            Self::Additive => "additive",
            Self::Borda => "borda",
        }
    }

    /// Whether ballots of that kind have this utility.
    pub fn fits(self, kind: BallotKind) -> bool {
        match self {
            Self::Cost | Self::Cardinality => true,
            Self::Additive => kind != BallotKind::Ordinal,
            Self::Borda => kind == BallotKind::Ordinal,
        }
    }
}

/// What an item needs before it is considered. Everything given must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Minimum {
    /// At least so many voters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<u64>,
    /// At least so many points (units of the profile's points scale).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// At least this share of all voters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// A share `num / den`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// Numerator.
    pub num: u32,
    /// Denominator.
    pub den: u32,
}

/// What the winners must respect besides the envelope.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Constraints {
    /// Groups of item ids of which at most one is funded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incompatible: Vec<Vec<String>>,
    /// Limits per category or area.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// Items that an earlier decision already funds out of this envelope, in that order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub funded_before: Vec<String>,
    /// At most so many winners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_winners: Option<u32>,
    /// Of these winners so many are kept for a category or area, as far as it has candidates. Groups should not overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<ReservedPlaces>,
    /// Winners are counted, not packed: no item is too expensive, only `most_winners` ends the list, and the rest of the envelope
    /// may fall below zero. Only the rules that take items in order know it: greedy, majority judgement, weighted components.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignore_budget: bool,
}

/// Places kept for the items of one category or area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReservedPlaces {
    /// The category or area.
    pub category: String,
    /// How many winners.
    pub places: u32,
}

/// A limit on the winners of one category or area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quota {
    /// The category or area.
    pub category: String,
    /// At most so many winners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_winners: Option<u32>,
    /// At most so much money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_cost: Option<i64>,
}

/// Counts one envelope.
///
/// # Errors
/// [`CountError`]: the instance, the profile and the rule must fit each other.
pub fn count(rule: &Rule, instance: &Instance, profile: &Profile) -> Result<Outcome, CountError> {
    instance.check()?;
    profile.check(instance.items.len())?;
    let in_order = matches!(&rule.method, Method::Greedy { .. } | Method::MajorityJudgement { .. });
    if rule.constraints.ignore_budget && !in_order {
        let (rule, constraint) = (rule.method.name().into(), "ignore_budget".into());
        return Err(CountError::ConstraintNotSupported { rule, constraint });
    }
    match &rule.method {
        Method::Greedy { order, misfit } => greedy::count(rule, *order, *misfit, instance, profile),
        Method::EqualShares { utility, completion, comparison } => {
            let settings = equal_shares::Settings { utility: *utility, completion, comparison: *comparison };
            equal_shares::count(rule, &settings, instance, profile)
        }
        Method::BoundedOverspending { utility } => bos::count(rule, *utility, instance, profile),
        Method::Cstv { variant } => cstv::count(rule, *variant, instance, profile),
        Method::Phragmen => phragmen::count(rule, instance, profile),
        Method::MaximinSupport => maximin::count(rule, instance, profile),
        Method::MajorityJudgement { grades, misfit } => {
            majority_judgement::count(rule, *grades, *misfit, instance, profile)
        }
        Method::WeightedComponents { .. } => {
            Err(CountError::MalformedRule { detail: "each component needs its own ballots".into() })
        }
        Method::Welfare { utility } => welfare::count(rule, *utility, instance, profile),
    }
}

/// Methods beside greedy and equal shares that can count ballots of a kind, with their text keys.
pub(crate) fn optional_methods(kind: BallotKind) -> Vec<(&'static str, Method)> {
    let utility = Utility::suggested(kind);
    let mut methods = vec![
        ("bounded_overspending", Method::BoundedOverspending { utility }),
        ("welfare", Method::Welfare { utility }),
    ];
    if kind.has_points() {
        methods.push(("cstv", Method::Cstv { variant: CstvVariant::Ewtc }));
    }
    if matches!(kind, BallotKind::Approval | BallotKind::ChooseOne) {
        methods.push(("phragmen", Method::Phragmen));
        methods.push(("maximin_support", Method::MaximinSupport));
    }
    methods
}
