//! Duties: what officials owe residents, by when, and whether they kept it.

use domain::{DutyEnding, DutyKind, Id, LocalText, Moment, Role, Stage, UserText};
use serde::{Deserialize, Serialize};

/// A duty as the public sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Duty {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// District; none for the city's own duties.
    pub district_id: Option<Id>,
    /// Stage it belongs to.
    pub stage: Stage,
    /// What must be done.
    pub kind: DutyKind,
    /// Body that owes it.
    pub body: Option<LocalText>,
    /// Role whose holders owe it.
    pub role: Role,
    /// Project it concerns.
    pub project: Option<ProjectRef>,
    /// Since when it is owed.
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: Moment,
    /// The deadline that counts for the share met.
    #[serde(with = "time::serde::rfc3339")]
    pub first_deadline: Moment,
    /// The deadline in force.
    #[serde(with = "time::serde::rfc3339")]
    pub deadline: Moment,
    /// When it ended.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub ended_at: Option<Moment>,
    /// How it ended.
    pub ending: Option<DutyEnding>,
    /// Clause it was declined under.
    pub clause: Option<String>,
    /// Words of the ending; of an open repair why it was ordered again.
    pub note: Option<LocalText>,
    /// Past its deadline and not ended.
    pub overdue: bool,
    /// Ended by its first deadline; none while undecided.
    pub met: Option<bool>,
    /// The asker reopened it.
    pub reopened: bool,
}

/// Enough of a project to name and link it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectRef {
    /// Identifier of the proposal.
    pub id: Id,
    /// Speakable number.
    pub number: Option<String>,
    /// Title, in the author's language.
    pub title: String,
    /// The title in other languages, where it was translated.
    #[serde(default)]
    pub titles: Vec<UserText>,
}

/// A page of duties, oldest open first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyPage {
    /// Duties.
    pub items: Vec<Duty>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Duties of one district and stage in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutySummaryRow {
    /// District; none for the city's own.
    pub district_id: Option<Id>,
    /// Stage.
    pub stage: Stage,
    /// Open and not overdue.
    pub open: i64,
    /// Open and overdue.
    pub overdue: i64,
    /// Ended by the first deadline.
    pub met: i64,
    /// All whose first deadline has passed.
    pub due: i64,
}

/// Duty figures of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutySummary {
    /// A row per district and stage.
    pub items: Vec<DutySummaryRow>,
}

/// Ends a duty by words, where they are enough for its kind. An acknowledgement ends nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyEnd {
    /// How.
    pub ending: DutyEnding,
    /// Clause, when declined.
    #[serde(default)]
    pub clause: Option<String>,
    /// What was done or decided, in public words.
    pub note: LocalText,
}

/// Reopens a duty, once, by who asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyReopen {
    /// Why the ending does not answer.
    pub reason: String,
}
