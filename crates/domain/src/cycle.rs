//! The cycle: four stages of the law, refined into phases; who may move it on, and what must hold before.
//!
//! Opening a phase has guards and never happens before the phase's window starts; the job and an official fire the
//! same event. Closing the vote is by the clock alone. Exceptions need an authorised role and a public reason.

mod table;

use serde::{Deserialize, Serialize};

pub use table::{CYCLE_TABLE, CycleRow};

use crate::{Actor, Code, Id, Moment, Phase, Refusal, RefusalCode, Refusals, ResolvedCalendar, Scope, Stage, codes};

codes! {
    /// What moves a cycle.
    pub CycleEvent "cycle-event" {
        OpenProposals = "open_proposals", OpenReview = "open_review", OpenRework = "open_rework",
        OpenReReview = "open_re_review", OpenAppeals = "open_appeals",
        /// Ends appeals: from here the eligible proposals are put on the ballot and numbered.
        Freeze = "freeze",
        OpenVoting = "open_voting",
        /// By the clock alone: nothing can hold the vote open.
        CloseVoting = "close_voting",
        /// The act that confirms the count is recorded for every contest; works begin.
        ConfirmResults = "confirm_results",
        OpenReports = "open_reports", Close = "close",
        /// Exception: ends the cycle before its time.
        Cancel = "cancel",
        /// Exception: a later end for the running phase and all that follow.
        Extend = "extend",
        /// Exception: the vote is void; it is held again from a frozen ballot.
        AnnulVote = "annul_vote",
    }
}

codes! {
    /// What must hold before an event; each unmet guard is one refusal.
    pub Guard "guard" {
        /// The window of the phase that opens has started.
        Started = "started",
        /// The window of the running phase has not ended: what the clock closed is not reopened.
        NotEnded = "not_ended",
        Rules = "rules", RulesSupported = "rules_supported", Envelopes = "envelopes",
        ReviewsDone = "reviews_done", AppealsDecided = "appeals_decided",
        Contests = "contests", BallotFrozen = "ballot_frozen", Translated = "translated",
        Tallied = "tallied", TiesDecided = "ties_decided", Confirmed = "confirmed",
        ReportsPublished = "reports_published",
        Reason = "reason", Act = "act",
    }
}

codes! {
    /// What a transition carries along, in the same transaction.
    pub Effect "cycle-effect" {
        /// Review duties for what was submitted.
        MakeReviewDuties = "make_review_duties",
        /// Submitted and without the supporters that the rules ask for: rejected as not supported.
        ExpireSupport = "expire_support",
        /// Returned and not resubmitted: rejected as not reworked.
        ExpireRework = "expire_rework",
        /// Contests open.
        OpenContests = "open_contests",
        /// Contests close and are counted 30 s later.
        CloseContests = "close_contests",
        /// Contests are annulled.
        AnnulContests = "annul_contests",
        /// Duties to publish the reports.
        MakeReportDuties = "make_report_duties",
    }
}

/// The stage to which a phase belongs. A cancelled cycle is reported on, so it ends in reporting.
pub const fn stage_of(phase: Phase) -> Stage {
    match phase {
        Phase::Setup | Phase::Proposals => Stage::Planning,
        Phase::Review
        | Phase::Rework
        | Phase::ReReview
        | Phase::Appeals
        | Phase::Frozen
        | Phase::Voting
        | Phase::Results => Stage::Approval,
        Phase::Delivery => Stage::Execution,
        Phase::Reports | Phase::Closed | Phase::Cancelled => Stage::Reporting,
    }
}

/// The events that the table has for a phase, in order: the regular one first.
pub fn events_in(phase: Phase) -> impl Iterator<Item = &'static CycleRow> {
    CYCLE_TABLE.iter().filter(move |row| row.from.contains(&phase))
}

/// The event that the calendar fires by itself in this phase, if the next phase has dates.
pub fn due_event(phase: Phase) -> Option<CycleEvent> {
    events_in(phase).find(|row| row.guards.contains(&Guard::Started)).map(|row| row.event)
}

/// What the guards look at, read in the transaction that stores the transition. The defaults refuse what needs
/// something to exist and count nothing as open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CycleFacts {
    /// A rule version is published.
    pub rules_published: bool,
    /// Names of rules that the engine cannot run ([`crate::Rules::supported`]).
    pub rules_unsupported: Vec<String>,
    /// Envelopes with money.
    pub envelopes: u32,
    /// Proposals submitted or under review.
    pub reviews_pending: u32,
    /// Appeals not decided.
    pub appeals_open: u32,
    /// Contests of this cycle that are not annulled.
    pub contests: u32,
    /// Of these: without numbered ballot items.
    pub contests_unfrozen: u32,
    /// Ballot items without Kazakh or Russian text.
    pub translations_missing: u32,
    /// Contests that are not counted yet.
    pub contests_uncounted: u32,
    /// Contests with a tie at the edge that nobody decided.
    pub ties_open: u32,
    /// Contests whose result no act confirms.
    pub contests_undecided: u32,
    /// Report duties still open.
    pub reports_open: u32,
    /// The actor gave a public reason.
    pub reason: bool,
    /// The actor named an act (body, number, date).
    pub act: bool,
}

/// A cycle as its machine sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The stored phase.
    pub phase: Phase,
    /// Its calendar in instants.
    pub calendar: ResolvedCalendar,
    /// The district it runs for, or none for the whole city.
    pub district: Option<Id>,
}

/// What an event does to a cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transition {
    /// The event.
    pub event: CycleEvent,
    /// The phase before.
    pub from: Phase,
    /// The phase afterwards (the same for an extension).
    pub to: Phase,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// What else to do in the same transaction.
    pub effects: Vec<Effect>,
}

impl Cycle {
    /// Applies an event: total over phase × event, and every unmet condition is named.
    ///
    /// # Errors
    /// The refusals of [`crate::authorise`] alone if the actor may not do this at all; `not_in_phase` alone if the
    /// table has no such row; else one refusal per unmet guard.
    pub fn apply(
        &self,
        event: CycleEvent,
        actor: &Actor,
        facts: &CycleFacts,
        now: Moment,
    ) -> Result<Transition, Refusals> {
        let row = CYCLE_TABLE
            .iter()
            .find(|row| row.event == event && row.from.contains(&self.phase))
            .ok_or_else(|| Refusal::with(RefusalCode::NotInPhase, self.phase.code()))?;
        let scope = Scope { district: self.district, phase: Some(self.phase), owner: false };
        crate::authorise(actor, row.operation, &scope).map_err(|denied| denied.refusals)?;
        let to = row.to.unwrap_or(self.phase);
        let mut refusals = Refusals::none();
        for &guard in row.guards {
            self.guard(guard, to, facts, now, &mut refusals);
        }
        refusals.or(Transition { event, from: self.phase, to, at: now, effects: row.effects.to_vec() })
    }

    /// All that stands in the way of an event, as a checklist, without an actor: what the public may know.
    pub fn unmet(&self, event: CycleEvent, facts: &CycleFacts, now: Moment) -> Refusals {
        let mut refusals = Refusals::none();
        match events_in(self.phase).find(|row| row.event == event) {
            None => refusals.push(Refusal::with(RefusalCode::NotInPhase, self.phase.code())),
            Some(row) => {
                for &guard in row.guards {
                    self.guard(guard, row.to.unwrap_or(self.phase), facts, now, &mut refusals);
                }
            }
        }
        refusals
    }

    fn guard(&self, guard: Guard, to: Phase, facts: &CycleFacts, now: Moment, refusals: &mut Refusals) {
        use RefusalCode as R;
        match guard {
            // A phase without dates follows the act before it and has no clock.
            Guard::Started => {
                refusals.require(self.calendar.window(to).is_none_or(|w| w.starts <= now), R::PhaseNotStarted)
            }
            Guard::NotEnded => {
                refusals.require(self.calendar.window(self.phase).is_none_or(|w| now < w.ends), R::WindowClosed)
            }
            Guard::Rules => refusals.require(facts.rules_published, R::NoRules),
            Guard::RulesSupported => {
                for rule in &facts.rules_unsupported {
                    refusals.push(Refusal::with(R::RuleNotSupported, rule));
                }
            }
            Guard::Envelopes => refusals.require(facts.envelopes > 0, R::NoEnvelopes),
            Guard::ReviewsDone => refusals.require_none(facts.reviews_pending, R::ReviewsPending),
            Guard::AppealsDecided => refusals.require_none(facts.appeals_open, R::AppealsOpen),
            Guard::Contests => refusals.require(facts.contests > 0, R::NoContests),
            Guard::BallotFrozen => refusals.require_none(facts.contests_unfrozen, R::BallotNotFrozen),
            Guard::Translated => refusals.require_none(facts.translations_missing, R::TranslationsMissing),
            Guard::Tallied => refusals.require_none(facts.contests_uncounted, R::TallyMissing),
            Guard::TiesDecided => refusals.require_none(facts.ties_open, R::TieOpen),
            Guard::Confirmed => refusals.require_none(facts.contests_undecided, R::ActMissing),
            Guard::ReportsPublished => refusals.require_none(facts.reports_open, R::DutiesOpen),
            Guard::Reason => refusals.require(facts.reason, R::ReasonRequired),
            Guard::Act => refusals.require(facts.act, R::ActMissing),
        }
    }
}

#[cfg(test)]
mod tests;
