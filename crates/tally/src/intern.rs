//! A small open-addressing table from byte strings or number lists to dense indices.
//!
//! `std::collections::HashMap` seeds itself from a random source; this one does not, so a count is the same everywhere.

/// Slots hold `index + 1`; 0 is empty. The caller owns the keys and compares them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    slots: Vec<u32>,
    hashes: Vec<u32>,
    len: usize,
}

impl Table {
    /// The index whose key equals the wanted one, if it is there.
    pub(crate) fn find(&self, hash: u64, mut is_key: impl FnMut(usize) -> bool) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                0 => return None,
                slot if self.hashes[at] == (hash >> 32) as u32 && is_key(slot as usize - 1) => {
                    return Some(slot as usize - 1);
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds the next index, `self.len()` before the call, under a hash that is not in the table yet.
    /// `hash_of` gives the hash of an index already in the table (needed to grow).
    pub(crate) fn insert(&mut self, hash: u64, hash_of: impl Fn(usize) -> u64) {
        if (self.len + 1) * 2 > self.slots.len() {
            let size = (self.slots.len() * 2).max(64);
            self.slots = vec![0; size];
            self.hashes = vec![0; size];
            for index in 0..self.len {
                self.place(hash_of(index), index);
            }
        }
        self.place(hash, self.len);
        self.len += 1;
    }

    fn place(&mut self, hash: u64, index: usize) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = index as u32 + 1;
        self.hashes[at] = (hash >> 32) as u32;
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

/// Names to dense indices, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    table: Table,
    names: Vec<String>,
}

impl Names {
    /// The name's index.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.get_bytes(name.as_bytes())
    }

    /// The index of a name given as bytes.
    pub(crate) fn get_bytes(&self, name: &[u8]) -> Option<usize> {
        self.table.find(hash_bytes(name), |index| self.names[index].as_bytes() == name)
    }

    /// Adds a name; `false` if it is there already.
    pub(crate) fn add(&mut self, name: &str) -> bool {
        if self.get(name).is_some() {
            return false;
        }
        let names = &self.names;
        self.table.insert(hash_bytes(name.as_bytes()), |index| hash_bytes(names[index].as_bytes()));
        self.names.push(name.to_owned());
        true
    }
}
