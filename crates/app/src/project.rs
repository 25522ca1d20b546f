//! Projects: what the public sees, one page and one number from proposal to building.

pub mod export;

use std::collections::HashMap;

use api_types::duty::ProjectRef;
use api_types::project::{Project, ProjectBrief, ProjectEvent, ProjectItem, Revision, Translation};
use domain::{Id, ItemOutcome, LocalText, Moment, ProposalState, UserText};
use store::Conn;
use store::duty::DutyFilter;
use store::page::{Page, Seek};
use store::project::{Position, ProjectFilter, Sort};
use store::proposal::{Proposal, ProposalRevision};

use crate::proposal::{content, step};
use crate::{App, Error, Result, appeal, duty, review};

/// Most words of a search.
const MAX_WORDS: usize = 8;

/// What a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct ProjectQuery {
    /// Filters; `words` come from `text`.
    pub filter: ProjectFilter,
    /// What the reader typed.
    pub text: Option<String>,
    /// How it is sorted.
    pub sort: Sort,
}

/// A page of public projects. A search finds a text that has all words in title, text, address, number or translation,
/// whatever the case, and Kazakh letters also when they are typed as the Russian ones beside them.
///
/// # Errors
/// Only the store's.
pub fn list(app: &App, query: &ProjectQuery, seek: &Seek<Position>) -> Result<Page<ProjectBrief, Position>> {
    let mut filter = query.filter.clone();
    let text = fold(query.text.as_deref().unwrap_or_default());
    // Control characters are in no text, and PostgreSQL takes no U+0000.
    let text = text.replace(char::is_control, " ");
    filter.category = filter.category.map(|category| category.replace(char::is_control, " "));
    filter.words.extend(text.split_whitespace().take(MAX_WORDS).map(str::to_owned));
    app.store.read(|c| -> Result<_> {
        let page = store::project::page(c, &filter, query.sort, seek)?;
        Ok(Page { items: briefs(c, &page.items)?, next: page.next })
    })
}

/// A project by its number (in any case) or id; public.
///
/// # Errors
/// `NotFound`, also for drafts.
pub fn get(app: &App, number: &str) -> Result<Project> {
    let now = app.now();
    app.store.read(|c| -> Result<Project> {
        let found = match number.parse::<Id>() {
            Ok(id) => store::proposal::find(c, id)?,
            Err(_) if number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                store::project::by_number(c, &number.to_uppercase())?
            }
            Err(_) => None,
        };
        let row = found.filter(is_public).ok_or(Error::NotFound("project"))?;
        // What an unfinished import has written so far is not there yet.
        store::cycle::context(c, row.cycle_id)?.ok_or(Error::NotFound("project"))?;
        read(c, row, now)
    })
}

/// One revision of a public project, as it was written; public.
///
/// # Errors
/// `NotFound`.
pub fn revision(app: &App, number: &str, revision: i32) -> Result<Revision> {
    let project = get(app, number)?;
    app.store.read(|c| -> Result<Revision> {
        let row = store::proposal::revision_of(c, project.brief.id, revision)?.ok_or(Error::NotFound("revision"))?;
        to_revision(c, row)
    })
}

/// Whether everybody may see it: it was submitted once, or imported.
pub(crate) fn is_public(row: &Proposal) -> bool {
    domain::proposal::is_public(row.state) && (row.submitted_at.is_some() || row.external_id.is_some())
}

/// Lower case, and Kazakh letters as those beside them on a Russian keyboard, so that a search finds one by the other.
pub(crate) fn fold(text: &str) -> String {
    let letter = |c: char| match c {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        'ё' => 'е',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(letter).collect()
}

/// Projects as lists show them.
pub(crate) fn briefs(c: &mut Conn, rows: &[Proposal]) -> Result<Vec<ProjectBrief>> {
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let mut revisions: HashMap<Id, ProposalRevision> =
        store::proposal::current_revisions(c, &ids)?.into_iter().map(|r| (r.proposal_id, r)).collect();
    let revision_ids: Vec<Id> = revisions.values().map(|r| r.id).collect();
    let mut titles: HashMap<Id, Vec<UserText>> = HashMap::new();
    for t in store::proposal::translations_of(c, &revision_ids)? {
        titles.entry(t.revision_id).or_default().push(UserText { lang: t.lang, text: t.title });
    }
    let outcomes: HashMap<Id, Option<ItemOutcome>> =
        store::project::outcomes(c, &ids)?.into_iter().filter_map(|(id, outcome)| Some((id?, outcome))).collect();
    rows.iter()
        .map(|row| {
            let missing = || Error::Broken("a proposal without its revision".into());
            let revision = revisions.remove(&row.id).ok_or_else(missing)?;
            Ok(ProjectBrief {
                id: row.id,
                number: row.number.clone(),
                external_id: row.external_id.clone(),
                cycle_id: row.cycle_id,
                district_id: row.district_id,
                category: row.category.clone(),
                state: row.state,
                titles: titles.remove(&revision.id).unwrap_or_default(),
                title: UserText { lang: revision.lang, text: revision.title },
                cost: revision.cost,
                supports: row.support_count,
                comments: row.comment_count,
                outcome: outcomes.get(&row.id).copied().flatten(),
                state_since: row.state_since,
            })
        })
        .collect()
}

/// A project's whole page.
pub(crate) fn read(c: &mut Conn, row: Proposal, now: Moment) -> Result<Project> {
    let brief = briefs(c, std::slice::from_ref(&row))?.pop().ok_or(Error::NotFound("project"))?;
    let revision = content::current(c, &row)?;
    let merged_from = store::proposal::merged_into(c, row.id)?;
    let history = history(c, row.id)?;
    let mut wanted = merged_from.clone();
    // What it was carried on as is a draft first, and its author's alone.
    let carried_to = store::proposal::carried_from(c, row.id)?;
    let drafts: Vec<Id> = carried_to.iter().filter(|p| !is_public(p)).map(|p| p.id).collect();
    wanted.extend(row.merged_into.into_iter().chain(row.split_from).chain(row.carried_from));
    wanted.extend(carried_to.iter().map(|p| p.id).chain(history.iter().filter_map(|event| event.other_id)));
    wanted.retain(|id| !drafts.contains(id));
    let refs = refs(c, &wanted)?;
    let bodies: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let find = |id: Option<Id>| id.and_then(|id| refs.get(&id).cloned());
    let filter = DutyFilter { proposal_id: Some(row.id), ..DutyFilter::default() };
    let duties = store::duty::list(c, &filter, &Seek::first(MAX_DUTIES))?.items;
    let reviews = store::review::of_proposal(c, row.id)?;
    let appeal = store::appeal::of_proposal(c, row.id)?;
    Ok(Project {
        brief,
        envelope_id: row.envelope_id,
        authors: store::proposal::authors(c, &[row.id])?.into_iter().map(|a| a.name).collect(),
        channel: row.channel,
        clerk: row.clerk_id.map(|id| clerk_name(c, id)).transpose()?.flatten(),
        revision: to_revision(c, revision)?,
        revisions: store::proposal::revision_numbers(c, row.id)?,
        merged_into: find(row.merged_into),
        merged_from: merged_from.iter().filter_map(|id| refs.get(id).cloned()).collect(),
        split_from: find(row.split_from),
        carried_from: find(row.carried_from),
        carried_to: find(carried_to.last().map(|p| p.id)),
        supporters_needed: supporters_needed(c, &row)?,
        history: history
            .into_iter()
            .map(|event| ProjectEvent {
                to: event.to_state,
                revision: event.revision,
                at: event.at,
                body: event.body_id.and_then(|id| bodies.get(&id).cloned()),
                clause: event.clause,
                text: step::to_local(event.text),
                other: find(event.other_id),
                event: event.event,
            })
            .collect(),
        reviews: review::to_dtos(c, reviews)?,
        appeal: appeal.map(|appeal| appeal::to_dto(c, appeal)).transpose()?,
        duties: duty::to_dtos(c, duties, now)?,
        items: items(c, row.id)?,
        works: crate::work::of_project(c, row.id, now)?,
        clause: row.clause,
        fact: row.fact,
        version: row.version,
    })
}

/// Supporters that the rules ask for before a submitted proposal is reviewed.
fn supporters_needed(c: &mut Conn, row: &Proposal) -> Result<u32> {
    let waits = matches!(row.state, ProposalState::Draft | ProposalState::Submitted);
    let cycle = if waits { store::cycle::find(c, row.cycle_id)? } else { None };
    let rules = cycle.map(|cycle| crate::rules::in_force(c, &cycle)).transpose()?.flatten();
    Ok(rules.map_or(0, |rules| rules.document.proposals.supporters_needed))
}

/// Most duties that one page lists.
const MAX_DUTIES: u16 = 500;

/// What happened since it is public.
fn history(c: &mut Conn, id: Id) -> Result<Vec<store::proposal::ProposalEvent>> {
    let mut events = store::proposal::events(c, id)?;
    events.retain(|event| event.to_state != ProposalState::Draft);
    Ok(events)
}

fn to_revision(c: &mut Conn, row: ProposalRevision) -> Result<Revision> {
    let translations = store::proposal::translations(c, row.id)?;
    Ok(Revision {
        number: row.number,
        lang: row.lang,
        place: content::place(&row)?,
        estimate: content::estimate(&row)?,
        title: row.title,
        body: row.body,
        cost: row.cost,
        created_at: row.created_at,
        translations: translations
            .into_iter()
            .map(|t| Translation { lang: t.lang, title: t.title, body: t.body })
            .collect(),
    })
}

fn items(c: &mut Conn, id: Id) -> Result<Vec<ProjectItem>> {
    let rows = store::ballot_item::of_proposal(c, id)?;
    let item = |row: store::ballot_item::BallotItem| ProjectItem {
        contest_id: row.contest_id,
        number: row.number,
        revision: row.revision,
        score: row.score,
        outcome: row.outcome,
        deviation: row.deviation,
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Numbers and titles of projects, to name and link them.
pub(crate) fn refs(c: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, ProjectRef>> {
    let named = |n: store::proposal::ProposalName| {
        let titles = n.titles.into_iter().map(|(lang, text)| UserText { lang, text }).collect();
        (n.id, ProjectRef { id: n.id, number: n.number, title: n.title, titles })
    };
    Ok(store::proposal::names(c, ids)?.into_iter().map(named).collect())
}

/// The public name of the clerk who acted for a resident.
pub(crate) fn clerk_name(c: &mut Conn, account_id: Id) -> Result<Option<String>> {
    Ok(store::account::find(c, account_id)?.map(|account| account.display_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_letters_fold_to_those_beside_them() {
        assert_eq!(fold("Қазақ Тілі ӘҒҚҢӨҰҮҺІ Ёлка"), "казак тили агкноууxи елка".replace('x', "х"));
        assert_eq!(fold("ABC 12%"), "abc 12%");
    }
}
