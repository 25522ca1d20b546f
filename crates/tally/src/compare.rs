//! Outcomes beside each other.

use serde::{Deserialize, Serialize};

use crate::ballot::Profile;
use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::rule::Utility;
use crate::utility::factor;

/// How many voters have more utility from one outcome than from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preference {
    /// Voters who prefer the first outcome.
    pub first: u64,
    /// Voters who prefer the second.
    pub second: u64,
    /// Voters to whom both are worth the same.
    pub equal: u64,
}

/// Asks every voter which of two outcomes is worth more to it.
pub fn preference(
    instance: &Instance,
    profile: &Profile,
    utility: Utility,
    first: &Outcome,
    second: &Outcome,
) -> Preference {
    let side = |outcome: &Outcome| {
        let base = |item: &crate::Item| {
            if utility == Utility::Cost { item.cost.into() } else { 1_i128 }
        };
        let worth = |item: &crate::Item| {
            if outcome.winners.contains(&item.id) { base(item) } else { 0 }
        };
        instance.items.iter().map(worth).collect::<Vec<_>>()
    };
    let (first, second) = (side(first), side(second));
    let mut preference = Preference { first: 0, second: 0, equal: 0 };
    for ballot in profile.ballots() {
        let mut difference = 0_i128;
        for (place, &choice) in ballot.choices.iter().enumerate() {
            let factor = i128::from(factor(utility, profile.kind(), &ballot, place));
            difference += factor * (first[choice as usize] - second[choice as usize]);
        }
        match difference.signum() {
            1 => preference.first += ballot.weight,
            -1 => preference.second += ballot.weight,
            _ => preference.equal += ballot.weight,
        }
    }
    preference
}
