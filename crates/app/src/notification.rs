//! What an account is told inside the site. Mails are another thing: see [`crate::mail`].
//!
//! What happens to a work concerns many: a job tells them, in chunks.

use std::collections::{HashMap, HashSet};

use domain::notification::NotificationKind;
use domain::{Code, Id, Moment, Operation, ProposalState, Scope, WorkState, authorise};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::cycle::Cycle;
use store::job::{Job, Lease};
use store::milestone::Milestone;
use store::notification::Notification;
use store::page::{Page, Seek};
use store::proposal::Proposal;
use store::work::Work;
use store::{Conn, Tx};
use time::Date;

use crate::job::Done;
use crate::proposal::step::today;
use crate::{App, Caller, Error, Result, calendar, project};

/// Kind of the job that tells who wrote or supports the proposals of a work what became of it.
pub const WORK_NEWS: &str = "work_news";
/// Accounts told in one transaction.
const CHUNK: usize = 200;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct News {
    work_id: Id,
    kind: NotificationKind,
    #[serde(with = "time::serde::rfc3339")]
    at: Moment,
    /// The milestone that may be missed, with the date it was promised for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    milestone: Option<Promise>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Promise {
    id: Id,
    #[serde(with = "domain::moment::day")]
    due_on: Date,
}

impl News {
    /// What a message about it holds besides the project.
    fn payload(&self) -> Value {
        match self.milestone {
            Some(Promise { id, due_on }) => {
                json!({ "work": self.work_id, "milestone": id, "due_on": domain::moment::format_day(due_on) })
            }
            None => json!({ "work": self.work_id }),
        }
    }

    /// Whether it is told once for all times: another job may have told it, at an earlier start or in an earlier release.
    fn once(&self) -> bool {
        matches!(self.kind, NotificationKind::WorkLate | NotificationKind::MilestoneMissed)
    }
}

/// Tells an account something, inside the transaction that did it. Kind and payload are rendered by who shows it: `proposal`
/// (its id), `state`, `upheld`.
pub fn tell(tx: &mut Tx, account_id: Id, kind: NotificationKind, payload: Value) -> Result<()> {
    let row = Notification {
        id: tx.new_id(),
        account_id,
        kind: kind.code().to_owned(),
        payload,
        created_at: tx.now(),
        read_at: None,
    };
    store::notification::insert(tx, &row)?;
    Ok(())
}

/// Tells all authors of a proposal something about it, but not the account that did it.
pub(crate) fn tell_authors(
    tx: &mut Tx,
    caller: Option<Id>,
    proposal: Id,
    kind: NotificationKind,
    payload: &Value,
) -> Result<()> {
    let authors = store::proposal::authors(tx, &[proposal])?;
    for account in authors.iter().filter_map(|author| author.account_id).filter(|account| Some(*account) != caller) {
        tell(tx, account, kind, payload.clone())?;
    }
    Ok(())
}

/// Tells the authors what became of their proposal.
pub(crate) fn proposal_decided(tx: &mut Tx, row: &Proposal) -> Result<()> {
    let payload = json!({ "proposal": row.id, "number": row.number, "state": row.state });
    tell_authors(tx, None, row.id, NotificationKind::ProposalDecided, &payload)
}

/// Tells a resident that the office answered what they disputed.
pub(crate) fn dispute_answered(tx: &mut Tx, verdict: Id, proposal: Option<Id>) -> Result<()> {
    let Some(row) = store::verdict::find(tx, verdict)? else { return Ok(()) };
    let Some(account) = store::account::find_by_person(tx, row.person_id)? else { return Ok(()) };
    let payload = json!({ "work": row.work_id, "proposal": proposal });
    tell(tx, account.id, NotificationKind::DisputeAnswered, payload)
}

/// Lets the job tell what just became of a work.
pub(crate) fn work_news(tx: &mut Tx, work_id: Id, kind: NotificationKind) -> Result<()> {
    let at = tx.now();
    enqueue(tx, News { work_id, kind, at, milestone: None }, None)
}

/// Lets the job look at a work when its first date has passed.
pub(crate) fn when_late(tx: &mut Tx, cycle: &Cycle, work: &Work) -> Result<()> {
    let Some(at) = day_after(cycle, work.first_due_on)? else { return Ok(()) };
    let dedup = format!("{WORK_NEWS}/{}", work.id);
    enqueue(tx, News { work_id: work.id, kind: NotificationKind::WorkLate, at, milestone: None }, Some(dedup))
}

/// Lets the job look at a milestone when the date has passed that it is promised for now.
pub(crate) fn milestone_when_missed(tx: &mut Tx, cycle: &Cycle, row: &Milestone) -> Result<()> {
    let Milestone { id, work_id, due_on, .. } = *row;
    let Some(at) = day_after(cycle, due_on)? else { return Ok(()) };
    let dedup = format!("{WORK_NEWS}/{work_id}/{id}/{}", domain::moment::format_day(due_on));
    let milestone = Some(Promise { id, due_on });
    enqueue(tx, News { work_id, kind: NotificationKind::MilestoneMissed, at, milestone }, Some(dedup))
}

/// Lets the job look at a work and its milestones when their dates have passed, or at once where they have.
pub(crate) fn when_missed(tx: &mut Tx, cycle: &Cycle, work: &Work) -> Result<()> {
    when_late(tx, cycle, work)?;
    let milestones = store::milestone::of_works(tx, &[work.id])?;
    milestones.iter().filter(|row| row.done_on.is_none()).try_for_each(|row| milestone_when_missed(tx, cycle, row))
}

/// The same for every work that is not built yet: those of an earlier release have no job. What was told is not told again.
///
/// # Errors
/// The store's.
pub(crate) fn schedule_all(app: &App) -> Result<()> {
    let now = app.now();
    for row in app.store.read(store::cycle::list)? {
        let cycle = row.cycle;
        app.store.write(now, move |tx| -> Result<()> {
            let works = store::work::of_cycle(tx, cycle.id)?;
            let open = |work: &&Work| work.accepted_on.is_none() && work.state != WorkState::Cancelled;
            works.iter().filter(open).try_for_each(|work| when_missed(tx, &cycle, work))
        })?;
    }
    Ok(())
}

/// The instant at which a day is over in the cycle's zone; none after the last day there is.
fn day_after(cycle: &Cycle, day: Date) -> Result<Option<Moment>> {
    let begins = day.next_day().map(|after| calendar::begins(&cycle.zone, after)).transpose();
    begins.map_err(|e| Error::Broken(format!("the end of {day}: {e}")))
}

fn enqueue(tx: &mut Tx, news: News, dedup: Option<String>) -> Result<()> {
    tx.enqueue(Job { kind: WORK_NEWS, payload: json!(news), run_at: news.at, dedup })?;
    Ok(())
}

/// The job: tells everybody once, however often it runs.
pub(crate) fn run(app: &App, lease: &Lease) -> Result<Done> {
    let news: News =
        serde_json::from_value(lease.payload.clone()).map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let News { work_id, kind, at, milestone: _ } = news;
    let (now, job) = (app.now(), lease.id);
    let followers = app.store.read(|c| -> Result<Vec<(Id, Id)>> {
        let Some(work) = store::work::find(c, work_id)? else { return Ok(Vec::new()) };
        if news.once() && !is_missed(c, &work, news.milestone, now)? {
            return Ok(Vec::new());
        }
        let items: Vec<Id> = store::work::items(c, &[work_id])?.into_iter().map(|item| item.ballot_item_id).collect();
        let items = store::ballot_item::some(c, &items)?;
        let proposals: Vec<Id> = items.into_iter().filter_map(|item| item.proposal_id).collect();
        Ok(store::notification::followers(c, &proposals)?)
    })?;
    for some in followers.chunks(CHUNK) {
        let some = some.to_vec();
        app.store.write(now, move |tx| -> Result<()> {
            let row = |&(account_id, proposal): &(Id, Id)| {
                let mut payload = news.payload();
                payload["proposal"] = json!(proposal);
                let (id, kind) = (message_id(job, account_id, at), kind.code().to_owned());
                Notification { id, account_id, kind, payload, created_at: now, read_at: None }
            };
            let mut rows: Vec<Notification> = some.iter().map(row).collect();
            let told = told(tx, &news, &rows)?;
            rows.retain(|row| !told.contains(&row.account_id));
            Ok(store::notification::insert_all(tx, &rows)?)
        })?;
    }
    Ok(Done::Finished)
}

/// Accounts that know some news already: this job told them, or any job where it is told once.
fn told(tx: &mut Tx, news: &News, rows: &[Notification]) -> Result<HashSet<Id>> {
    if news.once() {
        let accounts: Vec<Id> = rows.iter().map(|row| row.account_id).collect();
        let about = news.payload();
        let same = |payload: &Value| ["work", "milestone", "due_on"].iter().all(|key| payload[*key] == about[*key]);
        let told = store::notification::told(tx, news.kind.code(), &accounts)?;
        return Ok(told.into_iter().filter(|(_, payload)| same(payload)).map(|(account, _)| account).collect());
    }
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let there: HashSet<Id> = store::notification::there(tx, &ids)?.into_iter().collect();
    Ok(rows.iter().filter(|row| there.contains(&row.id)).map(|row| row.account_id).collect())
}

/// Whether a date is missed indeed: a milestone's, or a work's that is not accepted though its first date has passed. Who was told
/// that it is put off or given up needs no second message.
fn is_missed(c: &mut Conn, work: &Work, milestone: Option<Promise>, now: Moment) -> Result<bool> {
    let cycle = store::cycle::find(c, work.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let Work { state, first_due_on, accepted_on, .. } = *work;
    let today = today(&cycle, now)?;
    if let Some(Promise { id, due_on }) = milestone {
        let row = store::milestone::find(c, id)?.ok_or(Error::NotFound("milestone"))?;
        return Ok(domain::work::is_missed(state, due_on, row.due_on, row.done_on.is_some(), today));
    }
    let brief = domain::report::WorkBrief { state, first_due_on, accepted_on };
    Ok(state != WorkState::Deferred && brief.is_late(today))
}

/// The same for the same job and account: what a job said already it does not say again.
fn message_id(job: Id, account: Id, at: Moment) -> Id {
    let digest = Sha256::new().chain_update(job.as_bytes()).chain_update(account.as_bytes()).finalize();
    let mut rest = [0; 10];
    rest.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
}

/// What the caller was told, newest first, and how much of it is unread.
///
/// # Errors
/// `Denied` when nobody is signed in.
pub fn list(app: &App, caller: &Caller, seek: &Seek) -> Result<(Page<api_types::notification::Notification>, i64)> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let id = caller.account()?;
    app.store.read(|c| -> Result<_> {
        let page = store::notification::list(c, id, seek)?;
        Ok((Page { items: to_dtos(c, page.items)?, next: page.next }, store::notification::unread(c, id)?))
    })
}

fn to_dtos(c: &mut Conn, rows: Vec<Notification>) -> Result<Vec<api_types::notification::Notification>> {
    let about = |row: &Notification| row.payload["proposal"].as_str().and_then(|id| id.parse::<Id>().ok());
    let ids: Vec<Id> = rows.iter().filter_map(about).collect();
    let projects: HashMap<Id, _> = project::refs(c, &ids)?;
    rows.into_iter()
        .map(|row| {
            let kind = NotificationKind::parse(&row.kind);
            Ok(api_types::notification::Notification {
                id: row.id,
                kind: kind.ok_or_else(|| Error::Broken(format!("stored notification {}", row.kind)))?,
                project: about(&row).and_then(|id| projects.get(&id).cloned()),
                state: row.payload["state"].as_str().and_then(ProposalState::parse),
                upheld: row.payload["upheld"].as_bool(),
                at: row.created_at,
                read: row.read_at.is_some(),
            })
        })
        .collect()
}

/// Notes that the caller has read everything until now; how many were unread.
///
/// # Errors
/// `Denied` when nobody is signed in.
pub fn mark_read(app: &App, caller: &Caller) -> Result<usize> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let id = caller.account()?;
    app.store.write(app.now(), move |tx| -> Result<usize> {
        let now = tx.now();
        Ok(store::notification::mark_read(tx, id, now)?)
    })
}
