//! What an account was told inside the site.

use domain::notification::NotificationKind;
use domain::{Id, Moment, ProposalState};
use serde::{Deserialize, Serialize};

use crate::duty::ProjectRef;

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Identifier.
    pub id: Id,
    /// What happened.
    pub kind: NotificationKind,
    /// Proposal it is about.
    pub project: Option<ProjectRef>,
    /// State that the proposal came to.
    pub state: Option<ProposalState>,
    /// Whether the appeal was upheld.
    pub upheld: Option<bool>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Whether it was marked as read.
    pub read: bool,
}

/// A page of messages, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationPage {
    /// Messages.
    pub items: Vec<Notification>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many are unread in all.
    pub unread: i64,
}
