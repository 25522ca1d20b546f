//! Records and cells: `;` between cells, double quotes around a cell that contains `;`, quotes or line ends.

use std::io::BufRead;
use std::ops::Range;

use super::error::{Fault, ReadError};

/// No record is longer; a file without line ends would otherwise fill the memory.
const MOST_BYTES: usize = 16 << 20;

/// Reads records one by one into a buffer that it uses again.
pub(super) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    /// Cells of the current record, as ranges of `buffer`.
    cells: Vec<Range<usize>>,
    /// Content of quoted cells, with doubled quotes made single; ranges beyond `buffer` point here.
    unquoted: Vec<u8>,
    /// Line on which the current record begins, from 1.
    pub(super) line: u64,
    next_line: u64,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), cells: Vec::new(), unquoted: Vec::new(), line: 0, next_line: 1 }
    }

    /// Reads the next record that is not an empty line; `false` at the end.
    pub(super) fn next(&mut self) -> Result<bool, ReadError> {
        loop {
            self.buffer.clear();
            self.line = self.next_line;
            if !self.more()? {
                return Ok(false);
            }
            if self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.buffer.drain(..3);
            }
            while !self.split() {
                if !self.more()? {
                    let start = self.cells.last().map_or(0, |cell| cell.end);
                    return Err(self.at_byte(start, Fault::UnclosedQuote));
                }
            }
            if self.cells.len() > 1 || !self.cell(0).trim_ascii().is_empty() {
                if let Err(error) = std::str::from_utf8(&self.buffer) {
                    return Err(self.at_byte(error.valid_up_to(), Fault::NotUtf8));
                }
                return Ok(true);
            }
        }
    }

    /// Appends one line to the buffer.
    fn more(&mut self) -> Result<bool, ReadError> {
        let before = self.buffer.len();
        loop {
            let (done, used) = {
                let available = match self.input.fill_buf() {
                    Ok(available) => available,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                    Err(error) => {
                        let fault = Fault::Unreadable { detail: error.to_string() };
                        return Err(ReadError { line: self.next_line, column: 1, fault });
                    }
                };
                match memchr::memchr(b'\n', available) {
                    Some(at) => {
                        self.buffer.extend_from_slice(&available[..=at]);
                        (true, at + 1)
                    }
                    None => {
                        self.buffer.extend_from_slice(available);
                        (available.is_empty(), available.len())
                    }
                }
            };
            self.input.consume(used);
            if self.buffer.len() > MOST_BYTES {
                let fault = Fault::RecordTooLong { most: MOST_BYTES as u64 };
                return Err(ReadError { line: self.line, column: 1, fault });
            }
            if done {
                self.next_line += 1;
                return Ok(self.buffer.len() > before);
            }
        }
    }

    /// Splits the buffer into cells; `false` if it ends inside a quoted cell (whose start is then the last `end`).
    fn split(&mut self) -> bool {
        self.cells.clear();
        self.unquoted.clear();
        let end = self.content_end();
        if memchr::memchr(b'"', &self.buffer[..end]).is_none() {
            let mut start = 0;
            for at in memchr::memchr_iter(b';', &self.buffer[..end]) {
                self.cells.push(start..at);
                start = at + 1;
            }
            self.cells.push(start..end);
            return true;
        }
        let mut at = 0;
        loop {
            if self.buffer.get(at) != Some(&b'"') || at >= end {
                let stop = memchr::memchr(b';', &self.buffer[at..end]).map_or(end, |offset| at + offset);
                self.cells.push(at..stop);
                at = stop;
            } else {
                let start = self.unquoted.len();
                let quote = at;
                at += 1;
                loop {
                    // Line ends inside quotes belong to the cell, so the search goes on to the buffer's very end.
                    let Some(offset) = memchr::memchr(b'"', &self.buffer[at..]) else {
                        self.cells.push(quote..quote);
                        return false;
                    };
                    self.unquoted.extend_from_slice(&self.buffer[at..at + offset]);
                    at += offset + 1;
                    if self.buffer.get(at) != Some(&b'"') {
                        break;
                    }
                    self.unquoted.push(b'"');
                    at += 1;
                }
                // Text after the closing quote belongs to the cell, as Python's csv module reads it.
                let stop =
                    memchr::memchr(b';', &self.buffer[at..end.max(at)]).map_or(end.max(at), |offset| at + offset);
                self.unquoted.extend_from_slice(&self.buffer[at..stop]);
                at = stop;
                let base = MOST_BYTES * 2;
                self.cells.push(base + start..base + self.unquoted.len());
            }
            if at >= end {
                return true;
            }
            at += 1;
        }
    }

    fn content_end(&self) -> usize {
        let mut end = self.buffer.len();
        if end > 0 && self.buffer[end - 1] == b'\n' {
            end -= 1;
            if end > 0 && self.buffer[end - 1] == b'\r' {
                end -= 1;
            }
        }
        end
    }

    /// Number of cells of the current record.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell's bytes; valid UTF-8 after [`Self::next`] succeeded.
    pub(super) fn cell(&self, index: usize) -> &[u8] {
        let range = &self.cells[index];
        let base = MOST_BYTES * 2;
        if range.start >= base {
            &self.unquoted[range.start - base..range.end - base]
        } else {
            &self.buffer[range.clone()]
        }
    }

    /// A cell's text.
    pub(super) fn text(&self, index: usize) -> &str {
        std::str::from_utf8(self.cell(index)).expect("the whole record was checked to be UTF-8")
    }

    /// An error at a byte of the record.
    fn at_byte(&self, byte: usize, fault: Fault) -> ReadError {
        let before = &self.buffer[..byte.min(self.buffer.len())];
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
        let end = self.content_end();
        let (mut cell, mut at, mut quoted) = (0, 0, false);
        let mut cell_starts = true;
        while cell < index && at < end {
            match self.buffer[at] {
                b'"' if cell_starts => quoted = true,
                b'"' if quoted => quoted = false,
                b';' if !quoted => cell += 1,
                _ => {}
            }
            cell_starts = self.buffer[at] == b';' && !quoted;
            at += 1;
        }
        let skip = usize::from(at < end && self.buffer[at] == b'"');
        self.at_byte((at + skip + byte).min(end), fault)
    }
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
