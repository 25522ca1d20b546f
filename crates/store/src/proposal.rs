//! Proposals with authors, revisions, translations and history.

use std::collections::HashMap;

use crate::page::{Page, Seek};
use crate::prelude::*;

row! {
    /// What residents ask for.
    Proposal in proposal {
        id: Id,
        cycle_id: Id,
        district_id: Id,
        number: Option<String>,
        external_id: Option<String>,
        category: String,
        state: ProposalState,
        state_since: Moment,
        revision: i32,
        channel: Channel,
        clerk_id: Option<Id>,
        created_by: Option<Id>,
        created_at: Moment,
        submitted_at: Option<Moment>,
        clause: Option<String>,
        fact: Option<LocalText>,
        merged_into: Option<Id>,
        split_from: Option<Id>,
        carried_from: Option<Id>,
        support_count: i64,
        comment_count: i64,
        version: i64,
        envelope_id: Option<Id>,
    }
}

inserts!(insert, insert_all: Proposal in proposal);
finds!(find: Proposal in proposal);
versions!(update: Proposal in proposal);
locks!(lock: Proposal in proposal);

row! {
    /// An author, with the name that is shown in public.
    ProposalAuthor in proposal_author {
        proposal_id: Id,
        ordinal: i32,
        account_id: Option<Id>,
        person_id: Option<Id>,
        name: String,
    }
}

inserts!(insert_author, insert_authors: ProposalAuthor in proposal_author);

row! {
    /// An immutable text of a proposal with its estimate.
    ProposalRevision in proposal_revision {
        id: Id,
        proposal_id: Id,
        number: i32,
        lang: Lang,
        title: String,
        body: String,
        location: Option<Value>,
        estimate: Value,
        cost: Money,
        created_at: Moment,
        created_by: Option<Id>,
    }
}

inserts!(insert_revision, insert_revisions: ProposalRevision in proposal_revision);
finds!(find_revision: ProposalRevision in proposal_revision);

row! {
    /// A translation of a revision, marked as such.
    ProposalTranslation in proposal_translation {
        revision_id: Id,
        lang: Lang,
        title: String,
        body: String,
        made_by: Option<Id>,
    }
}

inserts!(insert_translation, insert_translations: ProposalTranslation in proposal_translation);

row! {
    /// A transition that happened.
    ProposalEvent in proposal_event {
        id: Id,
        proposal_id: Id,
        event: String,
        from_state: ProposalState,
        to_state: ProposalState,
        revision: i32,
        at: Moment,
        account_id: Option<Id>,
        body_id: Option<Id>,
        clause: Option<String>,
        text: Option<Value>,
        other_id: Option<Id>,
        rules_id: Option<Id>,
    }
}

inserts!(insert_event, insert_events: ProposalEvent in proposal_event);

/// Enough of a proposal to name it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalName {
    /// Its id.
    pub id: Id,
    /// Its speakable number; a draft has none.
    pub number: Option<String>,
    /// Title of the current revision.
    pub title: String,
    /// Its titles in other languages.
    pub titles: Vec<(Lang, String)>,
}

/// Numbers and titles of these proposals.
pub fn names(c: &mut Conn, ids: &[Id]) -> Result<Vec<ProposalName>> {
    let current = proposal_revision::proposal_id.eq(proposal::id).and(proposal_revision::number.eq(proposal::revision));
    let rows: Vec<(Id, Option<String>, String, Id)> = proposal::table
        .inner_join(proposal_revision::table.on(current))
        .filter(proposal::id.eq_any(ids.iter().copied().map(Sql).collect::<Vec<_>>()))
        .select((proposal::id, proposal::number, proposal_revision::title, proposal_revision::id))
        .load(c)?;
    let revisions: Vec<Sql<Id>> = rows.iter().map(|(.., revision)| Sql(*revision)).collect();
    let titles: Vec<(Id, Lang, String)> = proposal_translation::table
        .filter(proposal_translation::revision_id.eq_any(revisions))
        .order((proposal_translation::revision_id, proposal_translation::lang))
        .select((proposal_translation::revision_id, proposal_translation::lang, proposal_translation::title))
        .load(c)?;
    let mut by_revision: HashMap<Id, Vec<(Lang, String)>> = HashMap::new();
    for (revision, lang, title) in titles {
        by_revision.entry(revision).or_default().push((lang, title));
    }
    let name = |(id, number, title, revision)| {
        let titles = by_revision.remove(&revision).unwrap_or_default();
        ProposalName { id, number, title, titles }
    };
    Ok(rows.into_iter().map(name).collect())
}

/// How many public proposals ask for each envelope of a cycle by name.
pub fn count_by_envelope(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, i64)>> {
    let rows: Vec<(Option<Id>, i64)> = proposal::table
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal::state.ne(Sql(ProposalState::Draft)))
        .filter(proposal::envelope_id.is_not_null())
        .group_by(proposal::envelope_id)
        .select((proposal::envelope_id, diesel::dsl::count_star()))
        .load(c)?;
    Ok(rows.into_iter().filter_map(|(id, n)| Some((id?, n))).collect())
}

/// How many public proposals that name no envelope each district has in a cycle.
pub fn count_by_district(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Option<Id>, i64)>> {
    let rows: Vec<(Id, i64)> = proposal::table
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal::state.ne(Sql(ProposalState::Draft)))
        .filter(proposal::envelope_id.is_null())
        .group_by(proposal::district_id)
        .select((proposal::district_id, diesel::dsl::count_star()))
        .load(c)?;
    Ok(rows.into_iter().map(|(id, n)| (Some(id), n)).collect())
}

/// Proposals of a cycle in one of these states, oldest first.
pub fn in_states(c: &mut Conn, cycle_id: Id, states: &[ProposalState]) -> Result<Vec<Proposal>> {
    Ok(proposal::table
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal::state.eq_any(states.iter().copied().map(Sql).collect::<Vec<_>>()))
        .order(proposal::id)
        .select(Proposal::as_select())
        .load(c)?)
}

/// One revision of a proposal by its number.
pub fn revision_of(c: &mut Conn, proposal_id: Id, number: i32) -> Result<Option<ProposalRevision>> {
    Ok(proposal_revision::table
        .filter(proposal_revision::proposal_id.eq(Sql(proposal_id)))
        .filter(proposal_revision::number.eq(number))
        .select(ProposalRevision::as_select())
        .first(c)
        .optional()?)
}

/// Translations of a revision.
pub fn translations(c: &mut Conn, revision_id: Id) -> Result<Vec<ProposalTranslation>> {
    Ok(proposal_translation::table
        .filter(proposal_translation::revision_id.eq(Sql(revision_id)))
        .order(proposal_translation::lang)
        .select(ProposalTranslation::as_select())
        .load(c)?)
}

updates!(update_revision: ProposalRevision in proposal_revision);

/// Authors of these proposals, each proposal's in their order.
pub fn authors(c: &mut Conn, ids: &[Id]) -> Result<Vec<ProposalAuthor>> {
    Ok(proposal_author::table
        .filter(proposal_author::proposal_id.eq_any(ids.iter().copied().map(Sql)))
        .order((proposal_author::proposal_id, proposal_author::ordinal))
        .select(ProposalAuthor::as_select())
        .load(c)?)
}

/// What happened to a proposal, oldest first.
pub fn events(c: &mut Conn, proposal_id: Id) -> Result<Vec<ProposalEvent>> {
    Ok(proposal_event::table
        .filter(proposal_event::proposal_id.eq(Sql(proposal_id)))
        .order((proposal_event::at, proposal_event::id))
        .select(ProposalEvent::as_select())
        .load(c)?)
}

/// Numbers of a proposal's revisions.
pub fn revision_numbers(c: &mut Conn, proposal_id: Id) -> Result<Vec<i32>> {
    let all = proposal_revision::table.filter(proposal_revision::proposal_id.eq(Sql(proposal_id)));
    Ok(all.order(proposal_revision::number).select(proposal_revision::number).load(c)?)
}

/// The current revision of each of these proposals.
pub fn current_revisions(c: &mut Conn, ids: &[Id]) -> Result<Vec<ProposalRevision>> {
    let current = proposal_revision::proposal_id.eq(proposal::id).and(proposal_revision::number.eq(proposal::revision));
    Ok(proposal::table
        .inner_join(proposal_revision::table.on(current))
        .filter(proposal::id.eq_any(ids.iter().copied().map(Sql)))
        .select(ProposalRevision::as_select())
        .load(c)?)
}

/// Translations of these revisions.
pub fn translations_of(c: &mut Conn, revision_ids: &[Id]) -> Result<Vec<ProposalTranslation>> {
    Ok(proposal_translation::table
        .filter(proposal_translation::revision_id.eq_any(revision_ids.iter().copied().map(Sql)))
        .order((proposal_translation::revision_id, proposal_translation::lang))
        .select(ProposalTranslation::as_select())
        .load(c)?)
}

/// Writes a translation in the place of an earlier one in the same language.
pub fn put_translation(tx: &mut Tx, row: &ProposalTranslation) -> Result<()> {
    let earlier = proposal_translation::table
        .filter(proposal_translation::revision_id.eq(Sql(row.revision_id)))
        .filter(proposal_translation::lang.eq(Sql(row.lang)));
    diesel::delete(earlier).execute(&mut **tx)?;
    insert_translation(tx, row)
}

/// The next serial number of a cycle's projects. The caller holds the cycle's lock.
pub fn next_serial(tx: &mut Tx, cycle_id: Id) -> Result<i64> {
    let of_cycle = cycle::table.filter(cycle::id.eq(Sql(cycle_id)));
    diesel::update(of_cycle).set(cycle::last_number.eq(cycle::last_number + 1_i64)).execute(&mut **tx)?;
    Ok(cycle::table.filter(cycle::id.eq(Sql(cycle_id))).select(cycle::last_number).first(&mut **tx)?)
}

/// Counts supporters up or down, without touching the version that authors edit by.
pub fn add_supports(tx: &mut Tx, id: Id, by: i64) -> Result<()> {
    let row = proposal::table.filter(proposal::id.eq(Sql(id)));
    diesel::update(row).set(proposal::support_count.eq(proposal::support_count + by)).execute(&mut **tx)?;
    Ok(())
}

/// Counts comments up or down, without touching the version that authors edit by.
pub fn add_comments(tx: &mut Tx, id: Id, by: i64) -> Result<()> {
    let row = proposal::table.filter(proposal::id.eq(Sql(id)));
    diesel::update(row).set(proposal::comment_count.eq(proposal::comment_count + by)).execute(&mut **tx)?;
    Ok(())
}

/// Proposals that were merged into this one, oldest first.
pub fn merged_into(c: &mut Conn, id: Id) -> Result<Vec<Id>> {
    let merged = proposal::table.filter(proposal::merged_into.eq(Sql(Some(id))));
    Ok(merged.order(proposal::id).select(proposal::id).load(c)?)
}

/// What this proposal was carried on as in later cycles, oldest first.
pub fn carried_from(c: &mut Conn, id: Id) -> Result<Vec<Proposal>> {
    let carried = proposal::table.filter(proposal::carried_from.eq(Sql(Some(id))));
    Ok(carried.order(proposal::id).select(Proposal::as_select()).load(c)?)
}

/// Proposals of a resident in a cycle.
pub fn of_person(c: &mut Conn, cycle_id: Id, person_id: Id) -> Result<Vec<Proposal>> {
    Ok(proposal::table
        .inner_join(proposal_author::table.on(proposal_author::proposal_id.eq(proposal::id)))
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal_author::person_id.eq(Sql(Some(person_id))))
        .order(proposal::id)
        .select(Proposal::as_select())
        .load(c)?)
}

/// Proposals of a resident in all cycles, newest first.
pub fn by_author(c: &mut Conn, person_id: Id, seek: &Seek) -> Result<Page<Proposal>> {
    let mut query = proposal::table
        .inner_join(proposal_author::table.on(proposal_author::proposal_id.eq(proposal::id)))
        .filter(proposal_author::person_id.eq(Sql(Some(person_id))))
        .into_boxed();
    if let Some(before) = seek.after {
        query = query.filter(proposal::id.lt(Sql(before)));
    }
    let rows = query.order(proposal::id.desc()).limit(seek.fetch()).select(Proposal::as_select()).load(c)?;
    Ok(seek.page(rows, |row| row.id))
}

/// Puts the text that searches look through in the place of the earlier one.
pub fn index(tx: &mut Tx, id: Id, text: &str) -> Result<()> {
    diesel::delete(proposal_search::table.filter(proposal_search::proposal_id.eq(Sql(id)))).execute(&mut **tx)?;
    let row = (proposal_search::proposal_id.eq(Sql(id)), proposal_search::text.eq(text));
    diesel::insert_into(proposal_search::table).values(row).execute(&mut **tx)?;
    Ok(())
}
