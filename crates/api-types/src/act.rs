//! Acts: official documents (body, number, date) that confirm decisions and move money.

use domain::{Id, LocalText, Moment};
use serde::{Deserialize, Serialize};

/// An official document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Act {
    /// Identifier.
    pub id: Id,
    /// Body that issued it.
    pub body_id: Id,
    /// That body's name.
    pub body: LocalText,
    /// Cycle it belongs to.
    pub cycle_id: Id,
    /// Number, as printed.
    pub number: String,
    /// Date, as printed.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: time::Date,
    /// Title.
    pub title: LocalText,
    /// When it was recorded here.
    #[serde(with = "time::serde::rfc3339")]
    pub recorded_at: Moment,
}

/// Records an official document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", derive(validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ActRecord {
    /// Body that issued it.
    pub body_id: Id,
    /// Cycle it belongs to.
    pub cycle_id: Id,
    /// Number, as printed, 1 to 60 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "12-3/45"))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 60)))]
    pub number: String,
    /// Date, as printed; not in the future.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: time::Date,
    /// Title, up to 300 characters in each language.
    pub title: LocalText,
}

/// Acts of a cycle, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActList {
    /// Acts.
    pub items: Vec<Act>,
}
