//! Cycles: set up by the organiser, read by everybody.

use std::collections::{HashMap, HashSet};

use api_types::cycle::{
    CalendarUpdate, Category, Cycle, CycleBrief, CycleCreate, CycleList, EnvelopeBrief, PhaseWindow,
};
use domain::calendar::{Calendar, CalendarFault, ResolvedCalendar, ResolvedWindow};
use domain::cycle::{due_event, stage_of};
use domain::{Code, Id, Money, Operation, Phase, RefusalCode, Refusals, Rules, Scope, authorise};
use serde_json::json;
use store::cycle::{CycleContext, CycleWindow};
use store::{Conn, Json, Tx};

use crate::body::check_text;
use crate::city::source_of;
use crate::{
    App, Caller, Error, Fault, Faults, Result, audit, calendar, envelope, idempotency, programme, rules, transition,
};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Most fiscal years of one cycle.
const MAX_YEARS: usize = 10;
/// Topic of the public pages about one cycle.
pub(crate) fn topic(id: Id) -> String {
    format!("cycle/{id}")
}

/// All cycles, newest first.
///
/// # Errors
/// Only the store's.
pub fn list(app: &App) -> Result<CycleList> {
    app.store
        .read(|c| -> Result<CycleList> { Ok(CycleList { items: store::cycle::list(c)?.iter().map(brief).collect() }) })
}

/// One cycle with its calendar and envelopes.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Cycle> {
    let now = app.now();
    app.store.read(|c| -> Result<Cycle> {
        let context = store::cycle::context(c, id)?.ok_or(Error::NotFound("cycle"))?;
        let document = rules::in_force(c, &context.cycle)?;
        let windows = store::cycle::windows(c, id)?;
        let machine = machine(&context.cycle, &windows);
        let held_up_by = match due_event(context.cycle.phase) {
            Some(event) if held_up(&machine, now) => {
                machine.unmet(event, &transition::facts(c, &context.cycle)?, now).0
            }
            _ => Vec::new(),
        };
        Ok(Cycle {
            brief: brief(&context),
            phase_since: context.cycle.phase_since,
            zone: context.cycle.zone.clone(),
            windows: machine.calendar.windows.iter().map(window).collect(),
            rules_number: document.as_ref().map(|r| r.number),
            categories: document.iter().flat_map(|r| &r.document.categories).map(category).collect(),
            cap: document.as_ref().and_then(|r| r.document.cap()),
            envelopes: envelopes(c, id)?,
            held_up_by,
            version: context.cycle.version,
        })
    })
}

/// Sets a cycle up, in phase setup and without rules.
///
/// # Errors
/// `Denied`; `Invalid`, among them `prefix_taken`: a number names one project; `NotFound` programme; `Conflict(exists)` for a
/// code that the programme has.
pub fn create(app: &App, caller: &Caller, input: &CycleCreate) -> Result<Cycle> {
    authorise(&caller.actor, Operation::ManageProgrammes, &Scope::default())?;
    let mut faults = Faults::new();
    faults.require(programme::is_code(&input.code), "/code", "short_name");
    check_text(&input.name, "/name", MAX_NAME, &mut faults);
    faults.require(!input.fiscal_years.is_empty(), "/fiscal_years", "required");
    if input.fiscal_years.len() > MAX_YEARS {
        faults.push(Fault::new("/fiscal_years", "too_many").with("max", MAX_YEARS));
    }
    faults.require(input.fiscal_years.iter().all(|y| (2000..=2100).contains(y)), "/fiscal_years", "out_of_range");
    faults.require(input.fiscal_years.windows(2).all(|two| two[0] < two[1]), "/fiscal_years", "date_order");
    faults.require(is_prefix(&input.number_prefix), "/number_prefix", "number_prefix");
    faults.check()?;
    let (actor, input) = (caller.clone(), input.clone());
    let id = app.store.write(app.now(), move |tx| -> Result<Id> {
        let programme = store::programme::find(tx, input.programme_id)?.ok_or(Error::NotFound("programme"))?;
        let city = store::city::find(tx, programme.city_id)?.ok_or(Error::NotFound("city"))?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return Ok(earlier);
        }
        if store::cycle::has_prefix(tx, &input.number_prefix)? {
            return Err(Error::invalid("/number_prefix", "prefix_taken"));
        }
        let CycleCreate { programme_id, code, name, fiscal_years, currency, number_prefix } = input.clone();
        let row = store::cycle::Cycle {
            id,
            programme_id,
            code,
            name,
            fiscal_years: Json(fiscal_years),
            currency,
            zone: DEFAULT_ZONE.into(),
            phase: Phase::Setup,
            phase_since: tx.now(),
            rules_id: None,
            number_prefix,
            last_number: 0,
            // What is set up in the sample city is as little real as the city.
            sample: city.sample,
            source: None,
            import_id: None,
            version: 1,
            created_at: tx.now(),
        };
        store::cycle::insert(tx, &row)?;
        audit::record(tx, &actor, "cycle_created", "cycle", row.id, None, json!({ "code": row.code }));
        tx.touch("cycles");
        Ok(row.id)
    })?;
    get(app, id)
}

/// Zone of a cycle until its calendar names one.
const DEFAULT_ZONE: &str = "Asia/Almaty";

/// Puts a calendar in force. Once proposals have opened it is a public act and needs a reason.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` with every fault of the calendar; `Refused(reason_required)`.
pub fn set_calendar(app: &App, caller: &Caller, id: Id, input: &CalendarUpdate) -> Result<Cycle> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<()> {
        let mut cycle = store::cycle::lock(tx, id)?.ok_or(Error::NotFound("cycle"))?;
        authorise(&actor.actor, Operation::PublishRules, &scope(&cycle))?;
        let resolved = resolve(&input.calendar, "/calendar")?;
        if let Some(rules) = rules::in_force(tx, &cycle)? {
            let faults = input.calendar.check_rework(rules.document.proposals.rework);
            if !faults.is_empty() {
                return Err(calendar_faults(&input.calendar, faults, "/calendar"));
            }
        }
        if cycle.phase != Phase::Setup && input.reason.is_none() {
            return Err(Refusals::one(RefusalCode::ReasonRequired).into());
        }
        put_calendar(tx, &mut cycle, &input.calendar, &resolved)?;
        let payload = json!({ "calendar": input.calendar, "reason": input.reason });
        audit::record(tx, &actor, "calendar_set", "cycle", id, None, payload);
        Ok(())
    })?;
    get(app, id)
}

/// Writes a resolved calendar and plans the ticks at which the cycle moves on.
pub(crate) fn put_calendar(
    tx: &mut Tx,
    cycle: &mut store::cycle::Cycle,
    local: &Calendar,
    resolved: &ResolvedCalendar,
) -> Result<()> {
    let rows: Vec<CycleWindow> = local
        .windows
        .iter()
        .zip(&resolved.windows)
        .map(|(l, r)| CycleWindow {
            cycle_id: cycle.id,
            phase: l.phase,
            starts_local: domain::moment::format_local(l.starts),
            ends_local: domain::moment::format_local(l.ends),
            starts_at: r.starts,
            ends_at: r.ends,
        })
        .collect();
    store::cycle::replace_windows(tx, cycle.id, &rows)?;
    cycle.zone.clone_from(&local.zone);
    if !store::cycle::update(tx, cycle)? {
        return Err(Error::Stale);
    }
    transition::plan(tx, cycle.id, resolved)?;
    tx.touch("cycles");
    tx.touch(topic(cycle.id));
    Ok(())
}

/// A calendar in instants, or all its faults below `pointer`.
pub(crate) fn resolve(calendar: &Calendar, pointer: &str) -> Result<ResolvedCalendar> {
    calendar::resolve_all(calendar).map_err(|faults| calendar_faults(calendar, faults, pointer))
}

fn calendar_faults(calendar: &Calendar, faults: Vec<CalendarFault>, pointer: &str) -> Error {
    let at = |phase: Option<Phase>| {
        let place = phase.and_then(|p| calendar.windows.iter().position(|w| w.phase == p));
        place.map_or_else(|| format!("{pointer}/zone"), |i| format!("{pointer}/windows/{i}"))
    };
    let fault = |f: CalendarFault| {
        let fault = Fault::new(
            if f.phase.is_some() { at(f.phase).replace("/zone", "/windows") } else { at(None) },
            f.code.code(),
        );
        f.phase.map_or(fault.clone(), |p| fault.with("phase", p))
    };
    Error::Invalid(faults.into_iter().map(fault).collect())
}

/// The domain's view of a cycle row.
pub(crate) fn machine(cycle: &store::cycle::Cycle, windows: &[CycleWindow]) -> domain::cycle::Cycle {
    let windows =
        windows.iter().map(|w| ResolvedWindow { phase: w.phase, starts: w.starts_at, ends: w.ends_at }).collect();
    domain::cycle::Cycle {
        phase: cycle.phase,
        calendar: ResolvedCalendar { zone: cycle.zone.clone(), windows },
        district: None,
    }
}

/// Permissions see a cycle as a thing of the whole city in a phase.
pub(crate) fn scope(cycle: &store::cycle::Cycle) -> Scope {
    Scope { district: None, phase: Some(cycle.phase), owner: false }
}

/// The next phase's window has begun and the cycle is not there yet.
fn held_up(machine: &domain::cycle::Cycle, now: domain::Moment) -> bool {
    machine.calendar.phase_at(now).is_some_and(|planned| planned > machine.phase)
}

pub(crate) fn brief(context: &CycleContext) -> CycleBrief {
    let CycleContext { cycle, programme, city } = context;
    CycleBrief {
        id: cycle.id,
        city: city.code.clone(),
        programme_id: programme.id,
        code: cycle.code.clone(),
        name: cycle.name.clone(),
        fiscal_years: cycle.fiscal_years.0.clone(),
        currency: cycle.currency,
        phase: cycle.phase,
        stage: stage_of(cycle.phase),
        sample: cycle.sample,
        source: source_of(cycle.source.clone()),
    }
}

fn window(w: &ResolvedWindow) -> PhaseWindow {
    PhaseWindow { phase: w.phase, stage: stage_of(w.phase), starts_at: w.starts, ends_at: w.ends }
}

fn category(c: &domain::rules::Category) -> Category {
    Category { code: c.id.clone(), name: c.name.clone() }
}

fn envelopes(c: &mut Conn, cycle_id: Id) -> Result<Vec<EnvelopeBrief>> {
    let rows = store::envelope::of_cycle(c, cycle_id)?;
    let books = envelope::balances(c, cycle_id)?;
    let proposals: HashMap<Option<Id>, i64> = store::proposal::count_by_district(c, cycle_id)?.into_iter().collect();
    let named: HashMap<Id, i64> = store::proposal::count_by_envelope(c, cycle_id)?.into_iter().collect();
    let items: HashMap<Id, i64> = store::ballot_item::count_by_envelope(c, cycle_id)?.into_iter().collect();
    let all: i64 = proposals.values().sum();
    let sum = |id: Id, fits: fn(domain::LedgerAccount) -> bool| {
        let amounts = books.iter().filter(|(envelope, b)| *envelope == id && fits(b.account)).map(|(_, b)| b.amount);
        Money::sum(amounts).ok_or_else(|| Error::Broken("an envelope's sum does not fit".into()))
    };
    // Who names no envelope asks for the first of the district, or for the city's.
    let mut first = HashSet::new();
    rows.into_iter()
        .map(|row| {
            let unnamed = match row.district_id {
                _ if row.theme.is_some() => 0,
                Some(district) if !first.insert(district) => 0,
                Some(district) => proposals.get(&Some(district)).copied().unwrap_or(0),
                None => all,
            };
            Ok(EnvelopeBrief {
                id: row.id,
                district_id: row.district_id,
                available: sum(row.id, |a| a == domain::LedgerAccount::Available)?,
                total: sum(row.id, |a| a != domain::LedgerAccount::Outside)?,
                proposals: named.get(&row.id).copied().unwrap_or(0) + unnamed,
                on_ballot: items.get(&row.id).copied().unwrap_or(0),
                code: row.code,
                name: row.name,
                group: row.group_code,
                theme: row.theme,
                places: row.places,
            })
        })
        .collect()
}

fn is_prefix(prefix: &str) -> bool {
    (2..=12).contains(&prefix.len())
        && prefix.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

/// The rules of a cycle row, where a use case cannot go on without them.
pub(crate) fn rules_of(c: &mut Conn, cycle: &store::cycle::Cycle) -> Result<Rules> {
    rules::in_force(c, cycle)?.map(|r| r.document).ok_or_else(|| Refusals::one(RefusalCode::NoRules).into())
}
