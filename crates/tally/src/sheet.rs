//! What every rule needs before it starts: votes, points, tie order, who is eligible; and how it writes the outcome.

use std::collections::BTreeMap;

use crate::ballot::{BallotKind, Profile};
use crate::error::CountError;
use crate::instance::Instance;
use crate::outcome::{Outcome, Reason, Round, Verdict};
use crate::purse::{Limits, Purse};
use crate::rule::{GreedyOrder, Method, Rule, Utility};
use crate::tie::{Tie, TieOrder};

/// The tally sheet of one count.
pub(crate) struct Sheet<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) instance: &'a Instance,
    pub(crate) profile: &'a Profile,
    /// Voters of each item.
    pub(crate) votes: Vec<u64>,
    /// Points of each item.
    pub(crate) scores: Vec<i128>,
    pub(crate) order: TieOrder,
    pub(crate) limits: Limits,
    /// Why an item is not considered; `None` if it is.
    pub(crate) barred: Vec<Option<Reason>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(rule: &'a Rule, instance: &'a Instance, profile: &'a Profile) -> Result<Self, CountError> {
        let items = instance.items.len();
        let votes = profile.votes(items);
        let scores = match &rule.method {
            Method::Greedy { order: GreedyOrder::TopScore { first }, .. } => profile.top_scores(items, *first),
            _ => profile.scores(items),
        };
        let order = TieOrder::new(&rule.ties, instance, &votes)?;
        let mut limits = Limits::new(&rule.constraints, instance)?;
        let mut least_votes = rule.minimum.votes.unwrap_or(0);
        if let Some(share) = rule.minimum.share {
            if share.den == 0 {
                return Err(CountError::MalformedRule { detail: "minimum.share.den is 0".into() });
            }
            let least = u128::from(profile.voters()) * u128::from(share.num);
            least_votes = least_votes.max(least.div_ceil(u128::from(share.den)) as u64);
        }
        let bar = |item: usize| {
            if limits.funded_before.contains(&item) {
                return None;
            }
            if votes[item] < least_votes {
                let (has, minimum) = (votes[item] as i64, least_votes as i64);
                return Some(Reason::BelowMinimum { has, minimum, lacking: minimum - has });
            }
            let minimum = rule.minimum.score.filter(|&minimum| scores[item] < i128::from(minimum))?;
            let has = clamp(scores[item]);
            Some(Reason::BelowMinimum { has, minimum, lacking: minimum.saturating_sub(has) })
        };
        let barred: Vec<Option<Reason>> = (0..items).map(bar).collect();
        limits.release(|item| barred[item].is_none());
        Ok(Self { rule, instance, profile, votes, scores, order, limits, barred })
    }

    /// Items the rule may fund, in the order of the tie-break.
    pub(crate) fn candidates(&self) -> Vec<usize> {
        let mut items: Vec<usize> = (0..self.instance.items.len())
            .filter(|item| self.barred[*item].is_none() && !self.limits.funded_before.contains(item))
            .collect();
        self.order.sort(&mut items);
        items
    }

    /// Refuses a utility that the ballots do not have.
    pub(crate) fn check_utility(&self, utility: Utility) -> Result<(), CountError> {
        if utility.fits(self.profile.kind()) {
            return Ok(());
        }
        let rule = format!("{} with {} utility", self.rule.method.name(), utility.name());
        Err(CountError::BallotsNotSupported { rule, ballots: self.profile.kind().name().into() })
    }

    /// The outcome. `reasons` say why each item that is neither barred nor a winner lost; `rest` of them keep `order`
    /// (the nearest to winning first).
    pub(crate) fn outcome(&self, purse: &Purse<'_>, count: Count) -> Outcome {
        let Count { order, mut reasons, rounds, ties } = count;
        let mut verdicts = Vec::new();
        let mut written = vec![false; self.instance.items.len()];
        let mut remaining = self.instance.budget;
        let mut funded_in = BTreeMap::new();
        for round in rounds.iter().filter(|round| round.funded) {
            funded_in.entry(round.item.as_str()).or_insert(round.round);
        }
        for &item in &purse.winners {
            remaining -= self.instance.items[item].cost;
            let id = &self.instance.items[item].id;
            let reason = if self.limits.funded_before.contains(&item) {
                Reason::FundedBefore { remaining }
            } else {
                Reason::Funded { round: funded_in.get(id.as_str()).copied().unwrap_or(0), remaining }
            };
            written[item] = true;
            verdicts.push(self.verdict(item, true, reason));
        }
        let rest = order.into_iter().chain(self.by_votes());
        for item in rest {
            if std::mem::replace(&mut written[item], true) {
                continue;
            }
            let reason = reasons[item].take().or_else(|| self.barred[item].clone()).unwrap_or(Reason::NoVotes);
            verdicts.push(self.verdict(item, false, reason));
        }
        let id = |&item: &usize| self.instance.items[item].id.clone();
        Outcome {
            rule: self.rule.clone(),
            winners: purse.winners.iter().map(id).collect(),
            cost: clamp(purse.winners.iter().map(|&item| i128::from(self.instance.items[item].cost)).sum()),
            budget: self.instance.budget,
            scale: self.instance.scale,
            voters: self.profile.voters(),
            verdicts,
            ties,
            rounds,
            grades: Vec::new(),
        }
    }

    fn by_votes(&self) -> Vec<usize> {
        let mut items: Vec<usize> = (0..self.instance.items.len()).collect();
        items.sort_by_key(|&item| (std::cmp::Reverse(self.scores[item]), self.order.rank(item)));
        items
    }

    fn verdict(&self, item: usize, funded: bool, reason: Reason) -> Verdict {
        let score = if self.has_scores() { clamp(self.scores[item]) } else { self.votes[item] as i64 };
        let crate::Item { id, cost, .. } = &self.instance.items[item];
        Verdict { item: id.clone(), funded, cost: *cost, votes: self.votes[item], score, reason }
    }

    fn has_scores(&self) -> bool {
        !matches!(self.profile.kind(), BallotKind::Approval | BallotKind::ChooseOne)
    }
}

/// What a rule hands to [`Sheet::outcome`].
pub(crate) struct Count {
    /// Losers in the order in which they are to be listed; others follow by points.
    pub(crate) order: Vec<usize>,
    /// Why each item lost, by index.
    pub(crate) reasons: Vec<Option<Reason>>,
    pub(crate) rounds: Vec<Round>,
    pub(crate) ties: Vec<Tie>,
}

/// A number as it is serialised; sums that large are beyond any election.
pub(crate) fn clamp(number: i128) -> i64 {
    number.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}
