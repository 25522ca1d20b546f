//! Allocations: money shared among the envelopes of a group by a formula.

use crate::prelude::*;
use domain::rules::FormulaCriterion;

row! {
    /// One allocation, with all that went into it and came out.
    Allocation in allocation {
        id: Id,
        cycle_id: Id,
        group_code: String,
        fiscal_year: i32,
        criteria: Json<Vec<FormulaCriterion>>,
        inputs: Value,
        outcome: Value,
        act_id: Option<Id>,
        rules_id: Option<Id>,
        at: Moment,
        made_by: Option<Id>,
    }
}

inserts!(insert, insert_all: Allocation in allocation);
finds!(find: Allocation in allocation);

/// Allocations of a cycle, oldest first.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Allocation>> {
    Ok(allocation::table
        .filter(allocation::cycle_id.eq(Sql(cycle_id)))
        .order((allocation::at, allocation::id))
        .select(Allocation::as_select())
        .load(c)?)
}
