//! Appeals: another body decides, in time, with a public reason.

use crate::{Id, Moment, Phase, RefusalCode, Refusals, ResolvedCalendar};

/// Who rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decider {
    /// The body, if one decided.
    pub body: Option<Id>,
    /// The account that recorded the decision.
    pub account: Id,
}

/// An appeal is decided by another body and another person than those who rejected.
///
/// # Errors
/// `same_body`.
pub fn decided_by_another(rejected: Decider, deciding: Decider) -> Result<(), Refusals> {
    let same = rejected.account == deciding.account || (rejected.body.is_some() && rejected.body == deciding.body);
    if same { Err(RefusalCode::SameBody.into()) } else { Ok(()) }
}

/// An appeal can be made until the phase of appeals ends.
///
/// # Errors
/// `deadline_passed`.
pub fn in_time(calendar: &ResolvedCalendar, now: Moment) -> Result<(), Refusals> {
    match calendar.window(Phase::Appeals) {
        Some(window) if now >= window.ends => Err(RefusalCode::DeadlinePassed.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;
    use crate::calendar::tests::{almaty, utc5};

    #[test]
    fn another_body_and_another_person_decide() {
        let by =
            |body: Option<u128>, account| Decider { body: body.map(Id::from_u128), account: Id::from_u128(account) };
        assert!(decided_by_another(by(Some(1), 10), by(Some(2), 20)).is_ok());
        assert!(decided_by_another(by(None, 10), by(None, 20)).is_ok());
        for same in [by(Some(1), 20), by(Some(2), 10), by(None, 10)] {
            assert!(decided_by_another(by(Some(1), 10), same).unwrap_err().has(RefusalCode::SameBody));
        }
    }

    #[test]
    fn in_time_is_before_the_end_of_the_appeals() {
        let calendar = almaty().resolve(utc5).unwrap();
        let end = calendar.window(Phase::Appeals).unwrap().ends;
        assert!(in_time(&calendar, end - Duration::microseconds(1)).is_ok());
        assert!(in_time(&calendar, end).unwrap_err().has(RefusalCode::DeadlinePassed));
    }
}
