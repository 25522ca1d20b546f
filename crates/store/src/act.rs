//! Official documents.

use crate::prelude::*;

row! {
    /// An official document: body, number, date.
    Act in act {
        id: Id,
        body_id: Id,
        cycle_id: Id,
        number: String,
        date: Date,
        title: LocalText,
        recorded_by: Option<Id>,
        recorded_at: Moment,
    }
}

inserts!(insert, insert_all: Act in act);
finds!(find: Act in act);

/// The act of a body with this number and date.
pub fn find_by_number(c: &mut Conn, body_id: Id, number: &str, date: Date) -> Result<Option<Act>> {
    let found =
        act::table.filter(act::body_id.eq(Sql(body_id))).filter(act::number.eq(number)).filter(act::date.eq(Sql(date)));
    Ok(found.select(Act::as_select()).first(c).optional()?)
}

/// Acts of a cycle, newest first.
pub fn list(c: &mut Conn, cycle_id: Id) -> Result<Vec<Act>> {
    let of_cycle = act::table.filter(act::cycle_id.eq(Sql(cycle_id)));
    Ok(of_cycle.order((act::date.desc(), act::id.desc())).select(Act::as_select()).load(c)?)
}
