//! The epsilon completion: an item is worth a little to those who did not choose it too.
//!
//! In the limit of a vanishing utility an item's supporters give all they have left and the others share the rest
//! equally, each at most what it has; the item that asks least of the others is bought, until all voters together cannot
//! afford anything. (Pierczyński, Peters, Skowron 2021, section on exhaustiveness.) Exact fractions throughout: this is the
//! rarest of the completions and its rounds are few.

use num_bigint::BigInt;

use crate::market::Market;
use crate::outcome::{Fraction, Round};
use crate::purse::Purse;
use crate::sheet::Sheet;
use crate::tie::Tie;

/// Continues after equal shares bought what the purse holds.
pub(crate) fn complete(
    sheet: &Sheet<'_>,
    market: &Market,
    share: i128,
    candidates: &[usize],
    purse: &mut Purse<'_>,
    after: u32,
) -> (Vec<Round>, Vec<Tie>) {
    let mut money = Money::after(market, share, purse);
    let (mut rounds, mut ties) = (Vec::new(), Vec::new());
    loop {
        let open = candidates.iter().copied().filter(|&item| !purse.has(item) && purse.block(item).is_none());
        let mut best: Option<(Price, Vec<usize>)> = None;
        for item in open {
            let Some(price) = money.price(market, item) else {
                continue;
            };
            match &mut best {
                Some((lowest, items)) if price.same(lowest) => items.push(item),
                Some((lowest, _)) if !price.below(lowest) => {}
                _ => best = Some((price, vec![item])),
            }
        }
        let Some((price, items)) = best else {
            return (rounds, ties);
        };
        let (item, round) = (items[0], after + rounds.len() as u32 + 1);
        if items.len() > 1 {
            ties.push(sheet.order.record(sheet.instance, round, &items, true));
        }
        money.pay(market, item, &price);
        purse.fund(item);
        rounds.push(Round {
            round,
            item: sheet.instance.items[item].id.clone(),
            funded: true,
            score: Fraction::new(price.num, price.den),
            cost: market.costs[item],
            remaining: purse.rest(),
            payers: None,
            runner_up: None,
        });
    }
}

struct Price {
    num: BigInt,
    den: BigInt,
    /// Factor by which the common denominator grows if this price is paid.
    finer: i64,
}

impl Price {
    fn same(&self, other: &Self) -> bool {
        &self.num * &other.den == &other.num * &self.den
    }

    fn below(&self, other: &Self) -> bool {
        &self.num * &other.den < &other.num * &self.den
    }
}

/// Every ballot's money as a numerator over one denominator.
struct Money {
    own: Vec<BigInt>,
    den: BigInt,
}

impl Money {
    fn after(market: &Market, share: i128, purse: &Purse<'_>) -> Self {
        let mut ledger = super::ledger::Ledger::new(market, share);
        for &item in &purse.winners {
            if market.costs[item] > 0 && market.totals[item] > 0 && ledger.price(item).is_some() {
                ledger.buy(item);
            }
        }
        let (own, den) = ledger.all_money();
        Self { own, den }
    }

    /// What each of the others pays at most, if all together can afford the item.
    fn price(&self, market: &Market, item: usize) -> Option<Price> {
        let mut supports = vec![false; self.own.len()];
        let mut rest = BigInt::from(market.costs[item]) * &self.den;
        for (ballot, _) in market.supporters(item) {
            supports[ballot] = true;
            rest -= &self.own[ballot] * market.weights[ballot];
        }
        if rest <= BigInt::ZERO {
            return Some(Price { num: BigInt::ZERO, den: self.den.clone(), finer: 1 });
        }
        let others = || (0..self.own.len()).filter(|&ballot| !supports[ballot]);
        let mut payers: Vec<usize> = others().collect();
        let mut weight: i64 = payers.iter().map(|&ballot| i64::from(market.weights[ballot])).sum();
        loop {
            if weight == 0 {
                return None;
            }
            let (rest_was, weight_was, before) = (rest.clone(), weight, payers.len());
            payers.retain(|&ballot| {
                if &self.own[ballot] * weight_was >= rest_was {
                    return true;
                }
                rest -= &self.own[ballot] * market.weights[ballot];
                weight -= i64::from(market.weights[ballot]);
                false
            });
            if payers.len() == before {
                return Some(Price { num: rest, den: &self.den * weight, finer: weight });
            }
        }
    }

    fn pay(&mut self, market: &Market, item: usize, price: &Price) {
        let mut supports = vec![false; self.own.len()];
        for (ballot, _) in market.supporters(item) {
            supports[ballot] = true;
        }
        for (own, supports) in self.own.iter_mut().zip(supports) {
            *own = if supports { BigInt::ZERO } else { (&*own * price.finer - &price.num).max(BigInt::ZERO) };
        }
        self.den *= price.finer;
    }
}
