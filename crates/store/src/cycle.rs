//! Cycles: rules, calendar, phase.

use crate::prelude::*;

row! {
    /// One run of a programme with one calendar.
    Cycle in cycle {
        id: Id,
        programme_id: Id,
        code: String,
        name: LocalText,
        fiscal_years: Json<Vec<i32>>,
        currency: Currency,
        zone: String,
        phase: Phase,
        phase_since: Moment,
        rules_id: Option<Id>,
        number_prefix: String,
        last_number: i64,
        sample: bool,
        source: Option<Value>,
        import_id: Option<Id>,
        version: i64,
        created_at: Moment,
    }
}

inserts!(insert, insert_all: Cycle in cycle);
finds!(find: Cycle in cycle);
versions!(update: Cycle in cycle);
locks!(lock: Cycle in cycle);

row! {
    /// An immutable, numbered, hashed version of a cycle's rules.
    RuleVersion in rule_version {
        id: Id,
        cycle_id: Id,
        number: i32,
        hash: String,
        document: Value,
        published_at: Moment,
        published_by: Option<Id>,
        reason: Option<LocalText>,
    }
}

inserts!(insert_rules, insert_rules_all: RuleVersion in rule_version);
finds!(find_rules: RuleVersion in rule_version);

row! {
    /// When a phase begins and ends (exclusive): local time as written and the instant it stands for.
    CycleWindow in cycle_window {
        cycle_id: Id,
        phase: Phase,
        starts_local: String,
        ends_local: String,
        starts_at: Moment,
        ends_at: Moment,
    }
}

inserts!(insert_window, insert_windows: CycleWindow in cycle_window);

row! {
    /// A transition that happened; no account means the calendar.
    CycleEvent in cycle_event {
        id: Id,
        cycle_id: Id,
        event: String,
        from_phase: Phase,
        to_phase: Phase,
        at: Moment,
        account_id: Option<Id>,
        reason: Option<LocalText>,
        rules_id: Option<Id>,
    }
}

inserts!(insert_event, insert_events: CycleEvent in cycle_event);

/// The cycle, kept from changing its phase until this transaction ends. Every write that depends on the phase takes it
/// first, so that nothing slips in between a count and a transition; a transition takes [`lock`], which waits for them.
pub fn fence(tx: &mut Tx, id: Id) -> Result<Option<Cycle>> {
    let row = cycle::table.filter(cycle::id.eq(Sql(id)));
    Ok(locked!(tx, for_share, Cycle, row)?.pop())
}

/// A cycle with what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct CycleContext {
    /// The cycle.
    pub cycle: Cycle,
    /// Its programme.
    pub programme: crate::programme::Programme,
    /// The programme's city.
    pub city: crate::city::City,
}

/// Cycles with programme and city, newest first. What an unfinished import has written so far is left out.
pub fn list(c: &mut Conn) -> Result<Vec<CycleContext>> {
    let rows = cycle::table
        .inner_join(programme::table.on(programme::id.eq(cycle::programme_id)))
        .inner_join(city::table.on(city::id.eq(programme::city_id)))
        .left_join(import_run::table.on(import_run::id.nullable().eq(cycle::import_id)))
        .filter(cycle::import_id.is_null().or(import_run::complete.assume_not_null().eq(true)))
        .order((cycle::created_at.desc(), cycle::id))
        .select((Cycle::as_select(), crate::programme::Programme::as_select(), crate::city::City::as_select()))
        .load::<(Cycle, crate::programme::Programme, crate::city::City)>(c)?;
    Ok(rows.into_iter().map(|(cycle, programme, city)| CycleContext { cycle, programme, city }).collect())
}

/// One cycle of [`list`].
pub fn context(c: &mut Conn, id: Id) -> Result<Option<CycleContext>> {
    Ok(list(c)?.into_iter().find(|context| context.cycle.id == id))
}

/// The calendar's windows, in time's order.
pub fn windows(c: &mut Conn, cycle_id: Id) -> Result<Vec<CycleWindow>> {
    Ok(cycle_window::table
        .filter(cycle_window::cycle_id.eq(Sql(cycle_id)))
        .order(cycle_window::starts_at)
        .select(CycleWindow::as_select())
        .load(c)?)
}

/// Puts another calendar in the place of the one in force.
pub fn replace_windows(tx: &mut Tx, cycle_id: Id, windows: &[CycleWindow]) -> Result<()> {
    diesel::delete(cycle_window::table.filter(cycle_window::cycle_id.eq(Sql(cycle_id)))).execute(&mut **tx)?;
    insert_windows(tx, windows)
}

/// Whether a cycle of ours numbers its projects with this prefix already.
pub fn has_prefix(c: &mut Conn, prefix: &str) -> Result<bool> {
    let ours = cycle::table.filter(cycle::import_id.is_null()).filter(cycle::number_prefix.eq(prefix));
    Ok(diesel::select(diesel::dsl::exists(ours)).get_result(c)?)
}

/// What happened to a cycle, oldest first.
pub fn events(c: &mut Conn, cycle_id: Id) -> Result<Vec<CycleEvent>> {
    Ok(cycle_event::table
        .filter(cycle_event::cycle_id.eq(Sql(cycle_id)))
        .order((cycle_event::at, cycle_event::id))
        .select(CycleEvent::as_select())
        .load(c)?)
}

/// Rule versions of a cycle, newest first.
pub fn rule_versions(c: &mut Conn, cycle_id: Id) -> Result<Vec<RuleVersion>> {
    Ok(rule_version::table
        .filter(rule_version::cycle_id.eq(Sql(cycle_id)))
        .order(rule_version::number.desc())
        .select(RuleVersion::as_select())
        .load(c)?)
}
