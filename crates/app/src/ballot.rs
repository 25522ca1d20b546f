//! Casting: a resident's ballot goes into the box by the one path that joins nobody with it.

use api_types::contest::{BallotCast, BallotReceipt, MyContest, MyContestList};
use domain::ballot::{Ballot, BallotOption, Bytes32, Choices, tracking_code};
use domain::{ContestState, Id, Operation, Phase, RefusalCode, Refusals, ResidentAction, Scope, authorise};
use store::store::CastError;
use store::{BallotCast as Cast, Conn};

use crate::contest::{ballot_rule, briefs, budgets};
use crate::cycle::{machine, rules_of};
use crate::{App, Caller, Error, Fault, Faults, Result, calendar, roll};

/// Casts the caller's ballot, or replaces it where the rules allow that. The very same ballot again always succeeds.
///
/// Nothing here is audited, logged or answered with the choices; the store batches ballots and writes only counts.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` for hex that is none and a commitment that is not the ballot's; `Refused` with every reason.
pub fn cast(app: &App, caller: &Caller, contest_id: Id, input: &BallotCast) -> Result<BallotReceipt> {
    let now = app.now();
    let Ready { ballot, receipt } = app.store.read(|c| prepare(app, c, caller, contest_id, input, now))?;
    app.store.cast(ballot).map_err(refusal)?;
    Ok(receipt)
}

/// Contests that are or will be open, as they concern the caller: own mark, never choices.
///
/// # Errors
/// `Denied` for visitors.
pub fn mine(app: &App, caller: &Caller) -> Result<MyContestList> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let now = app.now();
    app.store.read(|c| -> Result<MyContestList> {
        let person = caller.actor.person.map(|id| store::person::find_current(c, id)).transpose()?.flatten();
        let mut items = Vec::new();
        for context in store::cycle::list(c)? {
            let cycle = context.cycle;
            if !matches!(cycle.phase, Phase::Frozen | Phase::Voting | Phase::Results) || cycle.source.is_some() {
                continue;
            }
            for brief in briefs(c, cycle.id)? {
                let entry = person.as_ref().map(|p| store::roll::entry_of(c, brief.id, p.id)).transpose()?.flatten();
                // A resident sees the contests of their own roll; without one, all of them with the reasons.
                if entry.is_none() && person.as_ref().is_some_and(|p| brief.district_id.is_some_and(|d| d != p.district_id)) {
                    continue;
                }
                let mark = entry.as_ref().map(|e| store::roll::mark_of(c, brief.id, e.id)).transpose()?.flatten();
                let mut blockers = Refusals::none();
                blockers.require(person.is_some(), RefusalCode::NotAResident);
                if let Some(person) = &person {
                    blockers.require(entry.is_some(), RefusalCode::NotOnRoll);
                    blockers.also(eligible(c, &cycle, person, brief.district_id, caller, now));
                }
                let machine = machine(&cycle, &store::cycle::windows(c, cycle.id)?);
                blockers.also(machine.calendar.require(cycle.phase, &[Phase::Voting], now));
                items.push(MyContest {
                    on_roll: entry.is_some(),
                    voted: mark.is_some(),
                    channel: mark.map(|m| m.channel),
                    blockers: blockers.0,
                    contest: brief,
                });
            }
        }
        Ok(MyContestList { items })
    })
}

struct Ready {
    ballot: Cast,
    receipt: BallotReceipt,
}

/// Everything that can be said before the box is touched.
fn prepare(app: &App, c: &mut Conn, caller: &Caller, contest_id: Id, input: &BallotCast, now: domain::Moment) -> Result<Ready> {
    let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
    let scope = Scope { district: contest.district_id, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, Operation::CastBallot, &scope)?;
    let person_id = caller.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
    let person = store::person::find_current(c, person_id)?.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;

    let mut faults = Faults::new();
    let nonce = faults.take(Bytes32::parse(&input.nonce).ok_or_else(|| Fault::new("/nonce", "hex64")));
    let said = faults.take(Bytes32::parse(&input.commitment).ok_or_else(|| Fault::new("/commitment", "hex64")));
    faults.check()?;
    let (Some(nonce), Some(said)) = (nonce, said) else { return Err(Error::Broken("a fault that was not reported".into())) };
    let rule = ballot_rule(&contest)?;
    let choices = Choices::Numbers(input.choices.clone());
    let ballot = Ballot { kind: rule.kind, contest: contest.id, cycle: cycle.id, choices: choices.clone() };
    let commitment = ballot.commitment(&nonce);
    if commitment != said {
        return Err(Error::invalid("/commitment", "commitment_mismatch"));
    }

    let entry = store::roll::entry_of(c, contest_id, person_id)?;
    let mut refusals = Refusals::none();
    refusals.require(contest.state == ContestState::Open, RefusalCode::WindowClosed);
    let machine = machine(&cycle, &store::cycle::windows(c, cycle.id)?);
    refusals.also(machine.calendar.require(cycle.phase, &[Phase::Voting], now));
    refusals.require(entry.is_some(), RefusalCode::NotOnRoll);
    refusals.also(eligible(c, &cycle, &person, contest.district_id, caller, now));
    let options: Vec<BallotOption> = store::ballot_item::of_contest(c, contest_id)?
        .into_iter()
        .map(|item| BallotOption { number: item.number.unsigned_abs(), cost: item.cost, class: item.class, incompatible: Vec::new() })
        .collect();
    let budget = budgets(c, &contest)?.first().map(|e| e.budget);
    refusals.also(rule.check(&choices, &options, budget));
    refusals.or(())?;
    let entry = entry.ok_or_else(|| Refusals::one(RefusalCode::NotOnRoll))?;

    let pseudonym = app.secrets.ballot_box.mac(&[b"ballot", contest_id.as_bytes(), entry.id.as_bytes()]);
    let ballot = Cast {
        contest_id,
        roll_entry_id: entry.id,
        pseudonym,
        commitment: commitment.0,
        nonce: nonce.0,
        choices: input.choices.clone(),
        channel: caller.channel,
        replaceable: rule.replaceable,
        received_at: now,
    };
    let receipt = BallotReceipt {
        contest_id,
        commitment: commitment.to_string(),
        tracking: tracking_code(&commitment),
        replaceable: rule.replaceable,
        closes_at: contest.closes_at,
    };
    Ok(Ready { ballot, receipt })
}

/// Whether the rules let this resident vote today, by what the register and the session know.
fn eligible(
    c: &mut Conn,
    cycle: &store::cycle::Cycle,
    person: &store::person::Person,
    district: Option<Id>,
    caller: &Caller,
    now: domain::Moment,
) -> std::result::Result<(), Refusals> {
    let broken = |_| Refusals::one(RefusalCode::NoRules);
    let rules = rules_of(c, cycle).map_err(|_| Refusals::one(RefusalCode::NoRules))?;
    let rule = rules.eligibility(ResidentAction::Vote)?;
    let day = calendar::date(&cycle.zone, now).map_err(broken)?;
    let resident = domain::Resident { proof: caller.actor.proof, ..roll::resident(person) };
    domain::eligible(rule, &resident, district, day)
}

fn refusal(e: CastError) -> Error {
    match e {
        CastError::NotOpen => Refusals::one(RefusalCode::WindowClosed).into(),
        CastError::AlreadyVoted => Refusals::one(RefusalCode::BallotNotReplaceable).into(),
        CastError::NotOnRoll => Refusals::one(RefusalCode::NotOnRoll).into(),
        // Another voter's nonce: the device must draw again.
        CastError::CommitmentTaken => Error::invalid("/nonce", "nonce_used"),
        CastError::Store(e) => e.into(),
    }
}
