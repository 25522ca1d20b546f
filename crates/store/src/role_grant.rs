//! Roles of accounts.

use crate::prelude::*;

row! {
    /// A role held for one district, or for the whole city when there is none.
    RoleGrant in role_grant {
        id: Id,
        account_id: Id,
        role: Role,
        district_id: Option<Id>,
        granted_by: Option<Id>,
        granted_at: Moment,
        revoked_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: RoleGrant in role_grant);
finds!(find: RoleGrant in role_grant);

/// The roles an account holds.
pub fn in_force_of(c: &mut Conn, account_id: Id) -> Result<Vec<RoleGrant>> {
    let held =
        role_grant::table.filter(role_grant::account_id.eq(Sql(account_id))).filter(role_grant::revoked_at.is_null());
    Ok(held.order((role_grant::granted_at, role_grant::id)).select(RoleGrant::as_select()).load(c)?)
}

/// All roles in force with the holders' public names, newest first.
pub fn in_force_with_names(c: &mut Conn) -> Result<Vec<(RoleGrant, String)>> {
    let held = role_grant::table
        .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
        .filter(role_grant::revoked_at.is_null());
    let newest = (role_grant::granted_at.desc(), role_grant::id.desc());
    Ok(held.order(newest).select((RoleGrant::as_select(), account::display_name)).load(c)?)
}

/// Accounts that can sign in and hold a role for the whole city.
pub fn city_holders(c: &mut Conn, role: Role) -> Result<Vec<Id>> {
    let held = role_grant::table
        .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
        .filter(role_grant::role.eq(Sql(role)))
        .filter(role_grant::district_id.is_null())
        .filter(role_grant::revoked_at.is_null())
        .filter(account::disabled_at.is_null());
    Ok(held.select(role_grant::account_id).load(c)?)
}

/// Takes a role away; false when it is over already.
pub fn revoke(c: &mut Conn, id: Id, now: Moment) -> Result<bool> {
    let held = role_grant::table.filter(role_grant::id.eq(Sql(id))).filter(role_grant::revoked_at.is_null());
    Ok(diesel::update(held).set(role_grant::revoked_at.eq(Sql(Some(now)))).execute(c)? == 1)
}
