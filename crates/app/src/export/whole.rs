//! Open data of a whole cycle: duties, ballot items, envelopes, acts, contests, transitions; and of the audit log.

use std::collections::HashMap;

use api_types::export::{
    AuditRecord, BallotItemRecord, ContestRecord, DutyRecord, EnvelopeRecord, OfficialActRecord, TransitionRecord,
};
use domain::{Id, Lang};
use store::Conn;

use super::{both, major};
use crate::contest::{ballot_rule, counting_rule};
use crate::duty::domain_duty;
use crate::secrets::hex;
use crate::{Result, contest, envelope};

pub(super) const DUTIES: [&str; 14] = [
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
pub(super) const BALLOT_ITEMS: [&str; 16] = [
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
pub(super) const ENVELOPES: [&str; 11] = [
    "envelope_id",
    "cycle_id",
    "envelope",
    "name_kk",
    "name_ru",
    "district",
    "fiscal_year",
    "account",
    "amount_minor",
    "amount",
    "currency",
];
pub(super) const ACTS: [&str; 10] =
    ["id", "cycle_id", "body_id", "body_kk", "body_ru", "number", "date", "title_kk", "title_ru", "recorded_at"];
pub(super) const CONTESTS: [&str; 20] = [
    "id",
    "cycle_id",
    "contest",
    "district",
    "name_kk",
    "name_ru",
    "state",
    "opens_at",
    "closes_at",
    "ballot",
    "max_choices",
    "counting",
    "items",
    "roll",
    "voted",
    "ballots",
    "counted_at",
    "count_hash",
    "act_id",
    "decided_at",
];
pub(super) const TRANSITIONS: [&str; 9] =
    ["id", "cycle_id", "event", "from", "to", "by_calendar", "reason_kk", "reason_ru", "at"];
pub(super) const AUDIT: [&str; 10] =
    ["seq", "at", "actor", "action", "subject", "subject_id", "district", "payload_hash", "previous", "hash"];

pub(super) fn duties(c: &mut Conn, cycle_id: Id, now: domain::Moment) -> Result<Vec<DutyRecord>> {
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

pub(super) fn ballot_items(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Vec<BallotItemRecord>> {
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

fn district_codes(c: &mut Conn) -> Result<HashMap<Id, String>> {
    Ok(store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect())
}

pub(super) fn envelopes(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Vec<EnvelopeRecord>> {
    let districts = district_codes(c)?;
    let mut balances = envelope::balances(c, cycle.id)?;
    balances.sort_by_key(|(id, b)| (*id, b.fiscal_year, b.account));
    let mut records = Vec::new();
    for row in store::envelope::of_cycle(c, cycle.id)? {
        for (_, balance) in balances.iter().filter(|(id, _)| *id == row.id) {
            records.push(EnvelopeRecord {
                envelope_id: row.id,
                cycle_id: cycle.id,
                envelope: row.code.clone(),
                name_kk: row.name.kk.clone(),
                name_ru: row.name.ru.clone(),
                district: row.district_id.and_then(|d| districts.get(&d).cloned()),
                fiscal_year: balance.fiscal_year,
                account: balance.account,
                amount_minor: balance.amount,
                amount: major(balance.amount),
                currency: cycle.currency,
            });
        }
    }
    Ok(records)
}

pub(super) fn acts(c: &mut Conn, cycle_id: Id) -> Result<Vec<OfficialActRecord>> {
    let bodies: HashMap<Id, _> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let record = |row: store::act::Act| {
        let (body_kk, body_ru) = both(bodies.get(&row.body_id).cloned());
        OfficialActRecord {
            id: row.id,
            cycle_id,
            body_id: row.body_id,
            body_kk: body_kk.unwrap_or_default(),
            body_ru: body_ru.unwrap_or_default(),
            number: row.number,
            date: row.date,
            title_kk: row.title.kk,
            title_ru: row.title.ru,
            recorded_at: row.recorded_at,
        }
    };
    Ok(store::act::list(c, cycle_id)?.into_iter().map(record).collect())
}

pub(super) fn contests(c: &mut Conn, cycle_id: Id) -> Result<Vec<ContestRecord>> {
    let districts = district_codes(c)?;
    let mut records = Vec::new();
    for brief in contest::briefs(c, cycle_id)? {
        let Some(row) = store::contest::find(c, brief.id)? else { continue };
        let (ballot, counting) = (ballot_rule(&row)?, counting_rule(&row)?);
        let count = store::contest_count::latest(c, row.id)?;
        records.push(ContestRecord {
            id: row.id,
            cycle_id,
            contest: row.code,
            district: row.district_id.and_then(|d| districts.get(&d).cloned()),
            name_kk: row.name.kk,
            name_ru: row.name.ru,
            state: row.state,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            ballot: ballot.kind,
            max_choices: ballot.max,
            counting: counting.kind,
            items: brief.items,
            roll: brief.roll,
            voted: brief.voted,
            ballots: count.as_ref().map(|count| count.ballots),
            counted_at: row.counted_at,
            count_hash: count.map(|count| count.hash),
            act_id: row.act_id,
            decided_at: row.decided_at,
        });
    }
    Ok(records)
}

pub(super) fn transitions(c: &mut Conn, cycle_id: Id) -> Result<Vec<TransitionRecord>> {
    let record = |row: store::cycle::CycleEvent| {
        let (reason_kk, reason_ru) = both(row.reason);
        TransitionRecord {
            id: row.id,
            cycle_id,
            event: row.event,
            from: row.from_phase,
            to: row.to_phase,
            by_calendar: row.account_id.is_none(),
            reason_kk,
            reason_ru,
            at: row.at,
        }
    };
    Ok(store::cycle::events(c, cycle_id)?.into_iter().map(record).collect())
}

/// Things that have public pages. Persons, accounts and sessions have none.
const PUBLIC: [&str; 10] =
    ["act", "appeal", "body", "comment", "contest", "cycle", "duty", "envelope", "programme", "review"];

pub(super) fn audit(c: &mut Conn, after: i64, limit: i64) -> Result<Vec<AuditRecord>> {
    let districts = district_codes(c)?;
    let record = |row: store::audit::AuditRow| {
        // Whether a proposal is still a draft is its author's business.
        let submitted = row.subject == "proposal" && !matches!(&*row.action, "proposal_created" | "proposal_edited");
        let public = PUBLIC.contains(&&*row.subject) || submitted;
        AuditRecord {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            subject_id: row.subject_id.filter(|_| public),
            district: row.district_id.and_then(|d| districts.get(&d).cloned()),
            payload_hash: hex(&row.payload_hash),
            previous: hex(&row.previous),
            hash: hex(&row.hash),
        }
    };
    Ok(store::export::audit(c, after, limit)?.into_iter().map(record).collect())
}
