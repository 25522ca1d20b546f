//! The check of kept books: every entry is judged again, in the order in which it was posted.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Books, Entry};
use crate::{Id, Refusals, codes};

/// An entry with its place in the ledger of its envelope and, for a transfer, of the envelope where it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The entry.
    pub entry: Entry,
    /// Its place in the ledger that the money leaves, from 1.
    pub seq: i64,
    /// Its place in the ledger where the money arrives, if that is another.
    pub to_seq: Option<i64>,
}

codes! {
    /// What is wrong with kept books.
    pub LedgerFaultCode "ledger-fault" {
        /// A place of an envelope's ledger is missing or taken twice.
        Gap = "gap",
        /// Entries of several ledgers cannot have been posted in this order.
        Order = "order",
        /// An entry breaks a rule.
        Refused = "refused",
        /// A balance summed by the database is another than the one recomputed.
        Balance = "balance",
        /// The accounts do not add up to zero.
        Sum = "sum",
    }
}

/// One fault of kept books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerFault {
    /// The envelope.
    pub envelope: Id,
    /// The place in its ledger, where there is one.
    pub seq: Option<i64>,
    /// What is wrong.
    pub code: LedgerFaultCode,
    /// The rules that an entry breaks, or the account whose balance is wrong.
    pub detail: Option<String>,
}

/// Replays the ledgers of a cycle's envelopes (a transfer ties two together); the books and every fault.
pub fn replay(entries: &[Placed]) -> (Books, Vec<LedgerFault>) {
    let mut faults = Vec::new();
    let mut chains: BTreeMap<Id, BTreeMap<i64, &Placed>> = BTreeMap::new();
    for placed in entries {
        for (envelope, seq) in places(placed) {
            if chains.entry(envelope).or_default().insert(seq, placed).is_some() {
                faults.push(fault(envelope, Some(seq), LedgerFaultCode::Gap, None));
            }
        }
    }
    for (envelope, chain) in &chains {
        for (expected, seq) in (1..).zip(chain.keys()) {
            if expected != *seq {
                faults.push(fault(*envelope, Some(expected), LedgerFaultCode::Gap, None));
                break;
            }
        }
    }
    let mut books = Books::default();
    for placed in in_order(entries, &chains, &mut faults) {
        if let Err(refusals) = books.apply(placed.entry.clone()) {
            faults.push(refused(placed, &refusals));
            books.take(placed.entry.clone());
        }
    }
    (books, faults)
}

fn places(placed: &Placed) -> impl Iterator<Item = (Id, i64)> {
    let source = (placed.entry.from.envelope, placed.seq);
    let target = placed.to_seq.map(|seq| (placed.entry.to.envelope, seq));
    [Some(source), target].into_iter().flatten()
}

/// The entries in an order that all ledgers agree with: an entry comes when it is the next one in each of its ledgers.
fn in_order<'a>(
    entries: &'a [Placed],
    chains: &BTreeMap<Id, BTreeMap<i64, &'a Placed>>,
    faults: &mut Vec<LedgerFault>,
) -> Vec<&'a Placed> {
    let mut heads: BTreeMap<Id, std::collections::btree_map::Values<'_, i64, &'a Placed>> =
        chains.iter().map(|(envelope, chain)| (*envelope, chain.values())).collect();
    let mut next: BTreeMap<Id, &'a Placed> = BTreeMap::new();
    let mut ready: BTreeSet<Id> = BTreeSet::new();
    for (envelope, rest) in &mut heads {
        if let Some(placed) = rest.next() {
            next.insert(*envelope, *placed);
            ready.insert(*envelope);
        }
    }
    let mut ordered = Vec::with_capacity(entries.len());
    let mut done: BTreeSet<Id> = BTreeSet::new();
    while let Some(envelope) = ready.pop_first() {
        let Some(placed) = next.get(&envelope).copied() else { continue };
        let is_next = places(placed).all(|(of, _)| next.get(&of).is_some_and(|p| p.entry.id == placed.entry.id));
        if !is_next {
            continue;
        }
        if done.insert(placed.entry.id) {
            ordered.push(placed);
        }
        for (of, _) in places(placed) {
            match heads.get_mut(&of).and_then(Iterator::next) {
                Some(after) => drop(next.insert(of, *after)),
                None => drop(next.remove(&of)),
            }
            ready.insert(of);
        }
    }
    // Whatever waits for something that never comes is judged last, and said to be out of order.
    for (envelope, placed) in next {
        faults.push(fault(envelope, Some(placed.seq), LedgerFaultCode::Order, None));
    }
    let mut rest: Vec<&Placed> = entries.iter().filter(|placed| !done.contains(&placed.entry.id)).collect();
    rest.sort_by_key(|placed| placed.entry.id);
    ordered.extend(rest);
    ordered
}

fn refused(placed: &Placed, refusals: &Refusals) -> LedgerFault {
    fault(placed.entry.from.envelope, Some(placed.seq), LedgerFaultCode::Refused, Some(refusals.to_string()))
}

fn fault(envelope: Id, seq: Option<i64>, code: LedgerFaultCode, detail: Option<String>) -> LedgerFault {
    LedgerFault { envelope, seq, code, detail }
}
