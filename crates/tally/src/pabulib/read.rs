//! The reader.

use std::io::Read;

use super::error::{Fault, ReadError};
use super::record::Records;
use super::rows::Sink;
use super::table::{Row, Table, trim};
use super::{Election, MetaEntry};
use crate::amount::Decimal;
use crate::ballot::BallotKind;
use crate::builder::ProfileBuilder;
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
    let builder = |election: &Election, kind| {
        let mut builder = ProfileBuilder::new(kind, 0, election.instance.items.len());
        builder.expect(election.expected_voters());
        builder
    };
    let (mut election, builder) = parse(input, options, builder)?;
    election.profile = builder.finish();
    Ok(election)
}

/// Parses a file from a stream: META and PROJECTS are the election's, and every ballot, typed and checked, is given to what
/// `sink` makes of them. The election's own profile stays empty.
///
/// # Errors
/// The first fault, with line and column.
pub fn parse<S: Sink>(
    input: impl Read,
    options: Options,
    sink: impl FnOnce(&Election, BallotKind) -> S,
) -> Result<(Election, S), ReadError> {
    let mut reader =
        Reader { records: Records::new(input), options, election: Election::default(), kind: BallotKind::Approval };
    reader.meta()?;
    reader.projects()?;
    let mut sink = sink(&reader.election, reader.kind);
    reader.votes(&mut sink)?;
    Ok((reader.election, sink))
}

pub(super) struct Reader<R> {
    pub(super) records: Records<R>,
    pub(super) options: Options,
    pub(super) election: Election,
    pub(super) kind: BallotKind,
}

pub(super) const SECTIONS: [&str; 3] = ["META", "PROJECTS", "VOTES"];

impl<R: Read> Reader<R> {
    /// The section that the current record opens.
    pub(super) fn section(&self) -> Option<&'static str> {
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
    pub(super) fn header(&mut self, section: &'static str) -> Result<Vec<String>, ReadError> {
        if !self.records.next()? {
            return Err(self.records.at_cell(0, Fault::MissingSection { section: section.into() }));
        }
        let columns: Vec<String> = self.records.texts().map(str::to_owned).collect();
        for (cell, name) in columns.iter().enumerate() {
            let same = |other: &String| trim(other).eq_ignore_ascii_case(trim(name)) && !trim(name).is_empty();
            if columns[..cell].iter().any(same) {
                return Err(self.records.at_cell(cell, Fault::DuplicateColumn { name: name.clone() }));
            }
        }
        Ok(columns)
    }

    pub(super) fn tolerate(&mut self, error: ReadError) -> Result<(), ReadError> {
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
        let mut keys = Names::default();
        let mut name = String::new();
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
            let mut cells = self.records.texts();
            let key = cells.next().unwrap_or_default().to_owned();
            let mut value = cells.next().unwrap_or_default().to_owned();
            // A value that contains the separator without quotes is one value all the same.
            cells.for_each(|more| value.extend([";", more]));
            name.clear();
            name.push_str(trim(&key));
            name.make_ascii_lowercase();
            if !keys.add(name.as_bytes()) {
                return Err(self.records.at_cell(0, Fault::DuplicateMeta { name: key }));
            }
            match name.as_str() {
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
    pub(super) fn required(&self, table: &Table, section: &str, name: &str) -> Result<usize, ReadError> {
        let missing = || Fault::MissingColumn { section: section.into(), name: name.into() };
        table.column(name).ok_or_else(|| self.records.at_cell(0, missing()))
    }

    /// Checks the number of cells of the current row.
    pub(super) fn check_cells(&mut self, expected: usize) -> Result<(), ReadError> {
        let found = self.records.len();
        if found == expected {
            return Ok(());
        }
        let fault = Fault::WrongCells { expected: expected as u64, found: found as u64 };
        let error = self.records.at_cell(expected.min(found), fault);
        self.tolerate(error)
    }

    /// The current row, as long as the header.
    pub(super) fn row(&self, columns: usize) -> Row {
        let mut row = Row::expecting(columns, self.records.bytes().len());
        self.records.texts().chain(std::iter::repeat("")).take(columns).for_each(|cell| row.push(cell));
        row
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
            let id = trim(&row[id_column]).to_owned();
            if id.is_empty() {
                return Err(self.records.at_cell(id_column, Fault::EmptyId));
            }
            if !ids.add(id.as_bytes()) {
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
            let filled = |text: &str| Some(trim(text)).filter(|text| !text.is_empty()).map(str::to_owned);
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

    pub(super) fn count_matches(&mut self, name: &str, found: u64) -> Result<(), ReadError> {
        match self.election.meta(name).and_then(|value| value.parse::<u64>().ok()) {
            Some(declared) if declared != found => {
                let fault = Fault::WrongCount { name: name.into(), declared, found };
                let error = self.records.at_cell(0, fault);
                self.tolerate(error)
            }
            _ => Ok(()),
        }
    }
}
