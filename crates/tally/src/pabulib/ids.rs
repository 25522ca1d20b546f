//! Ids of projects and voters while a file is read.

use crate::instance::Item;
use crate::intern::{self, Names};

/// Project ids to indices. Ids of up to 16 bytes, nearly all, are looked up as numbers.
pub(super) struct Lookup {
    long: Names,
    short: Vec<(u128, u32)>,
    /// Ids that are small numbers without leading zeros: `index + 1` by number, or 0.
    numbers: Vec<u32>,
}

/// Ids with more digits are not looked up by number.
const MOST_DIGITS: usize = 5;

impl Lookup {
    pub(super) fn new(items: &[Item]) -> Self {
        let mut long = Names::default();
        let mut short = vec![(0, 0); (items.len() * 4).next_power_of_two().max(64)];
        let mut numbers = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if let Some(number) = plain_number(item.id.as_bytes()).filter(|_| item.id.len() <= MOST_DIGITS) {
                let number = number as usize;
                numbers.resize(numbers.len().max(number + 1), 0);
                numbers[number] = index as u32 + 1;
            }
            long.add(&item.id);
            if let Some(key) = short_key(item.id.as_bytes()) {
                let mut at = slot(key, short.len());
                while short[at].1 != 0 {
                    at = (at + 1) & (short.len() - 1);
                }
                short[at] = (key, index as u32 + 1);
            }
        }
        Self { long, short, numbers }
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
}

impl Lookup {
    /// Reads a list of ids; `false` if one is unknown or there is anything else unusual.
    pub(super) fn read_plain(&self, list: &[u8], choices: &mut Vec<u32>) -> bool {
        if list.is_empty() {
            return true;
        }
        let mut at = 0;
        loop {
            let start = at;
            let mut number = 0_usize;
            while at < list.len() && list[at].is_ascii_digit() {
                number = number.wrapping_mul(10).wrapping_add(usize::from(list[at] - b'0'));
                at += 1;
            }
            let ends = at == list.len() || list[at] == b',';
            let index = if ends && (1..=MOST_DIGITS).contains(&(at - start)) && list[start] != b'0' {
                self.numbers.get(number).and_then(|index| index.checked_sub(1))
            } else {
                at += memchr::memchr(b',', &list[at..]).unwrap_or(list.len() - at);
                self.get(&list[start..at])
            };
            let Some(index) = index else { return false };
            choices.push(index);
            if at == list.len() {
                return true;
            }
            at += 1;
        }
    }
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

/// Voter ids seen so far, one after the other in one block of memory. As long as they are rising numbers, as in most files,
/// no table is needed to see that none comes twice.
#[derive(Default)]
pub(super) struct VoterIds {
    last: Option<u64>,
    table: Option<intern::Table>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl VoterIds {
    /// `false` if the id was there already.
    pub(super) fn add(&mut self, id: &[u8]) -> bool {
        let number = plain_number(id);
        let rises = number.is_some() && (number > self.last || self.ends.is_empty());
        let Self { table, bytes, ends, .. } = self;
        if table.is_none() && !rises {
            let mut filled = intern::Table::default();
            for index in 0..ends.len() {
                filled.insert(intern::hash_bytes(&bytes[range(ends, index)]));
            }
            *table = Some(filled);
        }
        if let Some(table) = table {
            let hash = intern::hash_bytes(id);
            if table.find(hash, |index| &bytes[range(ends, index)] == id).is_some() {
                return false;
            }
            table.insert(hash);
        }
        self.last = number;
        self.bytes.extend_from_slice(id);
        self.ends.push(self.bytes.len());
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
