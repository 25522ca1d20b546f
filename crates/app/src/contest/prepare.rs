//! Preparing contests: one for each city, district, theme or school that a rule names, with the envelopes it gives away.

use api_types::contest::ContestList;
use domain::rules::{ContestArea, ContestRule, PlacedEnvelope};
use domain::{ContestState, Id, LocalText, Operation, Phase, Refusal, RefusalCode, Refusals, Rules, authorise};
use serde_json::json;
use store::envelope::Envelope;
use store::{Conn, Tx};

use super::{list, to_json};
use crate::cycle::{machine, rules_of, scope, topic};
use crate::{App, Caller, Error, Result, audit};

/// Makes the contests that the rules foresee: one for each area, with the envelopes it decides. Once; annulled ones do not count.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused`: `no_rules`, `no_envelopes` (of the cycle, or detail: the vote for which there are none),
/// `rule_not_supported`, `wrong_state` when there are contests, `places_missing`, `places_out_of_range`.
pub fn prepare(app: &App, caller: &Caller, cycle_id: Id) -> Result<ContestList> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<()> {
        let cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        authorise(&actor.actor, Operation::PrepareContest, &scope(&cycle))?;
        let document = rules_of(tx, &cycle)?;
        let earlier = store::contest::of_cycle(tx, cycle_id)?;
        let live = earlier.iter().any(|row| row.state != ContestState::Annulled);
        let envelopes = store::envelope::of_cycle(tx, cycle_id)?;
        let mut refusals = Refusals::none();
        refusals.require(!live, Refusal::with(RefusalCode::WrongState, "prepared"));
        refusals.require(!envelopes.is_empty(), RefusalCode::NoEnvelopes);
        for unsupported in document.supported().err().unwrap_or_default() {
            refusals.push(Refusal::with(RefusalCode::RuleNotSupported, unsupported.rule));
        }
        let mut planned = Vec::new();
        for rule in &document.contests {
            let contests = plan(tx, &document, rule, &envelopes)?;
            if !envelopes.is_empty() {
                refusals.require(!contests.is_empty(), Refusal::with(RefusalCode::NoEnvelopes, &rule.id));
            }
            let places: Vec<_> = contests.iter().map(|c| (c.code.clone(), c.area.places)).collect();
            refusals.also(rule.counting.check_places(&places));
            planned.extend(contests.into_iter().map(|contest| (rule, contest)));
        }
        refusals.or(())?;
        for (rule, contest) in planned {
            insert(tx, &cycle, rule, contest, &envelopes, earlier.len())?;
        }
        audit::record(tx, &actor, "contests_prepared", "cycle", cycle_id, None, json!({}));
        tx.touch("contests");
        tx.touch(topic(cycle_id));
        Ok(())
    })?;
    list(app, cycle_id)
}

/// A contest before it is written.
struct Planned {
    area: ContestArea,
    code: String,
    name: LocalText,
}

/// Where an envelope stands, as the rules see it.
pub(crate) fn placed(envelope: &Envelope) -> PlacedEnvelope<'_> {
    PlacedEnvelope {
        group: envelope.group_code.as_deref(),
        district: envelope.district_id,
        theme: envelope.theme.as_deref(),
        places: envelope.places.map(i32::unsigned_abs),
    }
}

fn plan(c: &mut Conn, document: &Rules, rule: &ContestRule, envelopes: &[Envelope]) -> Result<Vec<Planned>> {
    let placed: Vec<_> = envelopes.iter().map(placed).collect();
    let mut planned = Vec::new();
    for area in rule.areas(&placed) {
        let first = area.envelopes.first().and_then(|i| envelopes.get(*i));
        let (place, name) = if rule.area == domain::rules::Area::City {
            (None, rule.name.clone())
        } else {
            let (code, name) = place(c, document, &area, first)?;
            (Some(code), name)
        };
        let code = place.map_or_else(|| rule.id.clone(), |place| format!("{}-{place}", rule.id));
        planned.push(Planned { area, code, name });
    }
    Ok(planned)
}

/// Short name and name of a contest's place: of its theme or district where envelopes are in groups, else of its envelope.
fn place(c: &mut Conn, document: &Rules, area: &ContestArea, first: Option<&Envelope>) -> Result<(String, LocalText)> {
    if let Some(theme) = &area.theme {
        let name = document.category(theme).map_or_else(|| LocalText::same(theme), |category| category.name.clone());
        return Ok((theme.clone(), name));
    }
    let first = first.ok_or_else(|| Error::Broken("a contest without envelopes".into()))?;
    match area.district.filter(|_| first.group_code.is_some()) {
        Some(district) => {
            let district = store::district::find(c, district)?.ok_or(Error::NotFound("district"))?;
            Ok((district.code, district.name))
        }
        None => Ok((first.code.clone(), first.name.clone())),
    }
}

fn insert(
    tx: &mut Tx,
    cycle: &store::cycle::Cycle,
    rule: &ContestRule,
    planned: Planned,
    envelopes: &[Envelope],
    tries: usize,
) -> Result<()> {
    let windows = store::cycle::windows(tx, cycle.id)?;
    let machine = machine(cycle, &windows);
    let voting = machine.calendar.window(Phase::Voting).ok_or_else(|| Refusals::one(RefusalCode::NoRules))?;
    let Planned { area, code, name } = planned;
    let row = store::contest::Contest {
        id: tx.new_id(),
        cycle_id: cycle.id,
        district_id: area.district,
        // A vote that is held again gets a code of its own.
        code: if tries > 0 { format!("{code}-{}", tries + 1) } else { code },
        name,
        state: ContestState::Prepared,
        opens_at: voting.starts,
        closes_at: voting.ends,
        ballot_rule: to_json(&rule.ballot)?,
        counting_rule: to_json(&rule.counting)?,
        rules_id: cycle.rules_id,
        counted_at: None,
        act_id: None,
        decided_at: None,
        source: None,
        version: 1,
        rule_code: Some(rule.id.clone()),
        theme: area.theme,
    };
    store::contest::insert(tx, &row)?;
    for envelope in area.envelopes.iter().filter_map(|i| envelopes.get(*i)) {
        let link = store::contest::ContestEnvelope { contest_id: row.id, envelope_id: envelope.id };
        store::contest::insert_envelope(tx, &link)?;
    }
    Ok(())
}
