//! What if a decided contest had been counted otherwise. It stands beside the official result and comes after it: while no act
//! confirms the count there is nothing to compare with.

use std::sync::Arc;

use api_types::comparison::{ContestComparison, EnvelopeComparison, RuleComparison, RuleRefused};
use api_types::contest::ContestResult;
use domain::{ContestState, Id, Money, Refusal, RefusalCode, Refusals};
use tally::Rule;
use tally::compare::{Comparison, ComparisonEntry, NamedRule, Preference, RefusedRule};
use tally::compare::{compare_rules, compare_with, standard_rules};
use tally::components::ComponentsRule;
use tally::contest::{Part, narrowed, parts};

use crate::explanation::{Key, envelope_id, official, uncountable};
use crate::{App, Error, Result, count};

/// All rules on the ballots of a decided contest or a recorded election; public. Worked out once per count, and kept.
///
/// # Errors
/// `NotFound`; `Refused(wrong_state)` while no act confirms the count; `Busy` while others are being worked out.
pub fn get(app: &App, id: Id) -> Result<Arc<ContestComparison>> {
    let (contest, cycle) = app.store.read(|c| -> Result<_> {
        let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        Ok((contest, cycle))
    })?;
    if !matches!(contest.state, ContestState::Decided | ContestState::Recorded) {
        return Err(Refusals::one(Refusal::with(RefusalCode::WrongState, contest.state)).into());
    }
    let result = app.store.read(|c| count::read(c, id))?;
    let key = Key { contest: id, hash: result.hash.clone(), version: contest.version };
    app.comparisons.get(key, || {
        let opened = app.store.read(|c| count::open(c, &contest))?;
        let all = parts(&opened.envelopes, &opened.entries, &opened.profile).map_err(uncountable)?;
        let envelopes = all.map(|part| one(&part, &result)).collect::<Result<Vec<_>>>()?;
        Ok(ContestComparison { contest_id: id, hash: result.hash.clone(), currency: cycle.currency, envelopes })
    })
}

fn one(part: &Part, result: &ContestResult) -> Result<EnvelopeComparison> {
    let Part { instance, profile, .. } = part;
    let envelope_id = envelope_id(part)?;
    let counted = result.counts.iter().find(|count| count.envelope_id == envelope_id).map(|count| &count.outcome);
    let decided = official(envelope_id, &result.items, &result.counts);
    let mut rules = standard_rules(profile.kind());
    if let Some(outcome) = counted {
        // Under the contest's own minimum, constraints and tie-break.
        let own = narrowed(&outcome.rule, &instance.items);
        rules.iter_mut().for_each(|named| named.rule = Rule { method: named.rule.method.clone(), ..own.clone() });
        let deviates = decided.as_ref().is_some_and(|decided| {
            decided.len() != outcome.winners.len() || decided.iter().any(|id| !outcome.winners.contains(id))
        });
        // Components are counted from ballots of their own: on all together their rule means nothing.
        if deviates && ComponentsRule::of(&own).is_none() {
            rules.insert(0, NamedRule { name: "count".into(), rule: own });
        }
    }
    let compared = match &decided {
        Some(decided) => compare_with(instance, profile, "official", decided, &rules),
        None => compare_rules(instance, profile, &rules),
    };
    let Comparison { entries, refused } = compared.map_err(uncountable)?;
    let refused = refused.into_iter().map(|RefusedRule { name, error }| RuleRefused { rule: name, error }).collect();
    Ok(EnvelopeComparison {
        envelope_id,
        budget: Money(instance.budget),
        voters: profile.voters(),
        entries: entries.into_iter().map(rule).collect::<Result<_>>()?,
        refused,
    })
}

fn rule(entry: ComparisonEntry) -> Result<RuleComparison> {
    let ComparisonEntry { name, rule, winners, ties, statistics, gained, lost, preference } = entry;
    let Preference { first, second, equal } = preference;
    let numbers = |ids: Vec<String>| -> Result<Vec<i32>> {
        ids.iter().map(|id| id.parse().map_err(|_| Error::Broken(format!("an item called {id}")))).collect()
    };
    Ok(RuleComparison {
        rule: name,
        counted_by: rule,
        winners: numbers(winners)?,
        cost: Money(statistics.spent),
        ties,
        gained: numbers(gained)?,
        lost: numbers(lost)?,
        prefer_first: first,
        prefer_this: second,
        indifferent: equal,
        statistics,
    })
}
