//! Migrations: the same steps for both engines, forward only.

use crate::repo;

fn findings(paths: &[String]) -> Vec<String> {
    let steps = |engine: &str| -> Vec<String> {
        let prefix = format!("migrations/{engine}/");
        let steps = paths.iter().filter_map(|path| path.strip_prefix(&prefix));
        steps.map(str::to_owned).collect()
    };
    let (sqlite, postgres) = (steps("sqlite"), steps("postgres"));
    let mut found = Vec::new();
    for (ours, other, engine) in [(&sqlite, &postgres, "postgres"), (&postgres, &sqlite, "sqlite")] {
        for step in ours {
            if !other.contains(step) {
                found.push(format!("migrations/{engine}/{step} is missing"));
            }
            if step.ends_with("down.sql") {
                found.push(format!("{step}: migrations only go forward"));
            }
        }
    }
    found
}

#[test]
fn migrations_are_the_same_and_only_go_forward() {
    let mut paths = repo::under("migrations/", ".sql");
    paths.retain(|path| !path.contains("/example"));
    assert!(paths.len() >= 2);
    repo::none(&findings(&paths));
}

#[test]
fn migrations_can_fail() {
    let paths = |list: &[&str]| list.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    let good = paths(&["migrations/sqlite/01_a/up.sql", "migrations/postgres/01_a/up.sql"]);
    assert_eq!(findings(&good).len(), 0);
    assert_eq!(findings(&good[..1]).len(), 1);
    let back = paths(&["migrations/sqlite/01_a/down.sql", "migrations/postgres/01_a/down.sql"]);
    assert_eq!(findings(&back).len(), 2);
}
