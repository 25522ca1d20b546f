//! The calendar of a cycle: local date-times in a named zone, resolved to instants where tz data is at hand.

use serde::{Deserialize, Serialize};
use time::PrimitiveDateTime;

use crate::permission::permission;
use crate::{Code, Moment, Operation, Phase, Refusal, RefusalCode, Refusals, codes};

/// Whole days that must lie between the end of the last review and the freezing of the ballot, so that an author
/// rejected on the last day can still appeal and be answered.
pub const APPEAL_DAYS: i64 = 2;
/// Whole days a vote lasts at least.
pub const VOTING_DAYS: i64 = 1;
/// The phases that a calendar names only where the rules let proposals be reworked; both or neither.
pub const REWORK_PHASES: &[Phase] = &[Phase::Rework, Phase::ReReview];
/// The phases that every calendar names. Delivery and reports may be left open: they follow acts, not dates.
pub const DATED_PHASES: &[Phase] =
    &[Phase::Proposals, Phase::Review, Phase::Appeals, Phase::Frozen, Phase::Voting, Phase::Results];

/// The calendar as people write it: local times, half-open windows (`starts` is in, `ends` is out).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// IANA name of the time zone, such as `Asia/Almaty`.
    pub zone: String,
    /// One window per phase, in the phases' order.
    pub windows: Vec<Window>,
}

/// When a phase runs, in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The phase.
    pub phase: Phase,
    /// First local moment inside.
    #[serde(with = "crate::moment::local")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2025-09-01T00:00:00"))]
    pub starts: PrimitiveDateTime,
    /// First local moment outside.
    #[serde(with = "crate::moment::local")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2025-10-01T00:00:00"))]
    pub ends: PrimitiveDateTime,
}

codes! {
    /// What is wrong with a calendar.
    pub CalendarFaultCode "calendar-fault" {
        /// A phase that must have dates has none.
        MissingWindow = "missing_window",
        /// A phase that has no window (setup, closed, cancelled) or has two.
        UnexpectedWindow = "unexpected_window",
        /// A window that ends before or when it starts.
        EmptyWindow = "empty_window",
        /// A window stands before that of an earlier phase.
        OutOfOrder = "out_of_order",
        /// Time between two windows belongs to no phase.
        Gap = "gap",
        /// Two windows overlap.
        Overlap = "overlap",
        /// Too few days for appeals before the ballot is frozen (`APPEAL_DAYS`).
        AppealsTooShort = "appeals_too_short",
        /// The vote is shorter than `VOTING_DAYS`.
        VotingTooShort = "voting_too_short",
        /// The zone is no IANA name.
        UnknownZone = "unknown_zone",
        /// A local time that the zone's clocks skip or that is out of range.
        NoSuchLocalTime = "no_such_local_time",
    }
}

/// One fault of a calendar, all of which are reported together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarFault {
    /// What is wrong.
    pub code: CalendarFaultCode,
    /// At which phase's window; none for the zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
}

impl Calendar {
    /// Every fault of the calendar; empty means sound. Whether the zone exists is known only to [`Calendar::resolve`], whether
    /// rework needs dates to [`Calendar::check_rework`].
    pub fn check(&self) -> Vec<CalendarFault> {
        use CalendarFaultCode::*;
        let mut faults = Vec::new();
        let mut fault = |code, phase| faults.push(CalendarFault { code, phase });
        if !zone_is_well_formed(&self.zone) {
            fault(UnknownZone, None);
        }
        let named = |phase: &Phase| self.windows.iter().any(|w| w.phase == *phase);
        let reworked = REWORK_PHASES.iter().any(named);
        let phases = Phase::ALL.iter().filter(|p| DATED_PHASES.contains(p) || (reworked && REWORK_PHASES.contains(p)));
        for &phase in phases.filter(|p| !named(p)) {
            fault(MissingWindow, Some(phase));
        }
        for (i, window) in self.windows.iter().enumerate() {
            let phase = Some(window.phase);
            let undated = matches!(window.phase, Phase::Setup | Phase::Closed | Phase::Cancelled);
            if undated || self.windows[..i].iter().any(|w| w.phase == window.phase) {
                fault(UnexpectedWindow, phase);
            }
            if window.ends <= window.starts {
                fault(EmptyWindow, phase);
            }
            if let Some(previous) = i.checked_sub(1).map(|i| &self.windows[i]) {
                if window.phase < previous.phase || window.starts < previous.starts {
                    fault(OutOfOrder, phase);
                } else if window.starts < previous.ends {
                    fault(Overlap, phase);
                } else if window.starts > previous.ends {
                    fault(Gap, phase);
                }
            }
            let days = (window.ends - window.starts).whole_days();
            match window.phase {
                Phase::Appeals if days < APPEAL_DAYS => fault(AppealsTooShort, phase),
                Phase::Voting if days < VOTING_DAYS => fault(VotingTooShort, phase),
                _ => {}
            }
        }
        faults
    }

    /// Rework and second review have dates where the rules let proposals be reworked, and elsewhere nothing ever happens in
    /// them: the cycle goes from the review to the appeals.
    pub fn check_rework(&self, rework: bool) -> Vec<CalendarFault> {
        let named = REWORK_PHASES.iter().any(|phase| self.window(*phase).is_some());
        let fault = |code| REWORK_PHASES.iter().map(move |phase| CalendarFault { code, phase: Some(*phase) }).collect();
        match (rework, named) {
            (true, false) => fault(CalendarFaultCode::MissingWindow),
            (false, true) => fault(CalendarFaultCode::UnexpectedWindow),
            _ => Vec::new(),
        }
    }

    /// The local window of a phase.
    pub fn window(&self, phase: Phase) -> Option<&Window> {
        self.windows.iter().find(|w| w.phase == phase)
    }

    /// The calendar in instants. `to_instant` turns a local time of this zone into UTC and answers None for a time
    /// that the clocks skip (or for every time, if it does not know the zone).
    ///
    /// # Errors
    /// The faults of [`Calendar::check`], then `no_such_local_time` for each window that cannot be resolved.
    pub fn resolve(
        &self,
        to_instant: impl Fn(PrimitiveDateTime) -> Option<Moment>,
    ) -> Result<ResolvedCalendar, Vec<CalendarFault>> {
        let mut faults = self.check();
        let mut windows = Vec::with_capacity(self.windows.len());
        for window in &self.windows {
            match (to_instant(window.starts), to_instant(window.ends)) {
                (Some(starts), Some(ends)) if starts < ends => {
                    windows.push(ResolvedWindow { phase: window.phase, starts, ends })
                }
                // A reversed window is reported as empty already.
                _ if window.ends <= window.starts => {}
                _ => faults.push(CalendarFault { code: CalendarFaultCode::NoSuchLocalTime, phase: Some(window.phase) }),
            }
        }
        if faults.is_empty() { Ok(ResolvedCalendar { zone: self.zone.clone(), windows }) } else { Err(faults) }
    }
}

/// Letters, digits, `_ - + /`: what IANA names are made of. Whether it exists is for the holder of the tz data to say.
fn zone_is_well_formed(zone: &str) -> bool {
    !zone.is_empty()
        && zone.len() <= 64
        && zone
            .split('/')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-+".contains(&b)))
}

/// The calendar in instants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResolvedCalendar {
    /// IANA name of the zone, for display.
    pub zone: String,
    /// One window per dated phase, in order.
    pub windows: Vec<ResolvedWindow>,
}

/// When a phase runs, in UTC; half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResolvedWindow {
    /// The phase.
    pub phase: Phase,
    /// First instant inside.
    #[serde(with = "time::serde::rfc3339")]
    pub starts: Moment,
    /// First instant outside.
    #[serde(with = "time::serde::rfc3339")]
    pub ends: Moment,
}

impl ResolvedWindow {
    /// Whether the instant is inside.
    pub fn contains(&self, now: Moment) -> bool {
        self.starts <= now && now < self.ends
    }
}

impl ResolvedCalendar {
    /// The window of a phase, if it has dates.
    pub fn window(&self, phase: Phase) -> Option<&ResolvedWindow> {
        self.windows.iter().find(|w| w.phase == phase)
    }

    /// The next instant at which some window starts or ends, strictly after `now`.
    pub fn next_instant(&self, now: Moment) -> Option<Moment> {
        self.windows.iter().flat_map(|w| [w.starts, w.ends]).filter(|at| *at > now).min()
    }

    /// The phase whose window contains `now`, whatever phase is stored.
    pub fn phase_at(&self, now: Moment) -> Option<Phase> {
        self.windows.iter().find(|w| w.contains(now)).map(|w| w.phase)
    }

    /// An action bound to phases needs the stored phase **and** a `now` inside a window: a vote at the closing instant
    /// is late even if no job has run. Where the action is allowed in the clock's phase too (a comment after the review
    /// has run out and before the next phase opens), it goes on. A phase without dates has no clock.
    ///
    /// # Errors
    /// `not_in_phase` (detail: the stored phase), `phase_not_started`, `window_closed`.
    pub fn require(&self, stored: Phase, allowed: &[Phase], now: Moment) -> Result<(), Refusals> {
        if !allowed.contains(&stored) {
            return Err(Refusal::with(RefusalCode::NotInPhase, stored.code()).into());
        }
        match self.window(stored) {
            Some(window) if now < window.starts => Err(RefusalCode::PhaseNotStarted.into()),
            Some(window) if now >= window.ends => {
                let goes_on = self.clock_phase(now).is_some_and(|phase| allowed.contains(&phase));
                if goes_on { Ok(()) } else { Err(RefusalCode::WindowClosed.into()) }
            }
            _ => Ok(()),
        }
    }

    /// What an operation needs of the clock: residents' actions are bound to the windows of the phases in which they
    /// are permitted; officials finish late what they owe, or the next phase could never open.
    ///
    /// # Errors
    /// Those of [`ResolvedCalendar::require`].
    pub fn require_for(&self, operation: Operation, stored: Phase, now: Moment) -> Result<(), Refusals> {
        match permission(operation) {
            Some(row) if row.is_residents_action() && !row.phases.is_empty() => self.require(stored, row.phases, now),
            _ => Ok(()),
        }
    }

    /// The phase whose window contains `now`; after the last window the phase that follows it.
    fn clock_phase(&self, now: Moment) -> Option<Phase> {
        let last = self.windows.last().filter(|window| now >= window.ends);
        match last {
            Some(window) => Phase::ALL.iter().copied().find(|phase| *phase > window.phase),
            None => self.phase_at(now),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
