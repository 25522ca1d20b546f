//! Projects: what the public sees, one page and one number from proposal to building.

use domain::estimate::Estimate;
use domain::{Channel, Id, ItemOutcome, Lang, LocalText, Moment, Money, ProposalState, UserText};
use serde::{Deserialize, Serialize};

use crate::duty::{Duty, ProjectRef};
use crate::proposal::{Appeal, Place, Review};

/// A project in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectBrief {
    /// Identifier (of the proposal).
    pub id: Id,
    /// Speakable number; a draft and an imported project have none.
    pub number: Option<String>,
    /// What its source calls an imported project; unique in its cycle.
    #[serde(default)]
    pub external_id: Option<String>,
    /// Cycle.
    pub cycle_id: Id,
    /// District.
    pub district_id: Id,
    /// Category code.
    pub category: String,
    /// State of the proposal.
    pub state: ProposalState,
    /// Title with its language.
    pub title: UserText,
    /// Translations of the title.
    pub titles: Vec<UserText>,
    /// Cost, minor units.
    pub cost: Money,
    /// Supporters.
    pub supports: i64,
    /// Comments.
    pub comments: i64,
    /// What the vote decided.
    pub outcome: Option<ItemOutcome>,
    /// Since when it is in this state.
    #[serde(with = "time::serde::rfc3339")]
    pub state_since: Moment,
}

/// A page of projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectPage {
    /// Projects.
    pub items: Vec<ProjectBrief>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// A step in a project's life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectEvent {
    /// Event code of the proposal's machine, such as `submit`.
    pub event: String,
    /// State after it.
    pub to: ProposalState,
    /// Revision it concerned.
    pub revision: i32,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Body that acted.
    pub body: Option<LocalText>,
    /// Clause.
    pub clause: Option<String>,
    /// Words.
    pub text: Option<LocalText>,
    /// The other project of a merge, split or carrying over.
    pub other: Option<ProjectRef>,
}

/// One immutable revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revision {
    /// Number, from 1.
    pub number: i32,
    /// Language it was written in.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Place.
    pub place: Option<Place>,
    /// Estimate.
    pub estimate: Estimate,
    /// Total cost, minor units.
    pub cost: Money,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// Translations, marked as such.
    pub translations: Vec<Translation>,
}

/// A translation of a revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Translation {
    /// Language.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
}

/// A place of the project on a ballot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectItem {
    /// Contest.
    pub contest_id: Id,
    /// Ballot number.
    pub number: i32,
    /// Revision that was frozen.
    pub revision: Option<i32>,
    /// Votes or points, once counted.
    pub score: Option<i64>,
    /// What was decided.
    pub outcome: Option<ItemOutcome>,
    /// Why the act deviates from the count.
    pub deviation: Option<LocalText>,
}

/// A project's whole page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Project {
    /// The list's part.
    #[serde(flatten)]
    pub brief: ProjectBrief,
    /// The envelope whose money it asks for by name; none: its district's, else the city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope_id: Option<Id>,
    /// Authors' public names.
    pub authors: Vec<String>,
    /// Channel it came by.
    pub channel: Channel,
    /// Clerk who wrote it down for the resident at the counter.
    #[serde(default)]
    pub clerk: Option<String>,
    /// Current revision.
    pub revision: Revision,
    /// Numbers of all revisions.
    pub revisions: Vec<i32>,
    /// Clause and fact of a rejection in force.
    pub clause: Option<String>,
    /// The fact.
    pub fact: Option<LocalText>,
    /// Project that this one was merged into.
    pub merged_into: Option<ProjectRef>,
    /// Projects merged into this one.
    pub merged_from: Vec<ProjectRef>,
    /// Project it was split from.
    pub split_from: Option<ProjectRef>,
    /// Project of an earlier cycle that it carries on.
    #[serde(default)]
    pub carried_from: Option<ProjectRef>,
    /// Project of a later cycle as which it goes on, once that is public.
    #[serde(default)]
    pub carried_to: Option<ProjectRef>,
    /// Supporters that the rules ask for before it is reviewed; 0 when they ask for none, and later.
    #[serde(default)]
    pub supporters_needed: u32,
    /// What happened, oldest first.
    pub history: Vec<ProjectEvent>,
    /// Reviews, oldest first.
    pub reviews: Vec<Review>,
    /// Appeal.
    pub appeal: Option<Appeal>,
    /// Duties about it.
    pub duties: Vec<Duty>,
    /// Where it stood on ballots.
    pub items: Vec<ProjectItem>,
    /// What is built out of it.
    #[serde(default)]
    pub works: Vec<crate::work::WorkBrief>,
    /// Version for `If-Match`.
    pub version: i64,
}

/// A project in an open-data file: one flat row. Empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectRecord {
    /// Identifier.
    pub id: Id,
    /// Speakable number; an imported project has none.
    pub number: Option<String>,
    /// What its source calls an imported project; unique in its cycle.
    #[serde(default)]
    pub external_id: Option<String>,
    /// Cycle.
    pub cycle_id: Id,
    /// Code of the district.
    pub district: String,
    /// Code of the category.
    pub category: String,
    /// State of the proposal.
    pub state: ProposalState,
    /// What the vote decided.
    pub outcome: Option<ItemOutcome>,
    /// Language it was written in.
    pub lang: Lang,
    /// Title in Kazakh.
    pub title_kk: Option<String>,
    /// Title in Russian.
    pub title_ru: Option<String>,
    /// Title in English.
    pub title_en: Option<String>,
    /// Cost, minor units.
    pub cost_minor: Money,
    /// Cost in major units, with a point and two decimals.
    pub cost: String,
    /// Currency.
    pub currency: domain::Currency,
    /// Supporters.
    pub supports: i64,
    /// Comments.
    pub comments: i64,
    /// Latitude, microdegrees.
    pub lat: Option<i32>,
    /// Longitude, microdegrees.
    pub lon: Option<i32>,
    /// When it was submitted.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub submitted_at: Option<Moment>,
    /// Since when it is in this state.
    #[serde(with = "time::serde::rfc3339")]
    pub state_since: Moment,
}

/// All projects of a cycle as open data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectExport {
    /// The projects, newest first.
    pub items: Vec<ProjectRecord>,
}

domain::codes! {
    /// How a list of projects is sorted.
    pub ProjectSort "project-sort" {
        /// The newest first.
        Newest = "newest",
        /// Those with most supporters first.
        MostSupported = "most_supported",
    }
}
