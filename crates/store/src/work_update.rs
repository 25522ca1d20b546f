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
