//! What a count found, with everything needed to explain it: text keys for the translations, numbers as data.

use serde::{Deserialize, Serialize};

use crate::rule::Rule;
use crate::tie::Tie;

/// An exact fraction as two decimal integers (they may be longer than 64 bits). A whole number has `den` 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fraction {
    /// Numerator.
    pub num: String,
    /// Denominator, above zero.
    pub den: String,
}

impl Fraction {
    /// `num / den`, not reduced.
    pub fn new(num: impl ToString, den: impl ToString) -> Self {
        Self { num: num.to_string(), den: den.to_string() }
    }
}

/// The result of one count for one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// The rule that was counted by.
    pub rule: Rule,
    /// Ids of the funded items, in the order in which the rule funded them.
    pub winners: Vec<String>,
    /// What they cost together, in the smallest unit of money.
    pub cost: i64,
    /// The envelope.
    pub budget: i64,
    /// Decimal places of all amounts.
    pub scale: u8,
    /// Ballots counted, empty ones included.
    pub voters: u64,
    /// One verdict per item: the funded ones in order, then the others, the nearest to winning first.
    pub verdicts: Vec<Verdict>,
    /// Every tie that the count met.
    pub ties: Vec<Tie>,
    /// The count, step by step.
    pub rounds: Vec<Round>,
    /// Grades of every item, where ballots are grades.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grades>,
}

/// How an item was graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grades {
    /// The item.
    pub item: String,
    /// Its majority grade: the lower median, 0 being the worst grade.
    pub median: u32,
    /// How many voters gave each grade, the worst first.
    pub counts: Vec<u64>,
}

impl Outcome {
    /// The verdict on an item.
    pub fn verdict(&self, id: &str) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.item == id)
    }
}

/// What became of one item, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// The item.
    pub item: String,
    /// Whether it is funded.
    pub funded: bool,
    /// Its cost.
    pub cost: i64,
    /// How many voters chose it.
    pub votes: u64,
    /// Its points (votes, where ballots have none), in units of `10^-points_scale` of the profile.
    pub score: i64,
    /// Why.
    pub reason: Reason,
}

/// Why an item was funded or not. `key` names the text, the rest are its numbers (amounts in the smallest unit).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Reason {
    /// Funded by the rule.
    Funded {
        /// The round, from 1.
        round: u32,
        /// What was left of the envelope afterwards.
        remaining: i64,
    },
    /// Funded by an earlier decision that the rule was given.
    FundedBefore {
        /// What was left of the envelope afterwards.
        remaining: i64,
    },
    /// When its turn came, it no longer fitted.
    LacksMoney {
        /// What was left of the envelope.
        remaining: i64,
        /// By how much it was too expensive.
        missing: i64,
        /// How many more votes (or points) would have funded it, everything else unchanged; absent where none would.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more_votes: Option<i64>,
        /// The item that it would have had to pass.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_pass: Option<String>,
    },
    /// Like `lacks_money`, but it has as many votes as a funded item and lost the tie against it.
    LostTie {
        /// The item that won the tie.
        to: String,
        /// What was left of the envelope.
        remaining: i64,
        /// By how much it was too expensive.
        missing: i64,
    },
    /// It costs more than the whole envelope.
    TooExpensive {
        /// By how much.
        missing: i64,
    },
    /// The rule stops at the first item that does not fit, and stopped before this one.
    StoppedBefore {
        /// The item at which the count stopped.
        at: String,
        /// How many more votes (or points) would have brought it before the stop.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more_votes: Option<i64>,
    },
    /// Fewer votes (or points) than the rule's minimum.
    BelowMinimum {
        /// What it has.
        has: i64,
        /// The minimum.
        minimum: i64,
        /// The difference.
        lacking: i64,
    },
    /// Fewer votes (or points, or a lower grade) than the last winner, where the number of winners is fixed.
    LostByVotes {
        /// The last winner that it would have had to pass.
        to: String,
        /// How many votes (or points) it lacked.
        short: i64,
    },
    /// An incompatible item was funded.
    Incompatible {
        /// That item.
        with: String,
    },
    /// A quota of its category or area was full.
    QuotaFull {
        /// The category or area.
        category: String,
    },
    /// The remaining places were kept for a category or area that it does not belong to.
    PlacesReserved {
        /// The category or area.
        category: String,
    },
    /// Nobody voted for it.
    NoVotes,
    /// Its supporters' shares were too small together when the rule ended.
    LacksSupport {
        /// What its supporters had left, rounded down.
        supporters_have: i64,
        /// What they lacked, rounded up.
        missing: i64,
    },
}

/// One step of the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Round {
    /// From 1.
    pub round: u32,
    /// The item whose turn it was.
    pub item: String,
    /// Whether it was funded.
    pub funded: bool,
    /// What the rule compared: votes, points, votes per cost, price per unit of utility, load.
    pub score: Fraction,
    /// The item's cost.
    pub cost: i64,
    /// What is left of the envelope after this step.
    pub remaining: i64,
    /// Who paid, where voters have shares of the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payers: Option<Payers>,
    /// The item that came next and what it was compared by, where the rule compares all items anew in each round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<RunnerUp>,
}

/// The item that would have been next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunnerUp {
    /// The item.
    pub item: String,
    /// What it was compared by, like the round's own `score`.
    pub score: Fraction,
}

/// Who paid for an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payers {
    /// Voters who paid the full price.
    pub full: u64,
    /// That price (of one point, where ballots have points), in millionths of the smallest unit, rounded up.
    pub each_millionths: i64,
    /// Voters who had less than the price and gave all they had left.
    pub partial: u64,
    /// What they gave together, in the smallest unit, rounded down.
    pub partial_together: i64,
}
