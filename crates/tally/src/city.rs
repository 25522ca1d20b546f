//! The rule that a Pabulib file's own META names.

use serde::{Deserialize, Serialize};

use crate::ballot::BallotKind;
use crate::pabulib::Election;
use crate::rule::{Completion, Constraints, GreedyOrder, Method, Minimum, Misfit, Rule, Utility};
use crate::tie::TieBreak;

/// Why a file does not say clearly how its city counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CityRuleError {
    /// META has no `rule`.
    #[error("the file names no rule")]
    NoRule,
    /// META's `rule` does not say what was done (`unknown`, `greedy-custom`), or is one that we do not know.
    #[error("the file names its rule {rule:?}, which does not say clearly how it counted{}", why.as_ref().map(|why| format!(": {why}")).unwrap_or_default())]
    NotNamedClearly {
        /// What META says.
        rule: String,
        /// What the file's own comment says about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// The rule needs something that the file does not tell.
    #[error("the rule {rule} needs {what}, which the file does not tell")]
    Incomplete {
        /// What META says.
        rule: String,
        /// What is missing.
        what: String,
    },
}

/// The rule, threshold and completion that the file names. Ties go by name: files do not say how cities broke them.
///
/// # Errors
/// [`CityRuleError`] if the file does not name its rule clearly.
pub fn rule(election: &Election) -> Result<Rule, CityRuleError> {
    rule_with(election, &[])
}

/// The same where the groups of projects that exclude each other are known from elsewhere: `greedy-exclusive` files do not
/// tell them (Pabulib describes the rule as greedy with "conflicting projects handled by hierarchy": of a group the one with
/// the most votes is funded, and the others step back).
///
/// # Errors
/// [`CityRuleError`] if the file does not name its rule clearly.
pub fn rule_with(election: &Election, exclusive: &[Vec<String>]) -> Result<Rule, CityRuleError> {
    let name = election.meta("rule").ok_or(CityRuleError::NoRule)?.to_ascii_lowercase();
    let kind = election.profile.kind();
    let greedy = |misfit| Method::Greedy { order: order(election), misfit };
    let shares =
        |completion, comparison| Method::EqualShares { utility: Utility::suggested(kind), completion, comparison };
    let add1 = || Completion::Add1 { increment: None, whole: true, past_exhaustive: true };
    let incomplete = |what: &str| CityRuleError::Incomplete { rule: name.clone(), what: what.into() };
    let threshold = election.meta("min_project_score_threshold").and_then(|text| minimum(election, text));
    let method = match name.as_str() {
        "greedy" => greedy(Misfit::Skip),
        "greedy-no-skip" => greedy(Misfit::Stop),
        "greedy-threshold" if threshold.is_none() => return Err(incomplete("min_project_score_threshold")),
        "greedy-threshold" => greedy(Misfit::Skip),
        // Which projects exclude each other stands in the city's papers, not in the file.
        "greedy-exclusive" if exclusive.is_empty() => {
            let said = election.meta("comment").map(|comment| format!(" (its comment: {comment})")).unwrap_or_default();
            return Err(incomplete(&format!("the projects that exclude each other{said}")));
        }
        "greedy-exclusive" => greedy(Misfit::Skip),
        "equalshares" => shares(vec![], false),
        "equalshares/add1" => shares(vec![add1()], false),
        "equalshares/add1u" => shares(vec![add1(), Completion::Greedy], false),
        "equalshares-comparison" => shares(vec![], true),
        "equalshares/add1-comparison" => shares(vec![add1()], true),
        _ => {
            let why = election.meta("comment").filter(|_| name == "greedy-custom").map(str::to_owned);
            return Err(CityRuleError::NotNamedClearly { rule: name, why });
        }
    };
    Ok(Rule {
        method,
        minimum: threshold.unwrap_or_default(),
        ties: vec![TieBreak::Name],
        constraints: Constraints { incompatible: exclusive.to_vec(), ..Constraints::default() },
    })
}

/// How the file's own scores come from its ballots: where a ballot may rank fewer projects than it has places, some cities give
/// the first always the same points, others as many as the ballot is long. The one that fits the `score` column better.
fn order(election: &Election) -> GreedyOrder {
    let first = election.meta("max_length").and_then(|text| text.parse::<u32>().ok());
    let (BallotKind::Ordinal, Some(first)) = (election.profile.kind(), first) else { return GreedyOrder::Score };
    let items = election.instance.items.len();
    let written = |row| election.projects.cell(row, "score").and_then(|text| text.parse::<i128>().ok());
    let misses = |scores: Vec<i128>| {
        let rows = scores.into_iter().enumerate();
        rows.filter(|(row, score)| written(*row).is_some_and(|written| written != *score)).count()
    };
    let by_length = misses(election.profile.scores(items));
    if misses(election.profile.top_scores(items, first)) < by_length {
        GreedyOrder::TopScore { first }
    } else {
        GreedyOrder::Score
    }
}

/// A threshold as files write it (`min_project_score_threshold`): votes of approvals, points otherwise. `None` if the text is no
/// number from zero.
pub fn minimum(election: &Election, text: &str) -> Option<Minimum> {
    let decimal = crate::amount::Decimal::parse(text).filter(|decimal| decimal.mantissa >= 0)?;
    let scale = election.profile.points_scale().max(decimal.scale);
    let mut least = decimal.at_scale(scale)?;
    // A threshold finer than the points is met by the next point.
    for _ in election.profile.points_scale()..scale {
        least = least / 10 + i64::from(least % 10 > 0);
    }
    Some(match election.profile.kind() {
        BallotKind::Approval | BallotKind::ChooseOne => {
            Minimum { votes: Some(u64::try_from(least).ok()?), ..Minimum::default() }
        }
        _ => Minimum { score: Some(least), ..Minimum::default() },
    })
}
