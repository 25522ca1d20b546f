//! Cycles: phase, calendar, envelopes in short, transitions and their checklist.

use domain::calendar::Calendar;
use domain::cycle::CycleEvent;
use domain::refusal::Refusal;
use domain::{Currency, Id, LocalText, Moment, Money, Phase, Stage};
use serde::{Deserialize, Serialize};

use crate::city::Source;

/// A phase's window as resolved on the server: from `starts_at` up to, not including, `ends_at`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseWindow {
    /// Phase.
    pub phase: Phase,
    /// Stage of the budget process it belongs to.
    pub stage: Stage,
    /// First instant.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: Moment,
    /// First instant after it.
    #[serde(with = "time::serde::rfc3339")]
    pub ends_at: Moment,
}

/// A cycle in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleBrief {
    /// Identifier.
    pub id: Id,
    /// City code.
    pub city: String,
    /// Programme id.
    pub programme_id: Id,
    /// Stable short name within the programme, such as `2026`.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Fiscal years its money belongs to.
    pub fiscal_years: Vec<i32>,
    /// Currency of all its amounts.
    pub currency: Currency,
    /// Phase in force.
    pub phase: Phase,
    /// Stage of that phase.
    pub stage: Stage,
    /// Sample data.
    pub sample: bool,
    /// Source of an imported election.
    pub source: Option<Source>,
}

/// A cycle, with all the public needs to know where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cycle {
    /// The list's part.
    #[serde(flatten)]
    pub brief: CycleBrief,
    /// Since when the phase is in force.
    #[serde(with = "time::serde::rfc3339")]
    pub phase_since: Moment,
    /// IANA zone of the calendar.
    pub zone: String,
    /// Calendar, in order.
    pub windows: Vec<PhaseWindow>,
    /// Number of the rules in force.
    pub rules_number: Option<i32>,
    /// Categories of the rules in force.
    pub categories: Vec<Category>,
    /// Highest cost of a proposal, minor units, by the rules in force.
    pub cap: Option<Money>,
    /// Envelopes with their money and what is asked of it.
    pub envelopes: Vec<EnvelopeBrief>,
    /// Next step that the calendar foresees but that cannot be taken: publicly, why.
    pub held_up_by: Vec<Refusal>,
    /// Version for `If-Match`.
    pub version: i64,
}

/// A category of proposals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Code used in proposals.
    pub code: String,
    /// Name.
    pub name: LocalText,
}

/// An envelope in a cycle: one district's (or the city's) money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeBrief {
    /// Identifier.
    pub id: Id,
    /// District, or none for city-wide money.
    pub district_id: Option<Id>,
    /// Stable short name within the cycle.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Group of the rules' envelopes that it belongs to; none: as the cycle's only money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Theme: a category of the rules, where the group is one of themes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// How many winners it has, where the rules count winners instead of packing money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<i32>,
    /// What was approved and not yet reserved or spent, minor units.
    pub available: Money,
    /// All that was announced or approved for it, minor units.
    pub total: Money,
    /// Proposals by now (drafts do not count).
    pub proposals: i64,
    /// Proposals on the ballot.
    pub on_ballot: i64,
}

/// List of cycles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleList {
    /// Newest first.
    pub items: Vec<CycleBrief>,
}

/// Asks for a cycle to be set up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CycleCreate {
    /// Programme it runs under.
    pub programme_id: Id,
    /// Short name, unique in the programme: lower-case letters, digits, hyphens.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Fiscal years, at least one.
    pub fiscal_years: Vec<i32>,
    /// Currency.
    pub currency: Currency,
    /// Prefix of project numbers, such as `ALM-26`.
    pub number_prefix: String,
}

/// One event the cycle may take next, with every guard that is not met yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransitionOption {
    /// Event.
    pub event: CycleEvent,
    /// Phase it leads to.
    pub to: Phase,
    /// From when on the calendar allows it.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub from_instant: Option<Moment>,
    /// The viewer's roles allow it.
    pub allowed: bool,
    /// It needs a public reason.
    pub needs_reason: bool,
    /// Every unmet guard; empty means that it can be fired now.
    pub blockers: Vec<Refusal>,
}

/// A step the cycle took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransitionDone {
    /// Event.
    pub event: CycleEvent,
    /// Phase before.
    pub from: Phase,
    /// Phase after.
    pub to: Phase,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Fired by the calendar (a job) rather than by an official.
    pub by_calendar: bool,
    /// Public reason.
    pub reason: Option<LocalText>,
}

/// History and checklist of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transitions {
    /// What happened, oldest first.
    pub done: Vec<TransitionDone>,
    /// What may come next.
    pub next: Vec<TransitionOption>,
}

/// Fires an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TransitionRequest {
    /// Event.
    pub event: CycleEvent,
    /// Public reason; demanded for exceptions (extension, cancellation, annulled vote).
    #[serde(default)]
    pub reason: Option<LocalText>,
    /// Act on which an exception rests (cancellation, annulled vote).
    #[serde(default)]
    pub act_id: Option<Id>,
    /// New local end of the current phase's window (`2026-11-09T00:00:00`), for an extension.
    #[serde(default)]
    pub new_end: Option<String>,
}

/// A calendar in local times, to be checked and put in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarUpdate {
    /// Windows of the phases, local times and zone.
    pub calendar: Calendar,
    /// Public reason; demanded once proposals have opened.
    #[serde(default)]
    pub reason: Option<LocalText>,
}
