//! The form kit. A field knows its form and its name, and shows its own fault; the summary lists all of them.

mod choice;
mod field;
mod frame;
mod text;

pub use choice::{Checkbox, Choice, Radios, Select};
pub use field::field_id;
pub use frame::FormFrame;
pub use text::{TextArea, TextField};
