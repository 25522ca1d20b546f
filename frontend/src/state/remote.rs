//! Data that is somewhere else.

use std::rc::Rc;

use crate::api::Failure;

/// A value on its way, here, or not coming.
#[derive(Debug)]
pub enum Remote<T> {
    /// Asked for; nothing here yet.
    Loading,
    /// Here.
    Ready(Rc<T>),
    /// Not coming; why.
    Failed(Failure),
}

// Not derived: that would ask `T: Clone`, and only the pointer is cloned.
impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Ready(value) => Self::Ready(value.clone()),
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

impl<T> Remote<T> {
    /// The value, if it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }
}
