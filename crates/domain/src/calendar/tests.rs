use time::Duration;
use time::macros::datetime;

use super::*;

/// Almaty 2025 with two days of appeals.
pub(crate) fn almaty() -> Calendar {
    let starts = [
        datetime!(2025-09-01 0:00),
        datetime!(2025-10-01 0:00),
        datetime!(2025-10-13 0:00),
        datetime!(2025-10-20 0:00),
        datetime!(2025-10-24 0:00),
        datetime!(2025-10-26 0:00),
        datetime!(2025-10-27 0:00),
        datetime!(2025-11-10 0:00),
        datetime!(2025-11-17 0:00),
    ];
    let phases = Phase::ALL.iter().filter(|p| DATED_PHASES.contains(p) || REWORK_PHASES.contains(p));
    let windows = phases.zip(starts.windows(2));
    let windows = windows.map(|(&phase, pair)| Window { phase, starts: pair[0], ends: pair[1] }).collect();
    Calendar { zone: "Asia/Almaty".to_owned(), windows }
}

/// Five hours ahead of UTC, as Almaty has been since March 2024.
pub(crate) fn utc5(local: PrimitiveDateTime) -> Option<Moment> {
    Some(local.assume_utc() - Duration::hours(5))
}

#[test]
fn almatys_calendar_is_sound_and_resolves() {
    let resolved = almaty().resolve(utc5).unwrap();
    let voting = resolved.window(Phase::Voting).unwrap();
    assert_eq!(voting.starts, datetime!(2025-10-26 19:00 UTC));
    assert_eq!(voting.ends, datetime!(2025-11-09 19:00 UTC));
    assert_eq!(resolved.window(Phase::Delivery), None);
}

#[test]
fn windows_are_half_open() {
    let resolved = almaty().resolve(utc5).unwrap();
    let close = datetime!(2025-11-09 19:00 UTC);
    let tick = Duration::microseconds(1);
    let require = |now| resolved.require(Phase::Voting, &[Phase::Voting], now).map_err(|r| r.codes());
    assert_eq!(require(close - tick), Ok(()));
    assert_eq!(require(close), Err(vec![RefusalCode::WindowClosed]), "late although the stored phase is still voting");
    assert_eq!(require(datetime!(2025-10-26 19:00 UTC)), Ok(()));
    assert_eq!(require(datetime!(2025-10-26 19:00 UTC) - tick), Err(vec![RefusalCode::PhaseNotStarted]));
    assert_eq!(resolved.phase_at(close - tick), Some(Phase::Voting));
    assert_eq!(resolved.phase_at(close), Some(Phase::Results));
    assert_eq!(resolved.next_instant(close - tick), Some(close));
    assert_eq!(resolved.next_instant(close), Some(datetime!(2025-11-16 19:00 UTC)));
    assert_eq!(resolved.next_instant(datetime!(2026-01-01 0:00 UTC)), None);
}

#[test]
fn the_wrong_stored_phase_is_named() {
    let resolved = almaty().resolve(utc5).unwrap();
    let refusals = resolved.require(Phase::Frozen, &[Phase::Voting], datetime!(2025-11-01 0:00 UTC)).unwrap_err();
    assert_eq!(refusals.to_string(), "not_in_phase: frozen");
    assert_eq!(resolved.require(Phase::Delivery, &[Phase::Delivery], datetime!(2030-01-01 0:00 UTC)), Ok(()));
}

#[test]
fn every_fault_is_reported_at_once() {
    use CalendarFaultCode::*;
    let mut calendar = almaty();
    calendar.zone = "Asia//Almaty".to_owned();
    calendar.windows[1].starts += Duration::days(1); // gap before the review
    calendar.windows[3].starts -= Duration::days(1); // overlaps rework
    calendar.windows[4].ends -= Duration::hours(1); // 47 hours of appeals, then a gap
    calendar.windows[6].ends = calendar.windows[6].starts; // no vote
    let found: Vec<_> = calendar.check().into_iter().map(|f| (f.code, f.phase)).collect();
    assert_eq!(
        found,
        [
            (UnknownZone, None),
            (Gap, Some(Phase::Review)),
            (Overlap, Some(Phase::ReReview)),
            (AppealsTooShort, Some(Phase::Appeals)),
            (Gap, Some(Phase::Frozen)),
            (EmptyWindow, Some(Phase::Voting)),
            (VotingTooShort, Some(Phase::Voting)),
            (Gap, Some(Phase::Results)),
        ]
    );
    assert_eq!(
        calendar.resolve(utc5).unwrap_err().len(),
        8,
        "the same: a window that is empty is not also a time that does not exist"
    );
}

#[test]
fn order_repetition_and_undated_phases() {
    use CalendarFaultCode::*;
    let mut calendar = almaty();
    calendar.windows.swap(0, 1);
    assert_eq!(calendar.check()[0], CalendarFault { code: OutOfOrder, phase: Some(Phase::Proposals) });
    let mut calendar = almaty();
    calendar.windows[0].phase = Phase::Setup;
    let codes: Vec<_> = calendar.check().into_iter().map(|f| f.code).collect();
    assert_eq!(codes, [MissingWindow, UnexpectedWindow]);
    let mut calendar = almaty();
    calendar.windows[7].phase = Phase::Voting;
    let codes: Vec<_> = calendar.check().into_iter().map(|f| f.code).collect();
    assert_eq!(codes, [MissingWindow, UnexpectedWindow]);
    assert_eq!(Calendar { zone: "UTC".to_owned(), windows: vec![] }.check().len(), DATED_PHASES.len());
}

#[test]
fn rework_has_dates_exactly_where_the_rules_know_it() {
    use CalendarFaultCode::*;
    let with = almaty();
    let mut without = with.clone();
    without.windows.retain(|w| !REWORK_PHASES.contains(&w.phase));
    // The review lasts until the appeals begin.
    without.windows[1].ends = without.windows[2].starts;
    assert_eq!((with.check(), without.check()), (vec![], vec![]));
    let codes = |faults: Vec<CalendarFault>| faults.iter().map(|f| f.code).collect::<Vec<_>>();
    assert_eq!(codes(with.check_rework(true)), []);
    assert_eq!(codes(with.check_rework(false)), [UnexpectedWindow; 2]);
    assert_eq!(codes(without.check_rework(true)), [MissingWindow; 2]);
    assert_eq!(codes(without.check_rework(false)), []);
    let mut half = with;
    half.windows.retain(|w| w.phase != Phase::ReReview);
    half.windows[3].starts = half.windows[2].ends;
    assert_eq!(half.check(), [CalendarFault { code: MissingWindow, phase: Some(Phase::ReReview) }]);
}

#[test]
fn a_local_time_that_the_clocks_skip_is_a_fault() {
    let skip = |local: PrimitiveDateTime| (local != datetime!(2025-10-27 0:00)).then(|| local.assume_utc());
    let faults = almaty().resolve(skip).unwrap_err();
    let at: Vec<_> = faults.iter().map(|f| f.phase).collect();
    assert_eq!(at, [Some(Phase::Frozen), Some(Phase::Voting)]);
}

#[test]
fn the_clock_binds_residents_actions_and_not_what_officials_owe() {
    let resolved = almaty().resolve(utc5).unwrap();
    let closed = |operation, stored, now| resolved.require_for(operation, stored, now).err().map(|r| r.to_string());
    let review_over = datetime!(2025-10-13 0:00 UTC);
    assert_eq!(closed(Operation::Review, Phase::Review, review_over), None, "late, but the next phase waits for it");
    let proposals_over = datetime!(2025-10-01 0:00 UTC);
    for operation in [Operation::Propose, Operation::Submit, Operation::Support] {
        assert_eq!(
            closed(operation, Phase::Proposals, proposals_over),
            Some("window_closed".to_owned()),
            "{operation}"
        );
    }
    // A comment, a withdrawal or an appeal goes on in the clock's phase although no job has run.
    for operation in [Operation::Comment, Operation::Withdraw, Operation::Appeal] {
        assert_eq!(closed(operation, Phase::Review, review_over), None, "{operation}");
    }
    let frozen = datetime!(2025-10-25 19:00 UTC);
    assert_eq!(closed(Operation::Appeal, Phase::Appeals, frozen), Some("window_closed".to_owned()));
    // After the last window the cycle waits for an act; people go on talking.
    assert_eq!(closed(Operation::Comment, Phase::Results, datetime!(2026-06-01 0:00 UTC)), None);
    assert_eq!(closed(Operation::ReopenQuestion, Phase::Cancelled, frozen), None, "bound to no phase");
    let close = datetime!(2025-11-09 19:00 UTC);
    assert_eq!(closed(Operation::CastBallot, Phase::Voting, close), Some("window_closed".to_owned()));
    assert_eq!(closed(Operation::CastBallot, Phase::Frozen, close), Some("not_in_phase: frozen".to_owned()));
}
