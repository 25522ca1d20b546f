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
    let same = rejected.account == deciding.account
        || (rejected.body.is_some() && rejected.body == deciding.body);
    if same {
        Err(RefusalCode::SameBody.into())
    } else {
        Ok(())
    }
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
