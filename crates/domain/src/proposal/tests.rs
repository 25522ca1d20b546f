use super::*;
use crate::Code;

/// Everything an event may ask for is there.
fn given() -> ProposalFacts {
    ProposalFacts {
        reason: true,
        clause: true,
        fact: true,
        reworked: true,
        merge_target: true,
        split_parts: true,
        merging: true,
        rework: true,
        carry_target: true,
        ..ProposalFacts::default()
    }
}

#[test]
fn every_guard_holds_up_exactly_its_events() {
    use ProposalEvent as E;
    use RefusalCode as R;
    type Spoil = fn(&mut ProposalFacts);
    let cases: [(Spoil, R, &[E]); 17] = [
        (
            |f| f.reason = false,
            R::ReasonRequired,
            &[E::Return, E::Appeal, E::UpholdAppeal, E::DismissAppeal, E::MergeInto, E::SplitOff, E::CarryOver],
        ),
        (|f| f.clause = false, R::ClauseRequired, &[E::Reject]),
        (|f| f.fact = false, R::FactRequired, &[E::Reject]),
        (|f| f.reworked = false, R::NotReworked, &[E::Resubmit]),
        (|f| f.reviews_pending = 2, R::ReviewsPending, &[E::Accept]),
        (|f| f.appeal_late = true, R::DeadlinePassed, &[E::Appeal]),
        (|f| f.appealed_before = true, R::AlreadyAppealed, &[E::Appeal]),
        (|f| f.same_body = true, R::SameBody, &[E::UpholdAppeal, E::DismissAppeal]),
        (|f| f.translations_missing = 1, R::TranslationsMissing, &[E::Freeze]),
        (|f| f.merge_target = false, R::MergeTarget, &[E::MergeInto]),
        (|f| f.split_parts = false, R::SplitParts, &[E::SplitOff]),
        (|f| f.supporters_missing = 1, R::SupportersMissing, &[E::TakeUp]),
        (|f| f.merging = false, R::MergingNotAllowed, &[E::MergeInto]),
        (|f| f.rework = false, R::ReworkNotAllowed, &[E::Return]),
        (|f| f.carry_target = false, R::CarryTarget, &[E::CarryOver]),
        (|f| f.undecided = true, R::ActMissing, &[E::CarryOver]),
        (|f| f.funded = true, R::AlreadyFunded, &[E::CarryOver]),
    ];
    for (spoil, code, events) in cases {
        let mut facts = given();
        spoil(&mut facts);
        for row in PROPOSAL_TABLE {
            for &state in row.from {
                assert!(apply(state, row.event, &given()).is_ok());
                let found = apply(state, row.event, &facts).err().unwrap_or_default();
                assert_eq!(found.codes() == [code], events.contains(&row.event), "{code}: {} in {state}", row.event);
            }
        }
    }
}

#[test]
fn a_rejection_without_clause_and_fact_is_refused_with_both() {
    let bare = apply(ProposalState::UnderReview, ProposalEvent::Reject, &ProposalFacts::default()).unwrap_err();
    assert_eq!(bare.codes(), [RefusalCode::ClauseRequired, RefusalCode::FactRequired]);
}

#[test]
fn nothing_leaves_a_final_state() {
    use ProposalState as S;
    for state in [S::FinallyRejected, S::Withdrawn, S::Merged, S::CarriedOver] {
        assert!(machine::events(PROPOSAL_TABLE, state).is_empty(), "{state}");
    }
}

#[test]
fn drafts_are_private_and_take_no_application() {
    for &state in ProposalState::ALL {
        assert_eq!(is_public(state), state != ProposalState::Draft);
        let free = matches!(state, ProposalState::Draft | ProposalState::Withdrawn | ProposalState::CarriedOver);
        assert_eq!(counts_as_application(state), !free, "{}", state.code());
        assert_eq!(editable(state), matches!(state, ProposalState::Draft | ProposalState::NeedsChanges));
    }
}

#[test]
fn supporters_are_counted_only_where_the_rules_ask_for_them() {
    let mut rules: ProposalRule = serde_json::from_value(serde_json::json!({
        "by": "residents", "max_authors": 2, "applications_per_author": 1, "one_object": true, "supporters_needed": 0,
        "merging": true, "rework": true, "opens_with_account": false,
    }))
    .unwrap();
    assert_eq!(supporters_missing(&rules, 0), 0);
    rules.supporters_needed = 50;
    assert_eq!([-1, 0, 49, 50, 51, i64::MAX].map(|has| supporters_missing(&rules, has)), [50, 50, 1, 0, 0, 0]);

    let joining = |state, authors, author, others| {
        check_joining(&rules, state, authors, author, others).err().unwrap_or_default().to_string()
    };
    assert_eq!(joining(ProposalState::Draft, 1, false, 0), "");
    assert_eq!(joining(ProposalState::NeedsChanges, 1, false, 0), "");
    assert_eq!(
        joining(ProposalState::Eligible, 2, true, 1),
        "wrong_state: eligible, already_author, too_many_authors: 2, own_application_exists: 1"
    );
    let leaving = |state, authors| check_leaving(state, authors).err().unwrap_or_default().to_string();
    assert_eq!(leaving(ProposalState::Draft, 2), "");
    assert_eq!(leaving(ProposalState::Frozen, 1), "wrong_state: frozen, last_author");
}
