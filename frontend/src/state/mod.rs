//! What pages share: remote data and the session.

pub mod remote;
pub mod session;
