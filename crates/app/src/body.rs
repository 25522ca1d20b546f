//! Bodies and offices: made by the organiser, with members.

use std::collections::HashMap;

use api_types::body::{Body, BodyCreate, Member, MemberAdd};
use domain::{Id, LocalText, Operation, Scope, authorise};
use serde_json::json;
use store::Conn;
use store::body::BodyMember;

use crate::{App, Caller, ConflictCode, Error, Fault, Faults, Result, audit, idempotency};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest mandate, in characters.
const MAX_MANDATE: usize = 2_000;

/// Creates a body.
///
/// # Errors
/// `Denied`; `Invalid`; `NotFound` for an unknown city or district.
pub fn create(app: &App, caller: &Caller, input: &BodyCreate) -> Result<Body> {
    let scope = Scope { district: input.district_id, ..Scope::default() };
    authorise(&caller.actor, Operation::ManageBodies, &scope)?;
    let mut faults = Faults::new();
    check_text(&input.name, "/name", MAX_NAME, &mut faults);
    if let Some(mandate) = &input.mandate {
        check_text(mandate, "/mandate", MAX_MANDATE, &mut faults);
    }
    // The rules of which it is a category come with the cycle: a body outlives it.
    faults.require(input.theme.as_deref().is_none_or(is_word), "/theme", "short_name");
    faults.check()?;
    let (caller, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Body> {
        let BodyCreate { city_id, district_id, kind, name, selection, mandate, mandate_until, theme } = input.clone();
        store::city::find(tx, city_id)?.ok_or(Error::NotFound("city"))?;
        if let Some(id) = district_id {
            store::district::find(tx, id)?.filter(|d| d.city_id == city_id).ok_or(Error::NotFound("district"))?;
        }
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &caller, id)? {
            return read(tx, earlier);
        }
        let row = store::body::Body { id, city_id, district_id, kind, name, selection, mandate, mandate_until, theme };
        store::body::insert(tx, &row)?;
        audit::record(tx, &caller, "body_created", "body", row.id, district_id, json!({ "kind": kind }));
        tx.touch("bodies");
        Ok(to_dto(row, Vec::new()))
    })
}

/// Makes an account a member of a body.
///
/// # Errors
/// `Denied`; `NotFound`; `Conflict(already_member)`.
pub fn add_member(app: &App, caller: &Caller, body_id: Id, input: &MemberAdd) -> Result<Body> {
    let (caller, account_id) = (caller.clone(), input.account_id);
    app.store.write(app.now(), move |tx| -> Result<Body> {
        let body = store::body::find(tx, body_id)?.ok_or(Error::NotFound("body"))?;
        authorise(&caller.actor, Operation::ManageBodies, &Scope { district: body.district_id, ..Scope::default() })?;
        store::account::find(tx, account_id)?.filter(|a| a.disabled_at.is_none()).ok_or(Error::NotFound("account"))?;
        if store::body::is_member(tx, body_id, account_id)? {
            return Err(Error::Conflict(ConflictCode::AlreadyMember));
        }
        let since = tx.now();
        store::body::insert_member(tx, &BodyMember { body_id, account_id, since })?;
        audit::record(tx, &caller, "member_added", "body", body_id, body.district_id, json!({ "account": account_id }));
        tx.touch("bodies");
        read(tx, body_id)
    })
}

/// Ends a membership.
///
/// # Errors
/// `Denied`; `NotFound`.
pub fn remove_member(app: &App, caller: &Caller, body_id: Id, account_id: Id) -> Result<Body> {
    let caller = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<Body> {
        let body = store::body::find(tx, body_id)?.ok_or(Error::NotFound("body"))?;
        authorise(&caller.actor, Operation::ManageBodies, &Scope { district: body.district_id, ..Scope::default() })?;
        if !store::body::remove_member(tx, body_id, account_id)? {
            return Err(Error::NotFound("member"));
        }
        audit::record(
            tx,
            &caller,
            "member_removed",
            "body",
            body_id,
            body.district_id,
            json!({ "account": account_id }),
        );
        tx.touch("bodies");
        read(tx, body_id)
    })
}

/// One body with its members; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Body> {
    app.store.read(|c| -> Result<Body> { read(c, id) })
}

/// Bodies of a city (none: of all) with their members; public.
///
/// # Errors
/// None but the database's.
pub fn list(app: &App, city_id: Option<Id>) -> Result<Vec<Body>> {
    app.store.read(|c| -> Result<Vec<Body>> {
        let bodies = store::body::list(c, city_id)?;
        let ids: Vec<Id> = bodies.iter().map(|b| b.id).collect();
        let mut members: HashMap<Id, Vec<Member>> = HashMap::new();
        for (member, name) in store::body::members(c, &ids)? {
            members.entry(member.body_id).or_default().push(to_member(member, name));
        }
        Ok(bodies
            .into_iter()
            .map(|body| {
                let mine = members.remove(&body.id).unwrap_or_default();
                to_dto(body, mine)
            })
            .collect())
    })
}

fn read(c: &mut Conn, id: Id) -> Result<Body> {
    let body = store::body::find(c, id)?.ok_or(Error::NotFound("body"))?;
    let members = store::body::members(c, &[id])?;
    Ok(to_dto(body, members.into_iter().map(|(m, name)| to_member(m, name)).collect()))
}

fn to_member(row: BodyMember, display_name: String) -> Member {
    let BodyMember { body_id: _, account_id, since } = row;
    Member { account_id, display_name, since }
}

fn to_dto(row: store::body::Body, members: Vec<Member>) -> Body {
    let store::body::Body { id, city_id, district_id, kind, name, selection, mandate, mandate_until, theme } = row;
    Body { id, city_id, district_id, kind, name, selection, mandate, mandate_until, theme, members }
}

/// A word as ids of the rules are: letters of ASCII, digits and `_`.
fn is_word(word: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    !word.is_empty() && word.len() <= 40 && word.bytes().all(fits)
}

/// An official text: Kazakh and Russian there, nothing too long.
pub(crate) fn check_text(text: &LocalText, pointer: &str, max: usize, faults: &mut Faults) {
    let LocalText { kk, ru, en } = text;
    let parts = [("kk", Some(kk), true), ("ru", Some(ru), true), ("en", en.as_ref(), false)];
    for (lang, text, required) in parts {
        let text = text.map(|t| t.trim()).unwrap_or_default();
        if required && text.is_empty() {
            faults.push(Fault::new(format!("{pointer}/{lang}"), "required"));
        } else if text.chars().count() > max {
            faults.push(Fault::new(format!("{pointer}/{lang}"), "too_long").with("max", max));
        }
    }
}
