//! Open data of works: what is built, its milestones, what residents say.

use std::collections::HashMap;

use api_types::export::{MilestoneRecord, VerdictRecord, WorkRecord};
use domain::{Id, LocalText, Moment};
use store::Conn;
use store::cycle::Cycle;

use super::major;
use crate::{Result, milestone, work};

pub(super) const WORKS: [&str; 26] = [
    "id",
    "cycle_id",
    "number",
    "district",
    "name_kk",
    "name_ru",
    "body",
    "projects",
    "state",
    "state_since",
    "fiscal_year",
    "first_due_on",
    "due_on",
    "late_days",
    "percent",
    "amount_minor",
    "amount",
    "currency",
    "reserved_minor",
    "committed_minor",
    "paid_minor",
    "saved_minor",
    "accepted_on",
    "warranty_until",
    "confirms",
    "disputes",
];
pub(super) const MILESTONES: [&str; 13] = [
    "id",
    "work_id",
    "work",
    "ordinal",
    "name_kk",
    "name_ru",
    "body",
    "first_due_on",
    "due_on",
    "done_on",
    "late",
    "delays",
    "last_reason",
];
pub(super) const VERDICTS: [&str; 11] =
    ["id", "work_id", "work", "kind", "lang", "text", "channel", "created_at", "answered_at", "answer", "removed"];

/// Works by number.
pub(super) fn works(c: &mut Conn, cycle: &Cycle, now: Moment) -> Result<Vec<WorkRecord>> {
    let districts: HashMap<Id, String> = store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect();
    let rows = store::work::of_cycle(c, cycle.id)?;
    let record = |brief: api_types::work::WorkBrief| WorkRecord {
        id: brief.id,
        cycle_id: brief.cycle_id,
        number: brief.number,
        district: brief.district_id.and_then(|id| districts.get(&id).cloned()),
        name_kk: brief.name.kk,
        name_ru: brief.name.ru,
        body: brief.body.ru,
        projects: brief.projects.into_iter().filter_map(|p| p.number).collect::<Vec<_>>().join(" "),
        state: brief.state,
        state_since: brief.state_since,
        fiscal_year: brief.fiscal_year,
        first_due_on: brief.first_due_on,
        due_on: brief.due_on,
        late_days: brief.late_days,
        percent: brief.percent,
        amount_minor: brief.amount,
        amount: major(brief.amount),
        currency: brief.currency,
        reserved_minor: brief.money.reserved,
        committed_minor: brief.money.committed,
        paid_minor: brief.money.paid,
        saved_minor: brief.money.saved,
        accepted_on: brief.accepted_on,
        warranty_until: brief.warranty_until,
        confirms: brief.confirms,
        disputes: brief.disputes,
    };
    Ok(work::briefs(c, cycle, &rows, now)?.into_iter().map(record).collect())
}

/// Milestones by work and place.
pub(super) fn milestones(c: &mut Conn, cycle: &Cycle, now: Moment) -> Result<Vec<MilestoneRecord>> {
    let mut records = Vec::new();
    for row in store::work::of_cycle(c, cycle.id)? {
        records.extend(milestone::of_work(c, cycle, row.id, now)?.into_iter().map(|found| MilestoneRecord {
            id: found.id,
            work_id: row.id,
            work: row.number,
            ordinal: found.ordinal,
            name_kk: found.name.kk,
            name_ru: found.name.ru,
            body: found.body.ru,
            first_due_on: found.first_due_on,
            due_on: found.due_on,
            done_on: found.done_on,
            late: found.late,
            delays: found.delays.len() as i64,
            last_reason: found.delays.last().map(|delay| delay.reason.ru.clone()),
        }));
    }
    Ok(records)
}

/// Verdicts, oldest first; who gave them is on the pages, not in files.
pub(super) fn verdicts(c: &mut Conn, cycle: &Cycle) -> Result<Vec<VerdictRecord>> {
    let numbers: HashMap<Id, i32> =
        store::work::of_cycle(c, cycle.id)?.into_iter().map(|work| (work.id, work.number)).collect();
    let ids: Vec<Id> = numbers.keys().copied().collect();
    let mut records = Vec::new();
    for row in store::verdict::of_works(c, &ids)? {
        let duty = row.duty_id.map(|id| store::duty::find(c, id)).transpose()?.flatten();
        let answer: Option<LocalText> = duty.as_ref().and_then(|duty| duty.note.clone());
        records.push(VerdictRecord {
            id: row.id,
            work_id: row.work_id,
            work: numbers.get(&row.work_id).copied().unwrap_or_default(),
            kind: row.kind,
            lang: row.lang,
            text: row.text,
            channel: row.channel,
            created_at: row.created_at,
            answered_at: duty.and_then(|duty| duty.ended_at),
            answer: answer.map(|text| text.ru),
            removed: row.removed_at.is_some(),
        });
    }
    Ok(records)
}
