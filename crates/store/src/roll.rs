//! The roll of a contest: who may vote, who has voted.

use crate::prelude::*;

row! {
    /// A resident who may vote in a contest; the id is random.
    RollEntry in roll_entry {
        id: Id,
        contest_id: Id,
        person_id: Id,
        component: Option<String>,
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

row! {
    /// In which contest of a rule a resident chose to vote.
    RollChoice in roll_choice {
        cycle_id: Id,
        rule_code: String,
        person_id: Id,
        contest_id: Id,
    }
}

inserts!(insert_choice, insert_choices: RollChoice in roll_choice);

/// The contest of a rule in which a resident chose to vote; one that was annulled since is none.
pub fn choice_of(c: &mut Conn, cycle_id: Id, rule_code: &str, person_id: Id) -> Result<Option<RollChoice>> {
    Ok(roll_choice::table
        .inner_join(contest::table.on(contest::id.eq(roll_choice::contest_id)))
        .filter(contest::state.ne(Sql(ContestState::Annulled)))
        .filter(roll_choice::cycle_id.eq(Sql(cycle_id)))
        .filter(roll_choice::rule_code.eq(rule_code))
        .filter(roll_choice::person_id.eq(Sql(person_id)))
        .select(RollChoice::as_select())
        .first(c)
        .optional()?)
}

/// Writes down a choice in the place of an earlier one; until the transaction ends nobody else writes one for this resident.
pub fn choose(c: &mut Conn, choice: &RollChoice) -> Result<()> {
    on!(c, |c| diesel::insert_into(roll_choice::table)
        .values(choice)
        .on_conflict((roll_choice::cycle_id, roll_choice::rule_code, roll_choice::person_id))
        .do_update()
        .set(roll_choice::contest_id.eq(Sql(choice.contest_id)))
        .execute(c))?;
    Ok(())
}

/// The entries of a resident on the rolls of a rule's contests, locked: while the lock is held nobody is marked as having voted.
pub fn lock_entries(tx: &mut crate::Tx, cycle_id: Id, rule_code: &str, person_id: Id) -> Result<Vec<RollEntry>> {
    let contests: Vec<Id> = contest::table
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .filter(contest::rule_code.eq(rule_code))
        .filter(contest::state.ne(Sql(ContestState::Annulled)))
        .select(contest::id)
        .load(&mut **tx)?;
    let entries = roll_entry::table
        .filter(roll_entry::contest_id.eq_any(contests.into_iter().map(Sql)))
        .filter(roll_entry::person_id.eq(Sql(person_id)))
        .order(roll_entry::id);
    Ok(crate::row::locked!(tx, for_update, RollEntry, entries)?)
}

/// Takes an entry off the roll; it must have no mark.
pub fn remove(c: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(roll_entry::table.filter(roll_entry::id.eq(Sql(id)))).execute(c)?;
    Ok(())
}

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
