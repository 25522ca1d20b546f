use time::Duration;
use time::macros::datetime;

use super::*;
use crate::calendar::tests::{almaty, utc5};
use crate::{Grant, Role};

fn cycle(phase: Phase) -> Cycle {
    Cycle { phase, calendar: almaty().resolve(utc5).unwrap(), district: None }
}

fn organiser() -> Actor {
    let grants = vec![Grant { role: Role::Organiser, district: None }];
    Actor { account: Some(Id::from_u128(1)), grants, ..Actor::anonymous() }
}

/// Everything is done.
fn done() -> CycleFacts {
    CycleFacts { rules_published: true, envelopes: 8, contests: 8, reason: true, act: true, ..CycleFacts::default() }
}

#[test]
fn every_phase_belongs_to_a_stage_in_order() {
    let stages: Vec<Stage> = Phase::ALL.iter().map(|p| stage_of(*p)).collect();
    assert!(stages.is_sorted());
    assert_eq!(stages.iter().filter(|s| **s == Stage::Approval).count(), 7);
}

#[test]
fn a_phase_never_opens_before_its_window_not_even_for_the_job() {
    let start = datetime!(2025-10-26 19:00 UTC);
    for actor in [Actor::system(), organiser()] {
        let early =
            cycle(Phase::Frozen).apply(CycleEvent::OpenVoting, &actor, &done(), start - Duration::microseconds(1));
        assert_eq!(early.unwrap_err().codes(), [RefusalCode::PhaseNotStarted]);
        let opened = cycle(Phase::Frozen).apply(CycleEvent::OpenVoting, &actor, &done(), start).unwrap();
        assert_eq!((opened.from, opened.to, opened.at), (Phase::Frozen, Phase::Voting, start));
        assert_eq!(opened.effects, [Effect::OpenContests]);
    }
}

#[test]
fn all_unmet_guards_are_listed_at_once() {
    let facts = CycleFacts {
        rules_unsupported: vec!["majority_judgement".to_owned(), "ballot_graded".to_owned()],
        contests_unfrozen: 2,
        translations_missing: 5,
        ..CycleFacts::default()
    };
    let refusals =
        cycle(Phase::Frozen).apply(CycleEvent::OpenVoting, &Actor::system(), &facts, datetime!(2025-10-01 0:00 UTC));
    assert_eq!(
        refusals.unwrap_err().to_string(),
        "phase_not_started, rule_not_supported: majority_judgement, rule_not_supported: ballot_graded, no_contests, \
         ballot_not_frozen: 2, translations_missing: 5"
    );
    let setup =
        cycle(Phase::Setup).unmet(CycleEvent::OpenProposals, &CycleFacts::default(), datetime!(2025-09-02 0:00 UTC));
    assert_eq!(setup.codes(), [RefusalCode::NoRules, RefusalCode::NoEnvelopes]);
}

#[test]
fn each_fact_holds_up_exactly_its_events() {
    let late = datetime!(2026-03-01 0:00 UTC);
    type Spoil = fn(&mut CycleFacts);
    let cases: [(Spoil, RefusalCode, &[CycleEvent]); 13] = {
        use CycleEvent as E;
        use RefusalCode as R;
        [
            (|f| f.rules_published = false, R::NoRules, &[E::OpenProposals]),
            (|f| f.rules_unsupported = vec!["x".to_owned()], R::RuleNotSupported, &[E::OpenProposals, E::OpenVoting]),
            (|f| f.envelopes = 0, R::NoEnvelopes, &[E::OpenProposals]),
            (|f| f.reviews_pending = 1, R::ReviewsPending, &[E::OpenRework, E::OpenAppeals, E::Freeze]),
            (|f| f.appeals_open = 1, R::AppealsOpen, &[E::Freeze]),
            (|f| f.contests = 0, R::NoContests, &[E::OpenVoting]),
            (|f| f.contests_unfrozen = 1, R::BallotNotFrozen, &[E::OpenVoting]),
            (|f| f.translations_missing = 1, R::TranslationsMissing, &[E::OpenVoting]),
            (|f| f.contests_uncounted = 1, R::TallyMissing, &[E::ConfirmResults]),
            (|f| f.ties_open = 1, R::TieOpen, &[E::ConfirmResults]),
            (|f| f.contests_undecided = 1, R::ActMissing, &[E::ConfirmResults]),
            (|f| f.reports_open = 1, R::DutiesOpen, &[E::Close]),
            (|f| f.reason = false, R::ReasonRequired, &[E::Cancel, E::Extend, E::AnnulVote]),
        ]
    };
    for (spoil, code, events) in cases {
        let mut facts = done();
        spoil(&mut facts);
        for row in CYCLE_TABLE {
            for &phase in row.from {
                let found = cycle(phase).apply(row.event, &organiser(), &facts, late);
                let held = events.contains(&row.event);
                let codes = found.err().map(|r| r.codes()).unwrap_or_default();
                assert_eq!(codes.contains(&code), held, "{code} and {} in {phase}: {codes:?}", row.event);
            }
        }
    }
}

#[test]
fn closing_the_vote_is_by_the_clock_alone() {
    let close = datetime!(2025-11-09 19:00 UTC);
    let closed =
        cycle(Phase::Voting).apply(CycleEvent::CloseVoting, &Actor::system(), &CycleFacts::default(), close).unwrap();
    assert_eq!((closed.to, closed.effects.as_slice()), (Phase::Results, &[Effect::CloseContests][..]));
    let early =
        cycle(Phase::Voting).apply(CycleEvent::CloseVoting, &organiser(), &done(), close - Duration::microseconds(1));
    assert_eq!(early.unwrap_err().codes(), [RefusalCode::PhaseNotStarted]);
}

#[test]
fn a_closed_vote_is_not_reopened_by_an_extension() {
    let close = datetime!(2025-11-09 19:00 UTC);
    let extend = |now| cycle(Phase::Voting).apply(CycleEvent::Extend, &organiser(), &done(), now);
    assert_eq!(extend(close - Duration::microseconds(1)).unwrap().to, Phase::Voting);
    assert_eq!(extend(close).unwrap_err().codes(), [RefusalCode::WindowClosed]);
    // Officials' own windows may be lengthened late: nobody gains a vote by it.
    let review = cycle(Phase::Review).apply(CycleEvent::Extend, &organiser(), &done(), close);
    assert_eq!(review.unwrap().to, Phase::Review);
}

#[test]
fn exceptions_need_a_reason_an_act_and_the_citys_organiser() {
    let now = datetime!(2025-11-01 0:00 UTC);
    for event in [CycleEvent::Cancel, CycleEvent::AnnulVote] {
        let bare = cycle(Phase::Voting).apply(event, &organiser(), &CycleFacts::default(), now).unwrap_err();
        assert_eq!(bare.codes(), [RefusalCode::ReasonRequired, RefusalCode::ActMissing]);
        let system = cycle(Phase::Voting).apply(event, &Actor::system(), &done(), now).unwrap_err();
        assert_eq!(system.codes(), [RefusalCode::RoleMissing]);
        let district =
            Actor { grants: vec![Grant { role: Role::Organiser, district: Some(Id::from_u128(7)) }], ..organiser() };
        let local = cycle(Phase::Voting).apply(event, &district, &done(), now).unwrap_err();
        assert_eq!(local.codes(), [RefusalCode::WrongDistrict]);
    }
}

#[test]
fn who_may_not_at_all_learns_nothing_about_the_guards() {
    let refusals = cycle(Phase::Frozen)
        .apply(CycleEvent::OpenVoting, &Actor::anonymous(), &CycleFacts::default(), datetime!(2025-10-27 0:00 UTC))
        .unwrap_err();
    assert_eq!(refusals.codes(), [RefusalCode::SignInRequired]);
}

#[test]
fn a_district_organiser_moves_the_cycle_of_the_district_only() {
    let here = Id::from_u128(7);
    let actor = Actor { grants: vec![Grant { role: Role::Organiser, district: Some(here) }], ..organiser() };
    let now = datetime!(2025-10-02 0:00 UTC);
    let own = Cycle { district: Some(here), ..cycle(Phase::Proposals) };
    assert_eq!(own.apply(CycleEvent::OpenReview, &actor, &done(), now).unwrap().to, Phase::Review);
    let city = cycle(Phase::Proposals).apply(CycleEvent::OpenReview, &actor, &done(), now);
    assert_eq!(city.unwrap_err().codes(), [RefusalCode::WrongDistrict]);
}

#[test]
fn the_calendar_walks_a_cycle_from_setup_to_reports() {
    let mut phase = Phase::Setup;
    let mut walked = vec![phase];
    while let Some(event) = due_event(phase) {
        phase = cycle(phase).apply(event, &Actor::system(), &done(), datetime!(2026-03-01 0:00 UTC)).unwrap().to;
        walked.push(phase);
    }
    assert_eq!(walked, Phase::ALL[..12 - 1]);
    assert_eq!(phase, Phase::Reports);
}
