//! TODO-HEAD app
