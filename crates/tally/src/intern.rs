//! A small open-addressing table from byte strings or number lists to dense indices.
//!
//! `std::collections::HashMap` seeds itself from a random source; this one does not, so a count is the same everywhere.

use std::cmp::Ordering;

/// The caller owns the keys and compares them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// Half a hash above `index + 1`; 0 is empty. Side by side, so that a look costs one cache line.
    slots: Vec<u64>,
    len: usize,
}

impl Table {
    /// The index whose key equals the wanted one, if it is there.
    pub(crate) fn find(&self, hash: u64, mut is_key: impl FnMut(usize) -> bool) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let half = hash >> 32;
        let mut at = half as usize & mask;
        loop {
            match self.slots[at] {
                0 => return None,
                slot if slot >> 32 == half && is_key(slot as u32 as usize - 1) => {
                    return Some(slot as u32 as usize - 1);
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds the next index, `self.len()` before the call, under the hash of a key that is not in the table yet.
    pub(crate) fn insert(&mut self, hash: u64) {
        if (self.len + 1) * 2 > self.slots.len() {
            self.reserve(self.slots.len().max(32));
        }
        self.len += 1;
        self.place(hash >> 32 << 32 | self.len as u64);
    }

    /// Makes room for so many keys in all.
    pub(crate) fn reserve(&mut self, keys: usize) {
        let size = (keys * 2).next_power_of_two();
        if size > self.slots.len() {
            let old = std::mem::replace(&mut self.slots, vec![0; size]);
            old.into_iter().filter(|&slot| slot != 0).for_each(|slot| self.place(slot));
        }
    }

    fn place(&mut self, slot: u64) {
        let mask = self.slots.len() - 1;
        let mut at = (slot >> 32) as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    /// What stands where the search for a hash begins: reading it ahead brings it into the cache.
    pub(crate) fn peek(&self, hash: u64) -> u64 {
        let mask = self.slots.len().saturating_sub(1);
        self.slots.get((hash >> 32) as usize & mask).copied().unwrap_or(0)
    }
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes one word into a running hash.
pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * u128::from(0xa076_1d64_78bd_642f_u64 ^ word.rotate_left(32));
    (product as u64) ^ ((product >> 64) as u64) ^ SEED.rotate_left((hash & 63) as u32)
}

/// Hash of a byte string.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = SEED ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    let mut last = [0; 8];
    last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(mix(hash, u64::from_le_bytes(last)), SEED)
}

/// Names of which none comes twice. They stand one after the other in one block of memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Whether one fell behind the one before it: in the order of their bytes, and where shorter ones come first. As long as they
    /// rise in one order (`a-1`, `a-10`, `a-2` or `a1`, `a2`, `a10`), none comes twice.
    falls: [bool; 2],
    /// Where they are, once they rise in neither.
    table: Option<Table>,
}

impl Names {
    /// Adds a name; `false` if it is there already.
    pub(crate) fn add(&mut self, name: &[u8]) -> bool {
        if self.table.is_none()
            && let Some(last) = self.ends.len().checked_sub(1)
        {
            let last = self.name(last);
            let bytes = last.cmp(name);
            let falls = [bytes, last.len().cmp(&name.len()).then(bytes)].map(Ordering::is_ge);
            self.falls = [self.falls[0] | falls[0], self.falls[1] | falls[1]];
            if self.falls == [true; 2] {
                self.table = Some(self.all());
            }
        }
        if let Some(mut table) = self.table.take() {
            let hash = hash_bytes(name);
            let is_new = table.find(hash, |index| self.name(index) == name).is_none();
            if is_new {
                table.insert(hash);
            }
            self.table = Some(table);
            if !is_new {
                return false;
            }
        }
        self.bytes.extend_from_slice(name);
        self.ends.push(self.bytes.len());
        true
    }

    fn all(&self) -> Table {
        let mut table = Table::default();
        (0..self.ends.len()).for_each(|index| table.insert(hash_bytes(self.name(index))));
        table
    }

    fn name(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[index]]
    }
}
