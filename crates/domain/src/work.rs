//! The life of a work: what gets built out of funded ballot items.

mod detail;
mod plan;

pub use detail::{Saving, WorkDetail};
pub use plan::{FundedItem, Part, check_parts, fiscal_year, is_missed, late_since};

use crate::machine::{self, Row, go, stay};
use crate::{RefusalCode, Refusals, WorkState, codes};

codes! {
    /// What happens to a work.
    pub WorkEvent "work-event" {
        StartDesign = "start_design",
        /// The experts' conclusion on the design.
        PassExpertise = "pass_expertise",
        AnnounceTender = "announce_tender", FailTender = "fail_tender", Award = "award",
        SignContract = "sign_contract", Start = "start",
        /// A part is finished and handed over; building goes on.
        DeliverPart = "deliver_part",
        Complete = "complete",
        /// The legal acceptance (act, supervisor, who maintains it); the residents' verdict is another thing.
        Accept = "accept",
        /// Not accepted: back to work.
        RefuseAcceptance = "refuse_acceptance",
        /// To a later fiscal year, with a reason.
        Defer = "defer",
        Resume = "resume",
        /// Built smaller than decided, with a reason.
        Reduce = "reduce",
        /// The contract ended early.
        Terminate = "terminate",
        Cancel = "cancel",
        /// A defect within the warranty reopens the work.
        ClaimWarranty = "claim_warranty",
        /// A repair that was declined or did not hold is ordered again, with a reason: the work is not accepted yet.
        OrderRepair = "order_repair",
    }
}

/// The whole table.
pub const WORK_TABLE: &[Row<WorkState, WorkEvent>] = &{
    use WorkEvent as E;
    use WorkState as S;
    [
        go(&[S::Planned, S::Reduced], E::StartDesign, S::Design),
        stay(&[S::Design], E::PassExpertise),
        // A failed tender and a terminated contract are announced again.
        go(&[S::Design, S::TenderFailed, S::Terminated, S::Reduced], E::AnnounceTender, S::Tender),
        go(&[S::Tender], E::FailTender, S::TenderFailed),
        go(&[S::Tender], E::Award, S::Awarded),
        go(&[S::Awarded, S::Reduced], E::SignContract, S::Contracted),
        go(&[S::Contracted, S::Reduced], E::Start, S::InProgress),
        stay(&[S::InProgress], E::DeliverPart),
        go(&[S::InProgress], E::Complete, S::Completed),
        go(&[S::Completed, S::Warranty], E::Accept, S::Accepted),
        go(&[S::Completed], E::RefuseAcceptance, S::InProgress),
        go(
            &[S::Planned, S::Design, S::Tender, S::TenderFailed, S::Awarded, S::Contracted, S::InProgress, S::Reduced],
            E::Defer,
            S::Deferred,
        ),
        go(&[S::Deferred], E::Resume, S::Planned),
        go(&[S::Planned, S::Design, S::TenderFailed, S::Awarded, S::Contracted, S::InProgress], E::Reduce, S::Reduced),
        go(&[S::Awarded, S::Contracted, S::InProgress], E::Terminate, S::Terminated),
        go(
            &[S::Planned, S::Design, S::Tender, S::TenderFailed, S::Awarded, S::Deferred, S::Reduced, S::Terminated],
            E::Cancel,
            S::Cancelled,
        ),
        go(&[S::Accepted, S::Warranty], E::ClaimWarranty, S::Warranty),
        stay(&[S::Warranty], E::OrderRepair),
    ]
};

/// What the guards look at. Defaults refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFacts {
    /// A public reason was given.
    pub reason: bool,
    /// An act was named.
    pub act: bool,
    /// The fiscal year to which it is deferred.
    pub fiscal_year: Option<u16>,
    /// Contracts for it that are signed or active: they end first.
    pub contracts_open: u32,
    /// Defects whose repair is owed.
    pub defects_open: u32,
    /// The builder still answers for defects.
    pub in_warranty: bool,
}

/// The state after the event.
///
/// # Errors
/// `wrong_state` alone, or every unmet guard of the event.
pub fn apply(state: WorkState, event: WorkEvent, facts: &WorkFacts) -> Result<WorkState, Refusals> {
    use RefusalCode as R;
    use WorkEvent as E;
    let to = machine::next(WORK_TABLE, state, event)?;
    let mut refusals = Refusals::none();
    match event {
        E::Accept => {
            refusals.require(facts.act, R::ActMissing);
            refusals.require_none(facts.defects_open, R::DefectsOpen);
        }
        E::ClaimWarranty => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(facts.in_warranty, R::WarrantyOver);
        }
        E::Terminate | E::Cancel => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require_none(facts.contracts_open, R::ContractsOpen);
        }
        E::Defer => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(facts.fiscal_year.is_some(), R::FiscalYearRequired);
        }
        E::FailTender | E::RefuseAcceptance | E::Reduce | E::OrderRepair => {
            refusals.require(facts.reason, R::ReasonRequired);
        }
        E::StartDesign
        | E::PassExpertise
        | E::AnnounceTender
        | E::Award
        | E::SignContract
        | E::Start
        | E::DeliverPart
        | E::Complete
        | E::Resume => {}
    }
    refusals.or(to)
}

/// Whether the event leads anywhere from this state, whatever its guards say.
pub fn can(state: WorkState, event: WorkEvent) -> bool {
    machine::next(WORK_TABLE, state, event).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_can_do_what_its_table_has() {
        assert!(can(WorkState::Completed, WorkEvent::Accept));
        assert!(!can(WorkState::Cancelled, WorkEvent::Accept));
    }

    #[test]
    fn setbacks_give_reasons_and_acceptance_an_act() {
        let refused = |state, event| apply(state, event, &WorkFacts::default()).unwrap_err().to_string();
        assert_eq!(refused(WorkState::Completed, WorkEvent::Accept), "act_missing");
        assert_eq!(refused(WorkState::Tender, WorkEvent::Defer), "reason_required, fiscal_year_required");
        for (state, event) in [
            (WorkState::Tender, WorkEvent::FailTender),
            (WorkState::Completed, WorkEvent::RefuseAcceptance),
            (WorkState::Design, WorkEvent::Reduce),
            (WorkState::InProgress, WorkEvent::Terminate),
            (WorkState::Planned, WorkEvent::Cancel),
            (WorkState::Warranty, WorkEvent::OrderRepair),
        ] {
            assert_eq!(refused(state, event), "reason_required", "{event}");
        }
        assert_eq!(refused(WorkState::Accepted, WorkEvent::ClaimWarranty), "reason_required, warranty_over");
        assert!(apply(WorkState::Planned, WorkEvent::StartDesign, &WorkFacts::default()).is_ok());
    }

    #[test]
    fn a_work_ends_after_its_contracts_and_is_accepted_after_its_repairs() {
        let facts = WorkFacts { reason: true, act: true, contracts_open: 1, defects_open: 2, ..WorkFacts::default() };
        let refused = |state, event| apply(state, event, &facts).unwrap_err().to_string();
        assert_eq!(refused(WorkState::InProgress, WorkEvent::Terminate), "contracts_open: 1");
        assert_eq!(refused(WorkState::Reduced, WorkEvent::Cancel), "contracts_open: 1");
        assert_eq!(refused(WorkState::Warranty, WorkEvent::Accept), "defects_open: 2");
    }
}
