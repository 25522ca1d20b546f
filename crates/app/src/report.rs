//! Reports: drafted by officials in two languages, published with frozen figures and their hash, never changed afterwards.

pub(crate) mod figures;

use std::collections::HashMap;

use api_types::report::{Figures, PreviousReport, Report, ReportBrief, ReportCreate, ReportEdit, ReportList};
use domain::{DutyEnding, DutyKind, Id, LocalText, Operation, ReportKind, ReportState, Scope, authorise, report};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::cycle::Cycle;
use store::report::Report as Row;
use store::{Conn, Json, Tx};

use self::figures::About;
use crate::body::check_text;
use crate::cycle::topic;
use crate::secrets::hex;
use crate::{App, Caller, ConflictCode, Error, Faults, Result, audit, duty, idempotency};

/// Longest text, in characters.
const MAX_TEXT: usize = 20_000;

/// Published reports of a cycle; officials who may publish see the drafts of their districts too.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, caller: &Caller, cycle_id: Id) -> Result<ReportList> {
    let caller = caller.clone();
    app.store.read(|c| -> Result<ReportList> {
        let cycle = store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?.cycle;
        let rows = store::report::of_cycle(c, cycle_id)?;
        let seen: Vec<Row> = rows.into_iter().filter(|row| sees(&caller, &cycle, row)).collect();
        Ok(ReportList { items: briefs(c, &seen)? })
    })
}

/// A report with its figures and those of the year before. Drafts are for officials.
///
/// # Errors
/// `NotFound`, also for a draft that is not the caller's to see.
pub fn get(app: &App, caller: &Caller, id: Id) -> Result<Report> {
    let (caller, now) = (caller.clone(), app.now());
    app.store.read(|c| -> Result<Report> {
        let row = store::report::find(c, id)?.ok_or(Error::NotFound("report"))?;
        let cycle = cycle_of(c, &row)?;
        if !sees(&caller, &cycle, &row) {
            return Err(Error::NotFound("report"));
        }
        read(c, &cycle, row, now)
    })
}

/// The very bytes over which the hash of a published report was taken; public.
///
/// # Errors
/// `NotFound`, also for a draft.
pub fn frozen(app: &App, id: Id) -> Result<Vec<u8>> {
    let row = app.store.read(|c| store::report::find(c, id))?.ok_or(Error::NotFound("report"))?;
    bytes(&stored(&row)?.ok_or(Error::NotFound("report"))?)
}

/// What was promised and what was delivered, at this moment: of the city, of a district, of a project; public.
///
/// # Errors
/// `NotFound` cycle, district or project.
pub fn delivery(app: &App, cycle_id: Id, district: Option<Id>, project: Option<&str>) -> Result<Figures> {
    let now = app.now();
    app.store.read(|c| -> Result<Figures> {
        let cycle = store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?.cycle;
        let about = match (district, project) {
            (_, Some(number)) => About::Project(project_of(c, &cycle, number)?.id),
            (Some(id), None) => {
                store::district::find(c, id)?.ok_or(Error::NotFound("district"))?;
                About::District(id)
            }
            (None, None) => About::City,
        };
        figures::read(c, &cycle, about, now)
    })
}

/// Begins a report.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Conflict(exists)` when there is one about the same.
pub fn create(app: &App, caller: &Caller, input: &ReportCreate) -> Result<Report> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Report> {
        let cycle = store::cycle::fence(tx, input.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let mut faults = Faults::new();
        let about = [
            ("/district_id", input.kind == ReportKind::District, input.district_id.is_some()),
            ("/project", input.kind == ReportKind::Project, input.project.is_some()),
        ];
        for (place, wanted, given) in about {
            faults.require(given || !wanted, place, "required");
            faults.require(wanted || !given, place, "not_wanted");
        }
        check_text(&input.text, "/text", MAX_TEXT, &mut faults);
        let project = match &input.project {
            Some(number) => Some(project_of(tx, &cycle, number)?),
            None => None,
        };
        if let Some(id) = input.district_id {
            store::district::find(tx, id)?.ok_or(Error::NotFound("district"))?;
        }
        let district_id = input.district_id.or(project.as_ref().map(|p| p.district_id));
        may(&actor, &cycle, district_id)?;
        faults.check()?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::report::find(tx, earlier)?.ok_or(Error::NotFound("report"))?;
            let now = tx.now();
            return read(tx, &cycle, row, now);
        }
        let proposal_id = project.map(|p| p.id);
        let subject_id = proposal_id.or(input.district_id).unwrap_or(cycle.id);
        if store::report::about(tx, cycle.id, input.kind, subject_id)?.is_some() {
            return Err(Error::Conflict(ConflictCode::Exists));
        }
        let now = tx.now();
        let row = Row {
            id,
            cycle_id: cycle.id,
            kind: input.kind,
            subject_id,
            district_id,
            proposal_id,
            state: ReportState::Draft,
            text: input.text.clone(),
            figures: None,
            hash: None,
            created_at: now,
            created_by: actor.account_id,
            updated_at: now,
            published_at: None,
            published_by: None,
            version: 1,
        };
        store::report::insert(tx, &row)?;
        audit::record(tx, &actor, "report_begun", "report", id, district_id, json!({ "kind": row.kind }));
        read(tx, &cycle, row, now)
    })
}

/// Writes other words into a draft.
///
/// # Errors
/// `NotFound`; `Denied`; `Stale`; `Invalid`; `Refused` for a published one.
pub fn edit(app: &App, caller: &Caller, id: Id, version: i64, input: &ReportEdit) -> Result<Report> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Report> {
        let (cycle, mut row) = lock(tx, &actor, id, version)?;
        if row.state != ReportState::Draft {
            let published = domain::Refusal::with(domain::RefusalCode::WrongState, row.state);
            return Err(domain::Refusals::one(published).into());
        }
        let mut faults = Faults::new();
        check_text(&input.text, "/text", MAX_TEXT, &mut faults);
        faults.check()?;
        row.text = input.text.clone();
        row.updated_at = tx.now();
        save(tx, &mut row)?;
        audit::record(tx, &actor, "report_edited", "report", id, row.district_id, json!({}));
        let now = tx.now();
        read(tx, &cycle, row, now)
    })
}

/// Publishes a report: its figures are frozen with their hash, the duty to publish it is met.
///
/// # Errors
/// `NotFound`; `Denied`; `Stale`; `Refused` with every reason.
pub fn publish(app: &App, caller: &Caller, id: Id, version: i64) -> Result<Report> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<Report> {
        let (cycle, mut row) = lock(tx, &actor, id, version)?;
        row.state = report::publish(row.kind, row.state, cycle.phase)?;
        let now = tx.now();
        let figures = figures::read(tx, &cycle, about(&row), now)?;
        row.hash = Some(hex(&Sha256::digest(bytes(&figures)?)));
        let value = serde_json::to_value(&figures).map_err(|e| Error::Broken(format!("figures: {e}")))?;
        row.figures = Some(Json(value));
        row.published_at = Some(now);
        row.published_by = actor.account_id;
        row.updated_at = now;
        save(tx, &mut row)?;
        duty::end_about(tx, row.subject_id, &[DutyKind::PublishReport], DutyEnding::Done, actor.account_id)?;
        let payload = json!({ "kind": row.kind, "hash": row.hash });
        audit::record(tx, &actor, "report_published", "report", id, row.district_id, payload);
        tx.touch("reports");
        tx.touch(topic(cycle.id));
        read(tx, &cycle, row, now)
    })
}

/// Public reports of all cycles, for snapshots: cycle and list.
///
/// # Errors
/// Only the store's.
pub fn pages(app: &App) -> Result<Vec<(Id, ReportList)>> {
    app.store.read(|c| -> Result<Vec<(Id, ReportList)>> {
        let mut pages = Vec::new();
        for context in store::cycle::list(c)? {
            let mut rows = store::report::of_cycle(c, context.cycle.id)?;
            rows.retain(|row| row.state == ReportState::Published);
            pages.push((context.cycle.id, ReportList { items: briefs(c, &rows)? }));
        }
        Ok(pages)
    })
}

/// Published reports of a cycle with their words and their figures as they were frozen.
pub(crate) fn published(c: &mut Conn, cycle_id: Id) -> Result<Vec<(ReportBrief, LocalText, Figures)>> {
    let mut rows = store::report::of_cycle(c, cycle_id)?;
    rows.retain(|row| row.state == ReportState::Published);
    let mut found = Vec::with_capacity(rows.len());
    for (brief, row) in briefs(c, &rows)?.into_iter().zip(rows) {
        let figures = stored(&row)?.ok_or_else(|| Error::Broken("a published report without figures".into()))?;
        found.push((brief, row.text, figures));
    }
    Ok(found)
}

fn about(row: &Row) -> About {
    match (row.kind, row.proposal_id, row.district_id) {
        (ReportKind::Project, Some(id), _) => About::Project(id),
        (ReportKind::District, _, Some(id)) => About::District(id),
        _ => About::City,
    }
}

fn may(caller: &Caller, cycle: &Cycle, district: Option<Id>) -> Result<()> {
    let scope = Scope { district, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, Operation::PublishReport, &scope)?;
    Ok(())
}

fn sees(caller: &Caller, cycle: &Cycle, row: &Row) -> bool {
    row.state == ReportState::Published || may(caller, cycle, row.district_id).is_ok()
}

fn lock(tx: &mut Tx, caller: &Caller, id: Id, version: i64) -> Result<(Cycle, Row)> {
    let cycle_id = store::report::find(tx, id)?.ok_or(Error::NotFound("report"))?.cycle_id;
    let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let row = store::report::lock(tx, id)?.ok_or(Error::NotFound("report"))?;
    may(caller, &cycle, row.district_id)?;
    if row.version != version {
        return Err(Error::Stale);
    }
    Ok((cycle, row))
}

fn save(tx: &mut Tx, row: &mut Row) -> Result<()> {
    if store::report::update(tx, row)? { Ok(()) } else { Err(Error::Stale) }
}

fn cycle_of(c: &mut Conn, row: &Row) -> Result<Cycle> {
    let found = store::cycle::find(c, row.cycle_id)?;
    found.ok_or_else(|| Error::Broken("a report without its cycle".into()))
}

fn project_of(c: &mut Conn, cycle: &Cycle, number: &str) -> Result<store::proposal::Proposal> {
    let found = store::project::by_number(c, &number.trim().to_uppercase())?;
    found.filter(|p| p.cycle_id == cycle.id && crate::project::is_public(p)).ok_or(Error::NotFound("project"))
}

/// The figures as they were frozen.
fn stored(row: &Row) -> Result<Option<Figures>> {
    let read = |Json(value): &Json<serde_json::Value>| serde_json::from_value(value.clone());
    row.figures.as_ref().map(read).transpose().map_err(|e| Error::Broken(format!("stored figures: {e}")))
}

/// Figures in the order of their fields: PostgreSQL keeps JSON in an order of its own.
fn bytes(figures: &Figures) -> Result<Vec<u8>> {
    serde_json::to_vec(figures).map_err(|e| Error::Broken(format!("figures: {e}")))
}

fn briefs(c: &mut Conn, rows: &[Row]) -> Result<Vec<ReportBrief>> {
    let ids: Vec<Id> = rows.iter().filter_map(|row| row.proposal_id).collect();
    let names = store::proposal::names(c, &ids)?;
    let numbers: HashMap<Id, String> =
        names.into_iter().filter_map(|n| n.number.map(|number| (n.id, number))).collect();
    let brief = |row: &Row| ReportBrief {
        id: row.id,
        cycle_id: row.cycle_id,
        kind: row.kind,
        district_id: row.district_id,
        project: row.proposal_id.and_then(|id| numbers.get(&id).cloned()),
        state: row.state,
        published_at: row.published_at,
        hash: row.hash.clone(),
        version: row.version,
    };
    Ok(rows.iter().map(brief).collect())
}

fn read(c: &mut Conn, cycle: &Cycle, row: Row, now: domain::Moment) -> Result<Report> {
    let figures = match stored(&row)? {
        Some(frozen) => frozen,
        None => figures::read(c, cycle, about(&row), now)?,
    };
    let brief = briefs(c, std::slice::from_ref(&row))?.pop().ok_or(Error::NotFound("report"))?;
    Ok(Report { brief, previous: previous(c, cycle, &row)?, text: row.text, figures })
}

/// The report about the same of the cycle before in the same programme.
fn previous(c: &mut Conn, cycle: &Cycle, row: &Row) -> Result<Option<PreviousReport>> {
    if row.kind == ReportKind::Project {
        return Ok(None);
    }
    let year = |cycle: &Cycle| cycle.fiscal_years.0.iter().copied().min().unwrap_or_default();
    let mut earlier: Vec<(i32, Id, LocalText)> = store::cycle::list(c)?
        .into_iter()
        .map(|context| context.cycle)
        .filter(|other| other.programme_id == cycle.programme_id && other.id != cycle.id && year(other) < year(cycle))
        .map(|other| (year(&other), other.id, other.name))
        .collect();
    earlier.sort_by_key(|(year, ..)| std::cmp::Reverse(*year));
    for (_, id, name) in earlier {
        let subject = row.district_id.unwrap_or(id);
        let found = store::report::about(c, id, row.kind, subject)?;
        let Some(found) = found.filter(|found| found.state == ReportState::Published) else { continue };
        if let (Some(figures), Some(brief)) = (stored(&found)?, briefs(c, std::slice::from_ref(&found))?.pop()) {
            return Ok(Some(PreviousReport { brief, cycle: name, figures }));
        }
    }
    Ok(None)
}
