//! What every step in a proposal's life has in common: load and lock, who and when, eligible or not, and the record.

use domain::rules::{is_for, nearest};
use domain::{
    BodyTask, Code, DeniedKind, Id, LocalText, Moment, Operation, ProposalEvent, ProposalFacts, ProposalState,
    RefusalCode, Refusals, ResidentAction, Rules, Scope, UserText, authorise,
};
use serde_json::Value;
use store::proposal::Proposal;
use store::{Conn, Tx};

use crate::contest::to_json;
use crate::cycle::{machine, rules_of, topic};
use crate::error::forbidden;
use crate::{Caller, Error, Result, calendar, roll};

/// A proposal with its cycle, both held until the transaction ends.
pub(crate) struct Step {
    /// Kept from changing its phase.
    pub cycle: store::cycle::Cycle,
    /// Locked for a change.
    pub row: Proposal,
    /// The caller's person is among its authors.
    pub owner: bool,
}

/// Loads a proposal for a change. A draft is there for its authors only.
pub(crate) fn load(tx: &mut Tx, caller: &Caller, id: Id) -> Result<Step> {
    load_with(tx, caller, id, store::cycle::fence)
}

/// The same with the cycle locked against others who give numbers out.
pub(crate) fn load_numbering(tx: &mut Tx, caller: &Caller, id: Id) -> Result<Step> {
    load_with(tx, caller, id, store::cycle::lock)
}

/// The same for who is asked to become an author: sees the draft before.
pub(crate) fn load_for_join(tx: &mut Tx, caller: &Caller, id: Id) -> Result<Step> {
    held(tx, caller, id, store::cycle::fence)
}

type Hold = fn(&mut Tx, Id) -> store::Result<Option<store::cycle::Cycle>>;

fn load_with(tx: &mut Tx, caller: &Caller, id: Id, hold: Hold) -> Result<Step> {
    let step = held(tx, caller, id, hold)?;
    let there = domain::proposal::is_public(step.row.state) || step.owner;
    if there { Ok(step) } else { Err(Error::NotFound("proposal")) }
}

fn held(tx: &mut Tx, caller: &Caller, id: Id, hold: Hold) -> Result<Step> {
    let cycle_id = store::proposal::find(tx, id)?.ok_or(Error::NotFound("proposal"))?.cycle_id;
    let cycle = hold(tx, cycle_id)?.ok_or_else(|| Error::Broken("a proposal without its cycle".into()))?;
    let row = store::proposal::lock(tx, id)?.ok_or(Error::NotFound("proposal"))?;
    let owner = is_author(tx, caller, id)?;
    Ok(Step { cycle, row, owner })
}

/// Whether the caller, or the resident a clerk acts for, is an author.
pub(crate) fn is_author(c: &mut Conn, caller: &Caller, id: Id) -> Result<bool> {
    let Some(person) = caller.actor.person else { return Ok(false) };
    Ok(store::proposal::authors(c, &[id])?.iter().any(|author| author.person_id == Some(person)))
}

impl Step {
    /// Who may; what phase and clock have against it goes into the list of reasons.
    pub fn permit(&self, tx: &mut Tx, caller: &Caller, operation: Operation) -> Result<Refusals> {
        permit(tx, caller, operation, &self.cycle, self.row.district_id, self.owner)
    }

    /// All that stands against an event: the machine, then phase and clock.
    pub fn against(&self, event: ProposalEvent, facts: &ProposalFacts, time: Refusals) -> Refusals {
        let mut refusals = Refusals::none();
        refusals.also(domain::proposal::apply(self.row.state, event, facts).map(drop));
        refusals.also(time.or(()));
        refusals
    }

    /// Changes the state by the domain's machine and notes it in the history. The row is written by [`Step::save`].
    pub fn happen(
        &mut self,
        tx: &mut Tx,
        caller: &Caller,
        event: ProposalEvent,
        facts: &ProposalFacts,
        note: Note,
    ) -> Result<()> {
        let from = self.row.state;
        let to = domain::proposal::apply(from, event, facts)?;
        if to != from {
            self.row.state = to;
            self.row.state_since = tx.now();
        }
        let Note { body_id, clause, text, other_id } = note;
        let event = store::proposal::ProposalEvent {
            id: tx.new_id(),
            proposal_id: self.row.id,
            event: event.code().into(),
            from_state: from,
            to_state: to,
            revision: self.row.revision,
            at: tx.now(),
            account_id: caller.account_id,
            body_id,
            clause,
            text,
            other_id,
            rules_id: self.cycle.rules_id,
        };
        Ok(store::proposal::insert_event(tx, &event)?)
    }

    /// Writes the row back and tells the public pages.
    pub fn save(&mut self, tx: &mut Tx) -> Result<()> {
        if !store::proposal::update(tx, &mut self.row)? {
            return Err(Error::Stale);
        }
        touch(tx, &self.cycle, self.row.state);
        Ok(())
    }

    /// The edit is based on this version.
    pub fn at_version(&self, version: i64) -> Result<()> {
        if self.row.version == version { Ok(()) } else { Err(Error::Stale) }
    }

    /// What the rules say to it. A part stands on the supporters of the whole, from which officials split it.
    pub fn facts(&self, c: &mut Conn, rules: &Rules) -> Result<ProposalFacts> {
        Ok(ProposalFacts::of_rules(&rules.proposals, supporters(c, &self.row)?))
    }

    /// The rules of its cycle.
    pub fn rules(&self, c: &mut Conn) -> Result<Rules> {
        rules_of(c, &self.cycle)
    }

    /// The city that runs its cycle.
    pub fn city(&self, c: &mut Conn) -> Result<Id> {
        city_of(c, &self.cycle)
    }
}

/// Supporters that count for a proposal: its own, for a part at least those of the whole.
pub(crate) fn supporters(c: &mut Conn, row: &Proposal) -> Result<i64> {
    let whole = row.split_from.map(|id| store::proposal::find(c, id)).transpose()?.flatten();
    Ok(whole.map_or(row.support_count, |whole| whole.support_count.max(row.support_count)))
}

/// What the history says beside an event.
#[derive(Debug, Default)]
pub(crate) struct Note {
    /// In whose name an official acted.
    pub body_id: Option<Id>,
    /// Clause of the rules.
    pub clause: Option<String>,
    /// Official text or a resident's, as JSON.
    pub text: Option<Value>,
    /// The other proposal of a merge or split.
    pub other_id: Option<Id>,
}

impl Note {
    /// Words of a resident.
    pub fn said(text: &UserText) -> Result<Self> {
        Ok(Self { text: Some(to_json(text)?), ..Self::default() })
    }

    /// Words of a body.
    pub fn official(body_id: Id, text: &LocalText) -> Result<Self> {
        Ok(Self { body_id: Some(body_id), text: Some(to_json(text)?), ..Self::default() })
    }
}

/// Topics of the public pages on which a proposal shows.
pub(crate) fn touch(tx: &mut Tx, cycle: &store::cycle::Cycle, state: ProposalState) {
    if domain::proposal::is_public(state) {
        tx.touch("projects");
        tx.touch(topic(cycle.id));
    }
}

/// Who may do this to something of a district in this cycle. What the phase has against it, or the clock, is no error yet: it
/// is listed with the other reasons.
///
/// # Errors
/// `Denied` for who may not do it at all.
pub(crate) fn permit(
    tx: &mut Tx,
    caller: &Caller,
    operation: Operation,
    cycle: &store::cycle::Cycle,
    district: Id,
    owner: bool,
) -> Result<Refusals> {
    let scope = Scope { district: Some(district), phase: Some(cycle.phase), owner };
    match authorise(&caller.actor, operation, &scope) {
        Err(denied) if denied.kind == DeniedKind::Phase => return Ok(denied.refusals),
        decided => decided?,
    };
    let windows = store::cycle::windows(tx, cycle.id)?;
    let required = machine(cycle, &windows).calendar.require_for(operation, cycle.phase, tx.now());
    Ok(required.err().unwrap_or_default())
}

/// What the rules have against the resident doing this today, by register and session.
pub(crate) fn eligibility(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &store::cycle::Cycle,
    rules: &Rules,
    action: ResidentAction,
    district: Id,
) -> Result<Refusals> {
    let found = caller.actor.person.map(|id| store::person::find_current(tx, id)).transpose()?.flatten();
    let Some(person) = found else { return Ok(Refusals::one(RefusalCode::NotAResident)) };
    let rule = match rules.eligibility(action) {
        Ok(rule) => rule,
        Err(refusals) => return Ok(refusals),
    };
    let today = today(cycle, tx.now())?;
    let resident = domain::Resident { proof: caller.actor.proof, ..roll::resident(&person) };
    Ok(domain::eligible(rule, &resident, Some(district), today).err().unwrap_or_default())
}

/// The date in the cycle's zone.
pub(crate) fn today(cycle: &store::cycle::Cycle, now: Moment) -> Result<time::Date> {
    calendar::date(&cycle.zone, now).map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))
}

/// The city that runs a cycle.
pub(crate) fn city_of(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Id> {
    let programme = store::programme::find(c, cycle.programme_id)?;
    Ok(programme.ok_or_else(|| Error::Broken("a cycle without its programme".into()))?.city_id)
}

/// How the resident who acts is named in public: the account's own name, else given name and initial.
pub(crate) fn public_name(c: &mut Conn, caller: &Caller) -> Result<String> {
    let missing = || Error::Broken("a resident without a row".into());
    let Some(person_id) = caller.actor.person else {
        let account = store::account::find(c, caller.account()?)?.ok_or_else(missing)?;
        return Ok(account.display_name);
    };
    if let Some(account) = store::account::find_by_person(c, person_id)? {
        return Ok(account.display_name);
    }
    let person = store::person::find(c, person_id)?.ok_or_else(missing)?;
    let initial: String = person.family_name.chars().take(1).collect();
    Ok(if initial.is_empty() { person.given_name } else { format!("{} {initial}.", person.given_name) })
}

/// The body in whose name the caller decides: of this city and district, entrusted with the task by the rules, in its mandate,
/// and the caller is a member.
///
/// # Errors
/// `Invalid` (`/body_id` `unknown`); `Denied(role_missing)`; `Refused(deadline_passed)` after its mandate.
pub(crate) fn deciding_body(
    tx: &mut Tx,
    caller: &Caller,
    step: &Step,
    rules: &Rules,
    body_id: Id,
    task: BodyTask,
) -> Result<store::body::Body> {
    let unknown = || Error::invalid("/body_id", "unknown");
    let city = step.city(tx)?;
    let body = store::body::find(tx, body_id)?.filter(|b| b.city_id == city).ok_or_else(unknown)?;
    if !is_for(
        (body.district_id, body.theme.as_deref()),
        (Some(step.row.district_id), Some(step.row.category.as_str())),
    ) || !rules.entrusted(task).any(|rule| rule.kind == body.kind)
    {
        return Err(unknown());
    }
    if !store::body::is_member(tx, body_id, caller.account()?)? {
        return Err(forbidden(RefusalCode::RoleMissing));
    }
    let today = today(&step.cycle, tx.now())?;
    if body.mandate_until.is_some_and(|until| until < today) {
        return Err(Refusals::one(RefusalCode::DeadlinePassed).into());
    }
    Ok(body)
}

/// The body that is asked: the nearest of those that the rules entrust with a task.
pub(crate) fn entrusted_body(
    c: &mut Conn,
    city: Id,
    row: &store::proposal::Proposal,
    rules: &Rules,
    task: BodyTask,
) -> Result<Option<Id>> {
    let mut bodies = store::body::list(c, Some(city))?;
    bodies.retain(|b| rules.entrusted(task).any(|rule| rule.kind == b.kind));
    let thing = (Some(row.district_id), Some(row.category.as_str()));
    Ok(nearest(&bodies, |b| (b.district_id, b.theme.as_deref()), thing).map(|b| b.id))
}

/// A stored text, official or a resident's, as an official one: a resident's words stay in their language.
pub(crate) fn to_local(stored: Option<Value>) -> Option<LocalText> {
    let stored = stored?;
    let said = serde_json::from_value::<UserText>(stored.clone()).ok().map(|said| LocalText::same(said.text));
    said.or_else(|| serde_json::from_value(stored).ok())
}
