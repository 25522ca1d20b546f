//! The register of residents.

use crate::prelude::*;

row! {
    /// A resident. The IIN is kept only as keyed HMAC, with the id of the key.
    Person in person {
        id: Id,
        city_id: Id,
        district_id: Id,
        iin_hmac: Option<Vec<u8>>,
        iin_key: Option<String>,
        family_name: String,
        given_name: String,
        birth_date: Date,
        registration: Registration,
        registered_since: Option<Date>,
        proof: ProofLevel,
        code_hash: Option<String>,
        code_tries: i32,
        import_id: Option<Id>,
        left_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Person in person);
finds!(find: Person in person);
updates!(update: Person in person);

/// Residents of the register: their import is complete and they have not left.
#[diesel::dsl::auto_type]
fn current() -> _ {
    let complete =
        import_run::table.filter(import_run::id.nullable().eq(person::import_id)).filter(import_run::complete.eq(true));
    person::import_id.is_null().or(diesel::dsl::exists(complete)).and(person::left_at.is_null())
}

/// A resident of the register by id.
pub fn find_current(c: &mut Conn, id: Id) -> Result<Option<Person>> {
    let found = person::table.filter(person::id.eq(Sql(id))).filter(current());
    Ok(found.select(Person::as_select()).first(c).optional()?)
}

/// A resident of the register by keyed HMAC of the IIN.
pub fn find_by_iin(c: &mut Conn, iin_hmac: &[u8]) -> Result<Option<Person>> {
    let found = person::table.filter(person::iin_hmac.eq(iin_hmac)).filter(current());
    Ok(found.select(Person::as_select()).first(c).optional()?)
}

/// Everybody with one of these keyed HMACs, those who have left too.
pub fn with_iins(c: &mut Conn, iin_hmacs: &[Vec<u8>]) -> Result<Vec<Person>> {
    Ok(person::table.filter(person::iin_hmac.eq_any(iin_hmacs)).select(Person::as_select()).load(c)?)
}

/// Ids and keyed HMACs of the residents of these districts, by id, after `after`; those without an IIN are not in files.
pub fn of_districts(
    c: &mut Conn,
    districts: &[Id],
    after: Option<Id>,
    limit: i64,
) -> Result<Vec<(Id, Option<Vec<u8>>)>> {
    let mut query = person::table
        .filter(person::district_id.eq_any(districts.iter().copied().map(Sql)))
        .filter(current())
        .filter(person::iin_hmac.is_not_null())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(person::id.gt(Sql(after)));
    }
    Ok(query.order(person::id).limit(limit).select((person::id, person::iin_hmac)).load(c)?)
}

/// Notes that residents have left; how many.
pub fn leave(c: &mut Conn, ids: &[Id], now: Moment) -> Result<usize> {
    let here = person::table.filter(person::id.eq_any(ids.iter().copied().map(Sql))).filter(person::left_at.is_null());
    Ok(diesel::update(here).set(person::left_at.eq(Sql(Some(now)))).execute(c)?)
}

/// Deletes rows of an import that was never completed, `limit` at most; how many. Nothing can point to them yet.
pub fn purge_import(c: &mut Conn, import_id: Id, limit: i64) -> Result<usize> {
    let ids: Vec<Id> =
        person::table.filter(person::import_id.eq(Sql(Some(import_id)))).limit(limit).select(person::id).load(c)?;
    Ok(diesel::delete(person::table.filter(person::id.eq_any(ids.into_iter().map(Sql)))).execute(c)?)
}

/// Residents of a city's register, of one district if given, by id after `after`: who may be put on a roll.
pub fn page(c: &mut Conn, city_id: Id, district_id: Option<Id>, after: Option<Id>, limit: i64) -> Result<Vec<Person>> {
    let mut query = person::table.filter(person::city_id.eq(Sql(city_id))).filter(current()).into_boxed();
    if let Some(district_id) = district_id {
        query = query.filter(person::district_id.eq(Sql(district_id)));
    }
    if let Some(after) = after {
        query = query.filter(person::id.gt(Sql(after)));
    }
    Ok(query.order(person::id).limit(limit).select(Person::as_select()).load(c)?)
}

/// Residents of a city's register whose accounts are members of these bodies, by id after `after`, each once.
pub fn members(c: &mut Conn, city_id: Id, bodies: &[Id], after: Option<Id>, limit: i64) -> Result<Vec<Person>> {
    let seated = body_member::table
        .inner_join(account::table.on(account::id.eq(body_member::account_id)))
        .filter(body_member::body_id.eq_any(bodies.iter().copied().map(Sql)))
        .filter(account::disabled_at.is_null())
        .filter(account::person_id.eq(person::id.nullable()));
    let mut query = person::table
        .filter(person::city_id.eq(Sql(city_id)))
        .filter(current())
        .filter(diesel::dsl::exists(seated))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(person::id.gt(Sql(after)));
    }
    Ok(query.order(person::id).limit(limit).select(Person::as_select()).load(c)?)
}
