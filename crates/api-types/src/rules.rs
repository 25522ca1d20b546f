//! Rule versions: the document, its explanation, what the engine cannot run.

use domain::rules::{Explanation, Rules, Unsupported};
use domain::{Id, LocalText, Moment};
use serde::{Deserialize, Serialize};

/// A published rule version in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleVersionBrief {
    /// Identifier.
    pub id: Id,
    /// Number within the cycle, from 1.
    pub number: i32,
    /// SHA-256 of the canonical document, hex.
    pub hash: String,
    /// When it was published.
    #[serde(with = "time::serde::rfc3339")]
    pub published_at: Moment,
    /// Public reason of a change.
    pub reason: Option<LocalText>,
}

/// A rule version with its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleVersion {
    /// The list's part.
    #[serde(flatten)]
    pub brief: RuleVersionBrief,
    /// The rules as published.
    pub document: Rules,
    /// The rules in plain words: i18n keys and their parameters.
    pub explanation: Vec<Explanation>,
    /// What this engine cannot run yet, by name; empty means that the cycle can run.
    pub unsupported: Vec<Unsupported>,
}

/// Versions of one cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleVersionList {
    /// Newest first.
    pub items: Vec<RuleVersionBrief>,
}

/// Publishes a new version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RulesPublish {
    /// The whole document.
    pub document: Rules,
    /// Public reason; demanded once proposals have opened.
    #[serde(default)]
    pub reason: Option<LocalText>,
}

/// Asks what a document says before it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RulesCheck {
    /// The whole document.
    pub document: Rules,
}

/// A sound document in plain words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RulesChecked {
    /// The rules in plain words: i18n keys and their parameters.
    pub explanation: Vec<Explanation>,
    /// What this engine cannot run yet, by name; empty means that the cycle can run.
    pub unsupported: Vec<Unsupported>,
}
