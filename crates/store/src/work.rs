//! Works: what gets built, out of which ballot items, and what happened to it.

use domain::work::WorkEvent as Event;

use crate::prelude::*;

row! {
    /// What gets built.
    Work in work {
        id: Id,
        cycle_id: Id,
        district_id: Option<Id>,
        /// Within the cycle, from 1.
        number: i32,
        name: LocalText,
        description: Option<LocalText>,
        body_id: Id,
        state: WorkState,
        state_since: Moment,
        fiscal_year: i32,
        first_due_on: Date,
        due_on: Date,
        acceptance_act_id: Option<Id>,
        accepted_on: Option<Date>,
        supervisor: Option<LocalText>,
        maintainer: Option<LocalText>,
        warranty_until: Option<Date>,
        created_at: Moment,
        version: i64,
    }
}

row! {
    /// How much of a funded ballot item goes into a work.
    WorkItem in work_item {
        work_id: Id,
        ballot_item_id: Id,
        amount: Money,
    }
}

row! {
    /// What happened to a work.
    WorkEvent in work_event {
        id: Id,
        work_id: Id,
        event: Event,
        from_state: WorkState,
        to_state: WorkState,
        at: Moment,
        account_id: Option<Id>,
        reason: Option<LocalText>,
        act_id: Option<Id>,
        contract_id: Option<Id>,
        fiscal_year: Option<i32>,
        detail: Option<Json<Value>>,
    }
}

inserts!(insert, insert_all: Work in work);
finds!(find: Work in work);
locks!(lock: Work in work);
versions!(update: Work in work);
inserts!(insert_item, insert_items: WorkItem in work_item);
inserts!(insert_event, insert_events: WorkEvent in work_event);

/// The number of the next work of a cycle; call it under [`crate::cycle::fence`].
pub fn next_number(c: &mut Conn, cycle_id: Id) -> Result<i32> {
    let last: Option<i32> =
        work::table.filter(work::cycle_id.eq(Sql(cycle_id))).select(diesel::dsl::max(work::number)).first(c)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Works of a cycle, by number: some hundreds.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Work>> {
    Ok(work::table.filter(work::cycle_id.eq(Sql(cycle_id))).order(work::number).select(Work::as_select()).load(c)?)
}

/// The ballot items of some works.
pub fn items(c: &mut Conn, work_ids: &[Id]) -> Result<Vec<WorkItem>> {
    let ids: Vec<_> = work_ids.iter().copied().map(Sql).collect();
    Ok(work_item::table
        .filter(work_item::work_id.eq_any(ids))
        .order((work_item::work_id, work_item::ballot_item_id))
        .select(WorkItem::as_select())
        .load(c)?)
}

/// The works that ballot items go into.
pub fn of_items(c: &mut Conn, ballot_item_ids: &[Id]) -> Result<Vec<WorkItem>> {
    let ids: Vec<_> = ballot_item_ids.iter().copied().map(Sql).collect();
    Ok(work_item::table
        .filter(work_item::ballot_item_id.eq_any(ids))
        .order((work_item::ballot_item_id, work_item::work_id))
        .select(WorkItem::as_select())
        .load(c)?)
}

/// What happened to a work, oldest first.
pub fn events(c: &mut Conn, work_id: Id) -> Result<Vec<WorkEvent>> {
    Ok(work_event::table
        .filter(work_event::work_id.eq(Sql(work_id)))
        .order((work_event::at, work_event::id))
        .select(WorkEvent::as_select())
        .load(c)?)
}
