//! Finished elections of other cities, imported from Pabulib files: read whole and checked first, shown under their own city's
//! name and currency once their last row is written.

use api_types::contest::EnvelopeCount;
use api_types::proposal::Place;
use domain::ballot::{Ballot, Bytes32, Choices};
use domain::{
    BallotItemState, BallotKind, Channel, ContestState, EntryKind, Estimate, Id, Lang, LedgerAccount, LocalText,
    Moment, Money, Operation, Phase, ProgrammeKind, ProposalState, Scope, authorise,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Json, Tx};
use tally::pabulib::{Options, ReadError, read_slice};

use crate::contest::to_json;
use crate::project::fold;
use crate::{App, Caller, ConflictCode, Error, Fault, Result, audit, idempotency};

mod plan;

use plan::{Plan, choices};

/// Ballots written in one transaction.
const CHUNK: usize = 500;
/// Kind of the import.
const KIND: &str = "pabulib";

/// What is wrong with a file and where: as code with its values, to be told in every language.
fn fault_of(e: &ReadError) -> Fault {
    let mut fault = Fault::new("", "pabulib").with("line", e.line).with("column", e.column);
    // The fault itself: `{"key": "missing_section", "section": "VOTES"}`.
    if let Ok(serde_json::Value::Object(values)) = serde_json::to_value(&e.fault) {
        for (name, value) in values {
            let name = if name == "key" { "fault".to_owned() } else { name };
            fault = fault.with(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
    fault
}

/// Imports a Pabulib file; the id of its cycle. `progress` hears how many of how many ballots are written.
///
/// # Errors
/// `Denied`; `Invalid` with line and column of the first fault of the file; `Conflict(exists)` when it was imported before.
pub fn import(app: &App, caller: &Caller, bytes: &[u8], mut progress: impl FnMut(u64, u64)) -> Result<Id> {
    authorise(&caller.actor, Operation::ImportElection, &Scope::default())?;
    // Strictly: a file with fewer rows than it says was cut short.
    let election = read_slice(bytes, Options::default()).map_err(|e| Error::Invalid(vec![fault_of(&e)]))?;
    let plan = Plan::of(&election, bytes)?;
    if let Some(earlier) = app.store.read(|c| idempotency::earlier(c, caller))? {
        return Ok(earlier);
    }
    clear_unfinished(app, &plan)?;
    let (actor, head) = (caller.clone(), plan.clone());
    let made = app.store.write(app.now(), move |tx| begin(tx, &actor, &head))?;
    let total = election.profile.voters();
    let mut done = 0_u64;
    let mut rows: Vec<Choices> = Vec::with_capacity(CHUNK);
    for ballot in election.profile.ballots() {
        for _ in 0..ballot.weight {
            rows.push(choices(ballot.choices, ballot.points));
            if rows.len() == CHUNK {
                write_ballots(app, made, plan.kind, std::mem::take(&mut rows))?;
                done += CHUNK as u64;
                progress(done, total);
            }
        }
    }
    write_ballots(app, made, plan.kind, rows)?;
    let (actor, hash) = (caller.clone(), plan.file_hash.clone());
    app.store.write(app.now(), move |tx| -> Result<()> {
        if !store::import_run::complete(tx, made.run, i64::try_from(total).unwrap_or(i64::MAX))? {
            return Err(Error::Broken("an import that vanished".into()));
        }
        idempotency::claim(tx, &actor, made.cycle)?;
        audit::record(
            tx,
            &actor,
            "election_imported",
            "cycle",
            made.cycle,
            None,
            json!({ "ballots": total, "sha256": hash }),
        );
        for topic in ["cities", "cycles", "contests", "projects"] {
            tx.touch(topic);
        }
        Ok(())
    })?;
    progress(total, total);
    Ok(made.cycle)
}

/// What an import has made.
#[derive(Clone, Copy)]
struct Made {
    run: Id,
    cycle: Id,
    contest: Id,
}

/// Takes away what an import of the same election left when it was cut short; refuses a second import of a finished one.
fn clear_unfinished(app: &App, plan: &Plan) -> Result<()> {
    let plan = plan.clone();
    let found = app.store.read(|c| -> Result<_> {
        let Some(city) = store::city::by_code(c, &plan.city_code)? else { return Ok(None) };
        let Some(programme) = store::election::programme_by_code(c, city.id, KIND)? else { return Ok(None) };
        let Some(cycle) = store::election::cycle_by_code(c, programme.id, &plan.cycle_code)? else { return Ok(None) };
        let complete = match cycle.import_id {
            Some(run) => store::import_run::find(c, run)?.is_none_or(|run| run.complete),
            None => true,
        };
        Ok(Some((cycle.id, complete, store::contest::of_cycle(c, cycle.id)?)))
    })?;
    let Some((cycle, complete, contests)) = found else { return Ok(()) };
    if complete {
        return Err(Error::Conflict(ConflictCode::Exists));
    }
    for contest in contests {
        while app.store.write(app.now(), move |tx| store::election::purge_ballots(tx, contest.id, CHUNK as i64))? > 0 {}
    }
    Ok(app.store.write(app.now(), move |tx| store::election::purge_cycle(tx, cycle))?)
}

/// Writes everything but the ballots. The cycle stays invisible until the import is complete.
fn begin(tx: &mut Tx, caller: &Caller, plan: &Plan) -> Result<Made> {
    let source = Some(to_json(&plan.source())?);
    let city_id = match store::city::by_code(tx, &plan.city_code)? {
        Some(city) => city.id,
        None => {
            let (id, name) = (tx.new_id(), LocalText::same(&plan.city));
            let code = plan.city_code.clone();
            let row = store::city::City {
                id,
                code,
                name,
                country: plan.country.into(),
                sample: false,
                source: source.clone(),
            };
            store::city::insert(tx, &row)?;
            id
        }
    };
    let programme_id = match store::election::programme_by_code(tx, city_id, KIND)? {
        Some(programme) => programme.id,
        None => {
            let name = LocalText {
                kk: "Қатысу бюджеті".into(),
                ru: "Партисипаторный бюджет".into(),
                en: Some("Participatory budget".into()),
            };
            let row = store::programme::Programme {
                id: tx.new_id(),
                city_id,
                code: KIND.into(),
                name,
                kind: ProgrammeKind::City,
            };
            store::programme::insert(tx, &row)?;
            row.id
        }
    };
    let run = store::import_run::ImportRun {
        id: tx.new_id(),
        kind: KIND.into(),
        source: plan.file_hash.clone(),
        complete: false,
        row_count: plan.voters,
        created_at: tx.now(),
        created_by: caller.account_id,
    };
    store::import_run::insert(tx, &run)?;
    let district_id = district(tx, plan, city_id)?;
    let name = LocalText::same(&plan.name);
    let cycle = store::cycle::Cycle {
        id: tx.new_id(),
        programme_id,
        code: plan.cycle_code.clone(),
        name: name.clone(),
        fiscal_years: Json(vec![plan.year]),
        currency: plan.currency,
        zone: "UTC".into(),
        phase: Phase::Closed,
        phase_since: plan.closes_at,
        rules_id: None,
        number_prefix: "EXT".into(),
        last_number: 0,
        sample: false,
        source: source.clone(),
        import_id: Some(run.id),
        version: 1,
        // Imported elections stand in the order of their votes, behind the city's own cycles.
        created_at: plan.closes_at,
    };
    store::cycle::insert(tx, &cycle)?;
    let (id, cycle_id, code) = (tx.new_id(), cycle.id, "all".to_owned());
    let envelope = store::envelope::Envelope {
        id,
        cycle_id,
        district_id: None,
        code,
        name: name.clone(),
        ordinal: 0,
        group_code: None,
        theme: None,
        places: None,
    };
    store::envelope::insert(tx, &envelope)?;
    if plan.budget > Money::ZERO {
        let entry = store::ledger::LedgerEntry {
            id: tx.new_id(),
            envelope_id: envelope.id,
            to_envelope_id: None,
            seq: 1,
            kind: EntryKind::Announce,
            from_account: LedgerAccount::Outside,
            to_account: LedgerAccount::Announced,
            fiscal_year: plan.year,
            amount: plan.budget,
            act_id: None,
            reverses: None,
            note: None,
            at: tx.now(),
            made_by: caller.account_id,
            work_id: None,
            contract_id: None,
            to_seq: None,
            to_fiscal_year: None,
        };
        store::ledger::insert(tx, &entry)?;
    }
    let contest = store::contest::Contest {
        id: tx.new_id(),
        cycle_id: cycle.id,
        district_id: None,
        code: "vote".into(),
        name,
        state: ContestState::Recorded,
        opens_at: plan.opens_at,
        closes_at: plan.closes_at,
        ballot_rule: to_json(&plan.ballot_rule)?,
        counting_rule: to_json(&plan.counting_rule)?,
        rules_id: None,
        counted_at: Some(plan.closes_at),
        act_id: None,
        decided_at: Some(plan.closes_at),
        source,
        version: 1,
        rule_code: None,
        theme: None,
    };
    store::contest::insert(tx, &contest)?;
    let link = store::contest::ContestEnvelope { contest_id: contest.id, envelope_id: envelope.id };
    store::contest::insert_envelope(tx, &link)?;
    let projects = projects(tx, plan, cycle.id, district_id)?;
    let mut rows = Vec::with_capacity(plan.items.len());
    for (i, (item, project)) in plan.items.iter().zip(projects).enumerate() {
        rows.push(store::ballot_item::BallotItem {
            id: tx.new_id(),
            contest_id: contest.id,
            envelope_id: envelope.id,
            proposal_id: Some(project),
            revision: Some(1),
            external_id: Some(item.external_id.clone()),
            number: i32::try_from(i + 1).unwrap_or(i32::MAX),
            name: LocalText::same(&item.name),
            category: item.category.clone(),
            class: None,
            cost: item.cost,
            state: BallotItemState::Decided,
            outcome: item.outcome,
            score: Some(item.score),
            deviation: None,
        });
    }
    store::ballot_item::insert_all(tx, &rows)?;
    let counts: Vec<EnvelopeCount> =
        plan.outcome.iter().map(|outcome| EnvelopeCount::of(envelope.id, outcome.clone())).collect();
    let outcome = to_json(&counts)?;
    let count = store::contest_count::ContestCount {
        id: tx.new_id(),
        contest_id: contest.id,
        at: plan.closes_at,
        ballots: plan.voters,
        hash: crate::secrets::hex(&Sha256::digest(outcome.to_string())),
        outcome,
        counted_by: caller.account_id,
        seq: 1,
    };
    store::contest_count::insert(tx, &count)?;
    Ok(Made { run: run.id, cycle: cycle.id, contest: contest.id })
}

/// The part of the city that voted; where the file names none, one that stands for the whole city.
fn district(tx: &mut Tx, plan: &Plan, city_id: Id) -> Result<Id> {
    let there = store::district::list(tx, city_id)?;
    if let Some(found) = there.iter().find(|district| district.code == plan.place_code) {
        return Ok(found.id);
    }
    let row = store::district::District {
        id: tx.new_id(),
        city_id,
        code: plan.place_code.clone(),
        name: LocalText::same(&plan.place),
        boundary: None,
        ordinal: i32::try_from(there.len()).unwrap_or(i32::MAX),
    };
    store::district::insert(tx, &row)?;
    Ok(row.id)
}

/// A project for each item: page, search and open data are those of our own. They keep the numbers of their source, and
/// their ids carry the time of their vote, so that lists show them where they belong and not as the newest.
fn projects(tx: &mut Tx, plan: &Plan, cycle_id: Id, district_id: Id) -> Result<Vec<Id>> {
    let mut ids = Vec::with_capacity(plan.items.len());
    let (mut proposals, mut revisions, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (place, item) in (0..=4095_u16).rev().chain(std::iter::repeat(0)).zip(&plan.items) {
        let id = id_of_then(tx, plan.closes_at, place);
        ids.push(id);
        proposals.push(store::proposal::Proposal {
            id,
            cycle_id,
            district_id,
            number: None,
            external_id: Some(item.external_id.clone()),
            category: item.category.clone().unwrap_or_default(),
            state: ProposalState::Frozen,
            state_since: plan.opens_at,
            revision: 1,
            channel: Channel::Import,
            clerk_id: None,
            created_by: None,
            created_at: plan.opens_at,
            submitted_at: None,
            clause: None,
            fact: None,
            merged_into: None,
            split_from: None,
            carried_from: None,
            support_count: 0,
            comment_count: 0,
            version: 1,
            envelope_id: None,
        });
        let estimate =
            Estimate { lines: Vec::new(), vat_rate: 0, price_date: plan.opens_at.date(), preparer: String::new() };
        let place = item.point.map(|(lat, lon)| Place { lat, lon, address: String::new() });
        revisions.push(store::proposal::ProposalRevision {
            id: tx.new_id(),
            proposal_id: id,
            number: 1,
            // The files do not say in which language they are; it is none of ours.
            lang: Lang::En,
            title: item.name.clone(),
            body: item.text.clone(),
            location: place.as_ref().map(to_json).transpose()?,
            estimate: to_json(&estimate)?,
            cost: item.cost,
            created_at: plan.opens_at,
            created_by: None,
        });
        texts.push(fold(&[&item.external_id, &item.name, &item.text].map(String::as_str).join("\n")));
    }
    store::proposal::insert_all(tx, &proposals)?;
    store::proposal::insert_revisions(tx, &revisions)?;
    for (id, text) in ids.iter().zip(texts) {
        store::proposal::index(tx, *id, &text)?;
    }
    Ok(ids)
}

/// A UUIDv7 of another time, `place` among those of its millisecond.
fn id_of_then(tx: &mut Tx, at: Moment, place: u16) -> Id {
    let mut rest = [0; 10];
    rest.copy_from_slice(&tx.random_id().as_bytes()[6..]);
    rest[..2].copy_from_slice(&place.to_be_bytes());
    let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
}

/// Ballots of an import belong to nobody here: pseudonym and nonce are random.
fn write_ballots(app: &App, made: Made, kind: BallotKind, ballots: Vec<Choices>) -> Result<()> {
    if ballots.is_empty() {
        return Ok(());
    }
    app.store.write(app.now(), move |tx| -> Result<()> {
        let mut rows = Vec::with_capacity(ballots.len());
        for choices in &ballots {
            let (pseudonym, nonce) = (random32(tx), random32(tx));
            let ballot = Ballot { kind, contest: made.contest, cycle: made.cycle, choices: choices.clone() };
            rows.push(store::open_ballot::OpenBallot {
                pseudonym: pseudonym.to_vec(),
                contest_id: made.contest,
                commitment: ballot.commitment(&Bytes32(nonce)).0.to_vec(),
                nonce: nonce.to_vec(),
                choices: Json(choices.clone()),
                component: None,
            });
        }
        rows.sort_by(|a, b| a.pseudonym.cmp(&b.pseudonym));
        Ok(store::open_ballot::insert_all(tx, &rows)?)
    })
}

fn random32(tx: &mut Tx) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(tx.random_id().as_bytes());
    bytes[16..].copy_from_slice(tx.random_id().as_bytes());
    bytes
}
