//! The life of a defect within the warranty: a repair is owed, done or declined, and may be ordered again.

use crate::machine::{self, Row, go};
use crate::{DutyEnding, RefusalCode, Refusals, codes};

codes! {
    /// How a defect stands.
    pub DefectState "defect-state" {
        /// Somebody has a duty to repair it.
        Owed = "owed",
        /// Whoever owed the repair declined it under a clause: the warranty does not cover it, as they say. It no longer keeps the
        /// work from being accepted, for the commission that accepts can order the repair again instead.
        Declined = "declined",
        Repaired = "repaired",
    }
}

codes! {
    /// What happens to a defect.
    pub DefectEvent "defect-event" {
        /// Also after it was declined: whoever declined may think better of it.
        Repair = "repair",
        Decline = "decline",
        /// What was declined is owed nevertheless, or what was called repaired did not hold; with a public reason.
        OrderAgain = "order_again",
    }
}

/// The whole table.
pub const DEFECT_TABLE: &[Row<DefectState, DefectEvent>] = &{
    use DefectEvent as E;
    use DefectState as S;
    [
        go(&[S::Owed, S::Declined], E::Repair, S::Repaired),
        go(&[S::Owed], E::Decline, S::Declined),
        go(&[S::Declined, S::Repaired], E::OrderAgain, S::Owed),
    ]
};

/// How a defect stands, by whether a day of its repair is told and how the latest duty to repair it ended.
pub fn state(repaired: bool, ending: Option<DutyEnding>) -> DefectState {
    match (repaired, ending) {
        (true, _) => DefectState::Repaired,
        (false, Some(DutyEnding::Declined)) => DefectState::Declined,
        (false, _) => DefectState::Owed,
    }
}

/// The state after the event; `reason`: whether a public one is given.
///
/// # Errors
/// `wrong_state` alone, or `reason_required` where a repair is declined or ordered again without a reason.
pub fn apply(state: DefectState, event: DefectEvent, reason: bool) -> Result<DefectState, Refusals> {
    let to = machine::next(DEFECT_TABLE, state, event)?;
    let mut refusals = Refusals::none();
    refusals.require(reason || event == DefectEvent::Repair, RefusalCode::ReasonRequired);
    refusals.or(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_stands_as_its_repair_and_duty_say() {
        assert_eq!(state(false, None), DefectState::Owed);
        assert_eq!(state(false, Some(DutyEnding::Declined)), DefectState::Declined);
        assert_eq!(state(true, Some(DutyEnding::Declined)), DefectState::Repaired, "repaired after all");
        assert_eq!(state(true, Some(DutyEnding::Done)), DefectState::Repaired);
        assert_eq!(state(false, Some(DutyEnding::Removed)), DefectState::Owed, "only a reasoned refusal declines");
    }

    #[test]
    fn declining_and_ordering_again_give_reasons() {
        let said = |state, event, reason| apply(state, event, reason).map_err(|refusals| refusals.to_string());
        assert_eq!(said(DefectState::Owed, DefectEvent::Decline, false), Err("reason_required".to_owned()));
        assert_eq!(said(DefectState::Declined, DefectEvent::OrderAgain, false), Err("reason_required".to_owned()));
        assert_eq!(said(DefectState::Declined, DefectEvent::OrderAgain, true), Ok(DefectState::Owed));
        assert_eq!(said(DefectState::Owed, DefectEvent::Repair, false), Ok(DefectState::Repaired));
    }
}
