//! News from the building site.

use crate::prelude::*;

row! {
    /// One piece of news.
    WorkUpdate in work_update {
        id: Id,
        work_id: Id,
        text: LocalText,
        percent: Option<i32>,
        at: Moment,
        account_id: Option<Id>,
    }
}

inserts!(insert, insert_all: WorkUpdate in work_update);
finds!(find: WorkUpdate in work_update);

/// News of a work, newest first.
pub fn of_work(c: &mut Conn, work_id: Id) -> Result<Vec<WorkUpdate>> {
    Ok(work_update::table
        .filter(work_update::work_id.eq(Sql(work_id)))
        .order((work_update::at.desc(), work_update::id.desc()))
        .select(WorkUpdate::as_select())
        .load(c)?)
}

/// How much of some works is built, as last reported.
pub fn percents(c: &mut Conn, work_ids: &[Id]) -> Result<Vec<(Id, i32)>> {
    let ids: Vec<_> = work_ids.iter().copied().map(Sql).collect();
    let rows: Vec<(Id, Option<i32>)> = work_update::table
        .filter(work_update::work_id.eq_any(ids))
        .filter(work_update::percent.is_not_null())
        .order((work_update::at, work_update::id))
        .select((work_update::work_id, work_update::percent))
        .load(c)?;
    // The last one of each stays when they become a map.
    Ok(rows.into_iter().filter_map(|(id, percent)| Some((id, percent?))).collect())
}
