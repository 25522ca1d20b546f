//! Both databases have the schema that `schema.rs` says, and nothing in it joins a person and a ballot.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use store::testing::{TestDb, both};

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Column {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Reference {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    target: String,
}

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Index {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    columns: String,
    #[diesel(sql_type = Bool)]
    one: bool,
}

fn columns(c: &mut Conn) -> BTreeSet<Column> {
    let sql = match c {
        Conn::Postgres(_) => {
            "SELECT table_name::text AS table, column_name::text AS name, data_type::text AS kind,
                    is_nullable = 'YES' AS nullable
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
        Conn::Sqlite(_) => {
            "SELECT m.name AS \"table\", p.name AS name, p.type AS kind, p.\"notnull\" = 0 AS nullable
             FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'"
        }
    };
    let all: Vec<Column> = diesel::sql_query(sql).load(c).unwrap();
    all.into_iter().filter(|c| c.table != "__diesel_schema_migrations").collect()
}

fn references(c: &mut Conn) -> BTreeSet<Reference> {
    let sql = match c {
        Conn::Postgres(_) => {
            "SELECT conrelid::regclass::text AS table, a.attname::text AS name, confrelid::regclass::text AS target
             FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
             WHERE contype = 'f'"
        }
        Conn::Sqlite(_) => {
            "SELECT m.name AS \"table\", p.\"from\" AS name, p.\"table\" AS target
             FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) p WHERE m.type = 'table'"
        }
    };
    diesel::sql_query(sql).load::<Reference>(c).unwrap().into_iter().collect()
}

fn indexes(c: &mut Conn) -> BTreeSet<Index> {
    let sql = match c {
        Conn::Postgres(_) => {
            "SELECT i.indrelid::regclass::text AS table, i.indisunique AS one,
                    (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey::int[]) WITH ORDINALITY k (att, n)
                     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.att) AS columns
             FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
             WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> '__diesel_schema_migrations'"
        }
        Conn::Sqlite(_) => {
            "SELECT m.name AS \"table\", i.\"unique\" = 1 AS one,
                    (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS columns
             FROM sqlite_master m JOIN pragma_index_list(m.name) i
             WHERE m.type = 'table' AND m.name <> '__diesel_schema_migrations'"
        }
    };
    diesel::sql_query(sql).load::<Index>(c).unwrap().into_iter().collect()
}

/// The names that both engines' types have in `schema.rs`.
fn same_kind(postgres: &str) -> &'static str {
    match postgres {
        "uuid" | "bytea" => "BLOB",
        "jsonb" | "date" | "text" => "TEXT",
        "timestamp with time zone" | "bigint" => "BIGINT",
        "integer" => "INTEGER",
        "boolean" => "BOOLEAN",
        other => panic!("{other}: a type that no table had so far"),
    }
}

/// Shows only what differs.
fn same<T: Ord + std::fmt::Debug>(a: &BTreeSet<T>, b: &BTreeSet<T>) {
    let differing: Vec<&T> = a.symmetric_difference(b).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

#[test]
fn both_engines_have_the_same_schema() {
    let Some(postgres) = TestDb::postgres() else {
        return;
    };
    let (sqlite, postgres) = (&mut TestDb::sqlite().connect(), &mut postgres.connect());

    let ours = columns(sqlite);
    let theirs = columns(postgres).into_iter().map(|c| Column { kind: same_kind(&c.kind).into(), ..c }).collect();
    same(&ours, &theirs);
    same(&references(sqlite), &references(postgres));
    same(&indexes(sqlite), &indexes(postgres));
}

#[test]
fn schema_rs_knows_every_table_and_column() {
    let source = include_str!("../../src/schema.rs");
    let mut declared = BTreeSet::new();
    let mut table = None;
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("    ").and_then(|l| l.split_once(" (")).filter(|(n, _)| !n.contains(' '))
        {
            table = Some(name.0.to_owned());
        } else if let (Some(table), Some((name, kind))) =
            (&table, line.strip_prefix("        ").and_then(|l| l.split_once(" -> ")))
        {
            declared.insert((table.clone(), name.to_owned(), kind.starts_with("Nullable")));
        }
    }
    both(|db| {
        let real = columns(&mut db.connect()).into_iter().map(|c| (c.table, c.name, c.nullable)).collect();
        same(&declared, &real);
    });
}

#[test]
fn nothing_joins_a_person_and_a_ballot() {
    both(|db| {
        let c = &mut db.connect();
        let columns = columns(c);
        let of = |table: &str| -> BTreeSet<String> {
            columns.iter().filter(|c| c.table == table).map(|c| c.name.clone()).collect()
        };
        let expected = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();

        // Columns: no time, no account, no id that was drawn from a clock.
        assert_eq!(
            of("open_ballot"),
            expected(&["pseudonym", "contest_id", "commitment", "nonce", "choices", "component"])
        );
        assert_eq!(of("roll_mark"), expected(&["contest_id", "roll_entry_id", "channel"]));
        assert_eq!(of("roll_entry"), expected(&["id", "contest_id", "person_id", "component"]));

        // The only thing that both sides name is the contest.
        let ballot = of("open_ballot");
        let shared: BTreeSet<_> = of("roll_mark").intersection(&ballot).cloned().collect();
        assert_eq!(shared, expected(&["contest_id"]));

        // Keys: from the ballot one gets to the contest alone, and nothing points to a ballot.
        let references = references(c);
        let mut from: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for r in &references {
            from.entry(&r.table).or_default().insert(&r.target);
        }
        assert_eq!(from["open_ballot"], BTreeSet::from(["contest"]));
        assert!(references.iter().all(|r| r.target != "open_ballot"));
        assert!(references.iter().all(|r| r.target != "roll_mark"));

        // No other table has a place for a pseudonym, a commitment or a nonce.
        for column in &columns {
            let secret = ["pseudonym", "commitment", "nonce", "choices"].contains(&column.name.as_str());
            assert!(!secret || column.table == "open_ballot", "{column:?}");
        }
    });
}
