//! Photos of works: what residents and offices show. Their bytes have an address of their own.

use domain::{Id, LocalText, Moment};
use serde::{Deserialize, Serialize};

/// A photo as pages show it; its bytes are at `/api/v1/photos/{id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Photo {
    /// Identifier.
    pub id: Id,
    /// Media type.
    pub media_type: String,
    /// Width as shown, pixels.
    pub width: i32,
    /// Height as shown, pixels.
    pub height: i32,
    /// What it shows, for those who do not see it.
    pub alt: LocalText,
    /// When it was sent.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// Why a moderator removed it; its bytes are gone then.
    pub removed_reason: Option<LocalText>,
}

/// Removes a photo or a verdict; a tombstone with the reason stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// Public reason, up to 2,000 characters in each language.
    pub reason: LocalText,
}
