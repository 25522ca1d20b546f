//! What the public reads of a ledger: balances and the flow of money, summed from alike entries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Posting, effect};
use crate::{EntryKind, Id, LedgerAccount, Money};

/// Alike entries of a ledger, summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// Kind.
    pub kind: EntryKind,
    /// Where the money left.
    pub from: Posting,
    /// Where it arrived.
    pub to: Posting,
    /// For which work, where it is for one.
    pub work: Option<Id>,
    /// Under which contract, where it is under one.
    pub contract: Option<Id>,
    /// Their sum.
    pub amount: Money,
}

/// Balances of all accounts that these flows touch; none when one does not fit.
pub fn balances(flows: &[Flow]) -> Option<BTreeMap<Posting, Money>> {
    let mut balances: BTreeMap<Posting, Money> = BTreeMap::new();
    for flow in flows {
        let from = balances.entry(flow.from).or_default();
        *from = from.minus(flow.amount)?;
        let to = balances.entry(flow.to).or_default();
        *to = to.plus(flow.amount)?;
    }
    Some(balances)
}

/// Where the money of one envelope and fiscal year came from and where it went, since the beginning and less what was taken
/// back, and what lies in each account now. All in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearMoney {
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Announced.
    pub announced: Money,
    /// Of the announced: approved by an act.
    pub approved: Money,
    /// Added by an act, beside the announced.
    pub topped_up: Money,
    /// Taken away by an act.
    pub cut: Money,
    /// Came from other envelopes.
    pub transferred_in: Money,
    /// Went to other envelopes.
    pub transferred_out: Money,
    /// Brought forward from the fiscal year before.
    pub brought: Money,
    /// Reserved for works.
    pub reserved: Money,
    /// Put under contract.
    pub committed: Money,
    /// Paid.
    pub paid: Money,
    /// Saved below the estimate.
    pub saved: Money,
    /// Of the saved: made available again by an act.
    pub reused: Money,
    /// Of the saved: given back to the budget.
    pub surrendered: Money,
    /// Lost at the end of the year.
    pub lapsed: Money,
    /// Taken to the next fiscal year by an act.
    pub carried: Money,
    /// What lies in each account.
    pub now: MoneyNow,
    /// The same as sums between two accounts. What came from or went to another envelope, and what was brought forward, came
    /// from or went outside; what was carried stays in *next year*.
    pub moves: Vec<AccountMove>,
}

/// A sum that moved from one account of a year to another, less what was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountMove {
    /// Where it left.
    pub from: LedgerAccount,
    /// Where it arrived.
    pub to: LedgerAccount,
    /// How much, minor units.
    pub amount: Money,
}

/// What lies in each account of a year; with `carried` it is all the money that the year had.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoneyNow {
    /// Announced, not approved.
    pub announced: Money,
    /// Free.
    pub available: Money,
    /// Reserved, not under contract.
    pub reserved: Money,
    /// Under contract, not paid.
    pub committed: Money,
    /// Paid.
    pub paid: Money,
    /// Saved, neither reused nor surrendered.
    pub saved: Money,
    /// Given back.
    pub surrendered: Money,
    /// Lost.
    pub lapsed: Money,
}

impl YearMoney {
    /// All the money that the year had: what came in less what was cut or went to other envelopes. None when it does not fit.
    pub fn total(&self) -> Option<Money> {
        Money::sum([self.announced, self.topped_up, self.transferred_in, self.brought])?
            .minus(self.cut)?
            .minus(self.transferred_out)
    }
}

/// The money of one envelope, by fiscal year; none when a sum does not fit.
pub fn of_envelope(flows: &[Flow], envelope: Id) -> Option<Vec<YearMoney>> {
    let mut years: BTreeMap<u16, YearMoney> = BTreeMap::new();
    let mut moves: BTreeMap<(u16, LedgerAccount, LedgerAccount), Money> = BTreeMap::new();
    for flow in flows {
        let Some((kind, back)) = effect(flow.kind, flow.from.account, flow.to.account) else { continue };
        // A reversal undoes the figure where the original made it.
        let (source, target) = if back { (flow.to, flow.from) } else { (flow.from, flow.to) };
        let amount = if back { Money::ZERO.minus(flow.amount)? } else { flow.amount };
        for (side, out) in [(source, true), (target, false)] {
            if side.envelope == envelope {
                let year = years.entry(side.fiscal_year).or_default();
                if let Some(figure) = figure(year, kind, out) {
                    *figure = figure.plus(amount)?;
                }
                if let Some((from, to)) = shown(source, target, out) {
                    let sum = moves.entry((side.fiscal_year, from, to)).or_default();
                    *sum = sum.plus(amount)?;
                }
            }
        }
    }
    for (posting, amount) in balances(flows)?.into_iter().filter(|(posting, _)| posting.envelope == envelope) {
        let year = years.entry(posting.fiscal_year).or_default();
        if let Some(now) = now(&mut year.now, posting.account) {
            *now = amount;
        }
    }
    for ((year, from, to), amount) in moves.into_iter().filter(|(_, amount)| *amount != Money::ZERO) {
        years.entry(year).or_default().moves.push(AccountMove { from, to, amount });
    }
    let named = |(fiscal_year, year): (u16, YearMoney)| YearMoney { fiscal_year: fiscal_year.into(), ..year };
    Some(years.into_iter().map(named).collect())
}

/// The accounts between which a move is shown in the year that it leaves (`out`) or in which it arrives; once when these are
/// the same.
fn shown(source: Posting, target: Posting, out: bool) -> Option<(LedgerAccount, LedgerAccount)> {
    let stays = source.envelope == target.envelope && source.fiscal_year == target.fiscal_year;
    match (stays, out) {
        (true, true) => Some((source.account, target.account)),
        (true, false) => None,
        // Next year keeps what was carried: here it is told where the money of this year went.
        (false, true) => {
            (source.account != LedgerAccount::NextYear).then_some((source.account, LedgerAccount::Outside))
        }
        (false, false) => Some((LedgerAccount::Outside, target.account)),
    }
}

/// The figure that an entry of this kind makes, in the year that it leaves (`out`) or in which it arrives.
fn figure(year: &mut YearMoney, kind: EntryKind, out: bool) -> Option<&mut Money> {
    use EntryKind as K;
    match (kind, out) {
        (K::Announce, true) => Some(&mut year.announced),
        (K::Approve, true) => Some(&mut year.approved),
        (K::TopUp, true) => Some(&mut year.topped_up),
        (K::Cut, true) => Some(&mut year.cut),
        (K::Transfer, true) => Some(&mut year.transferred_out),
        (K::Transfer, false) => Some(&mut year.transferred_in),
        (K::BringForward, false) => Some(&mut year.brought),
        (K::Reserve, true) => Some(&mut year.reserved),
        (K::Contract, true) => Some(&mut year.committed),
        (K::Pay, true) => Some(&mut year.paid),
        (K::Save, true) => Some(&mut year.saved),
        (K::Reuse, true) => Some(&mut year.reused),
        (K::Surrender, true) => Some(&mut year.surrendered),
        (K::Lapse, true) => Some(&mut year.lapsed),
        (K::Carry, true) => Some(&mut year.carried),
        _ => None,
    }
}

fn now(now: &mut MoneyNow, account: LedgerAccount) -> Option<&mut Money> {
    use LedgerAccount as A;
    match account {
        A::Announced => Some(&mut now.announced),
        A::Available => Some(&mut now.available),
        A::Reserved => Some(&mut now.reserved),
        A::Committed => Some(&mut now.committed),
        A::Paid => Some(&mut now.paid),
        A::Saved => Some(&mut now.saved),
        A::Surrendered => Some(&mut now.surrendered),
        A::Lapsed => Some(&mut now.lapsed),
        // What was carried is on its way or already in the next year: `carried` says how much.
        A::Outside | A::NextYear => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Id = Id::from_u128(1);

    fn flow(kind: EntryKind, from: LedgerAccount, to: LedgerAccount, amount: i64) -> Flow {
        let posting = |account| Posting { envelope: HERE, fiscal_year: 2026, account };
        Flow { kind, from: posting(from), to: posting(to), work: None, contract: None, amount: Money(amount) }
    }

    /// Money that is topped up, cut, saved, reused, surrendered or lost stands in its own figure and in no other, and a
    /// reversal takes it out again.
    #[test]
    fn each_move_stands_in_the_figure_of_its_name() {
        use EntryKind as K;
        use LedgerAccount as A;
        let amount = Money(7);
        let none = YearMoney::default;
        for (kind, from, to, wanted) in [
            (K::TopUp, A::Outside, A::Available, YearMoney { topped_up: amount, ..none() }),
            (K::Cut, A::Available, A::Outside, YearMoney { cut: amount, ..none() }),
            (K::Save, A::Reserved, A::Saved, YearMoney { saved: amount, ..none() }),
            (K::Save, A::Committed, A::Saved, YearMoney { saved: amount, ..none() }),
            (K::Reuse, A::Saved, A::Available, YearMoney { reused: amount, ..none() }),
            (K::Surrender, A::Saved, A::Surrendered, YearMoney { surrendered: amount, ..none() }),
            (K::Lapse, A::Saved, A::Lapsed, YearMoney { lapsed: amount, ..none() }),
        ] {
            let moved = flow(kind, from, to, 7);
            let found = |flows: &[Flow]| {
                let mut years = of_envelope(flows, HERE).unwrap();
                let year = years.remove(0);
                // What lies where, and the moves between accounts, are other questions.
                YearMoney { fiscal_year: 0, now: MoneyNow::default(), moves: Vec::new(), ..year }
            };
            assert_eq!(found(&[moved]), wanted, "{kind:?}");
            assert_eq!(found(&[moved, flow(K::Reversal, to, from, 7)]), none(), "{kind:?} taken back");
        }
    }
}
