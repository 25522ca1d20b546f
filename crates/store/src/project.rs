//! Projects as the public searches them: proposals that were submitted, and imported ones.

use crate::page::{Page, Seek};
use crate::prelude::*;
use crate::proposal::Proposal;

/// Which projects a list shows; what is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectFilter {
    /// Of this cycle.
    pub cycle_id: Option<Id>,
    /// Of this district.
    pub district_id: Option<Id>,
    /// Of this category.
    pub category: Option<String>,
    /// In this state.
    pub state: Option<ProposalState>,
    /// With this outcome of a vote.
    pub outcome: Option<ItemOutcome>,
    /// All of these are in its texts; folded as those of `proposal_search` are.
    pub words: Vec<String>,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// Those with most supporters first.
    MostSupported,
}

/// Where a page ends: how many supporters the last project has, and its id.
pub type Position = (i64, Id);

/// A page of public projects. Cycles of an unfinished import are left out.
pub fn page(
    c: &mut Conn,
    filter: &ProjectFilter,
    sort: Sort,
    seek: &Seek<Position>,
) -> Result<Page<Proposal, Position>> {
    let mut query = proposal::table
        .inner_join(cycle::table.on(cycle::id.eq(proposal::cycle_id)))
        .left_join(import_run::table.on(import_run::id.nullable().eq(cycle::import_id)))
        .left_join(proposal_search::table.on(proposal_search::proposal_id.eq(proposal::id)))
        .filter(cycle::import_id.is_null().or(import_run::complete.assume_not_null().eq(true)))
        .filter(proposal::state.ne(Sql(ProposalState::Draft)))
        .filter(proposal::submitted_at.is_not_null().or(proposal::external_id.is_not_null()))
        .into_boxed();
    if let Some(id) = filter.cycle_id {
        query = query.filter(proposal::cycle_id.eq(Sql(id)));
    }
    if let Some(id) = filter.district_id {
        query = query.filter(proposal::district_id.eq(Sql(id)));
    }
    if let Some(category) = &filter.category {
        query = query.filter(proposal::category.eq(category));
    }
    if let Some(state) = filter.state {
        query = query.filter(proposal::state.eq(Sql(state)));
    }
    if let Some(outcome) = filter.outcome {
        let decided = ballot_item::table
            .filter(ballot_item::proposal_id.eq(proposal::id.nullable()))
            .filter(ballot_item::outcome.eq(Sql(Some(outcome))));
        query = query.filter(diesel::dsl::exists(decided));
    }
    for word in &filter.words {
        query = query.filter(proposal_search::text.assume_not_null().like(pattern(word)).escape('\\'));
    }
    query = match (sort, seek.after) {
        (Sort::Newest, Some((_, id))) => query.filter(proposal::id.lt(Sql(id))),
        (Sort::MostSupported, Some((count, id))) => query.filter(
            proposal::support_count.lt(count).or(proposal::support_count.eq(count).and(proposal::id.lt(Sql(id)))),
        ),
        (_, None) => query,
    };
    query = match sort {
        Sort::Newest => query.order(proposal::id.desc()),
        Sort::MostSupported => query.order((proposal::support_count.desc(), proposal::id.desc())),
    };
    let rows = query.limit(seek.fetch()).select(Proposal::as_select()).load(c)?;
    Ok(seek.page(rows, |row| (row.support_count, row.id)))
}

/// A text anywhere in another one; its own wildcards mean themselves.
fn pattern(word: &str) -> String {
    let mut out = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('%');
    out
}

/// The project with this speakable number.
pub fn by_number(c: &mut Conn, number: &str) -> Result<Option<Proposal>> {
    Ok(proposal::table.filter(proposal::number.eq(number)).select(Proposal::as_select()).first(c).optional()?)
}

/// What votes decided for these proposals, the newest decision last.
pub fn outcomes(c: &mut Conn, ids: &[Id]) -> Result<Vec<(Option<Id>, Option<ItemOutcome>)>> {
    Ok(ballot_item::table
        .filter(ballot_item::proposal_id.eq_any(ids.iter().copied().map(|id| Sql(Some(id)))))
        .filter(ballot_item::outcome.is_not_null())
        .order(ballot_item::id)
        .select((ballot_item::proposal_id, ballot_item::outcome))
        .load(c)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_of_the_reader_mean_themselves() {
        assert_eq!(pattern("100%_а\\"), "%100\\%\\_а\\\\%");
    }
}
