//! What an account is told.

use crate::codes;

codes! {
    /// What happened that concerns the account; its text is rendered where it is read.
    pub NotificationKind "notification-kind" {
        /// A proposal of its own was accepted, returned or rejected, or its time ran out.
        ProposalDecided = "proposal_decided",
        /// Its appeal was decided.
        AppealDecided = "appeal_decided",
        /// Its question was answered.
        QuestionAnswered = "question_answered",
        /// A proposal of its own goes on as a draft of a later cycle.
        ProposalCarriedOver = "proposal_carried_over",
        /// It is asked to become an author too.
        AuthorInvited = "author_invited",
        /// Somebody became an author of its proposal.
        AuthorJoined = "author_joined",
        /// The office answered its dispute about a work.
        DisputeAnswered = "dispute_answered",
        /// A work out of a proposal that it wrote or supports was accepted.
        WorkAccepted = "work_accepted",
        /// Such a work is not done by the date that was promised first.
        WorkLate = "work_late",
        /// A milestone of such a work was not reached by the date that was promised last.
        MilestoneMissed = "milestone_missed",
        /// Such a work was put off to a later fiscal year.
        WorkDeferred = "work_deferred",
    }
}
