//! Bodies and offices with their members.

use crate::prelude::*;

row! {
    /// A body or office.
    Body in body {
        id: Id,
        city_id: Id,
        district_id: Option<Id>,
        kind: BodyKind,
        name: LocalText,
        selection: Selection,
        mandate: Option<LocalText>,
        mandate_until: Option<Date>,
        theme: Option<String>,
    }
}

inserts!(insert, insert_all: Body in body);
finds!(find: Body in body);
updates!(update: Body in body);

row! {
    /// Membership of an account in a body.
    BodyMember in body_member {
        body_id: Id,
        account_id: Id,
        since: Moment,
    }
}

inserts!(insert_member, insert_members: BodyMember in body_member);

/// Bodies of a city (none: of all), the city's own first, then by district and age.
pub fn list(c: &mut Conn, city_id: Option<Id>) -> Result<Vec<Body>> {
    let mut query = body::table.into_boxed();
    if let Some(city_id) = city_id {
        query = query.filter(body::city_id.eq(Sql(city_id)));
    }
    let mut rows: Vec<Body> = query.order(body::id).select(Body::as_select()).load(c)?;
    // The engines sort nulls differently.
    rows.sort_by_key(|b| b.district_id);
    Ok(rows)
}

/// Members of these bodies with their public names, in the order they joined.
pub fn members(c: &mut Conn, body_ids: &[Id]) -> Result<Vec<(BodyMember, String)>> {
    let rows = body_member::table
        .inner_join(account::table.on(account::id.eq(body_member::account_id)))
        .filter(body_member::body_id.eq_any(body_ids.iter().copied().map(Sql)))
        .order((body_member::since, body_member::account_id));
    Ok(rows.select((BodyMember::as_select(), account::display_name)).load(c)?)
}

/// Bodies of which an account is a member.
pub fn of_member(c: &mut Conn, account_id: Id) -> Result<Vec<Id>> {
    let mine = body_member::table.filter(body_member::account_id.eq(Sql(account_id)));
    Ok(mine.order((body_member::since, body_member::body_id)).select(body_member::body_id).load(c)?)
}

/// Bodies of which a resident is a member, by any of their accounts.
pub fn of_person(c: &mut Conn, person_id: Id) -> Result<Vec<Body>> {
    let mine = body_member::table
        .inner_join(account::table.on(account::id.eq(body_member::account_id)))
        .filter(body_member::body_id.eq(body::id))
        .filter(account::person_id.eq(Sql(Some(person_id))));
    Ok(body::table.filter(diesel::dsl::exists(mine)).order(body::id).select(Body::as_select()).load(c)?)
}

/// Whether an account is a member of a body.
pub fn is_member(c: &mut Conn, body_id: Id, account_id: Id) -> Result<bool> {
    Ok(of_member(c, account_id)?.contains(&body_id))
}

/// Ends a membership; false when there is none.
pub fn remove_member(c: &mut Conn, body_id: Id, account_id: Id) -> Result<bool> {
    let mine = body_member::table
        .filter(body_member::body_id.eq(Sql(body_id)))
        .filter(body_member::account_id.eq(Sql(account_id)));
    Ok(diesel::delete(mine).execute(c)? == 1)
}
