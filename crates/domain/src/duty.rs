//! Duties: who owes what until when, and how it may end. Shares are counted so that they cannot be gamed.

mod acknowledgement;

use serde::{Deserialize, Serialize};

pub use acknowledgement::only_acknowledges;

use crate::{Code, DutyEnding, DutyKind, Id, Moment, Refusal, RefusalCode, Refusals, codes};

/// One duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Duty {
    /// What is owed.
    pub kind: DutyKind,
    /// The body or office that owes it.
    pub owner: Id,
    /// District on whose board it counts; none for the city.
    pub district: Option<Id>,
    /// What it is about: proposal, question, report.
    pub subject: Id,
    /// The deadline it was made with; it never changes, and the share is measured against it.
    #[serde(with = "time::serde::rfc3339")]
    pub first_deadline: Moment,
    /// The running deadline: later than the first once it was reopened.
    #[serde(with = "time::serde::rfc3339")]
    pub deadline: Moment,
    /// How and when it ended; none while open.
    pub ended: Option<Ended>,
    /// Whether the asker has reopened it.
    pub reopened: bool,
}

/// How and when a duty ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ended {
    /// How.
    pub ending: DutyEnding,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
}

codes! {
    /// What happens to a duty.
    pub DutyEvent "duty-event" {
        /// "Taken into consideration": recorded, ends nothing.
        Acknowledge = "acknowledge",
        Do = "do", Decide = "decide",
        /// With the clause of the rules.
        Decline = "decline",
        /// Its subject went away, with a reason: an ending, never met.
        Remove = "remove",
        /// By the asker, once, with a new deadline.
        Reopen = "reopen",
    }
}

codes! {
    /// How a duty stands on the public board.
    pub DutyStanding "duty-standing" {
        Open = "open", Overdue = "overdue", Met = "met",
        /// Ended after its first deadline.
        Late = "late",
        Removed = "removed",
    }
}

/// What comes with an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DutyNote {
    /// A public reason or answer is given.
    pub reason: bool,
    /// A clause of the rules is named.
    pub clause: bool,
    /// The new deadline of a reopened duty.
    pub deadline: Option<Moment>,
}

/// How an official may end a duty of this kind by words alone. Where the words are what was owed (the answer to a dispute), in
/// every way; where somebody asked for something that the rules do not give (an answer, a repair), by declining it under a
/// clause. All else ends by itself, with the act that was owed (a review, a decision, a report), or when its subject is gone: by
/// words alone nothing is done, and nothing leaves the boards.
pub fn by_hand(kind: DutyKind) -> &'static [DutyEnding] {
    use DutyEnding::{Decided, Declined, Done};
    match kind {
        DutyKind::AnswerDispute => &[Done, Decided, Declined],
        DutyKind::AnswerQuestion | DutyKind::RepairDefect => &[Declined],
        DutyKind::ReviewProposal
        | DutyKind::ReReviewProposal
        | DutyKind::DecideAppeal
        | DutyKind::ConfirmResult
        | DutyKind::OpenPhase
        | DutyKind::PublishReport => &[],
    }
}

impl Duty {
    /// A new open duty.
    pub fn new(kind: DutyKind, owner: Id, district: Option<Id>, subject: Id, deadline: Moment) -> Self {
        Self { kind, owner, district, subject, first_deadline: deadline, deadline, ended: None, reopened: false }
    }

    /// The duty after an event.
    ///
    /// # Errors
    /// `wrong_state` (ended, or not ended when reopened), `clause_required`, `reason_required`, `already_reopened`,
    /// `not_reopenable` (only questions are reopened, and not when removed), `deadline_passed` (the new deadline is
    /// not in the future).
    pub fn apply(&self, event: DutyEvent, note: DutyNote, at: Moment) -> Result<Self, Refusals> {
        use RefusalCode as R;
        let mut refusals = Refusals::none();
        let mut after = self.clone();
        match (event, self.ended) {
            (DutyEvent::Reopen, Some(ended)) => {
                let question = self.kind == DutyKind::AnswerQuestion && ended.ending != DutyEnding::Removed;
                refusals.require(question, R::NotReopenable);
                refusals.require(!self.reopened, R::AlreadyReopened);
                refusals.require(note.reason, R::ReasonRequired);
                refusals.require(note.deadline.is_some_and(|d| d > at), R::DeadlinePassed);
                after.ended = None;
                after.reopened = true;
                after.deadline = note.deadline.unwrap_or(self.deadline);
            }
            (DutyEvent::Reopen, None) => refusals.push(Refusal::with(R::WrongState, "open")),
            (_, Some(ended)) => refusals.push(Refusal::with(R::WrongState, ended.ending.code())),
            (DutyEvent::Acknowledge, None) => {}
            (DutyEvent::Do, None) => after.ended = Some(Ended { ending: DutyEnding::Done, at }),
            (DutyEvent::Decide, None) => after.ended = Some(Ended { ending: DutyEnding::Decided, at }),
            (DutyEvent::Decline, None) => {
                refusals.require(note.clause, R::ClauseRequired);
                after.ended = Some(Ended { ending: DutyEnding::Declined, at });
            }
            (DutyEvent::Remove, None) => {
                refusals.require(note.reason, R::ReasonRequired);
                after.ended = Some(Ended { ending: DutyEnding::Removed, at });
            }
        }
        refusals.or(after)
    }

    /// The duty after an official ended it by words alone.
    ///
    /// # Errors
    /// `ends_by_act` with the kind where that is not enough; those of [`Duty::apply`].
    pub fn end_by_hand(&self, ending: DutyEnding, note: DutyNote, at: Moment) -> Result<Self, Refusals> {
        let event = match ending {
            DutyEnding::Done => DutyEvent::Do,
            DutyEnding::Decided => DutyEvent::Decide,
            DutyEnding::Declined => DutyEvent::Decline,
            DutyEnding::Removed => DutyEvent::Remove,
        };
        let after = self.apply(event, note, at);
        if by_hand(self.kind).contains(&ending) || self.ended.is_some() {
            return after;
        }
        Err(Refusal::with(RefusalCode::EndsByAct, self.kind.code()).into())
    }

    /// Ended as done, decided or declined before its first deadline, and not open again since.
    pub fn met(&self) -> bool {
        self.ended.is_some_and(|e| e.ending != DutyEnding::Removed && e.at <= self.first_deadline)
    }

    /// How it stands now.
    pub fn standing(&self, now: Moment) -> DutyStanding {
        match self.ended {
            Some(Ended { ending: DutyEnding::Removed, .. }) => DutyStanding::Removed,
            Some(_) if self.met() => DutyStanding::Met,
            Some(_) => DutyStanding::Late,
            None if now > self.deadline => DutyStanding::Overdue,
            None => DutyStanding::Open,
        }
    }
}

/// Share of duties met: those ended by their first deadline among all whose first deadline has passed. Two whole
/// numbers, so that nobody rounds in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyShare {
    /// Met by the first deadline.
    pub met: u32,
    /// All whose first deadline has passed, removed ones too.
    pub due: u32,
}

/// Counts the share at `now`.
pub fn share<'a>(duties: impl IntoIterator<Item = &'a Duty>, now: Moment) -> DutyShare {
    duties.into_iter().filter(|duty| duty.first_deadline < now).fold(DutyShare::default(), |share, duty| DutyShare {
        met: share.met + u32::from(duty.met()),
        due: share.due + 1,
    })
}

impl DutyShare {
    /// In thousandths, rounded down; None while nothing is due.
    pub fn permille(self) -> Option<u32> {
        (self.due > 0).then(|| (u64::from(self.met) * 1000 / u64::from(self.due)) as u32)
    }
}

/// The order of boards and inboxes: open before ended, the oldest deadline first.
pub fn board_order(a: &Duty, b: &Duty) -> std::cmp::Ordering {
    (a.ended.is_some(), a.first_deadline, a.subject).cmp(&(b.ended.is_some(), b.first_deadline, b.subject))
}

#[cfg(test)]
mod tests;
