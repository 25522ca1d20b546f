//! Works in lists: the board of a cycle, late ones first; figures; and what is left to be built.

use std::collections::{BTreeMap, HashMap, HashSet};

use api_types::duty::ProjectRef;
use api_types::page::DEFAULT_LIMIT;
use api_types::work::{FundedItem, FundedItemList, WorkBrief, WorkSummary, WorkSummaryRow};
use domain::work::late_since;
use domain::{Id, LocalText, Moment, Money, VerdictKind, WorkState};
use store::ballot_item::BallotItem;
use store::page::{Page, Seek};
use store::work::{Work as Row, WorkItem};
use store::{Conn, Tx};
use time::{Date, Duration};

use super::money;
use crate::proposal::step::today;
use crate::{App, Error, Result, calendar, project};

/// Which works a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct WorkQuery {
    /// Of this district.
    pub district_id: Option<Id>,
    /// In this state.
    pub state: Option<WorkState>,
    /// Late ones (true) or the others (false).
    pub late: Option<bool>,
}

/// Where a page ends: how late its last work is, in days below zero, then its date and number.
pub type Place = (i64, i32, i32);

fn place(work: &WorkBrief) -> Place {
    (-work.late_days, work.due_on.to_julian_day(), work.number)
}

/// A page of a cycle's works, the longest late first; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id, query: &WorkQuery, seek: &Seek<Place>) -> Result<Page<WorkBrief, Place>> {
    let now = app.now();
    app.store.read(|c| -> Result<_> { Ok(page(of_cycle(c, cycle_id, now)?, query, seek)) })
}

fn page(all: Vec<WorkBrief>, query: &WorkQuery, seek: &Seek<Place>) -> Page<WorkBrief, Place> {
    let WorkQuery { district_id, state, late } = *query;
    let shown = |work: &WorkBrief| {
        district_id.is_none_or(|id| work.district_id == Some(id))
            && state.is_none_or(|state| work.state == state)
            && late.is_none_or(|late| work.late == late)
            && seek.after.is_none_or(|after| place(work) > after)
    };
    let rows: Vec<WorkBrief> = all.into_iter().filter(shown).take(usize::from(seek.limit) + 1).collect();
    seek.page(rows, place)
}

/// All works of a cycle, the longest late first.
fn of_cycle(c: &mut Conn, cycle_id: Id, now: Moment) -> Result<Vec<WorkBrief>> {
    let cycle = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let rows = store::work::of_cycle(c, cycle_id)?;
    let mut all = briefs(c, &cycle, &rows, now)?;
    all.sort_by_key(place);
    Ok(all)
}

/// Works of a cycle in figures, by district and state; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn summary(app: &App, cycle_id: Id) -> Result<WorkSummary> {
    let now = app.now();
    app.store.read(|c| -> Result<WorkSummary> {
        let currency = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?.currency;
        Ok(WorkSummary { currency, items: figures(&of_cycle(c, cycle_id, now)?)? })
    })
}

fn figures(all: &[WorkBrief]) -> Result<Vec<WorkSummaryRow>> {
    let mut rows: BTreeMap<(Option<Id>, WorkState), WorkSummaryRow> = BTreeMap::new();
    for work in all {
        let (district_id, state) = (work.district_id, work.state);
        let empty = WorkSummaryRow { district_id, state, works: 0, late: 0, amount: Money::ZERO };
        let row = rows.entry((district_id, state)).or_insert(empty);
        row.works += 1;
        row.late += i64::from(work.late);
        row.amount = row.amount.plus(work.amount).ok_or_else(|| Error::Broken("a sum of works does not fit".into()))?;
    }
    Ok(rows.into_values().collect())
}

/// First pages and figures of all cycles that have works, for snapshots.
pub struct WorkPages {
    /// Cycle, first page, figures.
    pub cycles: Vec<(Id, Page<WorkBrief, Place>, WorkSummary)>,
    /// Until when they are right: lateness is a matter of days.
    pub until: Option<Moment>,
}

/// The public pages of all cycles that have works.
///
/// # Errors
/// Only the store's.
pub fn pages(app: &App) -> Result<WorkPages> {
    let now = app.now();
    app.store.read(|c| -> Result<WorkPages> {
        let mut pages = WorkPages { cycles: Vec::new(), until: None };
        for context in store::cycle::list(c)? {
            let cycle = context.cycle;
            let all = of_cycle(c, cycle.id, now)?;
            if all.is_empty() {
                continue;
            }
            let tomorrow = (today(&cycle, now)? + Duration::DAY).midnight();
            let midnight = calendar::resolve(&cycle.zone, tomorrow).ok();
            pages.until = pages.until.into_iter().chain(midnight).min();
            let summary = WorkSummary { currency: cycle.currency, items: figures(&all)? };
            pages.cycles.push((cycle.id, page(all, &WorkQuery::default(), &Seek::first(DEFAULT_LIMIT)), summary));
        }
        Ok(pages)
    })
}

/// Works that are built out of a project.
pub(crate) fn of_project(c: &mut Conn, proposal_id: Id, now: Moment) -> Result<Vec<WorkBrief>> {
    let items: Vec<Id> = store::ballot_item::of_proposal(c, proposal_id)?.into_iter().map(|item| item.id).collect();
    let mut ids: Vec<Id> = store::work::of_items(c, &items)?.into_iter().map(|item| item.work_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut by_cycle: BTreeMap<Id, Vec<Row>> = BTreeMap::new();
    for id in ids {
        let row = store::work::find(c, id)?.ok_or_else(|| Error::Broken("an item of no work".into()))?;
        by_cycle.entry(row.cycle_id).or_default().push(row);
    }
    let mut works = Vec::new();
    for (cycle_id, rows) in by_cycle {
        let cycle = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        works.extend(briefs(c, &cycle, &rows, now)?);
    }
    Ok(works)
}

/// Works as lists show them, in the order of the rows.
pub(crate) fn briefs(c: &mut Conn, cycle: &store::cycle::Cycle, rows: &[Row], now: Moment) -> Result<Vec<WorkBrief>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let today = today(cycle, now)?;
    let money = money::of_works(c, cycle.id)?;
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let mut items: HashMap<Id, Vec<WorkItem>> = HashMap::new();
    for item in store::work::items(c, &ids)? {
        items.entry(item.work_id).or_default().push(item);
    }
    let projects = projects(c, items.values().flatten())?;
    let mut open: HashMap<Id, Vec<Date>> = HashMap::new();
    for milestone in store::milestone::of_works(c, &ids)?.into_iter().filter(|m| m.done_on.is_none()) {
        open.entry(milestone.work_id).or_default().push(milestone.due_on);
    }
    let percents: HashMap<Id, i32> = store::work_update::percents(c, &ids)?.into_iter().collect();
    let mut said: HashMap<(Id, VerdictKind), i64> = HashMap::new();
    for (work, kind) in store::verdict::kinds(c, &ids)? {
        *said.entry((work, kind)).or_default() += 1;
    }
    let count = |id, kind| said.get(&(id, kind)).copied().unwrap_or(0);
    rows.iter()
        .map(|row| {
            let mine = items.get(&row.id).map_or(&[][..], Vec::as_slice);
            let milestones = open.get(&row.id).map_or(&[][..], Vec::as_slice);
            let since = late_since(row.state, row.due_on, milestones, today);
            let amount = Money::sum(mine.iter().map(|item| item.amount));
            let mut seen = HashSet::new();
            Ok(WorkBrief {
                id: row.id,
                cycle_id: row.cycle_id,
                district_id: row.district_id,
                number: row.number,
                name: row.name.clone(),
                body_id: row.body_id,
                body: bodies
                    .get(&row.body_id)
                    .cloned()
                    .ok_or_else(|| Error::Broken("a work without its office".into()))?,
                state: row.state,
                state_since: row.state_since,
                fiscal_year: row.fiscal_year,
                first_due_on: row.first_due_on,
                due_on: row.due_on,
                late: since.is_some(),
                late_days: since.map_or(0, |since| (today - since).whole_days()),
                percent: percents.get(&row.id).copied(),
                amount: amount.ok_or_else(|| Error::Broken("the amount of a work does not fit".into()))?,
                currency: cycle.currency,
                money: money.get(&row.id).copied().unwrap_or_default(),
                confirms: count(row.id, VerdictKind::Confirm),
                disputes: count(row.id, VerdictKind::Dispute),
                projects: mine
                    .iter()
                    .filter_map(|item| projects.get(&item.ballot_item_id).cloned())
                    .filter(|project| seen.insert(project.id))
                    .collect(),
                accepted_on: row.accepted_on,
                warranty_until: row.warranty_until,
            })
        })
        .collect()
}

/// The projects behind ballot items.
fn projects<'a>(c: &mut Conn, items: impl Iterator<Item = &'a WorkItem>) -> Result<HashMap<Id, ProjectRef>> {
    let ids: Vec<Id> = items.map(|item| item.ballot_item_id).collect();
    let rows = store::ballot_item::some(c, &ids)?;
    of_items(c, &rows)
}

/// The projects behind ballot items, by item.
pub(super) fn of_items(c: &mut Conn, rows: &[BallotItem]) -> Result<HashMap<Id, ProjectRef>> {
    let proposals: Vec<Id> = rows.iter().filter_map(|row| row.proposal_id).collect();
    let refs = project::refs(c, &proposals)?;
    let of = |row: &BallotItem| Some((row.id, refs.get(&row.proposal_id?).cloned()?));
    Ok(rows.iter().filter_map(of).collect())
}

/// A ballot item with what the domain and the ledger want to know of it.
pub(super) struct Source {
    pub domain: domain::work::FundedItem,
    pub envelope_id: Id,
    pub district_id: Option<Id>,
    pub contest_id: Id,
}

/// These ballot items of a cycle; those of other cycles are left out.
pub(super) fn items_of(tx: &mut Tx, cycle_id: Id, ids: &[Id]) -> Result<Vec<Source>> {
    let rows = store::ballot_item::some(tx, ids)?;
    sources(tx, cycle_id, &rows)
}

fn sources(c: &mut Conn, cycle_id: Id, rows: &[BallotItem]) -> Result<Vec<Source>> {
    let contests: HashMap<Id, store::contest::Contest> =
        store::contest::of_cycle(c, cycle_id)?.into_iter().map(|contest| (contest.id, contest)).collect();
    let envelopes: HashMap<Id, Option<Id>> =
        store::envelope::of_cycle(c, cycle_id)?.into_iter().map(|e| (e.id, e.district_id)).collect();
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let off: HashSet<Id> = store::work::of_cycle(c, cycle_id)?
        .into_iter()
        .filter(|work| work.state == WorkState::Cancelled)
        .map(|work| work.id)
        .collect();
    let mut taken: HashMap<Id, Money> = HashMap::new();
    for part in store::work::of_items(c, &ids)?.into_iter().filter(|part| !off.contains(&part.work_id)) {
        let sum = taken.entry(part.ballot_item_id).or_default();
        *sum = sum.plus(part.amount).ok_or_else(|| Error::Broken("works of an item do not fit".into()))?;
    }
    let mut found = Vec::new();
    for row in rows {
        let Some(contest) = contests.get(&row.contest_id) else { continue };
        let proposal = row.proposal_id.map(|id| store::proposal::find(c, id)).transpose()?.flatten();
        let by_money = envelopes.get(&row.envelope_id).copied().flatten();
        found.push(Source {
            domain: domain::work::FundedItem {
                id: row.id,
                number: row.number,
                contest: contest.state,
                state: row.state,
                outcome: row.outcome,
                cost: row.cost,
                taken: taken.get(&row.id).copied().unwrap_or_default(),
            },
            envelope_id: row.envelope_id,
            district_id: proposal.map(|p| p.district_id).or(by_money),
            contest_id: row.contest_id,
        });
    }
    Ok(found)
}

/// What the contests of a cycle decided to build, and what is left of it for works; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn funded_items(app: &App, cycle_id: Id) -> Result<FundedItemList> {
    app.store.read(|c| -> Result<FundedItemList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let mut rows = Vec::new();
        for contest in store::contest::of_cycle(c, cycle_id)? {
            rows.extend(store::ballot_item::of_contest(c, contest.id)?);
        }
        rows.retain(|row| row.outcome == Some(domain::ItemOutcome::Funded));
        let projects = of_items(c, &rows)?;
        let sources = sources(c, cycle_id, &rows)?;
        let item = |(row, source): (BallotItem, Source)| FundedItem {
            ballot_item_id: row.id,
            contest_id: source.contest_id,
            envelope_id: row.envelope_id,
            district_id: source.district_id,
            number: row.number,
            name: row.name,
            project: projects.get(&row.id).cloned(),
            cost: row.cost,
            taken: source.domain.taken,
            left: source.domain.left(),
        };
        Ok(FundedItemList { items: rows.into_iter().zip(sources).map(item).collect() })
    })
}
