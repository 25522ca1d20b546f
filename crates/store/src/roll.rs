//! The roll of a contest: who may vote, who has voted.

use crate::prelude::*;

row! {
    /// A resident who may vote in a contest; the id is random.
    RollEntry in roll_entry {
        id: Id,
        contest_id: Id,
        person_id: Id,
    }
}

inserts!(insert, insert_all: RollEntry in roll_entry);
finds!(find: RollEntry in roll_entry);

row! {
    /// This entry has voted: no time, no ballot.
    RollMark in roll_mark {
        contest_id: Id,
        roll_entry_id: Id,
        channel: Channel,
    }
}

inserts!(insert_mark, insert_marks: RollMark in roll_mark);

/// Puts residents on a roll; those who are on it already stay as they are.
pub fn add(c: &mut Conn, entries: &[RollEntry]) -> Result<()> {
    for entries in entries.chunks(crate::row::CHUNK) {
        on!(c, |c| diesel::insert_into(roll_entry::table)
            .values(entries)
            .on_conflict((roll_entry::contest_id, roll_entry::person_id))
            .do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// The entry of a resident on the roll of a contest.
pub fn entry_of(c: &mut Conn, contest_id: Id, person_id: Id) -> Result<Option<RollEntry>> {
    Ok(roll_entry::table
        .filter(roll_entry::contest_id.eq(Sql(contest_id)))
        .filter(roll_entry::person_id.eq(Sql(person_id)))
        .select(RollEntry::as_select())
        .first(c)
        .optional()?)
}

/// The mark of an entry: that it has voted, and by which channel.
pub fn mark_of(c: &mut Conn, contest_id: Id, roll_entry_id: Id) -> Result<Option<RollMark>> {
    Ok(roll_mark::table
        .filter(roll_mark::contest_id.eq(Sql(contest_id)))
        .filter(roll_mark::roll_entry_id.eq(Sql(roll_entry_id)))
        .select(RollMark::as_select())
        .first(c)
        .optional()?)
}

/// How many residents are on each roll of a cycle.
pub fn sizes(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, i64)>> {
    Ok(roll_entry::table
        .inner_join(contest::table.on(contest::id.eq(roll_entry::contest_id)))
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .group_by(roll_entry::contest_id)
        .select((roll_entry::contest_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// How many entries of each roll of a cycle have voted.
pub fn turnouts(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, i64)>> {
    Ok(roll_mark::table
        .inner_join(contest::table.on(contest::id.eq(roll_mark::contest_id)))
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .group_by(roll_mark::contest_id)
        .select((roll_mark::contest_id, diesel::dsl::count_star()))
        .load(c)?)
}
