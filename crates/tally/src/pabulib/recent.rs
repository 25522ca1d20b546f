//! Ballots of the same batch, by their bytes, so that the same bytes need not be read again.

/// The bytes of a ballot and their lengths, as numbers.
pub(super) type Key = [u64; 4];

/// So many ballots are remembered at most.
const SLOTS: usize = 1024;

/// After so many looks it is asked whether they were worth it.
const TRIAL: u32 = 128;

/// A table in which a newer ballot takes the slot of an older one.
#[derive(Default)]
pub(super) struct Recent {
    slots: Vec<Slot>,
    /// How many slots there are, as a power of two; they are made for the first ballot.
    bits: u32,
    /// Which batch it is, from 1.
    batch: u32,
    looks: u32,
    found: u32,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    key: Key,
    batch: u32,
    row: u32,
}

impl Recent {
    /// No ballots yet, and a small table for a small file.
    pub(super) fn expecting(ballots: usize) -> Self {
        let bits = (ballots / 4).clamp(64, SLOTS).next_power_of_two().trailing_zeros();
        Self { bits, ..Self::default() }
    }

    /// Another batch begins: rows of the last one are forgotten.
    pub(super) fn forget(&mut self) {
        self.batch += 1;
        // What was seen long ago says less.
        (self.looks, self.found) = (self.looks / 2, self.found / 2);
    }

    /// Whether looking is worth it: where nearly every ballot is different, it costs more than it saves.
    #[inline]
    pub(super) fn is_useful(&self) -> bool {
        self.looks < TRIAL || self.found > self.looks / 4
    }

    /// The row with these bytes, if it is remembered.
    #[inline]
    pub(super) fn find(&mut self, key: &Key) -> Option<u32> {
        self.looks += 1;
        let slot = self.slots.get(self.place(key))?;
        // Number by number: the key has just been made, and is not in memory yet.
        let difference = slot.key.iter().zip(key).fold(0, |all, (known, word)| all | (known ^ word));
        if slot.batch != self.batch || difference != 0 {
            return None;
        }
        self.found += 1;
        Some(slot.row)
    }

    /// Remembers a row.
    #[inline]
    pub(super) fn remember(&mut self, key: &Key, row: u32) {
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); 1 << self.bits];
            self.batch = self.batch.max(1);
        }
        let place = self.place(key);
        self.slots[place] = Slot { key: *key, batch: self.batch, row };
    }

    #[inline]
    fn place(&self, key: &Key) -> usize {
        // Odd factors of no meaning; the highest bits of the sum depend on all bytes.
        let first = (key[0] ^ key[2].rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let second = (key[1] ^ key[3].rotate_left(17)).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        (first.wrapping_add(second) >> (u64::BITS - self.bits)) as usize
    }
}
