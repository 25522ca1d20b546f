//! Residents support others' proposals.

use domain::{Id, Operation, RefusalCode, Refusals, ResidentAction};
use serde_json::json;
use store::support::Support;

use crate::proposal::step;
use crate::{App, Caller, Result, audit};

/// Supports a proposal; how many supporters it has then.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` with every reason, `already_supported` among them.
pub fn give(app: &App, caller: &Caller, id: Id) -> Result<i64> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<i64> {
        let at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Support)?;
        let person_id = actor.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
        let rules = at.rules(tx)?;
        let before = store::support::exists(tx, id, person_id)?;
        let mut refusals = Refusals::none();
        refusals.also(domain::proposal::check_support(at.row.state, at.owner, before));
        refusals.also(time.or(()));
        let action = ResidentAction::Support;
        refusals.0.extend(step::eligibility(tx, &actor, &at.cycle, &rules, action, at.row.district_id)?.0);
        refusals.or(())?;
        let (channel, clerk_id, created_at) = (actor.channel, actor.clerk(), tx.now());
        store::support::insert(tx, &Support { proposal_id: id, person_id, channel, clerk_id, created_at })?;
        store::proposal::add_supports(tx, id, 1)?;
        audit::record(
            tx,
            &actor,
            "proposal_supported",
            "proposal",
            id,
            Some(at.row.district_id),
            json!({ "channel": channel }),
        );
        step::touch(tx, &at.cycle, at.row.state);
        Ok(at.row.support_count + 1)
    })
}

/// Takes support back; without one nothing changes. How many supporters the proposal has then.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` by the clock.
pub fn take_back(app: &App, caller: &Caller, id: Id) -> Result<i64> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<i64> {
        let at = step::load(tx, &actor, id)?;
        let time = at.permit(tx, &actor, Operation::Support)?;
        let person_id = actor.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
        time.or(())?;
        if !store::support::remove(tx, id, person_id)? {
            return Ok(at.row.support_count);
        }
        store::proposal::add_supports(tx, id, -1)?;
        audit::record(tx, &actor, "support_taken_back", "proposal", id, Some(at.row.district_id), json!({}));
        step::touch(tx, &at.cycle, at.row.state);
        Ok(at.row.support_count - 1)
    })
}

/// Which proposals the caller supports, oldest first.
///
/// # Errors
/// `Unauthenticated`.
pub fn mine(app: &App, caller: &Caller) -> Result<Vec<Id>> {
    caller.account()?;
    app.store.read(|c| -> Result<Vec<Id>> {
        let Some(person) = caller.actor.person else { return Ok(Vec::new()) };
        Ok(store::support::of_person(c, person)?)
    })
}
