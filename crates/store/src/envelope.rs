//! Envelopes: the money of a district, the city, a theme, a school.

use crate::prelude::*;

row! {
    /// The money of one cycle for one purpose.
    Envelope in envelope {
        id: Id,
        cycle_id: Id,
        district_id: Option<Id>,
        code: String,
        name: LocalText,
        ordinal: i32,
        group_code: Option<String>,
        theme: Option<String>,
        places: Option<i32>,
    }
}

inserts!(insert, insert_all: Envelope in envelope);
finds!(find: Envelope in envelope);

/// Envelopes of a cycle in their order.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Envelope>> {
    Ok(envelope::table
        .filter(envelope::cycle_id.eq(Sql(cycle_id)))
        .order((envelope::ordinal, envelope::code))
        .select(Envelope::as_select())
        .load(c)?)
}
locks!(lock: Envelope in envelope);
