//! Counting a contest, reading the result with its reasons, and the act that confirms it.

use api_types::act::ActRecord;
use api_types::contest::{ContestDecide, ContestResult, EnvelopeCount};
use domain::ballot::Choices;
use domain::ballot_item::ItemDecision;
use domain::contest::{ContestEvent, ContestFacts};
use domain::rules::{CountLimit, CountingKind, CountingRule, TieBreak};
use domain::{
    BallotKind, ContestState, DutyEnding, DutyKind, Id, ItemOutcome, Operation, RefusalCode, Refusals, Role, Scope,
    authorise,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::job::Lease;
use store::{Conn, Tx};
use tally::contest::{Entry, Envelope};
use tally::{Outcome, ProfileBuilder};

use crate::contest::{ballot_rule, budgets, counting_rule, items, to_json};
use crate::cycle::topic;
use crate::duty::NewDuty;
use crate::job::Done;
use crate::{App, Caller, Error, Result, act, audit, duty};

/// The job: counts a contest 30 s after its close. A contest that is counted already stays as it is.
pub(crate) fn run(app: &App, lease: &Lease) -> Result<Done> {
    let id: Id = serde_json::from_value(lease.payload["contest_id"].clone()).map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let contest = app.store.read(|c| store::contest::find(c, id))?;
    if contest.is_none_or(|row| row.state != ContestState::Counting) {
        return Ok(Done::Finished);
    }
    count(app, &Caller::system(), id)?;
    Ok(Done::Finished)
}

/// Counts a contest whose vote is over and stores the outcome with its trace.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` while the vote is open or when the counting rule cannot run.
pub fn count(app: &App, caller: &Caller, id: Id) -> Result<ContestResult> {
    // The vote is over and the ballots stand still, so the long part needs no transaction of its own.
    let counted = app.store.read(|c| tally(c, id))?;
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| store_count(tx, &actor, id, &counted))?;
    result(app, id)
}

/// The newest count of a contest with its reasons and the act that confirms it; public.
///
/// # Errors
/// `NotFound` while nothing is counted.
pub fn result(app: &App, id: Id) -> Result<ContestResult> {
    app.store.read(|c| -> Result<ContestResult> {
        let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
        let row = store::contest_count::latest(c, id)?.ok_or(Error::NotFound("result"))?;
        let counts: Vec<EnvelopeCount> =
            serde_json::from_value(row.outcome).map_err(|e| Error::Broken(format!("stored outcome: {e}")))?;
        let act = contest.act_id.map(|id| store::act::find(c, id)).transpose()?.flatten();
        let body = act.as_ref().map(|a| store::body::find(c, a.body_id)).transpose()?.flatten();
        Ok(ContestResult {
            contest_id: id,
            state: contest.state,
            counted_at: row.at,
            ballots: row.ballots,
            counts,
            items: items(c, id)?,
            hash: row.hash,
            act: act.zip(body).map(|(act, body)| act::to_dto(act, body.name)),
        })
    })
}

/// Confirms the count by an act. What deviates from it carries a public reason, item by item.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused`: `tie_open`, `reason_required`, `wrong_state`.
pub fn decide(app: &App, caller: &Caller, id: Id, input: &ContestDecide) -> Result<ContestResult> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<()> {
        let mut contest = store::contest::lock(tx, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::fence(tx, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        let scope = Scope { district: contest.district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::ConfirmResult, &scope)?;
        let facts = ContestFacts { act: true, ties_open: ties_open(tx, &contest)?, ..ContestFacts::default() };
        contest.state = domain::contest::apply(contest.state, ContestEvent::Decide, &facts, tx.now())?;
        let record = ActRecord {
            body_id: input.body_id,
            cycle_id: cycle.id,
            number: input.act_number.clone(),
            date: input.act_date,
            title: input.act_title.clone(),
        };
        let act = act::insert(tx, &actor, &record)?;
        decide_items(tx, id, &input)?;
        contest.act_id = Some(act.id);
        contest.decided_at = Some(tx.now());
        store::contest::update(tx, &mut contest)?;
        duty::end_about(tx, id, &[DutyKind::ConfirmResult], DutyEnding::Decided, actor.account_id)?;
        let payload = json!({ "act": act.id, "deviations": input.deviations.len() });
        audit::record(tx, &actor, "contest_decided", "contest", id, contest.district_id, payload);
        tx.touch("contests");
        tx.touch("projects");
        tx.touch(topic(cycle.id));
        Ok(())
    })?;
    result(app, id)
}

/// Ties that mattered and that the rules leave to a recorded decision.
pub(crate) fn ties_open(c: &mut Conn, contest: &store::contest::Contest) -> Result<u32> {
    let decided_by_rule = counting_rule(contest)?.tie_break.iter().all(|t| *t != TieBreak::Decision);
    let Some(row) = store::contest_count::latest(c, contest.id)?.filter(|_| !decided_by_rule) else { return Ok(0) };
    let counts: Vec<EnvelopeCount> =
        serde_json::from_value(row.outcome).map_err(|e| Error::Broken(format!("stored outcome: {e}")))?;
    let open = |o: &Outcome| o.ties.iter().filter(|t| t.mattered && t.broken_by.contains(&tally::TieBreak::Name)).count();
    Ok(u32::try_from(counts.iter().map(|count| open(&count.outcome)).sum::<usize>()).unwrap_or(u32::MAX))
}

fn decide_items(tx: &mut Tx, contest_id: Id, input: &ContestDecide) -> Result<()> {
    let rows = store::ballot_item::of_contest(tx, contest_id)?;
    let mut refusals = Refusals::none();
    for (i, deviation) in input.deviations.iter().enumerate() {
        if !rows.iter().any(|row| row.number == deviation.number) {
            return Err(Error::invalid(&format!("/deviations/{i}/number"), "unknown_ballot_number"));
        }
    }
    for mut row in rows {
        let counted = row.outcome.unwrap_or(ItemOutcome::NotFunded);
        let deviation = input.deviations.iter().find(|d| d.number == row.number);
        let decision = ItemDecision {
            number: row.number.unsigned_abs(),
            outcome: deviation.map_or(counted, |d| d.outcome),
            reason: deviation.map(|d| d.reason.clone()),
        };
        match domain::ballot_item::decide(row.state, counted, &decision, true) {
            Ok(state) => row.state = state,
            Err(refused) => {
                refusals.also(Err(refused));
                continue;
            }
        }
        row.outcome = Some(decision.outcome);
        row.deviation = decision.reason.filter(|_| decision.outcome != counted);
        store::ballot_item::update(tx, &row)?;
    }
    Ok(refusals.or(())?)
}

/// What a count found, before it is stored.
#[derive(Clone)]
pub(crate) struct Counted {
    pub ballots: i64,
    pub counts: Vec<EnvelopeCount>,
}

/// Counts the box of a contest by its rule.
pub(crate) fn tally(c: &mut Conn, id: Id) -> Result<Counted> {
    let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
    let rows = store::ballot_item::of_contest(c, id)?;
    let kind = ballot_rule(&contest)?.kind;
    let mut profile = ProfileBuilder::new(ballot_kind(kind), 0, rows.len());
    let ballots = store::open_ballot::choices(c, id)?;
    let index = |number: u32| rows.iter().position(|row| row.number.unsigned_abs() == number).map(|i| i as u32);
    for choices in &ballots {
        let indices: Vec<u32> = choices.numbers().into_iter().filter_map(index).collect();
        let points: Vec<i64> = match choices {
            Choices::Points(points) => points.iter().map(|p| p.points.into()).collect(),
            Choices::Numbers(_) | Choices::Grades(_) => Vec::new(),
        };
        profile.push(&indices, &points, 1).map_err(|e| Error::Broken(format!("a stored ballot: {e}")))?;
    }
    let envelopes: Vec<Envelope> =
        budgets(c, &contest)?.into_iter().map(|e| Envelope { id: e.id.to_string(), budget: e.budget.0 }).collect();
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| {
            let number = row.number.unsigned_abs();
            let item = tally::Item {
                id: format!("{number:05}"),
                number: Some(number),
                cost: row.cost.0,
                categories: row.category.clone().into_iter().collect(),
                area: None,
            };
            Entry { envelope: row.envelope_id.to_string(), item }
        })
        .collect();
    let rule = rule(&counting_rule(&contest)?)?;
    let outcomes = tally::contest::count_contest(&rule, &envelopes, &entries, &profile.finish())
        .map_err(|e| Error::Broken(format!("the count: {e}")))?;
    let counts = outcomes
        .into_iter()
        .map(|o| {
            let envelope_id = o.envelope.parse().map_err(|e| Error::Broken(format!("envelope id: {e}")))?;
            Ok(EnvelopeCount { envelope_id, outcome: o.outcome })
        })
        .collect::<Result<_>>()?;
    Ok(Counted { ballots: ballots.len() as i64, counts })
}

/// Stores a count: the outcome with its hash, scores and outcomes of the items, the state, and the duty to confirm it.
fn store_count(tx: &mut Tx, caller: &Caller, id: Id, counted: &Counted) -> Result<()> {
    let mut contest = store::contest::lock(tx, id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::fence(tx, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
    let scope = Scope { district: contest.district_id, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, Operation::CountBallots, &scope)?;
    let facts = ContestFacts { voting_ends: Some(contest.closes_at), ..ContestFacts::default() };
    contest.state = domain::contest::apply(contest.state, ContestEvent::Count, &facts, tx.now())?;
    contest.counted_at = Some(tx.now());
    store::contest::update(tx, &mut contest)?;
    record(tx, caller, id, counted)?;
    let new = NewDuty {
        kind: DutyKind::ConfirmResult,
        district_id: contest.district_id,
        body_id: None,
        role: Role::Organiser,
        subject: "contest",
        subject_id: id,
        proposal_id: None,
        deadline: duty::days_after(tx.now(), CONFIRM_DAYS),
    };
    duty::open(tx, &cycle, new)?;
    let payload = json!({ "ballots": counted.ballots });
    audit::record(tx, caller, "contest_counted", "contest", id, contest.district_id, payload);
    tx.touch("contests");
    tx.touch(topic(cycle.id));
    Ok(())
}

/// Days to confirm a count: as long as Almaty's summing-up lasts.
const CONFIRM_DAYS: u16 = 7;

/// Writes outcome, hash, scores and what the count says of each item.
pub(crate) fn record(tx: &mut Tx, caller: &Caller, id: Id, counted: &Counted) -> Result<()> {
    let outcome = to_json(&counted.counts)?;
    let row = store::contest_count::ContestCount {
        id: tx.new_id(),
        contest_id: id,
        at: tx.now(),
        ballots: counted.ballots,
        hash: crate::secrets::hex(&Sha256::digest(outcome.to_string())),
        outcome,
        counted_by: caller.account_id,
    };
    store::contest_count::insert(tx, &row)?;
    for mut item in store::ballot_item::of_contest(tx, id)? {
        let name = format!("{:05}", item.number);
        let verdict = counted.counts.iter().find_map(|count| count.outcome.verdict(&name));
        let Some(verdict) = verdict else { continue };
        item.score = Some(verdict.score);
        item.outcome = Some(if verdict.funded { ItemOutcome::Funded } else { ItemOutcome::NotFunded });
        store::ballot_item::update(tx, &item)?;
    }
    Ok(())
}

/// The tally crate's rule for a counting rule of the document.
fn rule(counting: &CountingRule) -> Result<tally::Rule> {
    if counting.kind != CountingKind::Greedy || counting.limit != CountLimit::Money {
        return Err(Refusals::one(domain::Refusal::with(RefusalCode::RuleNotSupported, counting.kind)).into());
    }
    let ties = counting.tie_break.iter().filter_map(|step| match step {
        TieBreak::Cheaper => Some(tally::TieBreak::LowestCost),
        TieBreak::LowerNumber => Some(tally::TieBreak::Number),
        // Numbers are given in the order of submission, so the lower one is the earlier.
        TieBreak::Earlier => Some(tally::TieBreak::Number),
        // The last resort is recorded by an official before the act.
        TieBreak::Decision | TieBreak::MoreExpensive | TieBreak::MoreSupporters | TieBreak::Lot => None,
    });
    Ok(tally::Rule::greedy(counting.minimum_votes.into(), ties.collect()))
}

pub(crate) fn ballot_kind(kind: BallotKind) -> tally::BallotKind {
    match kind {
        BallotKind::Approval | BallotKind::Knapsack => tally::BallotKind::Approval,
        BallotKind::ChooseOne => tally::BallotKind::ChooseOne,
        BallotKind::Cumulative => tally::BallotKind::Cumulative,
        BallotKind::Graded => tally::BallotKind::Scoring,
        BallotKind::Ranked => tally::BallotKind::Ordinal,
    }
}
