//! Minimal transfers: the supporters of one item move as little as will cover it from their other items to it.

use std::cmp::Ordering;

use super::Walk;
use crate::exact::cmp_products;

/// A supporter of the item: one voter of a distinct ballot.
struct Supporter {
    ballot: usize,
    /// Where the item stands in the ballot.
    place: usize,
    weight: i128,
    /// What it gives to the item.
    gift: i128,
    /// What it gives to all items.
    all: i128,
}

impl Walk<'_> {
    /// What the item would have if all its supporters gave it all they have.
    pub(super) fn reach(&self, item: usize) -> i128 {
        self.supporters(item).iter().map(|supporter| supporter.weight * supporter.all).sum()
    }

    fn supporters(&self, item: usize) -> Vec<Supporter> {
        let ballots = self.sheet.profile.ballots().zip(&self.gifts).enumerate();
        let supporter = |(ballot, (row, gifts)): (usize, (crate::Ballot<'_>, &Vec<i64>))| {
            let place = row.choices.iter().position(|&choice| choice as usize == item)?;
            let gift = i128::from(gifts[place]);
            let all = gifts.iter().map(|&gift| i128::from(gift)).sum();
            (gift > 0).then_some(Supporter { ballot, place, weight: row.weight.into(), gift, all })
        };
        ballots.filter_map(supporter).collect()
    }

    /// Every supporter multiplies its gift by the same factor, the smallest that covers the item, or gives all it has; what is
    /// added comes from its other items in proportion. The item must be within reach.
    pub(super) fn transfer(&mut self, item: usize) {
        let mut supporters = self.supporters(item);
        // Who can multiply least comes first: all / gift.
        supporters.sort_by(less_room);
        let mut missing = self.cost(item);
        let mut giving: i128 = supporters.iter().map(|supporter| supporter.weight * supporter.gift).sum();
        let mut give_all = 0;
        for supporter in &supporters {
            // Is the factor missing / giving within what this one has, and so within what all after it have?
            if cmp_products(missing, supporter.gift, supporter.all, giving) != Ordering::Greater {
                break;
            }
            missing -= supporter.weight * supporter.all;
            giving -= supporter.weight * supporter.gift;
            give_all += 1;
        }
        for (number, supporter) in supporters.iter().enumerate() {
            let wanted = if number < give_all || giving <= 0 {
                supporter.all
            } else {
                // Both are below 2^60.
                (supporter.gift * missing.max(0) / giving).clamp(supporter.gift, supporter.all)
            };
            self.move_to(supporter, item, wanted - supporter.gift);
        }
        // Every amount that moved was rounded down.
        let longest = self.gifts.iter().map(Vec::len).max().unwrap_or(0) as i64;
        self.dust += (longest + 1) * self.sheet.profile.voters() as i64;
    }

    fn move_to(&mut self, supporter: &Supporter, item: usize, more: i128) {
        let others = supporter.all - supporter.gift;
        if more == 0 || others == 0 {
            return;
        }
        let ballot = self.sheet.profile.ballot(supporter.ballot);
        let gifts = &mut self.gifts[supporter.ballot];
        let mut moved = 0;
        for (place, gift) in gifts.iter_mut().enumerate().filter(|(place, _)| *place != supporter.place) {
            let part = (more * i128::from(*gift) / others) as i64;
            *gift -= part;
            moved += part;
            self.support[ballot.choices[place] as usize] -= part * ballot.weight as i64;
        }
        gifts[supporter.place] += moved;
        self.support[item] += moved * ballot.weight as i64;
    }
}

fn less_room(a: &Supporter, b: &Supporter) -> Ordering {
    cmp_products(a.all, b.gift, b.all, a.gift)
}
