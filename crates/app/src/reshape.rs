//! Merging similar proposals, splitting one, carrying one on: by officials, with a public reason, and nobody's work gets lost.

use api_types::proposal::{ProposalCarry, ProposalMerge, ProposalReceipt, ProposalSplit};
use domain::notification::NotificationKind;
use domain::rules::Area;
use domain::{ContestState, Id, ItemOutcome, Operation, Phase, ProposalEvent, ProposalFacts, ProposalState, Rules};
use serde_json::json;
use store::proposal::{Proposal, ProposalAuthor, ProposalRevision, ProposalTranslation};
use store::{Conn, Tx};

use crate::contest::to_json;
use crate::proposal::step::{self, Note, Step};
use crate::proposal::{MAX_REASON, assembly, blank, content, district_of, end_duties, next_number, receipt};
use crate::{App, Caller, Error, Result, audit, idempotency, notification, review};

/// Merges a proposal into another one of the same cycle and vote: all authors are credited, supporters united (each once).
///
/// # Errors
/// `NotFound`, also for the other one; `Denied`; `Invalid`; `Refused` with every reason.
pub fn merge(app: &App, caller: &Caller, id: Id, input: &ProposalMerge) -> Result<ProposalReceipt> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Merge)?;
        content::check_said(&input.reason, "/reason", MAX_REASON)?;
        let mut into = step::load(tx, &actor, input.into)?;
        let rules = at.rules(tx)?;
        let facts = ProposalFacts {
            reason: true,
            merge_target: is_target(&rules, &at.row, &into.row),
            ..at.facts(tx, &rules)?
        };
        at.against(ProposalEvent::MergeInto, &facts, time).or(())?;
        credit(tx, &at.row, &into.row)?;
        into.row.support_count = unite(tx, &into.row, id)?;
        at.row.merged_into = Some(input.into);
        let note = Note { other_id: Some(input.into), ..Note::said(&input.reason)? };
        at.happen(tx, &actor, ProposalEvent::MergeInto, &facts, note)?;
        at.save(tx)?;
        into.save(tx)?;
        end_duties(tx, &actor, id)?;
        let payload = json!({ "into": input.into });
        audit::record(tx, &actor, "proposal_merged", "proposal", id, Some(at.row.district_id), payload);
        Ok(receipt(&at.row))
    })
}

/// Splits a part off as a new submitted proposal of the same authors, with a number of its own. The other one stays as it is;
/// its authors rework it where that is needed.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` (pointers below `/part`); `Refused` with every reason.
pub fn split(app: &App, caller: &Caller, id: Id, input: &ProposalSplit) -> Result<ProposalReceipt> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load_numbering(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Split)?;
        content::check(&input.part, "/part")?;
        content::check_said(&input.reason, "/reason", MAX_REASON)?;
        if input.part.cycle_id != at.row.cycle_id {
            return Err(Error::invalid("/part/cycle_id", "unknown"));
        }
        district_of(tx, &at.cycle, input.part.district_id, "/part/district_id")?;
        assembly::check_envelope(tx, &at.cycle, &input.part, "/part")?;
        let part_id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, part_id)? {
            let row = store::proposal::find(tx, earlier)?.ok_or(Error::NotFound("proposal"))?;
            return Ok(receipt(&row));
        }
        let mut row = blank(tx, &actor, &at.cycle, part_id, &input.part);
        row.split_from = Some(id);
        // The residents brought it, by whatever way the whole came.
        (row.channel, row.clerk_id) = (at.row.channel, at.row.clerk_id);
        let part = content::revision(tx, &input.part, &row, actor.account_id)?;
        let whole = content::current(tx, &at.row)?;
        let facts =
            ProposalFacts { reason: true, split_parts: !content::same(&part, &whole), ..ProposalFacts::default() };
        let rules = at.rules(tx)?;
        let authors = store::proposal::authors(tx, &[id])?;
        let mut refusals = at.against(ProposalEvent::SplitOff, &facts, time);
        refusals.0.extend(content::submission(tx, &rules, &row, &part, 1, 0, true)?.0);
        refusals.or(())?;
        row.number = Some(next_number(tx, &at.cycle)?);
        row.submitted_at = Some(tx.now());
        store::proposal::insert(tx, &row)?;
        store::proposal::insert_revision(tx, &part)?;
        for author in authors {
            store::proposal::insert_author(tx, &ProposalAuthor { proposal_id: part_id, ..author })?;
        }
        let mut new = Step { cycle: at.cycle.clone(), row, owner: false };
        let note = |other_id| -> Result<Note> {
            Ok(Note { other_id: Some(other_id), text: Some(to_json(&input.reason)?), ..Note::default() })
        };
        new.happen(tx, &actor, ProposalEvent::Submit, &facts, note(id)?)?;
        new.save(tx)?;
        content::index(tx, &new.row)?;
        at.happen(tx, &actor, ProposalEvent::SplitOff, &facts, note(part_id)?)?;
        at.save(tx)?;
        if matches!(at.cycle.phase, Phase::Review | Phase::ReReview) {
            review::open_duties(tx, &at.cycle, &new.row)?;
        }
        let payload = json!({ "part": part_id, "number": new.row.number });
        audit::record(tx, &actor, "proposal_split", "proposal", id, Some(at.row.district_id), payload);
        Ok(receipt(&new.row))
    })
}

/// Carries a proposal that the vote did not fund, or of a cancelled cycle, on into a later cycle of the programme: as a draft of
/// the same authors, who bring it up to date and submit it. Both name each other.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` (`/into` `unknown`); `Refused` with every reason.
pub fn carry_over(app: &App, caller: &Caller, id: Id, input: &ProposalCarry) -> Result<ProposalReceipt> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let mut at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::CarryOver)?;
        content::check_said(&input.reason, "/reason", MAX_REASON)?;
        let into = store::cycle::fence(tx, input.into)?.ok_or_else(|| Error::invalid("/into", "unknown"))?;
        let outcomes = outcomes(tx, id)?;
        let same = into.id != at.cycle.id && into.programme_id == at.cycle.programme_id;
        let facts = ProposalFacts {
            reason: true,
            carry_target: same && matches!(into.phase, Phase::Setup | Phase::Proposals),
            funded: outcomes.contains(&Some(ItemOutcome::Funded)),
            // A cancelled cycle decides nothing more.
            undecided: at.cycle.phase != Phase::Cancelled && outcomes.contains(&None),
            ..ProposalFacts::default()
        };
        at.against(ProposalEvent::CarryOver, &facts, time).or(())?;
        let draft = draft_of(tx, &at.row, into.id)?;
        let note = Note { other_id: Some(draft), ..Note::said(&input.reason)? };
        at.happen(tx, &actor, ProposalEvent::CarryOver, &facts, note)?;
        at.save(tx)?;
        end_duties(tx, &actor, id)?;
        let told = json!({ "proposal": draft });
        notification::tell_authors(tx, None, draft, NotificationKind::ProposalCarriedOver, &told)?;
        let payload = json!({ "into": into.id, "draft": draft });
        audit::record(tx, &actor, "proposal_carried_over", "proposal", id, Some(at.row.district_id), payload);
        Ok(receipt(&at.row))
    })
}

/// What the votes decided about a proposal; none while a vote has no act. Annulled votes decide nothing.
fn outcomes(c: &mut Conn, id: Id) -> Result<Vec<Option<ItemOutcome>>> {
    let mut outcomes = Vec::new();
    for item in store::ballot_item::of_proposal(c, id)? {
        let contest = store::contest::find(c, item.contest_id)?;
        if contest.is_some_and(|contest| contest.state != ContestState::Annulled) {
            outcomes.push(item.outcome);
        }
    }
    Ok(outcomes)
}

/// A draft in another cycle that says what a proposal says now, of the same authors.
fn draft_of(tx: &mut Tx, whole: &Proposal, cycle_id: Id) -> Result<Id> {
    let (id, now) = (tx.new_id(), tx.now());
    let row = Proposal {
        id,
        cycle_id,
        number: None,
        external_id: None,
        state: ProposalState::Draft,
        state_since: now,
        revision: 1,
        created_at: now,
        submitted_at: None,
        clause: None,
        fact: None,
        merged_into: None,
        split_from: None,
        carried_from: Some(whole.id),
        support_count: 0,
        comment_count: 0,
        version: 1,
        // The money of this cycle is not the other's.
        envelope_id: None,
        ..whole.clone()
    };
    store::proposal::insert(tx, &row)?;
    let current = content::current(tx, whole)?;
    let translations = store::proposal::translations(tx, current.id)?;
    let revision = ProposalRevision { id: tx.new_id(), proposal_id: id, number: 1, created_at: now, ..current };
    store::proposal::insert_revision(tx, &revision)?;
    for translation in translations {
        let copy = ProposalTranslation { revision_id: revision.id, ..translation };
        store::proposal::insert_translation(tx, &copy)?;
    }
    for author in store::proposal::authors(tx, &[whole.id])? {
        store::proposal::insert_author(tx, &ProposalAuthor { proposal_id: id, ..author })?;
    }
    content::index(tx, &row)?;
    Ok(id)
}

/// Another one, of the same cycle and vote, public and not yet ended.
fn is_target(rules: &Rules, row: &Proposal, into: &Proposal) -> bool {
    use ProposalState as S;
    let by_district = rules.contests.iter().all(|contest| contest.area == Area::District);
    let alive = matches!(into.state, S::Submitted | S::UnderReview | S::NeedsChanges | S::Eligible);
    row.id != into.id && row.cycle_id == into.cycle_id && (!by_district || row.district_id == into.district_id) && alive
}

/// Names the authors of one proposal beside those of the other.
fn credit(tx: &mut Tx, from: &Proposal, into: &Proposal) -> Result<()> {
    let named = store::proposal::authors(tx, &[into.id])?;
    let mut ordinal = named.iter().map(|a| a.ordinal).max().unwrap_or(0);
    for author in store::proposal::authors(tx, &[from.id])? {
        let known = author.person_id.is_some() && named.iter().any(|a| a.person_id == author.person_id);
        if !known {
            ordinal += 1;
            store::proposal::insert_author(tx, &ProposalAuthor { proposal_id: into.id, ordinal, ..author })?;
        }
    }
    Ok(())
}

/// Adds the supporters of `from`, each resident once and no author; how many there are then.
fn unite(tx: &mut Tx, into: &Proposal, from: Id) -> Result<i64> {
    let authors = store::proposal::authors(tx, &[into.id])?;
    let mut all = store::support::of_proposal(tx, into.id)?;
    for support in store::support::of_proposal(tx, from)? {
        let author = authors.iter().any(|a| a.person_id == Some(support.person_id));
        if !author && !all.iter().any(|s| s.person_id == support.person_id) {
            let moved = store::support::Support { proposal_id: into.id, ..support };
            store::support::insert(tx, &moved)?;
            all.push(moved);
        }
    }
    // Who supported the one and is now named as an author of it supports it no longer.
    for own in all.iter().filter(|s| authors.iter().any(|a| a.person_id == Some(s.person_id))) {
        store::support::remove(tx, into.id, own.person_id)?;
    }
    let left = store::support::of_proposal(tx, into.id)?.len();
    Ok(i64::try_from(left).unwrap_or(i64::MAX))
}
