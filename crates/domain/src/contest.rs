//! The life of a contest: one vote with its electorate, ballot and counting rule.

use crate::machine::{self, Row, go};
use crate::{ContestState, Moment, RefusalCode, Refusals, codes};

/// How long after the close counting begins, so that requests complete before the close are in.
pub const COUNTING_DELAY: time::Duration = time::Duration::seconds(30);

codes! {
    /// What happens to a contest.
    pub ContestEvent "contest-event" {
        Open = "open",
        /// Counting begins `COUNTING_DELAY` after the window's end.
        Close = "close",
        /// The count is stored with its trace.
        Count = "count",
        /// Counted again after a recorded decision of a tie.
        Recount = "recount",
        /// An act confirms the result.
        Decide = "decide",
        /// An imported election is recorded with its source.
        Record = "record",
        /// The vote is void, with a public reason.
        Annul = "annul",
    }
}

/// The whole table.
pub const CONTEST_TABLE: &[Row<ContestState, ContestEvent>] = &{
    use ContestEvent as E;
    use ContestState as S;
    [
        go(&[S::Prepared], E::Open, S::Open),
        go(&[S::Open], E::Close, S::Counting),
        go(&[S::Counting], E::Count, S::Counted),
        go(&[S::Counted], E::Recount, S::Counting),
        go(&[S::Counted], E::Decide, S::Decided),
        go(&[S::Prepared], E::Record, S::Recorded),
        go(&[S::Open, S::Counting, S::Counted], E::Annul, S::Annulled),
    ]
};

/// What the guards look at. Defaults refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContestFacts {
    /// The ballot has numbered items.
    pub frozen: bool,
    /// Items without Kazakh or Russian text.
    pub translations_missing: u32,
    /// End of the voting window.
    pub voting_ends: Option<Moment>,
    /// Ties at the edge that nobody decided.
    pub ties_open: u32,
    /// An act (body, number, date) is named.
    pub act: bool,
    /// Decisions that differ from the count and give no reason.
    pub deviations_without_reason: u32,
    /// A public reason or, for an import, the source is given.
    pub reason: bool,
}

/// The state after the event.
///
/// # Errors
/// `wrong_state` alone, or every unmet guard of the event.
pub fn apply(
    state: ContestState,
    event: ContestEvent,
    facts: &ContestFacts,
    now: Moment,
) -> Result<ContestState, Refusals> {
    use ContestEvent as E;
    use RefusalCode as R;
    let to = machine::next(CONTEST_TABLE, state, event)?;
    let mut refusals = Refusals::none();
    match event {
        E::Open => {
            refusals.require(facts.frozen, R::BallotNotFrozen);
            refusals.require_none(facts.translations_missing, R::TranslationsMissing);
        }
        E::Close => {
            let over = facts.voting_ends.is_some_and(|ends| now >= ends);
            refusals.require(over, R::WindowOpen);
        }
        E::Count => {
            let due = facts.voting_ends.is_some_and(|ends| now - ends >= COUNTING_DELAY);
            refusals.require(due, R::WindowOpen);
        }
        E::Decide => {
            refusals.require(facts.act, R::ActMissing);
            refusals.require_none(facts.ties_open, R::TieOpen);
            refusals.require_none(facts.deviations_without_reason, R::ReasonRequired);
        }
        E::Recount | E::Record | E::Annul => refusals.require(facts.reason, R::ReasonRequired),
    }
    refusals.or(to)
}

#[cfg(test)]
mod tests;
