//! Allocation by a formula: when the money of a group of envelopes may be shared out. How is `tally::allocation`'s.

use crate::rules::{Allocation, EnvelopeRule};
use crate::{Code, Money, Refusal, RefusalCode, Refusals};

/// What stands in the books of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AllocationFacts {
    /// Envelopes of the group.
    pub envelopes: u32,
    /// Of these, those that money was announced for.
    pub with_money: u32,
    /// It was shared out before.
    pub allocated: bool,
}

/// Whether a group's money may be shared out by its formula; the sum that is shared, minor units. Once, and before anything else
/// gave its envelopes money: only so their sum is the rules' total.
///
/// # Errors
/// Every reason: `not_by_formula` (detail: how the rules share it), `no_envelopes` (detail: the group), `already_allocated`,
/// `money_announced` (count: envelopes).
pub fn check(group: &EnvelopeRule, facts: AllocationFacts) -> Result<Money, Refusals> {
    let mut refusals = Refusals::none();
    let by_formula = group.allocation == Allocation::Formula;
    refusals.require(by_formula, Refusal::with(RefusalCode::NotByFormula, group.allocation.code()));
    refusals.require(facts.envelopes > 0, Refusal::with(RefusalCode::NoEnvelopes, &group.id));
    refusals.require(!facts.allocated, RefusalCode::AlreadyAllocated);
    if !facts.allocated {
        refusals.require_none(facts.with_money, RefusalCode::MoneyAnnounced);
    }
    refusals.or(group.total.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LocalText;
    use crate::rules::Area;

    #[test]
    fn money_is_shared_out_once_and_first() {
        let group = |allocation| EnvelopeRule {
            id: "regions".to_owned(),
            name: LocalText::same("Regions"),
            area: Area::Region,
            count: 2,
            allocation,
            total: Some(Money(100)),
            formula: Vec::new(),
        };
        let facts = AllocationFacts { envelopes: 2, with_money: 0, allocated: false };
        assert_eq!(check(&group(Allocation::Formula), facts), Ok(Money(100)));
        let refused = |allocation, facts| check(&group(allocation), facts).unwrap_err().to_string();
        let bad = AllocationFacts { envelopes: 0, with_money: 3, allocated: false };
        assert_eq!(refused(Allocation::Equal, bad), "not_by_formula: equal, no_envelopes: regions, money_announced: 3");
        let again = AllocationFacts { with_money: 2, allocated: true, ..facts };
        assert_eq!(refused(Allocation::Formula, again), "already_allocated");
    }
}
