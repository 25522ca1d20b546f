//! Ballots one by one into a merged profile.

use crate::ballot::{BallotKind, MAX_POINTS, MAX_VOTERS, Profile};
use crate::error::CountError;
use crate::few::{self, Few};
use crate::intern::{Table, mix};
use crate::pabulib::{Rows, Sink};

/// Collects ballots and merges identical ones.
#[derive(Debug, Clone)]
pub struct ProfileBuilder {
    profile: Profile,
    items: usize,
    table: Table,
    seen: Vec<u32>,
    stamp: u32,
    /// Ballots that were pushed and are still to be merged, and how many voters cast each.
    pushed: Rows,
    weights: Vec<u64>,
    batch: Batch,
}

/// What is needed while a batch is merged.
#[derive(Debug, Clone, Default)]
struct Batch {
    /// Which distinct ballot each row is.
    places: Vec<u32>,
    waiting: Vec<Waiting>,
    sorted: Sorted,
    /// Choices of ballots that have many, brought into order, one after the other.
    choices: Vec<u32>,
    /// The points of all that wait.
    points: Vec<i64>,
}

/// A ballot to be merged.
#[derive(Debug, Clone)]
struct Waiting {
    /// Its choices, if they are few.
    few: Few,
    /// Else they stand in `choices`.
    is_few: bool,
    len: u32,
    hash: u64,
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
            pushed: Rows::default(),
            weights: Vec::new(),
            batch: Batch::default(),
        }
    }

    /// Makes room for so many ballots.
    pub(crate) fn expect(&mut self, ballots: usize) {
        self.table.reserve(ballots);
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
        self.check(choices)?;
        if let Some(&points) = points.iter().find(|points| points.abs() > MAX_POINTS) {
            return Err(CountError::PointsOutOfRange { points });
        }
        if self.profile.voters.saturating_add(weight) > MAX_VOTERS {
            return Err(CountError::TooManyVoters { most: MAX_VOTERS });
        }
        if weight == 0 {
            return Ok(());
        }
        self.profile.voters += weight;
        let begin = self.pushed.begin();
        choices.iter().for_each(|&choice| self.pushed.choose(choice));
        points.iter().for_each(|&points| self.pushed.give(points));
        self.pushed.end(begin);
        self.weights.push(weight);
        if self.pushed.is_full() {
            self.merge_pushed();
        }
        Ok(())
    }

    /// Looks whether every choice is an item and none comes twice.
    fn check(&mut self, choices: &[u32]) -> Result<(), CountError> {
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
        Ok(())
    }

    fn merge_pushed(&mut self) {
        let (mut rows, mut weights) = (std::mem::take(&mut self.pushed), std::mem::take(&mut self.weights));
        rows.pad();
        self.merge(&rows, |row| weights[row]);
        rows.clear();
        weights.clear();
        (self.pushed, self.weights) = (rows, weights);
    }

    /// Gives each ballot its own place in the profile, or merges it into an earlier equal one.
    fn merge(&mut self, rows: &Rows, weight: impl Fn(usize) -> u64) {
        self.batch.places.clear();
        for from in (0..rows.len()).step_by(BATCH) {
            let some = from..rows.len().min(from + BATCH);
            self.batch.waiting.clear();
            self.batch.choices.clear();
            self.batch.points.clear();
            for row in some.clone().filter(|&row| rows.first_like(row) == row) {
                self.batch.wait(rows, row, self.profile.kind);
            }
            std::hint::black_box(self.batch.waiting.iter().fold(0, |all, one| all ^ self.table.peek(one.hash)));
            self.place(rows, some, &weight);
        }
    }

    /// Finds the places of the ballots that wait and of those written like them.
    fn place(&mut self, rows: &Rows, some: std::ops::Range<usize>, weight: impl Fn(usize) -> u64) {
        let profile = &mut self.profile;
        let Batch { places, waiting, choices, points, .. } = &mut self.batch;
        let (mut waiting, mut choices, mut points) = (waiting.iter(), &choices[..], &points[..]);
        for row in some {
            let first = rows.first_like(row);
            if first != row {
                let place = places[first];
                profile.weights[place as usize] += weight(row);
                places.push(place);
                continue;
            }
            let Some(Waiting { few, is_few, len, hash }) = waiting.next() else { break };
            let len = *len as usize;
            // All places, because their number is known beforehand.
            let wide = few.map(u32::from);
            let own = if *is_few { &wide[..len] } else { choices.split_off(..len).unwrap_or_default() };
            let own_points = if points.is_empty() { points } else { points.split_off(..len).unwrap_or_default() };
            let equal = |index: usize| {
                let row = profile.offsets[index] as usize..profile.offsets[index + 1] as usize;
                profile.choices[row.clone()] == *own && (own_points.is_empty() || profile.points[row] == *own_points)
            };
            let place = if let Some(index) = self.table.find(*hash, equal) {
                profile.weights[index] += weight(row);
                index
            } else {
                self.table.insert(*hash);
                if *is_few {
                    let end = profile.choices.len() + len;
                    profile.choices.extend_from_slice(&wide);
                    profile.choices.truncate(end);
                } else {
                    profile.choices.extend_from_slice(own);
                }
                profile.points.extend_from_slice(own_points);
                let end = u32::try_from(profile.choices.len()).expect("fewer than 4 billion choices");
                profile.offsets.push(end);
                profile.weights.push(weight(row));
                profile.weights.len() - 1
            };
            places.push(place as u32);
        }
    }

    /// Decimal places of the points.
    pub fn points_scale(&self) -> u8 {
        self.profile.points_scale
    }

    /// The merged profile.
    pub fn finish(mut self) -> Profile {
        self.merge_pushed();
        self.profile
    }

    /// The same ballots with more decimal places of points.
    fn refined(self, scale: u8) -> Option<Self> {
        let mut finer = Self::new(self.profile.kind, scale, self.items);
        let factor = 10_i64.checked_pow(u32::from(scale - self.profile.points_scale))?;
        for ballot in self.finish().ballots() {
            let points = ballot.points.iter().map(|points| points.checked_mul(factor)).collect::<Option<Vec<_>>>()?;
            finer.push(ballot.choices, &points, ballot.weight).ok()?;
        }
        Some(finer)
    }
}

/// The reader's ballots, which it has checked.
impl Sink for ProfileBuilder {
    fn take(&mut self, rows: &Rows) {
        self.merge_pushed();
        self.profile.voters += rows.len() as u64;
        self.merge(rows, |_| 1);
    }

    fn refine(&mut self, scale: u8) -> bool {
        let empty = Self::new(self.profile.kind, scale, self.items);
        let refined = std::mem::replace(self, empty).refined(scale);
        refined.map(|refined| *self = refined).is_some()
    }
}

impl Batch {
    /// Brings a ballot into order and notes it for merging.
    #[inline]
    fn wait(&mut self, rows: &Rows, row: usize, kind: BallotKind) {
        let (mut choices, mut points) = rows.ballot(row);
        let by_order = kind == BallotKind::Ordinal;
        if !by_order
            && points.is_empty()
            && let Some((places, len)) = rows.padded(row)
            && let Some(few) = few::sorted(places, len)
        {
            return self.note(Some(few), len, few::hash(&few), points);
        }
        let mut sorted = std::mem::take(&mut self.sorted);
        if !by_order && !choices.is_sorted() {
            sorted.fill(choices, points);
            (choices, points) = (&sorted.choices, &sorted.points);
        }
        match few::new(choices) {
            Some(few) => self.note(Some(few), choices.len(), few::hash(&few), points),
            None => {
                let (pairs, odd) = choices.as_chunks::<2>();
                let hash = pairs.iter().fold(choices.len() as u64, |hash, &[first, second]| {
                    mix(hash, u64::from(first) << 32 | u64::from(second))
                });
                let hash = odd.iter().fold(hash, |hash, &choice| mix(hash, choice.into()));
                self.note(None, choices.len(), hash, points);
                self.choices.extend_from_slice(choices);
            }
        }
        self.sorted = sorted;
    }

    #[inline]
    fn note(&mut self, few: Option<Few>, len: usize, hash: u64, points: &[i64]) {
        self.points.extend_from_slice(points);
        let hash = mix(points.iter().fold(hash, |hash, &points| mix(hash, points as u64)), 1);
        let (few, is_few) = (few.unwrap_or(few::NONE), few.is_some());
        self.waiting.push(Waiting { few, is_few, len: len as u32, hash });
    }
}

/// A ballot brought into order.
#[derive(Debug, Clone, Default)]
struct Sorted {
    pairs: Vec<(u32, i64)>,
    choices: Vec<u32>,
    points: Vec<i64>,
}

impl Sorted {
    fn fill(&mut self, choices: &[u32], points: &[i64]) {
        if points.is_empty() {
            self.points.clear();
            self.choices.clear();
            self.choices.extend_from_slice(choices);
            self.choices.sort_unstable();
            return;
        }
        self.pairs.clear();
        self.pairs.extend(choices.iter().copied().zip(points.iter().copied()));
        self.pairs.sort_unstable();
        self.choices.clear();
        self.choices.extend(self.pairs.iter().map(|pair| pair.0));
        self.points.clear();
        self.points.extend(self.pairs.iter().map(|pair| pair.1));
    }
}
