//! The ledger of envelopes: money moves only by entries, balances are derived.
//!
//! Every use case that moves money calls [`post_in`] inside its own transaction. It locks the envelopes first; a use case that
//! posts into several calls [`lock`] with all of them before, so that two never wait for each other. The order of locks is:
//! cycle (`store::cycle::fence`), works and contracts, envelopes.

mod list;
pub mod verify;

use std::collections::BTreeMap;

use api_types::ledger::{LedgerEntry, LedgerEntryCreate, ReversalCreate};
use domain::ledger::money::{self, Flow};
use domain::ledger::{self, Entry, Posting};
use domain::{
    Code, DeniedKind, EntryKind, Id, LedgerAccount, LocalText, Money, Operation, Refusal, RefusalCode, Refusals, Scope,
    authorise,
};
use serde_json::json;
use store::cycle::Cycle;
use store::envelope::Envelope;
use store::ledger::LedgerEntry as Row;
use store::{Conn, Tx};

pub(crate) use list::acts_of;
use list::read;
pub use list::{get, list, list_envelope};

use crate::cycle::topic;
use crate::{App, Caller, Error, Faults, Result, audit, idempotency, year_end};

/// An entry that a use case posts.
#[derive(Debug, Clone)]
pub(crate) struct NewEntry {
    /// Envelope that the money leaves.
    pub envelope: Id,
    /// Kind; it says between which accounts money moves.
    pub kind: EntryKind,
    /// Source account where the kind leaves a choice (save).
    pub from: Option<LedgerAccount>,
    /// Where a transfer arrives.
    pub to_envelope: Option<Id>,
    /// Fiscal year.
    pub fiscal_year: i32,
    /// Minor units, above zero.
    pub amount: Money,
    /// The act on which it rests.
    pub act: Option<Id>,
    /// For which work (reserve, contract, pay, save).
    pub work: Option<Id>,
    /// Under which contract (contract, pay, save).
    pub contract: Option<Id>,
    /// Words.
    pub note: Option<LocalText>,
}

/// An entry with its accounts, before it has a place.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub kind: EntryKind,
    pub from: Posting,
    pub to: Posting,
    pub amount: Money,
    pub act: Option<Id>,
    pub reverses: Option<Id>,
    pub work: Option<Id>,
    pub contract: Option<Id>,
    pub note: Option<LocalText>,
}

/// Posts a ledger entry by hand. Setting the money up (announce, approve) is the organiser's or finance's; all else is
/// finance's, in both envelopes of a transfer.
///
/// # Errors
/// `NotFound` envelope or act; `Denied`; `Invalid`; `Refused` with every reason of the books.
pub fn post(app: &App, caller: &Caller, id: Id, input: &LedgerEntryCreate) -> Result<LedgerEntry> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<LedgerEntry> {
        let envelope = store::envelope::find(tx, id)?.ok_or(Error::NotFound("envelope"))?;
        let cycle = store::cycle::fence(tx, envelope.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let setting = matches!(input.kind, EntryKind::Announce | EntryKind::Approve);
        let operation = if setting { Operation::SetEnvelope } else { Operation::PostEntry };
        match may(&actor, operation, &cycle, &envelope) {
            // Too late, and told together with an amount that is none.
            Err(Error::Denied(denied)) if denied.kind == DeniedKind::Phase => {
                let mut refusals = Refusals::none();
                refusals.require(input.amount > Money::ZERO, RefusalCode::AmountNotPositive);
                refusals.0.extend(denied.refusals.0);
                return Err(refusals.into());
            }
            allowed => allowed?,
        }
        if let Some(to) = input.to_envelope_id {
            let target = store::envelope::find(tx, to)?.filter(|e| e.cycle_id == cycle.id);
            may(&actor, operation, &cycle, &target.ok_or(Error::NotFound("envelope"))?)?;
        }
        check_year(input.fiscal_year)?;
        let entry_id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, entry_id)? {
            return read(tx, earlier);
        }
        if input.kind == EntryKind::Reversal || ledger::at_year_end(input.kind) {
            return Err(not_allowed(input.kind));
        }
        let LedgerEntryCreate { kind, from, to_envelope_id, fiscal_year, amount, act_id, note } = input.clone();
        let new = NewEntry {
            envelope: id,
            kind,
            from,
            to_envelope: to_envelope_id,
            fiscal_year,
            amount,
            act: act_id,
            work: None,
            contract: None,
            note,
        };
        let row = post_as(tx, &actor, &cycle, entry_id, new)?;
        read(tx, row.id)
    })
}

/// Takes an entry back, whole and once; the money must still be where it went.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused`.
pub fn reverse(app: &App, caller: &Caller, id: Id, input: &ReversalCreate) -> Result<LedgerEntry> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<LedgerEntry> {
        let original = store::ledger::find(tx, id)?.ok_or(Error::NotFound("entry"))?;
        let envelope = |tx: &mut Tx, id| store::envelope::find(tx, id)?.ok_or(Error::NotFound("envelope"));
        let source = envelope(tx, original.envelope_id)?;
        let cycle = store::cycle::fence(tx, source.cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        may(&actor, Operation::PostEntry, &cycle, &source)?;
        if let Some(to) = original.to_envelope_id {
            let target = envelope(tx, to)?;
            may(&actor, Operation::PostEntry, &cycle, &target)?;
        }
        let mut faults = Faults::new();
        crate::body::check_text(&input.note, "/note", MAX_NOTE, &mut faults);
        faults.check()?;
        let entry_id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, entry_id)? {
            return read(tx, earlier);
        }
        let row = reverse_as(tx, &actor, &cycle, entry_id, id, Some(input.note.clone()))?;
        read(tx, row.id)
    })
}

/// Longest note, in characters.
pub(crate) const MAX_NOTE: usize = 500;

pub(crate) fn check_year(fiscal_year: i32) -> Result<()> {
    let mut faults = Faults::new();
    faults.require((2000..=2100).contains(&fiscal_year), "/fiscal_year", "out_of_range");
    faults.check()
}

pub(crate) fn may(caller: &Caller, operation: Operation, cycle: &Cycle, envelope: &Envelope) -> Result<()> {
    let scope = Scope { district: envelope.district_id, phase: Some(cycle.phase), owner: false };
    authorise(&caller.actor, operation, &scope)?;
    Ok(())
}

/// Posts an entry inside another use case's transaction, which has authorised it and holds the cycle's fence. It locks the
/// envelopes, checks act, year and books, writes, audits, touches the cycle's topic and plans the end of the fiscal year.
///
/// # Errors
/// `NotFound` envelope or act (of this cycle); `Refused` with every reason of the books.
pub(crate) fn post_in(tx: &mut Tx, caller: &Caller, cycle: &Cycle, new: NewEntry) -> Result<Row> {
    let id = tx.new_id();
    post_as(tx, caller, cycle, id, new)
}

fn post_as(tx: &mut Tx, caller: &Caller, cycle: &Cycle, id: Id, new: NewEntry) -> Result<Row> {
    let NewEntry { envelope, kind, from, to_envelope, fiscal_year, amount, act, work, contract, note } = new;
    let fiscal_year = u16::try_from(fiscal_year).map_err(|_| Error::invalid("/fiscal_year", "out_of_range"))?;
    if let Some(act) = act {
        store::act::find(tx, act)?.filter(|a| a.cycle_id == cycle.id).ok_or(Error::NotFound("act"))?;
    }
    let (source, target) = accounts(kind, from)?;
    let from = Posting { envelope, fiscal_year, account: source };
    let to_year = ledger::arrives_in(kind, fiscal_year);
    let to = Posting { envelope: to_envelope.unwrap_or(envelope), fiscal_year: to_year, account: target };
    let draft = Draft { kind, from, to, amount, act, reverses: None, work, contract, note };
    one(append(tx, caller, cycle, vec![(id, draft)], false)?)
}

/// Takes an entry back: `not_a_reversal` for one that was taken back before, is a reversal itself or belongs to the end of a
/// year, `not_enough_money` when the money has moved on.
fn reverse_as(tx: &mut Tx, caller: &Caller, cycle: &Cycle, id: Id, entry: Id, note: Option<LocalText>) -> Result<Row> {
    let original = store::ledger::find(tx, entry)?.ok_or(Error::NotFound("entry"))?;
    if ledger::at_year_end(original.kind) {
        return Err(Refusals::one(RefusalCode::NotAReversal).into());
    }
    let draft = Draft {
        kind: EntryKind::Reversal,
        from: original.to()?,
        to: original.from()?,
        amount: original.amount,
        act: None,
        reverses: Some(original.id),
        work: original.work_id,
        contract: original.contract_id,
        note,
    };
    one(append(tx, caller, cycle, vec![(id, draft)], false)?)
}

fn one(rows: Vec<Row>) -> Result<Row> {
    rows.into_iter().next().ok_or_else(|| Error::Broken("an entry was posted and is not there".into()))
}

/// Locks envelopes of a cycle for postings, in the order of their ids.
///
/// # Errors
/// `NotFound` envelope, or one of another cycle.
pub(crate) fn lock(tx: &mut Tx, cycle_id: Id, envelopes: &[Id]) -> Result<()> {
    let mut ids = envelopes.to_vec();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        store::envelope::lock(tx, id)?.filter(|e| e.cycle_id == cycle_id).ok_or(Error::NotFound("envelope"))?;
    }
    Ok(())
}

/// Appends entries one after the other: all of them, or none. `ending` is the end of a fiscal year, which alone may still
/// post into it.
pub(crate) fn append(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    drafts: Vec<(Id, Draft)>,
    ending: bool,
) -> Result<Vec<Row>> {
    let mut envelopes: Vec<Id> = drafts.iter().flat_map(|(_, d)| [d.from.envelope, d.to.envelope]).collect();
    envelopes.sort_unstable();
    envelopes.dedup();
    lock(tx, cycle.id, &envelopes)?;
    let mut balances = balances_of(&store::ledger::flows(tx, &envelopes)?)?;
    let mut seqs: BTreeMap<Id, i64> = BTreeMap::new();
    for id in &envelopes {
        seqs.insert(*id, store::ledger::next_seq(tx, *id)?);
    }
    let mut rows = Vec::with_capacity(drafts.len());
    for (id, draft) in drafts {
        let mut refusals = Refusals::none();
        if !ending {
            for year in [draft.from.fiscal_year, draft.to.fiscal_year] {
                let over = year_end::is_over(cycle, year.into(), tx.now())?;
                refusals.require(!over || refusals.has(RefusalCode::FiscalYearOver), over_refusal(year));
            }
        }
        let original = original(tx, draft.reverses)?;
        let entry = entry(id, &draft);
        let balance = |posting| balances.get(&posting).copied().unwrap_or_default();
        match ledger::check(&entry, balance(entry.from), balance(entry.to), original.as_ref()) {
            Ok((from, to)) => {
                balances.insert(entry.from, from);
                balances.insert(entry.to, to);
            }
            Err(more) => refusals.0.extend(more.0),
        }
        refusals.or(())?;
        let row = place(tx, caller, &mut seqs, id, draft);
        year_end::schedule(tx, cycle, row.to_fiscal_year.unwrap_or(row.fiscal_year))?;
        rows.push(row);
    }
    store::ledger::insert_all(tx, &rows)?;
    for row in &rows {
        let payload = json!({
            "entry": row.id, "kind": row.kind, "amount": row.amount, "year": row.fiscal_year, "act": row.act_id,
            "reverses": row.reverses, "to": row.to_envelope_id,
        });
        let district = store::envelope::find(tx, row.envelope_id)?.and_then(|e| e.district_id);
        audit::record(tx, caller, "ledger_entry", "envelope", row.envelope_id, district, payload);
    }
    tx.touch(topic(cycle.id));
    Ok(rows)
}

fn over_refusal(year: u16) -> Refusal {
    Refusal::with(RefusalCode::FiscalYearOver, year)
}

/// The entry that a reversal takes back, unless that was done before.
fn original(c: &mut Conn, reverses: Option<Id>) -> Result<Option<Entry>> {
    let Some(id) = reverses else { return Ok(None) };
    if store::ledger::is_reversed(c, id)? {
        return Ok(None);
    }
    Ok(store::ledger::find(c, id)?.map(|row| row.entry()).transpose()?)
}

fn entry(id: Id, draft: &Draft) -> Entry {
    let Draft { kind, from, to, amount, act, reverses, work: _, contract: _, note: _ } = draft;
    Entry { id, kind: *kind, from: *from, to: *to, amount: *amount, act: *act, reverses: *reverses }
}

/// Gives a draft its place in each of its ledgers.
fn place(tx: &Tx, caller: &Caller, seqs: &mut BTreeMap<Id, i64>, id: Id, draft: Draft) -> Row {
    let mut take = |envelope: Id| {
        let next = seqs.entry(envelope).or_insert(1);
        *next += 1;
        *next - 1
    };
    let Draft { kind, from, to, amount, act, reverses, work, contract, note } = draft;
    let away = to.envelope != from.envelope;
    Row {
        id,
        envelope_id: from.envelope,
        to_envelope_id: away.then_some(to.envelope),
        seq: take(from.envelope),
        kind,
        from_account: from.account,
        to_account: to.account,
        fiscal_year: from.fiscal_year.into(),
        amount,
        act_id: act,
        reverses,
        note,
        at: tx.now(),
        made_by: caller.account_id,
        work_id: work,
        contract_id: contract,
        to_seq: away.then(|| take(to.envelope)),
        to_fiscal_year: (to.fiscal_year != from.fiscal_year).then_some(to.fiscal_year.into()),
    }
}

/// The two accounts of an entry: its kind's only pair, or the one whose source is named.
fn accounts(kind: EntryKind, from: Option<LedgerAccount>) -> Result<(LedgerAccount, LedgerAccount)> {
    let pairs = ledger::moves(kind);
    let chosen = match from {
        None if pairs.len() == 1 => pairs.first(),
        from => pairs.iter().find(|(source, _)| Some(*source) == from),
    };
    chosen.copied().ok_or_else(|| not_allowed(kind))
}

fn not_allowed(kind: EntryKind) -> Error {
    Refusals::one(Refusal::with(RefusalCode::AccountsNotAllowed, kind.code())).into()
}

/// Balances of the accounts that these flows touch.
pub(crate) fn balances_of(flows: &[Flow]) -> Result<BTreeMap<Posting, Money>> {
    money::balances(flows).ok_or_else(|| Error::Broken("a balance does not fit".into()))
}

/// Flows of all envelopes of a cycle.
pub(crate) fn flows_of(c: &mut Conn, cycle_id: Id) -> Result<Vec<Flow>> {
    let ids: Vec<Id> = store::envelope::of_cycle(c, cycle_id)?.iter().map(|e| e.id).collect();
    Ok(store::ledger::flows(c, &ids)?)
}
