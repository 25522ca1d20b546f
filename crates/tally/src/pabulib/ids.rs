//! Ids of projects and voters while a file is read.

use super::plain::{digits, word};
use crate::instance::Item;
use crate::intern::{self, Names};

/// Project ids to indices. Ids of up to 15 bytes, nearly all, are looked up as numbers.
pub(super) struct Lookup {
    long: Names,
    short: Vec<(u128, u32)>,
    /// Ids of up to eight bytes.
    words: Vec<Word>,
}

/// An id of up to eight bytes: these, how many they are, and `index + 1`, or 0 where there is none.
#[derive(Clone, Copy, Default)]
struct Word {
    bytes: u64,
    len: u32,
    index: u32,
}

impl Lookup {
    pub(super) fn new(items: &[Item]) -> Self {
        let mut long = Names::default();
        let slots = (items.len() * 4).next_power_of_two().max(64);
        let mut short = vec![(0, 0); slots];
        let mut words = vec![Word::default(); slots];
        for (index, item) in items.iter().enumerate() {
            let id = item.id.as_bytes();
            long.add(&item.id);
            if let Some(key) = short_key(id) {
                let mut at = slot(key, slots);
                while short[at].1 != 0 {
                    at = (at + 1) & (slots - 1);
                }
                short[at] = (key, index as u32 + 1);
            }
            if (1..=8).contains(&id.len()) {
                let mut padded = [0; 8];
                padded[..id.len()].copy_from_slice(id);
                let bytes = u64::from_le_bytes(padded);
                let mut at = word_slot(bytes, slots);
                while words[at].index != 0 {
                    at = (at + 1) & (slots - 1);
                }
                words[at] = Word { bytes, len: id.len() as u32, index: index as u32 + 1 };
            }
        }
        Self { long, short, words }
    }

    pub(super) fn get(&self, id: &[u8]) -> Option<u32> {
        let Some(key) = short_key(id) else { return self.long.get_bytes(id).map(|index| index as u32) };
        let mut at = slot(key, self.short.len());
        loop {
            match self.short[at] {
                (_, 0) => return None,
                (same, index) if same == key => return Some(index - 1),
                _ => at = (at + 1) & (self.short.len() - 1),
            }
        }
    }

    /// The same for a part of a padded text.
    #[inline]
    pub(super) fn get_padded(&self, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let len = end - start;
        if !(1..=8).contains(&len) {
            return self.get(&text[start..end]);
        }
        let bytes = word(text, start, len);
        let mut at = word_slot(bytes, self.words.len());
        loop {
            let found = self.words[at];
            if found.bytes == bytes && found.len == len as u32 {
                return Some(found.index - 1);
            }
            if found.index == 0 {
                return None;
            }
            at = (at + 1) & (self.words.len() - 1);
        }
    }
}

fn word_slot(bytes: u64, slots: usize) -> usize {
    // The highest bits of the product depend on all bytes.
    (bytes.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - slots.trailing_zeros())) as usize
}

/// An id as a number that no other id of the same length or another has: its bytes after a one.
fn short_key(id: &[u8]) -> Option<u128> {
    if id.len() > 15 {
        return None;
    }
    Some(id.iter().fold(1, |key, &byte| key << 8 | u128::from(byte)))
}

fn slot(key: u128, slots: usize) -> usize {
    intern::mix(key as u64, (key >> 64) as u64) as usize & (slots - 1)
}

/// Voter ids seen so far. As long as they are rising numbers, as in most files, no table is needed to see that none comes
/// twice, and only where the numbers jump is noted.
#[derive(Default)]
pub(super) struct VoterIds {
    last: Option<u64>,
    /// First number and how many follow one another.
    runs: Vec<(u64, u64)>,
    table: Option<intern::Table>,
    /// Ids in `table`, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl VoterIds {
    /// `false` if the id was there already.
    pub(super) fn add(&mut self, id: &[u8]) -> bool {
        if plain_number(id).is_some_and(|number| self.rises(number)) {
            return true;
        }
        if self.table.is_none() {
            self.table = Some(intern::Table::default());
            for (first, more) in std::mem::take(&mut self.runs) {
                for number in first..first + more {
                    self.add_text(number.to_string().as_bytes());
                }
            }
        }
        self.add_text(id)
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
            Some(number) if self.rises(number) => true,
            _ => self.add(text[start..end].trim_ascii()),
        }
    }

    /// Notes a number above all earlier ids; `false` if it is not, or they are not all numbers.
    #[inline]
    fn rises(&mut self, number: u64) -> bool {
        if self.table.is_some() || self.last >= Some(number) {
            return false;
        }
        match self.runs.last_mut() {
            Some((first, more)) if *first + *more == number => *more += 1,
            _ => self.runs.push((number, 1)),
        }
        self.last = Some(number);
        true
    }

    fn add_text(&mut self, id: &[u8]) -> bool {
        let Self { table, bytes, ends, .. } = self;
        let table = table.get_or_insert_default();
        let hash = intern::hash_bytes(id);
        if table.find(hash, |index| &bytes[range(ends, index)] == id).is_some() {
            return false;
        }
        table.insert(hash);
        bytes.extend_from_slice(id);
        ends.push(bytes.len());
        true
    }
}

fn range(ends: &[usize], index: usize) -> std::ops::Range<usize> {
    if index == 0 { 0..ends[0] } else { ends[index - 1]..ends[index] }
}

/// A number written without leading zeros, so that equal numbers are equal texts.
fn plain_number(id: &[u8]) -> Option<u64> {
    if id.is_empty() || id.len() > 18 || id[0] == b'0' {
        return None;
    }
    id.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')))
}
