//! An application on a database of its own, with a clock in the test's hand.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{Id, Lang, LocalText, Role};
use store::city::City;
use store::district::District;
use store::testing::TestDb;
use time::macros::datetime;

use crate::account::NewAccount;
use crate::config::HashCost;
use crate::{App, Caller, Config, Secrets, TestClock, account, session};

/// Password of every account made here.
pub const PASSWORD: &str = "twelve steppes and a river";

/// An application with a city of two districts.
pub struct TestApp {
    /// The application.
    pub app: App,
    /// Its clock, at 2025-10-30 12:00 UTC.
    pub clock: Arc<TestClock>,
    /// The city.
    pub city: Id,
    /// Its districts `auezov` and `turksib`.
    pub districts: [Id; 2],
    mails: PathBuf,
    _db: TestDb,
}

impl TestApp {
    /// On SQLite.
    pub fn new() -> Self {
        Self::on(TestDb::sqlite())
    }

    /// Runs a test on SQLite, and on PostgreSQL where there is one.
    pub fn both(test: impl Fn(&Self)) {
        test(&Self::new());
        if let Some(db) = TestDb::postgres() {
            test(&Self::on(db));
        }
    }

    /// On this database.
    pub fn on(db: TestDb) -> Self {
        let clock = Arc::new(TestClock::at(datetime!(2025-10-30 12:00 UTC)));
        let mails = std::env::temp_dir().join(format!("qatysu-mail-{}", Id::new_v4()));
        let config = Config { hash_cost: HashCost::TEST, hash_slots: 4, mail_dir: mails.clone(), ..Config::default() };
        let secrets = Secrets::ephemeral().expect("the system has randomness");
        let app = App::new(db.store.clone(), clock.clone(), secrets, config);
        let (city, districts) = (Id::new_v4(), [Id::new_v4(), Id::new_v4()]);
        app.store
            .write(app.now(), move |tx| -> store::Result<()> {
                let name = LocalText::same("Sample city");
                store::city::insert(
                    tx,
                    &City { id: city, code: "sample".into(), name, country: "KZ".into(), sample: true, source: None },
                )?;
                for (ordinal, (id, code)) in districts.into_iter().zip(["auezov", "turksib"]).enumerate() {
                    let row = District {
                        id,
                        city_id: city,
                        code: code.into(),
                        name: LocalText::same(code),
                        boundary: None,
                        ordinal: ordinal as i32,
                    };
                    store::district::insert(tx, &row)?;
                }
                Ok(())
            })
            .expect("a city is written");
        Self { app, clock, city, districts, mails, _db: db }
    }

    /// On a database that holds a city already, at this time of its clock: one that was upgraded.
    pub fn over(db: TestDb, now: domain::Moment) -> Self {
        let clock = Arc::new(TestClock::at(now));
        let mails = std::env::temp_dir().join(format!("qatysu-mail-{}", Id::new_v4()));
        let config = Config { hash_cost: HashCost::TEST, hash_slots: 4, mail_dir: mails.clone(), ..Config::default() };
        let secrets = Secrets::ephemeral().expect("the system has randomness");
        let app = App::new(db.store.clone(), clock.clone(), secrets, config);
        let (city, districts) = app
            .store
            .read(|c| -> store::Result<(Id, [Id; 2])> {
                let city = store::city::list(c)?.into_iter().find(|city| city.source.is_none()).expect("a city");
                let all = store::district::list(c, city.id)?;
                let of = |code: &str| all.iter().find(|d| d.code == code).expect("the district").id;
                Ok((city.id, [of("auezov"), of("turksib")]))
            })
            .expect("the database can be read");
        Self { app, clock, city, districts, mails, _db: db }
    }

    /// Adds an account `<name>@example.kz` with these roles.
    pub fn account(&self, name: &str, roles: &[(Role, Option<Id>)]) -> Id {
        let new = NewAccount {
            email: format!("{name}@example.kz"),
            display_name: name.into(),
            lang: Lang::Ru,
            roles: roles.to_vec(),
        };
        account::add(&self.app, &Caller::console(), &new, PASSWORD).expect("an account is added")
    }

    /// The caller of a new account with these roles, signed in by cookie.
    pub fn caller(&self, name: &str, roles: &[(Role, Option<Id>)]) -> Caller {
        let id = self.account(name, roles);
        self.signed_in(id)
    }

    /// The caller of an account in a new cookie session.
    pub fn signed_in(&self, account_id: Id) -> Caller {
        let session = session::open_for(&self.app, account_id).expect("a session opens");
        session::authenticate_cookie(&self.app, session.token.expose()).expect("its cookie is accepted")
    }

    /// Texts of the mails written so far.
    pub fn mails(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.mails).into_iter().flatten().flatten();
        let mut paths: Vec<_> = files.map(|f| f.path()).collect();
        paths.sort();
        paths.iter().map(|p| std::fs::read_to_string(p).expect("a mail is text")).collect()
    }
}

impl Default for TestApp {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.mails));
    }
}
