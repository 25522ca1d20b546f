//! Cities, their districts and programmes.

use domain::{Id, LocalText, ProgrammeKind};
use serde::{Deserialize, Serialize};

/// Where imported data come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Who published them.
    pub name: String,
    /// Address of the publication.
    pub url: Option<String>,
    /// Licence, or what is known of the terms of use.
    pub licence: String,
    /// Attribution to show beside the data.
    pub attribution: String,
}

/// A city with its districts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct City {
    /// Identifier.
    pub id: Id,
    /// Stable short name, such as `almaty`.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
    /// The data are a sample, shown as such on every page.
    pub sample: bool,
    /// Source of imported data.
    pub source: Option<Source>,
    /// Districts in their official order.
    pub districts: Vec<District>,
    /// Programmes of the city.
    pub programmes: Vec<Programme>,
}

/// A district.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct District {
    /// Identifier.
    pub id: Id,
    /// Stable short name within the city, such as `auezov`.
    pub code: String,
    /// Name, such as «Әуезов ауданы».
    pub name: LocalText,
    /// Place in the official order.
    pub ordinal: i32,
}

/// A programme: what the city gives to its residents to decide, year after year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Programme {
    /// Identifier.
    pub id: Id,
    /// Stable short name within the city.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Kind of money.
    pub kind: ProgrammeKind,
}

/// Cities list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityList {
    /// Cities: our own first, then imported ones.
    pub items: Vec<City>,
}

/// Sets up a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCreate {
    /// Short name, unique in the city: lower-case letters, digits, hyphens.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Kind of money.
    pub kind: ProgrammeKind,
}
