//! What items are worth to voters.

use crate::ballot::{Ballot, BallotKind, Profile};
use crate::rule::Utility;

/// The utility of the choice at a place of a ballot, as a multiple of the item's base utility: for
/// [`Utility::Cost`] the base is the item's cost, for the others it is one.
pub(crate) fn factor(utility: Utility, kind: BallotKind, ballot: &Ballot<'_>, place: usize) -> i64 {
    let chosen = ballot.points.get(place).is_none_or(|&points| points > 0);
    match utility {
        Utility::Cost | Utility::Cardinality => i64::from(chosen),
        Utility::Additive if kind.has_points() => ballot.points[place],
        Utility::Additive => 1,
        Utility::Borda => (ballot.choices.len() - place - 1) as i64,
    }
}

/// Total factors of each item over all voters.
pub(crate) fn totals(profile: &Profile, items: usize, utility: Utility) -> Vec<i128> {
    let mut totals = vec![0; items];
    for ballot in profile.ballots() {
        for (place, &choice) in ballot.choices.iter().enumerate() {
            totals[choice as usize] +=
                i128::from(ballot.weight) * i128::from(factor(utility, profile.kind(), &ballot, place));
        }
    }
    totals
}
