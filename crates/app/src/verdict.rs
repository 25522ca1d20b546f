//! Residents' verdicts on finished works. A dispute makes a duty to answer in public; money never moves by it.

use std::collections::HashMap;

use api_types::photo::{Photo, Removal};
use api_types::verdict::{Verdict, VerdictWrite};
use domain::{
    DutyEnding, DutyKind, Id, Moment, Operation, Refusal, RefusalCode, Refusals, ResidentAction, Role, Scope, UserText,
    VerdictKind, authorise,
};
use serde_json::json;
use store::verdict::Verdict as Row;
use store::{Conn, Tx};

use crate::body::check_text;
use crate::cycle::{machine, rules_of};
use crate::duty::NewDuty;
use crate::proposal::{content, step};
use crate::work::{MAX_REASON, Site, photos_of, refused};
use crate::{App, Caller, Error, Faults, Result, audit, duty, project, roll};

/// Longest verdict, in characters.
const MAX_TEXT: usize = 2_000;
/// Shortest dispute, in characters: an office must be able to answer it.
const MIN_DISPUTE: usize = 10;

/// Says what a resident thinks of a work. A new verdict takes the place of the earlier one until the office has answered.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` with every reason.
pub fn give(app: &App, caller: &Caller, work_id: Id, input: &VerdictWrite) -> Result<Verdict> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Verdict> {
        let site = Site::load(tx, work_id)?;
        let time = permit(tx, &actor, &site)?;
        let person_id = actor.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
        content::check_said(&input.text, "/text", MAX_TEXT)?;
        let short = input.kind == VerdictKind::Dispute && input.text.text.trim().chars().count() < MIN_DISPUTE;
        if short {
            let fault = crate::Fault::new("/text/text", "too_short").with("min", MIN_DISPUTE);
            return Err(Error::Invalid(vec![fault]));
        }
        let earlier = store::verdict::of_person(tx, work_id, person_id)?;
        let duty =
            earlier.as_ref().and_then(|row| row.duty_id).map(|id| store::duty::find(tx, id)).transpose()?.flatten();
        let answered = duty.as_ref().is_some_and(|duty| duty.ended_at.is_some());
        let mut refusals = Refusals::none();
        refusals.also(domain::verdict::check(site.row.state, answered));
        refusals.also(time.or(()));
        refusals.0.extend(eligibility(tx, &actor, &site)?.0);
        if earlier.as_ref().is_some_and(|row| row.removed_at.is_some()) {
            refusals.push(Refusal::with(RefusalCode::WrongState, "removed"));
        }
        refusals.or(())?;
        let id = earlier.as_ref().map_or_else(|| tx.new_id(), |row| row.id);
        let open = duty.map(|duty| duty.id);
        let duty_id = match (input.kind, open) {
            (VerdictKind::Dispute, Some(open)) => Some(open),
            (VerdictKind::Dispute, None) => Some(owe(tx, &site, id)?),
            (VerdictKind::Confirm, Some(_)) => {
                // Who is content now asks for no answer any more.
                duty::end_about(tx, id, &[DutyKind::AnswerDispute], DutyEnding::Removed, actor.account_id)?;
                None
            }
            (VerdictKind::Confirm, None) => None,
        };
        let row = Row {
            id,
            work_id,
            person_id,
            account_id: actor.account_id,
            author_name: step::public_name(tx, &actor)?,
            kind: input.kind,
            lang: input.text.lang,
            text: Some(input.text.text.trim().to_owned()),
            channel: actor.channel,
            clerk_id: actor.clerk(),
            created_at: tx.now(),
            duty_id,
            removed_at: None,
            removed_by: None,
            removed_reason: None,
        };
        match earlier {
            Some(_) => drop(store::verdict::update(tx, &row)?),
            None => store::verdict::insert(tx, &row)?,
        }
        let payload = json!({ "work": work_id, "kind": input.kind, "channel": actor.channel });
        audit::record(tx, &actor, "verdict_given", "verdict", id, site.row.district_id, payload);
        site.touch(tx);
        one(tx, row)
    })
}

/// Who may; what phase and clock have against it is listed with the other reasons.
pub(crate) fn permit(tx: &mut Tx, caller: &Caller, site: &Site) -> Result<Refusals> {
    match authorise(&caller.actor, Operation::GiveVerdict, &site.scope()) {
        Err(denied) if denied.kind == domain::DeniedKind::Phase => return Ok(denied.refusals),
        decided => decided?,
    };
    let windows = store::cycle::windows(tx, site.cycle.id)?;
    let calendar = machine(&site.cycle, &windows).calendar;
    let required = calendar.require_for(Operation::GiveVerdict, site.cycle.phase, tx.now());
    Ok(required.err().unwrap_or_default())
}

/// What the rules have against the resident judging this work: by default it is built in their own district.
pub(crate) fn eligibility(tx: &mut Tx, caller: &Caller, site: &Site) -> Result<Refusals> {
    let found = caller.actor.person.map(|id| store::person::find_current(tx, id)).transpose()?.flatten();
    let Some(person) = found else { return Ok(Refusals::one(RefusalCode::NotAResident)) };
    let rules = rules_of(tx, &site.cycle)?;
    let rule = match rules.eligibility(ResidentAction::Verdict) {
        Ok(rule) => rule,
        Err(refusals) => return Ok(refusals),
    };
    let resident = domain::Resident { proof: caller.actor.proof, ..roll::resident(&person) };
    let today = site.today(tx)?;
    Ok(domain::eligible(rule, &resident, site.row.district_id, today).err().unwrap_or_default())
}

/// The duty of the work's office to answer a dispute.
fn owe(tx: &mut Tx, site: &Site, verdict: Id) -> Result<Id> {
    let days = rules_of(tx, &site.cycle)?.deadlines.answer_days;
    open_duty(tx, site, DutyKind::AnswerDispute, ("verdict", verdict), days)
}

/// A duty of the office that answers for a work.
pub(crate) fn open_duty(tx: &mut Tx, site: &Site, kind: DutyKind, about: (&'static str, Id), days: u16) -> Result<Id> {
    let items: Vec<Id> = store::work::items(tx, &[site.row.id])?.into_iter().map(|item| item.ballot_item_id).collect();
    let projects = store::ballot_item::some(tx, &items)?;
    let new = NewDuty {
        kind,
        district_id: site.row.district_id,
        body_id: Some(site.row.body_id),
        role: Role::Executor,
        subject: about.0,
        subject_id: about.1,
        proposal_id: projects.into_iter().find_map(|item| item.proposal_id),
        deadline: duty::days_after(tx.now(), days),
    };
    duty::open(tx, &site.cycle, new)
}

/// Removes a verdict that breaks the rules of the discussion: the text goes, a tombstone with the public reason stays.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` when it was removed before.
pub fn remove(app: &App, caller: &Caller, id: Id, input: &Removal) -> Result<Verdict> {
    let (actor, reason) = (caller.clone(), input.reason.clone());
    app.store.write(app.now(), move |tx| -> Result<Verdict> {
        let work_id = store::verdict::find(tx, id)?.ok_or(Error::NotFound("verdict"))?.work_id;
        let site = Site::load(tx, work_id)?;
        let mut row = store::verdict::lock(tx, id)?.ok_or(Error::NotFound("verdict"))?;
        let scope = Scope { district: site.row.district_id, ..Scope::default() };
        authorise(&actor.actor, Operation::Moderate, &scope)?;
        let mut faults = Faults::new();
        check_text(&reason, "/reason", MAX_REASON, &mut faults);
        faults.check()?;
        if row.removed_at.is_some() {
            return Err(refused(Refusal::with(RefusalCode::WrongState, "removed")));
        }
        row.text = None;
        row.removed_at = Some(tx.now());
        row.removed_by = actor.account_id;
        row.removed_reason = Some(crate::contest::to_json(&reason)?.to_string());
        store::verdict::update(tx, &row)?;
        duty::end_about(tx, id, &[DutyKind::AnswerDispute], DutyEnding::Removed, actor.account_id)?;
        let payload = json!({ "work": work_id, "reason": reason });
        audit::record(tx, &actor, "verdict_removed", "verdict", id, site.row.district_id, payload);
        site.touch(tx);
        one(tx, row)
    })
}

fn one(tx: &mut Tx, row: Row) -> Result<Verdict> {
    let (now, photos) = (tx.now(), photos_of(tx, row.work_id)?);
    to_dtos(tx, vec![row], &photos, now)?.pop().ok_or_else(|| Error::Broken("a verdict that vanished".into()))
}

/// Verdicts on a work as the API shows them.
pub(crate) fn of_work(
    c: &mut Conn,
    work_id: Id,
    photos: &HashMap<Id, Vec<Photo>>,
    now: Moment,
) -> Result<Vec<Verdict>> {
    let rows = store::verdict::of_work(c, work_id)?;
    to_dtos(c, rows, photos, now)
}

fn to_dtos(c: &mut Conn, rows: Vec<Row>, photos: &HashMap<Id, Vec<Photo>>, now: Moment) -> Result<Vec<Verdict>> {
    let mut duties = duties(c, rows.iter().filter_map(|row| row.duty_id), now)?;
    rows.into_iter()
        .map(|row| {
            Ok(Verdict {
                id: row.id,
                work_id: row.work_id,
                author: row.author_name,
                kind: row.kind,
                text: row.text.map(|text| UserText { lang: row.lang, text }),
                channel: row.channel,
                clerk: row.clerk_id.map(|id| project::clerk_name(c, id)).transpose()?.flatten(),
                created_at: row.created_at,
                photos: photos.get(&row.id).cloned().unwrap_or_default(),
                duty: row.duty_id.and_then(|id| duties.remove(&id)),
                removed_reason: row.removed_reason.as_deref().map(crate::work::removal_reason),
            })
        })
        .collect()
}

/// Duties by id, as the API shows them.
pub(crate) fn duties(
    c: &mut Conn,
    ids: impl Iterator<Item = Id>,
    now: Moment,
) -> Result<HashMap<Id, api_types::duty::Duty>> {
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(store::duty::find(c, id)?);
    }
    Ok(duty::to_dtos(c, rows, now)?.into_iter().map(|duty| (duty.id, duty)).collect())
}
