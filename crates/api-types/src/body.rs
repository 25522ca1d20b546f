//! Bodies and offices: councils, akimats, departments, with a mandate and members.

use domain::{BodyKind, Id, LocalText, Moment, Selection};
use serde::{Deserialize, Serialize};

/// A body or office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Body {
    /// Identifier.
    pub id: Id,
    /// City.
    pub city_id: Id,
    /// District; none for the whole city.
    pub district_id: Option<Id>,
    /// Kind.
    pub kind: BodyKind,
    /// Name.
    pub name: LocalText,
    /// How its members came to be members.
    pub selection: Selection,
    /// What it is there for, and under which document.
    pub mandate: Option<LocalText>,
    /// Last day of the mandate.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub mandate_until: Option<time::Date>,
    /// Theme of a thematic assembly: a category of the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Members, in the order they joined.
    pub members: Vec<Member>,
}

/// A member of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Account.
    pub account_id: Id,
    /// Name shown in public.
    pub display_name: String,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub since: Moment,
}

/// Creates a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BodyCreate {
    /// City.
    pub city_id: Id,
    /// District; none for the whole city.
    #[serde(default)]
    pub district_id: Option<Id>,
    /// Kind.
    pub kind: BodyKind,
    /// Name, up to 200 characters in each language.
    pub name: LocalText,
    /// How its members come to be members.
    pub selection: Selection,
    /// What it is there for, up to 2,000 characters in each language.
    #[serde(default)]
    pub mandate: Option<LocalText>,
    /// Last day of the mandate.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub mandate_until: Option<time::Date>,
    /// Theme of a thematic assembly: a category of the rules.
    #[serde(default)]
    pub theme: Option<String>,
}

/// Makes an account a member of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberAdd {
    /// Account.
    pub account_id: Id,
}

/// Bodies and offices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BodyList {
    /// Bodies: the city's first, then by district.
    pub items: Vec<Body>,
}
