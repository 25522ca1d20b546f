//! TODO-HEAD store
