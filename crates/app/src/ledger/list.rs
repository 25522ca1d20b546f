//! Reading the ledger; all of it is public.

use std::collections::HashMap;

use api_types::ledger::{ActCited, LedgerEntry, LedgerQuery};
use domain::{Id, LocalText, Moment};
use store::ledger::{LedgerEntry as Row, LedgerFilter};
use store::{Conn, Page, Seek};

use crate::{App, Error, Result};

/// Entries of a cycle or of one of its envelopes, newest first; public.
///
/// # Errors
/// `NotFound` cycle or envelope.
pub fn list(
    app: &App,
    cycle_id: Id,
    query: &LedgerQuery,
    seek: &Seek<(Moment, Id)>,
) -> Result<Page<LedgerEntry, (Moment, Id)>> {
    app.store.read(|c| -> Result<_> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let mut envelopes: Vec<Id> = store::envelope::of_cycle(c, cycle_id)?.iter().map(|e| e.id).collect();
        if let Some(id) = query.envelope {
            envelopes.retain(|of| *of == id);
            if envelopes.is_empty() {
                return Err(Error::NotFound("envelope"));
            }
        }
        let LedgerQuery { envelope: _, kind, fiscal_year, work, contract } = *query;
        let page = store::ledger::list(c, &LedgerFilter { envelopes, kind, fiscal_year, work, contract }, seek)?;
        let acts = acts_of(c, cycle_id)?;
        Ok(Page { items: page.items.into_iter().map(|row| to_dto(row, &acts)).collect(), next: page.next })
    })
}

/// Entries of one envelope, newest first; public.
///
/// # Errors
/// `NotFound` envelope.
pub fn list_envelope(app: &App, id: Id, seek: &Seek<(Moment, Id)>) -> Result<Page<LedgerEntry, (Moment, Id)>> {
    let cycle = app.store.read(|c| store::envelope::find(c, id))?.ok_or(Error::NotFound("envelope"))?.cycle_id;
    list(app, cycle, &LedgerQuery { envelope: Some(id), ..LedgerQuery::default() }, seek)
}

/// One entry; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<LedgerEntry> {
    app.store.read(|c| read(c, id))
}

pub(super) fn read(c: &mut Conn, id: Id) -> Result<LedgerEntry> {
    let row = store::ledger::find(c, id)?.ok_or(Error::NotFound("entry"))?;
    let envelope = store::envelope::find(c, row.envelope_id)?.ok_or(Error::NotFound("envelope"))?;
    let acts = acts_of(c, envelope.cycle_id)?;
    Ok(to_dto(row, &acts))
}

/// Acts of a cycle, as they are cited.
pub(crate) fn acts_of(c: &mut Conn, cycle_id: Id) -> Result<HashMap<Id, ActCited>> {
    let names: HashMap<Id, LocalText> = store::body::list(c, None)?.into_iter().map(|b| (b.id, b.name)).collect();
    let cited = |act: store::act::Act| {
        let body = names.get(&act.body_id).cloned()?;
        Some((act.id, ActCited { id: act.id, body, number: act.number, date: act.date }))
    };
    Ok(store::act::list(c, cycle_id)?.into_iter().filter_map(cited).collect())
}

fn to_dto(row: Row, acts: &HashMap<Id, ActCited>) -> LedgerEntry {
    let Row {
        id,
        envelope_id,
        to_envelope_id,
        seq,
        kind,
        from_account,
        to_account,
        fiscal_year,
        amount,
        act_id,
        reverses,
        note,
        at,
        made_by: _,
        work_id,
        contract_id,
        to_seq: _,
        to_fiscal_year,
    } = row;
    LedgerEntry {
        id,
        envelope_id,
        to_envelope_id,
        seq,
        kind,
        from: from_account,
        to: to_account,
        fiscal_year,
        to_fiscal_year,
        amount,
        act: act_id.and_then(|id| acts.get(&id).cloned()),
        reverses,
        work_id,
        contract_id,
        note,
        at,
    }
}
