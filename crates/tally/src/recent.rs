//! Ballots that were read a moment ago, by their bytes, so that the same bytes need not be read again.

/// The bytes of a ballot and their lengths, as numbers.
pub(crate) type Key = [u64; 4];

/// Where a ballot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It waits to be merged.
    Waiting(u32),
    /// It is that distinct ballot of the profile.
    Merged(u32),
}

/// So many ballots are remembered; they fit the second cache.
const SLOTS: usize = 2048;

/// After so many looks it is asked whether they were worth it.
const TRIAL: u64 = 8192;

/// A table in which a newer ballot takes the slot of an older one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent {
    slots: Vec<Option<(Key, Place)>>,
    looks: u64,
    found: u64,
}

impl Recent {
    /// Whether looking is worth it: where nearly every ballot is different, it costs more than it saves.
    #[inline]
    pub(crate) fn is_useful(&self) -> bool {
        self.looks < TRIAL || self.found > self.looks / 8
    }

    /// Where the ballot with these bytes is, if it is remembered.
    #[inline]
    pub(crate) fn find(&mut self, key: &Key) -> Option<Place> {
        self.looks += 1;
        let (_, place) = self.slots.get(slot(key))?.filter(|(same, _)| same == key)?;
        self.found += 1;
        Some(place)
    }

    /// Remembers a ballot; the number is for [`Self::merged`], if it waits.
    pub(crate) fn remember(&mut self, key: &Key, place: Place) -> u32 {
        if self.slots.is_empty() {
            self.slots = vec![None; SLOTS];
        }
        let slot = slot(key);
        self.slots[slot] = Some((*key, place));
        slot as u32
    }

    /// A waiting ballot has been merged.
    pub(crate) fn merged(&mut self, slot: u32, waiting: u32, index: u32) {
        if let Some((_, place)) = &mut self.slots[slot as usize]
            && *place == Place::Waiting(waiting)
        {
            *place = Place::Merged(index);
        }
    }
}

fn slot(key: &Key) -> usize {
    // Odd factors of no meaning; the highest bits of the sum depend on all bytes.
    let factors = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0xd6e8_feb8_6659_fd93];
    let sum = key
        .iter()
        .zip(factors)
        .fold(0_u64, |sum, (word, factor)| sum.wrapping_add((word ^ word >> 32).wrapping_mul(factor)));
    (sum >> (64 - SLOTS.trailing_zeros())) as usize
}
