//! The VOTES section.

use std::io::Read;

use super::Table;
use super::error::{Fault, ReadError};
use super::ids::{Lookup, VoterIds};
use super::plain::{Columns, Stop, Target};
use super::read::Reader;
use crate::amount::Decimal;
use crate::ballot::{MAX_POINTS, MAX_VOTERS, Profile};
use crate::builder::ProfileBuilder;
use crate::error::CountError;

impl<R: Read> Reader<R> {
    pub(super) fn votes(&mut self) -> Result<(), ReadError> {
        let mut table = Table { columns: self.header("VOTES")?, rows: Vec::new() };
        let width = table.columns.len();
        let id_column = self.required(&table, "VOTES", "voter_id")?;
        let vote_column = self.required(&table, "VOTES", "vote")?;
        let points_column = if self.kind.has_points() { Some(self.required(&table, "VOTES", "points")?) } else { None };
        let items = self.election.instance.items.len();
        let lookup = Lookup::new(&self.election.instance.items);
        let mut builder = ProfileBuilder::new(self.kind, 0, items);
        let mut voters = VoterIds::default();
        let (mut choices, mut points) = (Vec::new(), Vec::new());
        let mut rows = 0;
        let columns = Columns { width, id: id_column, vote: vote_column, points: points_column };
        loop {
            if !self.options.keep_votes {
                let target = Target { lookup: &lookup, voters: &mut voters, builder: &mut builder };
                rows += self.plain_rows(&columns, MAX_VOTERS - rows, target)?;
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
            if !voters.add(self.records.cell(id_column).trim_ascii()) {
                let fault = Fault::DuplicateVoter { id: self.records.text(id_column).trim().to_owned() };
                let error = self.records.at_cell(id_column, fault);
                self.tolerate(error)?;
            }
            choices.clear();
            points.clear();
            self.choices(vote_column, &lookup, &mut choices)?;
            if let Some(column) = points_column {
                self.points(column, &mut builder, items, &mut points)?;
            }
            if let Err(error) = builder.push(&choices, &points, 1) {
                return Err(self.ballot_error(&error, vote_column, points_column));
            }
            if self.options.keep_votes {
                table.rows.push(self.row(width));
            }
        }
        self.count_matches("num_votes", rows)?;
        self.election.profile = builder.finish();
        self.election.votes = self.options.keep_votes.then_some(table);
        Ok(())
    }

    /// Reads rows as long as they have nothing unusual, and says how many. Whatever is unusual, be it wrong or only rare, is left
    /// to the careful way, which says what is wrong and where.
    fn plain_rows(&mut self, columns: &Columns, most: u64, mut target: Target<'_>) -> Result<u64, ReadError> {
        let mut rows = 0;
        while let Some(mut piece) = self.records.piece() {
            let stop = piece.read(columns, most - rows, &mut target);
            let (at, next, passed) = (piece.at, piece.next, piece.rows);
            self.records.pass(at, next, passed);
            rows += passed;
            match stop {
                None => {}
                Some(Stop::Unusual) => break,
                Some(Stop::Wrong(error)) => {
                    self.records.next()?;
                    return Err(self.ballot_error(&error, columns.vote, columns.points));
                }
            }
        }
        Ok(rows)
    }

    fn choices(&self, cell: usize, lookup: &Lookup, choices: &mut Vec<u32>) -> Result<(), ReadError> {
        let bytes = self.records.cell(cell);
        if bytes.trim_ascii().is_empty() {
            return Ok(());
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
        Ok(())
    }

    fn points(
        &self,
        cell: usize,
        builder: &mut ProfileBuilder,
        items: usize,
        points: &mut Vec<i64>,
    ) -> Result<(), ReadError> {
        let text = self.records.text(cell);
        if text.trim().is_empty() {
            return Ok(());
        }
        let not_a_number = || self.records.at_cell(cell, Fault::NotAnAmount { text: text.into() });
        let parsed = text.split(',').map(Decimal::parse).collect::<Option<Vec<_>>>().ok_or_else(not_a_number)?;
        let needed = parsed.iter().map(|decimal| decimal.scale).max().unwrap_or(0);
        if needed > builder.points_scale() {
            let finer = ProfileBuilder::new(self.kind, needed, items);
            let coarse = std::mem::replace(builder, finer).finish();
            refine(&coarse, builder).ok_or_else(not_a_number)?;
        }
        for decimal in parsed {
            let scaled = decimal.at_scale(builder.points_scale()).filter(|points| points.abs() <= MAX_POINTS);
            points.push(scaled.ok_or_else(not_a_number)?);
        }
        Ok(())
    }

    fn ballot_error(&self, error: &CountError, vote: usize, points: Option<usize>) -> ReadError {
        let id = |index: u32| self.election.instance.items[index as usize].id.clone();
        match error {
            CountError::RepeatedChoice { index } => {
                self.records.at_cell(vote, Fault::RepeatedProject { id: id(*index) })
            }
            CountError::PointsMismatch { choices, points: given } => {
                let fault = Fault::WrongPoints { choices: (*choices).into(), points: (*given).into() };
                self.records.at_cell(points.unwrap_or(vote), fault)
            }
            other => self.records.at_cell(vote, Fault::NotAnAmount { text: other.to_string() }),
        }
    }
}

/// Copies a profile into a builder with more decimal places of points.
fn refine(coarse: &Profile, finer: &mut ProfileBuilder) -> Option<()> {
    let factor = 10_i64.checked_pow(u32::from(finer.points_scale() - coarse.points_scale()))?;
    for ballot in coarse.ballots() {
        let points = ballot.points.iter().map(|points| points.checked_mul(factor)).collect::<Option<Vec<_>>>()?;
        finer.push(ballot.choices, &points, ballot.weight).ok()?;
    }
    Some(())
}
