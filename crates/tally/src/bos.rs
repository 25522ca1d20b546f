//! Equal shares with bounded overspending (BOS).
//!
//! Georgios Papasotiropoulos, Seyedeh Zeinab Pishbin, Oskar Skibski, Piotr Skowron and Tomasz Wąs, "Method of Equal Shares with
//! Bounded Overspending" (EC 2025, arXiv:2409.15005). As in equal shares every voter starts with the same share and supporters
//! pay in proportion to their utility. But an item may also be bought when its supporters can cover only the fraction `a` of
//! it: at a price `q` per utility that together brings `a * cost`, its price counts as `q / a^2`, and a supporter then pays
//! `q / a` per utility, or all it has. The item with the lowest such price that fits the envelope is bought, until none that
//! fits has a supporter with money. (The quotient is smallest at a price that empties some supporter, or at the full price,
//! so only these are tried.)
//!
//! **Declared rounding.** The exact denominators double in length with every overspent item, so this rule is defined here on
//! whole multiples of a unit: a power of two of the smallest unit of money such that all money together is just below 2^42
//! units. Shares are rounded down, costs and payments up. Comparisons of these whole numbers are exact.

use std::cmp::Ordering;

use num_bigint::BigInt;

use crate::ballot::Profile;
use crate::error::CountError;
use crate::exact::cmp_products;
use crate::instance::Instance;
use crate::market::Market;
use crate::outcome::{Fraction, Outcome, Payers, Reason, Round};
use crate::purse::Purse;
use crate::rule::{Rule, Utility};
use crate::sheet::{Count, Sheet, clamp};

/// All money together has so many bits.
const BITS: i32 = 42;

pub(crate) fn count(
    rule: &Rule,
    utility: Utility,
    instance: &Instance,
    profile: &Profile,
) -> Result<Outcome, CountError> {
    let sheet = Sheet::new(rule, instance, profile)?;
    let market = Market::new(&sheet, utility)?;
    let mut purse = Purse::new(instance, &sheet.limits);
    let total = purse.remaining.max(0);
    let unit = Unit(BITS - (128 - total.leading_zeros() as i32));
    let share = (unit.floor(total) / i128::from(market.voters.max(1))) as i64;
    let mut money = vec![share; market.weights.len()];
    let (mut rounds, mut ties) = (Vec::new(), Vec::new());
    loop {
        let open = sheet.candidates().into_iter().filter(|&item| !purse.has(item) && purse.block(item).is_none());
        let mut best: Option<(Offer, Vec<usize>)> = None;
        for item in open {
            let Some(offer) = offer(&market, &money, item, unit) else { continue };
            match best.as_mut().map_or(Ordering::Less, |(lowest, _)| offer.cmp(lowest)) {
                Ordering::Less => best = Some((offer, vec![item])),
                Ordering::Equal => best.as_mut().expect("compared with it").1.push(item),
                Ordering::Greater => {}
            }
        }
        let Some((offer, items)) = best else { break };
        let (item, round) = (items[0], rounds.len() as u32 + 1);
        if items.len() > 1 {
            let together: i128 = items.iter().map(|&item| i128::from(market.costs[item])).sum();
            ties.push(sheet.order.record(instance, round, &items, together > purse.remaining));
        }
        purse.fund(item);
        let (mut full, mut partial, mut together) = (0, 0, 0_i128);
        for (ballot, factor) in market.supporters(item) {
            let weight = market.weights[ballot];
            let due = offer.due(factor);
            if due <= money[ballot].into() {
                full += u64::from(weight);
                money[ballot] -= due as i64;
            } else {
                partial += u64::from(weight);
                together += i128::from(weight) * i128::from(money[ballot]);
                money[ballot] = 0;
            }
        }
        rounds.push(Round {
            round,
            item: instance.items[item].id.clone(),
            funded: true,
            score: Fraction::new(&offer.num, &offer.den),
            cost: market.costs[item],
            remaining: purse.rest(),
            payers: Some(Payers {
                full,
                each_millionths: clamp(unit.back(offer.due(1) * 1_000_000)),
                partial,
                partial_together: clamp(unit.back(together)),
            }),
            runner_up: None,
        });
    }
    let mut reasons = vec![None; instance.items.len()];
    for item in sheet.candidates() {
        reasons[item] = match purse.block(item) {
            Some(block) => Some(purse.reason(item, &block)),
            None if market.totals[item] == 0 => Some(Reason::NoVotes),
            None => Some(Reason::LacksSupport { supporters_have: 0, missing: market.costs[item] }),
        };
    }
    Ok(sheet.outcome(&purse, Count { order: Vec::new(), reasons, rounds, ties }))
}

/// A unit of `2^-shift` of the smallest unit of money.
#[derive(Debug, Clone, Copy)]
struct Unit(i32);

impl Unit {
    fn floor(self, amount: i128) -> i128 {
        if self.0 >= 0 { amount << self.0 } else { amount >> -self.0 }
    }

    fn ceil(self, amount: i128) -> i128 {
        -self.floor(-amount)
    }

    fn back(self, units: i128) -> i128 {
        if self.0 >= 0 { units >> self.0 } else { units.saturating_mul(1 << -self.0) }
    }
}

/// The lowest price at which an item can be bought, fully or in part.
#[derive(Debug, Clone)]
struct Offer {
    /// Price per utility divided by the square of the part covered: `num / den`.
    num: BigInt,
    den: BigInt,
    /// What a factor of one pays: `pay / pay_den`.
    pay: i128,
    pay_den: i128,
}

impl Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.num * &other.den).cmp(&(&other.num * &self.den))
    }

    fn due(&self, factor: i64) -> i128 {
        // Beyond 2^127 it is more than anybody has.
        let product = self.pay.checked_mul(factor.into()).unwrap_or(i128::MAX);
        product / self.pay_den + i128::from(product % self.pay_den > 0)
    }
}

/// The best offer for an item; `None` if no supporter has money.
fn offer(market: &Market, money: &[i64], item: usize, unit: Unit) -> Option<Offer> {
    let cost = unit.ceil(market.costs[item].into());
    if cost == 0 {
        return (market.totals[item] > 0).then(|| Offer { num: BigInt::ZERO, den: 1.into(), pay: 0, pay_den: 1 });
    }
    let mut supporters: Vec<(i64, i64, i64)> = market
        .supporters(item)
        .map(|(ballot, factor)| (money[ballot], factor, market.weights[ballot].into()))
        .collect();
    supporters.sort_unstable_by(|a, b| (i128::from(a.0) * i128::from(b.1)).cmp(&(i128::from(b.0) * i128::from(a.1))));
    // Those before have given all they have at the price; the others pay it by their factors.
    let (mut given, mut factors) = (0_i128, i128::from(market.totals[item]));
    let mut best: Option<Candidate> = None;
    for (own, factor, weight) in supporters {
        let (own, factor) = (i128::from(own), i128::from(factor));
        // At the price own / factor they bring (given * factor + own * factors) / factor.
        let brought = given.checked_mul(factor)?.checked_add(own.checked_mul(factors)?)?;
        if brought >= cost.checked_mul(factor)? {
            let full = Candidate::full(cost - given, factors);
            if best.as_ref().is_none_or(|best| full.below(best, cost)) {
                best = Some(full);
            }
            break;
        }
        if own > 0 {
            let part = Candidate { price: own, price_den: factor, brought, whole: false };
            if best.as_ref().is_none_or(|best| part.below(best, cost)) {
                best = Some(part);
            }
        }
        given += own * i128::from(weight);
        factors -= factor * i128::from(weight);
    }
    let Candidate { price, price_den, brought, whole } = best?;
    let base = market.bases[item];
    Some(if whole {
        Offer { num: price.into(), den: BigInt::from(price_den) * base, pay: price, pay_den: price_den }
    } else {
        // price / (brought / (price_den * cost))^2, and price * cost / brought in all to pay
        let num = BigInt::from(price) * price_den * cost * cost;
        let den = BigInt::from(brought) * brought * base;
        Offer { num, den, pay: price.saturating_mul(cost), pay_den: brought }
    })
}

/// A price `price / price_den` per factor at which supporters bring `brought / price_den`, or all (`whole`).
#[derive(Debug, Clone)]
struct Candidate {
    price: i128,
    price_den: i128,
    brought: i128,
    whole: bool,
}

impl Candidate {
    fn full(rest: i128, factors: i128) -> Self {
        Self { price: rest, price_den: factors, brought: 0, whole: true }
    }

    /// `price / part^2` as a fraction, if it fits.
    fn quotient(&self, cost: i128) -> Option<(i128, i128)> {
        if self.whole {
            return Some((self.price, self.price_den));
        }
        let num = self.price.checked_mul(self.price_den)?.checked_mul(cost)?.checked_mul(cost)?;
        Some((num, self.brought.checked_mul(self.brought)?))
    }

    fn below(&self, other: &Self, cost: i128) -> bool {
        match (self.quotient(cost), other.quotient(cost)) {
            (Some((a, b)), Some((c, d))) => cmp_products(a, d, c, b).is_lt(),
            _ => {
                let (a, b) = self.long_quotient(cost);
                let (c, d) = other.long_quotient(cost);
                a * d < c * b
            }
        }
    }

    fn long_quotient(&self, cost: i128) -> (BigInt, BigInt) {
        if self.whole {
            return (self.price.into(), self.price_den.into());
        }
        (BigInt::from(self.price) * self.price_den * cost * cost, BigInt::from(self.brought) * self.brought)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BallotKind, Item, Method, ProfileBuilder};

    fn winners(costs: &[(&str, i64)], budget: i64, ballots: &[(&[u32], u64)], utility: Utility) -> Vec<String> {
        let instance = Instance::new(costs.iter().map(|&(id, cost)| Item::new(id, cost)).collect(), budget);
        let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, costs.len());
        for (choices, weight) in ballots {
            builder.push(choices, &[], *weight).expect("valid");
        }
        let rule = Rule::new(Method::BoundedOverspending { utility });
        crate::count(&rule, &instance, &builder.finish()).expect("counts").winners
    }

    #[test]
    fn a_popular_item_beats_a_cheap_one_of_few_although_its_supporters_overspend() {
        // Equal shares can only buy b (100 for one voter's share of 333); a has two thirds of the voters for 1000 of 1000.
        let costs = [("a", 1000), ("b", 100)];
        let ballots: [(&[u32], u64); 2] = [(&[0], 2), (&[1], 1)];
        assert_eq!(winners(&costs, 1000, &ballots, Utility::Cost), ["a"]);
    }

    #[test]
    fn without_shortage_it_buys_what_equal_shares_buys() {
        let costs = [("a", 30), ("b", 30), ("c", 60)];
        let ballots: [(&[u32], u64); 2] = [(&[0, 2], 6), (&[1], 4)];
        assert_eq!(winners(&costs, 120, &ballots, Utility::Cardinality), ["a", "b", "c"]);
    }
}
