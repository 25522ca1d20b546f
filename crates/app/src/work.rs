//! Works: what gets built out of what residents chose. Planning one reserves its money; every event goes through the domain's
//! machine and stays public with its reason.

mod event;
mod list;
mod money;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use api_types::act::ActRecord;
use api_types::work::{Work, WorkAccept, WorkCreate, WorkUpdate, WorkUpdateCreate};
use domain::notification::NotificationKind;
use domain::work::{Part, check_parts};
use domain::{
    Code, DeniedKind, EntryKind, Id, LocalText, Money, Operation, Refusal, RefusalCode, Refusals, Scope, WorkEvent,
    WorkState, authorise,
};
use serde_json::json;
use store::Tx;
use store::work::Work as Row;
use time::Date;

pub use self::event::happen;
pub(crate) use self::event::{StepNote, step};
pub use self::list::{WorkQuery, funded_items, list, pages, summary};
pub(crate) use self::list::{briefs, of_project};
pub use self::read::get;
pub(crate) use self::read::{photo, photos_of, reason as removal_reason};
use crate::body::check_text;
use crate::count::in_decision;
use crate::cycle::topic;
use crate::ledger::NewEntry;
use crate::proposal::step::{city_of, today};
use crate::{App, Caller, Error, Faults, Result, act, audit, idempotency, ledger, notification};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest description and news, in characters.
const MAX_TEXT: usize = 5_000;
/// Longest reason, in characters.
pub(crate) const MAX_REASON: usize = 2_000;
/// Most ballot items of one work.
const MAX_ITEMS: usize = 50;
/// Longest warranty, in months.
const MAX_WARRANTY: u16 = 240;

/// A work with its cycle, both held until the transaction ends.
pub(crate) struct Site {
    /// Kept from changing its phase.
    pub cycle: store::cycle::Cycle,
    /// Locked for a change.
    pub row: Row,
}

impl Site {
    /// Loads a work for a change.
    pub fn load(tx: &mut Tx, id: Id) -> Result<Self> {
        let cycle_id = store::work::find(tx, id)?.ok_or(Error::NotFound("work"))?.cycle_id;
        let cycle =
            store::cycle::fence(tx, cycle_id)?.ok_or_else(|| Error::Broken("a work without its cycle".into()))?;
        let row = store::work::lock(tx, id)?.ok_or(Error::NotFound("work"))?;
        Ok(Self { cycle, row })
    }

    /// Permissions see a work as a thing of its district in its cycle's phase.
    pub fn scope(&self) -> Scope {
        Scope { district: self.row.district_id, phase: Some(self.cycle.phase), owner: false }
    }

    /// The executor of the district may, and so may members of the offices that answer for it.
    ///
    /// # Errors
    /// `Denied`.
    pub fn may(&self, tx: &mut Tx, caller: &Caller, offices: &[Id]) -> Result<()> {
        let denied = match authorise(&caller.actor, Operation::ManageWorks, &self.scope()) {
            Ok(_) => return Ok(()),
            Err(denied) => denied,
        };
        if denied.kind != DeniedKind::Forbidden || caller.actor.clerk.is_some() {
            return Err(denied.into());
        }
        let account = caller.account()?;
        for office in offices {
            if store::body::is_member(tx, *office, account)? {
                let phases = domain::permission::permission(Operation::ManageWorks).map_or(&[][..], |row| row.phases);
                let phase = self.cycle.phase;
                let now = phases.contains(&phase);
                return if now { Ok(()) } else { Err(refused(Refusal::with(RefusalCode::NotInPhase, phase.code()))) };
            }
        }
        Err(denied.into())
    }

    /// The date in the cycle's zone.
    pub fn today(&self, tx: &Tx) -> Result<Date> {
        today(&self.cycle, tx.now())
    }

    /// Tells the public pages.
    pub fn touch(&self, tx: &mut Tx) {
        touch(tx, self.row.cycle_id);
    }

    /// Writes the row back and tells the public pages.
    pub fn save(&mut self, tx: &mut Tx) -> Result<()> {
        save(tx, &mut self.row)
    }
}

pub(crate) fn refused(refusal: impl Into<Refusal>) -> Error {
    Refusals::one(refusal).into()
}

fn touch(tx: &mut Tx, cycle_id: Id) {
    tx.touch("works");
    tx.touch("projects");
    tx.touch(topic(cycle_id));
}

fn save(tx: &mut Tx, row: &mut Row) -> Result<()> {
    if !store::work::update(tx, row)? {
        return Err(Error::Stale);
    }
    touch(tx, row.cycle_id);
    Ok(())
}

/// Plans a work out of funded ballot items and reserves its money.
///
/// # Errors
/// `NotFound` cycle; `Denied`; `Invalid`; `Refused` with every reason of the items, or of the books.
pub fn create(app: &App, caller: &Caller, cycle_id: Id, input: &WorkCreate) -> Result<Work> {
    let (actor, input, now) = (caller.clone(), input.clone(), app.now());
    app.store.write(now, move |tx| -> Result<Work> {
        // Against others who number works or take of the same items.
        let cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let ids: Vec<Id> = input.items.iter().map(|item| item.ballot_item_id).collect();
        let found = list::items_of(tx, cycle_id, &ids)?;
        let districts: BTreeSet<Option<Id>> = found.iter().map(|item| item.district_id).collect();
        let district_id = if districts.len() == 1 { districts.first().copied().flatten() } else { None };
        let scope = Scope { district: district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::ManageWorks, &scope)?;
        check(tx, &cycle, &input, (!found.is_empty()).then_some(district_id))?;
        let parts: Vec<Part> =
            input.items.iter().map(|item| Part { item: item.ballot_item_id, amount: item.amount }).collect();
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return read::read(tx, earlier, now);
        }
        check_parts(&parts, &found.iter().map(|item| item.domain.clone()).collect::<Vec<_>>())?;
        let WorkCreate { name, description, body_id, items: _, fiscal_year, due_on } = input.clone();
        let row = Row {
            id,
            cycle_id,
            district_id,
            number: store::work::next_number(tx, cycle_id)?,
            name,
            description,
            body_id,
            state: WorkState::Planned,
            state_since: now,
            fiscal_year,
            first_due_on: due_on,
            due_on,
            acceptance_act_id: None,
            accepted_on: None,
            supervisor: None,
            maintainer: None,
            warranty_until: None,
            created_at: now,
            version: 1,
        };
        store::work::insert(tx, &row)?;
        notification::when_late(tx, &cycle, &row)?;
        let items: Vec<store::work::WorkItem> = parts
            .iter()
            .map(|part| store::work::WorkItem { work_id: id, ballot_item_id: part.item, amount: part.amount })
            .collect();
        store::work::insert_items(tx, &items)?;
        let mut sums: BTreeMap<Id, Money> = BTreeMap::new();
        for part in &parts {
            let envelope = found.iter().find(|item| item.domain.id == part.item).map(|item| item.envelope_id);
            let sum = sums.entry(envelope.ok_or(Error::NotFound("ballot item"))?).or_default();
            *sum = sum.plus(part.amount).ok_or_else(|| refused(RefusalCode::AmountTooLarge))?;
        }
        ledger::lock(tx, cycle_id, &sums.keys().copied().collect::<Vec<_>>())?;
        for (envelope, amount) in sums {
            let new = money::entry(envelope, EntryKind::Reserve, fiscal_year, amount, id);
            ledger::post_in(tx, &actor, &cycle, NewEntry { from: None, ..new })?;
        }
        let payload = json!({ "number": row.number, "items": ids, "body": body_id });
        audit::record(tx, &actor, "work_planned", "work", id, district_id, payload);
        touch(tx, cycle_id);
        read::read(tx, id, now)
    })
}

/// What is wrong with a new work's own fields; `place` is its district (none: the whole city), if its items say where it is.
fn check(tx: &mut Tx, cycle: &store::cycle::Cycle, input: &WorkCreate, place: Option<Option<Id>>) -> Result<()> {
    let mut faults = Faults::new();
    check_text(&input.name, "/name", MAX_NAME, &mut faults);
    if let Some(description) = &input.description {
        check_text(description, "/description", MAX_TEXT, &mut faults);
    }
    let city = city_of(tx, cycle)?;
    let body = store::body::find(tx, input.body_id)?.filter(|body| body.city_id == city);
    let near = |district| place.is_none_or(|place| place == district);
    let near = body.is_some_and(|body| body.district_id.is_none() || near(body.district_id));
    faults.require(near, "/body_id", "unknown");
    faults.require(!input.items.is_empty(), "/items", "required");
    faults.require(input.items.len() <= MAX_ITEMS, "/items", "too_many");
    for (i, item) in input.items.iter().enumerate() {
        let twice = input.items[..i].iter().any(|earlier| earlier.ballot_item_id == item.ballot_item_id);
        faults.require(!twice, &format!("/items/{i}/ballot_item_id"), "duplicate");
        faults.require(item.amount > Money::ZERO, &format!("/items/{i}/amount"), "not_positive");
    }
    faults.require(cycle.fiscal_years.0.contains(&input.fiscal_year), "/fiscal_year", "unknown");
    faults.check()
}

/// Accepts a work by an act: the first time when it is finished, again after warranty repairs.
///
/// # Errors
/// `NotFound` work or body; `Denied`; `Invalid`; `Conflict(act_exists)`; `Refused` with every reason.
pub fn accept(app: &App, caller: &Caller, id: Id, input: &WorkAccept) -> Result<Work> {
    let (actor, input, now) = (caller.clone(), input.clone(), app.now());
    app.store.write(now, move |tx| -> Result<Work> {
        let mut site = Site::load(tx, id)?;
        authorise(&actor.actor, Operation::ManageWorks, &site.scope())?;
        let mut faults = Faults::new();
        check_text(&input.supervisor, "/supervisor", MAX_NAME, &mut faults);
        check_text(&input.maintainer, "/maintainer", MAX_NAME, &mut faults);
        faults.require(input.warranty_months <= MAX_WARRANTY, "/warranty_months", "range");
        faults.check()?;
        if !domain::work::can(site.row.state, WorkEvent::Accept) {
            return Err(refused(Refusal::with(RefusalCode::WrongState, site.row.state.code())));
        }
        let record = ActRecord {
            body_id: input.body_id,
            cycle_id: site.cycle.id,
            number: input.act_number.clone(),
            date: input.act_date,
            title: input.act_title.clone(),
        };
        let act = act::insert(tx, &actor, &record).map_err(in_decision)?;
        let until = domain::moment::months_later(input.act_date, input.warranty_months);
        site.row.warranty_until = site.row.warranty_until.max(Some(until));
        site.row.accepted_on = Some(input.act_date);
        site.row.acceptance_act_id = Some(act.id);
        site.row.supervisor = Some(input.supervisor.clone());
        site.row.maintainer = Some(input.maintainer.clone());
        step(tx, &actor, &mut site.row, WorkEvent::Accept, StepNote { act: Some(act.id), ..StepNote::default() })?;
        // What the contracts did not need is saved: nothing more is ordered for it.
        money::save_all(tx, &actor, &site.cycle, id)?;
        notification::work_news(tx, id, NotificationKind::WorkAccepted)?;
        read::read(tx, id, now)
    })
}

/// Tells the news from the building site.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` for a cancelled work.
pub fn tell(app: &App, caller: &Caller, id: Id, input: &WorkUpdateCreate) -> Result<WorkUpdate> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<WorkUpdate> {
        let site = Site::load(tx, id)?;
        site.may(tx, &actor, &[site.row.body_id])?;
        let mut faults = Faults::new();
        check_text(&input.text, "/text", MAX_TEXT, &mut faults);
        faults.require(input.percent.is_none_or(|percent| percent <= 100), "/percent", "range");
        faults.check()?;
        if site.row.state == WorkState::Cancelled {
            return Err(refused(Refusal::with(RefusalCode::WrongState, site.row.state.code())));
        }
        let update_id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, update_id)? {
            let row = store::work_update::find(tx, earlier)?.ok_or(Error::NotFound("update"))?;
            return read::update(tx, row);
        }
        let row = insert_update(tx, &actor, id, update_id, input.text.clone(), input.percent)?;
        audit::record(tx, &actor, "work_update", "work", id, site.row.district_id, json!({ "percent": input.percent }));
        site.touch(tx);
        read::update(tx, row)
    })
}

fn insert_update(
    tx: &mut Tx,
    caller: &Caller,
    work_id: Id,
    id: Id,
    text: LocalText,
    percent: Option<u8>,
) -> Result<store::work_update::WorkUpdate> {
    let percent = percent.map(i32::from);
    let row =
        store::work_update::WorkUpdate { id, work_id, text, percent, at: tx.now(), account_id: caller.account_id };
    store::work_update::insert(tx, &row)?;
    Ok(row)
}
