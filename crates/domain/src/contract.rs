//! The life of a contract; it is joined many-to-many with works, with amounts, amendments and payments.

use crate::machine::{self, Row, go, stay};
use crate::{ContractState, Money, RefusalCode, Refusals, codes};

codes! {
    /// What happens to a contract.
    pub ContractEvent "contract-event" {
        Activate = "activate",
        /// Amount, date or works change; the state stays.
        Amend = "amend",
        Complete = "complete",
        /// All is paid and nothing is open.
        Settle = "settle",
        Terminate = "terminate",
    }
}

/// The whole table.
pub const CONTRACT_TABLE: &[Row<ContractState, ContractEvent>] = &{
    use ContractEvent as E;
    use ContractState as S;
    [
        go(&[S::Signed], E::Activate, S::Active),
        stay(&[S::Signed, S::Active], E::Amend),
        go(&[S::Active], E::Complete, S::Completed),
        go(&[S::Completed], E::Settle, S::Settled),
        go(&[S::Signed, S::Active], E::Terminate, S::Terminated),
    ]
};

/// What the guards look at. Defaults refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractFacts {
    /// A public reason was given.
    pub reason: bool,
    /// Of the contract's amount, what is neither paid nor saved.
    pub unsettled: Money,
}

/// The state after the event.
///
/// # Errors
/// `wrong_state` alone, or every unmet guard of the event.
pub fn apply(state: ContractState, event: ContractEvent, facts: &ContractFacts) -> Result<ContractState, Refusals> {
    use ContractEvent as E;
    let to = machine::next(CONTRACT_TABLE, state, event)?;
    let mut refusals = Refusals::none();
    match event {
        E::Amend | E::Terminate => refusals.require(facts.reason, RefusalCode::ReasonRequired),
        E::Settle => refusals.require(facts.unsettled == Money::ZERO, RefusalCode::DutiesOpen),
        E::Activate | E::Complete => {}
    }
    refusals.or(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_settles_when_nothing_is_open_and_changes_with_a_reason() {
        let refused = |state, event, facts: &ContractFacts| apply(state, event, facts).map_err(|r| r.to_string());
        let open = ContractFacts { unsettled: Money(1), ..ContractFacts::default() };
        assert_eq!(refused(ContractState::Completed, ContractEvent::Settle, &open), Err("duties_open".to_owned()));
        let settled = ContractFacts::default();
        assert_eq!(refused(ContractState::Completed, ContractEvent::Settle, &settled), Ok(ContractState::Settled));
        for event in [ContractEvent::Amend, ContractEvent::Terminate] {
            assert_eq!(refused(ContractState::Active, event, &settled), Err("reason_required".to_owned()));
        }
    }
}
