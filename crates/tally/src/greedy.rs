//! The greedy rule that most cities use: take items in order while they fit.
//!
//! By votes, by points, or by utility per cost; what no longer fits is skipped or ends the count. Described as
//! *greedy approval voting* in Haris Aziz and Nisarg Shah, "Participatory Budgeting: Models and Approaches"
//! (arXiv:2003.00606, 2020), and by utility per cost as the *greedy rule* in Nimrod Talmon and Piotr Faliszewski,
//! "A Framework for Approval-Based Budgeting Methods" (AAAI 2019). Pabulib's `greedy`, `greedy-no-skip`,
//! `greedy-threshold` (with [`crate::Minimum`]) and `greedy-exclusive` (with `Constraints::incompatible`) are this rule.
//!
//! Items that nobody chose come last and are funded if they fit, as the literature's definition has it; a city that does
//! not want that sets a minimum of one vote.

use std::cmp::Ordering;

use crate::ballot::Profile;
use crate::error::CountError;
use crate::instance::Instance;
use crate::outcome::{Fraction, Outcome, Reason, Round};
use crate::purse::{Block, Purse};
use crate::rule::{GreedyOrder, Misfit, Rule, Utility};
use crate::sheet::{Count, Sheet, clamp};
use crate::tie::Tie;

/// What an item is ranked by: `num / den`; a denominator of 0 is infinity (an item that costs nothing).
#[derive(Debug, Clone, Copy)]
struct Score {
    num: i128,
    den: i128,
}

impl Score {
    fn cmp(self, other: Self) -> Ordering {
        match (self.den, other.den) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            // |num| stays below 10^12 * 10^9 (points times voters) and den below 10^18 (a cost), or den is 1.
            (a, b) => match (self.num.checked_mul(b), other.num.checked_mul(a)) {
                (Some(left), Some(right)) => left.cmp(&right),
                _ => crate::exact::cmp_products(self.num, b, other.num, a),
            },
        }
    }
}

pub(crate) fn count(
    rule: &Rule,
    order: GreedyOrder,
    misfit: Misfit,
    instance: &Instance,
    profile: &Profile,
) -> Result<Outcome, CountError> {
    let sheet = Sheet::new(rule, instance, profile)?;
    let mut purse = Purse::new(instance, &sheet.limits);
    let count = complete(&sheet, order, misfit, &mut purse, 0)?;
    Ok(sheet.outcome(&purse, count))
}

/// Spends what is left of a purse; another rule may have spent the rest. Rounds are numbered from `after` + 1.
pub(crate) fn complete(
    sheet: &Sheet<'_>,
    order: GreedyOrder,
    misfit: Misfit,
    purse: &mut Purse<'_>,
    after: u32,
) -> Result<Count, CountError> {
    Ok(walk(sheet, &scores(sheet, order)?, misfit, purse, after))
}

/// Takes items in the order of ranks worked out elsewhere (the highest first, equal ranks are ties).
pub(crate) fn ranked(sheet: &Sheet<'_>, ranks: &[i128], misfit: Misfit, purse: &mut Purse<'_>) -> Count {
    let scores: Vec<Score> = ranks.iter().map(|&num| Score { num, den: 1 }).collect();
    let mut count = walk(sheet, &scores, misfit, purse, 0);
    // A rank is no number of votes: what more votes would have done cannot be read from it.
    for reason in count.reasons.iter_mut().flatten() {
        match reason {
            Reason::LacksMoney { more_votes, .. } | Reason::StoppedBefore { more_votes, .. } => *more_votes = None,
            Reason::LostByVotes { short, .. } => *short = 0,
            _ => {}
        }
    }
    count
}

fn walk(sheet: &Sheet<'_>, scores: &[Score], misfit: Misfit, purse: &mut Purse<'_>, after: u32) -> Count {
    let mut queue = sheet.candidates();
    queue.retain(|&item| !purse.has(item));
    queue.sort_by(|&a, &b| scores[b].cmp(scores[a]));
    let mut walk = Walk {
        sheet,
        scores,
        queue: &queue,
        misfit,
        after,
        rounds: Vec::new(),
        reasons: vec![None; sheet.instance.items.len()],
    };
    let start = purse.clone();
    let ties = walk.ties(&start);
    walk.run(purse);
    walk.explain_losers(start);
    let Walk { rounds, reasons, .. } = walk;
    Count { order: queue, reasons, rounds, ties }
}

fn scores(sheet: &Sheet<'_>, order: GreedyOrder) -> Result<Vec<Score>, CountError> {
    let items = &sheet.instance.items;
    let plain = |num: i128| Score { num, den: 1 };
    let votes = || sheet.votes.iter().map(|&votes| i128::from(votes));
    Ok(match order {
        GreedyOrder::Votes => votes().map(plain).collect(),
        GreedyOrder::Score => sheet.scores.iter().copied().map(plain).collect(),
        GreedyOrder::TopScore { first } => {
            sheet.check_utility(Utility::Borda)?;
            sheet.profile.top_scores(items.len(), first).into_iter().map(plain).collect()
        }
        GreedyOrder::PerCost { utility } => {
            sheet.check_utility(utility)?;
            if utility == Utility::Cost {
                // votes * cost / cost; pabutools counts an item that costs nothing as worth nothing, we as free.
                let votes_or_free =
                    |(num, item): (i128, &crate::Item)| Score { num, den: i128::from(num == 0 || item.cost > 0) };
                return Ok(votes().zip(items).map(votes_or_free).collect());
            }
            let totals = crate::utility::totals(sheet.profile, items.len(), utility);
            let per_cost = |(num, item): (i128, &crate::Item)| {
                if num <= 0 { plain(0) } else { Score { num, den: item.cost.into() } }
            };
            totals.into_iter().zip(items).map(per_cost).collect()
        }
    })
}

/// A loser's place. It would have been funded at the place before `from` (if that is not 0), and not from `to` on.
struct Search {
    at: usize,
    from: usize,
    to: usize,
}

/// The walk once more, step by step.
struct Replay<'a, 'b> {
    walk: &'a Walk<'a, 'b>,
    purse: Purse<'a>,
    place: usize,
}

impl Replay<'_, '_> {
    /// Whether the item of another place would be funded at this one; places do not fall from one question to the next.
    fn is_open(&mut self, place: usize, at: usize) -> bool {
        for &item in &self.walk.queue[self.place..place] {
            if self.walk.reasons[item].is_none() {
                self.purse.fund(item);
            }
        }
        self.place = place;
        self.purse.block(self.walk.queue[at]).is_none()
    }
}

/// One walk down the queue.
struct Walk<'a, 'b> {
    sheet: &'a Sheet<'b>,
    scores: &'a [Score],
    queue: &'a [usize],
    misfit: Misfit,
    after: u32,
    rounds: Vec<Round>,
    reasons: Vec<Option<Reason>>,
}

impl Walk<'_, '_> {
    fn run(&mut self, purse: &mut Purse<'_>) {
        let mut stopped_at = None;
        for (at, &item) in self.queue.iter().enumerate() {
            if let Some(stop) = stopped_at {
                self.reasons[item] = Some(Reason::StoppedBefore { at: self.id(stop), more_votes: None });
                continue;
            }
            let block = purse.block(item);
            match &block {
                None => purse.fund(item),
                Some(block) => {
                    self.reasons[item] = Some(purse.reason(item, block));
                    let ends = *block == Block::Money && self.misfit.ends_at(self.sheet.instance, item);
                    stopped_at = ends.then_some(item);
                }
            }
            let Score { num, den } = self.scores[item];
            self.rounds.push(Round {
                round: self.after + at as u32 + 1,
                item: self.id(item),
                funded: block.is_none(),
                score: Fraction::new(num, den),
                cost: self.sheet.instance.items[item].cost,
                remaining: purse.rest(),
                payers: None,
                runner_up: None,
            });
        }
    }

    /// Groups of equal score, and whether their order mattered.
    fn ties(&self, start: &Purse<'_>) -> Vec<Tie> {
        let mut ties = Vec::new();
        let mut purse = start.clone();
        let mut at = self.after;
        let equal = |a: &usize, b: &usize| self.scores[*a].cmp(self.scores[*b]) == Ordering::Equal;
        for group in self.queue.chunk_by(equal) {
            if group.len() > 1 {
                let mattered = self.order_matters(&purse, group);
                ties.push(self.sheet.order.record(self.sheet.instance, at + 1, group, mattered));
            }
            for &item in group {
                at += 1;
                match purse.block(item) {
                    None => purse.fund(item),
                    Some(Block::Money) if self.misfit.ends_at(self.sheet.instance, item) => return ties,
                    Some(_) => {}
                }
            }
        }
        ties
    }

    /// Whether another order of a tied group could change who is funded. Without constraints: some item fits alone, and
    /// not all (that fit alone, where misfits are skipped) fit together. With constraints: some item is free alone, and not
    /// all such items can be funded together, a cautious answer (it may say yes where only a longer search would say no).
    fn order_matters(&self, purse: &Purse<'_>, group: &[usize]) -> bool {
        let fits = |item: &&usize| purse.block(**item).is_none();
        let counts = |item: &&usize| self.misfit.ends_at(self.sheet.instance, **item) || fits(item);
        if !group.iter().any(|item| fits(&item)) {
            return false;
        }
        if self.sheet.limits.is_money_only() {
            let tried = group.iter().filter(counts);
            return tried.map(|&item| i128::from(self.sheet.instance.items[item].cost)).sum::<i128>() > purse.remaining;
        }
        let mut trial = purse.clone();
        for &item in group.iter().filter(counts) {
            if trial.block(item).is_some() {
                return true;
            }
            trial.fund(item);
        }
        false
    }

    /// Says what would have funded each loser: how many more votes, or only the tie.
    fn explain_losers(&mut self, start: Purse<'_>) {
        for (item, place) in self.last_open(&start) {
            let passed = self.queue[place];
            let tied = self.scores[passed].cmp(self.scores[item]) == Ordering::Equal;
            let (more, passed_id) = (self.needed(item, passed), self.id(passed));
            match &mut self.reasons[item] {
                Some(Reason::LacksMoney { remaining, missing, .. }) if tied => {
                    let (remaining, missing) = (*remaining, *missing);
                    self.reasons[item] = Some(Reason::LostTie { to: passed_id, remaining, missing });
                }
                Some(Reason::LacksMoney { more_votes, to_pass, .. }) => {
                    *more_votes = more;
                    *to_pass = Some(passed_id);
                }
                Some(Reason::StoppedBefore { more_votes, .. }) => *more_votes = more,
                Some(Reason::LostByVotes { to, short }) => {
                    *to = passed_id;
                    *short = more.unwrap_or(0);
                }
                _ => {}
            }
        }
    }

    /// Losers, and for each the nearest place ahead of its own at which it would have been funded: nothing before a place
    /// depends on it. Losers without such a place are left out.
    fn last_open(&self, start: &Purse<'_>) -> Vec<(usize, usize)> {
        let mut losers = self.losers();
        if self.sheet.limits.may_relent() {
            self.search_everywhere(start, &mut losers);
        } else {
            self.search_by_halves(start, &mut losers);
        }
        let found = losers.iter().filter(|search| search.from > 0);
        found.map(|search| (self.queue[search.at], search.from - 1)).collect()
    }

    /// Those that were not funded, before the search.
    fn losers(&self) -> Vec<Search> {
        // Beyond the place where the rule stopped nothing is funded.
        let reason = |at: &usize| self.reasons[self.queue[*at]].as_ref();
        let places = 0..self.queue.len();
        let stopped = |at: &usize| matches!(reason(at), Some(Reason::StoppedBefore { .. }));
        let end = places.clone().find(stopped).unwrap_or(self.queue.len());
        let lost = places.filter(|at| reason(at).is_some());
        lost.map(|at| Search { at, from: 0, to: at.min(end) }).collect()
    }

    /// Asks at every place for every loser.
    fn search_everywhere(&self, start: &Purse<'_>, searches: &mut [Search]) {
        let mut replay = Replay { walk: self, purse: start.clone(), place: 0 };
        for place in 0..self.queue.len() {
            for search in searches.iter_mut().filter(|search| place < search.to) {
                if replay.is_open(place, search.at) {
                    search.from = place + 1;
                }
            }
        }
    }

    /// What is blocked stays blocked: all losers search by halves, side by side.
    fn search_by_halves(&self, start: &Purse<'_>, searches: &mut [Search]) {
        loop {
            let open = searches.iter_mut().filter(|search| search.from < search.to);
            let mut asked: Vec<(usize, &mut Search)> =
                open.map(|search| (search.from.midpoint(search.to), search)).collect();
            if asked.is_empty() {
                return;
            }
            asked.sort_unstable_by_key(|(place, _)| *place);
            let mut replay = Replay { walk: self, purse: start.clone(), place: 0 };
            for (place, search) in asked {
                if replay.is_open(place, search.at) {
                    search.from = place + 1;
                } else {
                    search.to = place;
                }
            }
        }
    }

    /// How much more an item's own votes or points would have to be to come before another one.
    fn needed(&self, item: usize, other: usize) -> Option<i64> {
        let (own, other_score) = (self.scores[item], self.scores[other]);
        if own.den == 0 || other_score.den == 0 {
            return None;
        }
        let product = other_score.num.checked_mul(own.den)?;
        let level = product.div_euclid(other_score.den);
        let exact = product.rem_euclid(other_score.den) == 0;
        let wins_ties = self.sheet.order.rank(item) < self.sheet.order.rank(other);
        let target = if exact && wins_ties { level } else { level + 1 };
        Some(clamp(target - own.num))
    }

    fn id(&self, item: usize) -> String {
        self.sheet.instance.items[item].id.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BallotKind, Constraints, Item, Method, ProfileBuilder, Quota};

    #[test]
    fn searching_by_halves_finds_what_searching_everywhere_finds() {
        let mut state = 7_u64;
        let mut number = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let (mut losers, mut found) = (0, 0);
        for round in 0..400 {
            let mut items: Vec<Item> = (0..14).map(|at| Item::new(format!("{at}"), number(30) as i64)).collect();
            items.iter_mut().for_each(|item| item.categories = vec![["a", "b", "c"][number(3) as usize].into()]);
            let instance = Instance::new(items, number(180) as i64);
            let mut ballots = ProfileBuilder::new(BallotKind::Approval, 0, 14);
            for _ in 0..20 {
                ballots.push(&[number(7) as u32, 7 + number(7) as u32], &[], 1 + number(2)).unwrap();
            }
            let misfit = if round % 3 == 0 { Misfit::Stop } else { Misfit::Skip };
            let mut rule = Rule::new(Method::Greedy { order: GreedyOrder::Votes, misfit });
            if round % 2 == 0 {
                let (most_winners, most_cost) = (Some(2), Some(40));
                rule.constraints = Constraints {
                    incompatible: vec![vec!["1".into(), "2".into(), "9".into()]],
                    quotas: vec![Quota { category: "a".into(), most_winners, most_cost }],
                    most_winners: Some(6),
                    ..Constraints::default()
                };
            }
            let profile = ballots.finish();
            let sheet = Sheet::new(&rule, &instance, &profile).unwrap();
            let scores = scores(&sheet, GreedyOrder::Votes).unwrap();
            let mut queue = sheet.candidates();
            queue.sort_by(|&a, &b| scores[b].cmp(scores[a]));
            let start = Purse::new(&instance, &sheet.limits);
            let (rounds, reasons) = (Vec::new(), vec![None; 14]);
            let mut walk = Walk { sheet: &sheet, scores: &scores, queue: &queue, misfit, after: 0, rounds, reasons };
            walk.run(&mut start.clone());
            let (mut halves, mut everywhere) = (walk.losers(), walk.losers());
            walk.search_by_halves(&start, &mut halves);
            walk.search_everywhere(&start, &mut everywhere);
            let last = |searches: &[Search]| searches.iter().map(|search| search.from).collect::<Vec<_>>();
            assert_eq!(last(&halves), last(&everywhere));
            losers += halves.len();
            found += halves.iter().filter(|search| search.from > 0).count();
        }
        assert!(found > 500 && losers > found + 100, "{found} of {losers}");
    }
}
