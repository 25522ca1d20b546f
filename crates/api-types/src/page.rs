//! Paging: a list answers `{items, next}`; `next` is the cursor of the page that follows, absent on the last one.

use serde::{Deserialize, Serialize};

/// The most items one page has.
pub const MAX_LIMIT: u16 = 100;
/// Items on a page when nothing else is asked.
pub const DEFAULT_LIMIT: u16 = 20;

/// The query parameters of every list. `#[serde(flatten)]` does not work in queries with numbers: lists with filters take
/// this beside their own query type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PageQuery {
    /// Where to go on: the `next` of the page before.
    #[cfg_attr(feature = "openapi", param(max_length = 400, pattern = "^[A-Za-z0-9_-]+$"))]
    pub cursor: Option<String>,
    /// Items per page, 20 unless asked.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 20))]
    pub limit: Option<u16>,
}
