//! Imports the register from CSV: all of the file is checked first, then compared, then written in chunks that stay
//! invisible until the last write completes the import.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use api_types::account::SecretText;
use api_types::resident::{PrintedCode, ResidentImport};
use domain::{Id, Operation, ProofLevel, Scope, authorise};
use serde_json::json;
use store::import_run::ImportRun;
use store::person::Person;

use super::file::{self, Row};
use super::{code_hash, new_code, normal_code};
use crate::secrets::new_private_file;
use crate::{App, Caller, Error, Result, audit, calendar};

/// Which day it is where the registers are kept; it only bounds what a file may say.
pub(super) const ZONE: &str = "Asia/Almaty";
/// Kind of the import run.
const KIND: &str = "residents";
/// Rows a transaction writes; each stays far below 5 ms a hundred.
const CHUNK: usize = 200;
/// An import that was not completed for this long is dead and is cleared away by the next.
const DEAD_AFTER: time::Duration = time::Duration::minutes(10);

/// What to import.
pub struct Import<'a> {
    /// City whose register it is.
    pub city_id: Id,
    /// Name of the file, for the record.
    pub source: &'a str,
    /// The file.
    pub bytes: &'a [u8],
    /// Only compare.
    pub dry_run: bool,
    /// Told how many rows are done, of how many; for a progress bar.
    pub progress: &'a dyn Fn(u64, u64),
}

/// What must be written.
#[derive(Default)]
struct Diff {
    added: Vec<Row>,
    changed: Vec<Person>,
    unchanged: u64,
    left: Vec<Id>,
}

/// Imports a file. Residents who are new get a printed one-time code; those of the file's districts who are missing from it
/// have left. The answer is the only place where the codes ever stand.
///
/// # Errors
/// `Denied`; `NotFound` city; `Invalid` with every fault by line; `Busy` while another import runs.
pub fn import(app: &App, caller: &Caller, import: &Import<'_>) -> Result<ResidentImport> {
    authorise(&caller.actor, Operation::ImportResidents, &Scope::default())?;
    let city = app.store.read(|c| store::city::find(c, import.city_id))?.ok_or(Error::NotFound("city"))?;
    let districts = app.store.read(|c| store::district::list(c, city.id))?;
    let by_code: HashMap<String, Id> = districts.into_iter().map(|d| (d.code, d.id)).collect();
    let today = calendar::date(ZONE, app.now()).map_err(|e| Error::Broken(format!("zone: {e}")))?;
    let rows = file::read(import.bytes, &app.secrets.iin, &by_code, today)?;
    let total = rows.len() as u64;
    let diff = compare(app, rows)?;
    let mut report = ResidentImport {
        id: None,
        rows: total,
        added: diff.added.len() as u64,
        changed: diff.changed.len() as u64,
        unchanged: diff.unchanged,
        left: diff.left.len() as u64,
        codes: Vec::new(),
    };
    if import.dry_run {
        return Ok(report);
    }
    clear_dead(app)?;
    let id = begin(app, caller, import.source, total)?;
    report.codes = add(app, city.id, id, &diff.added, &|done| (import.progress)(done, total))?;
    change(app, diff.changed)?;
    leave(app, diff.left)?;
    let counts = json!({ "rows": total, "added": report.added, "changed": report.changed, "unchanged": report.unchanged, "left": report.left });
    let (caller, row_count) = (caller.clone(), count(total)?);
    app.store.write(app.now(), move |tx| -> Result<()> {
        if !store::import_run::complete(tx, id, row_count)? {
            return Err(Error::Broken("the import was cleared away while it ran".into()));
        }
        audit::record(tx, &caller, "residents_imported", "import_run", id, None, counts.clone());
        Ok(())
    })?;
    (import.progress)(total, total);
    report.id = Some(id);
    Ok(report)
}

/// Writes the printed codes as `line,code` into a new file that only its owner may read: for `qatysu import residents`.
///
/// # Errors
/// The system's; an existing file is never overwritten.
pub fn write_codes(path: &Path, codes: &[PrintedCode]) -> std::io::Result<()> {
    let mut out = new_private_file(path)?;
    writeln!(out, "line,code")?;
    for PrintedCode { line, code } in codes {
        writeln!(out, "{line},{}", code.0)?;
    }
    out.sync_all()
}

fn compare(app: &App, rows: Vec<Row>) -> Result<Diff> {
    let mut diff = Diff::default();
    let districts: Vec<Id> = file::districts(&rows).into_iter().collect();
    let in_file: HashSet<Vec<u8>> = rows.iter().map(|r| r.iin_hmac.clone()).collect();
    let dead: HashSet<Id> =
        app.store.read(|c| store::import_run::incomplete(c, KIND))?.into_iter().map(|run| run.id).collect();
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<Row> = rows.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        let hmacs: Vec<Vec<u8>> = chunk.iter().map(|r| r.iin_hmac.clone()).collect();
        let known = app.store.read(|c| store::person::with_iins(c, &hmacs))?;
        let mut known: HashMap<Vec<u8>, Person> = known
            .into_iter()
            .filter(|p| !p.import_id.is_some_and(|run| dead.contains(&run)))
            .filter_map(|p| Some((p.iin_hmac.clone()?, p)))
            .collect();
        for row in chunk {
            match known.remove(&row.iin_hmac) {
                None => diff.added.push(row),
                Some(person) => match updated(&person, row) {
                    Some(new) => diff.changed.push(new),
                    None => diff.unchanged += 1,
                },
            }
        }
    }
    let mut after = None;
    loop {
        let page = app.store.read(|c| store::person::of_districts(c, &districts, after, 1_000))?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        diff.left.extend(
            page.into_iter().filter(|(_, hmac)| hmac.as_ref().is_some_and(|h| !in_file.contains(h))).map(|(id, _)| id),
        );
    }
    Ok(diff)
}

/// The person as the file has them now, or None when nothing differs.
fn updated(person: &Person, row: Row) -> Option<Person> {
    let Row { line: _, iin_hmac: _, family_name, given_name, birth_date, district_id, registration, registered_since } =
        row;
    let new = Person {
        family_name,
        given_name,
        birth_date,
        district_id,
        registration,
        registered_since,
        left_at: None,
        ..person.clone()
    };
    (new != *person).then_some(new)
}

/// Clears away what a crashed import left; a live one makes the caller wait.
fn clear_dead(app: &App) -> Result<()> {
    let now = app.now();
    for run in app.store.read(|c| store::import_run::incomplete(c, KIND))? {
        if run.created_at + DEAD_AFTER > now {
            return Err(Error::Busy);
        }
        while app.store.write(now, move |tx| store::person::purge_import(tx, run.id, CHUNK as i64))? > 0 {}
        app.store.write(now, move |tx| store::import_run::delete(tx, run.id))?;
    }
    Ok(())
}

fn begin(app: &App, caller: &Caller, source: &str, rows: u64) -> Result<Id> {
    let (source, created_by) = (source.to_owned(), caller.account_id);
    let row_count = count(rows)?;
    app.store.write(app.now(), move |tx| -> Result<Id> {
        let run = ImportRun {
            id: tx.new_id(),
            kind: KIND.to_owned(),
            source: source.clone(),
            complete: false,
            row_count,
            created_at: tx.now(),
            created_by,
        };
        store::import_run::insert(tx, &run)?;
        Ok(run.id)
    })
}

fn count(rows: u64) -> Result<i64> {
    i64::try_from(rows).map_err(|_| Error::Broken("a file of that many rows".into()))
}

fn add(app: &App, city_id: Id, import_id: Id, rows: &[Row], progress: &dyn Fn(u64)) -> Result<Vec<PrintedCode>> {
    let mut codes = Vec::with_capacity(rows.len());
    for (i, chunk) in rows.chunks(CHUNK).enumerate() {
        let mut people = Vec::with_capacity(chunk.len());
        for row in chunk {
            let code = new_code()?;
            let mut person = new_person(app, city_id, import_id, row);
            person.code_hash = Some(code_hash(&app.secrets.data, &person, &normal_code(code.expose())));
            codes.push(PrintedCode { line: row.line, code: SecretText(code.expose().clone()) });
            people.push(person);
        }
        let people = Arc::new(people);
        app.store.write(app.now(), move |tx| store::person::insert_all(tx, &people))?;
        progress((i * CHUNK + chunk.len()) as u64);
    }
    Ok(codes)
}

fn new_person(app: &App, city_id: Id, import_id: Id, row: &Row) -> Person {
    let Row { line: _, iin_hmac, family_name, given_name, birth_date, district_id, registration, registered_since } =
        row.clone();
    Person {
        id: Id::new_v4(),
        city_id,
        district_id,
        iin_hmac: Some(iin_hmac),
        iin_key: Some(app.secrets.iin.id.clone()),
        family_name,
        given_name,
        birth_date,
        registration,
        registered_since,
        proof: ProofLevel::Account,
        code_hash: None,
        code_tries: 0,
        import_id: Some(import_id),
        left_at: None,
    }
}

/// Each change is whole by itself and an import that is repeated makes the missing ones, so they need no invisibility.
fn change(app: &App, people: Vec<Person>) -> Result<()> {
    let people = Arc::new(people);
    for start in (0..people.len()).step_by(CHUNK) {
        let people = people.clone();
        app.store.write(app.now(), move |tx| -> Result<()> {
            for new in people.iter().skip(start).take(CHUNK) {
                // Only the file's columns: proof, code and tries may have moved since the comparison.
                let Some(mut person) = store::person::find(tx, new.id)? else { continue };
                let Person { family_name, given_name, birth_date, district_id, registration, registered_since, .. } =
                    new.clone();
                person = Person {
                    family_name,
                    given_name,
                    birth_date,
                    district_id,
                    registration,
                    registered_since,
                    left_at: None,
                    ..person
                };
                store::person::update(tx, &person)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn leave(app: &App, ids: Vec<Id>) -> Result<()> {
    for chunk in ids.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        app.store.write(app.now(), move |tx| {
            let now = tx.now();
            store::person::leave(tx, &chunk, now)
        })?;
    }
    Ok(())
}
