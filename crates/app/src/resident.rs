//! The register of residents: who is a resident, and how an account becomes one.
//!
//! An IIN is an identifier, never a credential: it is kept as HMAC-SHA-256 under a key outside the database, and nothing but a
//! printed code or a clerk who saw the document makes an account a resident. A code is kept as HMAC under another key
//! outside the database: 60 random bits, five tries, one use; argon2 would take hours for a city's register.

pub mod file;
pub mod import;

use api_types::account::{MyPerson, PersonClaim};
use api_types::resident::{ResidentAdd, ResidentCard, ResidentConfirm};
use domain::{Iin, IinFault, Operation, ProofLevel, Role, Scope, authorise};
use serde_json::json;
use store::person::Person;
use store::{Conn, Tx};

use crate::account::{parse_email, to_person};
use crate::job::mail;
use crate::mail::{Mail, MailKind};
use crate::secrets::{Key, hex, random_bytes};
use crate::{App, Caller, ConflictCode, Error, Fault, Faults, Result, Secret, audit, calendar, idempotency, token};

/// Letters of a printed code: no vowels that spell words, nothing that looks like something else (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters in a printed code, shown in groups of four.
const CODE_LENGTH: usize = 12;

/// Becomes a resident by IIN and the printed one-time code.
///
/// # Errors
/// `Denied`; `Invalid` (`/iin` `iin_digits`, `iin_check`; `/code` `code`, the same whether the resident is unknown,
/// the code wrong, used or void); `Conflict(person_taken)`; `TooMany`.
pub fn claim(app: &App, caller: &Caller, input: &PersonClaim) -> Result<MyPerson> {
    authorise(&caller.actor, Operation::ConfirmIdentity, &Scope::default())?;
    let account_id = caller.account()?;
    let key = account_id.to_string();
    app.sign_ins.check("claim", &key, app.now())?;
    let iin = parse_iin(&input.iin.0)?;
    let hmac = file::iin_hmac(&app.secrets.iin, &iin);
    let code = normal_code(&input.code.0);
    let (data_key, tries, caller) = (app.secrets.data.clone(), app.config.code_tries, caller.clone());
    let claimed = app.store.write(app.now(), move |tx| -> Result<Option<MyPerson>> {
        let Some(mut person) = store::person::find_by_iin(tx, &hmac)? else { return Ok(None) };
        let Some(stored) = person.code_hash.clone() else { return Ok(None) };
        if !token::same(stored.as_bytes(), code_hash(&data_key, &person, &code).as_bytes()) {
            // Committed although the answer is an error: tries must count.
            person.code_tries += 1;
            if person.code_tries >= tries {
                person.code_hash = None;
                audit::record(
                    tx,
                    &caller,
                    "resident_code_void",
                    "person",
                    person.id,
                    Some(person.district_id),
                    json!({}),
                );
            }
            store::person::update(tx, &person)?;
            return Ok(None);
        }
        person.code_hash = None;
        person.proof = person.proof.max(ProofLevel::Register);
        link(tx, &caller, account_id, &person)?;
        Ok(Some(to_person(&person)))
    })?;
    let Some(person) = claimed else {
        app.sign_ins.wrong("claim", &key, app.now());
        return Err(Error::invalid("/code", "code"));
    };
    app.sign_ins.right("claim", &key);
    Ok(person)
}

/// A clerk has seen the document: the resident is known in person, and the named account becomes theirs.
///
/// # Errors
/// `Denied` without a clerk's role in the resident's district; `NotFound` for a resident or account that is not there;
/// `Invalid`; `Conflict(person_taken)`.
pub fn confirm(app: &App, caller: &Caller, input: &ResidentConfirm) -> Result<ResidentCard> {
    let clerk_of = caller.actor.grants.iter().find(|g| g.role == Role::Clerk).and_then(|g| g.district);
    authorise(&caller.actor, Operation::IdentifyResident, &Scope { district: clerk_of, ..Scope::default() })?;
    let mut faults = Faults::new();
    let email = input.email.as_ref().and_then(|email| faults.take(parse_email(email, "/email"))).map(|e| e.key());
    let iin = faults.take(iin_of(&input.iin.0));
    faults.check()?;
    let iin = iin.ok_or_else(|| Error::invalid("/iin", "iin_digits"))?;
    let hmac = file::iin_hmac(&app.secrets.iin, &iin);
    let caller = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<ResidentCard> {
        let mut person = store::person::find_by_iin(tx, &hmac)?.ok_or(Error::NotFound("resident"))?;
        let scope = Scope { district: Some(person.district_id), ..Scope::default() };
        authorise(&caller.actor, Operation::IdentifyResident, &scope)?;
        if person.proof != ProofLevel::InPerson {
            person.proof = ProofLevel::InPerson;
            store::person::update(tx, &person)?;
        }
        audit::record(tx, &caller, "resident_identified", "person", person.id, Some(person.district_id), json!({}));
        if let Some(email) = &email {
            let account = store::account::find_by_email(tx, email)?.ok_or(Error::NotFound("account"))?;
            person.code_hash = None;
            link(tx, &caller, account.id, &person)?;
        }
        card(tx, &person)
    })
}

/// Enters a resident without an IIN whose document a clerk has seen. The next import of the register leaves them alone.
///
/// # Errors
/// `Denied`; `Invalid`; `NotFound` for a city or district that is not there.
pub fn add(app: &App, caller: &Caller, input: &ResidentAdd) -> Result<ResidentCard> {
    let scope = Scope { district: Some(input.district_id), ..Scope::default() };
    authorise(&caller.actor, Operation::IdentifyResident, &scope)?;
    let today = calendar::date(import::ZONE, app.now()).map_err(|e| Error::Broken(format!("zone: {e}")))?;
    let mut faults = Faults::of(input);
    faults.require(!input.family_name.trim().is_empty(), "/family_name", "required");
    faults.require(input.birth_date <= today, "/birth_date", "date_in_future");
    faults.require(input.registered_since.is_none_or(|d| d <= today), "/registered_since", "date_in_future");
    faults.check()?;
    let (caller, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ResidentCard> {
        let ResidentAdd { city_id, district_id, family_name, given_name, birth_date, registration, registered_since } =
            input.clone();
        store::district::find(tx, district_id)?.filter(|d| d.city_id == city_id).ok_or(Error::NotFound("district"))?;
        let id = tx.random_id();
        if let Some(earlier) = idempotency::claim(tx, &caller, id)? {
            let person = store::person::find_current(tx, earlier)?.ok_or(Error::NotFound("resident"))?;
            return card(tx, &person);
        }
        let person = Person {
            id,
            city_id,
            district_id,
            iin_hmac: None,
            iin_key: None,
            family_name: family_name.trim().to_owned(),
            given_name: given_name.trim().to_owned(),
            birth_date,
            registration,
            registered_since,
            proof: ProofLevel::InPerson,
            code_hash: None,
            code_tries: 0,
            import_id: None,
            left_at: None,
        };
        store::person::insert(tx, &person)?;
        audit::record(tx, &caller, "resident_added", "person", id, Some(district_id), json!({}));
        card(tx, &person)
    })
}

fn card(c: &mut Conn, person: &Person) -> Result<ResidentCard> {
    let has_account = store::account::find_by_person(c, person.id)?.is_some();
    let MyPerson { id, city_id: _, district_id, name, registration, proof } = to_person(person);
    Ok(ResidentCard { id, name, district_id, registration, proof, has_account })
}

/// One account per person, one person per account; written with the person's new proof.
fn link(tx: &mut Tx, caller: &Caller, account_id: domain::Id, person: &Person) -> Result<()> {
    let mut account =
        store::account::find(tx, account_id)?.filter(|a| a.disabled_at.is_none()).ok_or(Error::NotFound("account"))?;
    let taken = store::account::find_by_person(tx, person.id)?.is_some_and(|other| other.id != account_id);
    if taken || account.person_id.is_some_and(|id| id != person.id) {
        return Err(Error::Conflict(ConflictCode::PersonTaken));
    }
    store::person::update(tx, person)?;
    if account.person_id.is_some() {
        return Ok(());
    }
    account.person_id = Some(person.id);
    store::account::update(tx, &account)?;
    audit::record(
        tx,
        caller,
        "account_linked",
        "person",
        person.id,
        Some(person.district_id),
        json!({ "account": account_id, "proof": person.proof }),
    );
    mail(tx, Mail::new(account_id, MailKind::BecameResident))
}

fn parse_iin(text: &str) -> Result<Iin> {
    iin_of(text).map_err(|fault| Error::Invalid(vec![fault]))
}

fn iin_of(text: &str) -> std::result::Result<Iin, Fault> {
    Iin::parse(text).map_err(|fault| match fault {
        IinFault::Form => Fault::new("/iin", "iin_digits"),
        IinFault::CheckDigit => Fault::new("/iin", "iin_check"),
    })
}

/// A new code for a letter, in groups of four.
fn new_code() -> Result<Secret<String>> {
    let letters: String =
        random_bytes::<CODE_LENGTH>()?.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
    Ok(Secret::new(format!("{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..])))
}

/// What a person types, as it was printed: dashes and spaces go, look-alikes are read as what they stand for.
fn normal_code(typed: &str) -> String {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—')).map(letter).take(64).collect()
}

/// What is stored of a code: bound to the resident, under a key outside the database.
fn code_hash(key: &Key, person: &Person, code: &str) -> String {
    hex(&key.mac(&[b"person-code", person.id.as_bytes(), code.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = new_code().unwrap();
        let printed = code.expose();
        assert_eq!(printed.len(), 14);
        assert_eq!(normal_code(printed), printed.replace('-', ""));
        assert_eq!(normal_code(" oil2–abcd efgh "), "0112ABCDEFGH");
    }
}
