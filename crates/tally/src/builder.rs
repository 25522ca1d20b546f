//! Ballots one by one into a merged profile.

use crate::ballot::{BallotKind, MAX_POINTS, MAX_VOTERS, Profile};
use crate::error::CountError;
use crate::intern::{Table, mix};

/// Collects ballots and merges identical ones.
#[derive(Debug, Clone)]
pub struct ProfileBuilder {
    profile: Profile,
    items: usize,
    table: Table,
    seen: Vec<u32>,
    stamp: u32,
    sorted: Vec<(u32, i64)>,
}

impl ProfileBuilder {
    /// A builder for ballots over `items` items whose points have `points_scale` decimal places.
    pub fn new(kind: BallotKind, points_scale: u8, items: usize) -> Self {
        Self {
            profile: Profile { kind, points_scale, offsets: vec![0], ..Profile::default() },
            items,
            table: Table::default(),
            seen: vec![0; items],
            stamp: 0,
            sorted: Vec::new(),
        }
    }

    /// Adds a ballot cast by `weight` voters. `points` is empty, or as long as `choices`.
    /// The order of choices matters for ordinal ballots only.
    ///
    /// # Errors
    /// [`CountError::UnknownChoice`], [`CountError::RepeatedChoice`], [`CountError::PointsMismatch`],
    /// [`CountError::PointsOutOfRange`], [`CountError::TooManyVoters`].
    pub fn push(&mut self, choices: &[u32], points: &[i64], weight: u64) -> Result<(), CountError> {
        let has_points = self.profile.kind.has_points();
        if points.len() != if has_points { choices.len() } else { 0 } {
            return Err(CountError::PointsMismatch { choices: choices.len() as u32, points: points.len() as u32 });
        }
        self.stamp += 1;
        for &choice in choices {
            match self.seen.get_mut(choice as usize) {
                None => {
                    return Err(CountError::UnknownChoice { index: choice, items: self.items as u32 });
                }
                Some(seen) if *seen == self.stamp => {
                    return Err(CountError::RepeatedChoice { index: choice });
                }
                Some(seen) => *seen = self.stamp,
            }
        }
        if let Some(&points) = points.iter().find(|points| points.abs() > MAX_POINTS) {
            return Err(CountError::PointsOutOfRange { points });
        }
        if self.profile.voters.saturating_add(weight) > MAX_VOTERS {
            return Err(CountError::TooManyVoters { most: MAX_VOTERS });
        }
        if weight == 0 {
            return Ok(());
        }
        let start = self.profile.choices.len();
        if self.profile.kind == BallotKind::Ordinal || choices.is_sorted() {
            self.profile.choices.extend_from_slice(choices);
            self.profile.points.extend_from_slice(points);
        } else if has_points {
            self.sorted.clear();
            self.sorted.extend(choices.iter().copied().zip(points.iter().copied()));
            self.sorted.sort_unstable();
            self.profile.choices.extend(self.sorted.iter().map(|pair| pair.0));
            self.profile.points.extend(self.sorted.iter().map(|pair| pair.1));
        } else {
            self.profile.choices.extend_from_slice(choices);
            self.profile.choices[start..].sort_unstable();
        }
        self.merge(start, weight);
        Ok(())
    }

    /// Gives the ballot at the end of the store its own row, or merges it into an earlier equal one.
    fn merge(&mut self, start: usize, weight: u64) {
        self.profile.voters += weight;
        let profile = &self.profile;
        let key = |start: usize, end: usize| {
            let points = if profile.points.is_empty() { &[][..] } else { &profile.points[start..end] };
            (&profile.choices[start..end], points)
        };
        let hash_of = |start: usize, end: usize| {
            let (choices, points) = key(start, end);
            let hash = choices.iter().fold(choices.len() as u64, |hash, &choice| mix(hash, u64::from(choice)));
            mix(points.iter().fold(hash, |hash, &points| mix(hash, points as u64)), 1)
        };
        let range = |index: usize| (profile.offsets[index] as usize, profile.offsets[index + 1] as usize);
        let end = profile.choices.len();
        let hash = hash_of(start, end);
        let same = self.table.find(hash, |index| key(range(index).0, range(index).1) == key(start, end));
        if let Some(index) = same {
            self.profile.choices.truncate(start);
            self.profile.points.truncate(start);
            self.profile.weights[index] += weight;
        } else {
            self.table.insert(hash, |index| hash_of(range(index).0, range(index).1));
            self.profile.offsets.push(u32::try_from(end).expect("fewer than 4 billion choices"));
            self.profile.weights.push(weight);
        }
    }

    /// Decimal places of the points.
    pub fn points_scale(&self) -> u8 {
        self.profile.points_scale
    }

    /// The merged profile.
    pub fn finish(self) -> Profile {
        self.profile
    }
}
