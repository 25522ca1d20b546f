//! The residents' survey at the end of a cycle.

use domain::{Id, LocalText, Moment, Question, QuestionAnswer};
use serde::{Deserialize, Serialize};

/// A survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Survey {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Title.
    pub title: LocalText,
    /// Questions in their order.
    pub questions: Vec<Question>,
    /// From when residents can answer.
    #[serde(with = "time::serde::rfc3339")]
    pub opens_at: Moment,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: Moment,
    /// Version.
    pub version: i64,
}

/// Sets the survey of a cycle; once residents can answer, the questions stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SurveyWrite {
    /// Title, up to 200 characters in each language.
    pub title: LocalText,
    /// Questions, 1 to 20.
    pub questions: Vec<Question>,
    /// From when residents can answer.
    #[serde(with = "time::serde::rfc3339")]
    pub opens_at: Moment,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: Moment,
}

/// A resident's answers. They are kept apart from who answered and cannot be changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SurveyAnswer {
    /// Answers; questions can be left out.
    pub answers: Vec<QuestionAnswer>,
}

/// What the survey says so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SurveyResult {
    /// The survey.
    pub survey: Survey,
    /// Residents who answered.
    pub answered: i64,
    /// Question by question.
    pub questions: Vec<QuestionResult>,
}

/// How often each choice was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuestionResult {
    /// The question's id.
    pub question: String,
    /// In the whole city: how often each choice was made, in their order.
    pub counts: Vec<i64>,
    /// The same by district.
    pub districts: Vec<DistrictCounts>,
}

/// Counts of one district; left out where fewer than five residents answered, so that nobody's answer shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DistrictCounts {
    /// District.
    pub district_id: Id,
    /// How often each choice was made, in their order.
    pub counts: Vec<i64>,
}

/// Whether I have answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MySurvey {
    /// The survey; none where the cycle has none.
    pub survey: Option<Survey>,
    /// Whether I have answered it.
    pub answered: bool,
    /// Whether it can be answered now.
    pub open: bool,
}
