//! TODO-HEAD api-types
