//! Spreading the costs of items over their supporters: a maximum flow from items to ballots.
//!
//! Each item has a cost that its supporters must bear, each voter bears at most the level. Work goes in waves (Robert Tarjan,
//! "A simple version of Karzanov's blocking flow algorithm", 1984): an item's distance is the least number of items, itself
//! included, over which its cost can be shifted to a voter with room; the farthest items first hand all they can to items one
//! step nearer, which give up what they had laid on shared voters, and the nearest lay it on voters with room.
//! What is spread stays spread when the level rises or another item is added, and nothing is ever begun anew.

use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Whole numbers that are wide enough; 64 bits take half the time of 128.
pub(crate) trait Whole:
    Copy + Ord + Default + Add<Output = Self> + Sub<Output = Self> + AddAssign + SubAssign + std::fmt::Debug
{
    /// The number as this type; the caller knows that it fits.
    fn of(number: i128) -> Self;

    /// So many times the number, or the greatest there is: more than all costs together is as good as no bound.
    fn times(self, factor: u32) -> Self;
}

impl Whole for i64 {
    fn of(number: i128) -> Self {
        number.clamp(0, Self::MAX.into()) as Self
    }

    fn times(self, factor: u32) -> Self {
        self.saturating_mul(factor.into())
    }
}

impl Whole for i128 {
    fn of(number: i128) -> Self {
        number
    }

    fn times(self, factor: u32) -> Self {
        self.saturating_mul(factor.into())
    }
}

const FAR: u32 = u32::MAX;

/// Costs spread over supporters.
#[derive(Debug)]
pub(crate) struct Spread<N> {
    /// Voters of each distinct ballot, and what they bear.
    voters: Vec<Bearer<N>>,
    /// The first place of each ballot. A ballot's items stand in a row: the active ones first.
    starts: Vec<u32>,
    /// The item at each place, what the ballot's voters bear of it, and which of the item's own supports it is.
    places: Vec<Place<N>>,
    /// The first support of each item.
    firsts: Vec<u32>,
    /// Ballot and place, item by item.
    supports: Vec<(u32, u32)>,
    /// Items whose cost is spread, in the order in which they were added.
    active: Vec<u32>,
    /// What of each item's cost nobody bears yet.
    open: Vec<N>,
    /// Steps of each active item to a voter with room.
    steps: Vec<u32>,
    /// Items that have no voter with room: none gets any until the level rises or an item is taken away.
    full: Vec<bool>,
    /// The most that one voter bears.
    level: N,
}

#[derive(Debug, Clone, Copy)]
struct Bearer<N> {
    weight: u32,
    active: u32,
    bears: N,
}

#[derive(Debug, Clone, Copy)]
struct Place<N> {
    item: u32,
    support: u32,
    bears: N,
}

impl<N: Whole> Spread<N> {
    /// Nothing is active, and nobody bears anything. `supporters` lists each item's ballots, `weights` the voters of each ballot.
    pub(crate) fn new<'a>(weights: &[u32], items: usize, supporters: impl Fn(usize) -> &'a [u32]) -> Self {
        let zero = N::default();
        let mut starts = vec![0_u32; weights.len() + 1];
        for item in 0..items {
            supporters(item).iter().for_each(|&ballot| starts[ballot as usize + 1] += 1);
        }
        for ballot in 0..weights.len() {
            starts[ballot + 1] += starts[ballot];
        }
        let mut next = starts.clone();
        let mut places = vec![Place { item: 0, support: 0, bears: zero }; starts[weights.len()] as usize];
        let (mut firsts, mut supports) = (vec![0], Vec::with_capacity(places.len()));
        for item in 0..items {
            for &ballot in supporters(item) {
                let place = next[ballot as usize];
                places[place as usize] = Place { item: item as u32, support: supports.len() as u32, bears: zero };
                supports.push((ballot, place));
                next[ballot as usize] += 1;
            }
            firsts.push(supports.len() as u32);
        }
        let voters = weights.iter().map(|&weight| Bearer { weight, active: 0, bears: zero }).collect();
        let (open, steps, full) = (vec![zero; items], vec![FAR; items], vec![false; items]);
        Self { voters, starts, places, firsts, supports, active: Vec::new(), open, steps, full, level: zero }
    }

    /// The most that one voter bears; it never falls.
    pub(crate) fn raise(&mut self, level: N) {
        if level > self.level {
            self.level = level;
            self.full.fill(false);
        }
    }

    /// Adds an item whose cost is to be spread.
    pub(crate) fn add(&mut self, item: usize, cost: N) {
        self.active.push(item as u32);
        self.open[item] = cost;
        for support in self.own(item) {
            let (ballot, place) = self.supports[support];
            let bearer = &mut self.voters[ballot as usize];
            let front = self.starts[ballot as usize] + bearer.active;
            bearer.active += 1;
            let other = self.places[front as usize].support;
            self.places.swap(front as usize, place as usize);
            self.supports[support].1 = front;
            if other as usize != support {
                self.supports[other as usize].1 = place;
            }
        }
    }

    /// Takes away the item that was added last: nobody bears any of it.
    pub(crate) fn take_last(&mut self) {
        let Some(item) = self.active.pop() else { return };
        self.open[item as usize] = N::default();
        self.full.fill(false);
        for support in self.own(item as usize) {
            let (ballot, place) = self.supports[support];
            let borne = std::mem::take(&mut self.places[place as usize].bears);
            let bearer = &mut self.voters[ballot as usize];
            bearer.active -= 1;
            bearer.bears -= borne;
        }
    }

    /// Spreads all costs. If they are too much for the level: items that cost more together than all who support
    /// any of them can bear.
    pub(crate) fn settle(&mut self) -> Result<(), Vec<usize>> {
        loop {
            let open: Vec<u32> = self.active.iter().copied().filter(|&item| self.is_open(item)).collect();
            if open.is_empty() {
                return Ok(());
            }
            self.measure(&open);
            if open.iter().any(|&item| self.steps[item as usize] == FAR) {
                return Err(self.closed_in(&open));
            }
            let mut farthest = open.iter().map(|&item| self.steps[item as usize]).max().unwrap_or(0);
            while farthest > 0 {
                for at in 0..self.active.len() {
                    let item = self.active[at];
                    if self.steps[item as usize] == farthest && self.is_open(item) {
                        self.hand_on(item as usize, farthest);
                    }
                }
                farthest -= 1;
            }
        }
    }

    fn own(&self, item: usize) -> std::ops::Range<usize> {
        self.firsts[item] as usize..self.firsts[item + 1] as usize
    }

    fn is_open(&self, item: u32) -> bool {
        self.open[item as usize] > N::default()
    }

    /// Active places of a ballot.
    fn row(&self, ballot: u32) -> std::ops::Range<usize> {
        let start = self.starts[ballot as usize] as usize;
        start..start + self.voters[ballot as usize].active as usize
    }

    /// Steps to room, from the room backwards, until those of all open items are known.
    fn measure(&mut self, open: &[u32]) {
        let has_room = |&(ballot, _): &(u32, u32)| {
            let Bearer { weight, bears, .. } = self.voters[ballot as usize];
            bears < self.level.times(weight)
        };
        let mut known = Vec::with_capacity(self.active.len());
        for &item in &self.active {
            let near = !self.full[item as usize] && self.supports[self.own(item as usize)].iter().any(has_room);
            self.full[item as usize] = !near;
            self.steps[item as usize] = if near { 1 } else { FAR };
            known.extend(near.then_some(item));
        }
        let mut at = 0;
        while at < known.len() && known.len() < self.active.len() {
            let item = known[at] as usize;
            let steps = self.steps[item];
            at += 1;
            // Items of one distance lie together: those beyond the last open one are of no use.
            if open.iter().all(|&item| self.steps[item as usize] <= steps) {
                break;
            }
            for support in self.own(item) {
                let (ballot, place) = self.supports[support];
                if self.places[place as usize].bears == N::default() {
                    continue;
                }
                for other in &self.places[self.row(ballot)] {
                    let other_steps = &mut self.steps[other.item as usize];
                    if *other_steps == FAR {
                        *other_steps = steps + 1;
                        known.push(other.item);
                    }
                }
            }
        }
    }

    /// Lays what is open of an item on voters with room, or makes items one step nearer give up as much.
    fn hand_on(&mut self, item: usize, steps: u32) {
        let zero = N::default();
        let mut open = self.open[item];
        for support in self.own(item) {
            let (ballot, place) = self.supports[support];
            let mut got = zero;
            if steps == 1 {
                let bearer = &mut self.voters[ballot as usize];
                let room = self.level.times(bearer.weight);
                if bearer.bears < room {
                    got = open.min(room - bearer.bears);
                    bearer.bears += got;
                }
            } else {
                for at in self.row(ballot) {
                    let other = &mut self.places[at];
                    if other.bears > zero && self.steps[other.item as usize] == steps - 1 {
                        let moved = other.bears.min(open - got);
                        other.bears -= moved;
                        self.open[other.item as usize] += moved;
                        got += moved;
                    }
                }
            }
            self.places[place as usize].bears += got;
            open -= got;
            if open == zero {
                break;
            }
        }
        self.open[item] = open;
    }

    /// Open items from which there is no way to room, and all whom they could make give way.
    fn closed_in(&self, open: &[u32]) -> Vec<usize> {
        let far = |&item: &usize| self.steps[item] == FAR;
        let mut set: Vec<usize> = open.iter().map(|&item| item as usize).filter(far).collect();
        let mut is_in = vec![false; self.open.len()];
        set.iter().for_each(|&item| is_in[item] = true);
        let mut at = 0;
        while at < set.len() {
            for &(ballot, _) in &self.supports[self.own(set[at])] {
                for other in &self.places[self.row(ballot)] {
                    if other.bears > N::default() && !std::mem::replace(&mut is_in[other.item as usize], true) {
                        set.push(other.item as usize);
                    }
                }
            }
            at += 1;
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two voters choose items 0 and 1, one item 1 only, four items 1 and 2.
    fn spread<N: Whole>() -> Spread<N> {
        let supporters: [&[u32]; 3] = [&[0], &[0, 1, 2], &[2]];
        Spread::new(&[2, 1, 4], 3, |item| supporters[item])
    }

    fn sorted(answer: Result<(), Vec<usize>>) -> Result<(), Vec<usize>> {
        answer.map_err(|mut set| {
            set.sort_unstable();
            set
        })
    }

    fn checks<N: Whole>() {
        let mut spread = spread::<N>();
        spread.raise(N::of(10));
        spread.add(1, N::of(30));
        assert_eq!(spread.settle(), Ok(()));
        // Voters of item 0 can bear all of it once item 1 gives way.
        spread.add(0, N::of(20));
        assert_eq!(spread.settle(), Ok(()));
        spread.add(2, N::of(21));
        assert_eq!(sorted(spread.settle()), Err(vec![0, 1, 2]));
        spread.raise(N::of(11));
        assert_eq!(spread.settle(), Ok(()));
        // The last one goes, its place is free again; a dearer one in its stead is too much.
        spread.take_last();
        spread.add(2, N::of(28));
        assert_eq!(sorted(spread.settle()), Err(vec![0, 1, 2]));
        spread.take_last();
        spread.add(2, N::of(27));
        assert_eq!(spread.settle(), Ok(()));
        spread.take_last();
        assert_eq!(spread.settle(), Ok(()));
        let all = spread.voters.iter().fold(N::default(), |sum, voter| sum + voter.bears);
        assert_eq!(all, N::of(50));
    }

    #[test]
    fn costs_are_spread_anew_and_the_set_that_is_too_dear_is_found() {
        checks::<i64>();
        checks::<i128>();
    }
}
