//! Open data of what hangs below projects: revisions, history, reviews, comments, appeals.

use std::collections::HashMap;

use api_types::export::{AppealRecord, CommentRecord, EventRecord, ReviewRecord, RevisionRecord};
use api_types::project::Translation;
use domain::{Id, LocalText};
use store::Conn;
use store::export::Named;

use super::{Chunk, both, major};
use crate::Result;
use crate::proposal::{content, step};

pub(super) const REVISIONS: [&str; 16] = [
    "id",
    "project_id",
    "project",
    "revision",
    "lang",
    "title",
    "body",
    "lat",
    "lon",
    "address",
    "cost_minor",
    "cost",
    "currency",
    "estimate",
    "translations",
    "created_at",
];
pub(super) const EVENTS: [&str; 13] = [
    "id",
    "project_id",
    "project",
    "event",
    "from",
    "to",
    "revision",
    "body_id",
    "clause",
    "text_kk",
    "text_ru",
    "other_id",
    "at",
];
pub(super) const REVIEWS: [&str; 15] = [
    "id",
    "project_id",
    "project",
    "revision",
    "kind",
    "decision",
    "body_id",
    "body_kk",
    "body_ru",
    "clause",
    "fact_kk",
    "fact_ru",
    "reason_kk",
    "reason_ru",
    "created_at",
];
pub(super) const COMMENTS: [&str; 14] = [
    "id",
    "project_id",
    "project",
    "parent_id",
    "kind",
    "author",
    "body_id",
    "channel",
    "lang",
    "text",
    "created_at",
    "removed_at",
    "removed_kk",
    "removed_ru",
];
pub(super) const APPEALS: [&str; 12] = [
    "id",
    "project_id",
    "project",
    "channel",
    "lang",
    "text",
    "filed_at",
    "body_id",
    "upheld",
    "reason_kk",
    "reason_ru",
    "decided_at",
];

fn named((number, external): Named) -> Option<String> {
    number.or(external)
}

pub(super) fn revisions(c: &mut Conn, cycle: &store::cycle::Cycle, chunk: Chunk) -> Result<Vec<RevisionRecord>> {
    let rows = store::export::revisions(c, cycle.id, chunk.after, chunk.limit)?;
    let ids: Vec<Id> = rows.iter().map(|(row, _)| row.id).collect();
    let mut translations: HashMap<Id, Vec<Translation>> = HashMap::new();
    for t in store::proposal::translations_of(c, &ids)? {
        let text = Translation { lang: t.lang, title: t.title, body: t.body };
        translations.entry(t.revision_id).or_default().push(text);
    }
    rows.into_iter()
        .map(|(row, name)| {
            let place = content::place(&row)?;
            Ok(RevisionRecord {
                id: row.id,
                project_id: row.proposal_id,
                project: named(name),
                revision: row.number,
                lang: row.lang,
                lat: place.as_ref().map(|p| p.lat),
                lon: place.as_ref().map(|p| p.lon),
                address: place.map(|p| p.address),
                cost_minor: row.cost,
                cost: major(row.cost),
                currency: cycle.currency,
                estimate: content::estimate(&row)?,
                translations: translations.remove(&row.id).unwrap_or_default(),
                created_at: row.created_at,
                title: row.title,
                body: row.body,
            })
        })
        .collect()
}

pub(super) fn events(c: &mut Conn, cycle: Id, chunk: Chunk) -> Result<Vec<EventRecord>> {
    let rows = store::export::events(c, cycle, chunk.after, chunk.limit)?;
    let record = |(row, name): (store::proposal::ProposalEvent, Named)| {
        let (text_kk, text_ru) = both(step::to_local(row.text));
        EventRecord {
            id: row.id,
            project_id: row.proposal_id,
            project: named(name),
            event: row.event,
            from: row.from_state,
            to: row.to_state,
            revision: row.revision,
            body_id: row.body_id,
            clause: row.clause,
            text_kk,
            text_ru,
            other_id: row.other_id,
            at: row.at,
        }
    };
    Ok(rows.into_iter().map(record).collect())
}

pub(super) fn reviews(c: &mut Conn, cycle: Id, chunk: Chunk) -> Result<Vec<ReviewRecord>> {
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let rows = store::export::reviews(c, cycle, chunk.after, chunk.limit)?;
    let record = |(row, name): (store::review::Review, Named)| {
        let (body_kk, body_ru) = both(row.body_id.and_then(|id| bodies.get(&id).cloned()));
        let (fact_kk, fact_ru) = both(row.fact);
        ReviewRecord {
            id: row.id,
            project_id: row.proposal_id,
            project: named(name),
            revision: row.revision,
            kind: row.kind,
            decision: row.decision,
            body_id: row.body_id,
            body_kk,
            body_ru,
            clause: row.clause,
            fact_kk,
            fact_ru,
            reason_kk: row.reason.kk,
            reason_ru: row.reason.ru,
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(record).collect())
}

pub(super) fn comments(c: &mut Conn, cycle: Id, chunk: Chunk) -> Result<Vec<CommentRecord>> {
    let rows = store::export::comments(c, cycle, chunk.after, chunk.limit)?;
    let record = |(row, name): (store::comment::Comment, Named)| {
        let (removed_kk, removed_ru) = both(row.removed_reason);
        CommentRecord {
            id: row.id,
            project_id: row.proposal_id,
            project: named(name),
            parent_id: row.parent_id,
            kind: row.kind,
            author: row.author_name,
            body_id: row.body_id,
            channel: row.channel,
            lang: row.lang,
            text: row.text,
            created_at: row.created_at,
            removed_at: row.removed_at,
            removed_kk,
            removed_ru,
        }
    };
    Ok(rows.into_iter().map(record).collect())
}

pub(super) fn appeals(c: &mut Conn, cycle: Id, chunk: Chunk) -> Result<Vec<AppealRecord>> {
    let rows = store::export::appeals(c, cycle, chunk.after, chunk.limit)?;
    let record = |(row, name): (store::appeal::Appeal, Named)| {
        let (reason_kk, reason_ru) = both(row.reason);
        AppealRecord {
            id: row.id,
            project_id: row.proposal_id,
            project: named(name),
            channel: row.channel,
            lang: row.lang,
            text: row.text,
            filed_at: row.filed_at,
            body_id: row.body_id,
            upheld: row.upheld,
            reason_kk,
            reason_ru,
            decided_at: row.decided_at,
        }
    };
    Ok(rows.into_iter().map(record).collect())
}
