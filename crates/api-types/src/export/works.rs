//! Works, their milestones, and what residents say about them.

use domain::{Channel, Currency, Id, Lang, Moment, Money, VerdictKind, WorkState};
use serde::{Deserialize, Serialize};
use time::Date;

/// A work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Number within the cycle.
    pub number: i32,
    /// Code of the district; none for the whole city.
    pub district: Option<String>,
    /// Name in Kazakh.
    pub name_kk: String,
    /// Name in Russian.
    pub name_ru: String,
    /// Office that answers for it, in Russian.
    pub body: String,
    /// Numbers of the projects out of which it is built, with spaces between.
    pub projects: String,
    /// State.
    pub state: WorkState,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub state_since: Moment,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// The date that was promised first.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub first_due_on: Date,
    /// The date that holds now.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub due_on: Date,
    /// Days late.
    pub late_days: i64,
    /// Built, percent, as last reported.
    pub percent: Option<i32>,
    /// What was decided for it, minor units.
    pub amount_minor: Money,
    /// The same, major units with two decimals.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
    /// Reserved, minor units.
    pub reserved_minor: Money,
    /// Under contract, minor units.
    pub committed_minor: Money,
    /// Paid, minor units.
    pub paid_minor: Money,
    /// Saved, minor units.
    pub saved_minor: Money,
    /// When it was accepted.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub accepted_on: Option<Date>,
    /// Until when the builder answers for defects.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub warranty_until: Option<Date>,
    /// Residents who confirm it.
    pub confirms: i64,
    /// Residents who dispute it.
    pub disputes: i64,
}

/// A milestone of a work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneRecord {
    /// Identifier.
    pub id: Id,
    /// Work.
    pub work_id: Id,
    /// Number of the work.
    pub work: i32,
    /// Place among the work's milestones.
    pub ordinal: i32,
    /// Name in Kazakh.
    pub name_kk: String,
    /// Name in Russian.
    pub name_ru: String,
    /// Office that owes it, in Russian.
    pub body: String,
    /// The date that was promised first.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub first_due_on: Date,
    /// The date that holds now.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub due_on: Date,
    /// When it was reached.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub done_on: Option<Date>,
    /// Late.
    pub late: bool,
    /// How often it was put off.
    pub delays: i64,
    /// Why it was put off last, in Russian.
    pub last_reason: Option<String>,
}

/// A resident's verdict, without who said it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerdictRecord {
    /// Identifier.
    pub id: Id,
    /// Work.
    pub work_id: Id,
    /// Number of the work.
    pub work: i32,
    /// Confirmed or disputed.
    pub kind: VerdictKind,
    /// Language.
    pub lang: Lang,
    /// Text; none once removed.
    pub text: Option<String>,
    /// Channel.
    pub channel: Channel,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// When the office answered a dispute.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub answered_at: Option<Moment>,
    /// The answer, in Russian.
    pub answer: Option<String>,
    /// Removed by a moderator.
    pub removed: bool,
}

/// Works as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkExport {
    /// By number.
    pub items: Vec<WorkRecord>,
}

/// Milestones as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneExport {
    /// By work and place.
    pub items: Vec<MilestoneRecord>,
}

/// Verdicts as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerdictExport {
    /// Oldest first.
    pub items: Vec<VerdictRecord>,
}
