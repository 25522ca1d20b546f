//! Rows without anything unusual, read in bulk: all separators of a piece of the file are found first, without a branch per
//! byte, and the rows are then cut at the places found.

use std::ops::Range;

use super::ids::{Lookup, VoterIds};
use super::read::SECTIONS;
use super::recent::{Key, Recent};
use super::rows::Rows;

/// So much is searched at a time: the text and what was found stay in the fastest cache. A fuzzer's files are small.
#[allow(unexpected_cfgs)]
pub(super) const PIECE: usize = if cfg!(fuzzing) { 192 } else { 8 << 10 };

/// Behind the text of a piece this many bytes can be read, whatever they are.
pub(super) const PADDING: usize = 8;

/// Where cells and list entries end.
#[derive(Default)]
pub(super) struct Separators {
    /// Line ends and semicolons.
    cuts: Places,
    commas: Places,
}

impl Separators {
    /// Finds all of them.
    pub(super) fn search(&mut self, text: &[u8]) {
        self.cuts.clear(text.len());
        self.commas.clear(text.len());
        let (blocks, rest) = text.as_chunks::<64>();
        for (number, block) in blocks.iter().enumerate() {
            self.note(number * 64, block);
        }
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        self.note(blocks.len() * 64, &last);
        self.cuts.end();
        self.commas.end();
    }

    #[inline]
    fn note(&mut self, from: usize, block: &[u8; 64]) {
        self.cuts.note::<4>(from, bits(block, |byte| (byte == b';') | (byte == b'\n')));
        self.commas.note::<8>(from, bits(block, |byte| byte == b','));
    }

    /// Passes over what is before a place.
    pub(super) fn skip(&mut self, at: usize) {
        self.cuts.skip(at);
        self.commas.skip(at);
    }
}

/// Places in a piece, rising.
#[derive(Default)]
struct Places {
    /// Only the first `found` count; behind them is one that is behind every text.
    all: Vec<u16>,
    found: usize,
    /// The first that is not passed yet.
    next: usize,
}

impl Places {
    fn clear(&mut self, text: usize) {
        if self.all.len() < text + 128 {
            self.all.resize(text + 128, 0);
        }
        (self.found, self.next) = (0, 0);
    }

    /// Notes the bits of a block, `STEP` at a time, also where fewer are left: what is too many is overwritten. How many there
    /// are is what a processor cannot foresee.
    #[inline]
    fn note<const STEP: usize>(&mut self, from: usize, mut bits: u64) {
        let mut at = self.found;
        self.found += bits.count_ones() as usize;
        while bits != 0 {
            for place in &mut self.all[at..at + STEP] {
                *place = from as u16 + bits.trailing_zeros() as u16;
                bits &= bits.wrapping_sub(1);
            }
            at += STEP;
        }
    }

    fn end(&mut self) {
        self.all[self.found] = u16::MAX;
    }

    fn skip(&mut self, at: usize) {
        while (self.all[self.next] as usize) < at {
            self.next += 1;
        }
    }
}

/// Bit `i` says whether byte `i` is one of them.
#[inline]
fn bits(block: &[u8; 64], is_one: impl Fn(u8) -> bool) -> u64 {
    let mut weights = [0; 64];
    for (at, (weight, &byte)) in weights.iter_mut().zip(block).enumerate() {
        *weight = if is_one(byte) { 1 << (at % 8) } else { 0_u8 };
    }
    // Sums of eight neighbouring bytes are one instruction on most processors.
    let mut sums = [0; 8];
    for (sum, weights) in sums.iter_mut().zip(weights.as_chunks::<8>().0) {
        *sum = weights.iter().map(|&weight| u32::from(weight)).sum::<u32>() as u8;
    }
    u64::from_le_bytes(sums)
}

/// Whole lines of valid text without quotes.
pub(super) struct Piece<'a> {
    /// The lines, and [`PADDING`] bytes.
    pub(super) text: &'a [u8],
    pub(super) separators: &'a mut Separators,
    /// Where the next row begins.
    pub(super) at: usize,
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

/// What is known while ballots are read.
pub(super) struct Ballots {
    pub(super) lookup: Lookup,
    pub(super) voters: VoterIds,
    /// Which items were chosen on the ballot that is read now.
    pub(super) seen: Seen,
    pub(super) recent: Recent,
    pub(super) rows: Rows,
}

/// Items seen on a ballot: those that have its stamp.
pub(super) struct Seen {
    stamps: Vec<u32>,
    stamp: u32,
}

impl Seen {
    pub(super) fn new(items: usize) -> Self {
        Self { stamps: vec![0; items], stamp: 0 }
    }

    /// Another ballot begins.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.stamps.fill(0);
            self.stamp = 1;
        }
    }

    /// `false` if the item was there already.
    #[inline]
    pub(super) fn add(&mut self, item: u32) -> bool {
        let stamp = &mut self.stamps[item as usize];
        let is_new = *stamp != self.stamp;
        *stamp = self.stamp;
        is_new
    }
}

/// Why the rows of a piece were not all read.
#[derive(PartialEq, Eq)]
pub(super) enum Stop {
    /// The next row has something unusual: right or wrong, the careful way will see.
    Unusual,
    /// The batch takes no more.
    Full,
}

impl Piece<'_> {
    /// Reads rows as long as they have nothing unusual.
    pub(super) fn read(&mut self, columns: &Columns, most: u64, ballots: &mut Ballots) -> Option<Stop> {
        while self.separators.cuts.next < self.separators.cuts.found {
            if ballots.rows.is_full() {
                return Some(Stop::Full);
            }
            if self.rows == most || !self.row(columns, ballots) {
                return Some(Stop::Unusual);
            }
        }
        None
    }

    /// Reads the next row; `false`, and nothing is read, if there is anything unusual about it.
    #[inline]
    fn row(&mut self, columns: &Columns, ballots: &mut Ballots) -> bool {
        let next = self.separators.cuts.next;
        let Some(cuts) = self.cuts(next, columns.width) else { return false };
        let end = cuts[columns.width - 1] as usize + 1;
        let (id, vote) = (self.cell(cuts, columns.id), self.cell(cuts, columns.vote));
        let points = columns.points.map(|column| self.cell(cuts, column));
        let key = if ballots.recent.is_useful() { self.key(&vote, points.as_ref()) } else { None };
        let known = key.and_then(|key| ballots.recent.find(&key));
        let begin = ballots.rows.begin();
        let is_right = known.is_some()
            || self.choices(vote, ballots) && points.is_none_or(|points| self.points(points, begin, &mut ballots.rows));
        if !is_right || !ballots.voters.add_padded(self.text, id.start, id.end) {
            ballots.rows.undo(begin);
            return false;
        }
        match known {
            Some(row) => ballots.rows.again(row),
            None => {
                ballots.rows.end(begin);
                if let Some(key) = key {
                    ballots.recent.remember(&key, ballots.rows.len() as u32 - 1);
                }
            }
        }
        self.rows += 1;
        self.separators.cuts.next = next + columns.width;
        self.at = end;
        true
    }

    /// Where the cells of the next row end. `None` if it is not as wide as the header or might open a section.
    #[inline]
    fn cuts(&self, next: usize, width: usize) -> Option<&[u16]> {
        let row = self.separators.cuts.all[..self.separators.cuts.found].get(next..next + width)?;
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
    fn cell(&self, row: &[u16], column: usize) -> Range<usize> {
        let start = if column == 0 { self.at } else { row[column - 1] as usize + 1 };
        let end = row[column] as usize;
        let strip = column + 1 == row.len() && end > start && self.text[end - 1] == b'\r';
        start..end - usize::from(strip)
    }

    /// The bytes of ballot and points as numbers, if there are few of them.
    #[inline]
    fn key(&self, vote: &Range<usize>, points: Option<&Range<usize>>) -> Option<Key> {
        let (long, short) = (vote.len(), points.map_or(0, Range::len));
        if long > 24 || short > 6 {
            return None;
        }
        let points = points.map_or(0, |points| word(self.text, points.start, short));
        let rest = (long as u64) << 56 | (short as u64) << 48 | points;
        if long < 8 {
            return Some([word(self.text, vote.start, long), 0, 0, rest]);
        }
        // The numbers may overlap: with the length they say all the same what the bytes are.
        let at = |from: usize| eight(self.text, vote.start + from);
        Some([at(0), at((long - 8).min(8)), at(long - 8), rest])
    }

    /// Reads the projects that a ballot names; `false` if one of them is unknown or comes twice.
    #[inline]
    fn choices(&mut self, cell: Range<usize>, ballots: &mut Ballots) -> bool {
        let Ballots { lookup, seen, rows, .. } = ballots;
        seen.clear();
        let mut all_new = true;
        let known = self.list(cell, |text, start, end| {
            let Some(choice) = lookup.get_padded(text, start, end) else { return false };
            all_new &= seen.add(choice);
            rows.choose(choice);
            true
        });
        known && all_new
    }

    /// Reads the points of the ballot that began there; `false` if one of them is no short whole number, or if they are not as
    /// many as the choices.
    #[inline]
    fn points(&mut self, cell: Range<usize>, begin: usize, rows: &mut Rows) -> bool {
        // Points stand behind the ballot in every file, or else their commas are passed already.
        let counted = self.list(cell, |text, start, end| {
            let Some(number) = digits(text, start, end) else { return false };
            rows.give(number as i64);
            true
        });
        counted && rows.given(begin) == rows.chosen(begin).len()
    }

    /// Gives the entries of a list one by one; `false` as soon as one of them gives `false`.
    #[inline]
    fn list(&mut self, cell: Range<usize>, mut entry: impl FnMut(&[u8], usize, usize) -> bool) -> bool {
        if cell.is_empty() {
            return true;
        }
        let commas = &mut self.separators.commas;
        // Back, if a cell behind this one was read before it.
        while commas.next > 0 && commas.all[commas.next - 1] as usize >= cell.start {
            commas.next -= 1;
        }
        commas.skip(cell.start);
        let (mut start, mut next) = (cell.start, commas.next);
        loop {
            let comma = commas.all[next] as usize;
            if !entry(self.text, start, comma.min(cell.end)) {
                return false;
            }
            if comma >= cell.end {
                commas.next = next;
                return true;
            }
            start = comma + 1;
            next += 1;
        }
    }
}

/// Up to eight bytes of a padded text as a number, the first byte lowest.
#[inline]
fn word(text: &[u8], start: usize, len: usize) -> u64 {
    // Two steps, because no number can be moved by 64 bits.
    eight(text, start) & !(u64::MAX << (4 * len) << (4 * len))
}

/// Eight bytes of a padded text as a number, the first byte lowest.
#[inline]
pub(super) fn eight(text: &[u8], start: usize) -> u64 {
    u64::from_le_bytes(text.get(start..).and_then(|rest| rest.first_chunk::<8>()).copied().unwrap_or_default())
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
    let all = eight(text, start) << unused | zeros.checked_shr(8 * len as u32).unwrap_or(0);
    let above_nine = all.wrapping_add(0x0606_0606_0606_0606);
    let high = 0xf0f0_f0f0_f0f0_f0f0;
    if ((all & high) ^ zeros) | ((above_nine & high) ^ zeros) != 0 {
        return None;
    }
    let ones = all - zeros;
    let tens = ones.wrapping_mul(10).wrapping_add(ones >> 8) & 0x00ff_00ff_00ff_00ff;
    let hundreds = tens.wrapping_mul(100).wrapping_add(tens >> 16) & 0x0000_ffff_0000_ffff;
    Some(hundreds.wrapping_mul(10_000).wrapping_add(hundreds >> 32) & 0xffff_ffff)
}
