//! A database for each test, on either engine.
//!
//! PostgreSQL is used where `QATYSU_TEST_PG` holds an administrator's URL (`scripts/pg.sh` starts a private server); with
//! `CI=true` a missing one is a failure.

use crate::engine::postgres;
use crate::store::{Config, Store};
use crate::{Conn, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::Id;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A migrated database that is gone when this value is.
pub struct TestDb {
    /// Its URL.
    pub url: String,
    /// An open store on it.
    pub store: Store,
    // Goes last, when the store has closed its files.
    _remains: Remains,
}

enum Remains {
    Folder(PathBuf),
    Database { admin: String, name: String },
}

/// A small store, so that many tests run at once.
pub fn config() -> Config {
    Config { readers: 4, writers: 4, ..Config::default() }
}

/// Runs a test on SQLite, and on PostgreSQL where there is one.
pub fn both(test: impl Fn(&TestDb)) {
    eprintln!("on SQLite");
    test(&TestDb::sqlite());
    if let Some(db) = TestDb::postgres() {
        eprintln!("on PostgreSQL");
        test(&db);
    }
}

impl TestDb {
    /// A SQLite database in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("qatysu-test-{}", Id::new_v4().simple()));
        let url = format!("sqlite://{}", folder.join("test.db").display());
        let store = Store::open(&url, &config()).expect("a SQLite file in the temporary folder opens");
        store.migrate().expect("an empty SQLite database migrates");
        Self { url, store, _remains: Remains::Folder(folder) }
    }

    /// A PostgreSQL database; none when there is no server to test on.
    pub fn postgres() -> Option<Self> {
        let Ok(admin) = std::env::var("QATYSU_TEST_PG") else {
            let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!ci, "QATYSU_TEST_PG is missing, see scripts/pg.sh");
            return None;
        };
        let name = format!("test_{}", Id::new_v4().simple());
        let template = template(&admin).expect("the template database is made");
        let mut server = connect(&admin);
        server.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a database is cloned");
        let url = beside(&admin, &name);
        let store = Store::open(&url, &config()).expect("the cloned database opens");
        Some(Self { url, store, _remains: Remains::Database { admin, name } })
    }

    /// A SQLite database with what a dump says (`sqlite3 FILE .dump`), not migrated.
    pub fn sqlite_from(dump: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("qatysu-test-{}", Id::new_v4().simple()));
        let url = format!("sqlite://{}", folder.join("test.db").display());
        let store = Store::open(&url, &config()).expect("a SQLite file in the temporary folder opens");
        let db = Self { url, store, _remains: Remains::Folder(folder) };
        db.connect().batch_execute(dump).expect("the dump is SQL");
        db
    }

    /// A PostgreSQL database with what a dump says (`pg_dump --inserts`), not migrated; none when there is no server.
    pub fn postgres_from(dump: &str) -> Option<Self> {
        let admin = std::env::var("QATYSU_TEST_PG").ok()?;
        let name = format!("test_{}", Id::new_v4().simple());
        connect(&admin).batch_execute(&format!("CREATE DATABASE {name}")).expect("a database is made");
        let url = beside(&admin, &name);
        let mut conn = connect(&url);
        conn.batch_execute(dump).expect("the dump is SQL");
        let store = Store::open(&url, &config()).expect("the restored database opens");
        Some(Self { url, store, _remains: Remains::Database { admin, name } })
    }

    /// A connection of one's own, beside the store.
    pub fn connect(&self) -> Conn {
        Conn::open(&self.url, Duration::from_secs(10)).expect("the test's database opens")
    }

    /// Another store on the same database, as another node has it.
    pub fn open(&self, config: &Config) -> Store {
        Store::open(&self.url, config).expect("the test's database opens")
    }
}

/// What a table holds: how many rows, and how long everything in some columns is.
#[derive(QueryableByName, Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Rows.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub rows: i64,
    /// Sum of the lengths of the columns' texts or bytes.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub length: i64,
}

/// Tables with their columns.
pub type Columns = BTreeMap<String, Vec<String>>;

impl TestDb {
    /// Every column of every table.
    pub fn columns(&self) -> Columns {
        #[derive(QueryableByName)]
        struct Column {
            #[diesel(sql_type = diesel::sql_types::Text)]
            of_table: String,
            #[diesel(sql_type = diesel::sql_types::Text)]
            name: String,
        }
        let mut c = self.connect();
        let query = match c {
            Conn::Postgres(_) => {
                "SELECT table_name::text AS of_table, column_name::text AS name FROM information_schema.columns
                 WHERE table_schema = 'public' AND left(table_name, 2) <> '__' ORDER BY 1, 2"
            }
            Conn::Sqlite(_) => {
                "SELECT t.name AS of_table, c.name AS name FROM sqlite_master t, pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND substr(t.name, 1, 2) <> '__' ORDER BY 1, 2"
            }
        };
        let mut tables = Columns::new();
        for column in diesel::sql_query(query).load::<Column>(&mut c).expect("the catalogue can be read") {
            tables.entry(column.of_table).or_default().push(column.name);
        }
        tables
    }

    /// What these tables hold in these columns.
    pub fn held(&self, tables: &Columns) -> BTreeMap<String, Held> {
        let mut c = self.connect();
        let cast = if matches!(c, Conn::Postgres(_)) { "::text" } else { "" };
        let held = |(table, columns): (&String, &Vec<String>)| {
            let length = |column: &String| format!("coalesce(length(\"{column}\"{cast}), 0)");
            let sum = columns.iter().map(length).collect::<Vec<_>>().join(" + ");
            let sum = format!("CAST(coalesce(sum({sum}), 0) AS BIGINT)");
            let query = format!("SELECT count(*) AS rows, {sum} AS length FROM \"{table}\"");
            let held = diesel::sql_query(query).get_result::<Held>(&mut c).expect("a table can be counted");
            (table.clone(), held)
        };
        tables.iter().map(held).collect()
    }
}

impl Drop for Remains {
    // After the store's own drop: fields go in the order of their declaration.
    fn drop(&mut self) {
        // Left-overs in the temporary folder or of the private server are no reason to fail a test.
        match self {
            Remains::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Remains::Database { admin, name } => {
                if let Ok(mut server) = postgres::open(admin, Duration::ZERO) {
                    drop(server.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
                }
            }
        }
    }
}

fn connect(url: &str) -> PgConnection {
    postgres::open(url, Duration::ZERO).expect("the PostgreSQL of QATYSU_TEST_PG answers")
}

/// The same server's URL with another database.
fn beside(admin: &str, name: &str) -> String {
    let (head, query) = admin.split_once('?').map_or((admin, String::new()), |(h, q)| (h, format!("?{q}")));
    let server = head.rsplit_once('/').map_or(head, |(server, _)| server);
    format!("{server}/{name}{query}")
}

/// A migrated database to clone, made once per version of the migrations; whoever comes first makes it.
fn template(admin: &str) -> Result<String> {
    #[derive(diesel::QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        found: bool,
    }

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgres");
    let mut steps: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the migrations are in the repository").flatten().map(|e| e.path()).collect();
    steps.sort();
    let mut sum = Sha256::new();
    for step in steps {
        sum.update(std::fs::read(step.join("up.sql")).expect("each migration has an up.sql"));
    }
    let name = format!("template_{:x}", sum.finalize()).chars().take(40).collect::<String>();

    let mut server = connect(admin);
    server.batch_execute("SELECT pg_advisory_lock(1)")?;
    let exists = format!("SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') AS found");
    if !diesel::sql_query(exists).get_result::<Found>(&mut server)?.found {
        server.batch_execute(&format!("DROP DATABASE IF EXISTS {name}_new"))?;
        server.batch_execute(&format!("CREATE DATABASE {name}_new"))?;
        Conn::open(&beside(admin, &format!("{name}_new")), Duration::ZERO)?.migrate()?;
        server.batch_execute(&format!("ALTER DATABASE {name}_new RENAME TO {name}"))?;
    }
    server.batch_execute("SELECT pg_advisory_unlock(1)")?;
    Ok(name)
}
