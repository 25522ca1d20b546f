//! Ballots one by one into a merged profile.

use crate::ballot::{BallotKind, MAX_POINTS, MAX_VOTERS, Profile};
use crate::error::CountError;
use crate::few::{self, Few};
use crate::intern::{Table, mix};
use crate::recent::{Key, Place, Recent};

/// Collects ballots and merges identical ones.
#[derive(Debug, Clone)]
pub struct ProfileBuilder {
    profile: Profile,
    items: usize,
    table: Table,
    seen: Vec<u32>,
    stamp: u32,
    sorted: Sorted,
    /// Ballots that are still to be merged.
    waiting: Vec<Waiting>,
    /// Choices of those that have many, one after the other.
    choices: Vec<u32>,
    /// Points of all that wait.
    points: Vec<i64>,
    recent: Recent,
}

/// A ballot to be merged.
#[derive(Debug, Clone)]
struct Waiting {
    /// Its choices, if they are few.
    few: Few,
    /// Else they stand in `choices`.
    is_few: bool,
    len: u32,
    /// Where it is remembered by its bytes.
    slot: Option<u32>,
    hash: u64,
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
            sorted: Sorted::default(),
            waiting: Vec::with_capacity(BATCH),
            choices: Vec::new(),
            points: Vec::new(),
            recent: Recent::default(),
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
        if self.profile.kind == BallotKind::Ordinal || choices.is_sorted() {
            self.wait(choices, points, weight);
            return Ok(());
        }
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.fill(choices, points);
        self.wait(&sorted.choices, &sorted.points, weight);
        self.sorted = sorted;
        Ok(())
    }

    /// The same for one voter's choices as the reader has them.
    ///
    /// # Errors
    /// As [`Self::push`].
    #[inline]
    pub(crate) fn push_read(&mut self, choices: &Choices, points: &[i64]) -> Result<(), CountError> {
        let by_order = self.profile.kind == BallotKind::Ordinal || self.profile.kind.has_points();
        if let Some(few) = choices.few().filter(|_| !by_order && self.profile.voters < MAX_VOTERS)
            && let Some(few) = few::sorted(few, choices.len)
            && few.get(choices.len.wrapping_sub(1)).is_none_or(|&last| usize::from(last) < self.items)
        {
            self.wait_few(few, choices.len, &[], 1);
            return Ok(());
        }
        choices.with(|choices| self.push(choices, points, 1))
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

    /// Whether it is worth asking for recent ballots.
    pub(crate) fn remembers(&self) -> bool {
        self.recent.is_useful()
    }

    /// Where the ballot of these bytes is, if it was pushed and remembered a moment ago. It stays there until the next push.
    #[inline]
    pub(crate) fn recent(&mut self, key: &Key) -> Option<Place> {
        self.recent.find(key)
    }

    /// Counts one voter more for a recent ballot.
    #[inline]
    pub(crate) fn count_again(&mut self, place: Place) {
        self.profile.voters += 1;
        match place {
            Place::Waiting(waiting) => self.waiting[waiting as usize].weight += 1,
            Place::Merged(index) => self.profile.weights[index as usize] += 1,
        }
    }

    /// Remembers the bytes of the ballot that was pushed last, with a weight above zero.
    pub(crate) fn remember(&mut self, key: &Key) {
        if let Some(last) = self.waiting.len().checked_sub(1) {
            self.waiting[last].slot = Some(self.recent.remember(key, Place::Waiting(last as u32)));
        }
    }

    /// Notes a ballot for merging.
    fn wait(&mut self, choices: &[u32], points: &[i64], weight: u64) {
        if let Some(few) = few::new(choices) {
            return self.wait_few(few, choices.len(), points, weight);
        }
        let (pairs, odd) = choices.as_chunks::<2>();
        let hash = pairs
            .iter()
            .fold(choices.len() as u64, |hash, &[first, second]| mix(hash, u64::from(first) << 32 | u64::from(second)));
        let hash = odd.iter().fold(hash, |hash, &choice| mix(hash, choice.into()));
        let (few, is_few, len) = (few::NONE, false, choices.len() as u32);
        self.wait_as(Waiting { few, is_few, len, slot: None, hash, weight }, points);
        self.choices.extend_from_slice(choices);
    }

    #[inline]
    fn wait_few(&mut self, few: Few, len: usize, points: &[i64], weight: u64) {
        let hash = few::hash(&few);
        self.wait_as(Waiting { few, is_few: true, len: len as u32, slot: None, hash, weight }, points);
    }

    #[inline]
    fn wait_as(&mut self, mut waiting: Waiting, points: &[i64]) {
        if self.waiting.len() == BATCH {
            self.merge();
        }
        self.profile.voters += waiting.weight;
        self.points.extend_from_slice(points);
        waiting.hash = mix(points.iter().fold(waiting.hash, |hash, &points| mix(hash, points as u64)), 1);
        self.waiting.push(waiting);
    }

    /// Gives each ballot that waits its own row, or merges it into an earlier equal one.
    fn merge(&mut self) {
        std::hint::black_box(self.waiting.iter().fold(0, |all, waiting| all ^ self.table.peek(waiting.hash)));
        let profile = &mut self.profile;
        let (mut choices, mut points) = (&self.choices[..], &self.points[..]);
        for (number, waiting) in self.waiting.iter().enumerate() {
            let Waiting { few, is_few, len, slot, hash, weight } = waiting;
            let len = *len as usize;
            // All places, because their number is known beforehand.
            let wide = few.map(u32::from);
            let own = if *is_few { &wide[..len] } else { choices.split_off(..len).unwrap_or_default() };
            let own_points = if points.is_empty() { points } else { points.split_off(..len).unwrap_or_default() };
            let equal = |index: usize| {
                let row = profile.offsets[index] as usize..profile.offsets[index + 1] as usize;
                profile.choices[row.clone()] == *own && (own_points.is_empty() || profile.points[row] == *own_points)
            };
            let index = match self.table.find(*hash, equal) {
                Some(index) => {
                    profile.weights[index] += weight;
                    index
                }
                None => {
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
                    profile.weights.push(*weight);
                    profile.weights.len() - 1
                }
            };
            if let Some(slot) = slot {
                self.recent.merged(*slot, number as u32, index as u32);
            }
        }
        self.waiting.clear();
        self.choices.clear();
        self.points.clear();
    }

    /// Decimal places of the points.
    pub fn points_scale(&self) -> u8 {
        self.profile.points_scale
    }

    /// The merged profile.
    pub fn finish(mut self) -> Profile {
        self.merge();
        self.profile
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
        self.pairs.clear();
        self.pairs.extend(choices.iter().copied().zip(points.iter().copied().chain(std::iter::repeat(0))));
        self.pairs.sort_unstable();
        self.choices.clear();
        self.choices.extend(self.pairs.iter().map(|pair| pair.0));
        self.points.clear();
        self.points.extend(self.pairs.iter().take(points.len()).map(|pair| pair.1));
    }
}

/// A ballot's choices while they are read.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    few: Few,
    len: usize,
    /// All of them, once they are not few, or one of them is beyond `few::LIMIT`.
    many: Vec<u32>,
}

impl Default for Choices {
    fn default() -> Self {
        Self { few: few::NONE, len: 0, many: Vec::new() }
    }
}

impl Choices {
    /// Begins another ballot.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.few = few::NONE;
        self.len = 0;
        self.many.clear();
    }

    /// Adds a choice.
    #[inline]
    pub(crate) fn push(&mut self, choice: u32) {
        match self.few.get_mut(self.len) {
            Some(place) if choice < few::LIMIT && self.many.is_empty() => *place = choice as u16,
            _ => {
                if self.many.is_empty() {
                    self.many.extend(self.few[..self.len].iter().copied().map(u32::from));
                }
                self.many.push(choice);
            }
        }
        self.len += 1;
    }

    fn few(&self) -> Option<&Few> {
        self.many.is_empty().then_some(&self.few)
    }

    /// Gives them as a list.
    fn with<T>(&self, take: impl FnOnce(&[u32]) -> T) -> T {
        if self.many.is_empty() { take(&self.few.map(u32::from)[..self.len]) } else { take(&self.many) }
    }
}
