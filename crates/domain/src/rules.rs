//! A rule version: the document that says how one cycle works. Everything that differs between cities is data here.
//!
//! The four cities of the field are written in it (`tests/fixtures/rules/`), and the engine runs all four. What it cannot run it
//! parses, stores, shows and explains all the same, and refuses by name ([`Rules::supported`]).

mod areas;
mod check;
mod check_contest;
mod contest_rule;
mod explain;
mod supported;

use serde::{Deserialize, Serialize};

pub use areas::{ContestArea, PlacedEnvelope, is_for, nearest};
pub use check::{RuleFault, RuleFaultCode};
pub use contest_rule::{
    ContestRule, CountLimit, CountingComponent, CountingKind, CountingRule, Electorate, ReservedPlaces, TieBreak,
    WinnerRange,
};
pub use explain::{EXPLANATION_KEYS, Explanation, Param};
pub use supported::{UNSUPPORTED_RULES, Unsupported};

use crate::body::BodyTask;
use crate::{
    BodyKind, Calendar, Currency, EligibilityRule, LocalText, Money, ProgrammeKind, Refusals, ResidentAction,
    Selection, codes, eligibility, mrp,
};

/// The rules of one cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Title of the document.
    pub title: LocalText,
    /// JSON pointers to the parts that are ours and not the city's: shown as sample.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sample: Vec<String>,
    /// Kind of programme.
    pub programme: ProgrammeKind,
    /// Currency of every amount in the cycle.
    pub currency: Currency,
    /// Fiscal years in which the money is spent.
    pub fiscal_years: Vec<u16>,
    /// When what happens.
    pub calendar: Calendar,
    /// The money.
    pub envelopes: Vec<EnvelopeRule>,
    /// Limits of one proposal's cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Cap>,
    /// What proposals are about.
    pub categories: Vec<Category>,
    /// The clauses to which reviewers refer.
    pub criteria: Vec<Criterion>,
    /// Who may do what.
    pub eligibility: Vec<EligibilityRule>,
    /// How proposals are made.
    pub proposals: ProposalRule,
    /// Bodies and what they are entrusted with.
    pub bodies: Vec<BodyRule>,
    /// The votes.
    pub contests: Vec<ContestRule>,
    /// Days for what officials owe.
    pub deadlines: Deadlines,
}

/// A group of envelopes that are made alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnvelopeRule {
    /// Stable id within the rule version.
    pub id: String,
    /// Name.
    pub name: LocalText,
    /// To what an envelope belongs.
    pub area: Area,
    /// How many envelopes.
    pub count: u16,
    /// How the money is shared among them.
    pub allocation: Allocation,
    /// All of them together, minor units; none while it is declared envelope by envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// The weighted criteria of a formula.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formula: Vec<FormulaCriterion>,
}

codes! {
    /// To what money, an electorate or a contest belongs.
    pub Area "area" { City = "city", District = "district", Region = "region", Theme = "theme", School = "school" }
}

codes! {
    /// How a total is shared among envelopes.
    pub Allocation "allocation" {
        Equal = "equal",
        /// Each envelope's amount is declared by itself.
        Declared = "declared",
        /// By weighted criteria, recorded with their inputs.
        Formula = "formula",
    }
}

/// A criterion of a formula that shares money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormulaCriterion {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: LocalText,
    /// Weight, a positive whole number.
    pub weight: u32,
}

/// The limit of one proposal's cost: a multiple of the MRP of a year where the law says so, else an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// How many MRP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<u32>,
    /// The year whose MRP counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mrp_year: Option<u16>,
    /// An amount in minor units, for cities without such an index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

impl Cap {
    /// The limit in minor units; None when the year's MRP is unknown or the form is mixed.
    pub fn limit(&self) -> Option<Money> {
        match (self.multiplier, self.mrp_year, self.amount) {
            (Some(multiplier), Some(year), None) => mrp::mrp(year)?.times(i64::from(multiplier)),
            (None, None, amount) => amount,
            _ => None,
        }
    }
}

/// A category of proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stable id within the rule version, lower-case ASCII.
    pub id: String,
    /// Name.
    pub name: LocalText,
}

/// A clause that a proposal must meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Number of the clause, such as `3.2`.
    pub clause: String,
    /// Text.
    pub text: LocalText,
}

/// How proposals are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalRule {
    /// Whether residents, organisations or assemblies propose.
    pub by: Proposers,
    /// At most so many authors of one proposal.
    pub max_authors: u8,
    /// At most so many applications of one author in the cycle; none means any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applications_per_author: Option<u8>,
    /// Whether one application may have one object only.
    pub one_object: bool,
    /// Supporters needed before review; 0 means none.
    pub supporters_needed: u32,
    /// Whether similar proposals are merged in open meetings.
    pub merging: bool,
    /// Whether returned proposals may be reworked.
    pub rework: bool,
    /// Whether the intake opens with the account of the last cycle.
    pub opens_with_account: bool,
}

codes! {
    /// Who makes proposals.
    pub Proposers "proposers" { Residents = "residents", Anyone = "anyone", Assemblies = "assemblies" }
}

/// A kind of body and its tasks under these rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BodyRule {
    /// Kind.
    pub kind: BodyKind,
    /// Name.
    pub name: LocalText,
    /// One for each of these.
    pub area: Area,
    /// How its members come to be members.
    pub selection: Selection,
    /// What it is entrusted with.
    pub tasks: Vec<BodyTask>,
    /// Delegates by attendance, for a forum that assemblies send them to: steps of growing attendance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegates: Vec<DelegateStep>,
}

/// One step of delegates by attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DelegateStep {
    /// Up to so many people present; none in the last step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u32>,
    /// One delegate for so many people of this step.
    pub one_per: u32,
}

/// Days within which officials owe what they owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// To answer a question.
    pub answer_days: u16,
    /// To answer again after the asker reopened it.
    pub reopened_answer_days: u16,
    /// To decide an appeal (never later than the end of the appeals phase).
    pub appeal_days: u16,
    /// To publish a report once reports are due.
    pub report_days: u16,
}

impl Rules {
    /// The lowest of the caps; None when there is no cap.
    pub fn cap(&self) -> Option<Money> {
        self.caps.iter().filter_map(Cap::limit).min()
    }

    /// The eligibility rule of an action.
    ///
    /// # Errors
    /// `action_not_open`.
    pub fn eligibility(&self, action: ResidentAction) -> Result<&EligibilityRule, Refusals> {
        eligibility::rule_for(&self.eligibility, action)
    }

    /// The clause with this number.
    pub fn criterion(&self, clause: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|c| c.clause == clause)
    }

    /// The category with this id.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.id == id)
    }

    /// The contest rule with this id.
    pub fn contest(&self, id: &str) -> Option<&ContestRule> {
        self.contests.iter().find(|c| c.id == id)
    }

    /// Delegates that an assembly of `present` people sends by these steps, each step counted for itself.
    pub fn delegates(steps: &[DelegateStep], present: u32) -> u32 {
        let mut counted = 0;
        steps.iter().fold(0, |sum, step| {
            let people = step.up_to.map_or(present, |up_to| present.min(up_to)).saturating_sub(counted);
            counted += people;
            sum + people.checked_div(step.one_per).unwrap_or(0)
        })
    }

    /// The kinds of body entrusted with a task.
    pub fn entrusted(&self, task: BodyTask) -> impl Iterator<Item = &BodyRule> {
        self.bodies.iter().filter(move |b| b.tasks.contains(&task))
    }
}
