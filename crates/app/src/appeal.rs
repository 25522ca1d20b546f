//! Appeals: an author contests a rejection, another body decides in time and in public.

use api_types::proposal::{Appeal, AppealCreate, AppealDecide};
use domain::appeal::{Decider, decided_by_another, in_time};
use domain::notification::NotificationKind;
use domain::{
    BodyTask, DutyEnding, DutyKind, Id, Operation, Phase, ProposalEvent, ProposalFacts, ResidentAction, ReviewDecision,
    Role, UserText,
};
use serde_json::json;
use store::{Conn, Tx};

use crate::cycle::machine;
use crate::duty::NewDuty;
use crate::proposal::step::{self, Note, Step};
use crate::proposal::{MAX_REASON, content};
use crate::{App, Caller, Error, Faults, Result, audit, body, duty, idempotency, notification, project};

/// Files an appeal against a rejection: once, until the phase of appeals ends.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` with every reason.
pub fn file(app: &App, caller: &Caller, proposal_id: Id, input: &AppealCreate) -> Result<Appeal> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Appeal> {
        let mut at = step::load(tx, &actor, proposal_id)?;
        let time = at.permit(tx, &actor, Operation::Appeal)?;
        content::check_said(&input.text, "/text", MAX_REASON)?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::appeal::find(tx, earlier)?.ok_or(Error::NotFound("appeal"))?;
            return to_dto(tx, row);
        }
        let windows = store::cycle::windows(tx, at.cycle.id)?;
        let facts = ProposalFacts {
            reason: true,
            appeal_late: in_time(&machine(&at.cycle, &windows).calendar, tx.now()).is_err(),
            appealed_before: store::appeal::of_proposal(tx, proposal_id)?.is_some(),
            ..ProposalFacts::default()
        };
        let rules = at.rules(tx)?;
        let mut refusals = at.against(ProposalEvent::Appeal, &facts, time);
        let action = ResidentAction::Appeal;
        refusals.0.extend(step::eligibility(tx, &actor, &at.cycle, &rules, action, at.row.district_id)?.0);
        refusals.or(())?;
        let row = store::appeal::Appeal {
            id,
            proposal_id,
            filed_by: actor.account()?,
            filed_at: tx.now(),
            channel: actor.channel,
            clerk_id: actor.clerk(),
            lang: input.text.lang,
            text: input.text.text.trim().to_owned(),
            decided_at: None,
            decided_by: None,
            body_id: None,
            upheld: None,
            reason: None,
            act_id: None,
        };
        store::appeal::insert(tx, &row)?;
        at.happen(tx, &actor, ProposalEvent::Appeal, &facts, Note::default())?;
        at.save(tx)?;
        let city = at.city(tx)?;
        let days = duty::days_after(tx.now(), rules.deadlines.appeal_days);
        let end = windows.iter().find(|w| w.phase == Phase::Appeals).map_or(days, |w| w.ends_at);
        let new = NewDuty {
            kind: DutyKind::DecideAppeal,
            district_id: Some(at.row.district_id),
            body_id: step::entrusted_body(tx, city, &at.row, &rules, BodyTask::Appeals)?,
            role: Role::CouncilMember,
            subject: "appeal",
            subject_id: id,
            proposal_id: Some(proposal_id),
            deadline: days.min(end),
        };
        duty::open(tx, &at.cycle, new)?;
        let payload = json!({ "proposal": proposal_id, "channel": row.channel });
        audit::record(tx, &actor, "appeal_filed", "appeal", id, Some(at.row.district_id), payload);
        to_dto(tx, row)
    })
}

/// Decides an appeal in the name of a body that the rules entrust with appeals; another one, and another person, than those
/// who rejected.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` with every reason, `same_body` among them.
pub fn decide(app: &App, caller: &Caller, appeal_id: Id, input: &AppealDecide) -> Result<Appeal> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Appeal> {
        let proposal_id = store::appeal::find(tx, appeal_id)?.ok_or(Error::NotFound("appeal"))?.proposal_id;
        let mut at = step::load(tx, &actor, proposal_id)?;
        let mut row = store::appeal::lock(tx, appeal_id)?.ok_or(Error::NotFound("appeal"))?;
        let time = at.permit(tx, &actor, Operation::DecideAppeal)?;
        let mut faults = Faults::new();
        body::check_text(&input.reason, "/reason", MAX_REASON, &mut faults);
        faults.check()?;
        let rules = at.rules(tx)?;
        step::deciding_body(tx, &actor, &at, &rules, input.body_id, BodyTask::Appeals)?;
        let deciding = Decider { body: Some(input.body_id), account: actor.account()? };
        let facts =
            ProposalFacts { reason: true, same_body: same_body(tx, &at, deciding)?, ..ProposalFacts::default() };
        let event = if input.upheld { ProposalEvent::UpholdAppeal } else { ProposalEvent::DismissAppeal };
        at.against(event, &facts, time).or(())?;
        at.happen(tx, &actor, event, &facts, Note::official(input.body_id, &input.reason)?)?;
        if input.upheld {
            (at.row.clause, at.row.fact) = (None, None);
        }
        at.save(tx)?;
        row.decided_at = Some(tx.now());
        row.decided_by = actor.account_id;
        row.body_id = Some(input.body_id);
        row.upheld = Some(input.upheld);
        row.reason = Some(input.reason.clone());
        store::appeal::update(tx, &row)?;
        duty::end_about(tx, appeal_id, &[DutyKind::DecideAppeal], DutyEnding::Decided, actor.account_id)?;
        let payload = json!({ "proposal": proposal_id, "number": at.row.number, "upheld": input.upheld });
        notification::tell(tx, row.filed_by, NotificationKind::AppealDecided, payload)?;
        let payload = json!({ "proposal": proposal_id, "upheld": input.upheld, "body": input.body_id });
        audit::record(tx, &actor, "appeal_decided", "appeal", appeal_id, Some(at.row.district_id), payload);
        to_dto(tx, row)
    })
}

/// Whether who decides has rejected before: with a rejection, or with the return that was not reworked in time.
fn same_body(tx: &mut Tx, at: &Step, deciding: Decider) -> Result<bool> {
    let reviews = store::review::of_proposal(tx, at.row.id)?;
    let last = reviews.iter().rfind(|r| r.decision != ReviewDecision::Accept);
    let Some((rejected, account)) = last.and_then(|r| r.reviewer_id.map(|account| (r, account))) else {
        return Ok(false);
    };
    Ok(decided_by_another(Decider { body: rejected.body_id, account }, deciding).is_err())
}

/// An appeal as the API shows it.
pub(crate) fn to_dto(c: &mut Conn, row: store::appeal::Appeal) -> Result<Appeal> {
    let body = row.body_id.map(|id| store::body::find(c, id)).transpose()?.flatten();
    Ok(Appeal {
        id: row.id,
        text: UserText { lang: row.lang, text: row.text },
        filed_at: row.filed_at,
        clerk: row.clerk_id.map(|id| project::clerk_name(c, id)).transpose()?.flatten(),
        body: body.map(|b| b.name),
        upheld: row.upheld,
        reason: row.reason,
        decided_at: row.decided_at,
    })
}
