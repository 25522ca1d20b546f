//! The reader.

use std::io::Read;

use super::error::{Fault, ReadError};
use super::ids::{Lookup, VoterIds};
use super::record::Records;
use super::{Election, MetaEntry, Table};
use crate::amount::Decimal;
use crate::ballot::{BallotKind, MAX_POINTS, MAX_VOTERS, Profile};
use crate::builder::ProfileBuilder;
use crate::error::CountError;
use crate::instance::{Instance, Item};
use crate::intern::Names;

/// How to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Keep every cell of VOTES (voter attributes), not only the merged ballots.
    pub keep_votes: bool,
    /// Pass over wrong counts, repeated voter ids and short or long rows, and record them in [`Election::tolerated`].
    pub lenient: bool,
}

/// Reads a file from memory.
///
/// # Errors
/// The first fault, with line and column.
pub fn read_slice(bytes: &[u8], options: Options) -> Result<Election, ReadError> {
    read(bytes, options)
}

/// Reads a file from a stream.
///
/// # Errors
/// The first fault, with line and column.
pub fn read(input: impl Read, options: Options) -> Result<Election, ReadError> {
    let mut reader =
        Reader { records: Records::new(input), options, election: Election::default(), kind: BallotKind::Approval };
    reader.meta()?;
    reader.projects()?;
    reader.votes()?;
    Ok(reader.election)
}

struct Reader<R> {
    records: Records<R>,
    options: Options,
    election: Election,
    kind: BallotKind,
}

const SECTIONS: [&str; 3] = ["META", "PROJECTS", "VOTES"];

impl<R: Read> Reader<R> {
    /// The section that the current record opens.
    fn section(&self) -> Option<&'static str> {
        let first = self.records.cell(0);
        // A ballot's row rarely begins with one of these letters; the comparison is only made then.
        if !matches!(first.first(), Some(b'M' | b'm' | b'P' | b'p' | b'V' | b'v' | b' ')) {
            return None;
        }
        if (1..self.records.len()).any(|cell| !self.records.cell(cell).is_empty()) {
            return None;
        }
        SECTIONS.into_iter().find(|name| first.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
    }

    /// Reads up to the opening of the section and its header row.
    fn header(&mut self, section: &'static str) -> Result<Vec<String>, ReadError> {
        if !self.records.next()? {
            return Err(self.records.at_cell(0, Fault::MissingSection { section: section.into() }));
        }
        let columns: Vec<String> = (0..self.records.len()).map(|cell| self.records.text(cell).to_owned()).collect();
        for (cell, name) in columns.iter().enumerate() {
            let same = |other: &String| other.trim().eq_ignore_ascii_case(name.trim()) && !name.trim().is_empty();
            if columns[..cell].iter().any(same) {
                return Err(self.records.at_cell(cell, Fault::DuplicateColumn { name: name.clone() }));
            }
        }
        Ok(columns)
    }

    fn tolerate(&mut self, error: ReadError) -> Result<(), ReadError> {
        if !(self.options.lenient && error.fault.is_tolerable()) {
            return Err(error);
        }
        self.election.tolerated.push(error);
        Ok(())
    }

    fn meta(&mut self) -> Result<(), ReadError> {
        let missing = Fault::MissingSection { section: "META".into() };
        if !self.records.next()? {
            return Err(self.records.at_cell(0, missing));
        }
        match self.section() {
            Some("META") => {}
            Some(_) => return Err(self.records.at_cell(0, missing)),
            None => return Err(self.records.at_cell(0, Fault::OutsideSection)),
        }
        self.header("META")?;
        let mut scale = 0;
        let mut budget = None;
        let mut kind = None;
        loop {
            if !self.records.next()? {
                return Err(self.records.at_cell(0, Fault::MissingSection { section: "PROJECTS".into() }));
            }
            match self.section() {
                Some("PROJECTS") => break,
                Some(section) => {
                    return Err(self.records.at_cell(0, Fault::MisplacedSection { section: section.into() }));
                }
                None => {}
            }
            let key = self.records.text(0).to_owned();
            // A value that contains the separator without quotes is one value all the same.
            let value = (1..self.records.len()).map(|cell| self.records.text(cell)).collect::<Vec<_>>().join(";");
            if self.election.meta.iter().any(|entry| entry.key.trim().eq_ignore_ascii_case(key.trim())) {
                return Err(self.records.at_cell(0, Fault::DuplicateMeta { name: key }));
            }
            match key.trim().to_ascii_lowercase().as_str() {
                "budget" => {
                    let decimal = self.amount(&value, 1)?;
                    scale = decimal.scale;
                    budget = Some(decimal);
                }
                "vote_type" => {
                    let unknown = || Fault::UnknownVoteType { text: value.clone() };
                    let name = value.trim().to_ascii_lowercase();
                    kind = Some(BallotKind::from_name(&name).ok_or_else(|| self.records.at_cell(1, unknown()))?);
                }
                "num_projects" | "num_votes" if value.trim().parse::<u64>().is_err() => {
                    return Err(self.records.at_cell(1, Fault::NotACount { text: value }));
                }
                _ => {}
            }
            self.election.meta.push(MetaEntry { key, value });
        }
        let lacks = |name: &str| self.records.at_cell(0, Fault::MissingMeta { name: name.into() });
        let budget = budget.ok_or_else(|| lacks("budget"))?;
        self.kind = kind.ok_or_else(|| lacks("vote_type"))?;
        let amount = budget.at_scale(scale).expect("an amount fits its own scale");
        let currency = self.election.meta("currency").map(str::to_owned);
        self.election.instance = Instance { items: Vec::new(), budget: amount, scale, currency };
        Ok(())
    }

    fn amount(&self, text: &str, cell: usize) -> Result<Decimal, ReadError> {
        match Decimal::parse(text) {
            None => Err(self.records.at_cell(cell, Fault::NotAnAmount { text: text.into() })),
            Some(decimal) if decimal.mantissa < 0 => {
                Err(self.records.at_cell(cell, Fault::Negative { text: text.into() }))
            }
            Some(decimal) => Ok(decimal),
        }
    }

    /// Finds a required column of a header that has just been read.
    fn required(&self, table: &Table, section: &str, name: &str) -> Result<usize, ReadError> {
        let missing = || Fault::MissingColumn { section: section.into(), name: name.into() };
        table.column(name).ok_or_else(|| self.records.at_cell(0, missing()))
    }

    /// Checks the number of cells of the current row.
    fn check_cells(&mut self, expected: usize) -> Result<(), ReadError> {
        let found = self.records.len();
        if found == expected {
            return Ok(());
        }
        let fault = Fault::WrongCells { expected: expected as u64, found: found as u64 };
        let error = self.records.at_cell(expected.min(found), fault);
        self.tolerate(error)
    }

    /// The current row, as long as the header.
    fn row(&self, columns: usize) -> Vec<String> {
        let cell = |cell| {
            if cell < self.records.len() { self.records.text(cell).to_owned() } else { String::new() }
        };
        (0..columns).map(cell).collect()
    }

    fn projects(&mut self) -> Result<(), ReadError> {
        let mut table = Table { columns: self.header("PROJECTS")?, rows: Vec::new() };
        let id_column = self.required(&table, "PROJECTS", "project_id")?;
        let cost_column = self.required(&table, "PROJECTS", "cost")?;
        let mut costs = Vec::new();
        let mut ids = Names::default();
        loop {
            if !self.records.next()? {
                return Err(self.records.at_cell(0, Fault::MissingSection { section: "VOTES".into() }));
            }
            match self.section() {
                Some("VOTES") => break,
                Some(section) => {
                    return Err(self.records.at_cell(0, Fault::MisplacedSection { section: section.into() }));
                }
                None => {}
            }
            self.check_cells(table.columns.len())?;
            let row = self.row(table.columns.len());
            let id = row[id_column].trim().to_owned();
            if id.is_empty() {
                return Err(self.records.at_cell(id_column, Fault::EmptyId));
            }
            if !ids.add(&id) {
                return Err(self.records.at_cell(id_column, Fault::DuplicateProject { id }));
            }
            costs.push((self.amount(&row[cost_column], cost_column)?, self.records.line));
            self.election.instance.items.push(Item { id, ..Item::default() });
            table.rows.push(row);
        }
        self.count_matches("num_projects", table.rows.len() as u64)?;
        self.scale_amounts(&costs)?;
        let area =
            ["neighborhood", "subunit", "district", "subdistrict"].into_iter().find_map(|name| table.column(name));
        let category = table.column("category");
        for (item, row) in self.election.instance.items.iter_mut().zip(&table.rows) {
            let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
            item.area = area.and_then(|column| filled(&row[column]));
            item.categories = category.map_or(Vec::new(), |column| row[column].split(',').filter_map(filled).collect());
        }
        self.election.projects = table;
        Ok(())
    }

    /// Brings the budget and all costs to one scale.
    fn scale_amounts(&mut self, costs: &[(Decimal, u64)]) -> Result<(), ReadError> {
        let instance = &mut self.election.instance;
        let budget = Decimal { mantissa: instance.budget, scale: instance.scale };
        let scale = costs.iter().map(|(cost, _)| cost.scale).chain([budget.scale]).max().unwrap_or(0);
        let error = |decimal: Decimal, line| {
            let text = crate::amount::format(decimal.mantissa, decimal.scale);
            ReadError { line, column: 1, fault: Fault::NotAnAmount { text } }
        };
        instance.budget = budget.at_scale(scale).ok_or_else(|| error(budget, 1))?;
        instance.scale = scale;
        for (item, (cost, line)) in instance.items.iter_mut().zip(costs) {
            item.cost = cost.at_scale(scale).ok_or_else(|| error(*cost, *line))?;
        }
        Ok(())
    }

    fn count_matches(&mut self, name: &str, found: u64) -> Result<(), ReadError> {
        match self.election.meta(name).and_then(|value| value.parse::<u64>().ok()) {
            Some(declared) if declared != found => {
                let fault = Fault::WrongCount { name: name.into(), declared, found };
                let error = self.records.at_cell(0, fault);
                self.tolerate(error)
            }
            _ => Ok(()),
        }
    }

    fn votes(&mut self) -> Result<(), ReadError> {
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
        while self.records.next()? {
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
