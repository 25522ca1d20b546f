//! Revisions of public data: what snapshots follow.

use std::collections::HashMap;

use crate::{App, Result};

/// Every topic that was ever touched, with its revision.
///
/// # Errors
/// The database's.
pub fn all(app: &App) -> Result<HashMap<String, i64>> {
    let rows = app.store.read(store::revision::all)?;
    Ok(rows.into_iter().map(|row| (row.topic, row.value)).collect())
}
