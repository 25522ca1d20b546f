//! The envelope while it is being spent, and the constraints that go with it.

use crate::error::CountError;
use crate::instance::{Instance, Item};
use crate::outcome::Reason;
use crate::rule::Constraints;

/// Constraints translated to indices.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Groups of which at most one wins.
    groups: Vec<Vec<usize>>,
    groups_of: Vec<Vec<usize>>,
    quotas: Vec<(String, Option<u32>, Option<i64>)>,
    quotas_of: Vec<Vec<usize>>,
    most_winners: Option<u32>,
    ignore_budget: bool,
    /// Places kept for a category or area, as far as there are candidates.
    reserved: Vec<(String, u32)>,
    reserved_of: Vec<Vec<usize>>,
    /// Indices of items funded before, in order.
    pub(crate) funded_before: Vec<usize>,
}

impl Limits {
    pub(crate) fn new(constraints: &Constraints, instance: &Instance) -> Result<Self, CountError> {
        let Constraints { incompatible, quotas, funded_before, most_winners, reserved, ignore_budget } = constraints;
        let index = |name: &String| {
            let unknown = || CountError::UnknownName { what: "item".into(), name: name.clone() };
            instance.index_of(name).ok_or_else(unknown)
        };
        let mut groups = Vec::new();
        let mut groups_of = vec![Vec::new(); instance.items.len()];
        for names in incompatible {
            let group = names.iter().map(index).collect::<Result<Vec<_>, _>>()?;
            for &item in &group {
                groups_of[item].push(groups.len());
            }
            groups.push(group);
        }
        let belongs = |item: &Item, name: &String| item.categories.contains(name) || item.area.as_ref() == Some(name);
        let of = |names: &[&String]| -> Vec<Vec<usize>> {
            let places = |item| (0..names.len()).filter(|&at| belongs(item, names[at])).collect();
            instance.items.iter().map(places).collect()
        };
        let quotas_of = of(&quotas.iter().map(|quota| &quota.category).collect::<Vec<_>>());
        let reserved_of = of(&reserved.iter().map(|places| &places.category).collect::<Vec<_>>());
        let reserved: Vec<_> = reserved.iter().map(|places| (places.category.clone(), places.places)).collect();
        let kept = reserved.iter().map(|places| u64::from(places.1)).sum::<u64>();
        if kept > 0 && most_winners.is_none_or(|most| kept > u64::from(most)) {
            return Err(CountError::MalformedRule {
                detail: "more places are reserved than most_winners allows".into(),
            });
        }
        let quotas = quotas.iter().map(|q| (q.category.clone(), q.most_winners, q.most_cost)).collect();
        let funded_before = funded_before.iter().map(index).collect::<Result<_, _>>()?;
        let (most_winners, ignore_budget) = (*most_winners, *ignore_budget);
        Ok(Self {
            groups,
            groups_of,
            quotas,
            quotas_of,
            most_winners,
            ignore_budget,
            reserved,
            reserved_of,
            funded_before,
        })
    }

    /// Releases reserved places for which there are no candidates.
    pub(crate) fn release(&mut self, is_candidate: impl Fn(usize) -> bool) {
        for at in 0..self.reserved.len() {
            let candidates =
                (0..self.reserved_of.len()).filter(|&i| self.reserved_of[i].contains(&at) && is_candidate(i));
            self.reserved[at].1 = self.reserved[at].1.min(candidates.count() as u32);
        }
    }

    /// Whether an item that cannot be funded now may become free later: places kept for several may go at once.
    pub(crate) fn may_relent(&self) -> bool {
        !self.reserved.is_empty()
    }

    /// Whether money alone decides what fits.
    pub(crate) fn is_money_only(&self) -> bool {
        self.is_empty() && !self.ignore_budget
    }

    /// Whether nothing but the envelope limits the winners.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.quotas.is_empty() && self.most_winners.is_none()
    }
}

/// What is left of the envelope, and who has been funded from it.
#[derive(Debug, Clone)]
pub(crate) struct Purse<'a> {
    instance: &'a Instance,
    limits: &'a Limits,
    /// Below zero only if items funded before overdrew the envelope, or where a rule may overspend.
    pub(crate) remaining: i128,
    funded: Vec<bool>,
    used: Vec<(u32, i128)>,
    kept: Vec<u32>,
    /// In the order of funding.
    pub(crate) winners: Vec<usize>,
    last_winner: Option<usize>,
}

/// Why an item cannot be funded now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Money,
    Incompatible(usize),
    Quota(usize),
    Reserved(usize),
    Winners,
}

impl<'a> Purse<'a> {
    /// A full envelope, less what was funded before.
    pub(crate) fn new(instance: &'a Instance, limits: &'a Limits) -> Self {
        let mut purse = Self {
            instance,
            limits,
            remaining: instance.budget.into(),
            funded: vec![false; instance.items.len()],
            used: vec![(0, 0); limits.quotas.len()],
            kept: limits.reserved.iter().map(|places| places.1).collect(),
            winners: Vec::new(),
            last_winner: None,
        };
        for &item in &limits.funded_before {
            purse.fund(item);
        }
        purse.last_winner = None;
        purse
    }

    /// Whether the item is funded already.
    pub(crate) fn has(&self, item: usize) -> bool {
        self.funded[item]
    }

    /// What stands in the item's way.
    pub(crate) fn block(&self, item: usize) -> Option<Block> {
        if let Some(block) = self.block_of_limits(item) {
            return Some(block);
        }
        let too_expensive = i128::from(self.instance.items[item].cost) > self.remaining;
        (too_expensive && !self.limits.ignore_budget).then_some(Block::Money)
    }

    /// What stands in the item's way apart from money.
    pub(crate) fn block_of_limits(&self, item: usize) -> Option<Block> {
        let rival =
            |&group: &usize| self.limits.groups[group].iter().find(|&&other| other != item && self.funded[other]);
        if let Some(&other) = self.limits.groups_of[item].iter().find_map(rival) {
            return Some(Block::Incompatible(other));
        }
        let cost = i128::from(self.instance.items[item].cost);
        for &quota in &self.limits.quotas_of[item] {
            let ((winners, spent), (_, most_winners, most_cost)) = (self.used[quota], &self.limits.quotas[quota]);
            if most_winners.is_some_and(|most| winners >= most)
                || most_cost.is_some_and(|most| spent + cost > i128::from(most))
            {
                return Some(Block::Quota(quota));
            }
        }
        let most = self.limits.most_winners? as usize;
        let free = most.saturating_sub(self.winners.len());
        if free == 0 {
            return Some(Block::Winners);
        }
        let fills_a_place = self.limits.reserved_of[item].iter().any(|&at| self.kept[at] > 0);
        let kept = self.kept.iter().map(|&places| places as usize).sum::<usize>();
        let for_whom = self.kept.iter().position(|&places| places > 0);
        for_whom.filter(|_| !fills_a_place && kept >= free).map(Block::Reserved)
    }

    /// Funds the item; the caller has looked at [`Self::block`].
    pub(crate) fn fund(&mut self, item: usize) {
        let cost = i128::from(self.instance.items[item].cost);
        self.remaining -= cost;
        self.funded[item] = true;
        for &quota in &self.limits.quotas_of[item] {
            self.used[quota].0 += 1;
            self.used[quota].1 += cost;
        }
        for &at in &self.limits.reserved_of[item] {
            self.kept[at] = self.kept[at].saturating_sub(1);
        }
        self.winners.push(item);
        self.last_winner = Some(item);
    }

    /// The envelope's rest as an amount.
    pub(crate) fn rest(&self) -> i64 {
        self.remaining.clamp(i64::MIN.into(), i64::MAX.into()) as i64
    }

    /// The reason that goes with a block (without what more votes would have done).
    pub(crate) fn reason(&self, item: usize, block: &Block) -> Reason {
        let cost = self.instance.items[item].cost;
        let id = |item: usize| self.instance.items[item].id.clone();
        match block {
            Block::Money if cost > self.instance.budget => {
                Reason::TooExpensive { missing: cost - self.instance.budget }
            }
            Block::Money => Reason::LacksMoney {
                remaining: self.rest(),
                missing: (i128::from(cost) - self.remaining) as i64,
                more_votes: None,
                to_pass: None,
            },
            Block::Incompatible(other) => Reason::Incompatible { with: id(*other) },
            Block::Quota(quota) => Reason::QuotaFull { category: self.limits.quotas[*quota].0.clone() },
            Block::Reserved(at) => Reason::PlacesReserved { category: self.limits.reserved[*at].0.clone() },
            Block::Winners => Reason::LostByVotes { to: self.last_winner.map(id).unwrap_or_default(), short: 0 },
        }
    }
}
