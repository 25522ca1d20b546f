//! What an account is told inside the site. Mails are another thing: see [`crate::mail`].

use std::collections::HashMap;

use domain::notification::NotificationKind;
use domain::{Code, Id, Operation, ProposalState, Scope, authorise};
use serde_json::{Value, json};
use store::notification::Notification;
use store::page::{Page, Seek};
use store::proposal::Proposal;
use store::{Conn, Tx};

use crate::{App, Caller, Error, Result, project};

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
