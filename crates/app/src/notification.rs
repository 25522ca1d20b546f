//! What an account is told inside the site. Mails are another thing: see [`crate::mail`].

use domain::{Id, Operation, Scope, authorise};
use serde_json::Value;
use store::Tx;
use store::notification::Notification;
use store::page::{Page, Seek};

use crate::{App, Caller, Result};

/// Tells an account something, inside the transaction that did it. Kind and payload are rendered by who shows it.
pub fn tell(tx: &mut Tx, account_id: Id, kind: &'static str, payload: Value) -> Result<()> {
    let row = Notification {
        id: tx.new_id(),
        account_id,
        kind: kind.to_owned(),
        payload,
        created_at: tx.now(),
        read_at: None,
    };
    store::notification::insert(tx, &row)?;
    Ok(())
}

/// What the caller was told, newest first.
///
/// # Errors
/// `Denied` when nobody is signed in.
pub fn list(app: &App, caller: &Caller, seek: &Seek) -> Result<Page<Notification>> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let id = caller.account()?;
    app.store.read(|c| -> Result<_> { Ok(store::notification::list(c, id, seek)?) })
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
