//! Rule versions: published, numbered, hashed, never changed; each decision names the version it was made under.

use api_types::rules::{RuleVersion, RuleVersionBrief, RuleVersionList, RulesCheck, RulesChecked, RulesPublish};
use domain::calendar::ResolvedCalendar;
use domain::rules::RuleFault;
use domain::{Code, Id, Operation, Phase, RefusalCode, Refusals, Rules, authorise};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Conn;

use crate::cycle::{put_calendar, resolve, scope, topic};
use crate::{App, Caller, Error, Fault, Result, audit, idempotency};

/// A version with its parsed document.
pub(crate) struct Version {
    pub number: i32,
    pub document: Rules,
}

/// The version in force of a cycle, if any is published.
pub(crate) fn in_force(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Option<Version>> {
    let Some(id) = cycle.rules_id else { return Ok(None) };
    let row = store::cycle::find_rules(c, id)?.ok_or_else(|| Error::Broken("a cycle without its rules".into()))?;
    Ok(Some(Version { number: row.number, document: parse(row.document)? }))
}

/// Versions of a cycle, newest first; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<RuleVersionList> {
    app.store.read(|c| -> Result<RuleVersionList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        Ok(RuleVersionList { items: store::cycle::rule_versions(c, cycle_id)?.iter().map(brief).collect() })
    })
}

/// One version with document, explanation and what the engine cannot run; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, cycle_id: Id, number: i32) -> Result<RuleVersion> {
    let versions = app.store.read(|c| store::cycle::rule_versions(c, cycle_id))?;
    let row = versions.into_iter().find(|v| v.number == number).ok_or(Error::NotFound("rule version"))?;
    let document = parse(row.document.clone())?;
    let (explanation, unsupported) = (document.explain(), document.supported().err().unwrap_or_default());
    Ok(RuleVersion { brief: brief(&row), document, explanation, unsupported })
}

/// What a document says and what the engine cannot run of it, before anybody publishes it. Nothing is written.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` with every fault of the document, those of its calendar too.
pub fn check(app: &App, caller: &Caller, cycle_id: Id, input: &RulesCheck) -> Result<RulesChecked> {
    let cycle = app.store.read(|c| store::cycle::find(c, cycle_id))?.ok_or(Error::NotFound("cycle"))?;
    authorise(&caller.actor, Operation::PublishRules, &scope(&cycle))?;
    sound(&input.document)?;
    let unsupported = input.document.supported().err().unwrap_or_default();
    Ok(RulesChecked { explanation: input.document.explain(), unsupported })
}

/// The calendar in instants of a document without faults.
fn sound(document: &Rules) -> Result<ResolvedCalendar> {
    let at = |f: RuleFault| Fault::new(format!("/document{}", f.pointer), f.code.code());
    let faults: Vec<Fault> = document.check().into_iter().map(at).collect();
    if faults.is_empty() { resolve(&document.calendar, "/document/calendar") } else { Err(Error::Invalid(faults)) }
}

/// Publishes the next version and puts its calendar in force. A document that the engine cannot run yet is published all the
/// same: it is shown and explained, and opening proposals is refused by the rule's name.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` with every fault of the document; `Refused(reason_required)` once proposals have opened.
pub fn publish(app: &App, caller: &Caller, cycle_id: Id, input: &RulesPublish) -> Result<RuleVersion> {
    let (actor, input) = (caller.clone(), input.clone());
    let number = app.store.write(app.now(), move |tx| -> Result<i32> {
        let mut cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        authorise(&actor.actor, Operation::PublishRules, &scope(&cycle))?;
        let resolved = sound(&input.document)?;
        if cycle.phase != Phase::Setup && input.reason.is_none() {
            return Err(Refusals::one(RefusalCode::ReasonRequired).into());
        }
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            let row = store::cycle::find_rules(tx, earlier)?.ok_or(Error::NotFound("rule version"))?;
            return Ok(row.number);
        }
        let document =
            serde_json::to_value(&input.document).map_err(|e| Error::Broken(format!("rules as JSON: {e}")))?;
        let number = store::cycle::rule_versions(tx, cycle_id)?.first().map_or(0, |v| v.number) + 1;
        let row = store::cycle::RuleVersion {
            id,
            cycle_id,
            number,
            // serde_json keeps object keys sorted, so the text is canonical.
            hash: crate::secrets::hex(&Sha256::digest(document.to_string())),
            document,
            published_at: tx.now(),
            published_by: actor.account_id,
            reason: input.reason.clone(),
        };
        store::cycle::insert_rules(tx, &row)?;
        cycle.rules_id = Some(row.id);
        cycle.currency = input.document.currency;
        put_calendar(tx, &mut cycle, &input.document.calendar, &resolved)?;
        let payload = json!({ "number": number, "hash": row.hash, "reason": input.reason });
        audit::record(tx, &actor, "rules_published", "cycle", cycle_id, None, payload);
        tx.touch(topic(cycle_id));
        Ok(number)
    })?;
    get(app, cycle_id, number)
}

fn brief(row: &store::cycle::RuleVersion) -> RuleVersionBrief {
    RuleVersionBrief {
        id: row.id,
        number: row.number,
        hash: row.hash.clone(),
        published_at: row.published_at,
        reason: row.reason.clone(),
    }
}

fn parse(document: serde_json::Value) -> Result<Rules> {
    serde_json::from_value(document).map_err(|e| Error::Broken(format!("stored rules: {e}")))
}
