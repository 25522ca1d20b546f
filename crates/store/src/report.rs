//! Reports of a cycle, its districts and projects.

use crate::prelude::*;

row! {
    /// A report: a draft, or published with frozen figures and their hash.
    Report in report {
        id: Id,
        cycle_id: Id,
        kind: ReportKind,
        /// The cycle, the district or the project it is about.
        subject_id: Id,
        district_id: Option<Id>,
        proposal_id: Option<Id>,
        state: ReportState,
        text: LocalText,
        figures: Option<Json<Value>>,
        hash: Option<String>,
        created_at: Moment,
        created_by: Option<Id>,
        updated_at: Moment,
        published_at: Option<Moment>,
        published_by: Option<Id>,
        version: i64,
    }
}

inserts!(insert, insert_all: Report in report);
finds!(find: Report in report);
locks!(lock: Report in report);
versions!(update: Report in report);

/// Reports of a cycle: the city's first, then by district and project.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Vec<Report>> {
    Ok(report::table
        .filter(report::cycle_id.eq(Sql(cycle_id)))
        .order((report::kind, report::subject_id))
        .select(Report::as_select())
        .load(c)?)
}

/// The report about a thing, if there is one.
pub fn about(c: &mut Conn, cycle_id: Id, kind: ReportKind, subject_id: Id) -> Result<Option<Report>> {
    Ok(report::table
        .filter(report::cycle_id.eq(Sql(cycle_id)))
        .filter(report::kind.eq(Sql(kind)))
        .filter(report::subject_id.eq(Sql(subject_id)))
        .select(Report::as_select())
        .first(c)
        .optional()?)
}
