//! Open data: records as JSON, JSON Lines and CSV, part by part, so that a whole cycle never lies in memory.
//!
//! A new subject: its record in `api-types/src/export/`, a row of [`Subject`], its arm in [`part`], its routes in
//! `api/src/routes/exports.rs`. `qatysu export` writes every subject by itself.

use std::collections::HashMap;

use domain::{Id, LocalText, Money};
use serde::Serialize;
use store::Conn;
use store::project::Position;

use crate::{App, Error, Result, project};

mod contracts;
mod dialogue;
mod money;
mod reports;
mod whole;
mod works;

/// Forms of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One object with `items`.
    Json,
    /// One object per line.
    JsonLines,
    /// RFC 4180, UTF-8, with a header line; no cell begins like a formula.
    Csv,
}

/// Rows read at once.
const CHUNK: i64 = 500;

macro_rules! subjects {
    ($($(#[$doc:meta])* $Subject:ident = $name:literal,)+) => {
        /// What a file of a cycle is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Subject { $($(#[$doc])* $Subject,)+ }

        impl Subject {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$Subject,)+];

            /// Its name in addresses and of files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$Subject => $name,)+ }
            }
        }
    };
}

subjects! {
    /// Projects.
    Projects = "projects",
    /// Their revisions.
    Revisions = "revisions",
    /// What happened to them.
    Events = "events",
    /// Reviews.
    Reviews = "reviews",
    /// Comments, questions, official answers.
    Comments = "comments",
    /// Appeals.
    Appeals = "appeals",
    /// Duties.
    Duties = "duties",
    /// Envelopes with their balances.
    Envelopes = "envelopes",
    /// Ledger entries.
    Ledger = "ledger",
    /// Contracts.
    Contracts = "contracts",
    /// Payments.
    Payments = "payments",
    /// Works.
    Works = "works",
    /// Their milestones.
    Milestones = "milestones",
    /// What residents say about them.
    Verdicts = "verdicts",
    /// Published reports with their figures.
    Reports = "reports",
    /// Official documents.
    Acts = "acts",
    /// Contests with their figures.
    Contests = "contests",
    /// Ballot items with what the votes gave them.
    BallotItems = "ballot-items",
    /// Steps of the cycle.
    Transitions = "transitions",
}

/// A part of a file, and where the next one begins.
pub struct Part {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Records in it.
    pub rows: usize,
    /// None after the last one.
    pub next: Option<Position>,
}

/// Which rows of a keyset come next.
#[derive(Clone, Copy)]
struct Chunk {
    after: Option<Id>,
    limit: i64,
}

/// The next part of a cycle's file; the first one with `after` none.
///
/// # Errors
/// `NotFound` cycle.
pub fn part(app: &App, cycle_id: Id, subject: Subject, format: Format, after: Option<Position>) -> Result<Part> {
    let (now, first) = (app.now(), after.is_none());
    let chunk = Chunk { after: after.map(|(_, id)| id), limit: CHUNK };
    app.store.read(|c| -> Result<Part> {
        let cycle = store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?.cycle;
        macro_rules! whole {
            ($header:ident, $records:expr) => {
                put(&whole::$header, &$records?, format, true, None)
            };
        }
        macro_rules! keyed {
            ($header:ident, $records:expr) => {{
                let records = $records?;
                let next = records.last().filter(|_| records.len() as i64 == CHUNK).map(|record| (0, record.id));
                put(&dialogue::$header, &records, format, first, next)
            }};
        }
        match subject {
            Subject::Projects => {
                let (records, next) = project::export::records(c, &cycle, after)?;
                put(&project::export::HEADER, &records, format, first, next)
            }
            Subject::Revisions => keyed!(REVISIONS, dialogue::revisions(c, &cycle, chunk)),
            Subject::Events => keyed!(EVENTS, dialogue::events(c, cycle_id, chunk)),
            Subject::Reviews => keyed!(REVIEWS, dialogue::reviews(c, cycle_id, chunk)),
            Subject::Comments => keyed!(COMMENTS, dialogue::comments(c, cycle_id, chunk)),
            Subject::Appeals => keyed!(APPEALS, dialogue::appeals(c, cycle_id, chunk)),
            Subject::Duties => whole!(DUTIES, whole::duties(c, cycle_id, now)),
            Subject::Envelopes => whole!(ENVELOPES, whole::envelopes(c, &cycle)),
            Subject::Ledger => put(&money::LEDGER, &money::ledger(c, &cycle)?, format, true, None),
            Subject::Contracts => put(&contracts::CONTRACTS, &contracts::contracts(c, &cycle)?, format, true, None),
            Subject::Payments => put(&money::PAYMENTS, &money::payments(c, &cycle)?, format, true, None),
            Subject::Works => put(&works::WORKS, &works::works(c, &cycle, now)?, format, true, None),
            Subject::Milestones => put(&works::MILESTONES, &works::milestones(c, &cycle, now)?, format, true, None),
            Subject::Verdicts => put(&works::VERDICTS, &works::verdicts(c, &cycle)?, format, true, None),
            Subject::Reports => put(&reports::REPORTS, &reports::reports(c, &cycle)?, format, true, None),
            Subject::Acts => whole!(ACTS, whole::acts(c, cycle_id)),
            Subject::Contests => whole!(CONTESTS, whole::contests(c, cycle_id)),
            Subject::BallotItems => whole!(BALLOT_ITEMS, whole::ballot_items(c, &cycle)),
            Subject::Transitions => whole!(TRANSITIONS, whole::transitions(c, cycle_id)),
        }
    })
}

/// The next part of the audit log's public part, which belongs to no cycle.
///
/// # Errors
/// Only the store's.
pub fn audit_part(app: &App, format: Format, after: Option<Position>) -> Result<Part> {
    let records = app.store.read(|c| whole::audit(c, after.map_or(0, |(seq, _)| seq), CHUNK))?;
    let next = records.last().filter(|_| records.len() as i64 == CHUNK).map(|record| (record.seq, Id::nil()));
    put(&whole::AUDIT, &records, format, after.is_none(), next)
}

fn put<T: Serialize>(
    header: &[&str],
    records: &[T],
    format: Format,
    first: bool,
    next: Option<Position>,
) -> Result<Part> {
    let bytes = match format {
        Format::Json => json(records, first, next.is_none())?,
        Format::JsonLines => lines(records)?,
        Format::Csv => csv(header, records, first)?,
    };
    Ok(Part { bytes, rows: records.len(), next })
}

/// Codes of a cycle's envelopes.
fn envelope_codes(c: &mut Conn, cycle: Id) -> Result<HashMap<Id, String>> {
    Ok(store::envelope::of_cycle(c, cycle)?.into_iter().map(|e| (e.id, e.code)).collect())
}

/// Kazakh and Russian of a text that may be missing.
fn both(text: Option<LocalText>) -> (Option<String>, Option<String>) {
    text.map(|text| (text.kk, text.ru)).unzip()
}

/// An amount in major units, by whole numbers alone.
pub(crate) fn major(amount: Money) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let minor = amount.0.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}

fn broken(e: impl std::fmt::Display) -> Error {
    Error::Broken(format!("export: {e}"))
}

/// The records as one document; `first` and `last` say where in the file they stand.
fn json(records: &[impl Serialize], first: bool, last: bool) -> Result<Vec<u8>> {
    let mut out = if first { b"{\"items\":[".to_vec() } else { Vec::new() };
    for (i, record) in records.iter().enumerate() {
        if i > 0 || !first {
            out.push(b',');
        }
        serde_json::to_writer(&mut out, record).map_err(broken)?;
    }
    if last {
        out.extend_from_slice(b"]}");
    }
    Ok(out)
}

/// The records, one per line.
fn lines(records: &[impl Serialize]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    for record in records {
        serde_json::to_writer(&mut out, record).map_err(broken)?;
        out.push(b'\n');
    }
    Ok(out)
}

/// The records as rows; the first part begins with the header.
fn csv(header: &[&str], records: &[impl Serialize], first: bool) -> Result<Vec<u8>> {
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    if first {
        out.write_record(header).map_err(broken)?;
    }
    for record in records {
        let value = serde_json::to_value(record).map_err(broken)?;
        debug_assert_eq!(value.as_object().map_or(0, serde_json::Map::len), header.len(), "a column for each field");
        let cell = |name: &&str| match &value[*name] {
            serde_json::Value::Null => String::new(),
            // An amount of ours may begin with a minus sign and is a number all the same.
            serde_json::Value::String(text) if matches!(*name, "cost" | "amount") => text.clone(),
            serde_json::Value::String(text) => harmless(text),
            other => other.to_string(),
        };
        out.write_record(header.iter().map(cell)).map_err(broken)?;
    }
    out.into_inner().map_err(broken)
}

/// A text that a spreadsheet does not take for a formula.
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_exactly() {
        assert_eq!(major(Money(50_000_000_001)), "500000000.01");
        assert_eq!(major(Money(7)), "0.07");
        assert_eq!(major(Money(-105)), "-1.05");
    }

    #[test]
    fn a_formula_is_a_text() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("@cmd"), "'@cmd");
        assert_eq!(harmless("жол = 2"), "жол = 2");
    }

    #[test]
    fn parts_make_one_document() {
        let text = [json(&[0_u8; 0], true, false), json(&[0_u8; 0], false, true)]
            .map(|part| String::from_utf8(part.unwrap()).unwrap());
        assert_eq!(text.concat(), "{\"items\":[]}");
        let header = csv(&["id", "number"], &[0_u8; 0], true).unwrap();
        assert_eq!(String::from_utf8(header).unwrap(), "id,number\r\n");
    }
}
