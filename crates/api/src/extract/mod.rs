//! What handlers take: callers, bodies, pages, versions, keys. Each fails as a [`Failure`](crate::Failure).

pub mod at;
pub mod caller;
pub mod if_match;
pub mod json;
pub mod lang;
pub mod paging;
pub mod picture;
pub mod query;
pub mod shape;
pub mod upload;

pub use at::At;
pub use caller::{SignedIn, Viewer, cookie_name};
pub use if_match::IfMatch;
pub use json::Json;
pub use paging::Paging;
pub use picture::Picture;
pub use query::Query;
pub use upload::Upload;
