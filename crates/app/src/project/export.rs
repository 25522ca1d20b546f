//! Projects as open data: JSON, JSON Lines and CSV, in chunks, so that a whole cycle never lies in memory.

use std::collections::HashMap;

use api_types::project::ProjectRecord;
use domain::{Id, Lang, Money};
use store::Conn;
use store::page::Seek;
use store::project::{Position, ProjectFilter, Sort};
use store::proposal::{Proposal, ProposalRevision};

use super::briefs;
use crate::proposal::content;
use crate::{App, Error, Result};

/// Projects read at once.
const CHUNK: u16 = 200;
/// Columns of the CSV file.
const HEADER: [&str; 20] = [
    "id",
    "number",
    "cycle_id",
    "district",
    "category",
    "state",
    "outcome",
    "lang",
    "title_kk",
    "title_ru",
    "title_en",
    "cost_minor",
    "cost",
    "currency",
    "supports",
    "comments",
    "lat",
    "lon",
    "submitted_at",
    "state_since",
];

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

/// A part of the file, and where the next one begins.
pub struct Part {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// None after the last one.
    pub next: Option<Position>,
}

/// The next part of a cycle's file; the first one with `after` none.
///
/// # Errors
/// `NotFound` cycle.
pub fn part(app: &App, cycle_id: Id, format: Format, after: Option<Position>) -> Result<Part> {
    let first = after.is_none();
    let (records, next) = app.store.read(|c| -> Result<_> {
        let context = store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let filter = ProjectFilter { cycle_id: Some(cycle_id), ..ProjectFilter::default() };
        let page = store::project::page(c, &filter, Sort::Newest, &Seek { after, limit: CHUNK })?;
        Ok((records(c, &page.items, context.cycle.currency)?, page.next))
    })?;
    let bytes = match format {
        Format::Json => json(&records, first, next.is_none())?,
        Format::JsonLines => lines(&records)?,
        Format::Csv => csv(&records, first)?,
    };
    Ok(Part { bytes, next })
}

fn records(c: &mut Conn, rows: &[Proposal], currency: domain::Currency) -> Result<Vec<ProjectRecord>> {
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let revisions: HashMap<Id, ProposalRevision> =
        store::proposal::current_revisions(c, &ids)?.into_iter().map(|r| (r.proposal_id, r)).collect();
    let districts: HashMap<Id, String> = store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect();
    let briefs = briefs(c, rows)?;
    rows.iter()
        .zip(briefs)
        .map(|(row, brief)| {
            let place = revisions.get(&row.id).map(content::place).transpose()?.flatten();
            let lang = brief.title.lang;
            let titles: Vec<_> = std::iter::once(brief.title).chain(brief.titles).collect();
            let title = |lang: Lang| titles.iter().find(|t| t.lang == lang).map(|t| t.text.clone());
            Ok(ProjectRecord {
                id: brief.id,
                number: brief.number,
                cycle_id: brief.cycle_id,
                district: districts.get(&row.district_id).cloned().unwrap_or_default(),
                category: brief.category,
                state: brief.state,
                outcome: brief.outcome,
                lang,
                title_kk: title(Lang::Kk),
                title_ru: title(Lang::Ru),
                title_en: title(Lang::En),
                cost_minor: brief.cost,
                cost: major(brief.cost),
                currency,
                supports: brief.supports,
                comments: brief.comments,
                lat: place.as_ref().map(|p| p.lat),
                lon: place.as_ref().map(|p| p.lon),
                submitted_at: row.submitted_at,
                state_since: brief.state_since,
            })
        })
        .collect()
}

/// An amount in major units, by whole numbers alone.
fn major(amount: Money) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let minor = amount.0.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}

fn broken(e: impl std::fmt::Display) -> Error {
    Error::Broken(format!("export: {e}"))
}

fn json(records: &[ProjectRecord], first: bool, last: bool) -> Result<Vec<u8>> {
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

fn lines(records: &[ProjectRecord]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    for record in records {
        serde_json::to_writer(&mut out, record).map_err(broken)?;
        out.push(b'\n');
    }
    Ok(out)
}

fn csv(records: &[ProjectRecord], first: bool) -> Result<Vec<u8>> {
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    if first {
        out.write_record(HEADER).map_err(broken)?;
    }
    for record in records {
        let value = serde_json::to_value(record).map_err(broken)?;
        let cell = |name: &&str| match &value[*name] {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) if *name != "cost" => harmless(text),
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        out.write_record(HEADER.iter().map(cell)).map_err(broken)?;
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
        let text =
            [json(&[], true, false), json(&[], false, true)].map(|part| String::from_utf8(part.unwrap()).unwrap());
        assert_eq!(text.concat(), "{\"items\":[]}");
        assert!(String::from_utf8(csv(&[], true).unwrap()).unwrap().starts_with("id,number,"));
    }
}
