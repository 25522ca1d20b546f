//! The demo: Almaty in the third day of its vote, with sample residents, and finished elections of other cities.

mod calendar;
mod content;
mod district;
mod people;
