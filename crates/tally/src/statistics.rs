//! How satisfied voters are with an outcome, as exact numbers.

use serde::{Deserialize, Serialize};

use crate::ballot::{BallotKind, Profile};
use crate::instance::Instance;
use crate::outcome::{Fraction, Outcome};
use crate::rule::Utility;
use crate::utility::factor;

/// Numbers about an outcome. Utilities are those that the ballots suggest ([`Utility::suggested`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statistics {
    /// Ballots.
    pub voters: u64,
    /// Voters who chose at least one winner.
    pub with_a_winner: u64,
    /// How many winners a voter chose, on average.
    pub winners_per_voter: Fraction,
    /// The utility that averages, Gini and EJR+ are about.
    pub utility: Utility,
    /// Average utility of a voter (for cost utility: in the smallest unit of money).
    pub average_utility: Fraction,
    /// Gini coefficient of voters' utilities: 0 if all have the same, near 1 if one has everything.
    pub gini: Fraction,
    /// What the winners cost.
    pub spent: i64,
    /// The envelope.
    pub budget: i64,
    /// Items, winners and money of each category.
    pub categories: Vec<Spread>,
    /// Items, winners and money of each area.
    pub areas: Vec<Spread>,
    /// Groups that got less than their share; `None` for ballots other than approvals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ejr_plus: Option<Vec<EjrViolation>>,
}

/// How a category or an area fared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spread {
    /// Its name.
    pub name: String,
    /// Items on the ballot.
    pub items: u32,
    /// Votes for them.
    pub votes: u64,
    /// Winners.
    pub winners: u32,
    /// What the winners cost.
    pub cost: i64,
}

/// A group of voters who all chose an item that was not funded although their common share of the budget could have paid for
/// it and all that each of them got.
///
/// EJR+ up to any project for cost utility: Markus Brill and Jannik Peters, "Robust and Verifiable Proportionality Axioms
/// for Multiwinner Voting" (EC 2023). There is a violation if, for an unfunded item and a group of its supporters, each
/// supporter's funded choices and the item together cost no more than the group's share `voters * budget / all voters`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EjrViolation {
    /// The item.
    pub item: String,
    /// The largest such group.
    pub voters: u64,
    /// The most that any of them got.
    pub got_at_most: i64,
    /// The group's share, rounded down.
    pub entitled_to: i64,
}

/// Works out the numbers of an outcome.
pub fn statistics(instance: &Instance, profile: &Profile, outcome: &Outcome) -> Statistics {
    of_winners(instance, profile, &outcome.winners)
}

/// The same numbers of any set of winners, by their ids: of an official decision that no count gives.
pub fn of_winners(instance: &Instance, profile: &Profile, winners: &[String]) -> Statistics {
    let utility = Utility::suggested(profile.kind());
    let funded: Vec<bool> = instance.items.iter().map(|item| winners.contains(&item.id)).collect();
    let costs =
        instance.items.iter().zip(&funded).filter(|(_, funded)| **funded).map(|(item, _)| i128::from(item.cost));
    let (mut with_a_winner, mut choices, mut total) = (0_u64, 0_u128, 0_i128);
    let mut utilities: Vec<(i128, u64)> = Vec::with_capacity(profile.len());
    for ballot in profile.ballots() {
        let (mut winners, mut own) = (0_u64, 0_i128);
        for (place, &choice) in ballot.choices.iter().enumerate() {
            if !funded[choice as usize] {
                continue;
            }
            winners += u64::from(ballot.points.get(place).is_none_or(|&points| points > 0));
            let base = if utility == Utility::Cost { instance.items[choice as usize].cost.into() } else { 1 };
            own += base * i128::from(factor(utility, profile.kind(), &ballot, place));
        }
        with_a_winner += if winners > 0 { ballot.weight } else { 0 };
        choices += u128::from(winners) * u128::from(ballot.weight);
        total += own * i128::from(ballot.weight);
        utilities.push((own, ballot.weight));
    }
    let voters = profile.voters();
    let approvals = matches!(profile.kind(), BallotKind::Approval | BallotKind::ChooseOne);
    Statistics {
        voters,
        with_a_winner,
        winners_per_voter: reduced(choices as i128, voters.into()),
        utility,
        average_utility: reduced(total, voters.into()),
        gini: gini(&mut utilities.clone(), voters, total),
        spent: crate::sheet::clamp(costs.sum()),
        budget: instance.budget,
        categories: spread(instance, profile, &funded, |item| item.categories.iter().map(String::as_str).collect()),
        areas: spread(instance, profile, &funded, |item| item.area.as_deref().into_iter().collect()),
        ejr_plus: approvals.then(|| ejr_violations(instance, profile, &funded, &utilities)),
    }
}

fn reduced(num: i128, den: i128) -> Fraction {
    if den == 0 {
        return Fraction::new(0, 1);
    }
    let (mut a, mut b) = (num.unsigned_abs(), den.unsigned_abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1) as i128;
    Fraction::new(num / divisor, den / divisor)
}

/// `sum over voters in ascending order of (2 place - voters - 1) * utility / (voters * total)`.
fn gini(utilities: &mut [(i128, u64)], voters: u64, total: i128) -> Fraction {
    if total <= 0 {
        return Fraction::new(0, 1);
    }
    utilities.sort_unstable();
    let (voters, mut before, mut sum) = (i128::from(voters), 0_i128, 0_i128);
    for &mut (utility, weight) in utilities {
        let weight = i128::from(weight);
        // The places before + 1 to before + weight add up to weight * before + weight * (weight + 1) / 2.
        sum += utility * (2 * weight * before + weight * (weight + 1) - weight * (voters + 1));
        before += weight;
    }
    reduced(sum, voters * total)
}

fn spread<'a>(
    instance: &'a Instance,
    profile: &Profile,
    funded: &[bool],
    names: impl Fn(&'a crate::Item) -> Vec<&'a str>,
) -> Vec<Spread> {
    let votes = profile.votes(instance.items.len());
    let mut spreads: Vec<Spread> = Vec::new();
    for (index, item) in instance.items.iter().enumerate() {
        for name in names(item) {
            let at = spreads.iter().position(|spread| spread.name == name).unwrap_or_else(|| {
                spreads.push(Spread { name: name.into(), items: 0, votes: 0, winners: 0, cost: 0 });
                spreads.len() - 1
            });
            let spread = &mut spreads[at];
            spread.items += 1;
            spread.votes += votes[index];
            if funded[index] {
                spread.winners += 1;
                spread.cost = spread.cost.saturating_add(item.cost);
            }
        }
    }
    spreads
}

fn ejr_violations(
    instance: &Instance,
    profile: &Profile,
    funded: &[bool],
    utilities: &[(i128, u64)],
) -> Vec<EjrViolation> {
    let mut supporters: Vec<Vec<(i128, u64)>> = vec![Vec::new(); instance.items.len()];
    for (ballot, &utility) in profile.ballots().zip(utilities) {
        for &choice in ballot.choices.iter().filter(|&&choice| !funded[choice as usize]) {
            supporters[choice as usize].push(utility);
        }
    }
    let (budget, voters) = (i128::from(instance.budget), i128::from(profile.voters()));
    let mut violations = Vec::new();
    for (item, supporters) in instance.items.iter().zip(&mut supporters) {
        supporters.sort_unstable();
        let mut group = 0_i128;
        let mut largest = None;
        for &(got, weight) in supporters.iter() {
            group += i128::from(weight);
            if (got + i128::from(item.cost)) * voters <= group * budget {
                largest = Some((group, got));
            }
        }
        if let Some((group, got)) = largest {
            violations.push(EjrViolation {
                item: item.id.clone(),
                voters: group as u64,
                got_at_most: crate::sheet::clamp(got),
                entitled_to: crate::sheet::clamp(group * budget / voters),
            });
        }
    }
    violations
}
