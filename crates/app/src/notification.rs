//! What an account is told inside the site. Mails are another thing: see [`crate::mail`].
//!
//! What happens to a work concerns many: a job tells them, in chunks.

use std::collections::{HashMap, HashSet};

use domain::notification::NotificationKind;
use domain::{Code, Id, Moment, Operation, ProposalState, Scope, WorkState, authorise};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::job::{Job, Lease};
use store::notification::Notification;
use store::page::{Page, Seek};
use store::proposal::Proposal;
use store::work::Work;
use store::{Conn, Tx};

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
    enqueue(tx, News { work_id, kind, at }, None)
}

/// Lets the job look at a new work when its first date has passed.
pub(crate) fn when_late(tx: &mut Tx, cycle: &store::cycle::Cycle, work: &Work) -> Result<()> {
    let Some(after) = work.first_due_on.next_day() else { return Ok(()) };
    let begins = calendar::begins(&cycle.zone, after);
    let at = begins.map_err(|e| Error::Broken(format!("the end of {}: {e}", work.first_due_on)))?;
    let dedup = format!("{WORK_NEWS}/{}", work.id);
    enqueue(tx, News { work_id: work.id, kind: NotificationKind::WorkLate, at }, Some(dedup))
}

fn enqueue(tx: &mut Tx, news: News, dedup: Option<String>) -> Result<()> {
    tx.enqueue(Job { kind: WORK_NEWS, payload: json!(news), run_at: news.at, dedup })?;
    Ok(())
}

/// The job: tells everybody once, however often it runs.
pub(crate) fn run(app: &App, lease: &Lease) -> Result<Done> {
    let News { work_id, kind, at } =
        serde_json::from_value(lease.payload.clone()).map_err(|e| Error::Broken(format!("payload: {e}")))?;
    let (now, job) = (app.now(), lease.id);
    let followers = app.store.read(|c| -> Result<Vec<(Id, Id)>> {
        let Some(work) = store::work::find(c, work_id)? else { return Ok(Vec::new()) };
        if kind == NotificationKind::WorkLate && !is_late(c, &work, now)? {
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
            let row = |&(account_id, proposal): &(Id, Id)| Notification {
                id: message_id(job, account_id, at),
                account_id,
                kind: kind.code().to_owned(),
                payload: json!({ "work": work_id, "proposal": proposal }),
                created_at: now,
                read_at: None,
            };
            let mut rows: Vec<Notification> = some.iter().map(row).collect();
            let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
            let told: HashSet<Id> = store::notification::there(tx, &ids)?.into_iter().collect();
            rows.retain(|row| !told.contains(&row.id));
            Ok(store::notification::insert_all(tx, &rows)?)
        })?;
    }
    Ok(Done::Finished)
}

/// Not accepted though its first date has passed; who was told that it is put off or given up needs no second message.
fn is_late(c: &mut Conn, work: &Work, now: Moment) -> Result<bool> {
    let cycle = store::cycle::find(c, work.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let Work { state, first_due_on, accepted_on, .. } = *work;
    let brief = domain::report::WorkBrief { state, first_due_on, accepted_on };
    Ok(state != WorkState::Deferred && brief.is_late(today(&cycle, now)?))
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
