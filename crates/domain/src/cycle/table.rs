//! The cycle's table: data for the machine, the docs and the tests.

use super::{CycleEvent, Effect, Guard};
use crate::{Operation, Phase};

/// One row of the cycle's table.
#[derive(Debug)]
pub struct CycleRow {
    /// Phases in which the event may happen.
    pub from: &'static [Phase],
    /// The event.
    pub event: CycleEvent,
    /// The phase afterwards; none means that the phase stays.
    pub to: Option<Phase>,
    /// The operation that the actor must be allowed.
    pub operation: Operation,
    /// What must hold; all unmet ones are reported together.
    pub guards: &'static [Guard],
    /// What else must happen in the same transaction.
    pub effects: &'static [Effect],
}

const fn row(
    from: &'static [Phase],
    event: CycleEvent,
    to: Phase,
    guards: &'static [Guard],
    effects: &'static [Effect],
) -> CycleRow {
    CycleRow { from, event, to: Some(to), operation: Operation::TransitionCycle, guards, effects }
}

/// The whole table. What is not in it is refused.
pub const CYCLE_TABLE: &[CycleRow] = &{
    use Guard as G;
    use Phase as P;
    const RUNNING: &[Phase] = &[
        P::Setup,
        P::Proposals,
        P::Review,
        P::Rework,
        P::ReReview,
        P::Appeals,
        P::Frozen,
        P::Voting,
        P::Results,
        P::Delivery,
        P::Reports,
    ];
    const OFFICIAL_WINDOWS: &[Phase] =
        &[P::Review, P::Rework, P::ReReview, P::Appeals, P::Frozen, P::Results, P::Delivery, P::Reports];
    [
        row(
            &[P::Setup],
            CycleEvent::OpenProposals,
            P::Proposals,
            &[G::Started, G::Rules, G::RulesSupported, G::Envelopes],
            &[],
        ),
        row(
            &[P::Proposals],
            CycleEvent::OpenReview,
            P::Review,
            &[G::Started],
            &[Effect::ExpireSupport, Effect::MakeReviewDuties],
        ),
        row(&[P::Review], CycleEvent::OpenRework, P::Rework, &[G::Started, G::ReviewsDone], &[]),
        row(
            &[P::Rework],
            CycleEvent::OpenReReview,
            P::ReReview,
            &[G::Started],
            &[Effect::ExpireRework, Effect::MakeReviewDuties],
        ),
        row(
            &[P::ReReview],
            CycleEvent::OpenAppeals,
            P::Appeals,
            &[G::Started, G::ReviewsDone],
            &[Effect::ExpireRework],
        ),
        row(&[P::Appeals], CycleEvent::Freeze, P::Frozen, &[G::Started, G::ReviewsDone, G::AppealsDecided], &[]),
        row(
            &[P::Frozen],
            CycleEvent::OpenVoting,
            P::Voting,
            &[G::Started, G::RulesSupported, G::Contests, G::BallotFrozen, G::Translated],
            &[Effect::OpenContests],
        ),
        row(&[P::Voting], CycleEvent::CloseVoting, P::Results, &[G::Started], &[Effect::CloseContests]),
        row(
            &[P::Results],
            CycleEvent::ConfirmResults,
            P::Delivery,
            &[G::Started, G::Tallied, G::TiesDecided, G::Confirmed],
            &[],
        ),
        row(&[P::Delivery], CycleEvent::OpenReports, P::Reports, &[G::Started], &[Effect::MakeReportDuties]),
        row(&[P::Reports], CycleEvent::Close, P::Closed, &[G::ReportsPublished], &[]),
        CycleRow {
            from: RUNNING,
            event: CycleEvent::Cancel,
            to: Some(P::Cancelled),
            operation: Operation::OverrideCycle,
            guards: &[G::Reason, G::Act],
            effects: &[],
        },
        // Residents' windows may be lengthened while they are open, never reopened after the clock has closed them.
        CycleRow {
            from: &[P::Proposals, P::Voting],
            event: CycleEvent::Extend,
            to: None,
            operation: Operation::OverrideCycle,
            guards: &[G::Reason, G::NotEnded],
            effects: &[],
        },
        CycleRow {
            from: OFFICIAL_WINDOWS,
            event: CycleEvent::Extend,
            to: None,
            operation: Operation::OverrideCycle,
            guards: &[G::Reason],
            effects: &[],
        },
        CycleRow {
            from: &[P::Voting, P::Results],
            event: CycleEvent::AnnulVote,
            to: Some(P::Frozen),
            operation: Operation::OverrideCycle,
            guards: &[G::Reason, G::Act],
            effects: &[Effect::AnnulContests],
        },
    ]
};
