//! What if: other rules on the same ballots, published beside an official result and never instead of it.

use serde::{Deserialize, Serialize};

use crate::ballot::{BallotKind, Profile};
use crate::error::CountError;
use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::rule::{Completion, GreedyOrder, Method, Misfit, Rule, Utility, count};
use crate::statistics::{Statistics, of_winners};
use crate::utility::factor;

/// A rule under the name that texts know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedRule {
    /// A text key: `official`, `greedy`, `greedy_per_cost`, `equal_shares`, …
    pub name: String,
    /// The rule.
    pub rule: Rule,
}

/// All rules on the same ballots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// One entry per rule; the first is what the others are compared with.
    pub entries: Vec<ComparisonEntry>,
    /// Rules that cannot count these ballots, and why.
    pub refused: Vec<RefusedRule>,
}

/// One rule's outcome, or the one that was given to compare with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparisonEntry {
    /// The rule's text key.
    pub name: String,
    /// The rule; absent where winners were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// Ids of the winners, in the order of funding.
    pub winners: Vec<String>,
    /// Ties that could have changed who wins.
    pub ties: u32,
    /// Satisfaction, spread and cost.
    pub statistics: Statistics,
    /// Items that it funds and the first entry does not.
    pub gained: Vec<String>,
    /// Items that the first entry funds and it does not.
    pub lost: Vec<String>,
    /// How many voters prefer the first entry (`first`) or this one (`second`).
    pub preference: Preference,
}

/// A rule that could not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedRule {
    /// The rule's text key.
    pub name: String,
    /// Why.
    pub error: CountError,
}

/// How many voters have more utility from one outcome than from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preference {
    /// Voters who prefer the first outcome.
    pub first: u64,
    /// Voters who prefer the second.
    pub second: u64,
    /// Voters to whom both are worth the same.
    pub equal: u64,
}

/// The rules that ballots of this kind can be counted by, with the utility that they suggest.
pub fn standard_rules(kind: BallotKind) -> Vec<NamedRule> {
    let utility = Utility::suggested(kind);
    let greedy = |order| Method::Greedy { order, misfit: Misfit::Skip };
    let shares = |completion| Method::EqualShares { utility, completion, comparison: false };
    let mut rules = vec![
        ("greedy", greedy(GreedyOrder::Score)),
        ("greedy_per_cost", greedy(GreedyOrder::PerCost { utility: per_cost(kind) })),
        ("equal_shares", shares(vec![Completion::add1(), Completion::Greedy])),
    ];
    rules.extend(crate::rule::optional_methods(kind));
    rules.into_iter().map(|(name, method)| NamedRule { name: name.into(), rule: Rule::new(method) }).collect()
}

fn per_cost(kind: BallotKind) -> Utility {
    match Utility::suggested(kind) {
        Utility::Cost => Utility::Cardinality,
        other => other,
    }
}

/// Counts the ballots by the official rule, if one is given, and by every standard rule (with the official rule's minimum,
/// constraints and tie-break), and sets the outcomes beside the first.
///
/// # Errors
/// [`CountError`] if the first rule cannot count; later ones are listed as refused.
pub fn compare(instance: &Instance, profile: &Profile, official: Option<&Rule>) -> Result<Comparison, CountError> {
    let mut rules = standard_rules(profile.kind());
    if let Some(official) = official {
        for NamedRule { rule, .. } in &mut rules {
            *rule = Rule { method: rule.method.clone(), ..official.clone() };
        }
        rules.insert(0, NamedRule { name: "official".into(), rule: official.clone() });
    }
    compare_rules(instance, profile, &rules)
}

/// Counts the ballots by each rule and sets the outcomes beside the first.
///
/// # Errors
/// [`CountError`] if the first rule cannot count; later ones are listed as refused.
pub fn compare_rules(instance: &Instance, profile: &Profile, rules: &[NamedRule]) -> Result<Comparison, CountError> {
    let mut comparison = Comparison { entries: Vec::new(), refused: Vec::new() };
    beside(instance, profile, rules, &mut comparison)?;
    Ok(comparison)
}

/// Sets each rule's outcome beside winners that were decided otherwise, by an act or by another city.
///
/// # Errors
/// [`CountError`] of the instance or the profile; rules that cannot count are listed as refused.
pub fn compare_with(
    instance: &Instance,
    profile: &Profile,
    name: &str,
    winners: &[String],
    rules: &[NamedRule],
) -> Result<Comparison, CountError> {
    instance.check()?;
    profile.check(instance.items.len())?;
    let first = entry(instance, profile, name, None, winners.to_vec(), &Comparison::default());
    let mut comparison = Comparison { entries: vec![first], refused: Vec::new() };
    beside(instance, profile, rules, &mut comparison)?;
    Ok(comparison)
}

fn beside(
    instance: &Instance,
    profile: &Profile,
    rules: &[NamedRule],
    comparison: &mut Comparison,
) -> Result<(), CountError> {
    for NamedRule { name, rule } in rules {
        match count(rule, instance, profile) {
            Ok(outcome) => {
                let ties = outcome.ties.iter().filter(|tie| tie.mattered).count() as u32;
                let rule = Some((rule.clone(), ties));
                comparison.entries.push(entry(instance, profile, name, rule, outcome.winners, comparison));
            }
            Err(error) if comparison.entries.is_empty() => return Err(error),
            Err(error) => comparison.refused.push(RefusedRule { name: name.clone(), error }),
        }
    }
    Ok(())
}

fn entry(
    instance: &Instance,
    profile: &Profile,
    name: &str,
    rule: Option<(Rule, u32)>,
    winners: Vec<String>,
    so_far: &Comparison,
) -> ComparisonEntry {
    let first = so_far.entries.first().map_or(&winners, |entry| &entry.winners);
    let missing =
        |of: &[String], there: &[String]| of.iter().filter(|id| !there.contains(id)).cloned().collect::<Vec<_>>();
    let (rule, ties) = rule.map_or((None, 0), |(rule, ties)| (Some(rule), ties));
    ComparisonEntry {
        name: name.into(),
        rule,
        ties,
        statistics: of_winners(instance, profile, &winners),
        gained: missing(&winners, first),
        lost: missing(first, &winners),
        preference: preferred(instance, profile, Utility::suggested(profile.kind()), first, &winners),
        winners,
    }
}

/// What cities ask in the comparison step of equal shares: of how many of its projects a voter sees funded, where ballots say
/// nothing finer (Pabulib's own checker does the same).
pub(crate) fn asked(utility: Utility) -> Utility {
    if utility == Utility::Cost { Utility::Cardinality } else { utility }
}

/// Asks every voter which of two outcomes is worth more to it.
pub fn preference(
    instance: &Instance,
    profile: &Profile,
    utility: Utility,
    first: &Outcome,
    second: &Outcome,
) -> Preference {
    preferred(instance, profile, utility, &first.winners, &second.winners)
}

/// The same for two sets of winners.
fn preferred(
    instance: &Instance,
    profile: &Profile,
    utility: Utility,
    first: &[String],
    second: &[String],
) -> Preference {
    let side = |winners: &[String]| {
        let base = |item: &crate::Item| if utility == Utility::Cost { item.cost.into() } else { 1_i128 };
        let worth = |item: &crate::Item| if winners.contains(&item.id) { base(item) } else { 0 };
        instance.items.iter().map(worth).collect::<Vec<_>>()
    };
    let (first, second) = (side(first), side(second));
    let mut preference = Preference { first: 0, second: 0, equal: 0 };
    for ballot in profile.ballots() {
        let mut difference = 0_i128;
        for (place, &choice) in ballot.choices.iter().enumerate() {
            let factor = i128::from(factor(utility, profile.kind(), &ballot, place));
            difference += factor * (first[choice as usize] - second[choice as usize]);
        }
        match difference.signum() {
            1 => preference.first += ballot.weight,
            -1 => preference.second += ballot.weight,
            _ => preference.equal += ballot.weight,
        }
    }
    preference
}
