//! Databases that earlier landings made are migrated, lose nothing, and their pages answer.

use std::io::Read as _;
use std::path::Path;

use api_types::contest::ContestList;
use api_types::cycle::CycleList;
use api_types::endpoint::{
    BODIES, CITIES, CONTEST, CONTEST_RESULT, CYCLE, CYCLE_CONTESTS, CYCLE_DELIVERY, CYCLE_ENVELOPES, CYCLE_MONEY,
    CYCLE_WORKS, CYCLES, PROJECT, PROJECTS, path,
};
use api_types::project::ProjectPage;
use app::testing::TestApp;
use flate2::read::GzDecoder;
use qatysu_tests::{TestCity, config};
use store::testing::TestDb;
use time::macros::datetime;

fn dump(engine: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/upgrade/issue-8.{engine}.sql.gz"));
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    text
}

fn upgrades(db: TestDb) {
    let tables = db.columns();
    assert!(tables.len() > 35, "{}", tables.len());
    let before = db.held(&tables);
    assert!(before["proposal"].rows == 240 && before["audit"].rows > 3_000);
    db.store.migrate().unwrap();
    for (table, after) in db.held(&tables) {
        let before = &before[&table];
        // A migration may fill in what was missing; it loses nothing.
        assert!(after.rows >= before.rows && after.length >= before.length, "{table}: {before:?}, {after:?}");
    }
    let city = TestCity::start(TestApp::over(db, datetime!(2026-11-24 21:00 UTC)), config());
    let visitor = city.visitor();
    for address in [CITIES, CYCLES, BODIES, PROJECTS] {
        visitor.get(address).status(200);
    }
    let cycles: CycleList = visitor.get(CYCLES).read();
    assert_eq!(cycles.items.len(), 7, "Almaty's sample and imported elections");
    let mut most = 0;
    for cycle in cycles.items {
        let id = cycle.id.to_string();
        for page in [CYCLE, CYCLE_ENVELOPES, CYCLE_MONEY, CYCLE_WORKS, CYCLE_DELIVERY] {
            visitor.get(&path(page, &[&id])).status(200);
        }
        let contests: ContestList = visitor.get(&path(CYCLE_CONTESTS, &[&id])).read();
        for contest in contests.items {
            visitor.get(&path(CONTEST, &[&contest.id.to_string()])).status(200);
            if !cycle.sample {
                visitor.get(&path(CONTEST_RESULT, &[&contest.id.to_string()])).status(200);
            }
        }
        let projects: ProjectPage = visitor.get(&format!("{PROJECTS}?cycle_id={id}&limit=100")).read();
        most = most.max(projects.items.len());
        for project in projects.items.iter().take(20) {
            let number = project.number.clone().unwrap_or_else(|| project.id.to_string());
            visitor.get(&path(PROJECT, &[&number])).status(200);
        }
    }
    assert_eq!(most, 100, "a full page of projects");
}

#[test]
fn a_database_of_the_first_landing_is_upgraded_on_sqlite() {
    upgrades(TestDb::sqlite_from(&dump("sqlite")));
}

#[test]
fn a_database_of_the_first_landing_is_upgraded_on_postgresql() {
    if let Some(db) = TestDb::postgres_from(&dump("postgres")) {
        upgrades(db);
    } else {
        assert!(std::env::var("CI").is_err(), "QATYSU_TEST_PG is missing, see scripts/pg.sh");
    }
}
