//! A ballot item: the frozen revision of an eligible proposal, with its number and cost, until the act decides it.

use serde::{Deserialize, Serialize};

use crate::machine::{self, Row, go};
use crate::{BallotItemState, ItemOutcome, LocalText, RefusalCode, Refusals, codes};

codes! {
    /// What happens to a ballot item.
    pub BallotItemEvent "ballot-item-event" {
        /// The act that confirms the contest decides it.
        Decide = "decide",
    }
}

/// The whole table.
pub const BALLOT_ITEM_TABLE: &[Row<BallotItemState, BallotItemEvent>] =
    &[go(&[BallotItemState::Listed], BallotItemEvent::Decide, BallotItemState::Decided)];

/// What the act says about an item beside what the count says; a deviation carries a public reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemDecision {
    /// Ballot number of the item in its contest.
    pub number: u32,
    /// What the act decides.
    pub outcome: ItemOutcome,
    /// Why it differs from the count; required exactly then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LocalText>,
}

/// Decides an item.
///
/// # Errors
/// `wrong_state`, `act_missing`, and `reason_required` for a deviation without a reason.
pub fn decide(
    state: BallotItemState,
    counted: ItemOutcome,
    decision: &ItemDecision,
    act: bool,
) -> Result<BallotItemState, Refusals> {
    let to = machine::next(BALLOT_ITEM_TABLE, state, BallotItemEvent::Decide)?;
    let mut refusals = Refusals::none();
    refusals.require(act, RefusalCode::ActMissing);
    refusals.require(decision.outcome == counted || decision.reason.is_some(), RefusalCode::ReasonRequired);
    refusals.or(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_from_the_count_gives_a_reason() {
        use ItemOutcome::{Funded, NotFunded};
        let decision =
            |outcome, reason: Option<&str>| ItemDecision { number: 1, outcome, reason: reason.map(LocalText::same) };
        let decide = |counted, decision, act| {
            decide(BallotItemState::Listed, counted, &decision, act).map_err(|r| r.to_string())
        };
        assert_eq!(decide(Funded, decision(Funded, None), true), Ok(BallotItemState::Decided));
        assert_eq!(decide(NotFunded, decision(Funded, Some("Land")), true), Ok(BallotItemState::Decided));
        assert_eq!(decide(Funded, decision(NotFunded, None), false), Err("act_missing, reason_required".to_owned()));
    }
}
