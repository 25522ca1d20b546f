//! Envelopes: the money of a district, the city, a theme or a school in one cycle; their ledger is in [`crate::ledger`].

use api_types::envelope::{Balance, Envelope, EnvelopeCreate};
use domain::ledger::Posting;
use domain::rules::{Area, CountLimit};
use domain::{Id, Moment, Money, Operation, Scope, authorise};
use serde_json::json;
use store::Conn;

use crate::body::check_text;
use crate::cycle::{rules_of, topic};
use crate::ledger::balances_of;
use crate::{App, Caller, Error, Fault, Faults, Result, audit, idempotency, programme};

const MAX_NAME: usize = 200;

/// An envelope with balances; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Envelope> {
    app.store.read(|c| read(c, id))
}

/// Envelopes of a cycle with balances; public.
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
/// `NotFound`; `Denied`; `Invalid` (also a group that the rules do not have, or a district, theme or number of places that the
/// group has none of); `Refused(no_rules)` for a group before rules; `Conflict(exists)` for a code that the cycle has.
pub fn create(app: &App, caller: &Caller, cycle_id: Id, input: &EnvelopeCreate) -> Result<Envelope> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Envelope> {
        let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let scope = Scope { district: input.district_id, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::SetEnvelope, &scope)?;
        let mut faults = Faults::new();
        faults.require(programme::is_code(&input.code), "/code", "short_name");
        check_text(&input.name, "/name", MAX_NAME, &mut faults);
        faults.require(input.places.is_none_or(|places| (1..=1000).contains(&places)), "/places", "range");
        check_group(tx, &cycle, &input, &mut faults)?;
        faults.check()?;
        if let Some(district) = input.district_id {
            store::district::find(tx, district)?.ok_or(Error::NotFound("district"))?;
        }
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return read(tx, earlier);
        }
        let EnvelopeCreate { district_id, code, name, group, theme, places } = input.clone();
        let ordinal = i32::try_from(store::envelope::of_cycle(tx, cycle_id)?.len()).unwrap_or(i32::MAX);
        let row = store::envelope::Envelope {
            id,
            cycle_id,
            district_id,
            code,
            name,
            ordinal,
            group_code: group,
            theme,
            places,
        };
        store::envelope::insert(tx, &row)?;
        audit::record(tx, &actor, "envelope_created", "envelope", row.id, row.district_id, json!({ "code": row.code }));
        tx.touch(topic(cycle_id));
        read(tx, row.id)
    })
}

/// Whether the envelope is one of its group: of a district, a theme or neither, as the rules say.
fn check_group(c: &mut Conn, cycle: &store::cycle::Cycle, input: &EnvelopeCreate, faults: &mut Faults) -> Result<()> {
    let Some(group) = &input.group else {
        faults.require(input.theme.is_none(), "/theme", "not_here");
        faults.require(input.places.is_none(), "/places", "not_here");
        return Ok(());
    };
    let rules = rules_of(c, cycle)?;
    let Some(group) = rules.group(group) else {
        faults.push(Fault::new("/group", "unknown"));
        return Ok(());
    };
    match (group.area.is_district(), input.district_id) {
        (true, None) => faults.push(Fault::new("/district_id", "required")),
        (false, Some(_)) => faults.push(Fault::new("/district_id", "not_here")),
        _ => {}
    }
    match (group.area == Area::Theme, input.theme.as_deref()) {
        (true, None) => faults.push(Fault::new("/theme", "required")),
        (true, Some(theme)) => faults.require(rules.category(theme).is_some(), "/theme", "unknown"),
        (false, Some(_)) => faults.push(Fault::new("/theme", "not_here")),
        (false, None) => {}
    }
    let counted = rules
        .contests
        .iter()
        .any(|contest| contest.counting.limit == CountLimit::Number && contest.envelopes.contains(&group.id));
    faults.require(counted || input.places.is_none(), "/places", "not_here");
    Ok(())
}

/// Balances of a cycle's envelopes, with the envelope each belongs to.
pub(crate) fn balances(c: &mut Conn, cycle_id: Id) -> Result<Vec<(Id, Balance)>> {
    balances_before(c, cycle_id, None)
}

/// The same, as they were just before an instant.
pub(crate) fn balances_before(c: &mut Conn, cycle_id: Id, before: Option<Moment>) -> Result<Vec<(Id, Balance)>> {
    let ids: Vec<Id> = store::envelope::of_cycle(c, cycle_id)?.iter().map(|e| e.id).collect();
    Ok(balances_of(&store::ledger::flows_before(c, &ids, before)?)?.into_iter().map(balance).collect())
}

fn balance((posting, amount): (Posting, Money)) -> (Id, Balance) {
    let Posting { envelope, fiscal_year, account } = posting;
    (envelope, Balance { account, fiscal_year: fiscal_year.into(), amount })
}

fn read(c: &mut Conn, id: Id) -> Result<Envelope> {
    let row = store::envelope::find(c, id)?.ok_or(Error::NotFound("envelope"))?;
    let cycle =
        store::cycle::find(c, row.cycle_id)?.ok_or_else(|| Error::Broken("an envelope without its cycle".into()))?;
    let balances = balances_of(&store::ledger::flows(c, &[id])?)?;
    let own = balances.into_iter().map(balance).filter(|(of, _)| *of == id).map(|(_, balance)| balance);
    let store::envelope::Envelope { id, cycle_id, district_id, code, name, ordinal: _, group_code, theme, places } =
        row;
    Ok(Envelope {
        id,
        cycle_id,
        district_id,
        code,
        name,
        group: group_code,
        theme,
        places,
        currency: cycle.currency,
        balances: own.collect(),
    })
}
