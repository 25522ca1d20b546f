//! Classes on a ballot: "seven of one class and three of another", "one of each field".

use serde::{Deserialize, Serialize};

use crate::instance::Instance;

/// How many items of one category a ballot may choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassLimit {
    /// The category.
    pub category: String,
    /// At least so many.
    #[serde(default)]
    pub least: u32,
    /// At most so many.
    pub most: u32,
}

/// A ballot that breaks a limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("the ballot chooses {chosen} of {category}, it may choose {least} to {most}")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassFault {
    /// The category.
    pub category: String,
    /// How many of it the ballot chooses.
    pub chosen: u32,
    /// The limits.
    pub least: u32,
    /// See `least`.
    pub most: u32,
}

/// Checks one ballot against every limit; all faults at once.
pub fn check_ballot(instance: &Instance, limits: &[ClassLimit], choices: &[u32]) -> Vec<ClassFault> {
    let fault = |limit: &ClassLimit| {
        let ClassLimit { category, least, most } = limit.clone();
        let of_class = |&&choice: &&u32| {
            instance.items.get(choice as usize).is_some_and(|item| item.categories.contains(&category))
        };
        let chosen = choices.iter().filter(of_class).count() as u32;
        (!(least..=most).contains(&chosen)).then_some(ClassFault { category, chosen, least, most })
    };
    limits.iter().filter_map(fault).collect()
}
