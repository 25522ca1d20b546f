//! Milestones of works, with every delay and its reason.

use domain::{Id, LocalText, Moment};
use serde::{Deserialize, Serialize};
use time::Date;

/// Adds a milestone to a work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneCreate {
    /// What is to be done, up to 200 characters in each language.
    pub name: LocalText,
    /// The office that owes it; none: the work's own.
    #[serde(default)]
    pub body_id: Option<Id>,
    /// Until when.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub due_on: Date,
}

/// Moves a milestone to a later date. The delay stays public with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneMove {
    /// The later date; when it is after the end of the work, the work's end moves with it.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub due_on: Date,
    /// Public reason, up to 2,000 characters in each language.
    pub reason: LocalText,
}

/// Says that a milestone is reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneDone {
    /// When; not in the future.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub done_on: Date,
}

/// A later date of a milestone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneDelay {
    /// Date before.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from_on: Date,
    /// Date after.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to_on: Date,
    /// Why.
    pub reason: LocalText,
    /// When it was moved.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Milestone {
    /// Identifier.
    pub id: Id,
    /// Place among the work's milestones, from 1.
    pub ordinal: i32,
    /// What is to be done.
    pub name: LocalText,
    /// The office that owes it.
    pub body: LocalText,
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
    /// Its date has passed and it is not reached, or it was reached after the date that was promised first.
    pub late: bool,
    /// Every later date, oldest first.
    pub delays: Vec<MilestoneDelay>,
}
