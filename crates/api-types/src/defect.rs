//! Defects found within the warranty: they reopen the work.

use domain::{DefectState, Id, LocalText, Moment};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::duty::Duty;
use crate::photo::Photo;

/// Reports a defect of an accepted work: an official, or a resident of the district, until the warranty ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DefectCreate {
    /// What is wrong, up to 2,000 characters. Who writes in one language gives the same text as both.
    pub text: LocalText,
    /// When it was found: after the acceptance, not in the future.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub found_on: Date,
}

/// Says that a defect is repaired. The work is accepted again by an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DefectRepair {
    /// When: not before it was found, not in the future.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub repaired_on: Date,
    /// What was done, up to 2,000 characters in each language.
    pub repair: LocalText,
}

/// Orders the repair again: it was declined, or did not hold. Until the work is accepted again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DefectOrder {
    /// Why, in public, up to 2,000 characters in each language.
    pub reason: LocalText,
}

/// A defect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Defect {
    /// Identifier.
    pub id: Id,
    /// Work.
    pub work_id: Id,
    /// How it stands.
    pub state: DefectState,
    /// What is wrong.
    pub text: LocalText,
    /// When it was found.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub found_on: Date,
    /// When it was reported.
    #[serde(with = "time::serde::rfc3339")]
    pub reported_at: Moment,
    /// When it was repaired.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub repaired_on: Option<Date>,
    /// What was done last; without a day of repair it did not hold.
    pub repair: Option<LocalText>,
    /// Photos.
    pub photos: Vec<Photo>,
    /// The duty to repair it: the latest. Its words say why it was declined, or while it is open why it was ordered again.
    pub duty: Option<Duty>,
}
