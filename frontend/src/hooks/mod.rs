//! What a page begins with.

mod cycle;
mod form;
mod here;
mod remote;

pub use cycle::{Current, use_current, use_zone};
pub use form::{Fault, Form, use_form};
pub use here::{use_address, use_go, use_query, use_t, use_title};
pub use remote::{UseRemote, use_remote, use_remote_if};
