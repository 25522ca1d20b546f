//! Every (state × event) does what `tests/fixtures/machines/*.csv` says, by the table and through `apply`.

use domain::machine::{self, Row};
use domain::{
    Actor, BallotItemState, Code, ContestFacts, ContractFacts, Cycle, CycleEvent, CycleFacts, Grant, ItemDecision,
    ItemOutcome, Moment, Phase, ProposalFacts, RefusalCode, Refusals, ResolvedCalendar, Role, WorkFacts, ballot_item,
    contest, contract, defect, proposal, work,
};
use time::macros::datetime;

use crate::table::Oracle;

const NOW: Moment = datetime!(2025-11-20 12:00 UTC);

/// Compares a machine with its file; `apply` is the machine with every guard met.
fn agrees<S, E>(file: &str, table: &[Row<S, E>], apply: impl Fn(S, E) -> Result<S, Refusals>)
where
    S: Code + PartialEq + std::fmt::Debug,
    E: Code + PartialEq + std::fmt::Debug,
{
    let mut oracle = Oracle::read(file, &["state", "event", "result"]);
    for &state in S::ALL {
        for &event in E::ALL {
            let wanted = oracle.answer(&[state.code(), event.code()]);
            let found = machine::next(table, state, event);
            assert_eq!(found.as_ref().map_or("refused", |to| to.code()), wanted, "{file}: {state:?} {event:?}");
            assert_eq!(found, apply(state, event), "{file}: apply differs from the table at {state:?} {event:?}");
            if let Err(refusals) = found {
                assert_eq!(refusals.to_string(), format!("wrong_state: {}", state.code()));
            }
            let rows = table.iter().filter(|row| row.event == event && row.from.contains(&state)).count();
            assert!(rows <= 1, "{file}: {rows} rows for {state:?} {event:?}");
        }
    }
    oracle.all_used();
}

#[test]
fn proposals() {
    let facts = ProposalFacts {
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
    };
    agrees("machines/proposal.csv", proposal::PROPOSAL_TABLE, |state, event| proposal::apply(state, event, &facts));
}

/// What a city's rules on proposals refuse, event by event.
#[test]
fn proposal_rules() {
    let mut oracle =
        Oracle::read("machines/proposal_rules.csv", &["supporters", "merging", "rework", "event", "refusal"]);
    let mut rules = crate::rules::document("almaty").1.proposals;
    rules.supporters_needed = 10;
    for (supporters, has) in [("enough", 10), ("missing", 9)] {
        for (merging, rework) in [(true, true), (true, false), (false, true), (false, false)] {
            (rules.merging, rules.rework) = (merging, rework);
            let facts = ProposalFacts {
                reason: true,
                clause: true,
                fact: true,
                reworked: true,
                merge_target: true,
                split_parts: true,
                carry_target: true,
                ..ProposalFacts::of_rules(&rules, has)
            };
            let word = |on: bool| if on { "on" } else { "off" };
            for row in proposal::PROPOSAL_TABLE {
                let wanted = oracle.answer(&[supporters, word(merging), word(rework), row.event.code()]);
                for &state in row.from {
                    let found = proposal::apply(state, row.event, &facts).err().unwrap_or_default();
                    let codes: Vec<&str> = found.codes().iter().map(|code| code.code()).collect();
                    let wanted = if wanted == "none" { vec![] } else { vec![wanted.as_str()] };
                    assert_eq!(codes, wanted, "{supporters} {merging} {rework}: {} in {state}", row.event);
                }
            }
        }
    }
    oracle.all_used();
}

#[test]
fn contests() {
    let facts = ContestFacts {
        frozen: true,
        voting_ends: Some(NOW - contest::COUNTING_DELAY),
        act: true,
        reason: true,
        ..ContestFacts::default()
    };
    agrees("machines/contest.csv", contest::CONTEST_TABLE, |state, event| contest::apply(state, event, &facts, NOW));
}

#[test]
fn ballot_items() {
    let decision = ItemDecision { number: 1, outcome: ItemOutcome::Funded, reason: None };
    agrees("machines/ballot_item.csv", ballot_item::BALLOT_ITEM_TABLE, |state: BallotItemState, _| {
        ballot_item::decide(state, ItemOutcome::Funded, &decision, true)
    });
}

#[test]
fn works() {
    let facts =
        WorkFacts { reason: true, act: true, fiscal_year: Some(2027), in_warranty: true, ..WorkFacts::default() };
    agrees("machines/work.csv", work::WORK_TABLE, |state, event| work::apply(state, event, &facts));
}

#[test]
fn defects() {
    agrees("machines/defect.csv", defect::DEFECT_TABLE, |state, event| defect::apply(state, event, true));
}

#[test]
fn contracts() {
    let facts = ContractFacts { reason: true, ..ContractFacts::default() };
    agrees("machines/contract.csv", contract::CONTRACT_TABLE, |state, event| contract::apply(state, event, &facts));
}

#[test]
fn cycles() {
    let mut oracle = Oracle::read("machines/cycle.csv", &["state", "event", "result"]);
    let organiser = Actor {
        account: Some(domain::Id::from_u128(1)),
        grants: vec![Grant { role: Role::Organiser, district: None }],
        ..Actor::anonymous()
    };
    let met = CycleFacts {
        rules_published: true,
        envelopes: 8,
        contests: 8,
        reason: true,
        act: true,
        ..CycleFacts::default()
    };
    for &phase in Phase::ALL {
        let calendar = ResolvedCalendar { zone: "Asia/Almaty".to_owned(), windows: vec![] };
        let cycle = Cycle { phase, calendar, district: None };
        for &event in CycleEvent::ALL {
            let wanted = oracle.answer(&[phase.code(), event.code()]);
            match cycle.apply(event, &organiser, &met, NOW) {
                Ok(transition) => {
                    assert_eq!(transition.to.code(), wanted, "{phase} {event}");
                    assert!(cycle.unmet(event, &met, NOW).is_empty());
                }
                Err(refusals) => {
                    assert_eq!("refused", wanted, "{phase} {event}: {refusals}");
                    assert_eq!(refusals.codes(), [RefusalCode::NotInPhase], "{phase} {event}");
                    assert_eq!(cycle.unmet(event, &met, NOW), refusals);
                }
            }
        }
    }
    oracle.all_used();
}
