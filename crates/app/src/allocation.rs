//! Allocations: the money of a group of envelopes shared out by the rules' formula, recorded with its inputs.

use std::collections::HashMap;

use api_types::allocation::{Allocation, AllocationCreate, AllocationInput, AllocationList, AllocationShare};
use domain::rules::FormulaCriterion;
use domain::{AllocationFacts, EntryKind, Id, Money, Operation, allocation, authorise};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::envelope::Envelope;
use store::{Conn, Json, Tx};
use tally::allocation::{Criterion, Region, allocate};

use crate::contest::to_json;
use crate::cycle::{rules_of, scope, topic};
use crate::ledger::{self, NewEntry};
use crate::{App, Caller, Error, Fault, Faults, Result, act, audit, idempotency, rules};

/// Most points for one criterion.
const MAX_POINTS: i64 = 1_000_000_000;

/// Allocations of a cycle with their inputs; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<AllocationList> {
    app.store.read(|c| -> Result<AllocationList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let rows = store::allocation::of_cycle(c, cycle_id)?;
        Ok(AllocationList { items: rows.into_iter().map(|row| read(c, row)).collect::<Result<_>>()? })
    })
}

/// Shares the money of a group out by its formula: announces each envelope's share and, with an act, approves it.
///
/// # Errors
/// `NotFound` cycle or act; `Denied`; `Invalid` (group, inputs, year); `Refused`: `no_rules`, `not_by_formula`, `no_envelopes`,
/// `already_allocated`, `money_announced`, and what the books say.
pub fn create(app: &App, caller: &Caller, cycle_id: Id, input: &AllocationCreate) -> Result<Allocation> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Allocation> {
        // The lock: two at once would share the money out twice.
        let cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        authorise(&actor.actor, Operation::SetEnvelope, &scope(&cycle))?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::allocation::find(tx, earlier)?.ok_or(Error::NotFound("allocation"))?;
            return read(tx, row);
        }
        let document = rules_of(tx, &cycle)?;
        let group = document.group(&input.group).ok_or_else(|| Error::invalid("/group", "unknown"))?;
        let mut envelopes = store::envelope::of_cycle(tx, cycle_id)?;
        envelopes.retain(|envelope| envelope.group_code.as_ref() == Some(&input.group));
        let total = allocation::check(group, facts(tx, cycle_id, &input.group, &envelopes)?)?;
        check(&input, &envelopes, &group.formula, &cycle)?;
        let outcome = share_out(&input, total, &group.formula)?;
        ledger::lock(tx, cycle_id, &envelopes.iter().map(|e| e.id).collect::<Vec<_>>())?;
        for (input, share) in inputs(&input).zip(&outcome.shares) {
            post(tx, &actor, &cycle, input, share.amount)?;
        }
        let row = store::allocation::Allocation {
            id,
            cycle_id,
            group_code: input.group.clone(),
            fiscal_year: input.fiscal_year,
            criteria: Json(group.formula.clone()),
            inputs: to_json(&input.inputs)?,
            outcome: to_json(&outcome)?,
            act_id: input.act_id,
            rules_id: cycle.rules_id,
            at: tx.now(),
            made_by: actor.account_id,
        };
        store::allocation::insert(tx, &row)?;
        let payload = json!({ "group": row.group_code, "inputs": row.inputs, "total": total, "act": row.act_id });
        audit::record(tx, &actor, "money_allocated", "cycle", cycle_id, None, payload);
        tx.touch(topic(cycle_id));
        read(tx, row)
    })
}

fn facts(c: &mut Conn, cycle_id: Id, group: &str, envelopes: &[Envelope]) -> Result<AllocationFacts> {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut with_money = 0;
    for envelope in envelopes {
        with_money += usize::from(!store::ledger::flows(c, &[envelope.id])?.is_empty());
    }
    let allocated = store::allocation::of_cycle(c, cycle_id)?.iter().any(|row| row.group_code == group);
    Ok(AllocationFacts { envelopes: small(envelopes.len()), with_money: small(with_money), allocated })
}

/// Every envelope of the group once, with a number for each criterion.
fn check(
    input: &AllocationCreate,
    envelopes: &[Envelope],
    criteria: &[FormulaCriterion],
    cycle: &store::cycle::Cycle,
) -> Result<()> {
    let mut faults = Faults::new();
    for (i, one) in input.inputs.iter().enumerate() {
        let pointer = format!("/inputs/{i}/envelope_id");
        faults.require(envelopes.iter().any(|e| e.id == one.envelope_id), &pointer, "unknown");
        let again = input.inputs[..i].iter().any(|before| before.envelope_id == one.envelope_id);
        faults.require(!again, &pointer, "duplicate");
        faults.require(one.points.len() == criteria.len(), &format!("/inputs/{i}/points"), "length");
        let fits = one.points.iter().all(|points| (0..=MAX_POINTS).contains(points));
        faults.require(fits, &format!("/inputs/{i}/points"), "range");
    }
    let whole = envelopes.iter().all(|e| input.inputs.iter().any(|one| one.envelope_id == e.id));
    faults.require(whole, "/inputs", "missing");
    let nothing = input.inputs.iter().all(|one| one.points.iter().all(|points| *points == 0));
    faults.require(!nothing, "/inputs", "no_points");
    faults.require(cycle.fiscal_years.contains(&input.fiscal_year), "/fiscal_year", "unknown");
    faults.check()
}

fn share_out(
    input: &AllocationCreate,
    total: Money,
    criteria: &[FormulaCriterion],
) -> Result<tally::allocation::Allocation> {
    let criteria: Vec<Criterion> =
        criteria.iter().map(|c| Criterion { name: c.id.clone(), weight: c.weight }).collect();
    let region = |one: &AllocationInput| Region { id: one.envelope_id.to_string(), points: one.points.clone() };
    let regions: Vec<Region> = input.inputs.iter().map(region).collect();
    allocate(total.0, &criteria, &regions, input.remainder)
        .map_err(|e| Error::Invalid(vec![Fault::new("/inputs", "range").with("detail", e)]))
}

/// An envelope with what its entries say beside the amount.
struct Part<'a> {
    envelope: Id,
    input: &'a AllocationCreate,
}

fn inputs(input: &AllocationCreate) -> impl Iterator<Item = Part<'_>> {
    input.inputs.iter().map(move |one| Part { envelope: one.envelope_id, input })
}

/// Announces a share and, where an act gives it, approves it. A share of nothing needs no entry.
fn post(tx: &mut Tx, actor: &Caller, cycle: &store::cycle::Cycle, part: Part<'_>, amount: i64) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let act = part.input.act_id;
    let approve = act.is_some().then_some((EntryKind::Approve, act));
    for (kind, act) in [(EntryKind::Announce, None)].into_iter().chain(approve) {
        let new = NewEntry {
            envelope: part.envelope,
            kind,
            from: None,
            to_envelope: None,
            fiscal_year: part.input.fiscal_year,
            amount: Money(amount),
            act,
            work: None,
            contract: None,
            note: None,
        };
        ledger::post_in(tx, actor, cycle, new)?;
    }
    Ok(())
}

fn read(c: &mut Conn, row: store::allocation::Allocation) -> Result<Allocation> {
    let store::allocation::Allocation {
        id,
        cycle_id,
        group_code,
        fiscal_year,
        criteria,
        inputs,
        outcome,
        act_id,
        rules_id,
        at,
        made_by: _,
    } = row;
    let cycle = store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
    let names: HashMap<Id, _> =
        store::envelope::of_cycle(c, cycle_id)?.into_iter().map(|envelope| (envelope.id, envelope.name)).collect();
    let inputs: Vec<AllocationInput> = from_json(inputs)?;
    let outcome: tally::allocation::Allocation = from_json(outcome)?;
    let share = |(one, share): (AllocationInput, tally::allocation::Share)| {
        let tied = outcome.tied.contains(&share.region);
        let tally::allocation::Share { region: _, points: weighted, claim, amount, got_remainder } = share;
        let name = names.get(&one.envelope_id).cloned().ok_or_else(|| Error::Broken("an envelope is gone".into()))?;
        let (envelope_id, points, amount) = (one.envelope_id, one.points, Money(amount));
        Ok(AllocationShare { envelope_id, name, points, weighted, claim, amount, got_remainder, tied })
    };
    let version = store::cycle::Cycle { rules_id, ..cycle.clone() };
    Ok(Allocation {
        id,
        cycle_id,
        group: group_code,
        rules_number: rules::in_force(c, &version)?.map(|version| version.number),
        total: Money(outcome.total),
        currency: cycle.currency,
        fiscal_year,
        criteria: criteria.0,
        remainder: outcome.remainder,
        shares: inputs.into_iter().zip(outcome.shares.clone()).map(share).collect::<Result<_>>()?,
        act: act_id.map(|id| act::read(c, id)).transpose()?,
        at,
    })
}

fn from_json<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(|e| Error::Broken(format!("a stored allocation: {e}")))
}
