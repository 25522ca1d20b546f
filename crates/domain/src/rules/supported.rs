//! What the engine does not run, by name. All else that a document can say, it runs.

use serde::{Deserialize, Serialize};

use super::{ContestRule, CountLimit, CountingKind, Electorate, Rules, TieBreak};
use crate::{BallotKind, DistrictRule, Refusal, RefusalCode, Refusals, ResidentAction};

/// Every name that [`Rules::supported`] may give; the i18n key of each is `rule-` and the name.
pub const UNSUPPORTED_RULES: &[&str] = &[
    "ballot_classes_open",
    "equal_shares_by_number",
    "weighted_components_ranked",
    "weighted_components_graded",
    "reserved_places_by_money",
    "district_chosen_components",
    "tie_break_lot",
];

/// A rule that the engine cannot run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unsupported {
    /// Name of the rule, such as `tie_break_lot`.
    pub rule: String,
    /// JSON pointer to where the document asks for it.
    pub pointer: String,
}

impl Rules {
    /// Whether a cycle can run under these rules.
    ///
    /// # Errors
    /// Every rule that cannot run, by name and place.
    pub fn supported(&self) -> Result<(), Vec<Unsupported>> {
        let mut found = Vec::new();
        let mut no = |rule: &str, pointer: String| found.push(Unsupported { rule: rule.to_owned(), pointer });
        for (i, contest) in self.contests.iter().enumerate() {
            contest_unsupported(contest, &format!("/contests/{i}"), &mut no);
            // Who chose a district would be on its roll with no component.
            let vote = self.eligibility.iter().find(|rule| rule.action == ResidentAction::Vote);
            let chosen = vote.is_some_and(|rule| rule.district == DistrictRule::Chosen);
            if chosen && contest.area.is_district() && contest.electorate == Electorate::Components {
                no("district_chosen_components", format!("/contests/{i}/electorate"));
            }
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    /// The same as refusals, one per name: `rule_not_supported: tie_break_lot`.
    pub fn unsupported_refusals(&self) -> Refusals {
        let mut names: Vec<String> = self.unsupported_names();
        names.dedup();
        Refusals(names.into_iter().map(|name| Refusal::with(RefusalCode::RuleNotSupported, name)).collect())
    }

    /// The names alone, sorted and without repetition, for [`crate::CycleFacts`].
    pub fn unsupported_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.supported().err().unwrap_or_default().into_iter().map(|u| u.rule).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn contest_unsupported(contest: &ContestRule, at: &str, no: &mut impl FnMut(&str, String)) {
    let (ballot, counting) = (&contest.ballot, &contest.counting);
    for (j, class) in ballot.classes.iter().enumerate() {
        // Nothing would say which items are of it.
        if class.categories.is_empty() {
            no("ballot_classes_open", format!("{at}/ballot/classes/{j}"));
        }
    }
    // Shares of money are what its voters pay with: a number of winners is none.
    if counting.kind == CountingKind::EqualShares && counting.limit == CountLimit::Number {
        no("equal_shares_by_number", format!("{at}/counting/limit"));
    }
    // Shares of voters or of points add up; places and grades do not.
    if counting.kind == CountingKind::WeightedComponents {
        match ballot.kind {
            BallotKind::Ranked => no("weighted_components_ranked", format!("{at}/ballot/kind")),
            BallotKind::Graded => no("weighted_components_graded", format!("{at}/ballot/kind")),
            BallotKind::Approval | BallotKind::Knapsack | BallotKind::Cumulative | BallotKind::ChooseOne => {}
        }
    }
    if counting.limit == CountLimit::Money && !counting.reserved.is_empty() {
        no("reserved_places_by_money", format!("{at}/counting/reserved"));
    }
    if counting.tie_break.contains(&TieBreak::Lot) {
        no("tie_break_lot", format!("{at}/counting/tie_break"));
    }
}
