//! A node is killed while people vote.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use api_types::endpoint::{ME_BALLOT, path};
use app::session::tokens_for;
use domain::{Id, LocalText};
use qatysu_tests::Client;
use qatysu_tests::people::register;
use qatysu_tests::process::{Folder, Node, app};
use qatysu_tests::vote::VotePlan;
use store::testing::TestDb;
use ureq::http::Method;

const VOTERS: usize = 600;
const CLIENTS: usize = 12;
/// The node is killed after this many acknowledged ballots: in the middle of the storm.
const KILL_AFTER: usize = 150;

/// Everybody votes once; the node dies in the middle and starts again; whoever got no answer asks again.
fn storm(database: &str) {
    let folder = Folder::new();
    let app = app(&folder, database);
    let (city_id, district) = (Id::new_v4(), Id::new_v4());
    let name = LocalText::same("Sample");
    let city = store::city::City {
        id: city_id,
        code: "s".into(),
        name: name.clone(),
        country: "KZ".into(),
        sample: true,
        source: None,
    };
    let row = store::district::District { id: district, city_id, code: "d".into(), name, boundary: None, ordinal: 0 };
    app.store
        .write(app.now(), move |tx| -> store::Result<()> {
            store::city::insert(tx, &city)?;
            store::district::insert(tx, &row)
        })
        .unwrap();
    let accounts = register(&app, city_id, district, VOTERS);
    let people: Vec<Id> = accounts.iter().filter_map(|account| account.person_id).collect();
    let vote = VotePlan::new(city_id, district, app.now()).open(&app, &people);
    let tokens: Vec<String> =
        accounts.iter().map(|account| tokens_for(&app, account.id).unwrap().access_token.0).collect();
    let ballots: Vec<Vec<u8>> = (0..VOTERS)
        .map(|voter| {
            let choices: &[u32] = if voter % 2 == 0 { &[1, 2] } else { &[3] };
            serde_json::to_vec(&vote.ballot(choices)).unwrap()
        })
        .collect();
    let address = path(ME_BALLOT, &[&vote.contest.to_string()]);
    let cast = |url: &str, voter: usize| {
        let client = Client::new(url).bearer(&tokens[voter]);
        let json = [("Content-Type", "application/json")];
        client.attempt(Method::PUT, &address, &json, ballots[voter].clone()).is_ok_and(|reply| {
            assert_eq!(reply.status, 200, "{}", reply.text());
            true
        })
    };

    let node = Node::start(&folder, database);
    let (next, acknowledged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let voter = next.fetch_add(1, Ordering::SeqCst);
                    if voter >= VOTERS || !cast(&node.url, voter) {
                        break;
                    }
                    acknowledged.lock().unwrap().push(voter);
                }
            });
        }
        while acknowledged.lock().unwrap().len() < KILL_AFTER {
            std::thread::sleep(Duration::from_millis(1));
        }
        node.signal("KILL");
    });
    node.end(Duration::from_secs(5));
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() < VOTERS, "the node died before the end");

    // Everything that was acknowledged is there, each once; what was in flight may be.
    let marked = |person: Id| {
        app.store
            .read(|c| -> store::Result<bool> {
                let entry = store::roll::entry_of(c, vote.contest, person)?.unwrap();
                Ok(store::roll::mark_of(c, vote.contest, entry.id)?.is_some())
            })
            .unwrap()
    };
    let counted = || app.store.read(|c| store::open_ballot::count(c, vote.contest)).unwrap() as usize;
    let lost: Vec<usize> = acknowledged.iter().copied().filter(|voter| !marked(people[*voter])).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert_eq!(counted(), people.iter().filter(|person| marked(**person)).count(), "a ballot for each mark");
    assert!(counted() >= acknowledged.len() && counted() <= acknowledged.len() + CLIENTS);

    let start = Instant::now();
    let node = Node::start(&folder, database);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    for voter in 0..VOTERS {
        assert!(cast(&node.url, voter), "everybody gets an answer, also who votes the same again");
    }
    assert_eq!(counted(), VOTERS);
    let choices = app.store.read(|c| store::open_ballot::choices(c, vote.contest)).unwrap();
    assert_eq!(choices.iter().filter(|c| c.numbers() == [3]).count(), VOTERS / 2);
}

#[test]
fn a_killed_node_loses_no_acknowledged_ballot_on_sqlite() {
    let folder = Folder::new();
    storm(&folder.sqlite());
}

#[test]
fn a_killed_node_loses_no_acknowledged_ballot_on_postgres() {
    if let Some(db) = TestDb::postgres() {
        storm(&db.url);
    }
}
