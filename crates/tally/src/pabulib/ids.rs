//! Ids of projects and voters while a file is read.

use std::collections::BTreeMap;

use super::plain::{PADDING, digits, eight};
use crate::instance::Item;
use crate::intern::{self, Names};

/// Project ids to indices. Ids of up to 16 bytes, nearly all, are looked up as numbers.
pub(super) struct Lookup {
    /// Ids of up to eight bytes.
    short: Slots<u64>,
    /// Longer ones of up to 16 bytes.
    medium: Slots<[u64; 2]>,
    /// Still longer ones.
    long: BTreeMap<Box<[u8]>, u32>,
}

impl Lookup {
    pub(super) fn new(items: &[Item]) -> Self {
        let up_to = |most: usize| items.iter().filter(|item| item.id.len() <= most).count();
        let mut all =
            Self { short: Slots::new(up_to(8)), medium: Slots::new(up_to(16) - up_to(8)), long: BTreeMap::default() };
        for (index, item) in (0..).zip(items) {
            let id = item.id.as_bytes();
            match (padded(id), id.len()) {
                (Some(text), len @ 1..=8) => all.short.add(short_key(&text, 0, len), index),
                (Some(text), len @ 9..) => all.medium.add(medium_key(&text, 0, len), index),
                _ => {
                    all.long.insert(id.into(), index);
                }
            }
        }
        all
    }

    pub(super) fn get(&self, id: &[u8]) -> Option<u32> {
        match padded(id) {
            Some(text) if !id.is_empty() => self.get_padded(&text, 0, id.len()),
            _ => self.get_long(id),
        }
    }

    #[cold]
    fn get_long(&self, id: &[u8]) -> Option<u32> {
        self.long.get(id).copied()
    }

    /// The same for a part of a padded text.
    #[inline]
    pub(super) fn get_padded(&self, text: &[u8], start: usize, end: usize) -> Option<u32> {
        match end - start {
            len @ 1..=8 => self.short.get(short_key(text, start, len)),
            len @ 9..=16 => self.medium.get(medium_key(text, start, len)),
            _ => self.get_long(&text[start..end]),
        }
    }
}

/// An id of up to 16 bytes as a padded text.
fn padded(id: &[u8]) -> Option<[u8; 16 + PADDING]> {
    let mut text = [0; 16 + PADDING];
    text[..16].get_mut(..id.len())?.copy_from_slice(id);
    Some(text)
}

/// One to eight bytes of a padded text as a number. What is free is filled with bytes that no valid text has, so that no other
/// bytes are the same number.
#[inline]
fn short_key(text: &[u8], start: usize, len: usize) -> u64 {
    eight(text, start) | u64::MAX << (4 * len) << (4 * len)
}

/// The same for 9 to 16 bytes.
#[inline]
fn medium_key(text: &[u8], start: usize, len: usize) -> [u64; 2] {
    [eight(text, start), short_key(text, start + 8, len - 8)]
}

/// Keys, each where its hash says or behind that, with `index + 1`, or 0 where there is none.
struct Slots<K> {
    slots: Vec<(K, u32)>,
    /// All hashes are this many bits too long.
    shift: u32,
}

impl<K: Copy + Default + Eq + Hash> Slots<K> {
    fn new(items: usize) -> Self {
        let slots = (items * 4).next_power_of_two().max(16);
        Self { slots: vec![(K::default(), 0); slots], shift: u64::BITS - slots.trailing_zeros() }
    }

    fn add(&mut self, key: K, index: u32) {
        let mut at = self.place(key);
        while self.slots[at].1 != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (key, index + 1);
    }

    #[inline]
    fn get(&self, key: K) -> Option<u32> {
        let mut at = self.place(key);
        loop {
            match self.slots[at] {
                (_, 0) => return None,
                (same, index) if same == key => return Some(index - 1),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    #[inline]
    fn place(&self, key: K) -> usize {
        (key.hash() >> self.shift) as usize
    }
}

/// A quick hash whose highest bits depend on all bytes.
trait Hash {
    fn hash(self) -> u64;
}

impl Hash for u64 {
    #[inline]
    fn hash(self) -> u64 {
        self.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Hash for [u64; 2] {
    #[inline]
    fn hash(self) -> u64 {
        (self[0].hash() ^ self[0] >> 32).wrapping_add(self[1]).hash()
    }
}

/// Voter ids seen so far. As long as they rise, as in most files, no table is needed to see that none comes twice.
pub(super) struct VoterIds {
    /// How many are expected.
    expected: usize,
    last: u64,
    rising: Rising,
    /// All keys, once one did not rise.
    table: Option<Keys>,
    /// Ids that have no key.
    others: Names,
}

impl VoterIds {
    pub(super) fn new(expected: usize) -> Self {
        Self { expected, last: 0, rising: Rising::default(), table: None, others: Names::default() }
    }

    /// `false` if the id was there already.
    pub(super) fn add(&mut self, id: &[u8]) -> bool {
        match padded(id).and_then(|text| voter_key(&text, 0, id.len())) {
            Some(key) => self.add_key(key),
            None => self.others.add(id),
        }
    }

    /// The same for a part of a padded text, perhaps with blanks around it.
    #[inline]
    pub(super) fn add_padded(&mut self, text: &[u8], start: usize, end: usize) -> bool {
        match voter_key(text, start, end) {
            Some(key) if text[end - 1] > b' ' => self.add_key(key),
            _ => self.add(text[start..end].trim_ascii()),
        }
    }

    #[inline]
    fn add_key(&mut self, key: u64) -> bool {
        if self.table.is_some() || key <= self.last {
            return self.table.get_or_insert_with(|| Keys::of(&self.rising, self.expected)).add(key);
        }
        self.rising.add(key, self.last);
        self.last = key;
        true
    }
}

/// A short id as a number above zero, and no other id as the same: up to seven bytes, the last one lowest, or a whole number of up
/// to 16 digits. It rises where whole numbers do, and where short texts of one length do. `None` for any other id.
#[inline]
fn voter_key(text: &[u8], start: usize, end: usize) -> Option<u64> {
    let len = end - start;
    // Neither a blank, which would have to be cut off, nor a zero byte, which a number would not show.
    if len == 0 || text[start] <= b' ' {
        return None;
    }
    let number = match len {
        ..8 => return Some((eight(text, start) << (64 - 8 * len)).swap_bytes()),
        8 => digits(text, start, end)?,
        9..=16 => digits(text, start, end - 8)? * 100_000_000 + digits(text, end - 8, end)?,
        _ => return None,
    };
    // Seven bytes stay below this bit.
    (text[start] != b'0').then_some(number | 1 << 62)
}

/// Rising keys, in case one comes that does not rise. Where they follow one another, only the last is noted.
#[derive(Default)]
struct Rising(Vec<u64>);

impl Rising {
    /// All keys from the one before it to this one. The bit is free.
    const UP_TO: u64 = 1 << 63;

    #[inline]
    fn add(&mut self, key: u64, before: u64) {
        match self.0.last_mut() {
            Some(last) if before + 1 == key && *last == Self::UP_TO | before => *last += 1,
            Some(last) if before + 1 == key && *last == before => self.0.push(Self::UP_TO | key),
            _ => self.0.push(key),
        }
    }

    fn all(&self) -> impl Iterator<Item = u64> {
        let before = std::iter::once(0).chain(self.0.iter().copied());
        before.zip(&self.0).flat_map(|(before, &key)| {
            let up_to = key & !Self::UP_TO;
            if key == up_to { up_to..=up_to } else { before + 1..=up_to }
        })
    }
}

/// Keys above zero, each where its hash says or behind that.
struct Keys {
    slots: Vec<u64>,
    len: usize,
}

impl Keys {
    fn of(rising: &Rising, expected: usize) -> Self {
        let mut all = Self { slots: vec![0; (expected * 2).next_power_of_two().max(64)], len: 0 };
        rising.all().for_each(|key| {
            all.add(key);
        });
        all
    }

    #[inline]
    fn add(&mut self, key: u64) -> bool {
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let is_new = self.place(key);
        self.len += usize::from(is_new);
        is_new
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        old.into_iter().filter(|&key| key != 0).for_each(|key| {
            self.place(key);
        });
    }

    #[inline]
    fn place(&mut self, key: u64) -> bool {
        let mut at = intern::mix(key, 1) as usize & (self.slots.len() - 1);
        loop {
            match self.slots[at] {
                0 => {
                    self.slots[at] = key;
                    return true;
                }
                same if same == key => return false,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_are_found_by_ids_of_any_length_and_no_others() {
        let ids: Vec<String> = (1..=20).flat_map(|len| ["a".repeat(len), "é".repeat(len)]).collect();
        let items: Vec<Item> = ids.iter().map(|id| Item { id: id.clone(), ..Item::default() }).collect();
        let lookup = Lookup::new(&items);
        for (index, id) in (0..).zip(&ids) {
            let text = [b"x;", id.as_bytes(), b",aaaaaaaaaaaaaaaa"].concat();
            assert_eq!(lookup.get_padded(&text, 2, 2 + id.len()), Some(index));
            assert_eq!(lookup.get(id.as_bytes()), Some(index));
        }
        for other in ["", "\0", "a\0", "b", "aaaaaaa\0", "aaaaaaaa\0", "aaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaa"] {
            assert_eq!(lookup.get(other.as_bytes()), None);
        }
    }

    #[test]
    fn voters_are_seen_twice_whether_or_not_their_ids_rise() {
        for tail in ["7", "8", "9", "12", "x", "xy", "y"] {
            let mut voters = VoterIds::new(0);
            for id in [
                "7",
                "8",
                "9",
                "12",
                "20",
                "21",
                "x",
                "xy",
                "y",
                "07",
                "z",
                "a-1234567",
                "a-1234568",
                "é",
                "0",
                "\0",
                "7\0",
                "",
            ] {
                assert!(voters.add(id.as_bytes()), "{id}");
            }
            assert!(!voters.add(tail.as_bytes()));
            assert!(voters.add(b"10") && voters.add(b"xx") && voters.add(b"22"));
            assert!(!voters.add(tail.as_bytes()) && !voters.add(b"10") && !voters.add(b"xx") && !voters.add(b"22"));
        }
    }
}
