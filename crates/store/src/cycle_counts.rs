//! What stands between a cycle and its next phase, counted in the transaction that decides.

use crate::prelude::*;

/// Counts that the guards of a cycle's transitions look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CycleCounts {
    /// Envelopes into which money was approved.
    pub funded_envelopes: i64,
    /// Proposals submitted or under review.
    pub reviews_pending: i64,
    /// Appeals that nobody decided.
    pub appeals_open: i64,
    /// Contests that are not annulled.
    pub contests: i64,
    /// Of these: without a ballot item.
    pub contests_unfrozen: i64,
    /// Of these: not counted yet.
    pub contests_uncounted: i64,
    /// Of these: not confirmed by an act.
    pub contests_undecided: i64,
    /// Open duties to publish a report.
    pub reports_open: i64,
    /// Ballot items without a name in Kazakh or Russian.
    pub translations_missing: i64,
}

/// Counts for one cycle.
pub fn of(c: &mut Conn, cycle_id: Id) -> Result<CycleCounts> {
    let pending = [ProposalState::Submitted, ProposalState::UnderReview].map(Sql);
    let reviews_pending = proposal::table
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal::state.eq_any(pending))
        .count()
        .get_result(c)?;
    let appeals_open = proposal::table
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal::state.eq(Sql(ProposalState::Appealed)))
        .count()
        .get_result(c)?;
    let funded: Vec<Id> = ledger_entry::table
        .inner_join(envelope::table.on(envelope::id.eq(ledger_entry::envelope_id)))
        .filter(envelope::cycle_id.eq(Sql(cycle_id)))
        .filter(ledger_entry::kind.eq_any([EntryKind::Approve, EntryKind::TopUp].map(Sql)))
        .select(ledger_entry::envelope_id)
        .distinct()
        .load(c)?;
    let reports_open = duty::table
        .filter(duty::cycle_id.eq(Sql(cycle_id)))
        .filter(duty::kind.eq(Sql(DutyKind::PublishReport)))
        .filter(duty::ended_at.is_null())
        .count()
        .get_result(c)?;
    let contests = crate::contest::of_cycle(c, cycle_id)?;
    let live: Vec<_> = contests.iter().filter(|row| row.state != ContestState::Annulled).collect();
    let count = |is: fn(ContestState) -> bool| live.iter().filter(|row| is(row.state)).count() as i64;
    let named: Vec<(Id, LocalText)> = ballot_item::table
        .inner_join(contest::table.on(contest::id.eq(ballot_item::contest_id)))
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .select((ballot_item::contest_id, ballot_item::name))
        .load(c)?;
    let blank = |name: &LocalText| name.kk.trim().is_empty() || name.ru.trim().is_empty();
    Ok(CycleCounts {
        funded_envelopes: funded.len() as i64,
        reviews_pending,
        appeals_open,
        contests: live.len() as i64,
        contests_unfrozen: live.iter().filter(|row| !named.iter().any(|(of, _)| *of == row.id)).count() as i64,
        contests_uncounted: count(|s| {
            matches!(s, ContestState::Prepared | ContestState::Open | ContestState::Counting)
        }),
        contests_undecided: count(|s| !matches!(s, ContestState::Decided | ContestState::Recorded)),
        reports_open,
        translations_missing: named
            .iter()
            .filter(|(of, name)| live.iter().any(|row| row.id == *of) && blank(name))
            .count() as i64,
    })
}
