//! The audit log: who changed what, as a chain of hashes that anyone who may read it can check.

use domain::{Id, Moment};
use serde::{Deserialize, Serialize};

/// A link of the chain.
///
/// `hash` is SHA-256 over the link's fields with `payload_hash` and `previous`; `payload_hash` is SHA-256 over salt and
/// payload. Payload and salt can be erased by law, their hash stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// What kind of actor: `account`, `clerk`, `system` or `public`.
    #[cfg_attr(feature = "openapi", schema(example = "account"))]
    pub actor: String,
    /// The account that acted.
    pub account_id: Option<Id>,
    /// What was done.
    #[cfg_attr(feature = "openapi", schema(example = "act_recorded"))]
    pub action: String,
    /// To what kind of thing.
    #[cfg_attr(feature = "openapi", schema(example = "act"))]
    pub subject: String,
    /// To which one.
    pub subject_id: Option<Id>,
    /// District it belongs to.
    pub district_id: Option<Id>,
    /// JSON with codes and ids, the very bytes that were hashed; none once erased.
    pub payload: Option<String>,
    /// 32 random bytes in hexadecimal; none once erased.
    pub salt: Option<String>,
    /// SHA-256 over salt and payload, hexadecimal.
    pub payload_hash: String,
    /// Hash of the link before, hexadecimal.
    pub previous: String,
    /// Hash of this link, hexadecimal.
    pub hash: String,
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// Links.
    pub items: Vec<AuditEntry>,
    /// Cursor of the page that follows.
    pub next: Option<String>,
}
