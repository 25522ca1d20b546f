//! What stands on a ballot.

use crate::prelude::*;

row! {
    /// A frozen revision of an eligible proposal, or an imported project, with ballot number and cost.
    BallotItem in ballot_item {
        id: Id,
        contest_id: Id,
        envelope_id: Id,
        proposal_id: Option<Id>,
        revision: Option<i32>,
        external_id: Option<String>,
        number: i32,
        name: LocalText,
        category: Option<String>,
        class: Option<String>,
        cost: Money,
        state: BallotItemState,
        outcome: Option<ItemOutcome>,
        score: Option<i64>,
        deviation: Option<LocalText>,
    }
}

inserts!(insert, insert_all: BallotItem in ballot_item);
finds!(find: BallotItem in ballot_item);
updates!(update: BallotItem in ballot_item);

/// How many ballot items each envelope of a cycle pays for.
pub fn count_by_envelope(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, i64)>> {
    Ok(ballot_item::table
        .inner_join(contest::table.on(contest::id.eq(ballot_item::contest_id)))
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .filter(contest::state.ne(Sql(ContestState::Annulled)))
        .group_by(ballot_item::envelope_id)
        .select((ballot_item::envelope_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// Items of a contest by ballot number.
pub fn of_contest(c: &mut Conn, contest_id: Id) -> Result<Vec<BallotItem>> {
    Ok(ballot_item::table
        .filter(ballot_item::contest_id.eq(Sql(contest_id)))
        .order(ballot_item::number)
        .select(BallotItem::as_select())
        .load(c)?)
}

/// Items that stand for a proposal, in all contests, oldest first.
pub fn of_proposal(c: &mut Conn, proposal_id: Id) -> Result<Vec<BallotItem>> {
    Ok(ballot_item::table
        .filter(ballot_item::proposal_id.eq(Sql(Some(proposal_id))))
        .order(ballot_item::id)
        .select(BallotItem::as_select())
        .load(c)?)
}

/// How many items each contest of a cycle has.
pub fn count_by_contest(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, i64)>> {
    Ok(ballot_item::table
        .inner_join(contest::table.on(contest::id.eq(ballot_item::contest_id)))
        .filter(contest::cycle_id.eq(Sql(cycle_id)))
        .group_by(ballot_item::contest_id)
        .select((ballot_item::contest_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// These items, by contest and ballot number.
pub fn some(c: &mut Conn, ids: &[Id]) -> Result<Vec<BallotItem>> {
    Ok(ballot_item::table
        .filter(ballot_item::id.eq_any(ids.iter().copied().map(Sql).collect::<Vec<_>>()))
        .order((ballot_item::contest_id, ballot_item::number))
        .select(BallotItem::as_select())
        .load(c)?)
}
