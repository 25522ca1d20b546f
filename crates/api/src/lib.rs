//! TODO-HEAD api
