//! Weighted components: several counts of the same items by different bodies make one result.
//!
//! Seoul's practice of 2017: residents on line 50 %, committee 40 %, school 10 %. An item's score is the sum over components of
//! weight times the share of that component's voters (or votes) that chose it, an exact fraction; items are funded in
//! that order while they fit. Each component is published apart as well.

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use crate::ballot::{BallotKind, Profile};
use crate::builder::ProfileBuilder;
use crate::error::CountError;
use crate::greedy;
use crate::instance::Instance;
use crate::outcome::{Fraction, Outcome};
use crate::purse::Purse;
use crate::rule::{Constraints, Method, Minimum, Misfit, Rule};
use crate::sheet::Sheet;
use crate::tie::TieBreak;

/// How components make one result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComponentsRule {
    /// The components; the weights count in proportion to their sum.
    pub components: Vec<Component>,
    /// What a component's votes are divided by.
    #[serde(default)]
    pub share_of: ShareOf,
    /// What happens at an item that no longer fits.
    #[serde(default)]
    pub misfit: Misfit,
    /// What an item needs, counted over all components together.
    #[serde(default)]
    pub minimum: Minimum,
    /// How ties are broken.
    #[serde(default)]
    pub ties: Vec<TieBreak>,
    /// What else the winners must respect.
    #[serde(default)]
    pub constraints: Constraints,
}

impl ComponentsRule {
    /// The same as a [`Rule`], as outcomes carry it.
    pub fn rule(&self) -> Rule {
        let Self { components, share_of, misfit, minimum, ties, constraints } = self.clone();
        Rule { method: Method::WeightedComponents { components, share_of, misfit }, minimum, ties, constraints }
    }

    /// The same from a [`Rule`]; `None` where that counts otherwise.
    pub fn of(rule: &Rule) -> Option<Self> {
        let Rule { method, minimum, ties, constraints } = rule.clone();
        let Method::WeightedComponents { components, share_of, misfit } = method else { return None };
        Some(Self { components, share_of, misfit, minimum, ties, constraints })
    }
}

/// One component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// Who votes: `residents`, `committee`, `school`.
    pub name: String,
    /// Its weight.
    pub weight: u32,
}

/// What a component's votes for an item are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ShareOf {
    /// The component's voters.
    #[default]
    Voters,
    /// The component's votes (or points) for all items.
    Votes,
}

/// The joint result, and each component's own numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComponentsOutcome {
    /// The result; `votes` of its verdicts are those of all components together.
    pub outcome: Outcome,
    /// Each component apart, in the rule's order.
    pub components: Vec<ComponentResult>,
    /// Every item's joint score.
    pub scores: Vec<ItemScore>,
}

/// One component's own numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComponentResult {
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: u32,
    /// Its voters.
    pub voters: u64,
    /// Each item's share in it.
    pub scores: Vec<ItemScore>,
}

/// An item's exact score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemScore {
    /// The item.
    pub item: String,
    /// The score, between 0 and 1 (above 1 only where a voter gives several points).
    pub score: Fraction,
}

/// Counts the components' ballots, given in the order of the rule's components.
///
/// # Errors
/// [`CountError`]; a rule without weights, or another number of profiles than components, is malformed.
pub fn count_components(
    rule: &ComponentsRule,
    instance: &Instance,
    profiles: &[Profile],
) -> Result<ComponentsOutcome, CountError> {
    instance.check()?;
    let malformed = |detail: &str| CountError::MalformedRule { detail: detail.into() };
    if profiles.len() != rule.components.len() {
        return Err(malformed("each component needs its own ballots"));
    }
    let weights: u64 = rule.components.iter().map(|component| u64::from(component.weight)).sum();
    if weights == 0 {
        return Err(malformed("the weights of the components add up to 0"));
    }
    let items = instance.items.len();
    let mut joint: Vec<BigInt> = vec![BigInt::ZERO; items];
    let mut den = BigInt::from(weights);
    let mut components = Vec::new();
    for (component, profile) in rule.components.iter().zip(profiles) {
        profile.check(items)?;
        let points = profile.scores(items);
        let whole = match rule.share_of {
            ShareOf::Voters => i128::from(profile.voters()),
            ShareOf::Votes => points.iter().sum(),
        }
        .max(1);
        // joint / den + weight * points / (weights * whole), over the new common denominator den * whole
        let scale = &den / BigInt::from(weights) * component.weight;
        for (score, &points) in joint.iter_mut().zip(&points) {
            *score = &*score * whole + &scale * points;
        }
        den *= whole;
        let score = |(item, points): (&crate::Item, &i128)| ItemScore {
            item: item.id.clone(),
            score: Fraction::new(points, whole),
        };
        components.push(ComponentResult {
            name: component.name.clone(),
            weight: component.weight,
            voters: profile.voters(),
            scores: instance.items.iter().zip(&points).map(score).collect(),
        });
    }
    let outcome = joint_outcome(rule, instance, profiles, &joint, &den)?;
    let score =
        |(item, num): (&crate::Item, &BigInt)| ItemScore { item: item.id.clone(), score: Fraction::new(num, &den) };
    let scores = instance.items.iter().zip(&joint).map(score).collect();
    Ok(ComponentsOutcome { outcome, components, scores })
}

fn joint_outcome(
    rule: &ComponentsRule,
    instance: &Instance,
    profiles: &[Profile],
    joint: &[BigInt],
    den: &BigInt,
) -> Result<Outcome, CountError> {
    let mut all = ProfileBuilder::new(BallotKind::Approval, 0, instance.items.len());
    for ballot in profiles.iter().flat_map(Profile::ballots) {
        all.push(ballot.choices, &[], ballot.weight)?;
    }
    let all = all.finish();
    let own = rule.rule();
    let sheet = Sheet::new(&own, instance, &all)?;
    let mut order: Vec<usize> = (0..joint.len()).collect();
    order.sort_by(|&a, &b| joint[a].cmp(&joint[b]));
    let mut ranks = vec![0_i128; joint.len()];
    for pair in order.windows(2) {
        ranks[pair[1]] = ranks[pair[0]] + i128::from(joint[pair[0]] != joint[pair[1]]);
    }
    let mut purse = Purse::new(instance, &sheet.limits);
    let mut count = greedy::ranked(&sheet, &ranks, rule.misfit, &mut purse);
    for round in &mut count.rounds {
        let item = instance.index_of(&round.item).expect("rounds are about items");
        round.score = Fraction::new(&joint[item], den);
    }
    Ok(sheet.outcome(&purse, count))
}
