//! Accounts: who may sign in.

use crate::page::{Page, Seek};
use crate::prelude::*;

row! {
    /// An account; a resident's one points to the register once it is proven.
    Account in account {
        id: Id,
        email: String,
        password_hash: Option<String>,
        display_name: String,
        lang: Lang,
        person_id: Option<Id>,
        created_at: Moment,
        disabled_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Account in account);
finds!(find: Account in account);
updates!(update: Account in account);

/// The account with this address (as `domain::Email::key` writes it).
pub fn find_by_email(c: &mut Conn, email: &str) -> Result<Option<Account>> {
    Ok(account::table.filter(account::email.eq(email)).select(Account::as_select()).first(c).optional()?)
}

/// The account that is linked with this resident.
pub fn find_by_person(c: &mut Conn, person_id: Id) -> Result<Option<Account>> {
    let linked = account::table.filter(account::person_id.eq(Sql(Some(person_id))));
    Ok(linked.select(Account::as_select()).first(c).optional()?)
}

/// Accounts by address.
pub fn list(c: &mut Conn, seek: &Seek<String>) -> Result<Page<Account, String>> {
    let mut query = account::table.into_boxed();
    if let Some(after) = &seek.after {
        query = query.filter(account::email.gt(after));
    }
    let rows = query.order(account::email).limit(seek.fetch()).select(Account::as_select()).load(c)?;
    Ok(seek.page(rows, |row| row.email.clone()))
}
