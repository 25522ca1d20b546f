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
        ..ProposalFacts::default()
    }
}

#[test]
fn every_guard_holds_up_exactly_its_events() {
    use ProposalEvent as E;
    use RefusalCode as R;
    type Spoil = fn(&mut ProposalFacts);
    let cases: [(Spoil, R, &[E]); 11] = [
        (
            |f| f.reason = false,
            R::ReasonRequired,
            &[E::Return, E::Appeal, E::UpholdAppeal, E::DismissAppeal, E::MergeInto, E::SplitOff],
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
