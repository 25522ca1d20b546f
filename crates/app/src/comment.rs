//! The discussion: residents comment and ask, officials answer, moderators remove with a reason.

use std::collections::HashMap;

use api_types::proposal::{Comment, CommentCreate, CommentRemove};
use domain::duty::only_acknowledges;
use domain::notification::NotificationKind;
use domain::{
    BodyTask, CommentKind, DutyEnding, DutyKind, Id, LocalText, Moment, Operation, Phase, Refusal, RefusalCode,
    Refusals, ResidentAction, Role, Scope, UserText, authorise,
};
use serde_json::json;
use store::page::{Page, Seek};
use store::{Conn, Tx};

use crate::duty::NewDuty;
use crate::proposal::step::{self, Step};
use crate::proposal::{MAX_REASON, content};
use crate::{App, Caller, Error, Faults, Result, audit, body, duty, idempotency, notification, project};

/// Longest comment, in characters.
const MAX_TEXT: usize = 5_000;

/// Says something about a public proposal. A question makes a duty to answer it; an official answer to a question ends it.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`, also for an answer that names no question; `Refused`.
pub fn create(app: &App, caller: &Caller, proposal_id: Id, input: &CommentCreate) -> Result<Comment> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Comment> {
        let at = step::load(tx, &actor, proposal_id)?;
        if !project::is_public(&at.row) {
            return Err(Error::NotFound("proposal"));
        }
        let operation = match input.kind {
            CommentKind::Comment => Operation::Comment,
            CommentKind::Question => Operation::AskQuestion,
            CommentKind::OfficialAnswer => Operation::AnswerQuestion,
        };
        let mut refusals = at.permit(tx, &actor, operation)?;
        content::check_said(&input.text, "/text", MAX_TEXT)?;
        let official = input.kind == CommentKind::OfficialAnswer;
        if official && only_acknowledges(&input.text.text) {
            return Err(Error::invalid("/text/text", "acknowledgement"));
        }
        let parent = parent(tx, &at, &input)?;
        if !official {
            let (rules, action) = (at.rules(tx)?, ResidentAction::Comment);
            refusals.0.extend(step::eligibility(tx, &actor, &at.cycle, &rules, action, at.row.district_id)?.0);
        }
        refusals.or(())?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::comment::find(tx, earlier)?.ok_or(Error::NotFound("comment"))?;
            return one(tx, row);
        }
        let duty_id = if input.kind == CommentKind::Question { Some(ask(tx, &at, id)?) } else { None };
        let row = store::comment::Comment {
            id,
            proposal_id,
            parent_id: input.parent_id,
            kind: input.kind,
            account_id: actor.account()?,
            person_id: if official { None } else { actor.actor.person },
            author_name: if official { official_name(tx, &actor)? } else { step::public_name(tx, &actor)? },
            body_id: if official { office(tx, &actor, &at)? } else { None },
            channel: actor.channel,
            clerk_id: actor.clerk(),
            lang: input.text.lang,
            text: Some(input.text.text.trim().to_owned()),
            created_at: tx.now(),
            duty_id,
            removed_at: None,
            removed_by: None,
            removed_reason: None,
        };
        store::comment::insert(tx, &row)?;
        if let (true, Some(question)) = (official, &parent) {
            duty::end_about(tx, question.id, &[DutyKind::AnswerQuestion], DutyEnding::Done, actor.account_id)?;
            let payload = json!({ "proposal": proposal_id, "number": at.row.number });
            notification::tell(tx, question.account_id, NotificationKind::QuestionAnswered, payload)?;
        }
        store::proposal::add_comments(tx, proposal_id, 1)?;
        let payload = json!({ "kind": input.kind, "proposal": proposal_id, "channel": actor.channel });
        audit::record(tx, &actor, "comment_made", "comment", id, Some(at.row.district_id), payload);
        step::touch(tx, &at.cycle, at.row.state);
        one(tx, row)
    })
}

/// What was said about a public proposal, oldest first; public.
///
/// # Errors
/// `NotFound`.
pub fn list(app: &App, proposal_id: Id, seek: &Seek) -> Result<Page<Comment>> {
    let now = app.now();
    app.store.read(|c| -> Result<_> {
        let row = store::proposal::find(c, proposal_id)?.filter(project::is_public);
        row.ok_or(Error::NotFound("proposal"))?;
        let page = store::comment::page(c, proposal_id, seek)?;
        Ok(Page { items: to_dtos(c, page.items, now)?, next: page.next })
    })
}

/// Removes what breaks the rules of the discussion: the text goes, a tombstone with the public reason stays.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` when it was removed before.
pub fn remove(app: &App, caller: &Caller, id: Id, input: &CommentRemove) -> Result<Comment> {
    let (actor, reason) = (caller.clone(), input.reason.clone());
    app.store.write(app.now(), move |tx| -> Result<Comment> {
        let mut row = store::comment::lock(tx, id)?.ok_or(Error::NotFound("comment"))?;
        let proposal = store::proposal::find(tx, row.proposal_id)?.ok_or(Error::NotFound("comment"))?;
        let scope = Scope { district: Some(proposal.district_id), ..Scope::default() };
        authorise(&actor.actor, Operation::Moderate, &scope)?;
        let mut faults = Faults::new();
        body::check_text(&reason, "/reason", MAX_REASON, &mut faults);
        faults.check()?;
        if row.removed_at.is_some() {
            return Err(Refusals::one(Refusal::with(RefusalCode::WrongState, "removed")).into());
        }
        row.text = None;
        row.removed_at = Some(tx.now());
        row.removed_by = actor.account_id;
        row.removed_reason = Some(reason.clone());
        store::comment::update(tx, &row)?;
        duty::end_about(tx, id, &[DutyKind::AnswerQuestion], DutyEnding::Removed, actor.account_id)?;
        store::proposal::add_comments(tx, row.proposal_id, -1)?;
        let payload = json!({ "proposal": row.proposal_id, "reason": reason });
        audit::record(tx, &actor, "comment_removed", "comment", id, Some(proposal.district_id), payload);
        tx.touch("projects");
        one(tx, row)
    })
}

/// The comment that is answered; an official answer answers a question.
fn parent(tx: &mut Tx, at: &Step, input: &CommentCreate) -> Result<Option<store::comment::Comment>> {
    let official = input.kind == CommentKind::OfficialAnswer;
    let Some(id) = input.parent_id else {
        return if official { Err(Error::invalid("/parent_id", "required")) } else { Ok(None) };
    };
    let found = store::comment::find(tx, id)?.filter(|c| c.proposal_id == at.row.id && c.removed_at.is_none());
    let fits = found.filter(|c| !official || c.kind == CommentKind::Question);
    Ok(Some(fits.ok_or_else(|| Error::invalid("/parent_id", "unknown"))?))
}

/// Makes the duty to answer a question: the district's akimat (or whoever delivers, by the rules) owes it.
fn ask(tx: &mut Tx, at: &Step, question: Id) -> Result<Id> {
    let rules = at.rules(tx)?;
    let city = at.city(tx)?;
    let building = matches!(at.cycle.phase, Phase::Delivery | Phase::Reports);
    let (task, role) =
        if building { (BodyTask::Delivery, Role::Executor) } else { (BodyTask::FormalReview, Role::Reviewer) };
    let new = NewDuty {
        kind: DutyKind::AnswerQuestion,
        district_id: Some(at.row.district_id),
        body_id: step::entrusted_body(tx, city, &at.row, &rules, task)?,
        role,
        subject: "question",
        subject_id: question,
        proposal_id: Some(at.row.id),
        deadline: duty::days_after(tx.now(), rules.deadlines.answer_days),
    };
    duty::open(tx, &at.cycle, new)
}

fn official_name(c: &mut Conn, caller: &Caller) -> Result<String> {
    let account = store::account::find(c, caller.account()?)?;
    Ok(account.ok_or_else(|| Error::Broken("a caller without an account".into()))?.display_name)
}

/// The body for which an official answers: one of the district, else one of the city, of which they are a member.
fn office(c: &mut Conn, caller: &Caller, at: &Step) -> Result<Option<Id>> {
    let mut bodies = Vec::new();
    for id in store::body::of_member(c, caller.account()?)? {
        bodies.extend(store::body::find(c, id)?);
    }
    let own = bodies.iter().find(|b| b.district_id == Some(at.row.district_id));
    Ok(own.or_else(|| bodies.iter().find(|b| b.district_id.is_none())).map(|b| b.id))
}

fn one(tx: &mut Tx, row: store::comment::Comment) -> Result<Comment> {
    let now = tx.now();
    to_dtos(tx, vec![row], now)?.pop().ok_or_else(|| Error::Broken("a comment that vanished".into()))
}

fn to_dtos(c: &mut Conn, rows: Vec<store::comment::Comment>, now: Moment) -> Result<Vec<Comment>> {
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let mut duties = Vec::new();
    for id in rows.iter().filter_map(|row| row.duty_id) {
        duties.extend(store::duty::find(c, id)?);
    }
    let mut duties: HashMap<Id, _> = duty::to_dtos(c, duties, now)?.into_iter().map(|d| (d.id, d)).collect();
    rows.into_iter()
        .map(|row| {
            Ok(Comment {
                id: row.id,
                parent_id: row.parent_id,
                kind: row.kind,
                author: row.author_name,
                body: row.body_id.and_then(|id| bodies.get(&id).cloned()),
                channel: row.channel,
                clerk: row.clerk_id.map(|id| project::clerk_name(c, id)).transpose()?.flatten(),
                text: row.text.map(|text| UserText { lang: row.lang, text }),
                created_at: row.created_at,
                removed_reason: row.removed_reason,
                duty: row.duty_id.and_then(|id| duties.remove(&id)),
            })
        })
        .collect()
}
