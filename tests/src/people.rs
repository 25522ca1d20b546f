//! People of a test's city.

use api_types::session::Tokens;
use app::testing::PASSWORD;
use app::{App, session};
use domain::{Id, Lang, ProofLevel, Registration, Role};
use serde_json::json;
use store::account::Account;
use store::person::Person;
use time::macros::date;

use crate::{Client, TestCity};

/// A resident with an account and a token.
#[derive(Clone)]
pub struct Resident {
    /// Entry in the register.
    pub person: Id,
    /// Account.
    pub account: Id,
    /// A client with the resident's token.
    pub client: Client,
}

impl TestCity {
    /// A client with a token of a new account `<name>@example.kz` with these roles (none as district: the whole city).
    pub fn official(&self, name: &str, roles: &[(Role, Option<Id>)]) -> Client {
        let account = self.test.account(name, roles);
        self.token_of(account)
    }

    /// A client with a token of this account.
    pub fn token_of(&self, account: Id) -> Client {
        let tokens = session::tokens_for(&self.test.app, account).expect("tokens are made");
        self.visitor().bearer(&tokens.access_token.0)
    }

    /// A browser in which a new account `<name>@example.kz` with these roles signed in by password.
    pub fn browser(&self, name: &str, roles: &[(Role, Option<Id>)]) -> Client {
        self.test.account(name, roles);
        self.sign_in(name)
    }

    /// A browser in which the account `<name>@example.kz` signs in by password.
    pub fn sign_in(&self, name: &str) -> Client {
        let input = json!({ "email": format!("{name}@example.kz"), "password": PASSWORD });
        let reply = self.visitor().post(api_types::endpoint::SESSIONS, &input).status(200);
        let cookie = reply.header("set-cookie").expect("signing in sets a cookie");
        let token = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie is name=value").1;
        self.visitor().cookie(token)
    }

    /// Tokens of the account `<name>@example.kz`, by password.
    pub fn tokens(&self, name: &str) -> Tokens {
        let input = json!({ "email": format!("{name}@example.kz"), "password": PASSWORD });
        self.visitor().post(api_types::endpoint::TOKENS, &input).read()
    }

    /// A resident of this district: adult, registered permanently, known in person.
    pub fn resident(&self, district: Id) -> Resident {
        self.residents(district, 1).remove(0)
    }

    /// Many residents of this district, each with an account and a token.
    pub fn residents(&self, district: Id, count: usize) -> Vec<Resident> {
        let accounts = register(&self.test.app, self.test.city, district, count);
        accounts
            .iter()
            .map(|a| Resident { person: a.person_id.unwrap_or_default(), account: a.id, client: self.token_of(a.id) })
            .collect()
    }
}

/// Enters residents of this district in the register, each with an account `<person id>@example.kz` without a password.
pub fn register(app: &App, city_id: Id, district: Id, count: usize) -> Vec<Account> {
    let created_at = app.now();
    let people: Vec<Person> = (0..count).map(|_| person(city_id, district)).collect();
    let accounts: Vec<Account> = people
        .iter()
        .map(|p| Account {
            id: Id::new_v4(),
            email: format!("{}@example.kz", p.id.simple()),
            password_hash: None,
            display_name: format!("{} {}", p.given_name, p.family_name),
            lang: Lang::Kk,
            person_id: Some(p.id),
            created_at,
            disabled_at: None,
        })
        .collect();
    for (people, accounts) in people.chunks(200).zip(accounts.chunks(200)) {
        let (people, accounts) = (people.to_vec(), accounts.to_vec());
        app.store
            .write(created_at, move |tx| -> store::Result<()> {
                store::person::insert_all(tx, &people)?;
                store::account::insert_all(tx, &accounts)
            })
            .expect("residents are written");
    }
    accounts
}

fn person(city_id: Id, district_id: Id) -> Person {
    Person {
        id: Id::new_v4(),
        city_id,
        district_id,
        iin_hmac: None,
        iin_key: None,
        family_name: "Сериккызы".to_owned(),
        given_name: "Айгерім".to_owned(),
        birth_date: date!(1990 - 05 - 17),
        registration: Registration::Permanent,
        registered_since: Some(date!(2015 - 01 - 01)),
        proof: ProofLevel::InPerson,
        code_hash: None,
        code_tries: 0,
        import_id: None,
        left_at: None,
    }
}
