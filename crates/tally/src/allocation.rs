//! Envelopes by a declared formula: criteria with weights, shared out to the smallest unit.
//!
//! Porto Alegre's practice: each region gets points for each criterion (need, population, the region's own priorities), each
//! criterion has a weight, and money follows the sum of weighted points. Shares are exact fractions; what rounding down
//! leaves over goes out one smallest unit at a time by the declared remainder rule.

use serde::{Deserialize, Serialize};

use crate::error::CountError;
use crate::outcome::Fraction;

/// A criterion and its weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Criterion {
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: u32,
}

/// A region (or theme) and its points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Region {
    /// Its id.
    pub id: String,
    /// Its points, one number for each criterion, in their order; 0 or more.
    pub points: Vec<i64>,
}

/// Who gets the smallest units that are left after rounding down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Remainder {
    /// The regions that lost most by rounding (Hamilton, largest remainder), the first listed of equal ones.
    #[default]
    Largest,
    /// The regions with the most weighted points, the first listed of equal ones.
    MostPoints,
    /// The regions in the order listed.
    Listed,
}

/// Who gets how much, with everything needed to work it out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allocation {
    /// The money shared out, in the smallest unit.
    pub total: i64,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The rule for what rounding left.
    pub remainder: Remainder,
    /// One share per region, in the order listed.
    pub shares: Vec<Share>,
    /// Regions that had equal claims to a remainder of which only some got one.
    pub tied: Vec<String>,
}

/// One region's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// The region.
    pub region: String,
    /// Its weighted points.
    pub points: i64,
    /// Its exact claim, in the smallest unit.
    pub claim: Fraction,
    /// What it gets, in the smallest unit.
    pub amount: i64,
    /// Whether a unit of the remainder is in it.
    pub got_remainder: bool,
}

/// Shares `total` out.
///
/// # Errors
/// [`CountError::MalformedRule`] if there is nothing to go by (no points, a negative number, a missing or surplus number),
/// [`CountError::AmountOutOfRange`], [`CountError::DuplicateItem`].
pub fn allocate(
    total: i64,
    criteria: &[Criterion],
    regions: &[Region],
    remainder: Remainder,
) -> Result<Allocation, CountError> {
    if !(0..=crate::amount::MAX_AMOUNT).contains(&total) {
        return Err(CountError::AmountOutOfRange { item: "total".into(), amount: total });
    }
    let malformed = |detail: String| CountError::MalformedRule { detail };
    let mut points = Vec::new();
    for (at, region) in regions.iter().enumerate() {
        if regions[..at].iter().any(|other| other.id == region.id) {
            return Err(CountError::DuplicateItem { item: region.id.clone() });
        }
        if region.points.len() != criteria.len() {
            return Err(malformed(format!("{} needs points for {} criteria", region.id, criteria.len())));
        }
        let in_range = |points: &&i64| !(0..=crate::MAX_POINTS).contains(*points);
        if let Some(bad) = region.points.iter().find(in_range) {
            return Err(malformed(format!("{} points of {} are out of range", bad, region.id)));
        }
        let weighted = criteria.iter().zip(&region.points).map(|(c, &p)| i128::from(c.weight) * i128::from(p));
        points.push(weighted.sum::<i128>());
    }
    let all: i128 = points.iter().sum();
    if all == 0 || all > i64::MAX.into() {
        return Err(malformed("the weighted points must add up to more than 0 and fit 63 bits".into()));
    }
    // total <= 10^18 and points < 2^63, so products stay below 2^127.
    let claims: Vec<i128> = points.iter().map(|points| i128::from(total) * points).collect();
    let mut amounts: Vec<i128> = claims.iter().map(|claim| claim / all).collect();
    let left = (i128::from(total) - amounts.iter().sum::<i128>()) as usize;
    let strength = |region: usize| match remainder {
        Remainder::Largest => claims[region] % all,
        Remainder::MostPoints => points[region],
        Remainder::Listed => -(region as i128),
    };
    let mut order: Vec<usize> = (0..regions.len()).collect();
    order.sort_by_key(|&region| std::cmp::Reverse(strength(region)));
    let mut got = vec![false; regions.len()];
    for &region in &order[..left] {
        amounts[region] += 1;
        got[region] = true;
    }
    let at_the_edge = (left > 0 && left < order.len()).then(|| strength(order[left - 1]));
    let edge = at_the_edge.filter(|&edge| strength(order[left]) == edge);
    let tied = (0..regions.len()).filter(|&region| edge == Some(strength(region)));
    let share = |region: usize| Share {
        region: regions[region].id.clone(),
        points: points[region] as i64,
        claim: Fraction::new(claims[region], all),
        amount: amounts[region] as i64,
        got_remainder: got[region],
    };
    Ok(Allocation {
        total,
        criteria: criteria.to_vec(),
        remainder,
        shares: (0..regions.len()).map(share).collect(),
        tied: tied.map(|region| regions[region].id.clone()).collect(),
    })
}
