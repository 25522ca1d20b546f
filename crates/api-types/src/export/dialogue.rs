//! What hangs below projects: revisions, their history, reviews, comments, appeals.

use domain::{
    Channel, CommentKind, Currency, Estimate, Id, Lang, Moment, Money, ProposalState, ReviewDecision, ReviewKind,
};
use serde::{Deserialize, Serialize};

use crate::project::Translation;

/// A revision of a project, as it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevisionRecord {
    /// Identifier.
    pub id: Id,
    /// Project.
    pub project_id: Id,
    /// Its number, or the external id of an imported one.
    pub project: Option<String>,
    /// Number, from 1.
    pub revision: i32,
    /// Language it was written in.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Latitude, microdegrees.
    pub lat: Option<i32>,
    /// Longitude, microdegrees.
    pub lon: Option<i32>,
    /// Place in words.
    pub address: Option<String>,
    /// Cost, minor units.
    pub cost_minor: Money,
    /// Cost, major units with two decimals.
    pub cost: String,
    /// Currency.
    pub currency: Currency,
    /// Line by line; in CSV as JSON.
    pub estimate: Estimate,
    /// Marked as such; in CSV as JSON.
    pub translations: Vec<Translation>,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
}

/// A step in the life of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventRecord {
    /// Identifier.
    pub id: Id,
    /// Project.
    pub project_id: Id,
    /// Its number, or the external id of an imported one.
    pub project: Option<String>,
    /// Event code of the machine of proposals.
    pub event: String,
    /// State before.
    pub from: ProposalState,
    /// State after.
    pub to: ProposalState,
    /// Revision it concerned.
    pub revision: i32,
    /// Body that acted.
    pub body_id: Option<Id>,
    /// Clause of the rules.
    pub clause: Option<String>,
    /// Words, in Kazakh; a resident's own words stand in every language as written.
    pub text_kk: Option<String>,
    /// Words, in Russian.
    pub text_ru: Option<String>,
    /// The other project of a merge or split.
    pub other_id: Option<Id>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewRecord {
    /// Identifier.
    pub id: Id,
    /// Project.
    pub project_id: Id,
    /// Its number, or the external id of an imported one.
    pub project: Option<String>,
    /// Revision it concerned.
    pub revision: i32,
    /// Kind.
    pub kind: ReviewKind,
    /// Decision.
    pub decision: ReviewDecision,
    /// Body in whose name.
    pub body_id: Option<Id>,
    /// Its name in Kazakh.
    pub body_kk: Option<String>,
    /// Its name in Russian.
    pub body_ru: Option<String>,
    /// Clause of the criteria.
    pub clause: Option<String>,
    /// The fact that decided, in Kazakh.
    pub fact_kk: Option<String>,
    /// The fact that decided, in Russian.
    pub fact_ru: Option<String>,
    /// Public reason, in Kazakh.
    pub reason_kk: String,
    /// Public reason, in Russian.
    pub reason_ru: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
}

/// A comment, question or official answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentRecord {
    /// Identifier.
    pub id: Id,
    /// Project.
    pub project_id: Id,
    /// Its number, or the external id of an imported one.
    pub project: Option<String>,
    /// What it answers.
    pub parent_id: Option<Id>,
    /// Kind.
    pub kind: CommentKind,
    /// Public name of who said it.
    pub author: String,
    /// Body, on official answers.
    pub body_id: Option<Id>,
    /// Channel it came by.
    pub channel: Channel,
    /// Language.
    pub lang: Lang,
    /// What was said; none once removed.
    pub text: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// When it was removed.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub removed_at: Option<Moment>,
    /// Public reason of the removal, in Kazakh.
    pub removed_kk: Option<String>,
    /// Public reason of the removal, in Russian.
    pub removed_ru: Option<String>,
}

/// An appeal against a rejection, and how it was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppealRecord {
    /// Identifier.
    pub id: Id,
    /// Project.
    pub project_id: Id,
    /// Its number, or the external id of an imported one.
    pub project: Option<String>,
    /// Channel it came by.
    pub channel: Channel,
    /// Language.
    pub lang: Lang,
    /// What its author says.
    pub text: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub filed_at: Moment,
    /// Body that decided.
    pub body_id: Option<Id>,
    /// Upheld or dismissed.
    pub upheld: Option<bool>,
    /// Public reason, in Kazakh.
    pub reason_kk: Option<String>,
    /// Public reason, in Russian.
    pub reason_ru: Option<String>,
    /// When it was decided.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub decided_at: Option<Moment>,
}

/// Revisions as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevisionExport {
    /// Oldest first.
    pub items: Vec<RevisionRecord>,
}

/// Steps of projects as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventExport {
    /// Oldest first.
    pub items: Vec<EventRecord>,
}

/// Reviews as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewExport {
    /// Oldest first.
    pub items: Vec<ReviewRecord>,
}

/// Comments as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentExport {
    /// Oldest first.
    pub items: Vec<CommentRecord>,
}

/// Appeals as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppealExport {
    /// Oldest first.
    pub items: Vec<AppealRecord>,
}
