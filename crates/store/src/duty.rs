//! Duties: who owes what until when.

use crate::prelude::*;

row! {
    /// A duty of a body, or of everybody who holds a role for the district.
    Duty in duty {
        id: Id,
        cycle_id: Id,
        district_id: Option<Id>,
        stage: Stage,
        kind: DutyKind,
        body_id: Option<Id>,
        role: Role,
        subject: String,
        subject_id: Id,
        proposal_id: Option<Id>,
        opened_at: Moment,
        first_deadline: Moment,
        deadline: Moment,
        ended_at: Option<Moment>,
        ending: Option<DutyEnding>,
        clause: Option<String>,
        note: Option<LocalText>,
        ended_by: Option<Id>,
        reopened_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Duty in duty);
finds!(find: Duty in duty);
updates!(update: Duty in duty);

/// Which duties a board shows.
#[derive(Debug, Clone, Default)]
pub struct DutyFilter {
    /// Of this cycle.
    pub cycle_id: Option<Id>,
    /// Of this district.
    pub district_id: Option<Id>,
    /// Of this stage.
    pub stage: Option<Stage>,
    /// Still owed (true) or ended (false).
    pub open: Option<bool>,
    /// Owed and past their deadline at this instant.
    pub overdue_at: Option<Moment>,
    /// About this proposal.
    pub proposal_id: Option<Id>,
}

/// A page of duties, the oldest deadline first.
pub fn list(
    c: &mut Conn,
    filter: &DutyFilter,
    seek: &crate::page::Seek<(Moment, Id)>,
) -> Result<crate::page::Page<Duty, (Moment, Id)>> {
    let mut query = duty::table.into_boxed();
    if let Some(id) = filter.cycle_id {
        query = query.filter(duty::cycle_id.eq(Sql(id)));
    }
    if let Some(id) = filter.district_id {
        query = query.filter(duty::district_id.eq(Sql(Some(id))));
    }
    if let Some(stage) = filter.stage {
        query = query.filter(duty::stage.eq(Sql(stage)));
    }
    match filter.open {
        Some(true) => query = query.filter(duty::ended_at.is_null()),
        Some(false) => query = query.filter(duty::ended_at.is_not_null()),
        None => {}
    }
    if let Some(now) = filter.overdue_at {
        query = query.filter(duty::ended_at.is_null()).filter(duty::deadline.lt(Sql(now)));
    }
    if let Some(id) = filter.proposal_id {
        query = query.filter(duty::proposal_id.eq(Sql(Some(id))));
    }
    if let Some((at, id)) = seek.after {
        let later = duty::first_deadline.gt(Sql(at)).or(duty::first_deadline.eq(Sql(at)).and(duty::id.gt(Sql(id))));
        query = query.filter(later);
    }
    let rows = query.order((duty::first_deadline, duty::id)).limit(seek.fetch()).select(Duty::as_select()).load(c)?;
    Ok(seek.page(rows, |d| (d.first_deadline, d.id)))
}

/// All duties of a cycle: a few thousand at most.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Duty>> {
    Ok(duty::table.filter(duty::cycle_id.eq(Sql(cycle_id))).order(duty::id).select(Duty::as_select()).load(c)?)
}

/// Open duties about a thing, such as a proposal or a question.
pub fn open_about(c: &mut Conn, subject_id: Id) -> Result<Vec<Duty>> {
    Ok(duty::table
        .filter(duty::subject_id.eq(Sql(subject_id)))
        .filter(duty::ended_at.is_null())
        .order(duty::id)
        .select(Duty::as_select())
        .load(c)?)
}

locks!(lock: Duty in duty);

/// All open duties, the oldest deadline first.
pub fn all_open(c: &mut Conn) -> Result<Vec<Duty>> {
    Ok(duty::table
        .filter(duty::ended_at.is_null())
        .order((duty::first_deadline, duty::id))
        .select(Duty::as_select())
        .load(c)?)
}
