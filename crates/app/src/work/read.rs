//! A work's whole page.

use std::collections::HashMap;

use api_types::act::Act;
use api_types::photo::Photo;
use api_types::work::{Acceptance, Work, WorkContract, WorkItem, WorkStep, WorkUpdate};
use domain::work::WORK_TABLE;
use domain::{Id, LocalText, Moment, Money};
use store::Conn;
use store::photo::PhotoBrief;
use store::work::Work as Row;
use store::work_update::WorkUpdate as UpdateRow;

use super::{list, money};
use crate::{App, Error, Result, act, defect, milestone, verdict};

/// One work with everything about it; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Work> {
    let now = app.now();
    app.store.read(|c| -> Result<Work> { read(c, id, now) })
}

/// The same inside a transaction.
pub(crate) fn read(c: &mut Conn, id: Id, now: Moment) -> Result<Work> {
    let row = store::work::find(c, id)?.ok_or(Error::NotFound("work"))?;
    let cycle = store::cycle::find(c, row.cycle_id)?.ok_or_else(|| Error::Broken("a work without its cycle".into()))?;
    let brief = list::briefs(c, &cycle, std::slice::from_ref(&row), now)?.pop().ok_or(Error::NotFound("work"))?;
    let acts = acts(c, cycle.id)?;
    let photos = photos_of(c, id)?;
    let updates = store::work_update::of_work(c, id)?;
    Ok(Work {
        brief,
        items: items(c, id)?,
        events: steps(c, id, &acts)?,
        possible: domain::machine::events(WORK_TABLE, row.state),
        milestones: milestone::of_work(c, &cycle, id, now)?,
        updates: updates.into_iter().map(|update| with_photos(update, &photos)).collect(),
        contracts: contracts(c, cycle.id, id)?,
        acceptance: acceptance(&row, &acts),
        verdicts: verdict::of_work(c, id, &photos, now)?,
        defects: defect::of_work(c, id, &photos, now)?,
        description: row.description,
        version: row.version,
    })
}

fn acts(c: &mut Conn, cycle_id: Id) -> Result<HashMap<Id, Act>> {
    let names: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let named = |row: store::act::Act| Some((row.id, act::to_dto(row.clone(), names.get(&row.body_id).cloned()?)));
    Ok(store::act::list(c, cycle_id)?.into_iter().filter_map(named).collect())
}

fn acceptance(row: &Row, acts: &HashMap<Id, Act>) -> Option<Acceptance> {
    Some(Acceptance {
        act: row.acceptance_act_id.and_then(|id| acts.get(&id).cloned()),
        accepted_on: row.accepted_on?,
        supervisor: row.supervisor.clone(),
        maintainer: row.maintainer.clone(),
    })
}

fn items(c: &mut Conn, id: Id) -> Result<Vec<WorkItem>> {
    let parts = store::work::items(c, &[id])?;
    let rows = store::ballot_item::some(c, &parts.iter().map(|part| part.ballot_item_id).collect::<Vec<_>>())?;
    let projects = list::of_items(c, &rows)?;
    let amounts: HashMap<Id, Money> = parts.into_iter().map(|part| (part.ballot_item_id, part.amount)).collect();
    let item = |row: store::ballot_item::BallotItem| WorkItem {
        ballot_item_id: row.id,
        contest_id: row.contest_id,
        envelope_id: row.envelope_id,
        number: row.number,
        project: projects.get(&row.id).cloned(),
        amount: amounts.get(&row.id).copied().unwrap_or_default(),
        name: row.name,
        cost: row.cost,
    };
    Ok(rows.into_iter().map(item).collect())
}

fn steps(c: &mut Conn, id: Id, acts: &HashMap<Id, Act>) -> Result<Vec<WorkStep>> {
    let step = |row: store::work::WorkEvent| {
        let detail = row.detail.map(|detail| serde_json::from_value(detail.0)).transpose();
        Ok(WorkStep {
            id: row.id,
            event: row.event,
            from: row.from_state,
            to: row.to_state,
            at: row.at,
            reason: row.reason,
            act: row.act_id.and_then(|id| acts.get(&id).cloned()),
            contract_id: row.contract_id,
            fiscal_year: row.fiscal_year,
            detail: detail.map_err(|e| Error::Broken(format!("detail of a work's event: {e}")))?,
        })
    };
    store::work::events(c, id)?.into_iter().map(step).collect()
}

fn contracts(c: &mut Conn, cycle_id: Id, id: Id) -> Result<Vec<WorkContract>> {
    let mut amounts: HashMap<Id, Money> = HashMap::new();
    for part in store::contract::of_works(c, &[id])? {
        let sum = amounts.entry(part.contract_id).or_default();
        *sum = sum.plus(part.amount).ok_or_else(|| Error::Broken("parts of a contract do not fit".into()))?;
    }
    let paid = money::paid_under(c, cycle_id, id)?;
    let mut shown = Vec::new();
    for (contract_id, amount) in amounts {
        let missing = || Error::Broken("a part of no contract".into());
        let row = store::contract::find(c, contract_id)?.ok_or_else(missing)?;
        shown.push(WorkContract {
            id: contract_id,
            number: row.number,
            subject: row.subject,
            supplier: row.supplier,
            state: row.state,
            signed_on: row.signed_on,
            ends_on: row.ends_on,
            amount,
            paid: paid.get(&contract_id).copied().unwrap_or_default(),
        });
    }
    shown.sort_by_key(|contract| (contract.signed_on, contract.id));
    Ok(shown)
}

/// Photos of a work by what they belong to.
pub(crate) fn photos_of(c: &mut Conn, work_id: Id) -> Result<HashMap<Id, Vec<Photo>>> {
    let mut photos: HashMap<Id, Vec<Photo>> = HashMap::new();
    for row in store::photo::of_work(c, work_id)? {
        let subject = row.subject_id;
        photos.entry(subject).or_default().push(photo(row));
    }
    Ok(photos)
}

/// A photo as pages show it.
pub(crate) fn photo(row: PhotoBrief) -> Photo {
    let PhotoBrief { id, media_type, width, height, alt, created_at, removed_reason, .. } = row;
    Photo { id, media_type, width, height, alt, created_at, removed_reason: removed_reason.as_deref().map(reason) }
}

/// The reason of a removal, as it is kept: both languages as JSON.
pub(crate) fn reason(stored: &str) -> LocalText {
    serde_json::from_str(stored).unwrap_or_else(|_| LocalText::same(stored))
}

fn with_photos(row: UpdateRow, photos: &HashMap<Id, Vec<Photo>>) -> WorkUpdate {
    let UpdateRow { id, work_id: _, text, percent, at, account_id: _ } = row;
    WorkUpdate { id, text, percent, at, photos: photos.get(&id).cloned().unwrap_or_default() }
}

/// One piece of news.
pub(super) fn update(c: &mut Conn, row: UpdateRow) -> Result<WorkUpdate> {
    let photos = photos_of(c, row.work_id)?;
    Ok(with_photos(row, &photos))
}
