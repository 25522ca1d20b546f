//! Accounts: who may sign in.

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
