//! Ties: how they are broken, and where that mattered.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::CountError;
use crate::instance::Instance;

/// One declared way to break a tie. A rule lists several; the item's id, compared as text, is always the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TieBreak {
    /// The id that comes first as text (byte order of UTF-8, which is the order of code points).
    Name,
    /// The lowest ballot number; items without one come last.
    Number,
    /// The lowest cost.
    LowestCost,
    /// The most voters.
    MostVotes,
    /// A lot anyone can draw again: the lowest SHA-256 of `qatysu-lot-v1`, the seed and the id, each ended by a zero byte.
    Lot {
        /// The published seed.
        seed: String,
    },
    /// An order decided and recorded by an official body; items it does not name come last.
    Given {
        /// Ids, the first wins.
        order: Vec<String>,
    },
}

/// A tie that the count met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tie {
    /// The round it stood in, from 1.
    pub round: u32,
    /// The tied items, in the order in which the tie was broken.
    pub items: Vec<String>,
    /// What separated neighbours of that order, each step once.
    pub broken_by: Vec<TieBreak>,
    /// Whether another order would have changed, or could have changed, who is funded.
    pub mattered: bool,
}

/// A rule's tie-breaking, worked out for one instance: a strict order of all items.
#[derive(Debug, Clone)]
pub(crate) struct TieOrder {
    steps: Vec<TieBreak>,
    /// One key per step and item; the lowest wins.
    keys: Vec<Vec<Key>>,
    rank: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64),
    Text(String),
    Hash([u8; 32]),
    Last,
}

impl TieOrder {
    /// Works out the order. `votes` are the voters of each item.
    ///
    /// # Errors
    /// [`CountError::UnknownName`] if an official's order names an unknown item.
    pub(crate) fn new(steps: &[TieBreak], instance: &Instance, votes: &[u64]) -> Result<Self, CountError> {
        let mut steps = steps.to_vec();
        if steps.last() != Some(&TieBreak::Name) {
            steps.push(TieBreak::Name);
        }
        let mut keys = Vec::new();
        for step in &steps {
            if let TieBreak::Given { order } = step {
                for name in order {
                    if instance.index_of(name).is_none() {
                        return Err(CountError::UnknownName { what: "item".into(), name: name.clone() });
                    }
                }
            }
            let key = |(index, item): (usize, &crate::Item)| match step {
                TieBreak::Name => Key::Text(item.id.clone()),
                TieBreak::Number => item.number.map_or(Key::Last, |number| Key::Number(number.into())),
                TieBreak::LowestCost => Key::Number(item.cost as u64),
                TieBreak::MostVotes => Key::Number(u64::MAX - votes[index]),
                TieBreak::Lot { seed } => Key::Hash(lot(seed, &item.id)),
                TieBreak::Given { order } => order
                    .iter()
                    .position(|name| *name == item.id)
                    .map_or(Key::Last, |position| Key::Number(position as u64)),
            };
            keys.push(instance.items.iter().enumerate().map(key).collect::<Vec<_>>());
        }
        let mut order: Vec<usize> = (0..instance.items.len()).collect();
        order.sort_by(|&a, &b| {
            keys.iter().map(|keys| keys[a].cmp(&keys[b])).find(|&o| o != Ordering::Equal).unwrap_or(Ordering::Equal)
        });
        let mut rank = vec![0; order.len()];
        for (position, &index) in order.iter().enumerate() {
            rank[index] = position as u32;
        }
        Ok(Self { steps, keys, rank })
    }

    /// The item's place in the strict order; the lowest wins a tie.
    pub(crate) fn rank(&self, item: usize) -> u32 {
        self.rank[item]
    }

    /// The same order, but with one item moved to just before another.
    pub(crate) fn preferring(&self, item: usize, over: usize) -> Self {
        let (from, to) = (self.rank[item], self.rank[over]);
        let mut moved = self.clone();
        for rank in &mut moved.rank {
            *rank += u32::from((to..from).contains(rank));
        }
        moved.rank[item] = to;
        moved
    }

    /// Puts tied items in the order in which the tie is broken.
    pub(crate) fn sort(&self, items: &mut [usize]) {
        items.sort_by_key(|&item| self.rank[item]);
    }

    /// The record of a broken tie; `items` are in the order of [`Self::sort`].
    pub(crate) fn record(&self, instance: &Instance, round: u32, items: &[usize], mattered: bool) -> Tie {
        let mut used = vec![false; self.steps.len()];
        for pair in items.windows(2) {
            if let Some(step) = self.keys.iter().position(|keys| keys[pair[0]] != keys[pair[1]]) {
                used[step] = true;
            }
        }
        let broken_by = self.steps.iter().zip(used).filter(|(_, used)| *used).map(|(step, _)| step.clone()).collect();
        Tie { round, items: items.iter().map(|&item| instance.items[item].id.clone()).collect(), broken_by, mattered }
    }
}

fn lot(seed: &str, id: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in ["qatysu-lot-v1", seed, id] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;

    fn instance() -> Instance {
        Instance::new(vec![Item::new("b", 5), Item::new("a", 5), Item::new("c", 3)], 10)
    }

    fn order(steps: &[TieBreak]) -> (String, Vec<TieBreak>) {
        let instance = instance();
        let order = TieOrder::new(steps, &instance, &[1, 1, 2]).unwrap();
        let mut items = vec![0, 1, 2];
        order.sort(&mut items);
        let tie = order.record(&instance, 1, &items, true);
        (tie.items.concat(), tie.broken_by)
    }

    #[test]
    fn each_step_is_named_when_it_decided() {
        assert_eq!(order(&[]), ("abc".into(), vec![TieBreak::Name]));
        assert_eq!(order(&[TieBreak::LowestCost]), ("cab".into(), vec![TieBreak::LowestCost, TieBreak::Name]));
        assert_eq!(order(&[TieBreak::MostVotes]).0, "cab");
        let given = TieBreak::Given { order: vec!["c".into(), "b".into()] };
        assert_eq!(order(std::slice::from_ref(&given)), ("cba".into(), vec![given]));
        let lot = TieBreak::Lot { seed: "2026-11-16".into() };
        assert_eq!(order(std::slice::from_ref(&lot)).1, vec![lot]);
        let unknown = [TieBreak::Given { order: vec!["x".into()] }];
        assert!(TieOrder::new(&unknown, &instance(), &[0; 3]).is_err());
    }
}
