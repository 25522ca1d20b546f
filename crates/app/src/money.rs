//! Where the money of a cycle came from and where it went: sums of the ledger, nothing else.

use std::collections::HashMap;

use api_types::ledger::ActCited;
use api_types::money::{BooksCheck, EnvelopeMoney, MoneyFlow, YearEnd};
use domain::ledger::money;
use domain::{EntryKind, Id, Moment};
use store::Conn;

use crate::ledger::acts_of;
use crate::ledger::verify::{self, LedgerCheck};
use crate::{App, Error, Result, calendar};

/// The money of a cycle, envelope by envelope; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn of_cycle(app: &App, cycle_id: Id) -> Result<MoneyFlow> {
    let now = app.now();
    app.store.read(|c| {
        let cycle = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let (envelopes, books) = (envelopes(c, cycle_id)?, check(c, &cycle, now)?);
        Ok(MoneyFlow { cycle_id, currency: cycle.currency, envelopes, books })
    })
}

/// The envelopes inside another use case's transaction: reports take their figures from them.
///
/// # Errors
/// `Broken` when a sum does not fit.
pub(crate) fn envelopes(c: &mut Conn, cycle_id: Id) -> Result<Vec<EnvelopeMoney>> {
    let acts = acts_of(c, cycle_id)?;
    let rows = store::envelope::of_cycle(c, cycle_id)?;
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let flows = store::ledger::flows(c, &ids)?;
    let mut envelopes = Vec::with_capacity(rows.len());
    for row in rows {
        let years = money::of_envelope(&flows, row.id);
        envelopes.push(EnvelopeMoney {
            id: row.id,
            district_id: row.district_id,
            code: row.code,
            name: row.name,
            years: years.ok_or_else(|| Error::Broken("a sum of an envelope does not fit".into()))?,
            year_ends: year_ends(c, row.id, &acts)?,
        });
    }
    Ok(envelopes)
}

/// The verdict of `qatysu verify` on one cycle; the day and not the instant, so that what nobody changed stays the same answer.
fn check(c: &mut Conn, cycle: &store::cycle::Cycle, now: Moment) -> Result<BooksCheck> {
    let mut found = LedgerCheck::default();
    verify::cycle(c, cycle, &mut found)?;
    let checked_on = calendar::date(&cycle.zone, now).map_err(|e| Error::Broken(format!("zone of a cycle: {e}")))?;
    let entries = i64::try_from(found.entries).unwrap_or(i64::MAX);
    Ok(BooksCheck { checked_on, entries, balanced: found.faults.is_empty() })
}

fn year_ends(c: &mut Conn, envelope: Id, acts: &HashMap<Id, ActCited>) -> Result<Vec<YearEnd>> {
    let ended = store::ledger::of_kinds(c, envelope, &[EntryKind::Lapse, EntryKind::Carry])?;
    let line = |row: store::ledger::LedgerEntry| YearEnd {
        fiscal_year: row.fiscal_year,
        account: row.from_account,
        work_id: row.work_id,
        contract_id: row.contract_id,
        amount: row.amount,
        carried: row.act_id.and_then(|id| acts.get(&id).cloned()),
    };
    Ok(ended.into_iter().map(line).collect())
}
