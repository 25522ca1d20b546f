//! Casting: a resident's ballot goes into the box by the one path that joins nobody with it.

use api_types::contest::{BallotCast, BallotReceipt, MyContest, MyContestList};
use domain::ballot::{Ballot, Bytes32, Choices, tracking_code};
use domain::{
    BallotKind, ContestState, Id, Moment, Operation, Phase, Refusal, RefusalCode, Refusals, Scope, authorise,
};
use store::store::CastError;
use store::{BallotCast as Cast, Conn};

use crate::contest::{briefs, budgets};
use crate::{App, Caller, Error, Fault, Faults, Result};

mod paper;

pub use paper::Papers;

/// Casts the caller's ballot, or replaces it where the rules allow that, and returns after its commit. The very same ballot
/// again always succeeds, also after the close: whoever lost the answer may ask again.
///
/// Nothing here is audited, logged or answered with the choices; the store batches ballots and writes only counts.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` for hex that is none, too long a list and a commitment that is not the ballot's;
/// `Refused` with every reason.
pub fn cast(app: &App, caller: &Caller, contest_id: Id, input: &BallotCast) -> Result<BallotReceipt> {
    let now = app.now();
    let Ready { ballot, receipt } = app.store.read(|c| prepare(app, c, caller, contest_id, input, now))?;
    if let Some(ballot) = ballot {
        app.store.cast(ballot).map_err(refusal)?;
    }
    Ok(receipt)
}

/// The same without a thread that waits for the commit: `then` gets the receipt on the writer's thread, so it only passes
/// it on. What can be said before the box is touched is returned at once.
///
/// # Errors
/// As [`cast`].
pub fn cast_then(
    app: &App,
    caller: &Caller,
    contest_id: Id,
    input: &BallotCast,
    then: impl FnOnce(Result<BallotReceipt>) + Send + 'static,
) -> Result<()> {
    let now = app.now();
    let Ready { ballot, receipt } = app.store.read(|c| prepare(app, c, caller, contest_id, input, now))?;
    match ballot {
        Some(ballot) => app.store.cast_then(ballot, move |cast| then(cast.map(|_| receipt).map_err(refusal)))?,
        None => then(Ok(receipt)),
    }
    Ok(())
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
                if entry.is_none()
                    && person.as_ref().is_some_and(|p| brief.district_id.is_some_and(|d| d != p.district_id))
                {
                    continue;
                }
                let mark = entry.as_ref().map(|e| store::roll::mark_of(c, brief.id, e.id)).transpose()?.flatten();
                let contest = store::contest::find(c, brief.id)?.ok_or(Error::NotFound("contest"))?;
                let paper = app.papers.of(c, &contest, &cycle)?;
                let mut blockers = Refusals::none();
                blockers.require(person.is_some(), RefusalCode::NotAResident);
                blockers.also(paper.calendar.require_for(Operation::CastBallot, cycle.phase, now));
                if let Some(person) = &person {
                    blockers.require(entry.is_some(), RefusalCode::NotOnRoll);
                    blockers.also(paper.eligible(person, &contest, caller, now));
                    blockers.require(mark.is_none() || paper.rule.replaceable, RefusalCode::BallotNotReplaceable);
                }
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
    /// None when the box has this very ballot already.
    ballot: Option<Cast>,
    receipt: BallotReceipt,
}

/// Most ballot numbers of one request; longer lists are not looked at.
const MAX_CHOICES: usize = 1000;

/// Everything that can be said before the box is touched.
fn prepare(app: &App, c: &mut Conn, caller: &Caller, contest_id: Id, input: &BallotCast, now: Moment) -> Result<Ready> {
    let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
    // Who may; when is the calendar's question below, so that all reasons come together.
    let scope = Scope { district: contest.district_id, phase: Some(Phase::Voting), owner: false };
    authorise(&caller.actor, Operation::CastBallot, &scope)?;
    let person_id = caller.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
    let person = store::person::find_current(c, person_id)?.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
    let paper = app.papers.of(c, &contest, &cycle)?;

    let choices = Choices::Numbers(input.choices.clone());
    let ballot = Ballot { kind: paper.rule.kind, contest: contest.id, cycle: cycle.id, choices };
    let (nonce, commitment) = commitment(input, &ballot)?;
    let entry = store::roll::entry_of(c, contest_id, person_id)?;
    let pseudonym =
        entry.as_ref().map(|e| app.secrets.ballot_box.mac(&[b"ballot", contest_id.as_bytes(), e.id.as_bytes()]));

    let mut refusals = Refusals::none();
    refusals.require(contest.state == ContestState::Open, Refusal::with(RefusalCode::WrongState, contest.state));
    refusals.also(paper.calendar.require_for(Operation::CastBallot, cycle.phase, now));
    refusals.require(entry.is_some(), RefusalCode::NotOnRoll);
    refusals.also(paper.eligible(&person, &contest, caller, now));
    let budget = match paper.rule.kind {
        BallotKind::Knapsack => budgets(c, &contest)?.first().map(|e| e.budget),
        _ => None,
    };
    refusals.also(paper.rule.check(&ballot.choices, &paper.options, budget));
    let receipt = BallotReceipt {
        contest_id,
        commitment: commitment.to_string(),
        tracking: tracking_code(&commitment),
        replaceable: paper.rule.replaceable,
        closes_at: contest.closes_at,
    };
    let (Some(entry), Some(pseudonym)) = (entry, pseudonym) else {
        refusals.or(())?;
        return Err(Refusals::one(RefusalCode::NotOnRoll).into());
    };
    if !refusals.is_empty() {
        if store::open_ballot::holds(c, &pseudonym, &commitment.0)? {
            return Ok(Ready { ballot: None, receipt });
        }
        return Err(refusals.into());
    }
    let ballot = Cast {
        contest_id,
        roll_entry_id: entry.id,
        pseudonym,
        commitment: commitment.0,
        nonce: nonce.0,
        choices: input.choices.clone(),
        channel: caller.channel,
        replaceable: paper.rule.replaceable,
        received_at: now,
    };
    Ok(Ready { ballot: Some(ballot), receipt })
}

/// Nonce and commitment of the request; the commitment is computed again from the ballot.
fn commitment(input: &BallotCast, ballot: &Ballot) -> Result<(Bytes32, Bytes32)> {
    let mut faults = Faults::new();
    if input.choices.len() > MAX_CHOICES {
        faults.push(Fault::new("/choices", "too_many").with("max", MAX_CHOICES));
    }
    let nonce = faults.take(Bytes32::parse(&input.nonce).ok_or_else(|| Fault::new("/nonce", "hex")));
    let said = faults.take(Bytes32::parse(&input.commitment).ok_or_else(|| Fault::new("/commitment", "hex")));
    faults.check()?;
    let (Some(nonce), Some(said)) = (nonce, said) else {
        return Err(Error::Broken("a fault that was not reported".into()));
    };
    let commitment = ballot.commitment(&nonce);
    if commitment != said {
        return Err(Error::invalid("/commitment", "commitment_mismatch"));
    }
    Ok((nonce, commitment))
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
