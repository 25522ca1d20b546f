//! The maximin support rule.
//!
//! Haris Aziz, Barton Lee and Nimrod Talmon, "Proportionally Representative Participatory Budgeting: Axioms and Algorithms"
//! (AAMAS 2018, as generalised sequential Phragmén); Luis Sánchez-Fernández, Norberto Fernández-García, Jesús Fisteus and
//! Markus Brill, "The maximin support method" (Mathematical Programming 2024). Like sequential Phragmén, but when an item is
//! added the costs of all items so far may be spread anew over their supporters, so that the heaviest load is as small as
//! possible. In each round the item is added with which that load is smallest, of those that still fit.
//!
//! By the theorem of maximum flow and minimum cut the smallest possible heaviest load of a set of items is the greatest
//! `cost(T) / supporters(T)` of its subsets `T`: an exact fraction of whole numbers. It is found by flows in whole numbers
//! (money of each item to its supporters, none of whom takes more than the load), raising the load to that of the violated
//! subset until nothing is violated (Dinkelbach's method).
//!
//! Loads are tried in rising order through the whole count, so that one flow serves it all (`flow.rs`). Its unit is the
//! `1 / d` of the costs' greatest common divisor, `d` at least the square of the number of voters: a load `l = c / n` allows each
//! voter `⌈l d⌉` units, less than one too much. A subset that costs more than `l` times its `m` voters costs at least `1 / n` more,
//! that is `d / n ≥ m` units: it is still too dear after rounding. And what is too dear after rounding is so without it.
//!
//! Often many items can be added without raising the heaviest load at all; they tie, and the tie-break decides.
//! Items without supporters have an infinite load: they come last, as in pabutools, and are funded while they fit.

use crate::ballot::{BallotKind, Profile};
use crate::dense::{Dense, Load};
use crate::error::CountError;
use crate::flow::{Spread, Whole};
use crate::instance::Instance;
use crate::market::Market;
use crate::outcome::{Fraction, Outcome, Round};
use crate::purse::Purse;
use crate::rule::{Rule, Utility};
use crate::sheet::{Count, Sheet};
use crate::tie::Tie;

pub(crate) fn count(rule: &Rule, instance: &Instance, profile: &Profile) -> Result<Outcome, CountError> {
    if !matches!(profile.kind(), BallotKind::Approval | BallotKind::ChooseOne) {
        let (rule, ballots) = (rule.method.name().into(), profile.kind().name().into());
        return Err(CountError::BallotsNotSupported { rule, ballots });
    }
    let sheet = Sheet::new(rule, instance, profile)?;
    let market = Market::new(&sheet, Utility::Cardinality)?;
    let Unit { divisor, parts, fits_64_bits } = Unit::new(&sheet, &market)?;
    if fits_64_bits {
        run(&sheet, &market, Search::<i64>::new(&market, divisor, parts))
    } else {
        run(&sheet, &market, Search::<i128>::new(&market, divisor, parts))
    }
}

fn run<N: Whole>(sheet: &Sheet<'_>, market: &Market, mut search: Search<'_, N>) -> Result<Outcome, CountError> {
    let instance = sheet.instance;
    let mut purse = Purse::new(instance, &sheet.limits);
    let (mut rounds, mut ties): (Vec<Round>, Vec<Tie>) = (Vec::new(), Vec::new());
    let mut reasons = vec![None; instance.items.len()];
    let mut candidates = sheet.candidates();
    let mut order = Vec::new();
    loop {
        candidates.retain(|&item| match purse.block(item) {
            Some(block) => {
                reasons[item] = Some(purse.reason(item, &block));
                order.push(item);
                false
            }
            None => true,
        });
        let tied = search.least(&candidates);
        let Some(&item) = tied.first() else { break };
        let round = rounds.len() as u32 + 1;
        if tied.len() > 1 {
            let together: i128 = tied.iter().map(|&item| i128::from(market.costs[item])).sum();
            ties.push(sheet.order.record(instance, round, &tied, together > purse.remaining));
        }
        purse.fund(item);
        candidates.retain(|&other| other != item);
        let load = search.add(item);
        rounds.push(Round {
            round,
            item: instance.items[item].id.clone(),
            funded: true,
            score: load.map_or_else(|| Fraction::new(0, 1), |load| Fraction::new(load.cost, load.voters)),
            cost: market.costs[item],
            remaining: purse.rest(),
            payers: None,
            runner_up: None,
        });
    }
    Ok(sheet.outcome(&purse, Count { order, reasons, rounds, ties }))
}

/// The unit of the flow.
struct Unit {
    /// Of all costs.
    divisor: i128,
    /// Units of a divisor.
    parts: i128,
    fits_64_bits: bool,
}

impl Unit {
    fn new(sheet: &Sheet<'_>, market: &Market) -> Result<Self, CountError> {
        let (mut divisor, mut all, mut dearest) = (0_i64, 0_i128, 0_i64);
        for item in sheet.candidates() {
            let (mut a, mut b) = (market.costs[item], divisor);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            divisor = a;
            all += i128::from(market.costs[item]);
            dearest = dearest.max(market.costs[item]);
        }
        let divisor = i128::from(divisor.max(1));
        let voters = i128::from(market.voters);
        let parts = (voters * voters).max(1);
        // Twice all costs is more than anything that is added up.
        let Some(most) = (all / divisor + 1).checked_mul(2 * parts) else {
            return Err(CountError::AmountOutOfRange { item: String::new(), amount: dearest });
        };
        Ok(Self { divisor, parts, fits_64_bits: most < i64::MAX.into() })
    }
}

/// How far a candidate's bound has been put to the test. Of equal bounds the one tested least comes first: all must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tested {
    Not,
    /// By local search, which found nothing dearer.
    Quickly,
    /// By the flow: the load is enough.
    Passed,
}

struct Search<'a, N> {
    market: &'a Market,
    /// The unit of the flow, see [`Unit`].
    divisor: i128,
    parts: i128,
    /// The heaviest load of the items chosen.
    load: Load,
    /// Costs of the items chosen, spread over their supporters.
    spread: Spread<N>,
    /// An item that is spread without being chosen yet.
    on_trial: Option<usize>,
    dense: Dense<'a>,
    /// Items chosen so far (supported ones).
    chosen: Vec<usize>,
    /// A set with each candidate that is too dear for any lower load, from earlier rounds.
    known: Vec<(Load, Vec<usize>)>,
}

impl<'a, N: Whole> Search<'a, N> {
    fn new(market: &'a Market, divisor: i128, parts: i128) -> Self {
        let items = market.costs.len();
        let spread = Spread::new(&market.weights, items, |item| market.ballots(item));
        let alone = |item: usize| Load { cost: market.costs[item].into(), voters: market.supporters[item].into() };
        let known = (0..items).map(|item| (alone(item), vec![item])).collect();
        let (dense, load) = (Dense::new(market), Load { cost: 0, voters: 1 });
        Self { market, divisor, parts, load, spread, on_trial: None, dense, chosen: Vec::new(), known }
    }

    /// Candidates that need the least load, in their own order.
    fn least(&mut self, candidates: &[usize]) -> Vec<usize> {
        let mut open: Vec<(usize, Load, Tested)> = candidates
            .iter()
            .filter(|&&item| self.market.supporters[item] > 0)
            .map(|&item| (item, self.bound(item), Tested::Not))
            .collect();
        if open.is_empty() {
            return candidates.to_vec();
        }
        // The lowest bound is put to the test until the lowest of all has passed it: nothing can need less then.
        loop {
            let lowest =
                |a: &&mut (usize, Load, Tested), b: &&mut (usize, Load, Tested)| a.1.cmp(b.1).then(a.2.cmp(&b.2));
            let (item, load, tested) = open.iter_mut().min_by(lowest).expect("not empty");
            let mut set = match tested {
                Tested::Passed => {
                    let least = *load;
                    return open.iter().filter(|entry| entry.1.cmp(least).is_eq()).map(|entry| entry.0).collect();
                }
                Tested::Not => self.known[*item].1.clone(),
                Tested::Quickly => match self.overflow(*load, *item) {
                    Ok(()) => {
                        *tested = Tested::Passed;
                        continue;
                    }
                    Err(set) => set,
                },
            };
            let higher = self.dense.improve(&mut set, &self.chosen);
            *tested = Tested::Quickly;
            if higher.cmp(*load).is_gt() {
                *load = higher;
                self.known[*item] = (higher, set);
            }
        }
    }

    /// What an item needs at least: with the items chosen so far, or as worked out before.
    fn bound(&self, item: usize) -> Load {
        let known = self.known[item].0;
        if known.cmp(self.load).is_gt() { known } else { self.load }
    }

    /// Adds an item to those chosen at a load; if its cost finds no room, the item and others that are too dear together.
    /// Loads never fall from one call to the next: the lowest bound of a round is no higher than what the round ends with,
    /// and the next round begins there.
    fn overflow(&mut self, load: Load, item: usize) -> Result<(), Vec<usize>> {
        self.spread.raise(N::of((load.cost / self.divisor * self.parts + load.voters - 1) / load.voters));
        self.put_on_trial(item);
        self.spread.settle().map_err(|mut set| {
            // Without the item nothing is too dear.
            set.retain(|&other| other != item);
            set.insert(0, item);
            set
        })
    }

    fn put_on_trial(&mut self, item: usize) {
        if self.on_trial != Some(item) {
            if self.on_trial.is_some() {
                self.spread.take_last();
            }
            let cost = i128::from(self.market.costs[item]) / self.divisor * self.parts;
            self.spread.add(item, N::of(cost));
            self.on_trial = Some(item);
        }
    }

    /// Adds an item and returns the load that is then needed; `None` for an item without supporters.
    fn add(&mut self, item: usize) -> Option<Load> {
        if self.market.supporters[item] == 0 {
            return None;
        }
        // `least` has put this bound to the test: it is what the item needs.
        self.load = self.bound(item);
        self.put_on_trial(item);
        self.on_trial = None;
        self.chosen.push(item);
        Some(self.load)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Item, Method, ProfileBuilder};

    /// The winners where every cost is so many times as high, with an item of cost 1 that nobody chose.
    fn winners(times: i64) -> (bool, Vec<String>) {
        let costs = [300, 200, 170, 130, 90, 55, 31];
        let mut items: Vec<Item> =
            (0..).zip(costs).map(|(at, cost)| Item::new(format!("{at}"), cost * times)).collect();
        items.push(Item::new("z", 1));
        let instance = Instance::new(items, 700 * times);
        let mut ballots = ProfileBuilder::new(BallotKind::Approval, 0, 8);
        for number in 1..97_u32 {
            let choices: Vec<u32> = (0..7).filter(|item| ((number * 37) >> item) % 3 == 1).collect();
            ballots.push(&choices, &[], 1 + u64::from(number % 5)).unwrap();
        }
        let (rule, profile) = (Rule::new(Method::MaximinSupport), ballots.finish());
        let sheet = Sheet::new(&rule, &instance, &profile).unwrap();
        let market = Market::new(&sheet, Utility::Cardinality).unwrap();
        let unit = Unit::new(&sheet, &market).unwrap();
        assert_eq!(unit.divisor, 1);
        (unit.fits_64_bits, crate::count(&rule, &instance, &profile).unwrap().winners)
    }

    #[test]
    fn amounts_beyond_64_bits_change_nothing() {
        let (short, long) = (winners(1), winners(1_000_000_000_000_000));
        assert_eq!((short.0, long.0), (true, false));
        assert_eq!(short.1, long.1);
        assert!(short.1.len() > 3 && short.1.ends_with(&["z".into()]), "{:?}", short.1);
    }
}
