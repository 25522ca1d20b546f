//! The ballots of the past cycles and the votes cast, written in bulk; counting them is left to the ordinary use case.

use domain::ballot::{Ballot, Bytes32, Choices};
use domain::{BallotItemState, BallotKind, Channel, ContestState, Id, Phase};
use store::Tx;
use store::contest::ContestEnvelope;
use store::cycle::Cycle;

use super::office::Desk;
use super::past::Plan;
use super::past_asked;
use super::people;
use super::places::Spot;
use super::season::Season;
use super::stage::{self, Stage};
use crate::contest::to_json;
use crate::secrets::random_bytes;
use crate::{Caller, Error, Result};

/// Writes a district's proposals, its ballot and the ballots cast.
pub(super) fn write(
    stage: &Stage,
    season: &Season,
    desk: &Desk,
    d: usize,
    plan: &'static Plan,
    spots: &[Spot],
    voters: &[Caller],
) -> Result<()> {
    let (cycle_id, rules, district) = (season.cycle, season.rules.clone(), desk.district);
    let voting = rules.calendar.window(Phase::Voting).cloned().ok_or_else(|| Error::Broken("no vote".into()))?;
    let (opens_at, closes_at) = (stage::moment(voting.starts.date(), 0, 0)?, stage::moment(voting.ends.date(), 0, 0)?);
    let name = desk.name.clone();
    let code = format!("districts-{}", desk.code);
    // The cycles before this one asked for other places.
    let first = plan.ago.unsigned_abs() as usize * 5;
    let spots = spots.iter().cycle().skip(first).take(plan.costs.len());
    let authors: Vec<(Spot, Caller)> = spots.cloned().zip(voters.iter().skip(1).cloned()).collect();
    let voters: Vec<Id> =
        voters[..people::grown_up(voters.len())].iter().filter_map(|voter| voter.actor.person).take(100).collect();
    // Of a voter: the roll entry's id; of a ballot: pseudonym and nonce. Nothing joins the two.
    let entries: Vec<Id> = voters.iter().map(|_| Id::new_v4()).collect();
    let random: Vec<[u8; 32]> = (0..voters.len() * 2).map(|_| Ok(random_bytes::<32>()?)).collect::<Result<_>>()?;
    stage.app.store.write(stage.app.now(), move |tx| -> Result<()> {
        let mut cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        cycle.phase = Phase::Results;
        cycle.phase_since = closes_at;
        if !store::cycle::update(tx, &mut cycle)? {
            return Err(Error::Stale);
        }
        let envelopes = store::envelope::of_cycle(tx, cycle_id)?;
        let envelope = envelopes.iter().find(|e| e.district_id == Some(district)).ok_or(Error::NotFound("envelope"))?;
        let rule = rules.contests.first().ok_or_else(|| Error::Broken("rules without a contest".into()))?;
        let contest = store::contest::Contest {
            id: tx.new_id(),
            cycle_id,
            district_id: Some(district),
            code: code.clone(),
            name: name.clone(),
            state: ContestState::Counting,
            opens_at,
            closes_at,
            ballot_rule: to_json(&rule.ballot)?,
            counting_rule: to_json(&rule.counting)?,
            rules_id: cycle.rules_id,
            counted_at: None,
            act_id: None,
            decided_at: None,
            source: None,
            version: 1,
            rule_code: Some(rule.id.clone()),
            theme: None,
        };
        store::contest::insert(tx, &contest)?;
        store::contest::insert_envelope(tx, &ContestEnvelope { contest_id: contest.id, envelope_id: envelope.id })?;
        for (k, (spot, author)) in authors.iter().enumerate() {
            let (row, revision) = past_asked::write(tx, &cycle, district, (d, k), plan, spot, author)?;
            let item = store::ballot_item::BallotItem {
                id: tx.new_id(),
                contest_id: contest.id,
                envelope_id: envelope.id,
                proposal_id: Some(row.id),
                revision: Some(1),
                external_id: None,
                number: k as i32 + 1,
                name: spot.titled(past_asked::kind(d, k)),
                category: Some(row.category.clone()),
                class: None,
                cost: revision.cost,
                state: BallotItemState::Listed,
                outcome: None,
                score: None,
                deviation: None,
            };
            store::ballot_item::insert(tx, &item)?;
        }
        cast(tx, &cycle, contest.id, (&voters, &entries), plan.votes, &random)?;
        for topic in ["contests", "projects", "cycles"] {
            tx.touch(topic);
        }
        Ok(())
    })
}

/// Ballots with exactly these votes for each item: going round the voters, so that nobody chooses more than three.
fn cast(
    tx: &mut Tx,
    cycle: &Cycle,
    contest: Id,
    (voters, ids): (&[Id], &[Id]),
    votes: &[usize],
    random: &[[u8; 32]],
) -> Result<()> {
    let mut choices: Vec<Vec<u32>> = vec![Vec::new(); voters.len()];
    let mut next = 0;
    for (k, count) in votes.iter().enumerate() {
        for _ in 0..*count {
            choices[next % voters.len()].push(k as u32 + 1);
            next += 1;
        }
    }
    let (mut entries, mut marks, mut ballots) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (person, numbers)) in voters.iter().zip(choices).enumerate() {
        let entry = store::roll::RollEntry { id: ids[i], contest_id: contest, person_id: *person, component: None };
        if !numbers.is_empty() {
            let channel = if i % 9 == 4 { Channel::Counter } else { Channel::Web };
            marks.push(store::roll::RollMark { contest_id: contest, roll_entry_id: entry.id, channel });
            let nonce = Bytes32(random[voters.len() + i]);
            let choices = Choices::Numbers(numbers);
            let ballot = Ballot { kind: BallotKind::Approval, contest, cycle: cycle.id, choices: choices.clone() };
            ballots.push(store::open_ballot::OpenBallot {
                pseudonym: random[i].to_vec(),
                contest_id: contest,
                commitment: ballot.commitment(&nonce).0.to_vec(),
                nonce: nonce.0.to_vec(),
                choices: choices.into(),
                component: None,
            });
        }
        entries.push(entry);
    }
    store::roll::add(tx, &entries)?;
    store::roll::insert_marks(tx, &marks)?;
    Ok(store::open_ballot::insert_all(tx, &ballots)?)
}
