//! What pages are made of. Components draw what they are given; they never fetch.

pub mod allocation;
pub mod badge;
pub mod chart;
pub mod envelope;
pub mod failure;
pub mod form;
pub mod geo;
pub mod layout;
pub mod link;
pub mod map;
pub mod pager;
pub mod photo;
pub mod point_picker;
pub mod project_card;
pub mod remote;
pub mod time;
pub mod timeline;
pub mod words;
