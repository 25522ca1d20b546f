//! The check of kept books: `qatysu verify`, and `/readyz?verbose` for operators.

use std::collections::BTreeMap;

use domain::ledger::verify::{LedgerFault, LedgerFaultCode, Placed, replay};
use domain::{Code, Id, Money};
use serde::Serialize;
use store::Conn;

use crate::ledger::balances_of;
use crate::{App, Error, Result};

/// What the check of all ledgers found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LedgerCheck {
    /// No fault was found.
    pub balanced: bool,
    /// Envelopes checked.
    pub envelopes: usize,
    /// Entries replayed.
    pub entries: usize,
    /// Every fault.
    pub faults: Vec<EnvelopeFault>,
}

/// A fault, with the words for its envelope.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnvelopeFault {
    /// Code of the cycle.
    pub cycle: String,
    /// Code of the envelope.
    pub code: String,
    /// The fault.
    #[serde(flatten)]
    pub fault: LedgerFault,
}

/// Replays every ledger from its entries: places without gaps, rules and acts of each entry, no account but *outside* below
/// zero, the accounts of a cycle adding up to zero, and the balances that the database sums equal to the recomputed ones.
/// One read per cycle.
///
/// # Errors
/// The store's; wrong books are no error but a fault in the answer.
pub fn verify(app: &App) -> Result<LedgerCheck> {
    let cycles = app.store.read(store::cycle::list)?;
    let mut check = LedgerCheck::default();
    for context in cycles {
        app.store.read(|c| cycle(c, &context.cycle, &mut check))?;
    }
    check.balanced = check.faults.is_empty();
    Ok(check)
}

/// The same for the books of one cycle, added to what was found before.
///
/// # Errors
/// The store's.
pub(crate) fn cycle(c: &mut Conn, cycle: &store::cycle::Cycle, check: &mut LedgerCheck) -> Result<()> {
    let codes: BTreeMap<Id, String> =
        store::envelope::of_cycle(c, cycle.id)?.into_iter().map(|e| (e.id, e.code)).collect();
    let ids: Vec<Id> = codes.keys().copied().collect();
    let rows = store::ledger::of_envelopes(c, &ids)?;
    let placed: Vec<Placed> = rows.iter().map(|row| Ok(row.placed()?)).collect::<Result<_>>()?;
    let (books, mut faults) = replay(&placed);
    let summed = balances_of(&store::ledger::flows(c, &ids)?)?;
    let differs = |(posting, amount): (&domain::Posting, &Money)| {
        (books.balance(*posting) != *amount).then(|| LedgerFault {
            envelope: posting.envelope,
            seq: None,
            code: LedgerFaultCode::Balance,
            detail: Some(format!("{} {}", posting.account.code(), posting.fiscal_year)),
        })
    };
    faults.extend(summed.iter().filter_map(differs));
    let replayed = Money::sum(books.balances().map(|(_, amount)| *amount));
    if replayed != Some(Money::ZERO) || Money::sum(summed.into_values()) != Some(Money::ZERO) {
        let envelope = ids.first().copied().ok_or_else(|| Error::Broken("entries without an envelope".into()))?;
        faults.push(LedgerFault { envelope, seq: None, code: LedgerFaultCode::Sum, detail: None });
    }
    check.envelopes += ids.len();
    check.entries += rows.len();
    let worded = |fault: LedgerFault| {
        let code = codes.get(&fault.envelope).cloned().unwrap_or_else(|| fault.envelope.to_string());
        EnvelopeFault { cycle: cycle.code.clone(), code, fault }
    };
    check.faults.extend(faults.into_iter().map(worded));
    Ok(())
}
