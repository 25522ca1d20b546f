//! The end of a fiscal year: whatever is neither paid nor surrendered lapses, unless the maslikhat decided before to carry it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::money::Flow;
use super::{Posting, moves};
use crate::{EntryKind, Id, LedgerAccount, Money, Refusal, RefusalCode, Refusals};

/// Money that the end of the year finds in an account, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The account.
    pub account: LedgerAccount,
    /// For which work (reserved and committed).
    pub work: Option<Id>,
    /// Under which contract (committed).
    pub contract: Option<Id>,
    /// How much.
    pub amount: Money,
}

/// A decision of the maslikhat, taken before the year ended: so much of an account goes to the next fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarryDecision {
    /// The account.
    pub account: LedgerAccount,
    /// Only what is for this work.
    pub work: Option<Id>,
    /// Only what is under this contract.
    pub contract: Option<Id>,
    /// At most so much; what is less at the end of the year is carried whole.
    pub amount: Money,
    /// The act.
    pub act: Id,
}

/// What becomes of a position, or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The position with the amount of this part.
    pub position: Position,
    /// The act by which it is carried; none: it lapses.
    pub carried: Option<Id>,
}

/// Whether the end of a year takes money out of this account.
pub fn ends(account: LedgerAccount) -> bool {
    moves(EntryKind::Lapse).iter().any(|(from, _)| *from == account)
}

/// Whether a decision may be withdrawn: once, and before its year is over. Afterwards the money has moved.
///
/// # Errors
/// `fiscal_year_over`, `already_withdrawn`.
pub fn withdraw(fiscal_year: i32, over: bool, withdrawn: bool) -> Result<(), Refusals> {
    let mut refusals = Refusals::none();
    refusals.require(!over, Refusal::with(RefusalCode::FiscalYearOver, fiscal_year));
    refusals.require(!withdrawn, RefusalCode::AlreadyWithdrawn);
    refusals.or(())
}

/// What lies in the accounts of an envelope and year that the end of the year empties. Work and contract are taken from the
/// entries; where these disagree with the balance, the balance decides. None when a sum does not fit.
pub fn positions(flows: &[Flow], envelope: Id, fiscal_year: u16) -> Option<Vec<Position>> {
    let mut parts: BTreeMap<(LedgerAccount, Option<Id>, Option<Id>), Money> = BTreeMap::new();
    let mut whole: BTreeMap<LedgerAccount, Money> = BTreeMap::new();
    for flow in flows {
        for (side, sign) in [(flow.from, -1), (flow.to, 1)] {
            if side.envelope != envelope || side.fiscal_year != fiscal_year || !ends(side.account) {
                continue;
            }
            let amount = flow.amount.times(sign)?;
            let part = parts.entry(key(side, flow)).or_default();
            *part = part.plus(amount)?;
            let sum = whole.entry(side.account).or_default();
            *sum = sum.plus(amount)?;
        }
    }
    let mut found = Vec::new();
    // A part below zero (money posted by hand without its work) is taken from the others of its account, the last ones first:
    // together the positions are what lies in the account.
    for ((account, work, contract), amount) in parts {
        let left = whole.get_mut(&account)?;
        let amount = amount.min(*left);
        if amount > Money::ZERO {
            *left = left.minus(amount)?;
            found.push(Position { account, work, contract, amount });
        }
    }
    Some(found)
}

/// A reservation is for a work, a commitment also under a contract; elsewhere money has no purpose yet.
fn key(side: Posting, flow: &Flow) -> (LedgerAccount, Option<Id>, Option<Id>) {
    match side.account {
        LedgerAccount::Reserved => (side.account, flow.work, None),
        LedgerAccount::Committed => (side.account, flow.work, flow.contract),
        account => (account, None, None),
    }
}

/// Ends the year: carries what the decisions name, those for a work or a contract first, and lets the rest lapse. The parts
/// of a position add up to it.
pub fn end(positions: &[Position], decisions: &[CarryDecision]) -> Vec<Ending> {
    let mut left: Vec<Position> = positions.to_vec();
    let mut endings = Vec::new();
    let narrow = |d: &&CarryDecision| d.work.is_some() || d.contract.is_some();
    for decision in decisions.iter().filter(narrow).chain(decisions.iter().filter(|d| !narrow(d))) {
        let mut may = decision.amount;
        for position in left.iter_mut().filter(|position| decision.covers(position)) {
            let amount = may.min(position.amount);
            let (Some(kept), Some(rest)) = (position.amount.minus(amount), may.minus(amount)) else { continue };
            if amount > Money::ZERO {
                endings.push(Ending { position: Position { amount, ..*position }, carried: Some(decision.act) });
                (position.amount, may) = (kept, rest);
            }
        }
    }
    let lapses = left.into_iter().filter(|position| position.amount > Money::ZERO);
    endings.extend(lapses.map(|position| Ending { position, carried: None }));
    endings
}

impl CarryDecision {
    fn covers(&self, position: &Position) -> bool {
        position.account == self.account
            && self.work.is_none_or(|work| position.work == Some(work))
            && self.contract.is_none_or(|contract| position.contract == Some(contract))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    /// The end of a year posts nothing for what is used up: entries of nothing would be refused.
    #[test]
    fn an_account_that_is_used_up_has_no_position() {
        use LedgerAccount as A;
        let [here, road] = [1, 2].map(Id::from_u128);
        let posting = |account| Posting { envelope: here, fiscal_year: 2026, account };
        let flow = |kind, from, to, work| Flow {
            kind,
            from: posting(from),
            to: posting(to),
            work,
            contract: None,
            amount: Money(100),
        };
        let flows = [
            flow(EntryKind::TopUp, A::Outside, A::Available, None),
            flow(EntryKind::Reserve, A::Available, A::Reserved, Some(road)),
        ];
        let all = Position { account: A::Reserved, work: Some(road), contract: None, amount: Money(100) };
        assert_eq!(positions(&flows, here, 2026), Some(vec![all]));
    }

    #[test]
    fn the_end_of_a_year_leaves_what_is_paid_given_back_lost_or_carried_where_it_is() {
        use LedgerAccount as A;
        let emptied: Vec<_> = LedgerAccount::ALL.iter().copied().filter(|account| ends(*account)).collect();
        assert_eq!(emptied, [A::Announced, A::Available, A::Reserved, A::Committed, A::Saved]);
    }
}
