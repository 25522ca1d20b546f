//! Residents' verdicts on what was built: whether and how often.

use crate::{Code, Refusal, RefusalCode, Refusals, WorkState};

/// Whether a resident may say now what they think of a work: once it is finished, accepted by the law or not. What was said
/// may be said anew until the office has answered.
///
/// # Errors
/// `wrong_state` (detail: the work's state), `already_answered`.
pub fn check(work: WorkState, answered: bool) -> Result<(), Refusals> {
    let mut refusals = Refusals::none();
    let built = matches!(work, WorkState::Completed | WorkState::Accepted | WorkState::Warranty);
    refusals.require(built, Refusal::with(RefusalCode::WrongState, work.code()));
    refusals.require(!answered, RefusalCode::AlreadyAnswered);
    refusals.or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_judged_until_there_is_an_answer() {
        let said = |state, answered| check(state, answered).map_err(|r| r.to_string());
        for &state in WorkState::ALL {
            let built = matches!(state, WorkState::Completed | WorkState::Accepted | WorkState::Warranty);
            assert_eq!(said(state, false).is_ok(), built, "{state}");
        }
        assert_eq!(said(WorkState::Tender, true), Err("wrong_state: tender, already_answered".to_owned()));
    }
}
