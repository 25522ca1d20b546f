//! Defects found within the warranty.

use crate::prelude::*;

row! {
    /// A defect of an accepted work.
    Defect in defect {
        id: Id,
        work_id: Id,
        text: LocalText,
        found_on: Date,
        reported_by: Option<Id>,
        reported_at: Moment,
        duty_id: Option<Id>,
        repaired_on: Option<Date>,
        repair: Option<LocalText>,
    }
}

inserts!(insert, insert_all: Defect in defect);
finds!(find: Defect in defect);
updates!(update: Defect in defect);

/// Defects of a work, newest first.
pub fn of_work(c: &mut Conn, work_id: Id) -> Result<Vec<Defect>> {
    Ok(defect::table
        .filter(defect::work_id.eq(Sql(work_id)))
        .order((defect::reported_at.desc(), defect::id.desc()))
        .select(Defect::as_select())
        .load(c)?)
}

locks!(lock: Defect in defect);
