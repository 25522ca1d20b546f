//! Out of which ballot items a work is built, and when it is late.

use time::Date;

use crate::{BallotItemState, ContestState, Id, ItemOutcome, Money, Refusal, RefusalCode, Refusals, WorkState};

/// A ballot item as works see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundedItem {
    /// Its id.
    pub id: Id,
    /// Its number on the ballot.
    pub number: i32,
    /// State of its contest.
    pub contest: ContestState,
    /// Its state.
    pub state: BallotItemState,
    /// What the act decided.
    pub outcome: Option<ItemOutcome>,
    /// What it was decided with.
    pub cost: Money,
    /// What works that are not cancelled take of it already.
    pub taken: Money,
}

impl FundedItem {
    /// What works may still take of it; nothing when the act gave it no money.
    pub fn left(&self) -> Money {
        if self.is_funded() { self.cost.minus(self.taken).unwrap_or_default() } else { Money::ZERO }
    }

    fn is_funded(&self) -> bool {
        self.contest == ContestState::Decided
            && self.state == BallotItemState::Decided
            && self.outcome == Some(ItemOutcome::Funded)
    }
}

/// What a work takes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The item.
    pub item: Id,
    /// Minor units.
    pub amount: Money,
}

/// Whether a work may be built out of these parts: items of decided contests that the act gave money, and together no more
/// than each item costs. An item may go into many works and a work be built out of many items.
///
/// # Errors
/// Every reason: `item_not_funded` (detail: ballot number), `amount_not_positive`, `item_exceeded` (detail: what is left).
pub fn check_parts(parts: &[Part], items: &[FundedItem]) -> Result<(), Refusals> {
    let mut refusals = Refusals::none();
    for part in parts {
        let Some(item) = items.iter().find(|item| item.id == part.item) else {
            refusals.push(RefusalCode::ItemNotFunded);
            continue;
        };
        if !item.is_funded() {
            refusals.push(Refusal::with(RefusalCode::ItemNotFunded, item.number));
            continue;
        }
        refusals.require(part.amount > Money::ZERO, RefusalCode::AmountNotPositive);
        let left = item.left();
        refusals.require(part.amount <= left, Refusal::with(RefusalCode::ItemExceeded, left.0));
    }
    refusals.or(())
}

/// Since which day a work is late: the earliest date that has passed and was not met, its own or a milestone's. None when
/// nothing is overdue, or when nothing is to be built now: finished, cancelled, or deferred to another year.
pub fn late_since(state: WorkState, due_on: Date, open_milestones: &[Date], today: Date) -> Option<Date> {
    use WorkState as S;
    let rests = matches!(state, S::Completed | S::Accepted | S::Warranty | S::Cancelled | S::Deferred);
    let dates = open_milestones.iter().copied().chain([due_on]);
    dates.filter(|day| !rests && *day < today).min()
}

/// Whether a milestone is missed that was promised for `promised` last: that day has passed, it was neither reached nor put off to
/// a later one, and its work is being built now.
pub fn is_missed(state: WorkState, promised: Date, due_on: Date, done: bool, today: Date) -> bool {
    !done && due_on == promised && late_since(state, promised, &[], today).is_some()
}

/// The fiscal year as the books know it.
pub fn fiscal_year(year: i32) -> Option<u16> {
    u16::try_from(year).ok().filter(|year| (2000..=2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn item(n: u128, cost: i64, taken: i64) -> FundedItem {
        FundedItem {
            id: Id::from_u128(n),
            number: 7,
            contest: ContestState::Decided,
            state: BallotItemState::Decided,
            outcome: Some(ItemOutcome::Funded),
            cost: Money(cost),
            taken: Money(taken),
        }
    }

    fn part(n: u128, amount: i64) -> Part {
        Part { item: Id::from_u128(n), amount: Money(amount) }
    }

    #[test]
    fn works_take_no_more_than_the_act_gave() {
        let said = |parts: &[Part], items: &[FundedItem]| check_parts(parts, items).map_err(|r| r.to_string());
        assert_eq!(said(&[part(1, 40), part(2, 60)], &[item(1, 100, 60), item(2, 60, 0)]), Ok(()));
        assert_eq!(said(&[part(1, 41)], &[item(1, 100, 60)]), Err("item_exceeded: 40".to_owned()));
        assert_eq!(said(&[part(1, -5)], &[item(1, 100, 0)]), Err("amount_not_positive".to_owned()));
        let lost = FundedItem { outcome: Some(ItemOutcome::NotFunded), ..item(1, 100, 0) };
        let open = FundedItem { contest: ContestState::Counted, ..item(2, 100, 0) };
        let both = Err("item_not_funded: 7, item_not_funded: 7".to_owned());
        assert_eq!(said(&[part(1, 1), part(2, 1)], &[lost.clone(), open]), both);
        assert_eq!((item(1, 100, 60).left(), lost.left()), (Money(40), Money(0)));
    }

    #[test]
    fn the_earliest_missed_date_makes_it_late() {
        let (today, due) = (date!(2026 - 06 - 02), date!(2026 - 06 - 30));
        let milestones = [date!(2026 - 06 - 01), date!(2026 - 05 - 01)];
        assert_eq!(late_since(WorkState::InProgress, due, &[], today), None);
        assert_eq!(late_since(WorkState::Tender, due, &milestones, today), Some(date!(2026 - 05 - 01)));
        assert_eq!(late_since(WorkState::Tender, due, &[today], today), None, "today is not over");
        assert_eq!(late_since(WorkState::InProgress, due, &[], date!(2026 - 07 - 01)), Some(due));
        for state in [WorkState::Deferred, WorkState::Completed, WorkState::Accepted, WorkState::Cancelled] {
            assert_eq!(late_since(state, due, &milestones, date!(2027 - 01 - 01)), None, "{state}");
        }
    }

    #[test]
    fn a_milestone_is_missed_on_the_day_after_its_last_promise() {
        let (promised, after) = (date!(2026 - 05 - 01), date!(2026 - 05 - 02));
        let missed = |state, due_on, done, today| is_missed(state, promised, due_on, done, today);
        assert!(missed(WorkState::InProgress, promised, false, after));
        assert!(!missed(WorkState::InProgress, promised, false, promised), "the day is not over");
        assert!(!missed(WorkState::InProgress, promised, true, after), "reached");
        assert!(!missed(WorkState::InProgress, after, false, after), "put off");
        assert!(!missed(WorkState::Deferred, promised, false, after), "nothing is built now");
    }
}
