//! Milestones of a work, with every delay and its reason.

use crate::prelude::*;

row! {
    /// What is to be done until when, and by which office.
    Milestone in milestone {
        id: Id,
        work_id: Id,
        ordinal: i32,
        name: LocalText,
        body_id: Id,
        first_due_on: Date,
        due_on: Date,
        done_on: Option<Date>,
        version: i64,
    }
}

row! {
    /// A later date, with its reason.
    MilestoneDelay in milestone_delay {
        id: Id,
        milestone_id: Id,
        from_on: Date,
        to_on: Date,
        reason: LocalText,
        at: Moment,
        account_id: Option<Id>,
    }
}

inserts!(insert, insert_all: Milestone in milestone);
finds!(find: Milestone in milestone);
locks!(lock: Milestone in milestone);
versions!(update: Milestone in milestone);
inserts!(insert_delay, insert_delays: MilestoneDelay in milestone_delay);

/// Milestones of some works, in their order.
pub fn of_works(c: &mut Conn, work_ids: &[Id]) -> Result<Vec<Milestone>> {
    let ids: Vec<_> = work_ids.iter().copied().map(Sql).collect();
    Ok(milestone::table
        .filter(milestone::work_id.eq_any(ids))
        .order((milestone::work_id, milestone::ordinal))
        .select(Milestone::as_select())
        .load(c)?)
}

/// Delays of some milestones, oldest first.
pub fn delays(c: &mut Conn, milestone_ids: &[Id]) -> Result<Vec<MilestoneDelay>> {
    let ids: Vec<_> = milestone_ids.iter().copied().map(Sql).collect();
    Ok(milestone_delay::table
        .filter(milestone_delay::milestone_id.eq_any(ids))
        .order((milestone_delay::at, milestone_delay::id))
        .select(MilestoneDelay::as_select())
        .load(c)?)
}

/// The place of a work's next milestone, from 1.
pub fn next_ordinal(c: &mut Conn, work_id: Id) -> Result<i32> {
    let of_work = milestone::table.filter(milestone::work_id.eq(Sql(work_id)));
    let last: Option<i32> = of_work.select(diesel::dsl::max(milestone::ordinal)).first(c)?;
    Ok(last.unwrap_or(0) + 1)
}
