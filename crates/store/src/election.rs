//! An imported election that was never completed is taken away again, in chunks.

use crate::prelude::*;

/// The cycle with this code in a programme, whether its import is complete or not.
pub fn cycle_by_code(c: &mut Conn, programme_id: Id, code: &str) -> Result<Option<crate::cycle::Cycle>> {
    Ok(cycle::table
        .filter(cycle::programme_id.eq(Sql(programme_id)))
        .filter(cycle::code.eq(code))
        .select(crate::cycle::Cycle::as_select())
        .first(c)
        .optional()?)
}

/// The programme with this code in a city.
pub fn programme_by_code(c: &mut Conn, city_id: Id, code: &str) -> Result<Option<crate::programme::Programme>> {
    Ok(programme::table
        .filter(programme::city_id.eq(Sql(city_id)))
        .filter(programme::code.eq(code))
        .select(crate::programme::Programme::as_select())
        .first(c)
        .optional()?)
}

/// Deletes up to `limit` ballots of a contest; how many.
pub fn purge_ballots(c: &mut Conn, contest_id: Id, limit: i64) -> Result<usize> {
    let some: Vec<Vec<u8>> = open_ballot::table
        .filter(open_ballot::contest_id.eq(Sql(contest_id)))
        .limit(limit)
        .select(open_ballot::pseudonym)
        .load(c)?;
    Ok(diesel::delete(open_ballot::table.filter(open_ballot::pseudonym.eq_any(some))).execute(c)?)
}

/// Deletes an imported cycle whose ballots are gone.
pub fn purge_cycle(c: &mut Conn, cycle_id: Id) -> Result<()> {
    let contests: Vec<Id> = contest::table.filter(contest::cycle_id.eq(Sql(cycle_id))).select(contest::id).load(c)?;
    let ids = || contests.iter().copied().map(Sql).collect::<Vec<_>>();
    diesel::delete(contest_count::table.filter(contest_count::contest_id.eq_any(ids()))).execute(c)?;
    diesel::delete(ballot_item::table.filter(ballot_item::contest_id.eq_any(ids()))).execute(c)?;
    diesel::delete(contest_envelope::table.filter(contest_envelope::contest_id.eq_any(ids()))).execute(c)?;
    diesel::delete(contest::table.filter(contest::id.eq_any(ids()))).execute(c)?;
    let projects: Vec<Id> =
        proposal::table.filter(proposal::cycle_id.eq(Sql(cycle_id))).select(proposal::id).load(c)?;
    let ids = || projects.iter().copied().map(Sql).collect::<Vec<_>>();
    diesel::delete(proposal_search::table.filter(proposal_search::proposal_id.eq_any(ids()))).execute(c)?;
    diesel::delete(proposal_revision::table.filter(proposal_revision::proposal_id.eq_any(ids()))).execute(c)?;
    diesel::delete(proposal::table.filter(proposal::cycle_id.eq(Sql(cycle_id)))).execute(c)?;
    let envelopes: Vec<Id> =
        envelope::table.filter(envelope::cycle_id.eq(Sql(cycle_id))).select(envelope::id).load(c)?;
    let of = ledger_entry::envelope_id.eq_any(envelopes.into_iter().map(Sql).collect::<Vec<_>>());
    diesel::delete(ledger_entry::table.filter(of)).execute(c)?;
    diesel::delete(envelope::table.filter(envelope::cycle_id.eq(Sql(cycle_id)))).execute(c)?;
    diesel::delete(cycle::table.filter(cycle::id.eq(Sql(cycle_id)))).execute(c)?;
    Ok(())
}
