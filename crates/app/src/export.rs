//! Open data: records as JSON, JSON Lines and CSV.

use std::collections::HashMap;

use api_types::export::{BallotItemRecord, DutyRecord, LedgerRecord};
use domain::{Id, Lang, Money};
use serde::Serialize;
use store::Conn;

use crate::duty::domain_duty;
use crate::{App, Error, Result, contest};

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

/// What a file of a whole cycle is about; projects have a file in parts of their own ([`crate::project::export`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Duties.
    Duties,
    /// Ballot items with what the votes gave them.
    BallotItems,
    /// Ledger entries.
    Ledger,
}

/// A whole file: a cycle has a few thousand of these rows at most.
///
/// # Errors
/// `NotFound` cycle.
pub fn file(app: &App, cycle_id: Id, subject: Subject, format: Format) -> Result<Vec<u8>> {
    let now = app.now();
    app.store.read(|c| -> Result<Vec<u8>> {
        let cycle = store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?.cycle;
        match subject {
            Subject::Duties => whole(&DUTY_HEADER, &duties(c, cycle_id, now)?, format),
            Subject::BallotItems => whole(&ITEM_HEADER, &ballot_items(c, &cycle)?, format),
            Subject::Ledger => whole(&LEDGER_HEADER, &ledger(c, &cycle)?, format),
        }
    })
}

const DUTY_HEADER: [&str; 14] = [
    "id",
    "cycle_id",
    "district",
    "stage",
    "kind",
    "role",
    "project",
    "opened_at",
    "first_deadline",
    "deadline",
    "ended_at",
    "ending",
    "clause",
    "met",
];
const ITEM_HEADER: [&str; 16] = [
    "cycle_id",
    "contest_id",
    "contest",
    "contest_state",
    "number",
    "project",
    "name_kk",
    "name_ru",
    "category",
    "cost_minor",
    "cost",
    "currency",
    "state",
    "score",
    "outcome",
    "deviation",
];
const LEDGER_HEADER: [&str; 13] = [
    "id",
    "cycle_id",
    "envelope",
    "seq",
    "kind",
    "from_account",
    "to_account",
    "fiscal_year",
    "amount_minor",
    "amount",
    "currency",
    "act_id",
    "at",
];

fn whole<T: Serialize>(header: &[&str], records: &[T], format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Json => json(records, true, true),
        Format::JsonLines => lines(records),
        Format::Csv => csv(header, records, true),
    }
}

fn duties(c: &mut Conn, cycle_id: Id, now: domain::Moment) -> Result<Vec<DutyRecord>> {
    let districts: HashMap<Id, String> = store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect();
    let mut rows = store::duty::of_cycle(c, cycle_id)?;
    rows.sort_by_key(|row| (row.first_deadline, row.id));
    let wanted: Vec<Id> = rows.iter().filter_map(|row| row.proposal_id).collect();
    let projects: HashMap<Id, Option<String>> =
        store::proposal::names(c, &wanted)?.into_iter().map(|n| (n.id, n.number)).collect();
    let record = |row: store::duty::Duty| {
        let decided = row.ended_at.is_some() || row.first_deadline < now;
        DutyRecord {
            met: decided.then(|| domain_duty(&row).met()),
            id: row.id,
            cycle_id,
            district: row.district_id.and_then(|d| districts.get(&d).cloned()),
            stage: row.stage,
            kind: row.kind,
            role: row.role,
            project: row.proposal_id.and_then(|p| projects.get(&p).cloned().flatten()),
            opened_at: row.opened_at,
            first_deadline: row.first_deadline,
            deadline: row.deadline,
            ended_at: row.ended_at,
            ending: row.ending,
            clause: row.clause,
        }
    };
    Ok(rows.into_iter().map(record).collect())
}

fn ballot_items(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Vec<BallotItemRecord>> {
    let mut records = Vec::new();
    for row in store::contest::of_cycle(c, cycle.id)? {
        records.extend(contest::items(c, row.id)?.into_iter().map(|item| BallotItemRecord {
            cycle_id: cycle.id,
            contest_id: row.id,
            contest: row.code.clone(),
            contest_state: row.state,
            number: item.number,
            project: item.project_number,
            name_kk: item.name.kk,
            name_ru: item.name.ru,
            category: item.category,
            cost_minor: item.cost,
            cost: major(item.cost),
            currency: cycle.currency,
            state: item.state,
            score: item.score,
            outcome: item.outcome,
            deviation: item.deviation.map(|d| d.get(Lang::Ru).to_owned()),
        }));
    }
    Ok(records)
}

fn ledger(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Vec<LedgerRecord>> {
    let mut records = Vec::new();
    for envelope in store::envelope::of_cycle(c, cycle.id)? {
        for row in store::ledger::of_envelopes(c, &[envelope.id])? {
            // A transfer touches two envelopes and is told once, where it leaves.
            if row.envelope_id != envelope.id {
                continue;
            }
            records.push(LedgerRecord {
                id: row.id,
                cycle_id: cycle.id,
                envelope: envelope.code.clone(),
                seq: row.seq,
                kind: row.kind,
                from_account: row.from_account,
                to_account: row.to_account,
                fiscal_year: row.fiscal_year,
                amount_minor: row.amount,
                amount: major(row.amount),
                currency: cycle.currency,
                act_id: row.act_id,
                at: row.at,
            });
        }
    }
    Ok(records)
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

/// The records in this form; `first` and `last` say where in the file they stand.
pub(crate) fn json(records: &[impl Serialize], first: bool, last: bool) -> Result<Vec<u8>> {
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
pub(crate) fn lines(records: &[impl Serialize]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    for record in records {
        serde_json::to_writer(&mut out, record).map_err(broken)?;
        out.push(b'\n');
    }
    Ok(out)
}

/// The records in this form; `first` and `last` say where in the file they stand.
pub(crate) fn csv(header: &[&str], records: &[impl Serialize], first: bool) -> Result<Vec<u8>> {
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    if first {
        out.write_record(header).map_err(broken)?;
    }
    for record in records {
        let value = serde_json::to_value(record).map_err(broken)?;
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
