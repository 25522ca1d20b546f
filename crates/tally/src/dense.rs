//! Sets of items that cost much for the voters who support any of them, by local search: fast, but not always the dearest.

use crate::exact::cmp_products;
use crate::market::Market;

/// A load: money per voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) cost: i128,
    pub(crate) voters: i128,
}

impl Load {
    pub(crate) fn cmp(self, other: Self) -> std::cmp::Ordering {
        cmp_products(self.cost, other.voters, other.cost, self.voters)
    }
}

/// The search and its notes.
#[derive(Debug)]
pub(crate) struct Dense<'a> {
    market: &'a Market,
    /// How many items of the set each distinct ballot supports.
    support: Vec<u32>,
}

impl<'a> Dense<'a> {
    pub(crate) fn new(market: &'a Market) -> Self {
        Self { market, support: vec![0; market.weights.len()] }
    }

    /// Adds items of `others` to a set and takes some away while that raises its cost per voter; the first always stays.
    pub(crate) fn improve(&mut self, set: &mut Vec<usize>, others: &[usize]) -> Load {
        self.support.fill(0);
        let mut load = Load { cost: 0, voters: 0 };
        for &item in &*set {
            self.put(item, &mut load);
        }
        let mut rest: Vec<usize> = others.iter().copied().filter(|item| !set.contains(item)).collect();
        // A cost is higher than the load for each of `voters` if `voters < cost / load`.
        let quotient = |item: usize, load: Load| i128::from(self.market.costs[item]) * load.voters;
        let mut changed = load.cost > 0;
        while changed {
            // All these together raise it too: their voters are at most as many as of each alone, added up.
            let dear = |&item: &usize| self.are_at_most(item, 0, (quotient(item, load) - 1).div_euclid(load.cost));
            let (new, old): (Vec<usize>, Vec<usize>) = rest.into_iter().partition(dear);
            rest = old;
            changed = !new.is_empty();
            for &item in &new {
                self.put(item, &mut load);
            }
            set.extend(new);
            for at in (1..set.len()).rev() {
                let item = set[at];
                if !self.are_at_most(item, 1, quotient(item, load) / load.cost) {
                    self.take(item, &mut load);
                    rest.push(set.remove(at));
                    changed = true;
                }
            }
        }
        load
    }

    fn put(&mut self, item: usize, load: &mut Load) {
        let mut voters = 0;
        for &ballot in self.market.ballots(item) {
            let support = &mut self.support[ballot as usize];
            voters += u64::from(*support == 0) * u64::from(self.market.weights[ballot as usize]);
            *support += 1;
        }
        load.cost += i128::from(self.market.costs[item]);
        load.voters += i128::from(voters);
    }

    fn take(&mut self, item: usize, load: &mut Load) {
        let mut voters = 0;
        for &ballot in self.market.ballots(item) {
            let support = &mut self.support[ballot as usize];
            *support -= 1;
            voters += u64::from(*support == 0) * u64::from(self.market.weights[ballot as usize]);
        }
        load.cost -= i128::from(self.market.costs[item]);
        load.voters -= i128::from(voters);
    }

    /// Whether those of an item's voters who support so many items of the set are no more than `most`.
    fn are_at_most(&self, item: usize, support: u32, most: i128) -> bool {
        let Ok(most) = u64::try_from(most) else { return most > 0 };
        let mut voters = 0;
        self.market.ballots(item).iter().all(|&ballot| {
            let counts = self.support[ballot as usize] == support;
            voters += u64::from(counts) * u64::from(self.market.weights[ballot as usize]);
            voters <= most
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BallotKind, Instance, Item, Method, ProfileBuilder, Rule, Utility};

    #[test]
    fn what_is_dear_for_its_voters_joins_and_what_is_cheap_leaves() {
        let items = [("a", 30), ("b", 90), ("c", 4), ("d", 0)].map(|(id, cost)| Item::new(id, cost)).to_vec();
        let instance = Instance::new(items, 1000);
        let mut ballots = ProfileBuilder::new(BallotKind::Approval, 0, 4);
        for (choices, weight) in [(&[0][..], 2), (&[0, 1], 3), (&[1], 1), (&[2], 4), (&[2, 3], 1)] {
            ballots.push(choices, &[], weight).unwrap();
        }
        let (rule, profile) = (Rule::new(Method::MaximinSupport), ballots.finish());
        let sheet = crate::sheet::Sheet::new(&rule, &instance, &profile).unwrap();
        let market = Market::new(&sheet, Utility::Cardinality).unwrap();
        let mut dense = Dense::new(&market);
        let mut set = vec![0, 2];
        assert_eq!(dense.improve(&mut set, &[1, 2]), Load { cost: 120, voters: 6 });
        assert_eq!(set, [0, 1]);
        let mut free = vec![3];
        assert_eq!(dense.improve(&mut free, &[0, 1, 2]), Load { cost: 0, voters: 1 });
        assert_eq!(free, [3]);
    }
}
