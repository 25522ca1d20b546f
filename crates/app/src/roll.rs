//! The roll of a contest: everybody of the register who may vote in it, put together by a job when the ballot is frozen.

use domain::{EligibilityRule, Id, ProofLevel, ResidentAction};
use serde_json::json;
use store::Tx;
use store::job::{Job, Lease};
use store::roll::RollEntry;

use crate::cycle::rules_of;
use crate::job::Done;
use crate::{App, Error, Result, calendar};

/// Kind of the job.
pub const BUILD_ROLL: &str = "build_roll";
/// Residents looked at in one transaction.
const CHUNK: i64 = 500;

/// Starts a roll inside the transaction that freezes the ballot.
pub(crate) fn plan(tx: &mut Tx, contest_id: Id) -> Result<()> {
    let (run_at, dedup) = (tx.now(), Some(format!("{BUILD_ROLL}/{contest_id}")));
    tx.enqueue(Job { kind: BUILD_ROLL, payload: json!({ "contest_id": contest_id }), run_at, dedup })?;
    Ok(())
}

/// The job: goes through the register in chunks; who is on the roll already stays on it, so it may run again.
pub(crate) fn build(app: &App, lease: &Lease) -> Result<Done> {
    let id: Id = serde_json::from_value(lease.payload["contest_id"].clone())
        .map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let mut after = None;
    loop {
        after = app.store.write(app.now(), move |tx| chunk(tx, id, after))?;
        if after.is_none() {
            return Ok(Done::Finished);
        }
    }
}

/// Puts the next residents on the roll; the last one looked at, or none when the register is through.
fn chunk(tx: &mut Tx, contest_id: Id, after: Option<Id>) -> Result<Option<Id>> {
    let Some(contest) = store::contest::find(tx, contest_id)? else { return Ok(None) };
    let cycle = store::cycle::context(tx, contest.cycle_id)?
        .ok_or_else(|| Error::Broken("a contest without its cycle".into()))?;
    let people = store::person::page(tx, cycle.city.id, contest.district_id, after, CHUNK)?;
    let rules = rules_of(tx, &cycle.cycle)?;
    // How well we know them is asked when they cast.
    let vote = rules.eligibility(ResidentAction::Vote)?;
    let vote = EligibilityRule { proof: ProofLevel::Account, documents: Vec::new(), ..vote.clone() };
    let day = calendar::date(&cycle.cycle.zone, contest.opens_at)
        .map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
    let mut entries = Vec::new();
    for person in &people {
        if domain::eligible(&vote, &resident(person), contest.district_id, day).is_ok() {
            entries.push(RollEntry { id: tx.random_id(), contest_id, person_id: person.id, component: None });
        }
    }
    // In the order of their random ids: the place of a row says nothing.
    entries.sort_by_key(|entry| entry.id);
    store::roll::add(tx, &entries)?;
    tx.touch("contests");
    Ok((people.len() == CHUNK as usize).then(|| people.last().map(|p| p.id)).flatten())
}

/// What the register knows about a resident, as the domain sees it.
pub(crate) fn resident(person: &store::person::Person) -> domain::Resident {
    domain::Resident {
        birth_date: person.birth_date,
        registration: person.registration,
        district: Some(person.district_id),
        registered_since: person.registered_since,
        document: None,
        proof: person.proof,
    }
}
