//! Reviews: formal check, clearances, council; each decision with body, public reason and the rules it was made under.

use std::collections::HashMap;

use api_types::proposal::{Review, ReviewCreate};
use domain::body::task_of;
use domain::{
    DutyEnding, DutyKind, Id, LocalText, Operation, Phase, ProposalEvent, ProposalFacts, ProposalState, RefusalCode,
    ReviewDecision, ReviewKind, Role, Rules,
};
use serde_json::json;
use store::{Conn, Tx};
use time::Duration;

use crate::duty::NewDuty;
use crate::proposal::MAX_REASON;
use crate::proposal::step::{self, Note, Step};
use crate::{App, Caller, Error, Faults, Result, audit, body, cycle, duty, idempotency, notification};

/// Kinds of duty that a review ends.
const DUTIES: [DutyKind; 2] = [DutyKind::ReviewProposal, DutyKind::ReReviewProposal];

/// Decides on the current revision. The first review takes the proposal up; it is eligible once every kind of review that the
/// rules demand has accepted this revision; one return or rejection decides at once.
///
/// # Errors
/// `NotFound`; `Denied`; `Stale` when the revision is not the current one; `Invalid`; `Refused` with every reason.
pub fn create(app: &App, caller: &Caller, proposal_id: Id, input: &ReviewCreate) -> Result<Review> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Review> {
        let mut at = step::load(tx, &actor, proposal_id)?;
        let operation = match input.kind {
            ReviewKind::Formal | ReviewKind::Clearance => Operation::Review,
            ReviewKind::Council => Operation::CouncilReview,
            ReviewKind::Appeal => return Err(Error::invalid("/kind", "unknown_code")),
        };
        let time = at.permit(tx, &actor, operation)?;
        check(&input)?;
        let rules = at.rules(tx)?;
        step::deciding_body(tx, &actor, &at, &rules, input.body_id, task_of(input.kind))?;
        if input.revision != at.row.revision {
            return Err(Error::Stale);
        }
        if input.clause.as_deref().is_some_and(|clause| rules.criterion(clause).is_none()) {
            return Err(Error::invalid("/clause", "unknown"));
        }
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::review::find(tx, earlier)?.ok_or(Error::NotFound("review"))?;
            return one(tx, row);
        }
        if at.row.state == ProposalState::Submitted {
            let note = Note { body_id: Some(input.body_id), ..Note::default() };
            let facts = at.facts(tx, &rules)?;
            if let Err(mut refusals) = domain::proposal::apply(at.row.state, ProposalEvent::TakeUp, &facts) {
                refusals.also(time.or(()));
                return Err(refusals.into());
            }
            at.happen(tx, &actor, ProposalEvent::TakeUp, &facts, note)?;
        }
        let row = store::review::Review {
            id,
            proposal_id,
            revision: input.revision,
            kind: input.kind,
            body_id: Some(input.body_id),
            reviewer_id: actor.account_id,
            decision: input.decision,
            clause: input.clause.clone(),
            fact: input.fact.clone(),
            reason: input.reason.clone(),
            act_id: None,
            rules_id: at.cycle.rules_id,
            created_at: tx.now(),
        };
        match decide(tx, &actor, &mut at, &rules, &row) {
            Err(Error::Refused(mut refusals)) => {
                refusals.also(time.or(()));
                return Err(refusals.into());
            }
            decided => decided.and_then(|()| Ok(time.or(())?))?,
        }
        store::review::insert(tx, &row)?;
        at.save(tx)?;
        let payload =
            json!({ "proposal": proposal_id, "kind": row.kind, "decision": row.decision, "clause": row.clause });
        audit::record(tx, &actor, "proposal_reviewed", "review", id, Some(at.row.district_id), payload);
        one(tx, row)
    })
}

/// Kinds of review that the rules demand: those with which they entrust a body.
pub(crate) fn demanded(rules: &Rules) -> Vec<ReviewKind> {
    let kinds = [ReviewKind::Formal, ReviewKind::Clearance, ReviewKind::Council];
    kinds.into_iter().filter(|kind| rules.entrusted(task_of(*kind)).next().is_some()).collect()
}

/// Makes the duties to review a proposal, one for each kind that the rules demand, unless there are open ones.
pub(crate) fn open_duties(
    tx: &mut Tx,
    cycle: &store::cycle::Cycle,
    proposal: &store::proposal::Proposal,
) -> Result<()> {
    if store::duty::open_about(tx, proposal.id)?.iter().any(|d| DUTIES.contains(&d.kind)) {
        return Ok(());
    }
    let rules = cycle::rules_of(tx, cycle)?;
    let city = step::city_of(tx, cycle)?;
    let windows = store::cycle::windows(tx, cycle.id)?;
    let end = windows.iter().find(|w| w.phase == cycle.phase).map(|w| w.ends_at);
    let kind = if cycle.phase == Phase::ReReview { DutyKind::ReReviewProposal } else { DutyKind::ReviewProposal };
    for review in demanded(&rules) {
        let new = NewDuty {
            kind,
            district_id: Some(proposal.district_id),
            body_id: step::entrusted_body(tx, city, proposal, &rules, task_of(review))?,
            role: if review == ReviewKind::Council { Role::CouncilMember } else { Role::Reviewer },
            subject: "proposal",
            subject_id: proposal.id,
            proposal_id: Some(proposal.id),
            deadline: end.unwrap_or(tx.now() + Duration::days(14)),
        };
        duty::open(tx, cycle, new)?;
    }
    Ok(())
}

/// Words and their lengths, all faults at once.
fn check(input: &ReviewCreate) -> Result<()> {
    let mut faults = Faults::new();
    body::check_text(&input.reason, "/reason", MAX_REASON, &mut faults);
    if let Some(fact) = &input.fact {
        body::check_text(fact, "/fact", MAX_REASON, &mut faults);
    }
    faults.check()
}

/// Moves the proposal on as the decision says, and ends what was owed.
fn decide(tx: &mut Tx, caller: &Caller, at: &mut Step, rules: &Rules, row: &store::review::Review) -> Result<()> {
    let mut facts =
        ProposalFacts { reason: true, clause: row.clause.is_some(), fact: row.fact.is_some(), ..at.facts(tx, rules)? };
    let event = match row.decision {
        ReviewDecision::Return => ProposalEvent::Return,
        ReviewDecision::Reject => ProposalEvent::Reject,
        ReviewDecision::Accept => {
            let accepted: Vec<ReviewKind> = store::review::of_proposal(tx, at.row.id)?
                .iter()
                .filter(|r| r.revision == row.revision && r.decision == ReviewDecision::Accept)
                .map(|r| r.kind)
                .collect();
            let open = |kind: &ReviewKind| *kind != row.kind && !accepted.contains(kind);
            let pending = demanded(rules).iter().filter(|kind| open(kind)).count();
            facts.reviews_pending = u32::try_from(pending).unwrap_or(u32::MAX);
            ProposalEvent::Accept
        }
    };
    if let Err(refusals) = domain::proposal::apply(at.row.state, event, &facts) {
        // The others have not decided yet: this acceptance is recorded, the proposal stays under review.
        if refusals.codes() == [RefusalCode::ReviewsPending] {
            return end_own(tx, caller, at.row.id, rules, row);
        }
        return Err(refusals.into());
    }
    let note = Note { clause: row.clause.clone(), ..Note::official(row.body_id.unwrap_or_default(), &row.reason)? };
    at.happen(tx, caller, event, &facts, note)?;
    if row.decision == ReviewDecision::Reject {
        at.row.clause.clone_from(&row.clause);
        at.row.fact.clone_from(&row.fact);
    }
    duty::end_about(tx, at.row.id, &DUTIES, DutyEnding::Decided, caller.account_id)?;
    notification::proposal_decided(tx, &at.row)
}

/// Ends the duties of this kind of review alone.
fn end_own(tx: &mut Tx, caller: &Caller, proposal_id: Id, rules: &Rules, row: &store::review::Review) -> Result<()> {
    for mut open in store::duty::open_about(tx, proposal_id)?.into_iter().filter(|d| DUTIES.contains(&d.kind)) {
        let owner = open.body_id.map(|id| store::body::find(tx, id)).transpose()?.flatten();
        let council = open.role == Role::CouncilMember;
        let mine = match owner {
            Some(owner) => rules.entrusted(task_of(row.kind)).any(|rule| rule.kind == owner.kind),
            None => council == (row.kind == ReviewKind::Council),
        };
        if mine {
            (open.ended_at, open.ending, open.ended_by) =
                (Some(tx.now()), Some(DutyEnding::Decided), caller.account_id);
            store::duty::update(tx, &open)?;
            tx.touch(cycle::topic(open.cycle_id));
        }
    }
    Ok(())
}

fn one(c: &mut Conn, row: store::review::Review) -> Result<Review> {
    to_dtos(c, vec![row])?.pop().ok_or_else(|| Error::Broken("a review that vanished".into()))
}

/// Reviews as the API shows them, with bodies named and rules numbered.
pub(crate) fn to_dtos(c: &mut Conn, rows: Vec<store::review::Review>) -> Result<Vec<Review>> {
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    rows.into_iter()
        .map(|row| {
            let rules = row.rules_id.map(|id| store::cycle::find_rules(c, id)).transpose()?.flatten();
            Ok(Review {
                id: row.id,
                kind: row.kind,
                revision: row.revision,
                body: row.body_id.and_then(|id| bodies.get(&id).cloned()),
                decision: row.decision,
                clause: row.clause,
                fact: row.fact,
                reason: row.reason,
                rules_number: rules.map(|r| r.number),
                created_at: row.created_at,
            })
        })
        .collect()
}
