//! Rows without anything unusual, read in bulk: all separators of a piece of the file are found first, without a branch per
//! byte, and the rows are then cut at the places found.

use std::ops::Range;

use super::ids::{Lookup, VoterIds};
use super::read::SECTIONS;
use crate::builder::{Choices, ProfileBuilder};
use crate::error::CountError;
use crate::recent::Key;

/// So much is searched at a time: the text and what was found stay in the fastest cache. A fuzzer's files are small.
#[allow(unexpected_cfgs)]
pub(super) const PIECE: usize = if cfg!(fuzzing) { 192 } else { 8 << 10 };

/// Behind the text of a piece this many bytes can be read, whatever they are.
pub(super) const PADDING: usize = 8;

/// Where cells and list entries end.
#[derive(Default)]
pub(super) struct Separators {
    /// Where line ends and semicolons stand; only the first `found` count.
    cuts: Vec<u32>,
    found: usize,
    /// Where commas stand: a bit per byte.
    commas: Vec<u64>,
}

impl Separators {
    /// Finds all of them.
    pub(super) fn search(&mut self, text: &[u8]) {
        if self.cuts.len() < text.len() + 128 {
            self.cuts.resize(text.len() + 128, 0);
        }
        self.found = 0;
        self.commas.clear();
        let (blocks, rest) = text.as_chunks::<64>();
        for (number, block) in blocks.iter().enumerate() {
            self.note(number * 64, block);
        }
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        self.note(blocks.len() * 64, &last);
    }

    fn note(&mut self, from: usize, block: &[u8; 64]) {
        self.commas.push(bits(block, |byte| byte == b','));
        let mut left = bits(block, |byte| (byte == b';') | (byte == b'\n'));
        let mut at = self.found;
        self.found += left.count_ones() as usize;
        while left != 0 {
            // Eight at a time, also where fewer are left: what is too many is overwritten.
            for place in &mut self.cuts[at..at + 8] {
                *place = from as u32 + left.trailing_zeros();
                left &= left.wrapping_sub(1);
            }
            at += 8;
        }
    }

    pub(super) fn cuts(&self) -> &[u32] {
        &self.cuts[..self.found]
    }

    pub(super) fn commas(&self) -> &[u64] {
        &self.commas
    }
}

/// Bit `i` says whether byte `i` is one of them.
#[inline]
fn bits(block: &[u8; 64], is_one: impl Fn(u8) -> bool) -> u64 {
    let flags = block.map(|byte| u8::from(is_one(byte)));
    let words = flags.as_chunks::<8>().0.iter().enumerate();
    // The product moves the lowest bit of each byte into the highest byte, side by side.
    words.fold(0, |bits, (at, &word)| {
        bits | (u64::from_le_bytes(word).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at)
    })
}

/// Whole lines of valid text without quotes.
pub(super) struct Piece<'a> {
    /// The lines, and [`PADDING`] bytes.
    pub(super) text: &'a [u8],
    /// Line ends and semicolons.
    pub(super) cuts: &'a [u32],
    /// Commas, a bit per byte.
    pub(super) commas: &'a [u64],
    /// Where the next row begins.
    pub(super) at: usize,
    /// The first cut in it.
    pub(super) next: usize,
    /// Rows passed.
    pub(super) rows: u64,
}

/// Where the columns of VOTES are that are read.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) width: usize,
    pub(super) id: usize,
    pub(super) vote: usize,
    /// Where ballots have points.
    pub(super) points: Option<usize>,
}

/// Where ballots go.
pub(super) struct Target<'a> {
    pub(super) lookup: &'a Lookup,
    pub(super) voters: &'a mut VoterIds,
    pub(super) builder: &'a mut ProfileBuilder,
}

/// Why the rows of a piece were not all read.
pub(super) enum Stop {
    /// The next row has something unusual: right or wrong, the careful way will see.
    Unusual,
    /// The next row's ballot is wrong, and its voter is noted already.
    Wrong(CountError),
}

impl<'a> Piece<'a> {
    /// Reads rows as long as they have nothing unusual.
    pub(super) fn read(&mut self, columns: &Columns, most: u64, target: &mut Target<'_>) -> Option<Stop> {
        let (mut choices, mut points) = (Choices::default(), Vec::new());
        let takes_points = columns.points.is_none() || target.builder.points_scale() == 0;
        while self.next < self.cuts.len() {
            let Some(row) = self.row(columns.width) else { return Some(Stop::Unusual) };
            if self.rows == most || !takes_points {
                return Some(Stop::Unusual);
            }
            let vote = self.cell(row, columns.vote);
            let given = columns.points.map_or(0..0, |column| self.cell(row, column));
            let key = if target.builder.remembers() { self.key(&vote, &given) } else { None };
            let recent = key.and_then(|key| target.builder.recent(&key));
            if recent.is_none() {
                choices.clear();
                let known = self.list(vote, |start, end| {
                    target.lookup.get_padded(self.text, start, end).map(|index| choices.push(index))
                });
                points.clear();
                let counted = self
                    .list(given, |start, end| digits(self.text, start, end).map(|number| points.push(number as i64)));
                if known.is_none() || counted.is_none() {
                    return Some(Stop::Unusual);
                }
            }
            let id = self.cell(row, columns.id);
            if !target.voters.add_padded(self.text, id.start, id.end) {
                return Some(Stop::Unusual);
            }
            match recent {
                Some(place) => target.builder.count_again(place),
                None => {
                    if let Err(error) = target.builder.push_read(&choices, &points) {
                        return Some(Stop::Wrong(error));
                    }
                    if let Some(key) = key {
                        target.builder.remember(&key);
                    }
                }
            }
            self.rows += 1;
            self.next += columns.width;
            self.at = row[columns.width - 1] as usize + 1;
        }
        None
    }

    /// Where the cells of the next row end. `None` if it is not as wide as the header or might open a section.
    #[inline]
    fn row(&self, width: usize) -> Option<&'a [u32]> {
        let cuts: &'a [u32] = self.cuts;
        let row = cuts.get(self.next..self.next + width)?;
        let (last, others) = row.split_last()?;
        if self.text[*last as usize] != b'\n' || others.iter().any(|&cut| self.text[cut as usize] != b';') {
            return None;
        }
        // Few rows begin with one of these letters; the comparison is only made then.
        if matches!(self.text[self.at], b'M' | b'm' | b'P' | b'p' | b'V' | b'v' | b' ') {
            let name = self.text[self.at..row[0] as usize].trim_ascii();
            if SECTIONS.iter().any(|section| name.eq_ignore_ascii_case(section.as_bytes())) {
                return None;
            }
        }
        Some(row)
    }

    /// A cell of a row.
    #[inline]
    fn cell(&self, row: &[u32], column: usize) -> Range<usize> {
        let start = if column == 0 { self.at } else { row[column - 1] as usize + 1 };
        let end = row[column] as usize;
        let strip = column + 1 == row.len() && end > start && self.text[end - 1] == b'\r';
        start..end - usize::from(strip)
    }

    /// The bytes of ballot and points as numbers, if there are few of them.
    #[inline]
    fn key(&self, vote: &Range<usize>, points: &Range<usize>) -> Option<Key> {
        let (long, short) = (vote.len(), points.len());
        if long > 24 || short > 6 {
            return None;
        }
        let part = |from: usize| word(self.text, vote.start + from, long.saturating_sub(from).min(8));
        let lengths = (long as u64) << 56 | (short as u64) << 48;
        Some([part(0), part(8), part(16), lengths | word(self.text, points.start, short)])
    }

    /// Gives the entries of a list one by one; `None` as soon as one of them gives `None`.
    #[inline]
    fn list(&self, cell: Range<usize>, mut entry: impl FnMut(usize, usize) -> Option<()>) -> Option<()> {
        if cell.is_empty() {
            return Some(());
        }
        let mut start = cell.start;
        let mut block = start / 64;
        let mut left = self.commas[block] & (u64::MAX << (start % 64));
        loop {
            while left == 0 && (block + 1) * 64 < cell.end {
                block += 1;
                left = self.commas[block];
            }
            let comma = block * 64 + left.trailing_zeros() as usize;
            if left == 0 || comma >= cell.end {
                return entry(start, cell.end);
            }
            entry(start, comma)?;
            start = comma + 1;
            left &= left - 1;
        }
    }
}

/// Up to eight bytes of a padded text as a number, the first byte lowest.
#[inline]
pub(super) fn word(text: &[u8], start: usize, len: usize) -> u64 {
    let eight = text.get(start..).and_then(|rest| rest.first_chunk::<8>()).copied().unwrap_or_default();
    // Two steps, because no number can be moved by 64 bits.
    u64::from_le_bytes(eight) & !(u64::MAX << (4 * len) << (4 * len))
}

/// Reads one to eight digits of a padded text.
#[inline]
pub(super) fn digits(text: &[u8], start: usize, end: usize) -> Option<u64> {
    let len = end - start;
    if !(1..=8).contains(&len) {
        return None;
    }
    // Right-aligned, with zeros before.
    let zeros = 0x3030_3030_3030_3030_u64;
    let unused = 64 - 8 * len as u32;
    let all = word(text, start, len) << unused | zeros.checked_shr(8 * len as u32).unwrap_or(0);
    let above_nine = all.wrapping_add(0x0606_0606_0606_0606);
    let high = 0xf0f0_f0f0_f0f0_f0f0;
    if all & high != zeros || above_nine & high != zeros {
        return None;
    }
    let ones = all - zeros;
    let tens = ones.wrapping_mul(10).wrapping_add(ones >> 8) & 0x00ff_00ff_00ff_00ff;
    let hundreds = tens.wrapping_mul(100).wrapping_add(tens >> 16) & 0x0000_ffff_0000_ffff;
    Some(hundreds.wrapping_mul(10_000).wrapping_add(hundreds >> 32) & 0xffff_ffff)
}
