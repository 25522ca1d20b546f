//! Roles: who may do what, for a district or the whole city.

use domain::{Id, Moment, Role};
use serde::{Deserialize, Serialize};

/// A role held by an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleGrant {
    /// Identifier of the grant.
    pub id: Id,
    /// Who holds it.
    pub account_id: Id,
    /// Their name shown in public.
    pub display_name: String,
    /// Role.
    pub role: Role,
    /// District it is held for; none for the whole city.
    pub district_id: Option<Id>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub granted_at: Moment,
}

/// Gives a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleGrantCreate {
    /// To whom.
    pub account_id: Id,
    /// Role.
    pub role: Role,
    /// For which district; none for the whole city.
    #[serde(default)]
    pub district_id: Option<Id>,
}

/// Roles in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleGrantList {
    /// Grants, newest first.
    pub items: Vec<RoleGrant>,
}
