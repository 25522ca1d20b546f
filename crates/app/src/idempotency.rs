//! Repeated requests: the second one with the same key creates nothing and answers as the first did.
//!
//! A use case that creates something calls [`claim`] after it has authorised and validated, before it writes. The row is
//! written in the same transaction as the thing, so a key without its thing (or the reverse) cannot be.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::Id;
use store::idempotency::Idempotency;
use store::{Conn, Tx};

use crate::{Caller, ConflictCode, Error, Result};

/// An idempotency key with what it was sent for. The HTTP side puts it into the [`Caller`].
#[derive(Debug)]
pub struct Idem {
    route: String,
    key: String,
    body_hash: OnceLock<Vec<u8>>,
    replayed: AtomicBool,
}

impl Idem {
    /// A key sent to this route.
    pub fn new(route: impl Into<String>, key: impl Into<String>) -> Self {
        Self { route: route.into(), key: key.into(), body_hash: OnceLock::new(), replayed: AtomicBool::new(false) }
    }

    /// Says which body came with the key; once, when it has been read.
    pub fn body(&self, hash: Vec<u8>) {
        let _ = self.body_hash.set(hash);
    }

    /// Whether the thing had been created by an earlier request.
    pub fn replayed(&self) -> bool {
        self.replayed.load(Ordering::SeqCst)
    }
}

/// Claims the caller's key for the thing `id` that is about to be created. `Some(earlier)`: an earlier request created
/// `earlier`; write nothing and answer with it. `None`: go on (also when the request has no key).
///
/// # Errors
/// `Conflict(key_reused)` when the key came before with another body.
pub fn claim(tx: &mut Tx, caller: &Caller, id: Id) -> Result<Option<Id>> {
    let (Some(idem), Some(account)) = (caller.idem.as_deref(), caller.account_id) else { return Ok(None) };
    let row = Idempotency {
        principal: principal(caller, account),
        route: idem.route.clone(),
        key: idem.key.clone(),
        body_hash: idem.body_hash.get().cloned().unwrap_or_default(),
        status: 201,
        resource_id: Some(id),
        created_at: tx.now(),
    };
    // The transaction may run again after a conflict: what an earlier run found does not count.
    idem.replayed.store(false, Ordering::SeqCst);
    let Some(earlier) = store::idempotency::claim(tx, &row)? else { return Ok(None) };
    replay(idem, earlier)
}

/// What an earlier request with the caller's key created, for use cases of many transactions: they ask this before the first
/// and claim in the last.
///
/// # Errors
/// As [`claim`].
pub fn earlier(c: &mut Conn, caller: &Caller) -> Result<Option<Id>> {
    let (Some(idem), Some(account)) = (caller.idem.as_deref(), caller.account_id) else { return Ok(None) };
    let found = store::idempotency::find(c, &principal(caller, account), &idem.route, &idem.key)?;
    found.map_or(Ok(None), |earlier| replay(idem, earlier))
}

fn principal(caller: &Caller, account: Id) -> String {
    match caller.on_behalf_of {
        Some(person) => format!("{account}/{person}"),
        None => account.to_string(),
    }
}

fn replay(idem: &Idem, earlier: Idempotency) -> Result<Option<Id>> {
    if earlier.body_hash != idem.body_hash.get().cloned().unwrap_or_default() {
        return Err(Error::Conflict(ConflictCode::KeyReused));
    }
    idem.replayed.store(true, Ordering::SeqCst);
    Ok(earlier.resource_id)
}
