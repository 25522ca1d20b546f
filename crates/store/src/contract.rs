//! Contracts: what was ordered, from whom, for which works and out of which envelopes.

use domain::contract::ContractEvent as Event;

use crate::prelude::*;

row! {
    /// A contract with a supplier.
    Contract in contract {
        id: Id,
        cycle_id: Id,
        district_id: Option<Id>,
        number: String,
        subject: LocalText,
        /// The customer.
        body_id: Id,
        supplier: String,
        /// Business identification number, 12 digits.
        supplier_bin: Option<String>,
        state: ContractState,
        state_since: Moment,
        signed_on: Date,
        starts_on: Date,
        first_ends_on: Date,
        ends_on: Date,
        warranty_months: i32,
        created_at: Moment,
        version: i64,
    }
}

row! {
    /// What a contract commits for a work out of an envelope, as amended.
    ContractWork in contract_work {
        contract_id: Id,
        work_id: Id,
        envelope_id: Id,
        amount: Money,
    }
}

row! {
    /// An amendment or another step of a contract.
    ContractEvent in contract_event {
        id: Id,
        contract_id: Id,
        event: Event,
        from_state: ContractState,
        to_state: ContractState,
        at: Moment,
        account_id: Option<Id>,
        reason: Option<LocalText>,
        act_id: Option<Id>,
        amount_before: Money,
        amount_after: Money,
        ends_before: Date,
        ends_after: Date,
    }
}

inserts!(insert, insert_all: Contract in contract);
finds!(find: Contract in contract);
locks!(lock: Contract in contract);
versions!(update: Contract in contract);
inserts!(insert_work, insert_works: ContractWork in contract_work);
inserts!(insert_event, insert_events: ContractEvent in contract_event);

/// Contracts of a cycle, the newest first: some hundreds.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Contract>> {
    Ok(contract::table
        .filter(contract::cycle_id.eq(Sql(cycle_id)))
        .order((contract::signed_on.desc(), contract::id.desc()))
        .select(Contract::as_select())
        .load(c)?)
}

/// For which works some contracts are.
pub fn works(c: &mut Conn, contract_ids: &[Id]) -> Result<Vec<ContractWork>> {
    let ids: Vec<_> = contract_ids.iter().copied().map(Sql).collect();
    Ok(contract_work::table
        .filter(contract_work::contract_id.eq_any(ids))
        .order((contract_work::contract_id, contract_work::work_id, contract_work::envelope_id))
        .select(ContractWork::as_select())
        .load(c)?)
}

/// Under which contracts some works are built.
pub fn of_works(c: &mut Conn, work_ids: &[Id]) -> Result<Vec<ContractWork>> {
    let ids: Vec<_> = work_ids.iter().copied().map(Sql).collect();
    Ok(contract_work::table
        .filter(contract_work::work_id.eq_any(ids))
        .order((contract_work::contract_id, contract_work::work_id, contract_work::envelope_id))
        .select(ContractWork::as_select())
        .load(c)?)
}

/// Another amount of a contract for a work out of an envelope; false when the contract has no such part.
pub fn set_amount(tx: &mut Tx, part: &ContractWork) -> Result<bool> {
    let row = contract_work::table
        .filter(contract_work::contract_id.eq(Sql(part.contract_id)))
        .filter(contract_work::work_id.eq(Sql(part.work_id)))
        .filter(contract_work::envelope_id.eq(Sql(part.envelope_id)));
    Ok(diesel::update(row).set(contract_work::amount.eq(Sql(part.amount))).execute(&mut **tx)? == 1)
}

/// What happened to a contract, oldest first.
pub fn events(c: &mut Conn, contract_id: Id) -> Result<Vec<ContractEvent>> {
    Ok(contract_event::table
        .filter(contract_event::contract_id.eq(Sql(contract_id)))
        .order((contract_event::at, contract_event::id))
        .select(ContractEvent::as_select())
        .load(c)?)
}
