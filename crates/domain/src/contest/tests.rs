use time::Duration;
use time::macros::datetime;

use super::*;

const CLOSE: Moment = datetime!(2025-11-09 19:00 UTC);

fn apply_at(
    state: ContestState,
    event: ContestEvent,
    facts: &ContestFacts,
    now: Moment,
) -> Result<ContestState, String> {
    apply(state, event, facts, now).map_err(|r| r.to_string())
}

#[test]
fn counting_begins_thirty_seconds_after_the_close() {
    let facts = ContestFacts { voting_ends: Some(CLOSE), ..ContestFacts::default() };
    let tick = Duration::microseconds(1);
    let close = |now| apply_at(ContestState::Open, ContestEvent::Close, &facts, now);
    assert_eq!(close(CLOSE - tick), Err("window_open".to_owned()));
    assert_eq!(close(CLOSE), Ok(ContestState::Counting));
    let count = |now| apply_at(ContestState::Counting, ContestEvent::Count, &facts, now);
    assert_eq!(count(CLOSE + COUNTING_DELAY - tick), Err("window_open".to_owned()));
    assert_eq!(count(CLOSE + COUNTING_DELAY), Ok(ContestState::Counted));
    let unknown = ContestFacts::default();
    assert!(apply_at(ContestState::Open, ContestEvent::Close, &unknown, CLOSE).is_err());
}

#[test]
fn an_act_decides_and_each_deviation_gives_a_reason() {
    let facts = ContestFacts { ties_open: 1, deviations_without_reason: 2, ..ContestFacts::default() };
    let refused = apply_at(ContestState::Counted, ContestEvent::Decide, &facts, CLOSE);
    assert_eq!(refused, Err("act_missing, tie_open: 1, reason_required: 2".to_owned()));
}

#[test]
fn opening_needs_a_frozen_translated_ballot_and_voiding_a_reason() {
    let facts = ContestFacts { translations_missing: 3, ..ContestFacts::default() };
    let refused = apply_at(ContestState::Prepared, ContestEvent::Open, &facts, CLOSE);
    assert_eq!(refused, Err("ballot_not_frozen, translations_missing: 3".to_owned()));
    for (state, event) in [
        (ContestState::Open, ContestEvent::Annul),
        (ContestState::Prepared, ContestEvent::Record),
        (ContestState::Counted, ContestEvent::Recount),
    ] {
        assert_eq!(apply_at(state, event, &facts, CLOSE), Err("reason_required".to_owned()));
    }
}
