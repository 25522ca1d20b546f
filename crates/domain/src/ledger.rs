//! The ledger of envelopes: money moves only by balanced entries between two accounts.
//!
//! [`moves`] is the whole table; [`check`] judges one entry by the two balances it touches; [`Books`] replays many. What the
//! public reads of it is in [`money`], the end of a fiscal year in [`year_end`], the check of kept books in [`verify`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Code, EntryKind, Id, LedgerAccount, Money, Refusal, RefusalCode, Refusals};

/// An account of one envelope and fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Posting {
    /// The envelope.
    pub envelope: Id,
    /// The fiscal year.
    pub fiscal_year: u16,
    /// The account.
    pub account: LedgerAccount,
}

/// One entry: an amount moves from one account to another. Entries are never changed; a reversal corrects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its id.
    pub id: Id,
    /// Kind.
    pub kind: EntryKind,
    /// Where the money leaves.
    pub from: Posting,
    /// Where it arrives.
    pub to: Posting,
    /// Positive, minor units.
    pub amount: Money,
    /// The act on which it rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Id>,
    /// The entry that a reversal takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Id>,
}

/// From which accounts to which an entry of this kind moves money. A reversal mirrors its entry instead.
pub fn moves(kind: EntryKind) -> &'static [(LedgerAccount, LedgerAccount)] {
    use LedgerAccount as A;
    match kind {
        EntryKind::Announce => &[(A::Outside, A::Announced)],
        EntryKind::Approve => &[(A::Announced, A::Available)],
        EntryKind::TopUp => &[(A::Outside, A::Available)],
        EntryKind::Cut => &[(A::Available, A::Outside)],
        EntryKind::Transfer => &[(A::Available, A::Available)],
        EntryKind::Reserve => &[(A::Available, A::Reserved)],
        EntryKind::Contract => &[(A::Reserved, A::Committed)],
        EntryKind::Pay => &[(A::Committed, A::Paid)],
        EntryKind::Save => &[(A::Reserved, A::Saved), (A::Committed, A::Saved)],
        EntryKind::Reuse => &[(A::Saved, A::Available)],
        EntryKind::Surrender => &[(A::Saved, A::Surrendered)],
        EntryKind::Lapse => &[
            (A::Announced, A::Lapsed),
            (A::Available, A::Lapsed),
            (A::Reserved, A::Lapsed),
            (A::Committed, A::Lapsed),
            (A::Saved, A::Lapsed),
        ],
        EntryKind::Carry => &[
            (A::Announced, A::NextYear),
            (A::Available, A::NextYear),
            (A::Reserved, A::NextYear),
            (A::Committed, A::NextYear),
            (A::Saved, A::NextYear),
        ],
        // It arrives where it left: what was under contract still is, what was only announced still needs its act.
        EntryKind::BringForward => &[
            (A::NextYear, A::Announced),
            (A::NextYear, A::Available),
            (A::NextYear, A::Reserved),
            (A::NextYear, A::Committed),
            (A::NextYear, A::Saved),
        ],
        EntryKind::Reversal => &[],
    }
}

/// Whether an entry of this kind rests on an act (body, number, date).
pub fn needs_act(kind: EntryKind) -> bool {
    use EntryKind as K;
    matches!(kind, K::Approve | K::TopUp | K::Cut | K::Transfer | K::Reuse | K::Carry | K::BringForward)
}

/// Entries that only the end of a fiscal year posts, never an official.
pub fn at_year_end(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Lapse | EntryKind::Carry | EntryKind::BringForward)
}

/// The fiscal year in which an entry of this kind arrives, when it leaves in `fiscal_year`.
pub fn arrives_in(kind: EntryKind, fiscal_year: u16) -> u16 {
    if kind == EntryKind::BringForward { fiscal_year.saturating_add(1) } else { fiscal_year }
}

/// The kind whose effect an entry between these accounts has, and whether it takes it back: the kind itself, or for a
/// reversal the kind that moves money the other way. None for a reversal of nothing.
pub fn effect(kind: EntryKind, from: LedgerAccount, to: LedgerAccount) -> Option<(EntryKind, bool)> {
    if kind != EntryKind::Reversal {
        return Some((kind, false));
    }
    EntryKind::ALL.iter().find(|k| moves(**k).contains(&(to, from))).map(|k| (*k, true))
}

/// Judges an entry by the balances of the two accounts that it touches; `original` is the entry that it reverses, unless
/// that was taken back before. Gives the two balances after it.
///
/// # Errors
/// Every reason: `amount_not_positive`, `accounts_not_allowed` (detail: the kind), `act_missing`,
/// `not_enough_money` (detail: the account), `not_a_reversal`, `amount_too_large`.
pub fn check(entry: &Entry, from: Money, to: Money, original: Option<&Entry>) -> Result<(Money, Money), Refusals> {
    use RefusalCode as R;
    let mut refusals = Refusals::none();
    refusals.require(entry.amount > Money::ZERO, R::AmountNotPositive);
    if entry.kind == EntryKind::Reversal {
        refusals.require(original.is_some_and(|original| mirrors(entry, original)), R::NotAReversal);
    } else {
        let pair = moves(entry.kind).contains(&(entry.from.account, entry.to.account));
        let transfer = entry.kind == EntryKind::Transfer;
        let year = entry.to.fiscal_year == arrives_in(entry.kind, entry.from.fiscal_year);
        let envelopes = (entry.from.envelope != entry.to.envelope) == transfer;
        let fits = pair && year && envelopes && entry.reverses.is_none();
        refusals.require(fits, Refusal::with(R::AccountsNotAllowed, entry.kind.code()));
        refusals.require(entry.act.is_some() || !needs_act(entry.kind), R::ActMissing);
    }
    let (Some(from), Some(to)) = (from.minus(entry.amount), to.plus(entry.amount)) else {
        refusals.push(R::AmountTooLarge);
        return Err(refusals);
    };
    let covered = entry.from.account == LedgerAccount::Outside || from >= Money::ZERO;
    refusals.require(covered, Refusal::with(R::NotEnoughMoney, entry.from.account.code()));
    refusals.or((from, to))
}

/// A reversal moves the same amount back and is itself not reversed.
fn mirrors(entry: &Entry, original: &Entry) -> bool {
    entry.reverses == Some(original.id)
        && original.kind != EntryKind::Reversal
        && original.from == entry.to
        && original.to == entry.from
        && original.amount == entry.amount
}

/// Balances derived from entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    balances: BTreeMap<Posting, Money>,
    entries: BTreeMap<Id, Entry>,
    reversed: BTreeMap<Id, Id>,
}

impl Books {
    /// The books after these entries, in order.
    ///
    /// # Errors
    /// The refusals of the first entry that does not fit.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Result<Self, Refusals> {
        let mut books = Self::default();
        for entry in entries {
            books.apply(entry)?;
        }
        Ok(books)
    }

    /// The balance of an account; zero if nothing was ever posted.
    pub fn balance(&self, posting: Posting) -> Money {
        self.balances.get(&posting).copied().unwrap_or_default()
    }

    /// All balances, in order.
    pub fn balances(&self) -> impl Iterator<Item = (&Posting, &Money)> {
        self.balances.iter()
    }

    /// Posts an entry, or changes nothing. Only `outside` may become negative.
    ///
    /// # Errors
    /// Every reason of [`check`], and `wrong_state` for an entry that was posted before.
    pub fn apply(&mut self, entry: Entry) -> Result<(), Refusals> {
        let mut refusals = Refusals::none();
        refusals.require(!self.entries.contains_key(&entry.id), Refusal::with(RefusalCode::WrongState, "posted"));
        let original = entry.reverses.filter(|id| !self.reversed.contains_key(id)).and_then(|id| self.entries.get(&id));
        match check(&entry, self.balance(entry.from), self.balance(entry.to), original) {
            Ok((from, to)) if refusals.is_empty() => {
                self.put(entry, from, to);
                Ok(())
            }
            Ok(_) => Err(refusals),
            Err(more) => {
                refusals.0.extend(more.0);
                Err(refusals)
            }
        }
    }

    fn put(&mut self, entry: Entry, from: Money, to: Money) {
        self.balances.insert(entry.from, from);
        self.balances.insert(entry.to, to);
        if let Some(reversed) = entry.reverses {
            self.reversed.insert(reversed, entry.id);
        }
        self.entries.insert(entry.id, entry);
    }

    /// Posts what stands in kept books, right or wrong, so that the entries after it are judged by what was really posted.
    /// False, and nothing is posted, when a balance would not fit.
    fn take(&mut self, entry: Entry) -> bool {
        let from = self.balance(entry.from).minus(entry.amount);
        let to = self.balance(entry.to).plus(entry.amount);
        let (Some(from), Some(to)) = (from, to) else { return false };
        self.put(entry, from, to);
        true
    }
}

pub mod money;
pub mod verify;
pub mod year_end;

#[cfg(test)]
mod tests;
