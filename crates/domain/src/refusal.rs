//! Why something is refused: every unmet condition at once, each with a stable code.

use serde::{Deserialize, Serialize};

use crate::{Code, codes};

codes! {
    /// One condition that is not met. The codes are i18n keys and part of the public API.
    pub RefusalCode "refusal" {
        // Who
        /// Nobody is signed in.
        SignInRequired = "sign_in_required",
        /// None of the actor's roles allows this.
        RoleMissing = "role_missing",
        /// The role is held, but for another district.
        WrongDistrict = "wrong_district",
        /// Only the author (owner) may do this.
        NotOwner = "not_owner",
        /// The account is not linked with a resident of the register.
        NotAResident = "not_a_resident",
        /// The resident must do this personally; a clerk cannot.
        NotOnBehalf = "not_on_behalf",
        /// Whoever decided first cannot decide the appeal.
        SameBody = "same_body",
        // When
        /// The cycle is in another phase (`detail` names it).
        NotInPhase = "not_in_phase",
        /// The phase's window has not begun.
        PhaseNotStarted = "phase_not_started",
        /// The phase's window is over, whatever the stored phase says.
        WindowClosed = "window_closed",
        /// The window is still open.
        WindowOpen = "window_open",
        /// The thing is in a state in which this cannot happen (`detail` names it).
        WrongState = "wrong_state",
        /// The period for this has passed.
        DeadlinePassed = "deadline_passed",
        // Cycle guards
        NoRules = "no_rules",
        NoEnvelopes = "no_envelopes",
        NoContests = "no_contests",
        ReviewsPending = "reviews_pending",
        AppealsOpen = "appeals_open",
        BallotNotFrozen = "ballot_not_frozen",
        TranslationsMissing = "translations_missing",
        TallyMissing = "tally_missing",
        /// A tie at the edge of the envelope waits for a recorded decision.
        TieOpen = "tie_open",
        /// No act (body, number, date) confirms this.
        ActMissing = "act_missing",
        DutiesOpen = "duties_open",
        /// Words alone do not end such a duty: what it asks for does (`detail` names its kind).
        EndsByAct = "ends_by_act",
        /// Something of the contract's amount is neither paid nor saved.
        Unsettled = "unsettled",
        /// More was paid already.
        BelowPaid = "below_paid",
        /// The engine cannot run this rule yet (`detail` names it).
        RuleNotSupported = "rule_not_supported",
        /// Winners are counted here, and `count` contests have envelopes that do not say how many.
        PlacesMissing = "places_missing",
        /// More or fewer winners than the rules foresee (`detail` names the contest and how many).
        PlacesOutOfRange = "places_out_of_range",
        /// The calendar has faults; see the rule version.
        CalendarInvalid = "calendar_invalid",
        // Inputs
        ReasonRequired = "reason_required",
        ClauseRequired = "clause_required",
        /// A rejection names the fact that it rests on.
        FactRequired = "fact_required",
        /// The fiscal year something is deferred to.
        FiscalYearRequired = "fiscal_year_required",
        /// Nothing was changed since it was returned.
        NotReworked = "not_reworked",
        /// The proposal cannot be merged into this one.
        MergeTarget = "merge_target",
        /// A split needs parts that differ from the whole.
        SplitParts = "split_parts",
        // Proposals
        CapExceeded = "cap_exceeded",
        OwnApplicationExists = "own_application_exists",
        TooManyAuthors = "too_many_authors",
        AlreadySupported = "already_supported",
        AlreadyAppealed = "already_appealed",
        AlreadyReopened = "already_reopened",
        NotReopenable = "not_reopenable",
        OutsideDistrict = "outside_district",
        UnknownCategory = "unknown_category",
        EstimateMissing = "estimate_missing",
        /// By these rules only members of the assembly of that district or theme propose.
        NotAnAssemblyMember = "not_an_assembly_member",
        OwnProposal = "own_proposal",
        /// The rules ask for supporters before the review, and so many (`count`) are missing.
        SupportersMissing = "supporters_missing",
        /// These rules know no merging.
        MergingNotAllowed = "merging_not_allowed",
        /// Under these rules nothing goes back to its author: it is accepted or rejected.
        ReworkNotAllowed = "rework_not_allowed",
        /// The proposal cannot be carried into this cycle.
        CarryTarget = "carry_target",
        /// What residents already won is built and not carried on.
        AlreadyFunded = "already_funded",
        AlreadyAuthor = "already_author",
        /// Somebody has to remain.
        LastAuthor = "last_author",
        /// This person was asked already and has not answered yet.
        AlreadyInvited = "already_invited",
        // Eligibility
        NotEligibleAge = "not_eligible_age",
        NotEligibleRegistration = "not_eligible_registration",
        NotEligibleDistrict = "not_eligible_district",
        NotEligibleDocument = "not_eligible_document",
        ProofLevelTooLow = "proof_level_too_low",
        /// The rules give this action to nobody.
        ActionNotOpen = "action_not_open",
        NotOnRoll = "not_on_roll",
        // Ballots
        BallotEmpty = "ballot_empty",
        TooManyChoices = "too_many_choices",
        TooFewChoices = "too_few_choices",
        ChoicesNotAscending = "choices_not_ascending",
        ChoiceRepeated = "choice_repeated",
        UnknownBallotNumber = "unknown_ballot_number",
        ChoicesWrongKind = "choices_wrong_kind",
        IncompatibleChoices = "incompatible_choices",
        /// Every chosen item gets a point at least.
        PointsNotPositive = "points_not_positive",
        TooManyPoints = "too_many_points",
        UnknownGrade = "unknown_grade",
        BudgetExceeded = "budget_exceeded",
        CommitmentMismatch = "commitment_mismatch",
        /// The rules say that a cast ballot stands.
        BallotNotReplaceable = "ballot_not_replaceable",
        /// A vote was recorded in this resident's name.
        AlreadyVoted = "already_voted",
        /// The rules say who votes in this contest: nobody chooses it.
        NotChoosable = "not_choosable",
        /// The ballots of this contest are published by component (`detail` names them).
        ComponentRequired = "component_required",
        // Money
        AmountNotPositive = "amount_not_positive",
        NotEnoughMoney = "not_enough_money",
        AccountsNotAllowed = "accounts_not_allowed",
        AmountTooLarge = "amount_too_large",
        /// A reversal mirrors the entry that it corrects, once.
        NotAReversal = "not_a_reversal",
        /// The fiscal year is over (detail: the year).
        FiscalYearOver = "fiscal_year_over",
        /// Only an act of the representative body (the maslikhat) carries money to the next year.
        ActNotOfMaslikhat = "act_not_of_maslikhat",
        /// The decision was withdrawn before.
        AlreadyWithdrawn = "already_withdrawn",
        DateInFuture = "date_in_future",
        /// The rules share this money otherwise (`detail` names how).
        NotByFormula = "not_by_formula",
        /// The group's money was shared out before.
        AlreadyAllocated = "already_allocated",
        /// Envelopes of the group (`count`) have money that did not come by the formula.
        MoneyAnnounced = "money_announced",
        // Works
        /// The act did not give the ballot item money (detail: its number).
        ItemNotFunded = "item_not_funded",
        /// Works take more of a ballot item than it costs (detail: what is left, minor units).
        ItemExceeded = "item_exceeded",
        /// Contracts for the work are still in force.
        ContractsOpen = "contracts_open",
        DefectsOpen = "defects_open",
        /// The builder no longer answers for defects.
        WarrantyOver = "warranty_over",
        /// The office has answered: what was said stands.
        AlreadyAnswered = "already_answered",
        /// The survey is answered once.
        SurveyAnswered = "survey_answered",
        /// No more photos of one thing.
        TooManyPhotos = "too_many_photos",
    }
}

/// One unmet condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    /// Which condition.
    pub code: RefusalCode,
    /// How many things stand in the way, where they can be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// A code that makes it precise: the phase we are in, the rule's name, the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Refusal {
    /// A condition without count and detail.
    pub fn new(code: RefusalCode) -> Self {
        Self { code, count: None, detail: None }
    }

    /// A condition that `count` things keep unmet.
    pub fn counted(code: RefusalCode, count: u32) -> Self {
        Self { code, count: Some(count), detail: None }
    }

    /// A condition made precise by `detail`.
    pub fn with(code: RefusalCode, detail: impl ToString) -> Self {
        Self { code, count: None, detail: Some(detail.to_string()) }
    }
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.code())?;
        match (&self.count, &self.detail) {
            (Some(count), _) => write!(f, ": {count}"),
            (None, Some(detail)) => write!(f, ": {detail}"),
            (None, None) => Ok(()),
        }
    }
}

/// Every unmet condition of one attempt, in the order they were checked. As an error it is never empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    /// An empty list to collect into.
    pub fn none() -> Self {
        Self::default()
    }

    /// Exactly one refusal.
    pub fn one(refusal: impl Into<Refusal>) -> Self {
        Self(vec![refusal.into()])
    }

    /// Adds a refusal.
    pub fn push(&mut self, refusal: impl Into<Refusal>) {
        self.0.push(refusal.into());
    }

    /// Adds this refusal unless the condition holds.
    pub fn require(&mut self, holds: bool, refusal: impl Into<Refusal>) {
        if !holds {
            self.push(refusal);
        }
    }

    /// Adds a counted refusal unless the count is zero.
    pub fn require_none(&mut self, count: u32, code: RefusalCode) {
        if count > 0 {
            self.push(Refusal::counted(code, count));
        }
    }

    /// Adds what another check refused.
    pub fn also(&mut self, other: Result<(), Refusals>) {
        if let Err(refusals) = other {
            self.0.extend(refusals.0);
        }
    }

    /// Whether nothing is refused.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this code is among them.
    pub fn has(&self, code: RefusalCode) -> bool {
        self.0.iter().any(|r| r.code == code)
    }

    /// The codes, for logs and tests.
    pub fn codes(&self) -> Vec<RefusalCode> {
        self.0.iter().map(|r| r.code).collect()
    }

    /// The value if nothing was refused, else the whole list.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl std::fmt::Display for Refusals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, refusal) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{refusal}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusals {}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}

impl From<RefusalCode> for Refusals {
    fn from(code: RefusalCode) -> Self {
        Self::one(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_unmet_conditions_are_listed_in_order() {
        let mut refusals = Refusals::none();
        refusals.require_none(12, RefusalCode::ReviewsPending);
        refusals.require_none(0, RefusalCode::AppealsOpen);
        refusals.require(false, RefusalCode::NoRules);
        refusals.also(Err(Refusal::with(RefusalCode::RuleNotSupported, "majority_judgement").into()));
        let refusals = refusals.or(()).unwrap_err();
        assert_eq!(refusals.to_string(), "reviews_pending: 12, no_rules, rule_not_supported: majority_judgement");
        assert_eq!(
            serde_json::to_string(&refusals).unwrap(),
            r#"[{"code":"reviews_pending","count":12},{"code":"no_rules"},{"code":"rule_not_supported","detail":"majority_judgement"}]"#
        );
    }
}
