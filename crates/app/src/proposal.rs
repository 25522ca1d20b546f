//! Proposals: drafted, submitted, reworked and withdrawn by their authors, or by a clerk for them.

pub(crate) mod assembly;
pub(crate) mod content;
pub(crate) mod step;

use api_types::project::{Project, ProjectBrief};
use api_types::proposal::{ProposalReceipt, ProposalWrite, ReasonBody};
use domain::{
    DutyEnding, DutyKind, Id, Operation, ProposalEvent, ProposalFacts, ProposalState, Refusal, RefusalCode, Refusals,
    ResidentAction, ReviewDecision, Scope, authorise,
};
use serde_json::json;
use store::duty::DutyFilter;
use store::page::{Page, Seek};
use store::proposal::{Proposal, ProposalAuthor};
use store::{Conn, Tx};

use self::step::{Note, Step};
use crate::cycle::rules_of;
use crate::{App, Caller, Error, Result, audit, duty, idempotency, project};

/// Longest reason, in characters.
pub(crate) const MAX_REASON: usize = 5_000;

/// Creates a draft, seen by its author alone.
///
/// # Errors
/// `NotFound` cycle; `Denied`; `Invalid`; `Refused`: clock and eligibility, all reasons.
pub fn create(app: &App, caller: &Caller, input: &ProposalWrite) -> Result<ProposalReceipt> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let cycle = store::cycle::fence(tx, input.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let mut refusals = step::permit(tx, &actor, Operation::Propose, &cycle, input.district_id, false)?;
        content::check(&input, "")?;
        district_of(tx, &cycle, input.district_id, "/district_id")?;
        assembly::check_envelope(tx, &cycle, &input, "")?;
        let rules = rules_of(tx, &cycle)?;
        refusals.0.extend(step::eligibility(tx, &actor, &cycle, &rules, ResidentAction::Propose, input.district_id)?.0);
        refusals.or(())?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::proposal::find(tx, earlier)?.ok_or(Error::NotFound("proposal"))?;
            return Ok(receipt(&row));
        }
        let row = blank(tx, &actor, &cycle, id, &input);
        store::proposal::insert(tx, &row)?;
        let author = ProposalAuthor {
            proposal_id: id,
            ordinal: 1,
            account_id: actor.clerk().is_none().then_some(actor.account_id).flatten(),
            person_id: actor.actor.person,
            name: step::public_name(tx, &actor)?,
        };
        store::proposal::insert_author(tx, &author)?;
        let revision = content::revision(tx, &input, &row, actor.account_id)?;
        store::proposal::insert_revision(tx, &revision)?;
        content::index(tx, &row)?;
        let payload = json!({ "cycle": cycle.id, "channel": row.channel });
        audit::record(tx, &actor, "proposal_created", "proposal", id, Some(row.district_id), payload);
        Ok(receipt(&row))
    })
}

/// Replaces what a draft says; a returned proposal gets a new revision, and what was returned stays readable.
///
/// # Errors
/// `NotFound`; `Denied`; `Stale`; `Invalid`; `Refused`.
pub fn edit(app: &App, caller: &Caller, id: Id, version: i64, input: &ProposalWrite) -> Result<ProposalReceipt> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::EditDraft)?;
        at.at_version(version)?;
        content::check(&input, "")?;
        if input.cycle_id != at.row.cycle_id {
            return Err(Error::invalid("/cycle_id", "unknown"));
        }
        district_of(tx, &at.cycle, input.district_id, "/district_id")?;
        assembly::check_envelope(tx, &at.cycle, &input, "")?;
        let state = at.row.state;
        let mut refusals = Refusals::none();
        refusals.require(domain::proposal::editable(state), Refusal::with(RefusalCode::WrongState, state));
        refusals.also(time.or(()));
        refusals.or(())?;
        let before = content::current(tx, &at.row)?;
        let moved = (&at.row.category, at.row.district_id, at.row.envelope_id)
            != (&input.category, input.district_id, input.envelope_id);
        at.row.category.clone_from(&input.category);
        at.row.district_id = input.district_id;
        at.row.envelope_id = input.envelope_id;
        let mut after = content::revision(tx, &input, &at.row, actor.account_id)?;
        if state == ProposalState::Draft {
            after.id = before.id;
            store::proposal::update_revision(tx, &after)?;
        } else if moved || !content::same(&before, &after) {
            at.row.revision += 1;
            after.number = at.row.revision;
            store::proposal::insert_revision(tx, &after)?;
        }
        at.save(tx)?;
        content::index(tx, &at.row)?;
        let payload = json!({ "revision": at.row.revision });
        audit::record(tx, &actor, "proposal_edited", "proposal", id, Some(at.row.district_id), payload);
        Ok(receipt(&at.row))
    })
}

/// Submits a draft: it becomes public and gets its permanent number.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` with everything that clock, register, rules and state have against it.
pub fn submit(app: &App, caller: &Caller, id: Id) -> Result<ProposalReceipt> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load_numbering(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Submit)?;
        let facts = ProposalFacts::default();
        let mut refusals = at.against(ProposalEvent::Submit, &facts, time);
        refusals.0.extend(rules_against(tx, &actor, &at)?.0);
        refusals.or(())?;
        at.row.number = Some(next_number(tx, &at.cycle)?);
        at.row.submitted_at = Some(tx.now());
        at.happen(tx, &actor, ProposalEvent::Submit, &facts, Note::default())?;
        at.save(tx)?;
        content::index(tx, &at.row)?;
        let payload = json!({ "number": at.row.number });
        audit::record(tx, &actor, "proposal_submitted", "proposal", id, Some(at.row.district_id), payload);
        Ok(receipt(&at.row))
    })
}

/// Submits a returned proposal again, after it was reworked.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` with every reason, `not_reworked` when nothing was changed.
pub fn resubmit(app: &App, caller: &Caller, id: Id) -> Result<ProposalReceipt> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Resubmit)?;
        let reviews = store::review::of_proposal(tx, id)?;
        let returned = reviews.iter().rfind(|r| r.decision == ReviewDecision::Return).map_or(0, |r| r.revision);
        let facts = ProposalFacts { reworked: at.row.revision > returned, ..ProposalFacts::default() };
        let mut refusals = at.against(ProposalEvent::Resubmit, &facts, time);
        refusals.0.extend(rules_against(tx, &actor, &at)?.0);
        refusals.or(())?;
        at.happen(tx, &actor, ProposalEvent::Resubmit, &facts, Note::default())?;
        at.save(tx)?;
        let payload = json!({ "revision": at.row.revision });
        audit::record(tx, &actor, "proposal_resubmitted", "proposal", id, Some(at.row.district_id), payload);
        Ok(receipt(&at.row))
    })
}

/// Takes a proposal back, with a public reason. What officials owed about it ends as removed.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused`.
pub fn withdraw(app: &App, caller: &Caller, id: Id, input: &ReasonBody) -> Result<ProposalReceipt> {
    let (actor, reason) = (caller.clone(), input.reason.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Withdraw)?;
        content::check_said(&reason, "/reason", MAX_REASON)?;
        let facts = ProposalFacts { reason: true, ..ProposalFacts::default() };
        at.against(ProposalEvent::Withdraw, &facts, time).or(())?;
        at.happen(tx, &actor, ProposalEvent::Withdraw, &facts, Note::said(&reason)?)?;
        at.save(tx)?;
        end_duties(tx, &actor, id)?;
        audit::record(tx, &actor, "proposal_withdrawn", "proposal", id, Some(at.row.district_id), json!({}));
        Ok(receipt(&at.row))
    })
}

/// Proposals of the caller (or of the resident a clerk acts for), drafts included, newest first.
///
/// # Errors
/// `Denied` for visitors.
pub fn mine(app: &App, caller: &Caller, seek: &Seek) -> Result<Page<ProjectBrief>> {
    see_own(caller)?;
    app.store.read(|c| -> Result<_> {
        let Some(person) = caller.actor.person else { return Ok(Page { items: Vec::new(), next: None }) };
        let page = store::proposal::by_author(c, person, seek)?;
        Ok(Page { items: project::briefs(c, &page.items)?, next: page.next })
    })
}

/// One proposal of the caller with everything about it, also a draft.
///
/// # Errors
/// `Denied` for visitors; `NotFound`, also for what somebody else wrote.
pub fn get_mine(app: &App, caller: &Caller, id: Id) -> Result<Project> {
    see_own(caller)?;
    let now = app.now();
    app.store.read(|c| -> Result<Project> {
        let row = store::proposal::find(c, id)?.ok_or(Error::NotFound("proposal"))?;
        if !step::is_author(c, caller, id)? {
            return Err(Error::NotFound("proposal"));
        }
        project::read(c, row, now)
    })
}

pub(crate) fn see_own(caller: &Caller) -> Result<()> {
    // A clerk at the counter was let in for this resident already.
    if caller.on_behalf_of.is_none() {
        authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    }
    Ok(())
}

/// What a creating or changing call answers.
pub(crate) fn receipt(row: &Proposal) -> ProposalReceipt {
    ProposalReceipt { id: row.id, number: row.number.clone(), state: row.state, version: row.version }
}

/// A draft's row.
pub(crate) fn blank(tx: &Tx, caller: &Caller, cycle: &store::cycle::Cycle, id: Id, input: &ProposalWrite) -> Proposal {
    Proposal {
        id,
        cycle_id: cycle.id,
        district_id: input.district_id,
        number: None,
        external_id: None,
        category: input.category.clone(),
        state: ProposalState::Draft,
        state_since: tx.now(),
        revision: 1,
        channel: caller.channel,
        clerk_id: caller.clerk(),
        created_by: caller.account_id,
        created_at: tx.now(),
        submitted_at: None,
        clause: None,
        fact: None,
        merged_into: None,
        split_from: None,
        carried_from: None,
        support_count: 0,
        comment_count: 0,
        version: 1,
        envelope_id: input.envelope_id,
    }
}

/// The next permanent number, such as `ALM-26-0143`. The caller holds the cycle's lock.
pub(crate) fn next_number(tx: &mut Tx, cycle: &store::cycle::Cycle) -> Result<String> {
    let serial = store::proposal::next_serial(tx, cycle.id)?;
    Ok(format!("{}-{serial:04}", cycle.number_prefix))
}

/// The district exists and belongs to the cycle's city.
pub(crate) fn district_of(c: &mut Conn, cycle: &store::cycle::Cycle, id: Id, pointer: &str) -> Result<()> {
    let city = step::city_of(c, cycle)?;
    let found = store::district::find(c, id)?.filter(|d| d.city_id == city);
    found.map(drop).ok_or_else(|| Error::invalid(pointer, "unknown"))
}

/// Ends what officials owed about a proposal that went away. Questions are still to be answered.
pub(crate) fn end_duties(tx: &mut Tx, caller: &Caller, id: Id) -> Result<()> {
    let filter = DutyFilter { open: Some(true), proposal_id: Some(id), ..DutyFilter::default() };
    for row in store::duty::list(tx, &filter, &Seek::first(u16::MAX))?.items {
        if row.kind != DutyKind::AnswerQuestion {
            duty::end_about(tx, row.subject_id, &[row.kind], DutyEnding::Removed, caller.account_id)?;
        }
    }
    Ok(())
}

/// What register and rules have against submitting.
fn rules_against(tx: &mut Tx, caller: &Caller, at: &Step) -> Result<Refusals> {
    let rules = at.rules(tx)?;
    let mut refusals = step::eligibility(tx, caller, &at.cycle, &rules, ResidentAction::Propose, at.row.district_id)?;
    let authors = store::proposal::authors(tx, &[at.row.id])?;
    let merged = store::proposal::merged_into(tx, at.row.id)?;
    let credited = store::proposal::authors(tx, &merged)?;
    let is_credited = |a: &ProposalAuthor| credited.iter().any(|other| other.person_id == a.person_id);
    // Who came by a merge is named, and counts neither against the limit of authors nor twice.
    let own = authors.iter().filter(|a| !is_credited(a)).count().max(usize::from(!merged.is_empty()));
    let mut most = 0;
    for person in authors.iter().filter_map(|a| a.person_id) {
        most = most.max(applications(tx, &at.row, person)?);
    }
    let revision = content::current(tx, &at.row)?;
    let by_assembly = assembly::proposes(tx, caller, at, &rules)?;
    refusals.0.extend(content::submission(tx, &rules, &at.row, &revision, own, most, by_assembly)?.0);
    Ok(refusals)
}

/// How many other applications a resident has in the cycle of this one, as first author or beside others.
pub(crate) fn applications(c: &mut Conn, row: &Proposal, person: Id) -> Result<u32> {
    let others = store::proposal::of_person(c, row.cycle_id, person)?;
    let counts = |p: &&Proposal| domain::proposal::counts_as_application(p.state) && !related(row, p);
    Ok(u32::try_from(others.iter().filter(counts).count()).unwrap_or(u32::MAX))
}

/// The same application, or one that officials made of it or put into it.
fn related(row: &Proposal, other: &Proposal) -> bool {
    let split = |a: &Proposal, b: &Proposal| a.split_from == Some(b.id);
    let siblings = row.split_from.is_some() && row.split_from == other.split_from;
    other.id == row.id || other.merged_into == Some(row.id) || split(row, other) || split(other, row) || siblings
}
