//! Accounts: registering, what an account says of itself, and the administrators' view.

use api_types::account::{Account, AccountRegister, Me, MeUpdate, MyPerson, PasswordChange};
use api_types::role::RoleGrant;
use domain::{Email, Id, Lang, Operation, Role, Scope, authorise};
use serde_json::json;
use store::page::{Page, Seek};
use store::{Conn, Tx};

use crate::job::mail;
use crate::mail::{Mail, MailKind};
use crate::{App, Caller, ConflictCode, Error, Fault, Faults, Result, audit, password, role};

/// Longest name shown in public, in characters.
const MAX_NAME: usize = 80;

/// Registers an account. The answer is the same whether the address was free or taken; the mail to it says which.
///
/// # Errors
/// `Invalid` with every fault; `TooMany` for one address; `Busy` when too many passwords are being hashed.
pub fn register(app: &App, input: &AccountRegister) -> Result<()> {
    let mut faults = Faults::of(input);
    let email = faults.take(parse_email(&input.email, "/email"));
    faults.take(password::check(&input.password.0, "/password"));
    plain_name(&input.display_name, &mut faults);
    faults.check()?;
    let email = email.ok_or_else(|| Error::invalid("/email", "email"))?.key();
    // Else anybody could fill a stranger's mailbox, or try addresses for ever.
    app.sign_ins.check("register", &email, app.now())?;
    app.sign_ins.wrong("register", &email, app.now());
    // Hashed in either case, so that the time does not tell.
    let hash = app.hasher.hash(&input.password.0)?;
    let (name, lang) = (input.display_name.trim().to_owned(), input.lang);
    app.store.write(app.now(), move |tx| -> Result<()> {
        let (id, kind) = match store::account::find_by_email(tx, &email)? {
            Some(existing) => (existing.id, MailKind::AccountExists),
            None => (insert(tx, &Caller::anonymous(), &email, Some(&hash), &name, lang)?, MailKind::AccountCreated),
        };
        mail(tx, Mail::new(id, kind))
    })
}

/// A new account of `qatysu user add`.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// E-mail address.
    pub email: String,
    /// Name shown in public.
    pub display_name: String,
    /// Language of mails.
    pub lang: Lang,
    /// Roles with the district they are held for (none: the city).
    pub roles: Vec<(Role, Option<Id>)>,
}

/// Adds an account with its roles at once; for administrators and the command line.
///
/// # Errors
/// `Denied`; `Invalid`; `Conflict(email_taken)`; `Busy`.
pub fn add(app: &App, caller: &Caller, new: &NewAccount, plain: &str) -> Result<Id> {
    authorise(&caller.actor, Operation::ManageAccounts, &Scope::default())?;
    authorise(&caller.actor, Operation::GrantRole, &Scope::default())?;
    let mut faults = Faults::new();
    let email = faults.take(parse_email(&new.email, "/email"));
    faults.take(password::check(plain, "/password"));
    plain_name(&new.display_name, &mut faults);
    faults.check()?;
    let email = email.ok_or_else(|| Error::invalid("/email", "email"))?.key();
    let hash = app.hasher.hash(plain)?;
    let (caller, new) = (caller.clone(), new.clone());
    app.store.write(app.now(), move |tx| -> Result<Id> {
        if store::account::find_by_email(tx, &email)?.is_some() {
            return Err(Error::Conflict(ConflictCode::EmailTaken));
        }
        let id = insert(tx, &caller, &email, Some(&hash), new.display_name.trim(), new.lang)?;
        for &(role, district) in &new.roles {
            let grant = tx.new_id();
            role::insert(tx, &caller, grant, id, role, district)?;
        }
        Ok(id)
    })
}

/// Who the caller is: account, entry in the register, roles, bodies.
///
/// # Errors
/// `Denied` when nobody is signed in.
pub fn me(app: &App, caller: &Caller) -> Result<Me> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let id = caller.account()?;
    app.store.read(|c| -> Result<Me> { read_me(c, id) })
}

/// Changes name and language; what is left out stays.
///
/// # Errors
/// `Denied`; `Invalid`.
pub fn update_me(app: &App, caller: &Caller, input: &MeUpdate) -> Result<Me> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let mut faults = Faults::of(input);
    if let Some(name) = &input.display_name {
        plain_name(name, &mut faults);
    }
    faults.check()?;
    let (caller, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Me> {
        let mut account = store::account::find(tx, caller.account()?)?.ok_or(Error::Unauthenticated)?;
        let MeUpdate { display_name, lang } = input.clone();
        if display_name.is_some() {
            // The name stands beside memberships, and beside what was proposed.
            tx.touch("bodies");
            tx.touch("projects");
        }
        account.display_name = display_name.map(|name| name.trim().to_owned()).unwrap_or(account.display_name);
        account.lang = lang.unwrap_or(account.lang);
        store::account::update(tx, &account)?;
        audit::record(tx, &caller, "account_changed", "account", account.id, None, json!({}));
        read_me(tx, account.id)
    })
}

/// Changes the password and ends all other sessions.
///
/// # Errors
/// `Denied`; `Invalid` (`/current` `wrong_password`, or what is wrong with the new one); `TooMany`; `Busy`.
pub fn change_password(app: &App, caller: &Caller, input: &PasswordChange) -> Result<()> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let id = caller.account()?;
    let key = id.to_string();
    app.sign_ins.check("password", &key, app.now())?;
    let account = app.store.read(|c| store::account::find(c, id))?.ok_or(Error::Unauthenticated)?;
    let mut faults = Faults::new();
    faults.take(password::check(&input.new.0, "/new"));
    if !app.hasher.verify(&input.current.0, account.password_hash.as_deref())? {
        app.sign_ins.wrong("password", &key, app.now());
        faults.push(Fault::new("/current", "wrong_password"));
    }
    faults.check()?;
    app.sign_ins.right("password", &key);
    let hash = app.hasher.hash(&input.new.0)?;
    let caller = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<()> {
        let now = tx.now();
        let mut account = store::account::find(tx, id)?.ok_or(Error::Unauthenticated)?;
        account.password_hash = Some(hash.clone());
        store::account::update(tx, &account)?;
        store::session::end_all(tx, id, caller.session_id, now)?;
        audit::record(tx, &caller, "password_changed", "account", id, None, json!({}));
        mail(tx, Mail::new(id, MailKind::PasswordChanged))
    })
}

/// Accounts by e-mail address, for administrators; the key of a page is the address.
///
/// # Errors
/// `Denied`.
pub fn list(app: &App, caller: &Caller, seek: &Seek<String>) -> Result<Page<Account, String>> {
    authorise(&caller.actor, Operation::ManageAccounts, &Scope::default())?;
    let page = app.store.read(|c| store::account::list(c, seek))?;
    Ok(Page { items: page.items.into_iter().map(to_dto).collect(), next: page.next })
}

/// Closes an account to further sign-ins and ends its sessions; what it did stays.
///
/// # Errors
/// `Denied`; `NotFound`; `Conflict(last_admin)`.
pub fn disable(app: &App, caller: &Caller, id: Id) -> Result<Account> {
    authorise(&caller.actor, Operation::ManageAccounts, &Scope::default())?;
    let caller = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<Account> {
        let now = tx.now();
        let mut account = store::account::find(tx, id)?.ok_or(Error::NotFound("account"))?;
        if account.disabled_at.is_none() {
            role::keep_an_admin(tx, id)?;
            account.disabled_at = Some(now);
            store::account::update(tx, &account)?;
            store::session::end_all(tx, id, None, now)?;
            audit::record(tx, &caller, "account_disabled", "account", id, None, json!({}));
        }
        Ok(to_dto(account))
    })
}

fn insert(tx: &mut Tx, caller: &Caller, email: &str, hash: Option<&str>, name: &str, lang: Lang) -> Result<Id> {
    let row = store::account::Account {
        id: tx.new_id(),
        email: email.to_owned(),
        password_hash: hash.map(str::to_owned),
        display_name: name.to_owned(),
        lang,
        person_id: None,
        created_at: tx.now(),
        disabled_at: None,
    };
    store::account::insert(tx, &row)?;
    audit::record(tx, caller, "account_added", "account", row.id, None, json!({ "lang": lang }));
    Ok(row.id)
}

fn read_me(c: &mut Conn, id: Id) -> Result<Me> {
    let account = store::account::find(c, id)?.ok_or(Error::Unauthenticated)?;
    let grants = store::role_grant::in_force_of(c, id)?;
    let person = account.person_id.map(|id| store::person::find_current(c, id)).transpose()?.flatten();
    let bodies = store::body::of_member(c, id)?;
    let roles = grants.into_iter().map(|g| role::to_dto(g, account.display_name.clone())).collect::<Vec<RoleGrant>>();
    let store::account::Account {
        id,
        email,
        password_hash: _,
        display_name,
        lang,
        person_id: _,
        created_at: _,
        disabled_at: _,
    } = account;
    Ok(Me { id, email, display_name, lang, person: person.map(|p| to_person(&p)), roles, bodies })
}

/// The register's entry as its owner sees it.
pub(crate) fn to_person(p: &store::person::Person) -> MyPerson {
    MyPerson {
        id: p.id,
        city_id: p.city_id,
        district_id: p.district_id,
        name: format!("{} {}", p.given_name, p.family_name).trim().to_owned(),
        registration: p.registration,
        proof: p.proof,
    }
}

fn to_dto(row: store::account::Account) -> Account {
    let store::account::Account { id, email, password_hash: _, display_name, lang, person_id, created_at, disabled_at } =
        row;
    Account { id, email, display_name, lang, resident: person_id.is_some(), created_at, disabled_at }
}

/// An address, or a fault at `pointer`.
pub(crate) fn parse_email(text: &str, pointer: &str) -> std::result::Result<Email, Fault> {
    Email::parse(text).ok_or_else(|| Fault::new(pointer, "email"))
}

/// A name is shown beside texts of others, so control and direction characters could forge what surrounds it.
fn plain_name(name: &str, faults: &mut Faults) {
    let name = name.trim();
    let strange = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if name.is_empty() {
        faults.push(Fault::new("/display_name", "required"));
    } else if name.chars().any(strange) {
        faults.push(Fault::new("/display_name", "strange_characters"));
    } else if name.chars().count() > MAX_NAME {
        faults.push(Fault::new("/display_name", "too_long").with("max", MAX_NAME));
    }
}
