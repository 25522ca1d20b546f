//! Proposals: what residents ask for, and what they and officials do with it.

use domain::estimate::Estimate;
use domain::{Id, Lang, LocalText, Moment, ReviewDecision, ReviewKind, UserText};
use serde::{Deserialize, Serialize};

/// A place: a point in microdegrees, and how people name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Latitude, microdegrees (43238949 is 43.238949° N).
    pub lat: i32,
    /// Longitude, microdegrees.
    pub lon: i32,
    /// Address or description.
    pub address: String,
}

/// Creates a draft, or replaces what a draft (or a returned proposal) says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalWrite {
    /// Cycle.
    pub cycle_id: Id,
    /// District.
    pub district_id: Id,
    /// The money it asks for; none: its district's, else the city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope_id: Option<Id>,
    /// Category code of the rules in force.
    pub category: String,
    /// Language it is written in.
    pub lang: Lang,
    /// Title, 10 to 200 characters.
    pub title: String,
    /// What, where, for whom, why: 30 to 10,000 characters.
    pub body: String,
    /// Where.
    #[serde(default)]
    pub place: Option<Place>,
    /// What it costs, line by line.
    pub estimate: Estimate,
}

/// What a creating or changing call answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalReceipt {
    /// Identifier.
    pub id: Id,
    /// Speakable number; a draft has none.
    pub number: Option<String>,
    /// State now.
    pub state: domain::ProposalState,
    /// Version for `If-Match`.
    pub version: i64,
}

/// A reason for withdrawing, merging, moderating.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Public reason.
    pub reason: UserText,
}

/// A comment, question or answer to be posted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommentCreate {
    /// Comment or question; officials answer with `official_answer`.
    pub kind: domain::CommentKind,
    /// Comment it answers.
    #[serde(default)]
    pub parent_id: Option<Id>,
    /// Text, 1 to 5,000 characters.
    pub text: UserText,
}

/// Removes a comment; a tombstone with the reason stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommentRemove {
    /// Public reason.
    pub reason: LocalText,
}

/// A comment as the public sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// Identifier.
    pub id: Id,
    /// Comment it answers.
    pub parent_id: Option<Id>,
    /// Kind.
    pub kind: domain::CommentKind,
    /// Who wrote it.
    pub author: String,
    /// Body that answers officially.
    pub body: Option<LocalText>,
    /// Channel it came by.
    pub channel: domain::Channel,
    /// Clerk who wrote it down for the resident at the counter.
    #[serde(default)]
    pub clerk: Option<String>,
    /// Text; none once removed.
    pub text: Option<UserText>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// Why it was removed.
    pub removed_reason: Option<LocalText>,
    /// Duty to answer that a question created.
    pub duty: Option<crate::duty::Duty>,
}

/// A page of comments, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentPage {
    /// Comments.
    pub items: Vec<Comment>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// A reviewer's decision on the current revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewCreate {
    /// Formal check, clearance, or council.
    pub kind: ReviewKind,
    /// Revision that was reviewed; refused when it is not the current one.
    pub revision: i32,
    /// Body in whose name.
    pub body_id: Id,
    /// Decision.
    pub decision: ReviewDecision,
    /// Clause of the criteria; demanded for a rejection or return.
    #[serde(default)]
    pub clause: Option<String>,
    /// The fact that decided; demanded for a rejection.
    #[serde(default)]
    pub fact: Option<LocalText>,
    /// Public reason.
    pub reason: LocalText,
}

/// A review as the public sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Identifier.
    pub id: Id,
    /// Kind.
    pub kind: ReviewKind,
    /// Revision it judged.
    pub revision: i32,
    /// Body.
    pub body: Option<LocalText>,
    /// Decision.
    pub decision: ReviewDecision,
    /// Clause.
    pub clause: Option<String>,
    /// Fact.
    pub fact: Option<LocalText>,
    /// Reason.
    pub reason: LocalText,
    /// Number of the rules it was made under.
    pub rules_number: Option<i32>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
}

/// Files an appeal against a rejection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppealCreate {
    /// Why the rejection is wrong.
    pub text: UserText,
}

/// Another body's decision on an appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppealDecide {
    /// Body that decides; never the one that rejected.
    pub body_id: Id,
    /// True: the rejection is overturned.
    pub upheld: bool,
    /// Public reason.
    pub reason: LocalText,
}

/// An appeal as the public sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appeal {
    /// Identifier.
    pub id: Id,
    /// Text.
    pub text: UserText,
    /// When it was filed.
    #[serde(with = "time::serde::rfc3339")]
    pub filed_at: Moment,
    /// Clerk who filed it for the resident at the counter.
    #[serde(default)]
    pub clerk: Option<String>,
    /// Body that decided.
    pub body: Option<LocalText>,
    /// The rejection was overturned.
    pub upheld: Option<bool>,
    /// Reason.
    pub reason: Option<LocalText>,
    /// When it was decided.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub decided_at: Option<Moment>,
}

/// Merges this proposal into another of the same cycle; all authors are credited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalMerge {
    /// The proposal that goes on.
    pub into: Id,
    /// Public reason.
    pub reason: UserText,
}

/// Splits a part off as a new submitted proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalSplit {
    /// The part that becomes a proposal of its own.
    pub part: ProposalWrite,
    /// Public reason.
    pub reason: UserText,
}

/// Carries a proposal that was not funded on into a later cycle of its programme, as a draft of the same authors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalCarry {
    /// The later cycle; it still takes proposals.
    pub into: Id,
    /// Public reason.
    pub reason: UserText,
}

/// An official or marked translation of the current revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TranslationWrite {
    /// Language.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
}

/// How many residents support a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportCount {
    /// Supporters.
    pub supports: i64,
}

/// Proposals that a resident supports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportList {
    /// Identifiers of the proposals, the oldest support first.
    pub items: Vec<Id>,
}
