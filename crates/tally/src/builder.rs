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
    /// Ballots at the end of the store that are still to be merged.
    waiting: Vec<Waiting>,
}

/// A ballot to be merged: its hash, its length and how many voters cast it.
#[derive(Debug, Clone)]
struct Waiting {
    hash: u64,
    len: u32,
    weight: u64,
}

/// So many ballots are merged at a time: their places in the table are fetched from memory side by side.
const BATCH: usize = 256;

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
            waiting: Vec::with_capacity(BATCH),
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

    /// Notes the ballot at the end of the store for merging.
    fn merge(&mut self, start: usize, weight: u64) {
        self.profile.voters += weight;
        let (choices, points) = (&self.profile.choices[start..], self.profile.points.get(start..).unwrap_or(&[]));
        let hash = choices.iter().fold(choices.len() as u64, |hash, &choice| mix(hash, u64::from(choice)));
        let hash = mix(points.iter().fold(hash, |hash, &points| mix(hash, points as u64)), 1);
        self.waiting.push(Waiting { hash, len: choices.len() as u32, weight });
        if self.waiting.len() == BATCH {
            self.merge_waiting();
        }
    }

    /// Gives each ballot that waits its own row, or merges it into an earlier equal one.
    fn merge_waiting(&mut self) {
        std::hint::black_box(self.waiting.iter().fold(0, |all, waiting| all ^ self.table.peek(waiting.hash)));
        let profile = &mut self.profile;
        let has_points = !profile.points.is_empty();
        let mut end = profile.offsets.last().map_or(0, |&end| end as usize);
        let mut from = end;
        for Waiting { hash, len, weight } in self.waiting.drain(..) {
            let own = from..from + len as usize;
            from = own.end;
            let equal = |index: usize| {
                let row = profile.offsets[index] as usize..profile.offsets[index + 1] as usize;
                profile.choices[row.clone()] == profile.choices[own.clone()]
                    && (!has_points || profile.points[row] == profile.points[own.clone()])
            };
            if let Some(index) = self.table.find(hash, equal) {
                profile.weights[index] += weight;
                continue;
            }
            self.table.insert(hash);
            profile.choices.copy_within(own.clone(), end);
            if has_points {
                profile.points.copy_within(own, end);
            }
            end += len as usize;
            profile.offsets.push(u32::try_from(end).expect("fewer than 4 billion choices"));
            profile.weights.push(weight);
        }
        profile.choices.truncate(end);
        profile.points.truncate(end);
    }

    /// Decimal places of the points.
    pub fn points_scale(&self) -> u8 {
        self.profile.points_scale
    }

    /// The merged profile.
    pub fn finish(mut self) -> Profile {
        self.merge_waiting();
        self.profile
    }
}
