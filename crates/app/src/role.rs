//! Roles: given and taken by administrators, for a district or the whole city.

use api_types::role::{RoleGrant, RoleGrantCreate};
use domain::{Id, Operation, Role, Scope, authorise};
use serde_json::json;
use store::Tx;

use crate::job::mail;
use crate::mail::{Mail, MailKind};
use crate::{App, Caller, ConflictCode, Error, Result, audit, idempotency};

/// Gives a role. The account is told by mail.
///
/// # Errors
/// `Denied`; `NotFound` for an unknown account or district; `Conflict(already_held)`.
pub fn grant(app: &App, caller: &Caller, input: &RoleGrantCreate) -> Result<RoleGrant> {
    authorise(&caller.actor, Operation::GrantRole, &Scope::default())?;
    let (caller, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<RoleGrant> {
        let RoleGrantCreate { account_id, role, district_id } = input;
        let account = store::account::find(tx, account_id)?
            .filter(|a| a.disabled_at.is_none())
            .ok_or(Error::NotFound("account"))?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &caller, id)? {
            let row = store::role_grant::find(tx, earlier)?.ok_or(Error::NotFound("role"))?;
            return Ok(to_dto(row, account.display_name));
        }
        let row = insert(tx, &caller, id, account_id, role, district_id)?;
        mail(tx, Mail { role: Some(role), ..Mail::new(account_id, MailKind::RoleGranted) })?;
        Ok(to_dto(row, account.display_name))
    })
}

/// Takes a role away; a grant that is over already stays over.
///
/// # Errors
/// `Denied`; `NotFound`; `Conflict(last_admin)`.
pub fn revoke(app: &App, caller: &Caller, id: Id) -> Result<()> {
    authorise(&caller.actor, Operation::GrantRole, &Scope::default())?;
    let caller = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<()> {
        let now = tx.now();
        let row = store::role_grant::find(tx, id)?.ok_or(Error::NotFound("role"))?;
        if row.revoked_at.is_some() {
            return Ok(());
        }
        if row.role == Role::Admin {
            keep_an_admin(tx, row.account_id)?;
        }
        store::role_grant::revoke(tx, id, now)?;
        audit::record(
            tx,
            &caller,
            "role_revoked",
            "account",
            row.account_id,
            row.district_id,
            json!({ "role": row.role }),
        );
        Ok(())
    })
}

/// Roles in force, newest first.
///
/// # Errors
/// `Denied`.
pub fn list(app: &App, caller: &Caller) -> Result<Vec<RoleGrant>> {
    authorise(&caller.actor, Operation::GrantRole, &Scope::default())?;
    let rows = app.store.read(store::role_grant::in_force_with_names)?;
    Ok(rows.into_iter().map(|(row, name)| to_dto(row, name)).collect())
}

/// Gives a role inside another use case's transaction.
pub(crate) fn insert(
    tx: &mut Tx,
    caller: &Caller,
    id: Id,
    account_id: Id,
    role: Role,
    district_id: Option<Id>,
) -> Result<store::role_grant::RoleGrant> {
    if let Some(district) = district_id {
        store::district::find(tx, district)?.ok_or(Error::NotFound("district"))?;
    }
    let held = store::role_grant::in_force_of(tx, account_id)?;
    if held.iter().any(|g| g.role == role && g.district_id == district_id) {
        return Err(Error::Conflict(ConflictCode::AlreadyHeld));
    }
    let row = store::role_grant::RoleGrant {
        id,
        account_id,
        role,
        district_id,
        granted_by: caller.account_id,
        granted_at: tx.now(),
        revoked_at: None,
    };
    store::role_grant::insert(tx, &row)?;
    audit::record(tx, caller, "role_granted", "account", account_id, district_id, json!({ "role": role }));
    Ok(row)
}

/// Refuses to go on when nobody but this account could give roles afterwards.
pub(crate) fn keep_an_admin(tx: &mut Tx, leaving: Id) -> Result<()> {
    let admins = store::role_grant::city_holders(tx, Role::Admin)?;
    if admins.contains(&leaving) && !admins.iter().any(|id| *id != leaving) {
        return Err(Error::Conflict(ConflictCode::LastAdmin));
    }
    Ok(())
}

/// The grant as the API shows it.
pub(crate) fn to_dto(row: store::role_grant::RoleGrant, display_name: String) -> RoleGrant {
    let store::role_grant::RoleGrant { id, account_id, role, district_id, granted_by: _, granted_at, revoked_at: _ } =
        row;
    RoleGrant { id, account_id, display_name, role, district_id, granted_at }
}
