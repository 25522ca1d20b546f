//! Who may do what, where and in which phase: one table, and the capability that the store's writers demand.

mod table;

use serde::{Deserialize, Serialize};

pub use table::{PERMISSION_TABLE, PermissionRow, Who};

use crate::{Channel, Code, Id, Phase, ProofLevel, Refusal, RefusalCode, Refusals, Role, codes};

codes! {
    /// One per use case. Public reads need none.
    pub Operation "operation" {
        // An account's own
        ViewMe = "view_me",
        /// An account becomes a person by IIN and printed code.
        ConfirmIdentity = "confirm_identity",
        /// A file of all that is stored about oneself.
        ExportPersonal = "export_personal",
        // Residents
        /// Asks somebody to become an author too, or leaves the authors.
        ManageAuthors = "manage_authors",
        /// Becomes an author of a proposal whose author asked for it.
        JoinProposal = "join_proposal",
        Propose = "propose", EditDraft = "edit_draft", Submit = "submit", Resubmit = "resubmit", Withdraw = "withdraw",
        Support = "support", Comment = "comment", AskQuestion = "ask_question",
        /// The asker reopens a question once.
        ReopenQuestion = "reopen_question",
        Appeal = "appeal", CastBallot = "cast_ballot",
        /// Residents' verdict on a built work.
        GiveVerdict = "give_verdict",
        AnswerSurvey = "answer_survey",
        // Dialogue and approval
        AnswerQuestion = "answer_question", Review = "review", CouncilReview = "council_review",
        DecideAppeal = "decide_appeal", Merge = "merge", Split = "split", CarryOver = "carry_over",
        Moderate = "moderate", Translate = "translate",
        // The cycle
        ManageProgrammes = "manage_programmes", ManageBodies = "manage_bodies", PublishRules = "publish_rules",
        SetEnvelope = "set_envelope", TransitionCycle = "transition_cycle",
        /// Extension, cancellation, annulled vote.
        OverrideCycle = "override_cycle",
        RecordAct = "record_act",
        // The vote
        PrepareContest = "prepare_contest", FreezeBallot = "freeze_ballot", CountBallots = "count_ballots",
        /// A recorded decision of a tie.
        BreakTie = "break_tie",
        ConfirmResult = "confirm_result",
        // The counter and the register
        ActForResident = "act_for_resident",
        /// A clerk who saw the document links account and person.
        IdentifyResident = "identify_resident",
        ImportResidents = "import_residents", ImportElection = "import_election",
        // Execution and reporting
        ManageWorks = "manage_works", ManageContracts = "manage_contracts", PostEntry = "post_entry",
        PublishReport = "publish_report",
        // The house
        ViewDesk = "view_desk", ViewAudit = "view_audit", ManageAccounts = "manage_accounts", GrantRole = "grant_role",
    }
}

/// A role held for one district or, with none, for the whole city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The district; none means the whole city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<Id>,
}

/// Who acts, as loaded at the start of a use case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The signed-in account; none for anonymous visitors and the system.
    pub account: Option<Id>,
    /// The resident that the account is linked with, or for whom a clerk acts.
    pub person: Option<Id>,
    /// Roles held.
    pub grants: Vec<Grant>,
    /// How well the person is known.
    pub proof: ProofLevel,
    /// How the action reached us.
    pub channel: Channel,
    /// The job queue and the calendar.
    pub system: bool,
    /// The clerk's account while a clerk acts for a resident; see [`Actor::on_behalf_of`].
    pub clerk: Option<Id>,
}

impl Actor {
    /// A visitor who is not signed in.
    pub fn anonymous() -> Self {
        Self {
            account: None,
            person: None,
            grants: Vec::new(),
            proof: ProofLevel::Account,
            channel: Channel::Web,
            system: false,
            clerk: None,
        }
    }

    /// The calendar and the jobs.
    pub fn system() -> Self {
        Self { system: true, channel: Channel::Desk, ..Self::anonymous() }
    }

    /// The resident, acting through a clerk at the counter: the clerk is named beside, the clerk's roles do not
    /// apply, and the channel is `counter`. Needs the permit of `act_for_resident`.
    pub fn on_behalf_of(&self, permit: &Permit, person: Id) -> Option<Self> {
        (permit.operation == Operation::ActForResident).then(|| Self {
            account: self.account,
            person: Some(person),
            grants: Vec::new(),
            proof: ProofLevel::InPerson,
            channel: Channel::Counter,
            system: false,
            clerk: self.account,
        })
    }

    /// Whether the role is held for this district (or, with none, for the whole city).
    pub fn holds(&self, role: Role, district: Option<Id>) -> bool {
        self.grants.iter().any(|g| g.role == role && (g.district.is_none() || g.district == district))
    }
}

/// What an operation touches, from the loaded row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// The row's district; none when it belongs to the whole city.
    pub district: Option<Id>,
    /// The stored phase of the row's cycle; none when it belongs to no cycle.
    pub phase: Option<Phase>,
    /// The actor is the row's author or owner.
    pub owner: bool,
}

/// Proof that [`authorise`] said yes. It cannot be built elsewhere; writers demand it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    operation: Operation,
    account: Option<Id>,
    person: Option<Id>,
    clerk: Option<Id>,
    channel: Channel,
}

impl Permit {
    /// What was permitted.
    pub fn operation(&self) -> Operation {
        self.operation
    }
    /// The account that acts.
    pub fn account(&self) -> Option<Id> {
        self.account
    }
    /// The resident for whom it acts.
    pub fn person(&self) -> Option<Id> {
        self.person
    }
    /// The clerk at the counter, if one acts.
    pub fn clerk(&self) -> Option<Id> {
        self.clerk
    }
    /// The channel of the action.
    pub fn channel(&self) -> Channel {
        self.channel
    }
}

codes! {
    /// Which kind of no.
    pub DeniedKind "denied" {
        /// Nobody is signed in (401).
        SignIn = "sign_in",
        /// Signed in, but not allowed (403).
        Forbidden = "forbidden",
        /// Allowed, but not in this phase (409).
        Phase = "phase",
    }
}

/// Why not, with the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Which kind of no.
    pub kind: DeniedKind,
    /// The reasons; never empty.
    pub refusals: Refusals,
}

impl std::fmt::Display for Denied {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind, self.refusals)
    }
}

impl std::error::Error for Denied {}

/// The row of an operation.
pub fn permission(operation: Operation) -> Option<&'static PermissionRow> {
    PERMISSION_TABLE.iter().find(|row| row.operation == operation)
}

/// Decides whether the actor may do the operation on a row of this scope: who first, then the phase. The clock
/// ([`crate::ResolvedCalendar::require`]) and eligibility are separate questions.
///
/// # Errors
/// `sign_in` for visitors; `forbidden` with what is missing (`role_missing`, `wrong_district`, `not_a_resident`,
/// `not_owner`, `not_on_behalf`); `phase` with `not_in_phase`.
pub fn authorise(actor: &Actor, operation: Operation, scope: &Scope) -> Result<Permit, Denied> {
    let denied = |kind, refusals| Err(Denied { kind, refusals });
    let Some(row) = permission(operation) else {
        return denied(DeniedKind::Forbidden, RefusalCode::RoleMissing.into());
    };
    if actor.account.is_none() && !actor.system {
        return denied(DeniedKind::SignIn, RefusalCode::SignInRequired.into());
    }
    if actor.clerk.is_some() && !row.counter {
        return denied(DeniedKind::Forbidden, RefusalCode::NotOnBehalf.into());
    }
    if !row.who.iter().any(|who| who.matches(actor, scope)) {
        return denied(DeniedKind::Forbidden, what_is_missing(row, actor));
    }
    let in_phase = row.phases.is_empty() || scope.phase.is_some_and(|p| row.phases.contains(&p));
    if !in_phase {
        let detail = scope.phase.map(|p| p.code().to_owned());
        return denied(DeniedKind::Phase, Refusal { code: RefusalCode::NotInPhase, count: None, detail }.into());
    }
    Ok(Permit { operation, account: actor.account, person: actor.person, clerk: actor.clerk, channel: actor.channel })
}

impl Who {
    fn matches(self, actor: &Actor, scope: &Scope) -> bool {
        match self {
            Who::System => actor.system,
            Who::Account => actor.account.is_some() && actor.clerk.is_none(),
            Who::Resident => actor.person.is_some(),
            Who::Author => actor.person.is_some() && scope.owner,
            Who::Owner => actor.account.is_some() && scope.owner,
            Who::Holder(role) => actor.holds(role, scope.district),
            Who::CityHolder(role) => actor.holds(role, None),
            Who::Official => !actor.grants.is_empty(),
        }
    }
}

/// The reasons for a no, as helpful as they can be without telling about the row.
fn what_is_missing(row: &PermissionRow, actor: &Actor) -> Refusals {
    let mut refusals = Refusals::none();
    for who in row.who {
        let code = match who {
            Who::Resident => RefusalCode::NotAResident,
            Who::Author if actor.person.is_none() => RefusalCode::NotAResident,
            Who::Author | Who::Owner => RefusalCode::NotOwner,
            Who::Holder(role) | Who::CityHolder(role) if actor.grants.iter().any(|g| g.role == *role) => {
                RefusalCode::WrongDistrict
            }
            Who::Account | Who::Holder(_) | Who::CityHolder(_) | Who::Official | Who::System => {
                RefusalCode::RoleMissing
            }
        };
        if !refusals.has(code) {
            refusals.push(code);
        }
    }
    // Holding the role elsewhere is the more precise answer.
    if refusals.has(RefusalCode::WrongDistrict) {
        refusals.0.retain(|r| r.code != RefusalCode::RoleMissing);
    }
    refusals
}

#[cfg(test)]
mod tests;
