//! Tables as written.

use std::cmp::Ordering;
use std::ops::Index;

/// A table of a file: every column, known or not, and every cell as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Column names as written.
    pub columns: Vec<String>,
    /// As long as `columns`, every one of them.
    pub rows: Vec<Row>,
}

impl Table {
    /// The place of a column; names are compared without case and surrounding blanks.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| is_name(column, name))
    }

    /// A cell; `None` if there is no such column or row, or the cell is empty.
    pub fn cell(&self, row: usize, column: &str) -> Option<&str> {
        let cell = trim(self.rows.get(row)?.get(self.column(column)?)?);
        (!cell.is_empty()).then_some(cell)
    }
}

/// The cells of a row. They stand one after the other in one text: most files are small, and a text for each cell would cost
/// more than everything else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
}

impl Row {
    /// No cells yet, and room for so many with so many bytes.
    pub(super) fn expecting(cells: usize, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(cells) }
    }

    /// A cell as written; `None` if the row has no such cell.
    pub fn get(&self, cell: usize) -> Option<&str> {
        let end = *self.ends.get(cell)?;
        self.text.get(self.start(cell)..end)
    }

    /// All cells.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|cell| &self[cell])
    }

    /// Adds a cell.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Writes another text into a cell that the row has.
    ///
    /// # Panics
    /// If the row has no such cell.
    pub fn set(&mut self, cell: usize, text: &str) {
        let (start, end) = (self.start(cell), self.ends[cell]);
        self.text.replace_range(start..end, text);
        self.ends[cell..].iter_mut().for_each(|place| *place = *place - (end - start) + text.len());
    }

    fn start(&self, cell: usize) -> usize {
        cell.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}

impl Index<usize> for Row {
    type Output = str;

    fn index(&self, cell: usize) -> &str {
        &self.text[self.start(cell)..self.ends[cell]]
    }
}

impl<T: AsRef<str>> FromIterator<T> for Row {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        let mut row = Self::default();
        cells.into_iter().for_each(|cell| row.push(cell.as_ref()));
        row
    }
}

/// Whether a text is this name, without case and surrounding blanks.
pub(super) fn is_name(text: &str, name: &str) -> bool {
    match text.len().cmp(&name.len()) {
        Ordering::Less => false,
        Ordering::Equal => text.eq_ignore_ascii_case(name),
        Ordering::Greater => trim(text).eq_ignore_ascii_case(name),
    }
}

/// `str::trim`, quicker for what has no blanks around it, nearly every cell.
pub(super) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_kept_apart_and_can_be_changed() {
        let mut row: Row = ["one", "", "трӣ"].into_iter().collect();
        row.push("");
        row.set(1, "two");
        row.set(0, "1");
        row.set(3, "four");
        assert_eq!(row.iter().collect::<Vec<_>>(), ["1", "two", "трӣ", "four"]);
        assert_eq!((&row[2], row.get(3), row.get(4)), ("трӣ", Some("four"), None));
        assert_eq!(row, ["1", "two", "трӣ", "four"].into_iter().collect());
        assert_ne!(row, ["1t", "wo", "трӣ", "four"].into_iter().collect());
    }

    #[test]
    fn names_are_trimmed_as_all_texts_are() {
        for text in ["", " ", "a", "\u{a0}a", "a\u{2003}", " a b\t", "é", "a\u{85}", "\u{feff}a", "\0a\u{b}"] {
            assert_eq!(trim(text), text.trim(), "{text:?}");
        }
        assert!(
            is_name("\u{a0}Cost", "cost")
                && is_name("COST", "cost")
                && !is_name("cos", "cost")
                && !is_name("costs", "cost")
        );
    }
}
