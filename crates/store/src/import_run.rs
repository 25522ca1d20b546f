//! Imports.

use crate::prelude::*;

row! {
    /// An import; its rows count as absent until it is complete.
    ImportRun in import_run {
        id: Id,
        kind: String,
        source: String,
        complete: bool,
        row_count: i64,
        created_at: Moment,
        created_by: Option<Id>,
    }
}

inserts!(insert, insert_all: ImportRun in import_run);
finds!(find: ImportRun in import_run);

/// Imports of a kind that were begun and not completed, oldest first.
pub fn incomplete(c: &mut Conn, kind: &str) -> Result<Vec<ImportRun>> {
    let open = import_run::table.filter(import_run::kind.eq(kind)).filter(import_run::complete.eq(false));
    Ok(open.order(import_run::id).select(ImportRun::as_select()).load(c)?)
}

/// Imports of a kind, completed or not, oldest first.
pub fn of_kind(c: &mut Conn, kind: &str) -> Result<Vec<ImportRun>> {
    let runs = import_run::table.filter(import_run::kind.eq(kind));
    Ok(runs.order(import_run::id).select(ImportRun::as_select()).load(c)?)
}

/// Deletes an import that was never completed and has no rows left.
pub fn delete(c: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(import_run::table.filter(import_run::id.eq(Sql(id)))).execute(c)?;
    Ok(())
}

/// The last write of an import: from now on its rows count. False when there is no such import.
pub fn complete(c: &mut Conn, id: Id, row_count: i64) -> Result<bool> {
    let run = import_run::table.filter(import_run::id.eq(Sql(id)));
    let done = (import_run::complete.eq(true), import_run::row_count.eq(row_count));
    Ok(diesel::update(run).set(done).execute(c)? == 1)
}
