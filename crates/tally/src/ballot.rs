//! What the voters chose, identical ballots merged.

use serde::{Deserialize, Serialize};

use crate::builder::ProfileBuilder;
use crate::error::CountError;

/// No voter gives an item more points than this (in units of `10^-points_scale`), so that sums stay exact.
pub const MAX_POINTS: i64 = 1_000_000_000_000;

/// No contest has more voters than this.
pub const MAX_VOTERS: u64 = 1_000_000_000;

/// The kind of ballot. It says what choices and points mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BallotKind {
    /// Any number of items, all alike (up to k, or a knapsack within the budget).
    #[default]
    Approval,
    /// One item.
    #[serde(rename = "choose-1")]
    ChooseOne,
    /// Points out of a fixed sum.
    Cumulative,
    /// Points for each item on its own scale; also grades, as points.
    Scoring,
    /// Items in order of preference, the best first.
    Ordinal,
}

impl BallotKind {
    /// The name in Pabulib files and in the serialised form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::ChooseOne => "choose-1",
            Self::Cumulative => "cumulative",
            Self::Scoring => "scoring",
            Self::Ordinal => "ordinal",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Approval, Self::ChooseOne, Self::Cumulative, Self::Scoring, Self::Ordinal]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Whether ballots carry points.
    pub fn has_points(self) -> bool {
        matches!(self, Self::Cumulative | Self::Scoring)
    }
}

/// One distinct ballot, borrowed from a [`Profile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot<'a> {
    /// Indices of the chosen items: ascending, or the best first for [`BallotKind::Ordinal`].
    pub choices: &'a [u32],
    /// Points beside each choice (units of `10^-points_scale`); empty for ballots without points.
    pub points: &'a [i64],
    /// How many voters cast exactly this ballot.
    pub weight: u64,
}

/// A ballot as it is serialised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BallotData {
    /// Indices of the chosen items.
    pub choices: Vec<u32>,
    /// Points beside each choice; absent for ballots without points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<i64>,
    /// How many voters cast it.
    pub weight: u64,
}

/// A profile as it is serialised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileData {
    /// What choices and points mean.
    pub kind: BallotKind,
    /// Decimal places of the points.
    #[serde(default)]
    pub points_scale: u8,
    /// Distinct ballots.
    pub ballots: Vec<BallotData>,
}

/// All ballots of a contest, identical ones merged, in order of first appearance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "ProfileData", try_from = "ProfileData")]
pub struct Profile {
    pub(crate) kind: BallotKind,
    pub(crate) points_scale: u8,
    pub(crate) offsets: Vec<u32>,
    pub(crate) choices: Vec<u32>,
    pub(crate) points: Vec<i64>,
    pub(crate) weights: Vec<u64>,
    pub(crate) voters: u64,
}

impl Profile {
    /// What choices and points mean.
    pub fn kind(&self) -> BallotKind {
        self.kind
    }

    /// Decimal places of the points.
    pub fn points_scale(&self) -> u8 {
        self.points_scale
    }

    /// How many ballots were cast, empty ones included.
    pub fn voters(&self) -> u64 {
        self.voters
    }

    /// How many distinct ballots there are.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether nobody voted.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Distinct ballot number `index`.
    pub fn ballot(&self, index: usize) -> Ballot<'_> {
        let range = self.offsets[index] as usize..self.offsets[index + 1] as usize;
        let points = if self.kind.has_points() { &self.points[range.clone()] } else { &[] };
        Ballot { choices: &self.choices[range], points, weight: self.weights[index] }
    }

    /// All distinct ballots.
    pub fn ballots(&self) -> impl ExactSizeIterator<Item = Ballot<'_>> {
        (0..self.len()).map(|index| self.ballot(index))
    }

    /// How many voters chose each item (with points above zero, where ballots have points).
    pub fn votes(&self, items: usize) -> Vec<u64> {
        let mut votes = vec![0; items];
        for ballot in self.ballots() {
            for (at, &choice) in ballot.choices.iter().enumerate() {
                if ballot.points.get(at).is_none_or(|&points| points > 0) {
                    votes[choice as usize] += ballot.weight;
                }
            }
        }
        votes
    }

    /// The points of each item: votes for approvals, the sum of points, or positions as cities and Pabulib score them: the
    /// last of a ballot gets 1, the one before it 2 and so on.
    pub fn scores(&self, items: usize) -> Vec<i128> {
        let mut scores = vec![0_i128; items];
        for ballot in self.ballots() {
            let weight = i128::from(ballot.weight);
            for (at, &choice) in ballot.choices.iter().enumerate() {
                scores[choice as usize] += weight
                    * match self.kind {
                        BallotKind::Approval | BallotKind::ChooseOne => 1,
                        BallotKind::Cumulative | BallotKind::Scoring => i128::from(ballot.points[at]),
                        BallotKind::Ordinal => (ballot.choices.len() - at) as i128,
                    };
            }
        }
        scores
    }

    /// The points of each item where a first place is worth `first`, a second one less, and so on down to zero.
    pub(crate) fn top_scores(&self, items: usize, first: u32) -> Vec<i128> {
        let mut scores = vec![0_i128; items];
        for ballot in self.ballots() {
            for (points, &choice) in (0..=first).rev().zip(ballot.choices) {
                scores[choice as usize] += i128::from(ballot.weight) * i128::from(points);
            }
        }
        scores
    }

    /// The same ballots with only the items of `keep` (old index to new index); ballots that chose none of them
    /// disappear. An envelope of a contest is counted on such a part.
    pub fn restrict(&self, keep: &[Option<u32>]) -> Self {
        let mut builder = ProfileBuilder::new(self.kind, self.points_scale, keep.len());
        let (mut choices, mut points) = (Vec::new(), Vec::new());
        for ballot in self.ballots() {
            choices.clear();
            points.clear();
            for (at, &choice) in ballot.choices.iter().enumerate() {
                if let Some(new) = keep[choice as usize] {
                    choices.push(new);
                    points.extend(ballot.points.get(at));
                }
            }
            if !choices.is_empty() {
                builder.push(&choices, &points, ballot.weight).expect("a part of a valid ballot is valid");
            }
        }
        builder.finish()
    }

    /// Checks that no ballot names an item beyond `items`.
    ///
    /// # Errors
    /// [`CountError::UnknownChoice`].
    pub fn check(&self, items: usize) -> Result<(), CountError> {
        match self.choices.iter().find(|&&choice| choice as usize >= items) {
            Some(&index) => Err(CountError::UnknownChoice { index, items: items as u32 }),
            None => Ok(()),
        }
    }
}

impl From<Profile> for ProfileData {
    fn from(profile: Profile) -> Self {
        let ballots = profile
            .ballots()
            .map(|ballot| BallotData {
                choices: ballot.choices.to_vec(),
                points: ballot.points.to_vec(),
                weight: ballot.weight,
            })
            .collect();
        Self { kind: profile.kind, points_scale: profile.points_scale, ballots }
    }
}

impl TryFrom<ProfileData> for Profile {
    type Error = CountError;

    fn try_from(data: ProfileData) -> Result<Self, CountError> {
        let ProfileData { kind, points_scale, ballots } = data;
        let items = ballots.iter().flat_map(|ballot| &ballot.choices).max().map_or(0, |&last| last as usize + 1);
        let mut builder = ProfileBuilder::new(kind, points_scale, items);
        for BallotData { choices, points, weight } in &ballots {
            builder.push(choices, points, *weight)?;
        }
        Ok(builder.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identical_ballots_are_merged_whatever_their_order() {
        let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, 4);
        builder.push(&[2, 0], &[], 1).unwrap();
        builder.push(&[1], &[], 1).unwrap();
        builder.push(&[0, 2], &[], 3).unwrap();
        builder.push(&[], &[], 1).unwrap();
        assert_eq!(builder.push(&[1, 1], &[], 1), Err(CountError::RepeatedChoice { index: 1 }));
        assert_eq!(builder.push(&[4], &[], 1), Err(CountError::UnknownChoice { index: 4, items: 4 }));
        let profile = builder.finish();
        assert_eq!((profile.len(), profile.voters()), (3, 6));
        assert_eq!(profile.ballot(0), Ballot { choices: &[0, 2], points: &[], weight: 4 });
        assert_eq!(profile.votes(4), [4, 1, 4, 0]);
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
    }

    #[test]
    fn order_counts_only_in_ordinal_ballots_and_points_stay_with_their_item() {
        let mut builder = ProfileBuilder::new(BallotKind::Ordinal, 0, 3);
        builder.push(&[2, 0], &[], 1).unwrap();
        builder.push(&[0, 2], &[], 1).unwrap();
        assert_eq!(builder.finish().len(), 2);
        let mut builder = ProfileBuilder::new(BallotKind::Cumulative, 0, 3);
        builder.push(&[2, 0], &[5, 1], 1).unwrap();
        builder.push(&[0, 2], &[1, 5], 1).unwrap();
        builder.push(&[0, 2], &[5, 1], 1).unwrap();
        let profile = builder.finish();
        assert_eq!(profile.len(), 2);
        assert_eq!(profile.ballot(0), Ballot { choices: &[0, 2], points: &[1, 5], weight: 2 });
    }

    #[test]
    fn thousands_of_distinct_ballots_survive_the_growth_of_the_table() {
        let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, 200);
        for round in 0..2 {
            for a in 0..100 {
                for b in 100..200 {
                    builder.push(&[a, b], &[], 1 + round).unwrap();
                }
            }
        }
        let profile = builder.finish();
        assert_eq!((profile.len(), profile.voters()), (10_000, 30_000));
        assert!(profile.ballots().all(|ballot| ballot.weight == 3));
    }
}
