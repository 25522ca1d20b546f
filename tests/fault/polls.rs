//! Ballots that are replaced while a node is killed, and a vote that two nodes open and close once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api_types::cycle::Cycle;
use api_types::endpoint::{CYCLE, CYCLE_TRANSITIONS, ME_BALLOT, path};
use app::App;
use domain::{Id, LocalText, Moment, Phase};
use qatysu_tests::people::register;
use qatysu_tests::process::{Folder, Node, app};
use qatysu_tests::vote::{Vote, VotePlan};
use qatysu_tests::{Client, eventually};
use serde_json::Value;
use store::testing::TestDb;
use ureq::http::Method;

const VOTERS: usize = 120;
const CLIENTS: usize = 8;

/// A city with one district.
fn city(app: &App) -> (Id, Id) {
    let (city_id, district) = (Id::new_v4(), Id::new_v4());
    let write = move |tx: &mut store::Tx| -> store::Result<()> {
        let (code, name) = ("s".to_owned(), LocalText::same("Sample"));
        let city = store::city::City {
            id: city_id,
            code: code.clone(),
            name: name.clone(),
            country: "KZ".into(),
            sample: true,
            source: None,
        };
        store::city::insert(tx, &city)?;
        store::district::insert(
            tx,
            &store::district::District { id: district, city_id, code, name, boundary: None, ordinal: 0 },
        )
    };
    app.store.write(app.now(), write).unwrap();
    (city_id, district)
}

/// A voter with what was sent and how much of it was acknowledged.
struct Voter {
    person: Id,
    token: String,
    sent: Vec<Value>,
    acknowledged: usize,
}

fn voters(app: &App, city: Id, district: Id, count: usize) -> Vec<Voter> {
    let voter = |account: store::account::Account| Voter {
        person: account.person_id.unwrap(),
        token: app::session::tokens_for(app, account.id).unwrap().access_token.0,
        sent: Vec::new(),
        acknowledged: 0,
    };
    register(app, city, district, count).into_iter().map(voter).collect()
}

/// Sends a ballot; the status, or none when no answer came.
fn put(url: &str, vote: Vote, token: &str, ballot: &Value) -> Option<u16> {
    let at = path(ME_BALLOT, &[&vote.contest.to_string()]);
    let client = Client::new(url).bearer(token);
    let sent =
        client.attempt(Method::PUT, &at, &[("Content-Type", "application/json")], ballot.to_string().into_bytes());
    sent.ok().map(|reply| reply.status)
}

/// Whether the box holds this ballot of this voter.
fn boxed(app: &App, vote: Vote, voter: &Voter, ballot: &Value) -> bool {
    let commitment = domain::ballot::Bytes32::parse(ballot["commitment"].as_str().unwrap()).unwrap();
    let look = |c: &mut store::Conn| -> store::Result<bool> {
        let entry = store::roll::entry_of(c, vote.contest, voter.person)?.unwrap();
        let pseudonym = app.secrets.ballot_box.mac(&[b"ballot", vote.contest.as_bytes(), entry.id.as_bytes()]);
        store::open_ballot::holds(c, &pseudonym, &commitment.0)
    };
    app.store.read(look).unwrap()
}

/// Ballots and marks.
fn in_the_box(app: &App, vote: Vote) -> (i64, i64) {
    let count = |c: &mut store::Conn| -> store::Result<(i64, i64)> {
        let marks = store::roll::turnouts(c, vote.cycle)?.first().map_or(0, |(_, count)| *count);
        Ok((store::open_ballot::count(c, vote.contest)?, marks))
    };
    app.store.read(count).unwrap()
}

/// Everybody casts again and again; the node dies meanwhile. Of each voter the last acknowledged ballot is in the box, or the
/// one that was on its way behind it.
fn replaced_while_killed(database: &str) {
    let folder = Folder::new();
    let app = app(&folder, database);
    let (city, district) = city(&app);
    let mut voters = voters(&app, city, district, VOTERS);
    let vote =
        VotePlan::new(city, district, app.now()).open(&app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
    let node = Node::start(&folder, database);
    let cast = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for part in voters.chunks_mut(VOTERS.div_ceil(CLIENTS)) {
            let (url, cast) = (&node.url, &cast);
            threads.spawn(move || {
                for round in 0_u32.. {
                    for voter in part.iter_mut() {
                        voter.sent.push(vote.ballot(&[1 + round % 3]));
                        let Some(status) = put(url, vote, &voter.token, voter.sent.last().unwrap()) else { return };
                        assert_eq!(status, 200);
                        voter.acknowledged = voter.sent.len();
                        cast.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        // In the middle of the third round.
        eventually(Duration::from_secs(20), "the storm", || cast.load(Ordering::Relaxed) >= VOTERS * 5 / 2);
        node.signal("KILL");
    });
    node.end(Duration::from_secs(5));

    let node = Node::start(&folder, database);
    for voter in &voters {
        let held: Vec<usize> = (0..voter.sent.len()).filter(|&i| boxed(&app, vote, voter, &voter.sent[i])).collect();
        let fine = held.len() == 1 && (held[0] + 1 == voter.acknowledged || held[0] + 1 == voter.sent.len());
        assert!(fine, "acknowledged {} of {}, in the box {held:?}", voter.acknowledged, voter.sent.len());
    }
    assert!(voters.iter().any(|v| v.acknowledged < v.sent.len()), "the kill met ballots on their way");
    let all = i64::try_from(VOTERS).unwrap();
    assert_eq!(in_the_box(&app, vote), (all, all), "a ballot for each mark and no other");
    // Who got no answer sends the same again.
    for voter in &voters {
        assert_eq!(put(&node.url, vote, &voter.token, voter.sent.last().unwrap()), Some(200));
        assert!(boxed(&app, vote, voter, voter.sent.last().unwrap()));
    }
    assert_eq!(in_the_box(&app, vote), (all, all));
    assert_eq!(app.store.read(store::audit::verify).unwrap().broken, None, "the audit chain holds");
}

#[test]
fn a_kill_leaves_each_voter_the_last_ballot_on_sqlite() {
    let folder = Folder::new();
    replaced_while_killed(&folder.sqlite());
}

#[test]
fn a_kill_leaves_each_voter_the_last_ballot_on_postgres() {
    let Some(db) = TestDb::postgres() else { return };
    replaced_while_killed(&db.url);
}

#[test]
#[ignore = "long: a kill at twenty moments of the storm, on each database; part of make test-full"]
fn twenty_kills_leave_each_voter_the_last_ballot() {
    for _ in 0..20 {
        a_kill_leaves_each_voter_the_last_ballot_on_sqlite();
        a_kill_leaves_each_voter_the_last_ballot_on_postgres();
    }
}

#[test]
fn two_nodes_open_and_close_a_vote_once() {
    let Some(db) = TestDb::postgres() else { return };
    let folder = Folder::new();
    let app = app(&folder, &db.url);
    let (one, two) = (Node::start(&folder, &db.url), Node::start(&folder, &db.url));
    let (city, district) = city(&app);
    let voters = voters(&app, city, district, 8);
    let mut plan = VotePlan::new(city, district, app.now());
    plan.by_calendar = true;
    plan.opens_at = app.now() + Duration::from_secs(2);
    plan.closes_at = app.now() + Duration::from_secs(6);
    let (opens, closes) = (plan.opens_at, plan.closes_at);
    let vote = plan.open(&app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
    let nodes = [&one, &two];
    let cast = |i: usize| put(&nodes[i % 2].url, vote, &voters[i].token, &vote.ballot(&[1]));
    assert_eq!(cast(0), Some(409), "before its time it is open nowhere");
    let phase = |node: &Node| node.visitor().get(&path(CYCLE, &[&vote.cycle.to_string()])).read::<Cycle>().brief.phase;
    for node in nodes {
        eventually(until(opens) + Duration::from_secs(2), "the vote opens", || phase(node) == Phase::Voting);
    }
    for i in 0..voters.len() {
        assert_eq!(cast(i), Some(200));
    }
    let closed = || nodes.iter().all(|node| phase(node) == Phase::Results);
    eventually(until(closes) + Duration::from_secs(2), "the vote closes", closed);
    assert_eq!(cast(1), Some(409));
    assert_eq!(in_the_box(&app, vote), (8, 8));
    let done = two.visitor().get(&path(CYCLE_TRANSITIONS, &[&vote.cycle.to_string()])).value();
    let events: Vec<&str> = done["done"].as_array().unwrap().iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(events.iter().collect::<HashSet<_>>().len(), 2, "{events:?}");
    assert_eq!(events.len(), 2, "each phase opens once: {events:?}");
    let contest = app.store.read(|c| store::contest::find(c, vote.contest)).unwrap().unwrap();
    assert_eq!(contest.version, 3, "opened once and closed once");
}

/// How long until then.
fn until(at: Moment) -> Duration {
    (at - time::OffsetDateTime::now_utc()).max(time::Duration::ZERO).unsigned_abs()
}
