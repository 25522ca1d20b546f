//! The field's words as closed sets. State machines over them live in modules of their own.

use crate::codes;

codes! {
    /// The four stages of the budget process, as the law has them.
    pub Stage "stage" { Planning = "planning", Approval = "approval", Execution = "execution", Reporting = "reporting" }
}

codes! {
    /// What kind of money a programme gives away.
    pub ProgrammeKind "programme-kind" { District = "district", City = "city", School = "school", Theme = "theme" }
}

codes! {
    /// Phases refine the stages; each belongs to one.
    pub Phase "phase" {
        /// Organiser sets rules, calendar, envelopes.
        Setup = "setup",
        /// Residents propose, discuss, support.
        Proposals = "proposals",
        /// Formal check, clearances, council.
        Review = "review",
        /// Authors rework what was returned.
        Rework = "rework",
        /// What was reworked is reviewed again.
        ReReview = "re_review",
        /// Another body decides the appeals before the ballot is frozen.
        Appeals = "appeals",
        /// The ballot is frozen and numbered.
        Frozen = "frozen",
        /// Residents vote.
        Voting = "voting",
        /// Tally, then the act that confirms it.
        Results = "results",
        /// Works are designed, procured, built, paid.
        Delivery = "delivery",
        /// District and city reports, residents' survey.
        Reports = "reports",
        /// Decisions are frozen and published; works and warranty go on.
        Closed = "closed",
        /// Ended before its time, by an authorised role with a public reason.
        Cancelled = "cancelled",
    }
}

codes! {
    /// Life of a proposal.
    pub ProposalState "proposal-state" {
        Draft = "draft", Submitted = "submitted", UnderReview = "under_review", NeedsChanges = "needs_changes",
        Rejected = "rejected", Appealed = "appealed", Eligible = "eligible", FinallyRejected = "finally_rejected",
        Frozen = "frozen", Withdrawn = "withdrawn", Merged = "merged", CarriedOver = "carried_over",
    }
}

codes! {
    /// Life of a contest (one vote).
    pub ContestState "contest-state" {
        Prepared = "prepared", Open = "open", Counting = "counting", Counted = "counted", Decided = "decided",
        /// An imported election, recorded from its source.
        Recorded = "recorded",
        /// The vote was annulled with a public reason.
        Annulled = "annulled",
    }
}

codes! {
    /// Life of a ballot item.
    pub BallotItemState "ballot-item-state" { Listed = "listed", Decided = "decided" }
}

codes! {
    /// What the act decided for a ballot item.
    pub ItemOutcome "item-outcome" { Funded = "funded", NotFunded = "not_funded" }
}

codes! {
    /// Life of a work (what gets built).
    pub WorkState "work-state" {
        Planned = "planned", Design = "design", Tender = "tender", TenderFailed = "tender_failed", Awarded = "awarded",
        Contracted = "contracted", InProgress = "in_progress", Completed = "completed", Accepted = "accepted",
        Deferred = "deferred", Reduced = "reduced", Terminated = "terminated", Cancelled = "cancelled", Warranty = "warranty",
    }
}

codes! {
    /// Life of a contract.
    pub ContractState "contract-state" {
        Signed = "signed", Active = "active", Completed = "completed", Settled = "settled", Terminated = "terminated",
    }
}

codes! {
    /// How a resident's action reached us; `desk` is the officials' app.
    pub Channel "channel" { Web = "web", Counter = "counter", App = "app", Import = "import", Desk = "desk" }
}

codes! {
    /// What an account may do, held for one district or the whole city.
    pub Role "role" {
        Organiser = "organiser", Reviewer = "reviewer", CouncilMember = "council_member", Moderator = "moderator",
        Clerk = "clerk", Executor = "executor", Finance = "finance", Auditor = "auditor",
        /// Accounts and roles only.
        Admin = "admin",
    }
}

codes! {
    /// Kinds of bodies and offices.
    pub BodyKind "body-kind" {
        ExpertCouncil = "expert_council", AppealCommission = "appeal_commission", DistrictAkimat = "district_akimat",
        CityAkimat = "city_akimat", Department = "department", Maslikhat = "maslikhat", Committee = "committee",
        Assembly = "assembly", DelegateForum = "delegate_forum", School = "school", InspectionCommittee = "inspection_committee",
    }
}

codes! {
    /// How the members of a body came to be members.
    pub Selection "selection" { Appointed = "appointed", Elected = "elected", Lot = "lot", ExOfficio = "ex_officio", Open = "open" }
}

codes! {
    /// Kinds of review.
    pub ReviewKind "review-kind" { Formal = "formal", Clearance = "clearance", Council = "council", Appeal = "appeal" }
}

codes! {
    /// What a reviewer decided.
    pub ReviewDecision "review-decision" { Accept = "accept", Return = "return", Reject = "reject" }
}

codes! {
    /// What a duty obliges its owner to do.
    pub DutyKind "duty-kind" {
        ReviewProposal = "review_proposal", AnswerQuestion = "answer_question", DecideAppeal = "decide_appeal",
        ReReviewProposal = "re_review_proposal", ConfirmResult = "confirm_result", OpenPhase = "open_phase",
        PublishReport = "publish_report", AnswerDispute = "answer_dispute", RepairDefect = "repair_defect",
    }
}

codes! {
    /// How a duty ended.
    pub DutyEnding "duty-ending" {
        Done = "done", Decided = "decided", Declined = "declined",
        /// Its subject went away (withdrawn, merged, removed with a reason): ended, never met.
        Removed = "removed",
    }
}

codes! {
    /// What is said about a proposal.
    pub CommentKind "comment-kind" { Comment = "comment", Question = "question", OfficialAnswer = "official_answer" }
}

codes! {
    /// Where a resident is registered.
    pub Registration "registration" { Permanent = "permanent", Temporary = "temporary", None = "none" }
}

codes! {
    /// How well we know who somebody is.
    pub ProofLevel "proof-level" {
        /// An account and nothing else.
        Account = "account",
        /// IIN and printed code matched the register.
        Register = "register",
        /// A clerk saw the document.
        InPerson = "in_person",
    }
}

codes! {
    /// What residents do, each with its own eligibility.
    pub ResidentAction "resident-action" { Propose = "propose", Support = "support", Comment = "comment", Vote = "vote", Appeal = "appeal", Verdict = "verdict" }
}

codes! {
    /// Accounts of an envelope's ledger. Only `outside` may be negative.
    pub LedgerAccount "ledger-account" {
        Outside = "outside", Announced = "announced", Available = "available", Reserved = "reserved", Committed = "committed",
        Paid = "paid", Saved = "saved", Surrendered = "surrendered", Lapsed = "lapsed", NextYear = "next_year",
    }
}

codes! {
    /// Kinds of ledger entries.
    pub EntryKind "entry-kind" {
        Announce = "announce", Approve = "approve", TopUp = "top_up", Cut = "cut", Transfer = "transfer", Reserve = "reserve",
        Contract = "contract", Pay = "pay", Save = "save", Reuse = "reuse", Surrender = "surrender", Lapse = "lapse", Carry = "carry",
        /// What was carried arrives in the next fiscal year.
        BringForward = "bring_forward",
        Reversal = "reversal",
    }
}

codes! {
    /// Kinds of ballots.
    pub BallotKind "ballot-kind" {
        Approval = "approval", Knapsack = "knapsack", Cumulative = "cumulative", Ranked = "ranked", ChooseOne = "choose_one", Graded = "graded",
    }
}

codes! {
    /// What a resident says about a finished work.
    pub VerdictKind "verdict-kind" { Confirm = "confirm", Dispute = "dispute" }
}

codes! {
    /// What a photo belongs to.
    pub PhotoSubject "photo-subject" { Update = "update", Verdict = "verdict", Defect = "defect" }
}
