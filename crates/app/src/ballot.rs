//! Casting: a resident's ballot goes into the box by the one path that joins nobody with it.

use api_types::contest::{BallotCast, BallotReceipt};
use domain::ballot::{Ballot, Bytes32, Choices, Commitment, ListFault, Nonce, tracking_code};
use domain::{
    BallotKind, ContestState, Id, Moment, Money, Operation, Phase, Refusal, RefusalCode, Refusals, Scope, authorise,
};
use store::store::CastError;
use store::{BallotCast as Cast, Conn};

use crate::contest::budgets;
use crate::{App, Caller, Error, Fault, Faults, Result};

mod mine;
mod paper;

pub use mine::{choose, mine};
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

    let Read { choices, nonce, commitment } = read(input, paper.rule.kind)?;
    let ballot = Ballot { kind: paper.rule.kind, contest: contest.id, cycle: cycle.id, choices };
    if ballot.commitment(&nonce) != commitment {
        return Err(Error::invalid("/commitment", "commitment_mismatch"));
    }
    let entry = store::roll::entry_of(c, contest_id, person_id)?;
    let pseudonym =
        entry.as_ref().map(|e| app.secrets.ballot_box.mac(&[b"ballot", contest_id.as_bytes(), e.id.as_bytes()]));

    let mut refusals = Refusals::none();
    refusals.require(contest.state == ContestState::Open, Refusal::with(RefusalCode::WrongState, contest.state));
    refusals.also(paper.calendar.require_for(Operation::CastBallot, cycle.phase, now));
    refusals.require(entry.is_some(), RefusalCode::NotOnRoll);
    let component = entry.as_ref().and_then(|e| e.component.as_deref());
    refusals.also(paper.eligible(&person, &contest, component, caller, now));
    let budget = match paper.rule.kind {
        BallotKind::Knapsack => Money::sum(budgets(c, &contest)?.into_iter().map(|e| e.budget)),
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
        choices: ballot.choices,
        component: entry.component,
        channel: caller.channel,
        replaceable: paper.rule.replaceable,
        received_at: now,
    };
    Ok(Ready { ballot: Some(ballot), receipt })
}

/// What a request says.
struct Read {
    choices: Choices,
    nonce: Nonce,
    commitment: Commitment,
}

/// Reads the lists of a request as a ballot of this kind; all faults at once.
fn read(input: &BallotCast, kind: BallotKind) -> Result<Read> {
    let mut faults = Faults::new();
    if input.choices.len() > MAX_CHOICES {
        faults.push(Fault::new("/choices", "too_many").with("max", MAX_CHOICES));
    }
    let nonce = faults.take(Bytes32::parse(&input.nonce).ok_or_else(|| Fault::new("/nonce", "hex")));
    let commitment = faults.take(Bytes32::parse(&input.commitment).ok_or_else(|| Fault::new("/commitment", "hex")));
    let choices = Choices::from_lists(kind, &input.choices, &input.points, &input.grades);
    match choices {
        Err(ListFault::Points) => faults.push(Fault::new("/points", "one_per_choice")),
        Err(ListFault::Grades) => faults.push(Fault::new("/grades", "one_per_choice")),
        Err(ListFault::WrongKind) | Ok(_) => {}
    }
    faults.check()?;
    let choices = choices.map_err(|_| Refusals::one(RefusalCode::ChoicesWrongKind))?;
    let (Some(nonce), Some(commitment)) = (nonce, commitment) else {
        return Err(Error::Broken("a fault that was not reported".into()));
    };
    Ok(Read { choices, nonce, commitment })
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
