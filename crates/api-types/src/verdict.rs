//! What residents say about finished works. It opens a duty when they dispute one, and never moves money.

use domain::{Channel, Id, LocalText, Moment, UserText, VerdictKind};
use serde::{Deserialize, Serialize};

use crate::duty::Duty;
use crate::photo::Photo;

/// Says what a resident thinks of a finished work. One verdict per resident and work; a new one takes the place of the earlier
/// until the office has answered it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VerdictWrite {
    /// Confirmed or disputed.
    pub kind: VerdictKind,
    /// What is right or wrong, up to 2,000 characters; a dispute needs 10 at least.
    pub text: UserText,
}

/// A resident's verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// Identifier.
    pub id: Id,
    /// Work.
    pub work_id: Id,
    /// Who says it.
    pub author: String,
    /// Confirmed or disputed.
    pub kind: VerdictKind,
    /// Text; none once removed.
    pub text: Option<UserText>,
    /// Channel it came by.
    pub channel: Channel,
    /// Clerk who wrote it down for the resident at the counter.
    pub clerk: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// Photos.
    pub photos: Vec<Photo>,
    /// The duty to answer a dispute; its note is the answer.
    pub duty: Option<Duty>,
    /// Why a moderator removed it.
    pub removed_reason: Option<LocalText>,
}
