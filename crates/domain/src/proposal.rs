//! The life of a proposal, from a private draft to the frozen revision on the ballot.

mod submission;

use serde::{Deserialize, Serialize};

pub use submission::{Submission, check_joining, check_leaving, check_submission, check_support, supporters_missing};

use crate::machine::{self, Row, go, stay};
use crate::rules::ProposalRule;
use crate::{ProposalState, RefusalCode, Refusals, UserText, codes};

codes! {
    /// What happens to a proposal.
    pub ProposalEvent "proposal-event" {
        Submit = "submit",
        /// A reviewer begins the review.
        TakeUp = "take_up",
        /// Sent back to the author with a reason.
        Return = "return",
        Resubmit = "resubmit",
        Accept = "accept",
        /// With the clause of the rules and the fact that it rests on.
        Reject = "reject",
        Appeal = "appeal", UpholdAppeal = "uphold_appeal", DismissAppeal = "dismiss_appeal",
        Freeze = "freeze", Withdraw = "withdraw", MergeInto = "merge_into",
        /// A part becomes a new submitted proposal; this one keeps its state.
        SplitOff = "split_off",
        /// Returned and not resubmitted by the end of rework: rejected(not_reworked).
        ExpireRework = "expire_rework",
        /// Without the supporters that the rules ask for when the review begins: rejected(not_supported).
        ExpireSupport = "expire_support",
        /// Goes on as a draft of the next cycle.
        CarryOver = "carry_over",
    }
}

/// The clause recorded when rework ran out of time.
pub const NOT_REWORKED: &str = "not_reworked";
/// The clause recorded when too few residents supported it in time.
pub const NOT_SUPPORTED: &str = "not_supported";

/// The whole table. Withdrawing is possible in every state before frozen; merging and splitting too, once the
/// proposal is public (a draft is its author's alone).
pub const PROPOSAL_TABLE: &[Row<ProposalState, ProposalEvent>] = &{
    use ProposalEvent as E;
    use ProposalState as S;
    const PUBLIC: &[S] = &[S::Submitted, S::UnderReview, S::NeedsChanges, S::Rejected, S::Appealed, S::Eligible];
    [
        go(&[S::Draft], E::Submit, S::Submitted),
        go(&[S::Submitted], E::TakeUp, S::UnderReview),
        go(&[S::UnderReview], E::Return, S::NeedsChanges),
        go(&[S::NeedsChanges], E::Resubmit, S::Submitted),
        go(&[S::UnderReview], E::Accept, S::Eligible),
        go(&[S::UnderReview], E::Reject, S::Rejected),
        go(&[S::NeedsChanges], E::ExpireRework, S::Rejected),
        go(&[S::Submitted], E::ExpireSupport, S::Rejected),
        go(&[S::Rejected], E::Appeal, S::Appealed),
        go(&[S::Appealed], E::UpholdAppeal, S::Eligible),
        go(&[S::Appealed], E::DismissAppeal, S::FinallyRejected),
        go(&[S::Eligible], E::Freeze, S::Frozen),
        go(
            &[S::Draft, S::Submitted, S::UnderReview, S::NeedsChanges, S::Rejected, S::Appealed, S::Eligible],
            E::Withdraw,
            S::Withdrawn,
        ),
        go(PUBLIC, E::MergeInto, S::Merged),
        stay(PUBLIC, E::SplitOff),
        go(&[S::Submitted, S::UnderReview, S::NeedsChanges, S::Eligible, S::Frozen], E::CarryOver, S::CarriedOver),
    ]
};

/// Why a proposal was rejected: always a clause of the rules and a fact, so that it can be appealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rejection {
    /// Number of the criterion in the rule version, [`NOT_REWORKED`] or [`NOT_SUPPORTED`].
    pub clause: String,
    /// What was found.
    pub fact: UserText,
}

/// What the guards look at. Defaults refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalFacts {
    /// A public reason was given (return, merge, split, carry over).
    pub reason: bool,
    /// The clause given exists in the rule version.
    pub clause: bool,
    /// A fact was given.
    pub fact: bool,
    /// The newest revision differs from the one that was returned.
    pub reworked: bool,
    /// Reviews that the rules demand and that have not accepted.
    pub reviews_pending: u32,
    /// The period for appeals is over.
    pub appeal_late: bool,
    /// An appeal was already decided.
    pub appealed_before: bool,
    /// The appeal is decided by the body or the persons that rejected.
    pub same_body: bool,
    /// Texts missing in Kazakh or Russian.
    pub translations_missing: u32,
    /// The proposal merged into is another one, of the same cycle and contest, public and not yet ended.
    pub merge_target: bool,
    /// A split names at least one part of its own.
    pub split_parts: bool,
    /// Supporters that the rules ask for and that it does not have ([`supporters_missing`]).
    pub supporters_missing: u32,
    /// The rules let similar proposals be merged.
    pub merging: bool,
    /// The rules let a reviewer send a proposal back.
    pub rework: bool,
    /// The vote funded it.
    pub funded: bool,
    /// It stands on a ballot whose result no act has confirmed yet.
    pub undecided: bool,
    /// The cycle it is carried into is another one of the same programme that still takes proposals.
    pub carry_target: bool,
}

/// The state after the event.
///
/// # Errors
/// `wrong_state` alone, or every unmet guard of the event.
pub fn apply(state: ProposalState, event: ProposalEvent, facts: &ProposalFacts) -> Result<ProposalState, Refusals> {
    use ProposalEvent as E;
    use RefusalCode as R;
    let to = machine::next(PROPOSAL_TABLE, state, event)?;
    let mut refusals = Refusals::none();
    match event {
        E::TakeUp => refusals.require_none(facts.supporters_missing, R::SupportersMissing),
        E::Return => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(facts.rework, R::ReworkNotAllowed);
        }
        E::Resubmit => refusals.require(facts.reworked, R::NotReworked),
        E::Accept => refusals.require_none(facts.reviews_pending, R::ReviewsPending),
        E::Reject => {
            refusals.require(facts.clause, R::ClauseRequired);
            refusals.require(facts.fact, R::FactRequired);
        }
        E::Appeal => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(!facts.appeal_late, R::DeadlinePassed);
            refusals.require(!facts.appealed_before, R::AlreadyAppealed);
        }
        E::UpholdAppeal | E::DismissAppeal => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(!facts.same_body, R::SameBody);
        }
        E::Freeze => refusals.require_none(facts.translations_missing, R::TranslationsMissing),
        E::MergeInto => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(facts.merging, R::MergingNotAllowed);
            refusals.require(facts.merge_target, R::MergeTarget);
        }
        E::SplitOff => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(facts.split_parts, R::SplitParts);
        }
        E::CarryOver => {
            refusals.require(facts.reason, R::ReasonRequired);
            refusals.require(facts.carry_target, R::CarryTarget);
            refusals.require(!facts.undecided, R::ActMissing);
            refusals.require(!facts.funded, R::AlreadyFunded);
        }
        E::Submit | E::Withdraw | E::ExpireRework | E::ExpireSupport => {}
    }
    refusals.or(to)
}

impl ProposalFacts {
    /// What the rules say, whatever else holds; the supporters are those it has.
    pub fn of_rules(rules: &ProposalRule, supporters: i64) -> Self {
        Self {
            supporters_missing: supporters_missing(rules, supporters),
            merging: rules.merging,
            rework: rules.rework,
            ..Self::default()
        }
    }
}

/// Whether everybody may see it: a draft is its authors' alone.
pub fn is_public(state: ProposalState) -> bool {
    state != ProposalState::Draft
}

/// Whether its authors may change it: before it is submitted and after it was returned.
pub fn editable(state: ProposalState) -> bool {
    matches!(state, ProposalState::Draft | ProposalState::NeedsChanges)
}

/// Whether the author's one application of the cycle is taken by a proposal in this state.
pub fn counts_as_application(state: ProposalState) -> bool {
    !matches!(state, ProposalState::Draft | ProposalState::Withdrawn | ProposalState::CarriedOver)
}

#[cfg(test)]
mod tests;
