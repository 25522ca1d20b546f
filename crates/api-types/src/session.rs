//! Sessions: the SPA's cookie and other programs' tokens.

use domain::{Channel, Id, Moment};
use serde::{Deserialize, Serialize};

use crate::account::SecretText;

/// Signs in with e-mail and password.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    #[cfg_attr(feature = "openapi", schema(max_length = 254, example = "aigerim@example.kz"))]
    pub email: String,
    /// Password.
    pub password: SecretText,
}

/// One of my sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Identifier.
    pub id: Id,
    /// What it was made with: the site (`web`) or another program (`app`).
    pub channel: Channel,
    /// When I signed in.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// When it ends by itself.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: Moment,
    /// It is the one that asks.
    pub current: bool,
}

/// My sessions, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Sessions that have not ended.
    pub items: Vec<Session>,
}

/// Exchanges a refresh token for new tokens. The old one is void; used a second time, it ends the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenRefresh {
    /// The refresh token.
    pub refresh_token: SecretText,
}

/// Tokens for other programs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tokens {
    /// Goes into `Authorization: Bearer …`.
    pub access_token: SecretText,
    /// Always `Bearer`.
    #[cfg_attr(feature = "openapi", schema(example = "Bearer"))]
    pub token_type: String,
    /// Life of the access token, seconds.
    #[cfg_attr(feature = "openapi", schema(example = 900))]
    pub expires_in: i64,
    /// Gets the next pair; usable once.
    pub refresh_token: SecretText,
}
