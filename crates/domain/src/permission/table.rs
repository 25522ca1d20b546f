//! The permission table: data for [`super::authorise`] and the docs.

use super::Operation;
use crate::{Phase, Role};

/// Who may do an operation; one match suffices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Any signed-in account.
    Account,
    /// Any account that is linked with a resident.
    Resident,
    /// The row's author, linked with a resident.
    Author,
    /// The account to which the row belongs.
    Owner,
    /// A holder of the role for the row's district or for the city.
    Holder(Role),
    /// A holder of the role for the whole city.
    CityHolder(Role),
    /// A holder of any role, wherever.
    Official,
    /// The calendar and the jobs.
    System,
}

/// One row of the permission table.
#[derive(Debug)]
pub struct PermissionRow {
    /// The operation.
    pub operation: Operation,
    /// Who may.
    pub who: &'static [Who],
    /// In which phases; empty means in any and outside cycles too.
    pub phases: &'static [Phase],
    /// Whether a clerk may do it on a resident's behalf.
    pub counter: bool,
}

const fn by(operation: Operation, who: &'static [Who], phases: &'static [Phase]) -> PermissionRow {
    PermissionRow { operation, who, phases, counter: false }
}

const fn resident(operation: Operation, who: &'static [Who], phases: &'static [Phase]) -> PermissionRow {
    PermissionRow { operation, who, phases, counter: true }
}

impl PermissionRow {
    /// Whether only residents do it: then the clock binds it, not the stored phase alone.
    pub fn is_residents_action(&self) -> bool {
        self.who.iter().all(|who| matches!(who, Who::Resident | Who::Author))
    }
}

/// The whole table. An operation without a row is denied to everybody.
pub const PERMISSION_TABLE: &[PermissionRow] = &{
    use Operation as O;
    use Phase as P;
    use Role as R;
    use Who::{Account, Author, CityHolder, Holder, Official, Owner, Resident, System};
    const ANY: &[Phase] = &[];
    const BEFORE_FROZEN: &[Phase] = &[P::Proposals, P::Review, P::Rework, P::ReReview, P::Appeals];
    const REVIEWS: &[Phase] = &[P::Review, P::ReReview];
    const RESHAPING: &[Phase] = &[P::Proposals, P::Review, P::Rework, P::ReReview];
    const APPEALS: &[Phase] = &[P::Review, P::Rework, P::ReReview, P::Appeals];
    const BEFORE_VOTING: &[Phase] = &[P::Setup, P::Proposals, P::Review, P::Rework, P::ReReview, P::Appeals, P::Frozen];
    const RULE_MAKING: &[Phase] = &[P::Setup, P::Proposals, P::Review, P::Rework, P::ReReview, P::Appeals];
    const DIALOGUE: &[Phase] = &[
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
    const BUILDING: &[Phase] = &[P::Delivery, P::Reports, P::Closed];
    [
        by(O::ViewMe, &[Account], ANY),
        by(O::ConfirmIdentity, &[Account], ANY),
        by(O::ExportPersonal, &[Owner], ANY),
        resident(O::Propose, &[Resident], &[P::Proposals]),
        resident(O::EditDraft, &[Author], &[P::Proposals, P::Review, P::Rework]),
        resident(O::ManageAuthors, &[Author], &[P::Proposals, P::Review, P::Rework]),
        resident(O::JoinProposal, &[Resident], &[P::Proposals, P::Review, P::Rework]),
        resident(O::Submit, &[Author], &[P::Proposals]),
        // Not during the review: resubmitting in its last second would hold up the next phase.
        resident(O::Resubmit, &[Author], &[P::Rework]),
        resident(O::Withdraw, &[Author], BEFORE_FROZEN),
        resident(O::Support, &[Resident], &[P::Proposals]),
        resident(O::Comment, &[Resident], DIALOGUE),
        resident(O::AskQuestion, &[Resident], DIALOGUE),
        resident(O::ReopenQuestion, &[Author], ANY),
        resident(O::Appeal, &[Author], APPEALS),
        by(O::CastBallot, &[Resident], &[P::Voting]),
        resident(O::GiveVerdict, &[Resident], BUILDING),
        resident(O::AnswerSurvey, &[Resident], BUILDING),
        by(O::AnswerQuestion, &[Holder(R::Organiser), Holder(R::Reviewer), Holder(R::Executor)], ANY),
        by(O::Review, &[Holder(R::Reviewer)], REVIEWS),
        by(O::CouncilReview, &[Holder(R::CouncilMember)], REVIEWS),
        by(O::DecideAppeal, &[Holder(R::CouncilMember)], APPEALS),
        by(O::Merge, &[Holder(R::Organiser), Holder(R::Reviewer)], RESHAPING),
        by(O::Split, &[Holder(R::Organiser), Holder(R::Reviewer)], RESHAPING),
        by(O::CarryOver, &[Holder(R::Organiser)], &[P::Results, P::Delivery, P::Reports, P::Closed, P::Cancelled]),
        by(O::Moderate, &[Holder(R::Moderator)], ANY),
        by(O::Translate, &[Holder(R::Organiser), Holder(R::Reviewer), Holder(R::Moderator), Holder(R::Clerk)], ANY),
        by(O::ManageProgrammes, &[CityHolder(R::Organiser)], ANY),
        by(O::ManageBodies, &[Holder(R::Organiser)], ANY),
        by(O::PublishRules, &[Holder(R::Organiser)], RULE_MAKING),
        by(O::SetEnvelope, &[Holder(R::Organiser), Holder(R::Finance)], BEFORE_VOTING),
        by(O::TransitionCycle, &[Holder(R::Organiser), System], RUNNING),
        by(O::OverrideCycle, &[CityHolder(R::Organiser)], RUNNING),
        by(O::RecordAct, &[Holder(R::Organiser), Holder(R::Finance), Holder(R::Executor)], ANY),
        by(O::PrepareContest, &[Holder(R::Organiser)], BEFORE_VOTING),
        by(O::FreezeBallot, &[Holder(R::Organiser), System], &[P::Appeals, P::Frozen]),
        by(O::CountBallots, &[Holder(R::Organiser), System], &[P::Results]),
        by(O::BreakTie, &[Holder(R::Organiser)], &[P::Results]),
        by(O::ConfirmResult, &[Holder(R::Organiser)], &[P::Results]),
        by(O::ActForResident, &[Holder(R::Clerk)], ANY),
        by(O::IdentifyResident, &[Holder(R::Clerk)], ANY),
        by(O::ImportResidents, &[Holder(R::Organiser), System], ANY),
        by(O::ImportElection, &[CityHolder(R::Organiser), System], ANY),
        by(O::ManageWorks, &[Holder(R::Executor)], BUILDING),
        by(O::ManageContracts, &[Holder(R::Executor), Holder(R::Finance)], BUILDING),
        by(O::PostEntry, &[Holder(R::Finance)], ANY),
        by(O::PublishReport, &[Holder(R::Organiser), Holder(R::Executor)], BUILDING),
        by(O::ViewDesk, &[Official], ANY),
        by(O::ViewAudit, &[Holder(R::Auditor)], ANY),
        by(O::ManageAccounts, &[CityHolder(R::Admin)], ANY),
        by(O::GrantRole, &[CityHolder(R::Admin)], ANY),
    ]
};
