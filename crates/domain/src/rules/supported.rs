//! What the engine runs today, and the names of what it does not run yet.

use serde::{Deserialize, Serialize};

use super::{Allocation, Area, ContestRule, CountLimit, CountingKind, Electorate, Proposers, Rules, TieBreak};
use crate::{BallotKind, Code, DistrictRule, Refusal, RefusalCode, Refusals};

/// Every name that [`Rules::supported`] may give; the i18n key of each is `rule-` and the name.
pub const UNSUPPORTED_RULES: &[&str] = &[
    "area_region",
    "area_theme",
    "area_school",
    "proposers_assemblies",
    "district_chosen",
    "electorate_committee",
    "electorate_assembly",
    "electorate_school",
    "electorate_components",
    "ballot_knapsack",
    "ballot_cumulative",
    "ballot_ranked",
    "ballot_choose_one",
    "ballot_graded",
    "ballot_classes",
    "equal_shares",
    "majority_judgement",
    "weighted_components",
    "formula_allocation",
    "winners_by_number",
    "reserved_places",
    "tie_break_lot",
];

/// A rule that the engine cannot run yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unsupported {
    /// Name of the rule, such as `majority_judgement`.
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
        for (i, envelope) in self.envelopes.iter().enumerate() {
            if envelope.allocation == Allocation::Formula {
                no(CountingKind::FormulaAllocation.code(), format!("/envelopes/{i}/allocation"));
            }
            if matches!(envelope.area, Area::Region | Area::Theme | Area::School) {
                no(&format!("area_{}", envelope.area), format!("/envelopes/{i}/area"));
            }
        }
        if self.proposals.by == Proposers::Assemblies {
            no("proposers_assemblies", "/proposals/by".to_owned());
        }
        for (i, rule) in self.eligibility.iter().enumerate() {
            if rule.district == DistrictRule::Chosen {
                no("district_chosen", format!("/eligibility/{i}/district"));
            }
        }
        for (i, contest) in self.contests.iter().enumerate() {
            contest_unsupported(contest, &format!("/contests/{i}"), &mut no);
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    /// The same as refusals, one per name: `rule_not_supported: majority_judgement`.
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
    if contest.electorate != Electorate::Residents {
        no(&format!("electorate_{}", contest.electorate), format!("{at}/electorate"));
    }
    if !matches!(contest.area, Area::City | Area::District) {
        no(&format!("area_{}", contest.area), format!("{at}/area"));
    }
    if ballot.kind != BallotKind::Approval {
        no(&format!("ballot_{}", ballot.kind), format!("{at}/ballot/kind"));
    }
    if !ballot.classes.is_empty() {
        no("ballot_classes", format!("{at}/ballot/classes"));
    }
    if counting.kind != CountingKind::Greedy {
        no(counting.kind.code(), format!("{at}/counting/kind"));
    }
    if counting.limit == CountLimit::Number {
        no("winners_by_number", format!("{at}/counting/limit"));
    }
    if !counting.reserved.is_empty() {
        no("reserved_places", format!("{at}/counting/reserved"));
    }
    if counting.tie_break.contains(&TieBreak::Lot) {
        no("tie_break_lot", format!("{at}/counting/tie_break"));
    }
}
