//! Envelopes and their ledger: money moves only by entries, balances are derived.

use api_types::envelope::{Balance, Envelope, EnvelopeCreate, LedgerEntry, LedgerEntryCreate};
use domain::ledger::{self, Books, Entry, Posting};
use domain::{Code, EntryKind, Id, LedgerAccount, Operation, Refusal, RefusalCode, Refusals, Scope, authorise};
use serde_json::json;
use store::Conn;

use crate::body::check_text;
use crate::cycle::topic;
use crate::{App, Caller, Error, Faults, Result, audit, programme};

const MAX_NAME: usize = 200;

/// An envelope with balances and entries; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Envelope> {
    app.store.read(|c| read(c, id))
}

/// Envelopes of a cycle with balances and entries; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<Vec<Envelope>> {
    app.store.read(|c| -> Result<Vec<Envelope>> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        store::envelope::of_cycle(c, cycle_id)?.into_iter().map(|row| read(c, row.id)).collect()
    })
}

/// Adds an envelope to a cycle.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Conflict(exists)` for a code that the cycle has.
pub fn create(app: &App, caller: &Caller, cycle_id: Id, input: &EnvelopeCreate) -> Result<Envelope> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Envelope> {
        let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let scope = Scope { district: input.district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::SetEnvelope, &scope)?;
        let mut faults = Faults::new();
        faults.require(programme::is_code(&input.code), "/code", "code");
        check_text(&input.name, "/name", MAX_NAME, &mut faults);
        faults.check()?;
        if let Some(district) = input.district_id {
            store::district::find(tx, district)?.ok_or(Error::NotFound("district"))?;
        }
        let EnvelopeCreate { district_id, code, name } = input.clone();
        let ordinal = i32::try_from(store::envelope::of_cycle(tx, cycle_id)?.len()).unwrap_or(i32::MAX);
        let row = store::envelope::Envelope { id: tx.new_id(), cycle_id, district_id, code, name, ordinal };
        store::envelope::insert(tx, &row)?;
        audit::record(tx, &actor, "envelope_created", "envelope", row.id, row.district_id, json!({ "code": row.code }));
        tx.touch(topic(cycle_id));
        read(tx, row.id)
    })
}

/// Posts a ledger entry. Setting the money up (announce, approve) is the organiser's or finance's; all else is finance's.
///
/// # Errors
/// `NotFound` envelope or act; `Denied`; `Refused` with every reason of the books.
pub fn post(app: &App, caller: &Caller, id: Id, input: &LedgerEntryCreate) -> Result<Envelope> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Envelope> {
        let envelope = store::envelope::lock(tx, id)?.ok_or(Error::NotFound("envelope"))?;
        let cycle = store::cycle::fence(tx, envelope.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let setting = matches!(input.kind, EntryKind::Announce | EntryKind::Approve);
        let operation = if setting { Operation::SetEnvelope } else { Operation::PostEntry };
        let scope = Scope { district: envelope.district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, operation, &scope)?;
        let mut faults = Faults::new();
        faults.require((2000..=2100).contains(&input.fiscal_year), "/fiscal_year", "out_of_range");
        faults.check()?;
        if let Some(act) = input.act_id {
            store::act::find(tx, act)?.filter(|a| a.cycle_id == cycle.id).ok_or(Error::NotFound("act"))?;
        }
        let (from, to) = accounts(&input)?;
        let row = store::ledger::LedgerEntry {
            id: tx.new_id(),
            envelope_id: id,
            to_envelope_id: None,
            seq: store::ledger::next_seq(tx, id)?,
            kind: input.kind,
            from_account: from,
            to_account: to,
            fiscal_year: input.fiscal_year,
            amount: input.amount,
            act_id: input.act_id,
            reverses: None,
            note: input.note.clone(),
            at: tx.now(),
            made_by: actor.account_id,
        };
        let mut books = books_of(tx, cycle.id)?;
        books.apply(entry(&row)?)?;
        store::ledger::insert(tx, &row)?;
        let payload = json!({ "kind": row.kind, "amount": row.amount, "year": row.fiscal_year, "act": row.act_id });
        audit::record(tx, &actor, "ledger_entry", "envelope", id, envelope.district_id, payload);
        tx.touch(topic(cycle.id));
        read(tx, id)
    })
}

/// Balances of a cycle's envelopes, with the envelope each belongs to.
pub(crate) fn balances(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, Balance)>> {
    Ok(books_of(c, cycle_id)?
        .balances()
        .map(|(posting, amount)| {
            let Posting { envelope, fiscal_year, account } = *posting;
            (envelope, Balance { account, fiscal_year: fiscal_year.into(), amount: *amount })
        })
        .collect())
}

/// The two accounts of an entry: its kind's only pair, or the one whose source the input names.
fn accounts(input: &LedgerEntryCreate) -> Result<(LedgerAccount, LedgerAccount)> {
    let pairs = ledger::moves(input.kind);
    let chosen = match input.from {
        None if pairs.len() == 1 => pairs.first(),
        from => pairs.iter().find(|(source, _)| Some(*source) == from),
    };
    let not_allowed = || Error::from(Refusals::one(Refusal::with(RefusalCode::AccountsNotAllowed, input.kind.code())));
    chosen.copied().ok_or_else(not_allowed)
}

/// The books of all envelopes of a cycle: a transfer moves money from one to another.
fn books_of(c: &mut Conn, cycle_id: Id) -> Result<Books> {
    let ids: Vec<Id> = store::envelope::of_cycle(c, cycle_id)?.iter().map(|e| e.id).collect();
    let entries: Vec<Entry> = store::ledger::of_envelopes(c, &ids)?.iter().map(entry).collect::<Result<_>>()?;
    Books::of(entries).map_err(|refusals| Error::Broken(format!("the ledger does not balance: {refusals}")))
}

fn entry(row: &store::ledger::LedgerEntry) -> Result<Entry> {
    let fiscal_year = u16::try_from(row.fiscal_year).map_err(|_| Error::Broken("a fiscal year out of range".into()))?;
    let posting = |envelope, account| Posting { envelope, fiscal_year, account };
    Ok(Entry {
        id: row.id,
        kind: row.kind,
        from: posting(row.envelope_id, row.from_account),
        to: posting(row.to_envelope_id.unwrap_or(row.envelope_id), row.to_account),
        amount: row.amount,
        act: row.act_id,
        reverses: row.reverses,
    })
}

fn read(c: &mut Conn, id: Id) -> Result<Envelope> {
    let row = store::envelope::find(c, id)?.ok_or(Error::NotFound("envelope"))?;
    let cycle =
        store::cycle::find(c, row.cycle_id)?.ok_or_else(|| Error::Broken("an envelope without its cycle".into()))?;
    let balances = balances(c, row.cycle_id)?.into_iter().filter(|(of, _)| *of == id).map(|(_, b)| b).collect();
    let entries = store::ledger::of_envelopes(c, &[id])?
        .into_iter()
        .map(|e| LedgerEntry {
            id: e.id,
            seq: e.seq,
            kind: e.kind,
            from: e.from_account,
            to: e.to_account,
            fiscal_year: e.fiscal_year,
            amount: e.amount,
            act_id: e.act_id,
            note: e.note,
            at: e.at,
        })
        .collect();
    let store::envelope::Envelope { id, cycle_id, district_id, code, name, ordinal: _ } = row;
    Ok(Envelope { id, cycle_id, district_id, code, name, currency: cycle.currency, balances, entries })
}
