//! Votes as they concern one resident, and the choice of one where the rules leave that to residents.

use api_types::contest::{ContestBrief, MyContest, MyContestList};
use domain::{ContestState, Id, Moment, Operation, Phase, Refusal, RefusalCode, Refusals, Scope, authorise};
use store::cycle::Cycle;
use store::person::Person;
use store::roll::{RollChoice, RollEntry};
use store::{Conn, Tx};

use crate::contest::briefs;
use crate::{App, Caller, Error, Result};

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
                let (own, concerns) = one(app, c, caller, person.as_ref(), &cycle, brief, now)?;
                items.extend(concerns.then_some(own));
            }
        }
        Ok(MyContestList { items })
    })
}

/// A contest as it concerns a resident, and whether it does. Who is no resident sees all of them with the reasons.
fn one(
    app: &App,
    c: &mut Conn,
    caller: &Caller,
    person: Option<&Person>,
    cycle: &Cycle,
    brief: ContestBrief,
    now: Moment,
) -> Result<(MyContest, bool)> {
    let contest = store::contest::find(c, brief.id)?.ok_or(Error::NotFound("contest"))?;
    let paper = app.papers.of(c, &contest, cycle)?;
    let entry = person.map(|p| store::roll::entry_of(c, brief.id, p.id)).transpose()?.flatten();
    let (mut choosable, mut concerns) = (false, true);
    if let Some(person) = person.filter(|_| entry.is_none()) {
        let live = matches!(contest.state, ContestState::Prepared | ContestState::Open);
        let code = contest.rule_code.as_deref().unwrap_or_default();
        choosable = live && paper.chosen && store::roll::choice_of(c, cycle.id, code, person.id)?.is_none();
        let elsewhere = brief.district_id.is_some_and(|d| d != person.district_id);
        concerns = choosable || !(elsewhere || paper.chosen || paper.members_only());
    }
    let mark = entry.as_ref().map(|e| store::roll::mark_of(c, brief.id, e.id)).transpose()?.flatten();
    let mut blockers = Refusals::none();
    blockers.require(person.is_some(), RefusalCode::NotAResident);
    blockers.also(paper.calendar.require_for(Operation::CastBallot, cycle.phase, now));
    if let Some(person) = person {
        let component = entry.as_ref().and_then(|e| e.component.as_deref());
        blockers.require(entry.is_some(), RefusalCode::NotOnRoll);
        blockers.also(paper.eligible(person, &contest, component, caller, now));
        blockers.require(mark.is_none() || paper.rule.replaceable, RefusalCode::BallotNotReplaceable);
    }
    let own = MyContest {
        on_roll: entry.is_some(),
        choosable,
        voted: mark.is_some(),
        channel: mark.map(|m| m.channel),
        blockers: blockers.0,
        contest: brief,
    };
    Ok((own, concerns))
}

/// Chooses the contest in which the caller votes, among those of one rule that leaves the district to residents; another one
/// may be chosen until the vote. The same again changes nothing.
///
/// Not audited: an entry in the log, with its time, would stand moments before the ballot.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused`: `not_choosable`, `already_voted` in another contest, `wrong_state` and `window_closed` when the
/// vote is over, `ballot_not_frozen`, and what the rules ask of voters.
pub fn choose(app: &App, caller: &Caller, contest_id: Id) -> Result<MyContest> {
    let now = app.now();
    let (person_id, refused) = app.store.read(|c| -> Result<_> {
        let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        let scope = Scope { district: contest.district_id, phase: Some(Phase::Voting), owner: false };
        authorise(&caller.actor, Operation::CastBallot, &scope)?;
        let nobody = || Refusals::one(RefusalCode::NotAResident);
        let person_id = caller.actor.person.ok_or_else(nobody)?;
        let person = store::person::find_current(c, person_id)?.ok_or_else(nobody)?;
        let paper = app.papers.of(c, &contest, &cycle)?;
        let mut refusals = Refusals::none();
        refusals.require(paper.chosen, RefusalCode::NotChoosable);
        refusals.also(paper.eligible(&person, &contest, None, caller, now));
        Ok((person_id, refusals))
    })?;
    app.store.write(now, move |tx| enter(tx, contest_id, person_id, refused.clone()))?;
    app.store.read(|c| {
        let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        let person = store::person::find_current(c, person_id)?;
        let brief = briefs(c, cycle.id)?.into_iter().find(|b| b.id == contest_id).ok_or(Error::NotFound("contest"))?;
        // Another choice may have come meanwhile: then it says that this one is off the roll again.
        Ok(one(app, c, caller, person.as_ref(), &cycle, brief, now)?.0)
    })
}

/// Writes the choice and moves the roll entry, in one transaction with the look at its mark.
fn enter(tx: &mut Tx, contest_id: Id, person_id: Id, mut refusals: Refusals) -> Result<()> {
    let contest = store::contest::find(tx, contest_id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::fence(tx, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
    let live = matches!(contest.state, ContestState::Prepared | ContestState::Open);
    refusals.require(live, Refusal::with(RefusalCode::WrongState, contest.state));
    refusals.require(tx.now() < contest.closes_at, RefusalCode::WindowClosed);
    // Before the ballot is frozen a contest without items may still be taken away.
    let frozen = !store::ballot_item::of_contest(tx, contest_id)?.is_empty();
    refusals.require(frozen, RefusalCode::BallotNotFrozen);
    refusals.or(())?;
    let rule_code = contest.rule_code.ok_or_else(|| Error::Broken("a chosen contest without its rule".into()))?;
    let (cycle_id, code) = (cycle.id, rule_code.clone());
    store::roll::choose(tx, &RollChoice { cycle_id, rule_code, person_id, contest_id })?;
    let mut here = false;
    for entry in store::roll::lock_entries(tx, cycle_id, &code, person_id)? {
        if entry.contest_id == contest_id {
            here = true;
        } else if store::roll::mark_of(tx, entry.contest_id, entry.id)?.is_some() {
            return Err(Refusals::one(RefusalCode::AlreadyVoted).into());
        } else {
            store::roll::remove(tx, entry.id)?;
        }
    }
    if !here {
        let entry = RollEntry { id: tx.random_id(), contest_id, person_id, component: None };
        store::roll::add(tx, &[entry])?;
    }
    Ok(())
}
