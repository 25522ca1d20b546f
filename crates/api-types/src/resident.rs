//! The register of residents: import from CSV, and what a clerk does at the counter.

use domain::{Id, ProofLevel, Registration};
use serde::{Deserialize, Serialize};

use crate::account::SecretText;

/// What an import of the register did, or (a dry run) would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResidentImport {
    /// Identifier of the import; none for a dry run.
    pub id: Option<Id>,
    /// Rows of the file without its header.
    pub rows: u64,
    /// Residents the register did not have.
    pub added: u64,
    /// Residents whose district, name, birth date or registration changed.
    pub changed: u64,
    /// Residents that are as they were.
    pub unchanged: u64,
    /// Residents of these districts that the file no longer has; they lose their vote, not their past.
    pub left: u64,
    /// One-time codes to print, one per added resident; only in the answer to the import that made them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<PrintedCode>,
}

/// A one-time code for the letter to a resident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintedCode {
    /// Line of the imported file, 2 for the first resident: the printer joins by line, so no IIN travels back.
    pub line: u64,
    /// The code, such as `7KQ4-M2XD-9TZB`.
    pub code: SecretText,
}

/// A clerk has seen the document: the resident is known in person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResidentConfirm {
    /// IIN of the document.
    pub iin: SecretText,
    /// E-mail address of the account that becomes this resident; without it the clerk can act on the resident's behalf only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
}

/// Enters a resident who has no IIN and came to the counter with another document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", derive(validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ResidentAdd {
    /// City whose register it is.
    pub city_id: Id,
    /// District of registration.
    pub district_id: Id,
    /// Family name, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 100)))]
    pub family_name: String,
    /// Given name, up to 100 characters; some people have one name only.
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    #[cfg_attr(feature = "server", validate(length(max = 100)))]
    pub given_name: String,
    /// Date of birth.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub birth_date: time::Date,
    /// Kind of registration.
    pub registration: Registration,
    /// Registered in the district since.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub registered_since: Option<time::Date>,
}

/// A resident as the clerk at the counter sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResidentCard {
    /// Identifier: the value of the header `Qatysu-On-Behalf-Of`.
    pub id: Id,
    /// Given name, then family name.
    pub name: String,
    /// District of registration.
    pub district_id: Id,
    /// Kind of registration.
    pub registration: Registration,
    /// How well the city knows them now.
    pub proof: ProofLevel,
    /// Whether an account is linked.
    pub has_account: bool,
}
