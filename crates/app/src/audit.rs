//! The audit trail as use cases write it.

use domain::Id;
use serde_json::Value;
use store::Tx;
use store::audit::Audit;

use crate::Caller;

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
