//! Records and cells: `;` between cells, double quotes around a cell that contains `;`, quotes or line ends.

use std::io::Read;
use std::ops::Range;

use super::error::{Fault, ReadError};
use super::plain::{PADDING, PIECE, Piece, Separators};

/// No record is longer; a file without line ends would otherwise fill the memory.
const MOST_BYTES: usize = 16 << 20;

/// So much is read at a time: few calls for a large file, and no large buffer for small ones, of which there are many.
const CHUNK: usize = 32 << 10;

/// Reads records one by one. They are cut out of a large buffer without being copied.
pub(super) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    /// How much of the buffer has been read.
    filled: usize,
    ended: bool,
    /// The current record with its line end, as a range of `buffer`.
    record: Range<usize>,
    /// No double quote stands between the record's start and here.
    unquoted_until: usize,
    /// Whole lines without quotes whose separators are known, as a range of `buffer`.
    piece: Range<usize>,
    /// They count from the start of `piece`.
    separators: Separators,
    /// Cells of the current record, as ranges of it.
    cells: Vec<Range<usize>>,
    /// Content of quoted cells, with doubled quotes made single; ranges beyond any record point here.
    unquoted: Vec<u8>,
    /// Line on which the current record begins, from 1.
    pub(super) line: u64,
    next_line: u64,
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            filled: 0,
            ended: false,
            record: 0..0,
            unquoted_until: 0,
            piece: 0..0,
            separators: Separators::default(),
            cells: Vec::new(),
            unquoted: Vec::new(),
            line: 0,
            next_line: 1,
        }
    }

    /// Reads the next record that is not an empty line; `false` at the end.
    pub(super) fn next(&mut self) -> Result<bool, ReadError> {
        loop {
            self.record.start = self.record.end;
            self.line = self.next_line;
            if !self.more()? {
                return Ok(false);
            }
            if self.line == 1 && self.bytes().starts_with(b"\xef\xbb\xbf") {
                self.record.start += 3;
            }
            while !self.split() {
                if !self.more()? {
                    let start = self.cells.last().map_or(0, |cell| cell.end);
                    return Err(self.at_byte(start, Fault::UnclosedQuote));
                }
            }
            if self.cells.len() > 1 || !self.cell(0).trim_ascii().is_empty() {
                if let Err(error) = utf8(self.bytes()) {
                    return Err(self.at_byte(error.valid_up_to(), Fault::NotUtf8));
                }
                return Ok(true);
            }
        }
    }

    /// Whole lines that follow and have nothing unusual: no quotes, valid text. `None` if the next line has, or is not in the
    /// buffer as a whole.
    pub(super) fn piece(&mut self) -> Option<Piece<'_>> {
        let start = self.record.end;
        if self.piece.contains(&start) {
            self.separators.skip(start - self.piece.start);
        } else {
            self.find_piece();
        }
        let Range { start: from, end } = self.piece;
        (from < end).then(|| Piece {
            text: &self.buffer[from..end + PADDING],
            separators: &mut self.separators,
            at: start - from,
            rows: 0,
        })
    }

    /// Takes up the lines from the record's end on.
    fn find_piece(&mut self) {
        let start = self.record.end;
        let mut stop = (start + PIECE).min(self.filled);
        let from = self.unquoted_until.max(start);
        if from < stop {
            let found = memchr::memchr(b'"', &self.buffer[from..stop]);
            self.unquoted_until = found.map_or(stop, |at| from + at);
            stop = self.unquoted_until;
        }
        let mut end = memchr::memrchr(b'\n', &self.buffer[start..stop]).map_or(start, |at| start + at + 1);
        if let Err(error) = utf8(&self.buffer[start..end]) {
            let valid = start + error.valid_up_to();
            end = memchr::memrchr(b'\n', &self.buffer[start..valid]).map_or(start, |at| start + at + 1);
        }
        self.piece = start..end;
        self.separators.search(&self.buffer[start..end]);
    }

    /// Passes over the rows of a piece up to its byte `at`.
    pub(super) fn pass(&mut self, at: usize, rows: u64) {
        let end = self.piece.start + at;
        self.record = end..end;
        self.next_line += rows;
    }

    /// The current record.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.record.clone()]
    }

    /// Adds one line to the record; `false` at the end of the input.
    fn more(&mut self) -> Result<bool, ReadError> {
        let mut from = self.record.end;
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.buffer[from..self.filled]) {
                self.record.end = from + at + 1;
                break;
            }
            from = self.filled;
            if self.ended {
                if self.record.end == self.filled {
                    return Ok(false);
                }
                self.record.end = self.filled;
                break;
            }
            from -= self.fill()?;
            if self.filled - self.record.start > MOST_BYTES + CHUNK {
                let fault = Fault::RecordTooLong { most: MOST_BYTES as u64 };
                return Err(ReadError { line: self.line, column: 1, fault });
            }
        }
        self.next_line += 1;
        Ok(true)
    }

    /// Reads a chunk; what lies before the record is dropped, and by how much everything moved is returned.
    fn fill(&mut self) -> Result<usize, ReadError> {
        let moved = self.record.start;
        self.buffer.copy_within(moved..self.filled, 0);
        self.filled -= moved;
        self.record = 0..self.record.end - moved;
        self.unquoted_until = self.unquoted_until.saturating_sub(moved);
        self.piece = 0..0;
        if self.buffer.len() < self.filled + CHUNK / 2 + PADDING {
            self.buffer.resize(self.filled + CHUNK + PADDING, 0);
        }
        let most = self.buffer.len() - PADDING;
        loop {
            match self.input.read(&mut self.buffer[self.filled..most]) {
                Ok(read) => {
                    self.filled += read;
                    self.ended = read == 0;
                    return Ok(moved);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let fault = Fault::Unreadable { detail: error.to_string() };
                    return Err(ReadError { line: self.next_line, column: 1, fault });
                }
            }
        }
    }

    /// Whether there is a double quote in the record. The search goes on to the end of the buffer, once.
    fn has_quote(&mut self) -> bool {
        if self.unquoted_until < self.record.end {
            let from = self.unquoted_until.max(self.record.start);
            let found = memchr::memchr(b'"', &self.buffer[from..self.filled]);
            self.unquoted_until = found.map_or(self.filled, |at| from + at);
        }
        self.unquoted_until < self.record.end
    }

    /// Splits the record into cells; `false` if it ends inside a quoted cell (whose start is then the last `end`).
    fn split(&mut self) -> bool {
        let quoted = self.has_quote();
        self.cells.clear();
        self.unquoted.clear();
        let record = &self.buffer[self.record.clone()];
        let end = content_end(record);
        if !quoted {
            let mut start = 0;
            for at in memchr::memchr_iter(b';', &record[..end]) {
                self.cells.push(start..at);
                start = at + 1;
            }
            self.cells.push(start..end);
            return true;
        }
        let mut at = 0;
        loop {
            if at >= end || record[at] != b'"' {
                let stop = memchr::memchr(b';', &record[at..end]).map_or(end, |offset| at + offset);
                self.cells.push(at..stop);
                at = stop;
            } else {
                let start = self.unquoted.len();
                let quote = at;
                at += 1;
                loop {
                    // Line ends inside quotes belong to the cell, so the search goes on to the record's very end.
                    let Some(offset) = memchr::memchr(b'"', &record[at..]) else {
                        self.cells.push(quote..quote);
                        return false;
                    };
                    self.unquoted.extend_from_slice(&record[at..at + offset]);
                    at += offset + 1;
                    if record.get(at) != Some(&b'"') {
                        break;
                    }
                    self.unquoted.push(b'"');
                    at += 1;
                }
                // Text after the closing quote belongs to the cell, as Python's csv module reads it.
                let stop = memchr::memchr(b';', &record[at..end.max(at)]).map_or(end.max(at), |offset| at + offset);
                self.unquoted.extend_from_slice(&record[at..stop]);
                at = stop;
                self.cells.push(UNQUOTED + start..UNQUOTED + self.unquoted.len());
            }
            if at >= end {
                return true;
            }
            at += 1;
        }
    }

    /// Number of cells of the current record.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell's bytes; valid UTF-8 after [`Self::next`] succeeded.
    pub(super) fn cell(&self, index: usize) -> &[u8] {
        let range = &self.cells[index];
        if range.start >= UNQUOTED {
            &self.unquoted[range.start - UNQUOTED..range.end - UNQUOTED]
        } else {
            &self.bytes()[range.clone()]
        }
    }

    /// The texts of all cells, looked through once.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let text = |bytes| simdutf8::basic::from_utf8(bytes).expect("the whole record was checked to be UTF-8");
        let (record, unquoted) = (text(self.bytes()), text(&self.unquoted));
        self.cells.iter().map(move |cell| match cell.start.checked_sub(UNQUOTED) {
            Some(start) => &unquoted[start..cell.end - UNQUOTED],
            None => &record[cell.clone()],
        })
    }

    /// A cell's text.
    pub(super) fn text(&self, index: usize) -> &str {
        simdutf8::basic::from_utf8(self.cell(index)).expect("the whole record was checked to be UTF-8")
    }

    /// An error at a byte of the record.
    fn at_byte(&self, byte: usize, fault: Fault) -> ReadError {
        let before = &self.bytes()[..byte.min(self.record.len())];
        let line = self.line + memchr::memchr_iter(b'\n', before).count() as u64;
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = 1 + String::from_utf8_lossy(&before[start..]).chars().count() as u64;
        ReadError { line, column, fault }
    }

    /// An error at a cell (the end of the record, if it has fewer).
    pub(super) fn at_cell(&self, index: usize, fault: Fault) -> ReadError {
        self.at_cell_byte(index, 0, fault)
    }

    /// An error at a byte of a cell.
    pub(super) fn at_cell_byte(&self, index: usize, byte: usize, fault: Fault) -> ReadError {
        // Only errors pay for finding the cell's place again: quoted cells have lost it.
        let record = self.bytes();
        let end = content_end(record);
        let (mut cell, mut at, mut quoted) = (0, 0, false);
        let mut cell_starts = true;
        while cell < index && at < end {
            match record[at] {
                b'"' if cell_starts => quoted = true,
                b'"' if quoted => quoted = false,
                b';' if !quoted => cell += 1,
                _ => {}
            }
            cell_starts = record[at] == b';' && !quoted;
            at += 1;
        }
        let skip = usize::from(at < end && record[at] == b'"');
        self.at_byte((at + skip + byte).min(end), fault)
    }
}

/// Ranges from here on are of unquoted content.
const UNQUOTED: usize = usize::MAX / 2;

/// Looks whether it is valid text, quickly where it is.
fn utf8(bytes: &[u8]) -> Result<(), std::str::Utf8Error> {
    simdutf8::basic::from_utf8(bytes).map(|_| ()).or_else(|_| std::str::from_utf8(bytes).map(|_| ()))
}

/// A record's length without its line end.
fn content_end(record: &[u8]) -> usize {
    record.strip_suffix(b"\n").map_or(record.len(), |rest| rest.strip_suffix(b"\r").unwrap_or(rest).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Result<Vec<Vec<String>>, ReadError> {
        let mut records = Records::new(text);
        let mut rows = Vec::new();
        while records.next()? {
            rows.push((0..records.len()).map(|index| records.text(index).to_owned()).collect());
        }
        Ok(rows)
    }

    #[test]
    fn quotes_line_ends_and_marks_are_read_as_csv_has_them() {
        let text = b"\xef\xbb\xbfa;b\r\n\r\n\"x;y\";\"say \"\"hi\"\"\"\n\"two\nlines\";;q\"q\n\"a\" b;\nlast;\"\"";
        let rows = all(text).unwrap();
        let expected: [&[&str]; 5] =
            [&["a", "b"], &["x;y", "say \"hi\""], &["two\nlines", "", "q\"q"], &["a b", ""], &["last", ""]];
        assert_eq!(rows, expected);
    }

    #[test]
    fn errors_name_line_and_column() {
        let error = all(b"a;b\nc;\"d\ne").unwrap_err();
        assert_eq!(error, ReadError { line: 2, column: 3, fault: Fault::UnclosedQuote });
        let error = all("a;b\nд;\u{e9}".as_bytes()).map(|_| ()).and(all(b"ok\n\xd0\xb4;\xff")).unwrap_err();
        assert_eq!(error, ReadError { line: 2, column: 3, fault: Fault::NotUtf8 });
    }
}
