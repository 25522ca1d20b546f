//! The seam between parsing and what is made of the ballots: batches of typed, checked ballots, and who takes them.

use crate::few::MOST;

/// So many ballots are in a batch at most: enough that the voters who chose alike are often in the same one, few enough that
/// the batch stays in the second cache. A fuzzer's files are small.
#[allow(unexpected_cfgs)]
pub(super) const ROWS: usize = if cfg!(fuzzing) { 6 } else { 4096 };

/// A batch takes no further ballot once it has so many choices.
const CHOICES: usize = 1 << 13;

/// Some ballots as they follow one another in a file, every choice an item and none twice on a ballot.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Choices of all ballots, one after the other.
    choices: Vec<u32>,
    /// Points beside the choices, where ballots have points.
    points: Vec<i64>,
    rows: Vec<Row>,
}

/// Where a ballot's choices are.
#[derive(Debug, Clone, Copy)]
struct Row {
    start: u32,
    len: u32,
    /// The first row of the batch known to be written like this one: itself, or an earlier one whose choices it shares.
    first: u32,
}

impl Rows {
    /// No ballots yet, and room for the first batch of so many.
    pub(super) fn expecting(ballots: usize) -> Self {
        let rows = ballots.min(ROWS);
        // Four choices are usual. Memory that is not used after all costs nothing.
        Self { choices: Vec::with_capacity(4 * rows), points: Vec::new(), rows: Vec::with_capacity(rows) }
    }

    /// How many ballots there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The choices of a ballot as indices of items, and its points beside them (none where ballots have no points), in the order
    /// in which the voter gave them.
    #[inline]
    pub fn ballot(&self, row: usize) -> (&[u32], &[i64]) {
        let Row { start, len, .. } = self.rows[row];
        let range = start as usize..start as usize + len as usize;
        (&self.choices[range.clone()], self.points.get(range).unwrap_or_default())
    }

    /// The first ballot of the batch that is known to be written like this one: itself, or an earlier one.
    #[inline]
    pub fn first_like(&self, row: usize) -> usize {
        self.rows[row].first as usize
    }

    /// All places for few choices, the ballot's own first, if it has few.
    #[inline]
    pub(crate) fn padded(&self, row: usize) -> Option<(&[u32; MOST], usize)> {
        let Row { start, len, .. } = self.rows[row];
        let places = self.choices.get(start as usize..)?.first_chunk()?;
        (len as usize <= MOST).then_some((places, len as usize))
    }

    pub(crate) fn clear(&mut self) {
        self.choices.clear();
        self.points.clear();
        self.rows.clear();
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.choices.len() >= CHOICES
    }

    /// Begins a ballot: what is added from here on is its own after [`Self::end`], or gone after [`Self::undo`].
    #[inline]
    pub(crate) fn begin(&self) -> usize {
        self.choices.len()
    }

    #[inline]
    pub(crate) fn choose(&mut self, choice: u32) {
        self.choices.push(choice);
    }

    #[inline]
    pub(crate) fn give(&mut self, points: i64) {
        self.points.push(points);
    }

    /// How many points have been given since the beginning of a ballot.
    #[inline]
    pub(crate) fn given(&self, begin: usize) -> usize {
        self.points.len().saturating_sub(begin)
    }

    /// What has been chosen since the beginning of a ballot.
    #[inline]
    pub(crate) fn chosen(&self, begin: usize) -> &[u32] {
        &self.choices[begin..]
    }

    #[inline]
    pub(crate) fn end(&mut self, begin: usize) {
        let (start, len) = (begin as u32, (self.choices.len() - begin) as u32);
        self.rows.push(Row { start, len, first: self.rows.len() as u32 });
    }

    pub(crate) fn undo(&mut self, begin: usize) {
        self.choices.truncate(begin);
        self.points.truncate(begin);
    }

    /// Adds a ballot written like an earlier one.
    #[inline]
    pub(crate) fn again(&mut self, row: u32) {
        self.rows.push(self.rows[row as usize]);
    }

    /// Fills up behind the last ballot, so that all places of few choices can be read at once.
    pub(crate) fn pad(&mut self) {
        self.choices.extend_from_slice(&[0; MOST]);
    }
}

/// Who takes the ballots of a file.
pub trait Sink {
    /// Takes the next ballots, in the order of the file.
    fn take(&mut self, rows: &Rows);

    /// Points have `scale` decimal places from here on, more than before. `false` if those taken before cannot be written so.
    fn refine(&mut self, scale: u8) -> bool;
}
