//! The sample city's residents: the register is imported from a file, one resident per district signs in with the printed
//! code, the others get their accounts in bulk.

use std::collections::HashMap;
use std::sync::Arc;

use api_types::account::{PersonClaim, SecretText};
use domain::{Id, Iin, Lang, ProofLevel};
use store::account::Account;
use time::Date;

use super::office::{self, Office};
use super::people::{self, Resident};
use super::stage::{self, Stage};
use super::{PASSWORD, SignIn, district};
use crate::account::NewAccount;
use crate::resident::file::iin_hmac;
use crate::resident::import::{self, Import};
use crate::{Caller, Error, Result, account, resident};

/// Residents of the register per district.
const PER_DISTRICT: usize = 150;
/// Accounts that one transaction writes.
const CHUNK: usize = 50;
/// Seed of the residents' names.
const SEED: u64 = 2025;

/// The residents of one district as callers: the first can sign in, the others only act in the demo's story.
pub(super) struct Residents {
    /// In the register's order.
    pub callers: Vec<Caller>,
}

/// The residents who can sign in, one per district, always the same ones.
pub(super) fn roster(today: Date) -> Result<Vec<SignIn>> {
    let everybody = people::residents(&district::codes(), PER_DISTRICT, SEED, today)?;
    let firsts = everybody.iter().step_by(PER_DISTRICT);
    let sign_in = |r: &Resident| SignIn {
        email: office::email("resident", Some(r.district)),
        name: r.name(),
        role: None,
        district: Some(r.district),
    };
    Ok(firsts.map(sign_in).collect())
}

/// Imports the register and makes the accounts; residents by district, in the districts' order.
pub(super) fn open(stage: &Stage, office: &Office, today: Date, progress: &dyn Fn(u64, u64)) -> Result<Vec<Residents>> {
    let everybody = people::residents(&district::codes(), PER_DISTRICT, SEED, today)?;
    let csv = people::register(&everybody);
    let file = Import {
        city_id: office.city,
        source: "sample register",
        bytes: csv.as_bytes(),
        dry_run: false,
        progress: &|_, _| (),
    };
    let report = import::import(&stage.app, &office.organiser, &file)?;
    // Line 1 is the header.
    let codes: HashMap<u64, SecretText> = report.codes.into_iter().map(|c| (c.line, c.code)).collect();
    let people = person_ids(stage, &everybody)?;
    let mut residents = Vec::new();
    for (i, chunk) in everybody.chunks(PER_DISTRICT).enumerate() {
        let ids = &people[i * PER_DISTRICT..(i + 1) * PER_DISTRICT];
        let first = chunk.first().ok_or_else(|| Error::Broken("a district without residents".into()))?;
        let code =
            codes.get(&((i * PER_DISTRICT) as u64 + 2)).ok_or_else(|| Error::Broken("no printed code".into()))?;
        let mut callers = vec![claim(stage, first, ids[0], code)?];
        callers.extend(bulk(stage, &chunk[1..], &ids[1..], i)?);
        residents.push(Residents { callers });
        progress(((i + 1) * PER_DISTRICT) as u64, everybody.len() as u64);
    }
    Ok(residents)
}

/// The register's ids of these residents, in their order.
fn person_ids(stage: &Stage, everybody: &[Resident]) -> Result<Vec<Id>> {
    let key = &stage.app.secrets.iin;
    let hmac =
        |r: &Resident| Iin::parse(&r.iin).map(|iin| iin_hmac(key, &iin)).map_err(|e| Error::Broken(e.to_string()));
    let hmacs: Vec<Vec<u8>> = everybody.iter().map(hmac).collect::<Result<_>>()?;
    let mut ids = HashMap::new();
    for chunk in hmacs.chunks(200) {
        let found = stage.app.store.read(|c| store::person::with_iins(c, chunk))?;
        ids.extend(found.into_iter().filter_map(|p| Some((p.iin_hmac?, p.id))));
    }
    let missing = || Error::Broken("a sample resident is not in the register".into());
    hmacs.iter().map(|h| ids.get(h).copied().ok_or_else(missing)).collect()
}

/// An account that becomes the resident by IIN and printed code, as people do it.
fn claim(stage: &Stage, person: &Resident, id: Id, code: &SecretText) -> Result<Caller> {
    let email = office::email("resident", Some(person.district));
    let new = NewAccount { email, display_name: person.name(), lang: Lang::Kk, roles: Vec::new() };
    let account_id = account::add(&stage.app, &Caller::console(), &new, PASSWORD)?;
    let claim = PersonClaim { iin: SecretText(person.iin.clone()), code: SecretText(code.0.clone()) };
    resident::claim(&stage.app, &stage::official(account_id, &[]), &claim)?;
    Ok(stage::resident(account_id, id, Lang::Kk))
}

/// Accounts of residents who cannot sign in: no password.
fn bulk(stage: &Stage, people: &[Resident], ids: &[Id], district: usize) -> Result<Vec<Caller>> {
    let mut callers = Vec::with_capacity(people.len());
    let all: Vec<(String, String, Id)> = people
        .iter()
        .zip(ids)
        .enumerate()
        .map(|(n, (r, id))| (office::email(&format!("r{n}"), Some(r.district)), r.name(), *id))
        .collect();
    for chunk in all.chunks(CHUNK) {
        let chunk = Arc::new(chunk.to_vec());
        let made = stage.app.store.write(stage.app.now(), move |tx| -> Result<Vec<(Id, Id)>> {
            let mut made = Vec::new();
            for (email, name, person_id) in chunk.iter() {
                let (id, created_at) = (tx.new_id(), tx.now());
                let (email, display_name) = (email.clone(), name.clone());
                let lang = if (made.len() + district).is_multiple_of(2) { Lang::Kk } else { Lang::Ru };
                let person_id = Some(*person_id);
                let row = Account {
                    id,
                    email,
                    password_hash: None,
                    display_name,
                    lang,
                    person_id,
                    created_at,
                    disabled_at: None,
                };
                store::account::insert(tx, &row)?;
                let person = row.person_id.map(|id| store::person::find(tx, id)).transpose()?.flatten();
                let mut person = person.ok_or(Error::NotFound("resident"))?;
                person.proof = ProofLevel::Register;
                person.code_hash = None;
                store::person::update(tx, &person)?;
                made.push((id, person.id));
            }
            Ok(made)
        })?;
        callers.extend(made.into_iter().map(|(account, person)| stage::resident(account, person, Lang::Ru)));
    }
    Ok(callers)
}
