//! The money that a proposal asks for, and the assemblies that may ask for it.

use api_types::proposal::ProposalWrite;
use domain::Rules;
use domain::body::BodyTask;
use domain::rules::{Proposers, is_for};
use store::{Conn, Tx};

use super::step::{Step, today};
use crate::{Caller, Error, Fault, Faults, Result};

/// The envelope that a proposal names is of its cycle, of its district if of any, of its category if of a theme.
///
/// # Errors
/// `Invalid`: `/envelope_id` `unknown`, `other_district`, `other_category`.
pub(crate) fn check_envelope(c: &mut Conn, cycle: &store::cycle::Cycle, input: &ProposalWrite, at: &str) -> Result<()> {
    let Some(id) = input.envelope_id else { return Ok(()) };
    let pointer = format!("{at}/envelope_id");
    let envelope = store::envelope::find(c, id)?.filter(|envelope| envelope.cycle_id == cycle.id);
    let envelope = envelope.ok_or_else(|| Error::invalid(&pointer, "unknown"))?;
    let mut faults = Faults::new();
    let here = envelope.district_id.is_none_or(|district| district == input.district_id);
    faults.require(here, &pointer, "other_district");
    if envelope.theme.is_some_and(|theme| theme != input.category) {
        faults.push(Fault::new(pointer, "other_category"));
    }
    faults.check()
}

/// Whether who submits a proposal is a member of an assembly that the rules let propose for its money. Asked of no one where
/// everybody may.
pub(crate) fn proposes(tx: &mut Tx, caller: &Caller, at: &Step, rules: &Rules) -> Result<bool> {
    if rules.proposals.by != Proposers::Assemblies {
        return Ok(true);
    }
    let Some(person) = caller.actor.person else { return Ok(false) };
    let named = at.row.envelope_id.map(|id| store::envelope::find(tx, id)).transpose()?.flatten();
    let (district, theme) = match &named {
        Some(envelope) if envelope.theme.is_some() => (None, envelope.theme.as_deref()),
        Some(envelope) if envelope.district_id.is_some() => (envelope.district_id, None),
        // Money of the city, or whichever the rules give it: each assembly of its place or theme.
        _ => (Some(at.row.district_id), Some(at.row.category.as_str())),
    };
    let (city, day) = (at.city(tx)?, today(&at.cycle, tx.now())?);
    let fits = |body: &store::body::Body| {
        body.city_id == city
            && body.mandate_until.is_none_or(|until| day <= until)
            && rules.entrusted(BodyTask::Proposing).any(|rule| rule.kind == body.kind)
            && is_for((body.district_id, body.theme.as_deref()), (district, theme))
    };
    Ok(store::body::of_person(tx, person)?.iter().any(fits))
}
