//! The roll of a contest: everybody who may vote in it, put together by a job when the ballot is frozen. Residents come from the
//! register, members of a committee, assembly or school from the bodies that the rules entrust with voting.

use domain::body::BodyTask;
use domain::rules::{ContestRule, Electorate, is_for};
use domain::{EligibilityRule, Id, ProofLevel, ResidentAction, Rules};
use serde_json::json;
use store::contest::Contest;
use store::cycle::CycleContext;
use store::job::{Job, Lease};
use store::person::Person;
use store::roll::RollEntry;
use store::{Conn, Tx};

use crate::job::Done;
use crate::{App, Error, Result, calendar, rules};

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

/// The job: goes through members and register in chunks; who is on the roll already stays on it, so it may run again.
pub(crate) fn build(app: &App, lease: &Lease) -> Result<Done> {
    let id: Id = serde_json::from_value(lease.payload["contest_id"].clone())
        .map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let mut at = Some(Place::default());
    while let Some(place) = at {
        at = app.store.write(app.now(), move |tx| chunk(tx, id, place))?;
    }
    Ok(Done::Finished)
}

/// How far a roll is.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Which part of the electorate.
    part: usize,
    /// The last person looked at.
    after: Option<Id>,
}

/// One part of a contest's electorate.
struct Part {
    /// The component of the count that it votes with.
    component: Option<String>,
    electorate: Electorate,
}

/// Puts the next people on the roll; how far it is then, or none when everybody was looked at.
fn chunk(tx: &mut Tx, contest_id: Id, at: Place) -> Result<Option<Place>> {
    let Some(contest) = store::contest::find(tx, contest_id)? else { return Ok(None) };
    let context = store::cycle::context(tx, contest.cycle_id)?
        .ok_or_else(|| Error::Broken("a contest without its cycle".into()))?;
    let document = rules_of(tx, &contest, &context)?;
    let rule = contest.rule_code.as_deref().and_then(|id| document.contest(id));
    if rule.is_some_and(|rule| document.is_chosen(rule)) {
        // Residents put themselves on it.
        return Ok(None);
    }
    let Some(Part { component, electorate }) = parts(rule).into_iter().nth(at.part) else { return Ok(None) };
    let people = people(tx, &document, &contest, &context, electorate, at.after)?;
    let vote = electorate.eligibility(document.eligibility(ResidentAction::Vote)?);
    // How well we know them is asked when they cast.
    let vote = EligibilityRule { proof: ProofLevel::Account, documents: Vec::new(), ..vote };
    let day = calendar::date(&context.cycle.zone, contest.opens_at)
        .map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
    let mut entries = Vec::new();
    for person in &people {
        if domain::eligible(&vote, &resident(person), contest.district_id, day).is_ok() {
            let component = component.clone();
            entries.push(RollEntry { id: tx.random_id(), contest_id, person_id: person.id, component });
        }
    }
    // In the order of their random ids: the place of a row says nothing.
    entries.sort_by_key(|entry| entry.id);
    store::roll::add(tx, &entries)?;
    tx.touch("contests");
    let more = people.len() == CHUNK as usize;
    let after = if more { people.last().map(|person| person.id) } else { None };
    Ok(Some(if more { Place { after, ..at } } else { Place { part: at.part + 1, after: None } }))
}

/// The parts of an electorate in the order in which a person belongs to the first: bodies before residents, since every member is
/// a resident too.
fn parts(rule: Option<&ContestRule>) -> Vec<Part> {
    let Some(rule) = rule else { return vec![Part { component: None, electorate: Electorate::Residents }] };
    if rule.electorate != Electorate::Components {
        return vec![Part { component: None, electorate: rule.electorate }];
    }
    let part = |c: &domain::rules::CountingComponent| Part { component: Some(c.id.clone()), electorate: c.electorate };
    let mut parts: Vec<Part> = rule.counting.components.iter().map(part).collect();
    parts.sort_by_key(|part| part.electorate.body_kind().is_none());
    parts
}

/// The next people of a part, by id.
fn people(
    c: &mut Conn,
    document: &Rules,
    contest: &Contest,
    context: &CycleContext,
    electorate: Electorate,
    after: Option<Id>,
) -> Result<Vec<Person>> {
    let city = context.city.id;
    let Some(kind) = electorate.body_kind() else {
        return Ok(store::person::page(c, city, contest.district_id, after, CHUNK)?);
    };
    let day = calendar::date(&context.cycle.zone, contest.opens_at)
        .map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
    let entrusted = document.entrusted(BodyTask::Voting).any(|body| body.kind == kind);
    let votes = |body: &store::body::Body| {
        let thing = (contest.district_id, contest.theme.as_deref());
        entrusted
            && body.kind == kind
            && body.mandate_until.is_none_or(|until| day <= until)
            && is_for((body.district_id, body.theme.as_deref()), thing)
    };
    let bodies: Vec<Id> = store::body::list(c, Some(city))?.iter().filter(|b| votes(b)).map(|b| b.id).collect();
    Ok(store::person::members(c, city, &bodies, after, CHUNK)?)
}

/// The rules that the contest was prepared under.
fn rules_of(c: &mut Conn, contest: &Contest, context: &CycleContext) -> Result<Rules> {
    let cycle = store::cycle::Cycle { rules_id: contest.rules_id.or(context.cycle.rules_id), ..context.cycle.clone() };
    let version = rules::in_force(c, &cycle)?;
    version.map(|version| version.document).ok_or_else(|| Error::Broken("a contest without its rules".into()))
}

/// What the register knows about a resident, as the domain sees it.
pub(crate) fn resident(person: &Person) -> domain::Resident {
    domain::Resident {
        birth_date: person.birth_date,
        registration: person.registration,
        district: Some(person.district_id),
        registered_since: person.registered_since,
        document: None,
        proof: person.proof,
    }
}
