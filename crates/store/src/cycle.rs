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
