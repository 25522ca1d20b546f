//! The ledger: money moves only through it.

use crate::prelude::*;
use crate::types::sql::Amount;
use crate::{Page, Seek};
use diesel::dsl::sql;
use domain::ledger::Posting;
use domain::ledger::money::Flow;
use domain::ledger::verify::Placed;

row! {
    /// An amount that moved between two accounts of an envelope in a fiscal year.
    LedgerEntry in ledger_entry {
        id: Id,
        envelope_id: Id,
        /// Where a transfer arrives; none: the same envelope.
        to_envelope_id: Option<Id>,
        seq: i64,
        kind: EntryKind,
        from_account: LedgerAccount,
        to_account: LedgerAccount,
        fiscal_year: i32,
        amount: Money,
        act_id: Option<Id>,
        reverses: Option<Id>,
        note: Option<LocalText>,
        at: Moment,
        made_by: Option<Id>,
        work_id: Option<Id>,
        contract_id: Option<Id>,
        /// Its place in the ledger where a transfer arrives.
        to_seq: Option<i64>,
        /// The fiscal year in which it arrives; none: the same.
        to_fiscal_year: Option<i32>,
    }
}

inserts!(insert, insert_all: LedgerEntry in ledger_entry);
finds!(find: LedgerEntry in ledger_entry);

row! {
    /// An act's decision that money of an account goes to the next fiscal year instead of lapsing.
    CarryDecision in carry_decision {
        id: Id,
        envelope_id: Id,
        fiscal_year: i32,
        account: LedgerAccount,
        /// Only what is for this work.
        work_id: Option<Id>,
        /// Only what is under this contract.
        contract_id: Option<Id>,
        amount: Money,
        act_id: Id,
        note: Option<LocalText>,
        at: Moment,
        made_by: Option<Id>,
        /// Taken back before the year ended; it moves nothing.
        withdrawn_at: Option<Moment>,
        withdrawn_by: Option<Id>,
        withdrawn_why: Option<LocalText>,
    }
}

inserts!(insert_carry, insert_carries: CarryDecision in carry_decision);
finds!(find_carry: CarryDecision in carry_decision);
updates!(update_carry: CarryDecision in carry_decision);

impl LedgerEntry {
    /// Where the money leaves.
    pub fn from(&self) -> Result<Posting> {
        posting(self.envelope_id, self.fiscal_year, self.from_account)
    }

    /// Where it arrives.
    pub fn to(&self) -> Result<Posting> {
        let envelope = self.to_envelope_id.unwrap_or(self.envelope_id);
        posting(envelope, self.to_fiscal_year.unwrap_or(self.fiscal_year), self.to_account)
    }

    /// The entry as the domain judges it.
    pub fn entry(&self) -> Result<domain::Entry> {
        let (from, to) = (self.from()?, self.to()?);
        let Self { id, kind, amount, act_id, reverses, .. } = *self;
        Ok(domain::Entry { id, kind, from, to, amount, act: act_id, reverses })
    }

    /// The entry with its places.
    pub fn placed(&self) -> Result<Placed> {
        Ok(Placed { entry: self.entry()?, seq: self.seq, to_seq: self.to_seq })
    }
}

fn posting(envelope: Id, fiscal_year: i32, account: LedgerAccount) -> Result<Posting> {
    let fiscal_year = u16::try_from(fiscal_year).map_err(|_| Error::Broken("a fiscal year out of range".into()))?;
    Ok(Posting { envelope, fiscal_year, account })
}

/// Entries that touch one of these envelopes.
macro_rules! touching {
    ($ids:expr) => {{
        let ids = || $ids.iter().copied().map(Sql).collect::<Vec<_>>();
        let arrives = ledger_entry::to_envelope_id.assume_not_null().eq_any(ids());
        ledger_entry::envelope_id.eq_any(ids()).or(arrives.and(ledger_entry::to_envelope_id.is_not_null()))
    }};
}

/// Entries that touch an envelope, in the order they were posted.
pub fn of_envelopes(c: &mut Conn, envelope_ids: &[Id]) -> Result<Vec<LedgerEntry>> {
    Ok(ledger_entry::table
        .filter(touching!(envelope_ids))
        .order((ledger_entry::at, ledger_entry::seq, ledger_entry::id))
        .select(LedgerEntry::as_select())
        .load(c)?)
}

/// Entries of these kinds that leave an envelope, in the order of its ledger.
pub fn of_kinds(c: &mut Conn, envelope_id: Id, kinds: &[EntryKind]) -> Result<Vec<LedgerEntry>> {
    Ok(ledger_entry::table
        .filter(ledger_entry::envelope_id.eq(Sql(envelope_id)))
        .filter(ledger_entry::kind.eq_any(kinds.iter().copied().map(Sql).collect::<Vec<_>>()))
        .order(ledger_entry::seq)
        .select(LedgerEntry::as_select())
        .load(c)?)
}

type Summed =
    (EntryKind, Id, Option<Id>, i32, Option<i32>, LedgerAccount, LedgerAccount, Option<Id>, Option<Id>, Money);

/// Entries that touch these envelopes, alike ones summed: what balances and figures are made of. It reads an index of the
/// envelopes, however long the ledgers of others are.
pub fn flows(c: &mut Conn, envelope_ids: &[Id]) -> Result<Vec<Flow>> {
    flows_before(c, envelope_ids, None)
}

/// The same, of the entries made before an instant.
pub fn flows_before(c: &mut Conn, envelope_ids: &[Id], before: Option<Moment>) -> Result<Vec<Flow>> {
    // A year that no entry is made in.
    let end = time::Date::from_calendar_date(9999, time::Month::January, 1).map(|day| day.midnight().assume_utc());
    let before = before.map_or(end, Ok).map_err(|e| Error::Broken(format!("the end of time: {e}")))?;
    let alike = (
        ledger_entry::kind,
        ledger_entry::envelope_id,
        ledger_entry::to_envelope_id,
        ledger_entry::fiscal_year,
        ledger_entry::to_fiscal_year,
        ledger_entry::from_account,
        ledger_entry::to_account,
        ledger_entry::work_id,
        ledger_entry::contract_id,
    );
    let rows: Vec<Summed> = ledger_entry::table
        .filter(touching!(envelope_ids))
        .filter(ledger_entry::at.lt(Sql(before)))
        .group_by(alike)
        .select((
            ledger_entry::kind,
            ledger_entry::envelope_id,
            ledger_entry::to_envelope_id,
            ledger_entry::fiscal_year,
            ledger_entry::to_fiscal_year,
            ledger_entry::from_account,
            ledger_entry::to_account,
            ledger_entry::work_id,
            ledger_entry::contract_id,
            sql::<Amount>("CAST(sum(amount) AS BIGINT)"),
        ))
        .load(c)?;
    rows.into_iter()
        .map(|(kind, envelope, to_envelope, year, to_year, from, to, work, contract, amount)| {
            let from = posting(envelope, year, from)?;
            let to = posting(to_envelope.unwrap_or(envelope), to_year.unwrap_or(year), to)?;
            Ok(Flow { kind, from, to, work, contract, amount })
        })
        .collect()
}

/// Whether an entry was taken back.
pub fn is_reversed(c: &mut Conn, id: Id) -> Result<bool> {
    let reversal = ledger_entry::table.filter(ledger_entry::reverses.eq(Sql(Some(id))));
    Ok(reversal.count().get_result::<i64>(c)? > 0)
}

/// Which of these entries were taken back.
pub fn reversed_of(c: &mut Conn, ids: &[Id]) -> Result<Vec<Id>> {
    let ids: Vec<_> = ids.iter().copied().map(|id| Sql(Some(id))).collect();
    let found: Vec<Option<Id>> =
        ledger_entry::table.filter(ledger_entry::reverses.eq_any(ids)).select(ledger_entry::reverses).load(c)?;
    Ok(found.into_iter().flatten().collect())
}

/// The number of the next entry of an envelope; call it under [`crate::envelope::lock`].
pub fn next_seq(c: &mut Conn, envelope_id: Id) -> Result<i64> {
    let own: Option<i64> = ledger_entry::table
        .filter(ledger_entry::envelope_id.eq(Sql(envelope_id)))
        .select(diesel::dsl::max(ledger_entry::seq))
        .first(c)?;
    let come: Option<i64> = ledger_entry::table
        .filter(ledger_entry::to_envelope_id.eq(Sql(Some(envelope_id))))
        .select(diesel::dsl::max(ledger_entry::to_seq))
        .first(c)?;
    Ok(own.max(come).unwrap_or(0) + 1)
}

/// Entries that a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Entries that touch one of these.
    pub envelopes: Vec<Id>,
    /// Of this kind.
    pub kind: Option<EntryKind>,
    /// That leave or arrive in this fiscal year.
    pub fiscal_year: Option<i32>,
    /// For this work.
    pub work: Option<Id>,
    /// Under this contract.
    pub contract: Option<Id>,
}

/// Entries in the order they were made, newest first.
pub fn list(c: &mut Conn, filter: &LedgerFilter, seek: &Seek<(Moment, Id)>) -> Result<Page<LedgerEntry, (Moment, Id)>> {
    let LedgerFilter { envelopes, kind, fiscal_year, work, contract } = filter;
    let mut query = ledger_entry::table.filter(touching!(envelopes)).into_boxed();
    if let Some((at, id)) = seek.after {
        let same = ledger_entry::at.eq(Sql(at)).and(ledger_entry::id.lt(Sql(id)));
        query = query.filter(ledger_entry::at.lt(Sql(at)).or(same));
    }
    if let Some(kind) = kind {
        query = query.filter(ledger_entry::kind.eq(Sql(*kind)));
    }
    if let Some(year) = fiscal_year {
        let arrives =
            ledger_entry::to_fiscal_year.is_not_null().and(ledger_entry::to_fiscal_year.assume_not_null().eq(*year));
        query = query.filter(ledger_entry::fiscal_year.eq(*year).or(arrives));
    }
    if let Some(work) = work {
        query = query.filter(ledger_entry::work_id.eq(Sql(Some(*work))));
    }
    if let Some(contract) = contract {
        query = query.filter(ledger_entry::contract_id.eq(Sql(Some(*contract))));
    }
    let order = (ledger_entry::at.desc(), ledger_entry::id.desc());
    let rows = query.order(order).limit(seek.fetch()).select(LedgerEntry::as_select()).load(c)?;
    Ok(seek.page(rows, |row| (row.at, row.id)))
}

/// Decisions to carry money of an envelope and year, in the order they were recorded.
pub fn carries(c: &mut Conn, envelope_ids: &[Id], fiscal_year: Option<i32>) -> Result<Vec<CarryDecision>> {
    let of = carry_decision::envelope_id.eq_any(envelope_ids.iter().copied().map(Sql).collect::<Vec<_>>());
    let mut query = carry_decision::table.filter(of).into_boxed();
    if let Some(year) = fiscal_year {
        query = query.filter(carry_decision::fiscal_year.eq(year));
    }
    Ok(query.order((carry_decision::at, carry_decision::id)).select(CarryDecision::as_select()).load(c)?)
}

/// The cycles of this city's own (imported elections are records of others) with the fiscal years in which their ledgers
/// have entries.
pub fn years(c: &mut Conn) -> Result<Vec<(Id, i32)>> {
    let of = ledger_entry::table
        .inner_join(envelope::table.on(envelope::id.eq(ledger_entry::envelope_id)))
        .inner_join(cycle::table.on(cycle::id.eq(envelope::cycle_id)))
        .filter(cycle::import_id.is_null());
    let mut years: Vec<(Id, i32)> = of.select((cycle::id, ledger_entry::fiscal_year)).distinct().load(c)?;
    years.sort_unstable();
    Ok(years)
}
