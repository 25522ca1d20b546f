//! What residents say about finished works.

use crate::prelude::*;

row! {
    /// One resident's verdict on a work.
    Verdict in verdict {
        id: Id,
        work_id: Id,
        person_id: Id,
        account_id: Option<Id>,
        author_name: String,
        kind: VerdictKind,
        lang: Lang,
        text: Option<String>,
        channel: Channel,
        clerk_id: Option<Id>,
        created_at: Moment,
        duty_id: Option<Id>,
        removed_at: Option<Moment>,
        removed_by: Option<Id>,
        removed_reason: Option<String>,
    }
}

inserts!(insert, insert_all: Verdict in verdict);
finds!(find: Verdict in verdict);
updates!(update: Verdict in verdict);

/// Verdicts on a work, newest first.
pub fn of_work(c: &mut Conn, work_id: Id) -> Result<Vec<Verdict>> {
    Ok(verdict::table
        .filter(verdict::work_id.eq(Sql(work_id)))
        .order((verdict::created_at.desc(), verdict::id.desc()))
        .select(Verdict::as_select())
        .load(c)?)
}

/// What this resident said about the work.
pub fn of_person(c: &mut Conn, work_id: Id, person_id: Id) -> Result<Option<Verdict>> {
    Ok(verdict::table
        .filter(verdict::work_id.eq(Sql(work_id)))
        .filter(verdict::person_id.eq(Sql(person_id)))
        .select(Verdict::as_select())
        .first(c)
        .optional()?)
}

locks!(lock: Verdict in verdict);

/// Which verdicts stand on some works; removed ones do not.
pub fn kinds(c: &mut Conn, work_ids: &[Id]) -> Result<Vec<(Id, VerdictKind)>> {
    let ids: Vec<_> = work_ids.iter().copied().map(Sql).collect();
    let standing = verdict::table.filter(verdict::work_id.eq_any(ids)).filter(verdict::removed_at.is_null());
    Ok(standing.select((verdict::work_id, verdict::kind)).load(c)?)
}

/// All verdicts on some works, oldest first.
pub fn of_works(c: &mut Conn, work_ids: &[Id]) -> Result<Vec<Verdict>> {
    let ids: Vec<_> = work_ids.iter().copied().map(Sql).collect();
    Ok(verdict::table
        .filter(verdict::work_id.eq_any(ids))
        .order((verdict::created_at, verdict::id))
        .select(Verdict::as_select())
        .load(c)?)
}
