use time::Duration;
use time::macros::datetime;

use super::*;

const DEADLINE: Moment = datetime!(2025-10-12 19:00 UTC);
const DAY: Duration = Duration::DAY;

fn question() -> Duty {
    Duty::new(DutyKind::AnswerQuestion, Id::from_u128(1), None, Id::from_u128(2), DEADLINE)
}

fn note() -> DutyNote {
    DutyNote { reason: true, clause: true, deadline: Some(DEADLINE + DAY * 5) }
}

#[test]
fn an_acknowledgement_ends_nothing() {
    let duty = question().apply(DutyEvent::Acknowledge, DutyNote::default(), DEADLINE - DAY).unwrap();
    assert_eq!(duty, question());
    assert_eq!(duty.standing(DEADLINE + DAY), DutyStanding::Overdue);
    assert_eq!(share([&duty], DEADLINE + DAY), DutyShare { met: 0, due: 1 });
}

#[test]
fn met_is_ended_as_done_decided_or_declined_by_the_first_deadline() {
    for (event, at, standing) in [
        (DutyEvent::Do, DEADLINE, DutyStanding::Met),
        (DutyEvent::Decide, DEADLINE - DAY, DutyStanding::Met),
        (DutyEvent::Decline, DEADLINE - DAY, DutyStanding::Met),
        (DutyEvent::Do, DEADLINE + Duration::microseconds(1), DutyStanding::Late),
        (DutyEvent::Remove, DEADLINE - DAY, DutyStanding::Removed),
    ] {
        let duty = question().apply(event, note(), at).unwrap();
        assert_eq!(duty.standing(DEADLINE + DAY), standing, "{event}");
        assert_eq!(duty.met(), standing == DutyStanding::Met);
        let again = duty.apply(DutyEvent::Do, note(), at).unwrap_err();
        assert_eq!(again.codes(), [RefusalCode::WrongState], "it ends once");
    }
}

#[test]
fn a_decline_names_a_clause_and_a_removal_a_reason() {
    let refused = |event| question().apply(event, DutyNote::default(), DEADLINE).unwrap_err().codes();
    assert_eq!(refused(DutyEvent::Decline), [RefusalCode::ClauseRequired]);
    assert_eq!(refused(DutyEvent::Remove), [RefusalCode::ReasonRequired]);
}

#[test]
fn the_asker_reopens_once_and_a_hollow_answer_does_not_count() {
    let answered = question().apply(DutyEvent::Do, note(), DEADLINE - DAY).unwrap();
    assert!(answered.met());
    let reopened = answered.apply(DutyEvent::Reopen, note(), DEADLINE).unwrap();
    assert!(!reopened.met(), "it is open again");
    assert_eq!((reopened.first_deadline, reopened.deadline), (DEADLINE, DEADLINE + DAY * 5));
    assert_eq!(reopened.standing(DEADLINE + DAY), DutyStanding::Open, "the running deadline");
    assert_eq!(share([&reopened], DEADLINE + DAY), DutyShare { met: 0, due: 1 }, "the share looks at the first");
    let second = reopened.apply(DutyEvent::Do, note(), DEADLINE + DAY).unwrap();
    assert_eq!(second.standing(DEADLINE + DAY), DutyStanding::Late);
    let third = second.apply(DutyEvent::Reopen, note(), DEADLINE + DAY).unwrap_err();
    assert_eq!(third.codes(), [RefusalCode::AlreadyReopened]);
}

#[test]
fn what_cannot_be_reopened() {
    let open = question().apply(DutyEvent::Reopen, note(), DEADLINE).unwrap_err();
    assert_eq!(open.to_string(), "wrong_state: open");
    let removed = question().apply(DutyEvent::Remove, note(), DEADLINE).unwrap();
    assert_eq!(removed.apply(DutyEvent::Reopen, note(), DEADLINE).unwrap_err().codes(), [RefusalCode::NotReopenable]);
    let review =
        Duty { kind: DutyKind::ReviewProposal, ..question() }.apply(DutyEvent::Decide, note(), DEADLINE).unwrap();
    let bare = review.apply(DutyEvent::Reopen, DutyNote::default(), DEADLINE).unwrap_err();
    assert_eq!(bare.codes(), [RefusalCode::NotReopenable, RefusalCode::ReasonRequired, RefusalCode::DeadlinePassed]);
}

#[test]
fn the_share_counts_all_whose_first_deadline_has_passed() {
    let met = question().apply(DutyEvent::Do, note(), DEADLINE).unwrap();
    let removed = question().apply(DutyEvent::Remove, note(), DEADLINE).unwrap();
    let future = Duty::new(DutyKind::AnswerQuestion, Id::nil(), None, Id::nil(), DEADLINE + DAY * 9);
    let early = future.apply(DutyEvent::Do, note(), DEADLINE).unwrap();
    let duties = [met, removed, question(), future, early];
    assert_eq!(share(&duties, DEADLINE), DutyShare::default(), "at the deadline nothing has passed");
    let later = share(&duties, DEADLINE + DAY);
    assert_eq!(later, DutyShare { met: 1, due: 3 }, "removing a question does not better the share");
    assert_eq!(later.permille(), Some(333));
    assert_eq!(DutyShare::default().permille(), None);
}

#[test]
fn boards_lead_with_the_oldest_open_one() {
    let with = |days: i64| Duty { first_deadline: DEADLINE + DAY * days as i32, ..question() };
    let ended = with(-9).apply(DutyEvent::Do, note(), DEADLINE).unwrap();
    let mut board = [with(3), ended.clone(), with(-1), with(0)];
    board.sort_by(board_order);
    assert_eq!(board, [with(-1), with(0), with(3), ended]);
}
