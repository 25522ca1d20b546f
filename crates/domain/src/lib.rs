//! The rules of participatory budgeting: pure data and functions, no I/O, clock, randomness or floating point.
//!
//! The server and the single-page app share this crate; it compiles to `wasm32-unknown-unknown`.

pub mod code;
pub mod id;
pub mod money;
pub mod moment;
pub mod text;
pub mod vocabulary;

pub use code::Code;
pub use id::Id;
pub use money::{Currency, Money};
pub use moment::Moment;
pub use text::{Lang, LocalText, UserText};
pub use vocabulary::*;
