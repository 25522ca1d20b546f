//! What a proposal must have before it is submitted, and who may support it.

use crate::rules::{ProposalRule, Proposers};
use crate::{Estimate, ProposalState, Refusal, RefusalCode, Refusals, Rules};

/// A draft about to be submitted or resubmitted, and what is known around it.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Id of its category in the rule version.
    pub category: &'a str,
    /// Its estimate.
    pub estimate: Option<&'a Estimate>,
    /// How many authors it names.
    pub authors: usize,
    /// Other applications of the cycle ([`super::counts_as_application`]) of that author who has most of them.
    pub other_applications: u32,
    /// Its place lies in the district of its envelope, or it needs none.
    pub inside_district: bool,
    /// Who submits it is a member of an assembly that proposes for its money; asked only where the rules let assemblies propose.
    pub by_assembly: bool,
}

/// Checks a submission against the rule version.
///
/// # Errors
/// Every fault: `unknown_category`, `estimate_missing`, `amount_not_positive`, `amount_too_large`, `cap_exceeded`
/// (detail: the cap in minor units), `too_many_authors` (detail: the limit), `own_application_exists` (detail: the
/// limit), `outside_district`, `not_an_assembly_member`.
pub fn check_submission(rules: &Rules, submission: &Submission<'_>) -> Result<(), Refusals> {
    use RefusalCode as R;
    let mut refusals = Refusals::none();
    refusals.require(rules.category(submission.category).is_some(), R::UnknownCategory);
    match submission.estimate {
        Some(estimate) => refusals.also(estimate.check(rules.cap())),
        None => refusals.push(R::EstimateMissing),
    }
    let most = rules.proposals.max_authors;
    let few = (1..=usize::from(most)).contains(&submission.authors);
    refusals.require(few, Refusal::with(R::TooManyAuthors, most));
    if let Some(limit) = rules.proposals.applications_per_author {
        let free = submission.other_applications < u32::from(limit);
        refusals.require(free, Refusal::with(R::OwnApplicationExists, limit));
    }
    refusals.require(submission.inside_district, R::OutsideDistrict);
    let anybody = rules.proposals.by != Proposers::Assemblies;
    refusals.require(anybody || submission.by_assembly, R::NotAnAssemblyMember);
    refusals.or(())
}

/// A resident supports another's public proposal once, while it can still reach the ballot.
///
/// # Errors
/// `wrong_state` (detail: the state), `own_proposal`, `already_supported`.
pub fn check_support(state: ProposalState, author: bool, supported_before: bool) -> Result<(), Refusals> {
    use ProposalState as S;
    let open = matches!(state, S::Submitted | S::UnderReview | S::NeedsChanges | S::Eligible);
    let mut refusals = Refusals::none();
    refusals.require(open, Refusal::with(RefusalCode::WrongState, state));
    refusals.require(!author, RefusalCode::OwnProposal);
    refusals.require(!supported_before, RefusalCode::AlreadySupported);
    refusals.or(())
}

/// How many supporters a proposal lacks before the rules let it be reviewed; 0 where they ask for none.
pub fn supporters_missing(rules: &ProposalRule, supporters: i64) -> u32 {
    rules.supporters_needed.saturating_sub(u32::try_from(supporters).unwrap_or(if supporters < 0 {
        0
    } else {
        u32::MAX
    }))
}

/// A person becomes one more author of a proposal that its authors may still change.
///
/// # Errors
/// `wrong_state` (detail: the state), `already_author`, `too_many_authors` (detail: the limit),
/// `own_application_exists` (detail: the limit). `other_applications` are those of the person in the cycle.
pub fn check_joining(
    rules: &ProposalRule,
    state: ProposalState,
    authors: usize,
    author: bool,
    other_applications: u32,
) -> Result<(), Refusals> {
    use RefusalCode as R;
    let mut refusals = Refusals::none();
    refusals.require(super::editable(state), Refusal::with(R::WrongState, state));
    refusals.require(!author, R::AlreadyAuthor);
    let most = rules.max_authors;
    refusals.require(authors < usize::from(most), Refusal::with(R::TooManyAuthors, most));
    if let Some(limit) = rules.applications_per_author {
        refusals.require(other_applications < u32::from(limit), Refusal::with(R::OwnApplicationExists, limit));
    }
    refusals.or(())
}

/// An author leaves a proposal that its authors may still change; it never has none.
///
/// # Errors
/// `wrong_state` (detail: the state), `last_author`.
pub fn check_leaving(state: ProposalState, authors: usize) -> Result<(), Refusals> {
    let mut refusals = Refusals::none();
    refusals.require(super::editable(state), Refusal::with(RefusalCode::WrongState, state));
    refusals.require(authors > 1, RefusalCode::LastAuthor);
    refusals.or(())
}
