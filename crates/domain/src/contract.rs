//! The life of a contract; it is joined many-to-many with works, with amounts, amendments and payments.

use std::collections::BTreeMap;

use crate::machine::{self, Row, go, stay};
use crate::{Code, ContractState, LedgerAccount, Money, Refusal, RefusalCode, Refusals, WorkState, codes};

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
        E::Settle => refusals.require(facts.unsettled == Money::ZERO, RefusalCode::Unsettled),
        E::Activate | E::Complete => {}
    }
    refusals.or(to)
}

/// Whether signing a contract for a work in this state moves the work on (it was awarded, or is built smaller than
/// decided); contracts beside it, for design or supervision, leave the work where it is.
///
/// # Errors
/// `wrong_state` with the state: there is nothing to order for this work now.
pub fn moves_work(state: WorkState) -> Result<bool, Refusals> {
    use WorkState as S;
    match state {
        S::Awarded | S::Reduced => Ok(true),
        S::Design | S::Contracted | S::InProgress | S::Completed | S::Warranty => Ok(false),
        S::Planned | S::Tender | S::TenderFailed | S::Accepted | S::Deferred | S::Terminated | S::Cancelled => {
            Err(Refusal::with(RefusalCode::WrongState, state.code()).into())
        }
    }
}

/// What a contract commits for a work out of an envelope, and what of it was paid; minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// As amended.
    pub amount: Money,
    /// Paid so far.
    pub paid: Money,
}

impl Part {
    /// Whether this amount may be paid now: the contract runs or was delivered, no more is paid than was ordered, and so much is
    /// still committed for it in the year of the payment.
    ///
    /// # Errors
    /// Every reason: `wrong_state`, `amount_not_positive`, `not_enough_money: committed`.
    pub fn pay(&self, state: ContractState, amount: Money, committed: Money) -> Result<(), Refusals> {
        let mut refusals = Refusals::none();
        let runs = matches!(state, ContractState::Active | ContractState::Completed);
        refusals.require(runs, Refusal::with(RefusalCode::WrongState, state.code()));
        refusals.require(amount > Money::ZERO, RefusalCode::AmountNotPositive);
        let fits = amount <= committed && self.paid.plus(amount).is_some_and(|paid| paid <= self.amount);
        refusals.require(fits, Refusal::with(RefusalCode::NotEnoughMoney, LedgerAccount::Committed.code()));
        refusals.or(())
    }

    /// By how much an amendment to this amount raises (positive) or lowers what is committed.
    ///
    /// # Errors
    /// `below_paid`: what was paid cannot be ordered less; `amount_too_large`.
    pub fn amend(&self, to: Money) -> Result<Money, Refusals> {
        let mut refusals = Refusals::none();
        refusals.require(to >= self.paid, RefusalCode::BelowPaid);
        let change = to.minus(self.amount);
        refusals.require(change.is_some(), RefusalCode::AmountTooLarge);
        refusals.or(change.unwrap_or_default())
    }
}

/// Takes an amount out of what lies in an account in several fiscal years, the earliest first: years and amounts. Less than
/// the amount when there is not enough.
pub fn take_from_years(balances: &BTreeMap<u16, Money>, amount: Money) -> Vec<(u16, Money)> {
    let mut left = amount;
    let mut taken = Vec::new();
    for (year, there) in balances {
        let part = left.min(*there);
        if part > Money::ZERO {
            taken.push((*year, part));
            left = left.minus(part).unwrap_or_default();
        }
    }
    taken
}

/// Whether the event leads anywhere from this state, whatever its guards say.
pub fn can(state: ContractState, event: ContractEvent) -> bool {
    machine::next(CONTRACT_TABLE, state, event).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_can_do_what_its_table_has() {
        for (state, event, possible) in [
            (ContractState::Signed, ContractEvent::Activate, true),
            (ContractState::Signed, ContractEvent::Complete, false),
            (ContractState::Settled, ContractEvent::Amend, false),
            (ContractState::Active, ContractEvent::Terminate, true),
        ] {
            assert_eq!(can(state, event), possible, "{state:?} {event:?}");
        }
    }

    #[test]
    fn no_more_is_paid_than_was_ordered_and_no_less_ordered_than_was_paid() {
        let part = Part { amount: Money(100), paid: Money(60) };
        assert_eq!(part.pay(ContractState::Active, Money(40), Money(40)), Ok(()));
        assert_eq!(
            part.pay(ContractState::Active, Money(40), Money(39)).unwrap_err().to_string(),
            "not_enough_money: committed"
        );
        let refused = part.pay(ContractState::Signed, Money(41), Money(100)).unwrap_err().to_string();
        assert_eq!(refused, "wrong_state: signed, not_enough_money: committed");
        assert_eq!(
            part.pay(ContractState::Completed, Money(0), Money(0)).unwrap_err().to_string(),
            "amount_not_positive"
        );
        assert_eq!(part.amend(Money(60)), Ok(Money(-40)));
        assert_eq!(part.amend(Money(130)), Ok(Money(30)));
        assert_eq!(part.amend(Money(59)).unwrap_err().to_string(), "below_paid");
    }

    #[test]
    fn a_contract_moves_an_awarded_work_and_no_cancelled_one() {
        assert_eq!(moves_work(WorkState::Awarded), Ok(true));
        assert_eq!(moves_work(WorkState::Design), Ok(false));
        assert_eq!(moves_work(WorkState::Cancelled).unwrap_err().to_string(), "wrong_state: cancelled");
    }

    #[test]
    fn money_is_taken_out_of_the_earliest_year_first() {
        let balances = BTreeMap::from([(2025, Money(0)), (2026, Money(30)), (2027, Money(50))]);
        assert_eq!(take_from_years(&balances, Money(40)), [(2026, Money(30)), (2027, Money(10))]);
        assert_eq!(take_from_years(&balances, Money(100)), [(2026, Money(30)), (2027, Money(50))]);
        assert_eq!(take_from_years(&balances, Money(0)), []);
    }

    #[test]
    fn it_settles_when_nothing_is_open_and_changes_with_a_reason() {
        let refused = |state, event, facts: &ContractFacts| apply(state, event, facts).map_err(|r| r.to_string());
        let open = ContractFacts { unsettled: Money(1), ..ContractFacts::default() };
        assert_eq!(refused(ContractState::Completed, ContractEvent::Settle, &open), Err("unsettled".to_owned()));
        let settled = ContractFacts::default();
        assert_eq!(refused(ContractState::Completed, ContractEvent::Settle, &settled), Ok(ContractState::Settled));
        for event in [ContractEvent::Amend, ContractEvent::Terminate] {
            assert_eq!(refused(ContractState::Active, event, &settled), Err("reason_required".to_owned()));
        }
    }
}
