//! Proposals with authors, revisions, translations and history.

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
}

/// Numbers and titles of these proposals.
pub fn names(c: &mut Conn, ids: &[Id]) -> Result<Vec<ProposalName>> {
    let current = proposal_revision::proposal_id.eq(proposal::id).and(proposal_revision::number.eq(proposal::revision));
    let rows: Vec<(Id, Option<String>, String)> = proposal::table
        .inner_join(proposal_revision::table.on(current))
        .filter(proposal::id.eq_any(ids.iter().copied().map(Sql).collect::<Vec<_>>()))
        .select((proposal::id, proposal::number, proposal_revision::title))
        .load(c)?;
    Ok(rows.into_iter().map(|(id, number, title)| ProposalName { id, number, title }).collect())
}

/// How many public proposals each district has in a cycle.
pub fn count_by_district(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Option<Id>, i64)>> {
    let rows: Vec<(Id, i64)> = proposal::table
        .filter(proposal::cycle_id.eq(Sql(cycle_id)))
        .filter(proposal::state.ne(Sql(ProposalState::Draft)))
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
