//! Finished elections of other cities, imported from Pabulib files: read whole and checked first, shown under their own city's
//! name and currency once their last row is written.

use api_types::city::Source;
use domain::ballot::{Ballot, Bytes32, Choices, Points};
use domain::rules::{CountLimit, CountingKind, CountingRule, TieBreak};
use domain::{
    BallotItemState, BallotKind, BallotRule, ContestState, Currency, EntryKind, Id, ItemOutcome, LedgerAccount,
    LocalText, Money, Moment, Operation, Phase, ProgrammeKind, Scope, authorise,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Json, Tx};
use tally::pabulib::{Election, Options, read_slice};

use crate::contest::to_json;
use crate::{App, Caller, ConflictCode, Error, Fault, Result, audit};

/// Ballots written in one transaction.
const CHUNK: usize = 500;
/// Kind of the import.
const KIND: &str = "pabulib";

/// Imports a Pabulib file; the id of its cycle. `progress` hears how many of how many ballots are written.
///
/// # Errors
/// `Denied`; `Invalid` with line and column of the first fault of the file; `Conflict(exists)` when it was imported before.
pub fn import(app: &App, caller: &Caller, bytes: &[u8], mut progress: impl FnMut(u64, u64)) -> Result<Id> {
    authorise(&caller.actor, Operation::ImportElection, &Scope::default())?;
    let election = read_slice(bytes, Options { lenient: true, ..Options::default() }).map_err(|e| {
        Error::Invalid(vec![Fault::new("", "pabulib").with("line", e.line).with("column", e.column).with("fault", &e.fault)])
    })?;
    let plan = Plan::of(&election, bytes)?;
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
        audit::record(tx, &actor, "election_imported", "cycle", made.cycle, None, json!({ "ballots": total, "sha256": hash }));
        for topic in ["cities", "cycles", "contests"] {
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

/// Everything of a file but its ballots, as our rows want it.
#[derive(Clone)]
struct Plan {
    city_code: String,
    city: String,
    country: &'static str,
    cycle_code: String,
    name: String,
    year: i32,
    currency: Currency,
    kind: BallotKind,
    ballot_rule: BallotRule,
    counting_rule: CountingRule,
    budget: Money,
    items: Vec<PlannedItem>,
    voters: i64,
    opens_at: Moment,
    closes_at: Moment,
    file_hash: String,
}

#[derive(Clone)]
struct PlannedItem {
    external_id: String,
    name: String,
    category: Option<String>,
    cost: Money,
    score: i64,
    outcome: Option<ItemOutcome>,
}

impl Plan {
    fn of(election: &Election, bytes: &[u8]) -> Result<Self> {
        let meta = |key: &str| election.meta(key);
        let bad = |code: &'static str| Error::invalid("", code);
        let scale = election.instance.scale;
        let money = |amount: i64| minor(amount, scale).ok_or_else(|| bad("amount_too_fine"));
        let city = meta("unit").ok_or_else(|| bad("unit_missing"))?.to_owned();
        let instance = meta("instance").unwrap_or_default();
        let place = meta("subunit").or(meta("district"));
        let name = [Some(city.as_str()), place, Some(instance)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let currency = meta("currency").unwrap_or_default();
        let currency: Currency = currency.parse().map_err(|_| bad("unknown_currency"))?;
        let kind = ballot_kind(election.profile.kind());
        let selected = election.selected();
        let year = instance.get(..4).and_then(|y| y.parse().ok()).or_else(|| day_of(meta("date_begin")).map(|d| d.year()));
        let year = year.unwrap_or(2000);
        let day = |key, otherwise: time::Date| day_of(meta(key)).unwrap_or(otherwise).midnight().assume_utc();
        let new_year = time::Date::from_ordinal_date(year, 1).map_err(|_| bad("year"))?;
        let opens_at = day("date_begin", new_year);
        let closes_at = day("date_end", opens_at.date()) + time::Duration::DAY;
        let scores = election.profile.scores(election.instance.items.len());
        let mut items = Vec::new();
        for (i, item) in election.instance.items.iter().enumerate() {
            let chosen = selected.as_ref().map(|ids| ids.contains(&item.id.as_str()));
            items.push(PlannedItem {
                external_id: item.id.clone(),
                name: election.projects.cell(i, "name").unwrap_or(&item.id).to_owned(),
                category: Some(item.categories.join(", ")).filter(|c| !c.is_empty()),
                cost: money(item.cost)?,
                score: i64::try_from(scores[i]).map_err(|_| bad("score"))?,
                outcome: chosen.map(|funded| if funded { ItemOutcome::Funded } else { ItemOutcome::NotFunded }),
            });
        }
        let max = meta("max_length").and_then(|n| n.parse().ok());
        let equal_shares = meta("rule").is_some_and(|rule| rule.starts_with("equalshares"));
        Ok(Self {
            city_code: slug(&city),
            country: country(meta("country").unwrap_or_default()),
            cycle_code: slug(&name),
            name,
            year,
            currency,
            kind,
            ballot_rule: BallotRule {
                kind,
                min: meta("min_length").and_then(|n| n.parse().ok()).unwrap_or(0),
                max,
                points: meta("max_sum_points").and_then(|n| n.parse().ok()),
                grades: Vec::new(),
                classes: Vec::new(),
                replaceable: false,
            },
            counting_rule: CountingRule {
                kind: if equal_shares { CountingKind::EqualShares } else { CountingKind::Greedy },
                limit: CountLimit::Money,
                winners: None,
                minimum_votes: 0,
                tie_break: vec![TieBreak::LowerNumber],
                reserved: Vec::new(),
                components: Vec::new(),
            },
            budget: money(election.instance.budget)?,
            items,
            voters: i64::try_from(election.profile.voters()).unwrap_or(i64::MAX),
            opens_at,
            closes_at,
            file_hash: crate::secrets::hex(&Sha256::digest(bytes)),
            city,
        })
    }

    fn source(&self) -> Source {
        Source {
            name: "Pabulib".into(),
            url: Some("https://pabulib.org".into()),
            licence: "published for research; attribution kept".into(),
            attribution: "Pabulib, the Participatory Budgeting Library (D. Stolicki, S. Szufa, N. Talmon, arXiv:2012.06539)".into(),
        }
    }
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
            let row = store::city::City { id, code, name, country: plan.country.into(), sample: false, source: source.clone() };
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
            let row = store::programme::Programme { id: tx.new_id(), city_id, code: KIND.into(), name, kind: ProgrammeKind::City };
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
    let envelope = store::envelope::Envelope { id, cycle_id, district_id: None, code, name: name.clone(), ordinal: 0 };
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
    };
    store::contest::insert(tx, &contest)?;
    let link = store::contest::ContestEnvelope { contest_id: contest.id, envelope_id: envelope.id };
    store::contest::insert_envelope(tx, &link)?;
    let mut rows = Vec::with_capacity(plan.items.len());
    for (i, item) in plan.items.iter().enumerate() {
        rows.push(store::ballot_item::BallotItem {
            id: tx.new_id(),
            contest_id: contest.id,
            envelope_id: envelope.id,
            proposal_id: None,
            revision: None,
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
    let outcome = json!([]);
    let count = store::contest_count::ContestCount {
        id: tx.new_id(),
        contest_id: contest.id,
        at: plan.closes_at,
        ballots: plan.voters,
        hash: crate::secrets::hex(&Sha256::digest(outcome.to_string())),
        outcome,
        counted_by: caller.account_id,
    };
    store::contest_count::insert(tx, &count)?;
    Ok(Made { run: run.id, cycle: cycle.id, contest: contest.id })
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

/// Indices of a profile as ballot numbers, which count from 1.
fn choices(indices: &[u32], points: &[i64]) -> Choices {
    if points.is_empty() {
        return Choices::Numbers(indices.iter().map(|i| i + 1).collect());
    }
    let points = indices.iter().zip(points).map(|(i, p)| Points { number: i + 1, points: u32::try_from(*p).unwrap_or(0) });
    Choices::Points(points.collect())
}

fn ballot_kind(kind: tally::BallotKind) -> BallotKind {
    match kind {
        tally::BallotKind::Approval => BallotKind::Approval,
        tally::BallotKind::ChooseOne => BallotKind::ChooseOne,
        tally::BallotKind::Cumulative | tally::BallotKind::Scoring => BallotKind::Cumulative,
        tally::BallotKind::Ordinal => BallotKind::Ranked,
    }
}

/// An amount of the file in minor units; none when it is finer than that.
fn minor(amount: i64, scale: u8) -> Option<Money> {
    match scale {
        0 => amount.checked_mul(100).map(Money),
        1 => amount.checked_mul(10).map(Money),
        2 => Some(Money(amount)),
        _ => {
            let unit = 10_i64.checked_pow(u32::from(scale) - 2)?;
            (amount % unit == 0).then_some(Money(amount / unit))
        }
    }
}

/// Dates of the files: `18.09.2023`, sometimes a year alone.
fn day_of(text: Option<&str>) -> Option<time::Date> {
    let text = text?;
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    domain::moment::parse_day(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Lower-case ASCII for addresses; letters of European alphabets lose their marks.
fn slug(text: &str) -> String {
    let plain = |c: char| match c {
        'ą' | 'á' | 'à' | 'â' | 'ä' => 'a',
        'ć' | 'ç' | 'č' => 'c',
        'ę' | 'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ł' => 'l',
        'ń' | 'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'ő' => 'o',
        'ś' | 'š' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' => 'u',
        'ź' | 'ż' | 'ž' => 'z',
        c if c.is_ascii_alphanumeric() => c,
        _ => '-',
    };
    let text: String = text.to_lowercase().chars().map(plain).collect();
    let parts: Vec<&str> = text.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-").chars().take(40).collect()
}

/// ISO 3166-1 code of the countries in the collection; `ZZ` is "unknown" (CLDR).
fn country(name: &str) -> &'static str {
    match name {
        "Poland" => "PL",
        "Netherlands" => "NL",
        "France" => "FR",
        "Switzerland" => "CH",
        "Hungary" => "HU",
        "US" | "USA" | "United States" => "US",
        _ => "ZZ",
    }
}
