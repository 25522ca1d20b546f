//! The money of a work's life: contract, payments, what was saved or carried.

use api_types::act::ActRecord;
use api_types::contract::{ContractMove, ContractSign, PartInput};
use api_types::ledger::{CarryCreate, LedgerEntryCreate};
use api_types::payment::PaymentCreate;
use domain::{ContractEvent, EntryKind, LedgerAccount, LocalText, Money};
use time::Date;

use super::building::{Building, Site};
use super::calendar::text;
use super::work_steps::{code, supplier};
use crate::{App, Error, Result, act, contract, ledger, payment, year_end};

/// The contract at the price of the award, running from this day on.
pub(super) fn sign(b: &Building<'_>, site: &Site<'_>, day: Date) -> Result<()> {
    let (app, price) = (&b.stage.app, site.made.borrow().price);
    let part = PartInput { work_id: site.work()?, envelope_id: None, amount: price };
    let input = ContractSign {
        cycle_id: site.past.cycle,
        body_id: site.desk.akimat,
        number: format!("Д-{} (sample)", code(site)),
        subject: site.items.first().map(|item| item.name.clone()).ok_or(Error::NotFound("item"))?,
        supplier: supplier(site).to_owned(),
        supplier_bin: None,
        signed_on: day,
        starts_on: day,
        ends_on: site.due_on.max(day),
        warranty_months: 36,
        parts: vec![part],
    };
    let file = contract::sign(app, &site.desk.executor, &input)?;
    site.made.borrow_mut().contract = Some(file.contract.id);
    Ok(())
}

/// A step of the contract.
pub(super) fn move_contract(app: &App, site: &Site<'_>, event: ContractEvent, reason: Option<LocalText>) -> Result<()> {
    let input = ContractMove { event, reason, act_id: None };
    contract::step(app, &site.desk.executor, site.contract()?, &input).map(drop)
}

/// So many percent of the contract, 0: what is left.
pub(super) fn pay(b: &Building<'_>, site: &Site<'_>, percent: i64, day: Date) -> Result<()> {
    let (price, paid) = {
        let made = site.made.borrow();
        (made.price, made.paid)
    };
    let rest = Money(price.0 - paid.0);
    let amount = if percent == 0 { rest } else { Money(price.0 / 100 * percent) };
    let input = PaymentCreate {
        work_id: site.work()?,
        envelope_id: None,
        amount,
        paid_on: day,
        document: format!("П-{}-{} (sample)", code(site), day),
        note: None,
    };
    payment::create(&b.stage.app, &b.office.finance, site.contract()?, &input)?;
    site.made.borrow_mut().paid = Money(paid.0 + amount.0);
    Ok(())
}

/// What the contract saved goes back to the budget.
pub(super) fn surrender(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let amount = Money(site.amount()?.0 - site.made.borrow().price.0);
    let note =
        text("Шарт бағасы сметадан төмен.", "Цена договора ниже сметы.", "The contract costs less than the estimate.");
    let entry = LedgerEntryCreate {
        kind: EntryKind::Surrender,
        from: None,
        to_envelope_id: None,
        fiscal_year: site.past.fiscal_year,
        amount,
        act_id: None,
        note: Some(note),
    };
    ledger::post(&b.stage.app, &b.office.finance, site.envelope, &entry).map(drop)
}

/// The maslikhat carries what is under contract and not paid to the next year.
pub(super) fn carry(b: &Building<'_>, site: &Site<'_>, day: Date) -> Result<()> {
    let (app, finance) = (&b.stage.app, &b.office.finance);
    let title = text(
        "Пайдаланылмаған қаражатты келесі жылға көшіру туралы (үлгі құжат)",
        "О переносе неиспользованных средств на следующий год (пример документа)",
        "On carrying unused money to the next year (sample document)",
    );
    let number = format!("М-{} (sample)", code(site));
    let record = ActRecord { body_id: b.office.maslikhat, cycle_id: site.past.cycle, number, date: day, title };
    let act_id = act::record(app, finance, &record)?.id;
    let amount = {
        let made = site.made.borrow();
        Money(made.price.0 - made.paid.0)
    };
    let input = CarryCreate {
        fiscal_year: site.past.fiscal_year,
        account: LedgerAccount::Committed,
        work_id: None,
        contract_id: Some(site.contract()?),
        amount,
        act_id,
        note: None,
    };
    year_end::decide(app, finance, site.envelope, &input).map(drop)
}
