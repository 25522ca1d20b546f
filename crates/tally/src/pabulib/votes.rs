//! The VOTES section.

use std::io::Read;

use super::error::{Fault, ReadError};
use super::ids::{Lookup, VoterIds};
use super::plain::{Ballots, Columns, Seen, Stop};
use super::read::Reader;
use super::recent::Recent;
use super::rows::{Rows, Sink};
use super::table::Table;
use crate::amount::Decimal;
use crate::ballot::{MAX_POINTS, MAX_VOTERS};

/// Ballots on their way to whoever takes them.
struct Way<'a, S> {
    ballots: Ballots,
    sink: &'a mut S,
    /// Decimal places of the points.
    scale: u8,
}

impl<S: Sink> Way<'_, S> {
    /// Hands the batch on.
    fn flush(&mut self) {
        let Ballots { rows, recent, .. } = &mut self.ballots;
        if !rows.is_empty() {
            rows.pad();
            self.sink.take(rows);
        }
        rows.clear();
        recent.forget();
    }
}

impl<R: Read> Reader<R> {
    pub(super) fn votes(&mut self, sink: &mut impl Sink) -> Result<(), ReadError> {
        let mut table = Table { columns: self.header("VOTES")?, rows: Vec::new() };
        let width = table.columns.len();
        let id_column = self.required(&table, "VOTES", "voter_id")?;
        let vote_column = self.required(&table, "VOTES", "vote")?;
        let points_column = if self.kind.has_points() { Some(self.required(&table, "VOTES", "points")?) } else { None };
        let ballots = Ballots {
            lookup: Lookup::new(&self.election.instance.items),
            voters: VoterIds::new(self.election.expected_voters()),
            seen: Seen::new(self.election.instance.items.len()),
            recent: Recent::expecting(self.election.expected_voters()),
            rows: Rows::expecting(self.election.expected_voters()),
        };
        let mut way = Way { ballots, sink, scale: 0 };
        let mut rows = 0;
        let columns = Columns { width, id: id_column, vote: vote_column, points: points_column };
        loop {
            if !self.options.keep_votes && (points_column.is_none() || way.scale == 0) {
                rows += self.plain_rows(&columns, MAX_VOTERS - rows, &mut way);
            }
            if !self.records.next()? {
                break;
            }
            if let Some(section) = self.section() {
                return Err(self.records.at_cell(0, Fault::MisplacedSection { section: section.into() }));
            }
            self.check_cells(width)?;
            let needed = id_column.max(vote_column).max(points_column.unwrap_or(0));
            if self.records.len() <= needed {
                let fault = Fault::WrongCells { expected: width as u64, found: self.records.len() as u64 };
                return Err(self.records.at_cell(self.records.len(), fault));
            }
            if rows == MAX_VOTERS {
                return Err(self.records.at_cell(0, Fault::TooManyBallots { most: MAX_VOTERS }));
            }
            rows += 1;
            if !way.ballots.voters.add(self.records.cell(id_column).trim_ascii()) {
                let fault = Fault::DuplicateVoter { id: self.records.text(id_column).trim().to_owned() };
                let error = self.records.at_cell(id_column, fault);
                self.tolerate(error)?;
            }
            self.ballot(&columns, &mut way)?;
            if self.options.keep_votes {
                table.rows.push(self.row(width));
            }
        }
        way.flush();
        self.count_matches("num_votes", rows)?;
        self.election.votes = self.options.keep_votes.then_some(table);
        Ok(())
    }

    /// Reads rows as long as they have nothing unusual, and says how many. Whatever is unusual, be it wrong or only rare, is left
    /// to the careful way, which says what is wrong and where.
    fn plain_rows(&mut self, columns: &Columns, most: u64, way: &mut Way<'_, impl Sink>) -> u64 {
        let mut rows = 0;
        while let Some(mut piece) = self.records.piece() {
            let stop = piece.read(columns, most - rows, &mut way.ballots);
            let (at, passed) = (piece.at, piece.rows);
            self.records.pass(at, passed);
            rows += passed;
            match stop {
                None => {}
                Some(Stop::Full) => way.flush(),
                Some(Stop::Unusual) => break,
            }
        }
        rows
    }

    /// Reads the ballot of the current record.
    fn ballot(&self, columns: &Columns, way: &mut Way<'_, impl Sink>) -> Result<(), ReadError> {
        if way.ballots.rows.is_full() {
            way.flush();
        }
        let choices = self.choices(columns.vote, &way.ballots.lookup)?;
        let points = match columns.points {
            Some(column) => self.points(column, way)?,
            None => Vec::new(),
        };
        if let Some(column) = columns.points.filter(|_| points.len() != choices.len()) {
            let fault = Fault::WrongPoints { choices: choices.len() as u64, points: points.len() as u64 };
            return Err(self.records.at_cell(column, fault));
        }
        let Ballots { seen, rows, .. } = &mut way.ballots;
        seen.clear();
        if let Some(&twice) = choices.iter().find(|&&choice| !seen.add(choice)) {
            let id = self.election.instance.items[twice as usize].id.clone();
            return Err(self.records.at_cell(columns.vote, Fault::RepeatedProject { id }));
        }
        let begin = rows.begin();
        choices.into_iter().for_each(|choice| rows.choose(choice));
        points.into_iter().for_each(|points| rows.give(points));
        rows.end(begin);
        Ok(())
    }

    fn choices(&self, cell: usize, lookup: &Lookup) -> Result<Vec<u32>, ReadError> {
        let bytes = self.records.cell(cell);
        let mut choices = Vec::new();
        if bytes.trim_ascii().is_empty() {
            return Ok(choices);
        }
        let mut start = 0;
        for end in memchr::memchr_iter(b',', bytes).chain([bytes.len()]) {
            let id = bytes[start..end].trim_ascii();
            match lookup.get(id) {
                Some(index) => choices.push(index),
                None => {
                    let fault = Fault::UnknownProject { id: String::from_utf8_lossy(id).into_owned() };
                    return Err(self.records.at_cell_byte(cell, start, fault));
                }
            }
            start = end + 1;
        }
        Ok(choices)
    }

    fn points(&self, cell: usize, way: &mut Way<'_, impl Sink>) -> Result<Vec<i64>, ReadError> {
        let text = self.records.text(cell);
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let not_a_number = || self.records.at_cell(cell, Fault::NotAnAmount { text: text.into() });
        let parsed = text.split(',').map(Decimal::parse).collect::<Option<Vec<_>>>().ok_or_else(not_a_number)?;
        let needed = parsed.iter().map(|decimal| decimal.scale).max().unwrap_or(0);
        if needed > way.scale {
            way.flush();
            if !way.sink.refine(needed) {
                return Err(not_a_number());
            }
            way.scale = needed;
        }
        let scaled = |decimal: Decimal| decimal.at_scale(way.scale).filter(|points| points.abs() <= MAX_POINTS);
        parsed.into_iter().map(scaled).collect::<Option<_>>().ok_or_else(not_a_number)
    }
}
