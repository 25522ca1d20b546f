//! Authors of a proposal beside the first one: they are asked, and answer themselves.

use domain::{Id, Moment};
use serde::{Deserialize, Serialize};

use crate::duty::ProjectRef;

/// Asks somebody to become an author too: by the e-mail address of their account, or a resident by id (at the counter).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthorInvite {
    /// E-mail address of their account. The answer does not tell whether there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    /// The resident, as on the card that a clerk sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident_id: Option<Id>,
}

/// An invitation as the authors see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorInvitation {
    /// Identifier.
    pub id: Id,
    /// Address that was asked; forgotten once there is an answer.
    pub email: Option<String>,
    /// When it was sent.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// The answer; none while it is open.
    pub accepted: Option<bool>,
}

/// All invitations to a proposal, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorInvitationList {
    /// The invitations.
    pub items: Vec<AuthorInvitation>,
}

/// An invitation as who is asked sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyInvitation {
    /// Identifier.
    pub id: Id,
    /// The proposal.
    pub project: ProjectRef,
    /// Public name of the author who asks.
    pub invited_by: String,
    /// When it was sent.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
}

/// My open invitations, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyInvitationList {
    /// The invitations.
    pub items: Vec<MyInvitation>,
}

/// An answer to an invitation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationAnswer {
    /// True: I become an author.
    pub accept: bool,
}
