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
    last: u64,
    /// First number and how many follow one another.
    runs: Vec<(u64, u64)>,
    /// All numbers, once one did not rise.
    numbers: Option<Numbers>,
    /// Ids that are no numbers.
    texts: Names,
}

impl VoterIds {
    /// `false` if the id was there already.
    pub(super) fn add(&mut self, id: &[u8]) -> bool {
        match plain_number(id) {
            Some(number) => self.add_number(number),
            None => self.texts.add_bytes(id),
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
            return self.numbers.get_or_insert_with(|| Numbers::of(&self.runs)).add(number);
        }
        match self.runs.last_mut() {
            Some((first, more)) if *first + *more == number => *more += 1,
            _ => self.runs.push((number, 1)),
        }
        self.last = number;
        true
    }
}

/// Numbers above zero, each where its hash says or behind that.
struct Numbers {
    slots: Vec<u64>,
    len: usize,
}

impl Numbers {
    fn of(runs: &[(u64, u64)]) -> Self {
        let mut all = Self { slots: vec![0; 1024], len: 0 };
        for &(first, more) in runs {
            for number in first..first + more {
                all.add(number);
            }
        }
        all
    }

    fn add(&mut self, number: u64) -> bool {
        if (self.len + 1) * 2 > self.slots.len() {
            let size = self.slots.len() * 4;
            let old = std::mem::replace(&mut self.slots, vec![0; size]);
            old.into_iter().filter(|&number| number != 0).for_each(|number| {
                self.place(number);
            });
        }
        let is_new = self.place(number);
        self.len += usize::from(is_new);
        is_new
    }

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
