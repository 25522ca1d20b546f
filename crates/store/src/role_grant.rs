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
