//! The audit chain: who did what, each link hashed with the one before.
//!
//! A link's hash covers `SHA-256(salt || payload)`, not the payload itself: payload and salt can be erased by law and the
//! chain still holds. Nothing here ever names a person beside a ballot.

use crate::page::{Page, Seek};
use crate::prelude::*;
use sha2::{Digest, Sha256};

row! {
    /// A link of the chain.
    AuditRow in audit {
        seq: i64,
        at: Moment,
        account_id: Option<Id>,
        actor: String,
        action: String,
        subject: String,
        subject_id: Option<Id>,
        district_id: Option<Id>,
        /// 32 random bytes; none once erased.
        salt: Option<Vec<u8>>,
        /// JSON, the very bytes that were hashed; none once erased.
        payload: Option<String>,
        payload_hash: Vec<u8>,
        previous: Vec<u8>,
        hash: Vec<u8>,
    }
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// What, such as `proposal_submitted`.
    pub action: &'static str,
    /// In which capacity: a role, `resident`, `system`.
    pub actor: String,
    /// Who, unless the system did it by itself.
    pub account_id: Option<Id>,
    /// Kind of thing it was done to, such as `proposal`.
    pub subject: &'static str,
    /// The thing.
    pub subject_id: Option<Id>,
    /// The district it belongs to, if any.
    pub district_id: Option<Id>,
    /// Details.
    pub payload: Value,
}

/// A link that the writer will add to the chain.
pub(crate) struct Pending {
    pub at: Moment,
    pub salt: [u8; 32],
    pub audit: Audit,
}

/// Adds links to the end of the chain. The last statement before a commit: it holds the lock that all writers need.
pub(crate) fn link(c: &mut Conn, pending: &[Pending]) -> Result<()> {
    if pending.is_empty() {
        return Ok(());
    }
    let head = audit_head::table.select((audit_head::seq, audit_head::hash));
    let (mut seq, mut previous): (i64, Vec<u8>) = match c {
        Conn::Postgres(c) => head.for_update().first(c)?,
        Conn::Sqlite(c) => head.first(c)?,
    };
    let mut rows = Vec::with_capacity(pending.len());
    for Pending { at, salt, audit } in pending {
        let Audit { action, actor, account_id, subject, subject_id, district_id, payload } = audit;
        seq += 1;
        let payload = payload.to_string();
        let mut row = AuditRow {
            seq,
            at: *at,
            account_id: *account_id,
            actor: actor.clone(),
            action: (*action).into(),
            subject: (*subject).into(),
            subject_id: *subject_id,
            district_id: *district_id,
            payload_hash: payload_hash(salt, &payload),
            salt: Some(salt.to_vec()),
            payload: Some(payload),
            previous,
            hash: vec![],
        };
        row.hash = hash(&row);
        previous = row.hash.clone();
        rows.push(row);
    }
    for rows in rows.chunks(crate::row::CHUNK) {
        on!(c, |c| diesel::insert_into(audit::table).values(rows).execute(c))?;
    }
    diesel::update(audit_head::table).set((audit_head::seq.eq(seq), audit_head::hash.eq(previous))).execute(c)?;
    Ok(())
}

fn payload_hash(salt: &[u8], payload: &str) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(payload).finalize().to_vec()
}

/// Over the previous hash and all fields but payload and salt, each with its length in front, an absent one as empty.
fn hash(row: &AuditRow) -> Vec<u8> {
    let AuditRow {
        seq, at, account_id, actor, action, subject, subject_id, district_id, payload_hash, previous, ..
    } = row;
    let micros = at.unix_timestamp_nanos() / 1_000;
    let id = |id: &Option<Id>| id.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    let mut sum = Sha256::new();
    for part in [
        previous.as_slice(),
        &seq.to_be_bytes(),
        &micros.to_be_bytes(),
        &id(account_id),
        actor.as_bytes(),
        action.as_bytes(),
        subject.as_bytes(),
        &id(subject_id),
        &id(district_id),
        payload_hash,
    ] {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    sum.finalize().to_vec()
}

/// What a check of the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Links checked.
    pub links: i64,
    /// Links whose payload was erased.
    pub erased: i64,
    /// The first link that does not hold, and why.
    pub broken: Option<(i64, &'static str)>,
}

/// Checks every link from the first to the last: order, hashes, payloads, and that the end is where it should be.
pub fn verify(c: &mut Conn) -> Result<ChainReport> {
    let mut report = ChainReport { links: 0, erased: 0, broken: None };
    let mut previous = vec![0; 32];
    loop {
        let rows: Vec<AuditRow> = audit::table
            .filter(audit::seq.gt(report.links))
            .order(audit::seq)
            .limit(1_000)
            .select(AuditRow::as_select())
            .load(c)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(why) = fault(&row, report.links + 1, &previous) {
                report.broken = Some((row.seq, why));
                return Ok(report);
            }
            report.links += 1;
            report.erased += i64::from(row.payload.is_none());
            previous = row.hash;
        }
    }
    let head: (i64, Vec<u8>) = audit_head::table.select((audit_head::seq, audit_head::hash)).first(c)?;
    if head != (report.links, previous) {
        report.broken = Some((report.links + 1, "the end of the chain is missing"));
    }
    Ok(report)
}

fn fault(row: &AuditRow, seq: i64, previous: &[u8]) -> Option<&'static str> {
    if row.seq != seq {
        return Some("a link is missing before this one");
    }
    if row.previous != previous {
        return Some("it does not follow the link before");
    }
    if row.hash != hash(row) {
        return Some("its fields were changed");
    }
    match (&row.salt, &row.payload) {
        (None, None) => None,
        (Some(salt), Some(payload)) if payload_hash(salt, payload) == row.payload_hash => None,
        _ => Some("its payload was changed"),
    }
}

/// Erases payload and salt of a link, as the law may demand; the chain still holds, and says who erased and why. False
/// when there is no such link or it was erased before.
pub fn erase(tx: &mut Tx, seq: i64, actor: &str, account_id: Id, reason: &str) -> Result<bool> {
    let link = audit::table.filter(audit::seq.eq(seq)).filter(audit::payload.is_not_null());
    let erased = diesel::update(link)
        .set((audit::payload.eq(None::<String>), audit::salt.eq(None::<Vec<u8>>)))
        .execute(&mut **tx)?;
    if erased == 1 {
        tx.audit(Audit {
            action: "audit_erased",
            actor: actor.into(),
            account_id: Some(account_id),
            subject: "audit",
            subject_id: None,
            district_id: None,
            payload: serde_json::json!({ "seq": seq, "reason": reason }),
        });
    }
    Ok(erased == 1)
}

/// Which links a list shows; what is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Kind of thing.
    pub subject: Option<String>,
    /// The thing.
    pub subject_id: Option<Id>,
    /// District.
    pub district_id: Option<Id>,
    /// What was done.
    pub action: Option<String>,
}

/// Links, the newest first.
pub fn list(c: &mut Conn, filter: &AuditFilter, seek: &Seek<i64>) -> Result<Page<AuditRow, i64>> {
    let AuditFilter { subject, subject_id, district_id, action } = filter;
    let mut query = audit::table.into_boxed();
    if let Some(before) = seek.after {
        query = query.filter(audit::seq.lt(before));
    }
    if let Some(subject) = subject {
        query = query.filter(audit::subject.eq(subject));
    }
    if let Some(id) = subject_id {
        query = query.filter(audit::subject_id.eq(Sql(Some(*id))));
    }
    if let Some(id) = district_id {
        query = query.filter(audit::district_id.eq(Sql(Some(*id))));
    }
    if let Some(action) = action {
        query = query.filter(audit::action.eq(action));
    }
    let rows = query.order(audit::seq.desc()).limit(seek.fetch()).select(AuditRow::as_select()).load(c)?;
    Ok(seek.page(rows, |row| row.seq))
}
