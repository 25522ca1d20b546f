//! Contests: prepared from the rules, frozen with their ballots, read by everybody.

mod freeze;
mod prepare;

use std::collections::HashMap;

use api_types::contest::{BallotItem, Contest, ContestBrief, ContestEnvelope, ContestList, ContestResult};
use domain::rules::CountingRule;
use domain::{BallotRule, ContestState, Id, LedgerAccount, Moment, Money};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::Conn;

pub use freeze::freeze;
pub use prepare::prepare;

use crate::city::source_of;
use crate::{App, Error, Result, count, envelope, rules};

/// Contests of a cycle; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<ContestList> {
    app.store.read(|c| -> Result<ContestList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        Ok(ContestList { items: briefs(c, cycle_id)? })
    })
}

/// One contest with its ballot; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Contest> {
    app.store.read(|c| read(c, id))
}

/// The pages that are kept ready: contests, ballots and results of the city's own cycles. Imported elections never change and
/// are read when they are asked for.
pub struct Pages {
    /// Contests by cycle.
    pub lists: Vec<(Id, ContestList)>,
    /// Every contest.
    pub contests: Vec<Contest>,
    /// Results of those that are counted.
    pub results: Vec<ContestResult>,
    /// Until when they are right.
    pub until: Option<Moment>,
}

/// Ballots bump no revision: while a vote is open its turnout moves on once a minute, so that nobody sees single votes.
const TURNOUT: time::Duration = time::Duration::MINUTE;

/// Renders [`Pages`] in one read transaction.
///
/// # Errors
/// Only the store's.
pub fn pages(app: &App) -> Result<Pages> {
    let now = app.now();
    app.store.read(|c| -> Result<Pages> {
        let mut pages = Pages { lists: Vec::new(), contests: Vec::new(), results: Vec::new(), until: None };
        for context in store::cycle::list(c)?.iter().filter(|context| context.cycle.source.is_none()) {
            let items = briefs(c, context.cycle.id)?;
            for brief in &items {
                if brief.state == ContestState::Open {
                    pages.until = Some(now + TURNOUT);
                }
                pages.contests.push(read(c, brief.id)?);
                if matches!(brief.state, ContestState::Counted | ContestState::Decided) {
                    pages.results.push(count::read(c, brief.id)?);
                }
            }
            pages.lists.push((context.cycle.id, ContestList { items }));
        }
        Ok(pages)
    })
}

pub(crate) fn read(c: &mut Conn, id: Id) -> Result<Contest> {
    let row = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::context(c, row.cycle_id)?.ok_or(Error::NotFound("contest"))?.cycle;
    let brief = briefs(c, row.cycle_id)?.into_iter().find(|b| b.id == id).ok_or(Error::NotFound("contest"))?;
    let rules_number = rules::in_force(c, &cycle)?.map(|r| r.number);
    Ok(Contest {
        brief,
        currency: cycle.currency,
        ballot_rule: ballot_rule(&row)?,
        counting_rule: counting_rule(&row)?,
        rules_number,
        envelopes: budgets(c, &row)?,
        ballot: items(c, id)?,
        source: source_of(row.source),
    })
}

/// The envelopes of a contest with the money that can be won: what was approved and is the residents' to give. Of an imported
/// election only the announced sum is known.
pub(crate) fn budgets(c: &mut Conn, row: &store::contest::Contest) -> Result<Vec<ContestEnvelope>> {
    // As it was when the vote closed: what is reserved, cut or added later changes no result.
    let until = row.source.is_none().then_some(row.closes_at);
    let balances = envelope::balances_before(c, row.cycle_id, until)?;
    let account = if row.source.is_some() { LedgerAccount::Announced } else { LedgerAccount::Available };
    store::contest::envelopes(c, row.id)?
        .into_iter()
        .map(|e| {
            let available = balances.iter().filter(|(of, b)| *of == e.id && b.account == account);
            let budget = Money::sum(available.map(|(_, b)| b.amount))
                .ok_or_else(|| Error::Broken("a budget does not fit".into()))?;
            Ok(ContestEnvelope { id: e.id, name: e.name, budget, group: e.group_code, places: e.places })
        })
        .collect()
}

/// Items of a contest as the API shows them.
pub(crate) fn items(c: &mut Conn, contest_id: Id) -> Result<Vec<BallotItem>> {
    let rows = store::ballot_item::of_contest(c, contest_id)?;
    let ids: Vec<Id> = rows.iter().filter_map(|row| row.proposal_id).collect();
    let numbers: HashMap<Id, Option<String>> =
        store::proposal::names(c, &ids)?.into_iter().map(|n| (n.id, n.number)).collect();
    Ok(rows
        .into_iter()
        .map(|row| BallotItem {
            id: row.id,
            number: row.number,
            project_id: row.proposal_id,
            project_number: row.proposal_id.and_then(|p| numbers.get(&p).cloned().flatten()).or(row.external_id),
            envelope_id: row.envelope_id,
            name: row.name,
            category: row.category,
            class: row.class,
            cost: row.cost,
            state: row.state,
            score: row.score,
            outcome: row.outcome,
            deviation: row.deviation,
        })
        .collect())
}

/// Contests of a cycle in short.
pub(crate) fn briefs(c: &mut Conn, cycle_id: Id) -> Result<Vec<ContestBrief>> {
    let items: HashMap<Id, i64> = store::ballot_item::count_by_contest(c, cycle_id)?.into_iter().collect();
    let rolls: HashMap<Id, i64> = store::roll::sizes(c, cycle_id)?.into_iter().collect();
    let voted: HashMap<Id, i64> = store::roll::turnouts(c, cycle_id)?.into_iter().collect();
    let of = |counts: &HashMap<Id, i64>, id| counts.get(&id).copied().unwrap_or(0);
    let brief = |row: store::contest::Contest| ContestBrief {
        id: row.id,
        cycle_id: row.cycle_id,
        district_id: row.district_id,
        theme: row.theme,
        rule: row.rule_code,
        code: row.code,
        name: row.name,
        state: row.state,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        items: of(&items, row.id),
        roll: of(&rolls, row.id),
        voted: of(&voted, row.id),
    };
    Ok(store::contest::of_cycle(c, cycle_id)?.into_iter().map(brief).collect())
}

/// The ballot rule that the contest was prepared with.
pub(crate) fn ballot_rule(row: &store::contest::Contest) -> Result<BallotRule> {
    from_json(&row.ballot_rule)
}

/// The counting rule that the contest was prepared with.
pub(crate) fn counting_rule(row: &store::contest::Contest) -> Result<CountingRule> {
    from_json(&row.counting_rule)
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|e| Error::Broken(format!("as JSON: {e}")))
}

fn from_json<T: DeserializeOwned>(value: &Value) -> Result<T> {
    T::deserialize(value).map_err(|e| Error::Broken(format!("stored rule: {e}")))
}
