//! Programmes: what a city gives to its residents to decide, year after year.

use api_types::city::{Programme, ProgrammeCreate};
use domain::{Id, Operation, Scope, authorise};
use serde_json::json;

use crate::body::check_text;
use crate::{App, Caller, Error, Faults, Result, audit, idempotency};

/// Longest code and name, in characters.
const MAX_CODE: usize = 40;
const MAX_NAME: usize = 200;

/// Sets a programme up.
///
/// # Errors
/// `Denied`; `Invalid`; `NotFound` city; `Conflict(exists)` when the city has one with this code.
pub fn create(app: &App, caller: &Caller, city: &str, input: &ProgrammeCreate) -> Result<Programme> {
    authorise(&caller.actor, Operation::ManageProgrammes, &Scope::default())?;
    let mut faults = Faults::new();
    faults.require(is_code(&input.code), "/code", "short_name");
    check_text(&input.name, "/name", MAX_NAME, &mut faults);
    faults.check()?;
    let (caller, city, input) = (caller.clone(), city.to_owned(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Programme> {
        let city = store::city::by_code(tx, &city)?.ok_or(Error::NotFound("city"))?;
        let ProgrammeCreate { code, name, kind } = input.clone();
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &caller, id)? {
            let row = store::programme::find(tx, earlier)?.ok_or(Error::NotFound("programme"))?;
            return Ok(crate::city::programme(&row));
        }
        let row = store::programme::Programme { id, city_id: city.id, code, name, kind };
        store::programme::insert(tx, &row)?;
        audit::record(tx, &caller, "programme_created", "programme", row.id, None, json!({ "code": row.code }));
        tx.touch("cities");
        Ok(crate::city::programme(&row))
    })
}

/// One programme.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Programme> {
    let row = app.store.read(|c| store::programme::find(c, id))?.ok_or(Error::NotFound("programme"))?;
    Ok(crate::city::programme(&row))
}

/// Codes of things stand in addresses: lower-case letters, digits, hyphens.
pub(crate) fn is_code(code: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !code.is_empty() && code.len() <= MAX_CODE && code.bytes().all(fits)
}
