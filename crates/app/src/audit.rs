//! The audit trail: as use cases write it, and as auditors read it.

use api_types::audit::AuditEntry;
use domain::{Id, Operation, Scope, authorise};
use serde_json::Value;
use store::audit::{Audit, AuditFilter, AuditRow};
use store::{Page, Seek, Tx};

use crate::secrets::hex;
use crate::{App, Caller, Result};

/// Adds a link to the audit chain when the transaction commits: who did what to which thing.
///
/// The payload holds codes and ids, never names, addresses, IINs or texts of residents; ballots are never audited.
pub fn record(
    tx: &mut Tx,
    caller: &Caller,
    action: &'static str,
    subject: &'static str,
    id: Id,
    district: Option<Id>,
    payload: Value,
) {
    tx.audit(Audit {
        action,
        actor: caller.kind().to_owned(),
        account_id: caller.account_id,
        subject,
        subject_id: Some(id),
        district_id: district,
        payload,
    });
}

/// The audit log, newest first; a district's auditor must ask for that district.
///
/// # Errors
/// `Denied` to everybody but auditors.
pub fn list(app: &App, caller: &Caller, filter: &AuditFilter, seek: &Seek<i64>) -> Result<Page<AuditEntry, i64>> {
    let scope = Scope { district: filter.district_id, ..Scope::default() };
    authorise(&caller.actor, Operation::ViewAudit, &scope)?;
    let page = app.store.read(|c| store::audit::list(c, filter, seek))?;
    Ok(Page { items: page.items.into_iter().map(to_dto).collect(), next: page.next })
}

fn to_dto(row: AuditRow) -> AuditEntry {
    let AuditRow {
        seq,
        at,
        account_id,
        actor,
        action,
        subject,
        subject_id,
        district_id,
        salt,
        payload,
        payload_hash,
        previous,
        hash,
    } = row;
    AuditEntry {
        seq,
        at,
        actor,
        account_id,
        action,
        subject,
        subject_id,
        district_id,
        payload,
        salt: salt.as_deref().map(hex),
        payload_hash: hex(&payload_hash),
        previous: hex(&previous),
        hash: hex(&hash),
    }
}
