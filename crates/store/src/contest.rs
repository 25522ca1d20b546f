//! Contests: one vote each.

use crate::prelude::*;

row! {
    /// One vote: its electorate, window, ballot and counting rule.
    Contest in contest {
        id: Id,
        cycle_id: Id,
        district_id: Option<Id>,
        code: String,
        name: LocalText,
        state: ContestState,
        opens_at: Moment,
        closes_at: Moment,
        ballot_rule: Value,
        counting_rule: Value,
        rules_id: Option<Id>,
        counted_at: Option<Moment>,
        act_id: Option<Id>,
        decided_at: Option<Moment>,
        source: Option<Value>,
        version: i64,
        rule_code: Option<String>,
        theme: Option<String>,
    }
}

inserts!(insert, insert_all: Contest in contest);
finds!(find: Contest in contest);
versions!(update: Contest in contest);
locks!(lock: Contest in contest);

row! {
    /// An envelope that a contest gives away.
    ContestEnvelope in contest_envelope {
        contest_id: Id,
        envelope_id: Id,
    }
}

inserts!(insert_envelope, insert_envelopes: ContestEnvelope in contest_envelope);

/// Contests of a cycle by code.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Contest>> {
    Ok(contest::table
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .order(contest::code)
        .select(Contest::as_select())
        .load(c)?)
}

/// The envelopes that a contest gives away, in their order.
pub fn envelopes(c: &mut Conn, contest_id: Id) -> Result<Vec<crate::envelope::Envelope>> {
    Ok(contest_envelope::table
        .inner_join(envelope::table.on(envelope::id.eq(contest_envelope::envelope_id)))
        .filter(contest_envelope::contest_id.eq(Sql(contest_id)))
        .order((envelope::ordinal, envelope::code))
        .select(crate::envelope::Envelope::as_select())
        .load(c)?)
}

/// Contests of all cycles, the newest cycles first.
pub fn all(c: &mut Conn) -> Result<Vec<Contest>> {
    Ok(contest::table.order((contest::opens_at.desc(), contest::code)).select(Contest::as_select()).load(c)?)
}

/// Takes a contest away that has neither items nor a roll.
pub fn remove(c: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(contest_envelope::table.filter(contest_envelope::contest_id.eq(Sql(id)))).execute(c)?;
    diesel::delete(contest::table.filter(contest::id.eq(Sql(id)))).execute(c)?;
    Ok(())
}
