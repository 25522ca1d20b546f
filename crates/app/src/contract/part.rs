//! The parts of a contract: what it commits for a work out of an envelope, and the money that moves with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use api_types::contract::PartInput;
use domain::contract::{self as machine, Part, take_from_years};
use domain::ledger::money::Flow;
use domain::{Code, EntryKind, Id, LedgerAccount, Money, Refusal, RefusalCode, Refusals, WorkEvent};
use store::Tx;
use store::contract::{Contract as Row, ContractWork};
use store::cycle::Cycle;
use store::payment::Payment as PaymentRow;
use store::work::Work;

use crate::ledger::{NewEntry, post_in};
use crate::work::StepNote;
use crate::{Caller, Error, Fault, Faults, Result, payment, work};

/// Most parts of one contract.
const MAX_PARTS: usize = 200;

/// A part with its envelope known.
pub(super) struct Wanted {
    pub work: Id,
    pub envelope: Id,
    pub amount: Money,
}

/// Amounts above zero (in an amendment also zero), each work and envelope once.
pub(super) fn check_parts(parts: &[PartInput], zero: bool, faults: &mut Faults) {
    if parts.len() > MAX_PARTS {
        faults.push(Fault::new("/parts", "too_many").with("max", MAX_PARTS));
    }
    let mut seen = BTreeSet::new();
    for (i, part) in parts.iter().enumerate() {
        let least = if zero { Money(0) } else { Money(1) };
        faults.require(part.amount >= least, &format!("/parts/{i}/amount"), "not_positive");
        let once = seen.insert((part.work_id, part.envelope_id));
        faults.require(once, &format!("/parts/{i}/work_id"), "duplicate");
    }
}

/// The works of some parts, locked in the order of their ids.
pub(super) fn lock_works(tx: &mut Tx, cycle: &Cycle, parts: &[PartInput]) -> Result<BTreeMap<Id, Work>> {
    let ids: BTreeSet<Id> = parts.iter().map(|part| part.work_id).collect();
    let mut works = BTreeMap::new();
    for id in ids {
        let work = store::work::lock(tx, id)?.filter(|w| w.cycle_id == cycle.id).ok_or(Error::NotFound("work"))?;
        works.insert(id, work);
    }
    Ok(works)
}

/// The district of the works, if they have the same.
pub(super) fn common_district(works: &BTreeMap<Id, Work>) -> Option<Id> {
    let districts: BTreeSet<Option<Id>> = works.values().map(|work| work.district_id).collect();
    if districts.len() == 1 { districts.into_iter().next().flatten() } else { None }
}

/// Parts with their envelopes: a work that draws on one envelope need not name it.
pub(super) fn resolve(tx: &mut Tx, works: &BTreeMap<Id, Work>, parts: &[PartInput]) -> Result<Vec<Wanted>> {
    let ids: Vec<Id> = works.keys().copied().collect();
    let items = store::work::items(tx, &ids)?;
    let mut envelopes: HashMap<Id, BTreeSet<Id>> = HashMap::new();
    for item in items {
        let found = store::ballot_item::find(tx, item.ballot_item_id)?;
        let envelope = found.ok_or_else(|| Error::Broken("a work without its ballot item".into()))?.envelope_id;
        envelopes.entry(item.work_id).or_default().insert(envelope);
    }
    let mut wanted = Vec::with_capacity(parts.len());
    let mut faults = Faults::new();
    for (i, part) in parts.iter().enumerate() {
        let own = envelopes.get(&part.work_id).cloned().unwrap_or_default();
        let envelope = match part.envelope_id {
            None if own.len() == 1 => own.first().copied(),
            named => named.filter(|id| own.contains(id)),
        };
        match envelope {
            Some(envelope) => wanted.push(Wanted { work: part.work_id, envelope, amount: part.amount }),
            None => faults.push(Fault::new(format!("/parts/{i}/envelope_id"), "not_of_work")),
        }
    }
    faults.check()?;
    Ok(wanted)
}

/// Orders a part for the first time: the work moves on where it was awarded, its reserved money is committed.
pub(super) fn add_part(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    contract: &Row,
    works: &mut BTreeMap<Id, Work>,
    part: Wanted,
) -> Result<()> {
    if part.amount == Money::ZERO {
        return Err(Refusals::one(RefusalCode::AmountNotPositive).into());
    }
    let work = works.get_mut(&part.work).ok_or(Error::NotFound("work"))?;
    let row =
        ContractWork { contract_id: contract.id, work_id: part.work, envelope_id: part.envelope, amount: part.amount };
    store::contract::insert_work(tx, &row)?;
    commit(tx, caller, cycle, contract, &row, part.amount)?;
    let signs_now = machine::moves_work(work.state)?;
    if signs_now {
        let note = StepNote { contract: Some(contract.id), ..StepNote::default() };
        work::step(tx, caller, work, WorkEvent::SignContract, note)?;
    }
    Ok(())
}

/// Orders a part for another amount.
pub(super) fn change_part(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    contract: &Row,
    part: &ContractWork,
    to: Money,
) -> Result<()> {
    let payments = payment::standing(tx, &[contract.id])?;
    let change = domain_part(part, &payments).amend(to)?;
    if change > Money::ZERO {
        commit(tx, caller, cycle, contract, part, change)?;
    } else if change < Money::ZERO {
        let less = Money::ZERO.minus(change).unwrap_or_default();
        let lies = |flow: &Flow| flow.contract == Some(contract.id) && flow.work == Some(part.work_id);
        shift(
            tx,
            caller,
            cycle,
            part,
            Shift { kind: EntryKind::Save, from: LedgerAccount::Committed, amount: less },
            lies,
        )?;
    }
    store::contract::set_amount(tx, &ContractWork { amount: to, ..part.clone() })?;
    Ok(())
}

/// Commits money that is reserved for the work.
fn commit(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    contract: &Row,
    part: &ContractWork,
    amount: Money,
) -> Result<()> {
    let lies = |flow: &Flow| flow.work == Some(part.work_id);
    let part = ContractWork { contract_id: contract.id, ..part.clone() };
    shift(tx, caller, cycle, &part, Shift { kind: EntryKind::Contract, from: LedgerAccount::Reserved, amount }, lies)
}

struct Shift {
    kind: EntryKind,
    from: LedgerAccount,
    amount: Money,
}

/// What of these flows lies in an account of an envelope, by fiscal year.
fn lying(
    tx: &mut Tx,
    envelope: Id,
    account: LedgerAccount,
    lies: impl Fn(&Flow) -> bool,
) -> Result<BTreeMap<u16, Money>> {
    let flows: Vec<Flow> = store::ledger::flows(tx, &[envelope])?.into_iter().filter(lies).collect();
    let balances = crate::ledger::balances_of(&flows)?;
    let there = balances.into_iter().filter(|(p, _)| p.envelope == envelope && p.account == account);
    Ok(there.map(|(p, amount)| (p.fiscal_year, amount)).collect())
}

/// What is committed under a contract for a part's work in a fiscal year: what lapsed with its year is not there, and what was
/// carried for another work is not this one's. The envelope is locked.
pub(crate) fn committed(tx: &mut Tx, cycle: &Cycle, part: &ContractWork, fiscal_year: i32) -> Result<Money> {
    crate::ledger::lock(tx, cycle.id, &[part.envelope_id])?;
    let lies = |flow: &Flow| flow.contract == Some(part.contract_id) && flow.work == Some(part.work_id);
    let years = lying(tx, part.envelope_id, LedgerAccount::Committed, lies)?;
    Ok(u16::try_from(fiscal_year).ok().and_then(|year| years.get(&year).copied()).unwrap_or_default())
}

/// Moves a part's money out of an account, in the fiscal years in which it lies there, the earliest first.
fn shift(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    part: &ContractWork,
    shift: Shift,
    lies: impl Fn(&Flow) -> bool,
) -> Result<()> {
    crate::ledger::lock(tx, cycle.id, &[part.envelope_id])?;
    let taken = take_from_years(&lying(tx, part.envelope_id, shift.from, lies)?, shift.amount);
    // What is ordered less and lies no longer there has lapsed with its year: nothing is left of it to be saved.
    let whole = shift.kind != EntryKind::Save;
    if whole && Money::sum(taken.iter().map(|(_, amount)| *amount)) != Some(shift.amount) {
        return Err(Refusals::one(Refusal::with(RefusalCode::NotEnoughMoney, shift.from.code())).into());
    }
    for (year, amount) in taken {
        let entry = NewEntry {
            envelope: part.envelope_id,
            kind: shift.kind,
            from: Some(shift.from),
            to_envelope: None,
            fiscal_year: year.into(),
            amount,
            act: None,
            work: Some(part.work_id),
            contract: Some(part.contract_id),
            note: None,
        };
        post_in(tx, caller, cycle, entry)?;
    }
    Ok(())
}

pub(super) fn total(parts: &[ContractWork]) -> Result<Money> {
    Money::sum(parts.iter().map(|p| p.amount)).ok_or_else(|| Error::Broken("a contract's sum does not fit".into()))
}

/// A part as the domain judges it, with the payments that stand.
pub(crate) fn domain_part(part: &ContractWork, payments: &[PaymentRow]) -> Part {
    let mine = payments.iter().filter(|p| {
        p.contract_id == part.contract_id && p.work_id == part.work_id && p.envelope_id == part.envelope_id
    });
    Part { amount: part.amount, paid: Money::sum(mine.map(|p| p.amount)).unwrap_or(part.amount) }
}
