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
    /// All numbers, once one did not rise.
    numbers: Option<Numbers>,
    /// Ids that are no numbers.
    texts: Names,
}

impl VoterIds {
    pub(super) fn new(expected: usize) -> Self {
        Self { expected, last: 0, rising: Rising::default(), numbers: None, texts: Names::default() }
    }

    /// `false` if the id was there already.
    pub(super) fn add(&mut self, id: &[u8]) -> bool {
        match plain_number(id) {
            Some(number) => self.add_number(number),
            None => self.texts.add(id),
        }
    }

    /// The same for a part of a padded text, with blanks around it.
    #[inline]
    pub(super) fn add_padded(&mut self, text: &[u8], start: usize, end: usize) -> bool {
        let number = match end - start {
            0..=8 => digits(text, start, end),
            9..=16 => {
                digits(text, start, end - 8).zip(digits(text, end - 8, end)).map(|(high, low)| high * 100_000_000 + low)
            }
            _ => None,
        };
        match number.filter(|_| text[start] != b'0') {
            Some(number) => self.add_number(number),
            None => self.add(text[start..end].trim_ascii()),
        }
    }

    #[inline]
    fn add_number(&mut self, number: u64) -> bool {
        if self.numbers.is_some() || number <= self.last {
            return self.numbers.get_or_insert_with(|| Numbers::of(&self.rising, self.expected)).add(number);
        }
        self.rising.add(number, self.last);
        self.last = number;
        true
    }
}

/// Rising numbers, in case one comes that does not rise. Where they follow one another, only the last is noted.
#[derive(Default)]
struct Rising(Vec<u64>);

impl Rising {
    /// All numbers from the one before it to this one. Numbers have 18 digits at most, so that the bit is free.
    const UP_TO: u64 = 1 << 63;

    #[inline]
    fn add(&mut self, number: u64, before: u64) {
        match self.0.last_mut() {
            Some(last) if *last == Self::UP_TO | before && before + 1 == number => *last += 1,
            Some(last) if *last == before && before + 1 == number => self.0.push(Self::UP_TO | number),
            _ => self.0.push(number),
        }
    }

    fn all(&self) -> impl Iterator<Item = u64> {
        let before = std::iter::once(0).chain(self.0.iter().copied());
        before.zip(&self.0).flat_map(|(before, &number)| {
            let up_to = number & !Self::UP_TO;
            if number == up_to { up_to..=up_to } else { before + 1..=up_to }
        })
    }
}

/// Numbers above zero, each where its hash says or behind that.
struct Numbers {
    slots: Vec<u64>,
    len: usize,
}

impl Numbers {
    fn of(rising: &Rising, expected: usize) -> Self {
        let mut all = Self { slots: vec![0; (expected * 2).next_power_of_two().max(1024)], len: 0 };
        rising.all().for_each(|number| {
            all.add(number);
        });
        all
    }

    #[inline]
    fn add(&mut self, number: u64) -> bool {
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let is_new = self.place(number);
        self.len += usize::from(is_new);
        is_new
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        old.into_iter().filter(|&number| number != 0).for_each(|number| {
            self.place(number);
        });
    }

    #[inline]
    fn place(&mut self, number: u64) -> bool {
        let mut at = intern::mix(number, 1) as usize & (self.slots.len() - 1);
        loop {
            match self.slots[at] {
                0 => {
                    self.slots[at] = number;
                    return true;
                }
                same if same == number => return false,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

/// A number written without leading zeros, so that equal numbers are equal texts.
fn plain_number(id: &[u8]) -> Option<u64> {
    if id.is_empty() || id.len() > 18 || id[0] == b'0' {
        return None;
    }
    id.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')))
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
            for id in ["7", "8", "9", "12", "20", "21", "x", "xy", "y", "07", "z"] {
                assert!(voters.add(id.as_bytes()), "{id}");
            }
            assert!(!voters.add(tail.as_bytes()));
            assert!(voters.add(b"10") && voters.add(b"xx") && voters.add(b"22"));
            assert!(!voters.add(tail.as_bytes()) && !voters.add(b"10") && !voters.add(b"xx") && !voters.add(b"22"));
        }
    }
}
