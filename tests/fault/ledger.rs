//! A node is killed while many clients move money.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api_types::endpoint::{CYCLE_LEDGER, ENVELOPE_ENTRIES, path};
use api_types::ledger::{LedgerEntry, LedgerPage};
use domain::{Id, LocalText};
use qatysu_tests::process::{Folder, Node, app, run};
use qatysu_tests::treasury::Treasury;
use serde_json::{Value, json};
use store::testing::TestDb;
use ureq::http::Method;

const CLIENTS: usize = 8;
const EACH: usize = 30;
/// The node is killed after this many acknowledged entries: in the middle of the storm.
const KILL_AFTER: usize = 60;
/// A year that is far from over: the binary reads the real clock.
const YEAR: i32 = 2090;

/// The entries of one client, in its order. The first ones bring the money that the later ones move, so that the books never
/// refuse one: every request is acknowledged in the end.
fn plan(client: usize, t: &Treasury) -> Vec<(usize, Value)> {
    let own = client % 2;
    let entry =
        |kind: &str, amount: usize| json!({ "kind": kind, "fiscal_year": YEAR, "amount": amount, "act_id": t.act });
    let mut plan = Vec::new();
    for round in 0..EACH / 5 {
        let amount = 100 + client * 10 + round;
        plan.push((own, entry("top_up", 2 * amount)));
        plan.push((own, entry("reserve", amount)));
        plan.push((own, entry("contract", amount)));
        plan.push((own, entry("pay", amount - 1)));
        let mut transfer = entry("transfer", 1);
        transfer["to_envelope_id"] = json!(t.envelopes[1 - own]);
        plan.push((own, transfer));
    }
    plan
}

fn storm(folder: &Folder, database: &str) {
    let inside = app(folder, database);
    let (city, districts) = (Id::new_v4(), [Id::new_v4(), Id::new_v4()]);
    inside
        .store
        .write(inside.now(), move |tx| -> store::Result<()> {
            let name = LocalText::same("Sample");
            let (country, code) = ("KZ".to_owned(), "s".to_owned());
            let row = store::city::City { id: city, code, name: name.clone(), country, sample: true, source: None };
            store::city::insert(tx, &row)?;
            for (ordinal, (id, code)) in (0..).zip(districts.into_iter().zip(["auezov", "turksib"])) {
                let (code, name) = (code.to_owned(), name.clone());
                let row = store::district::District { id, city_id: city, code, name, boundary: None, ordinal };
                store::district::insert(tx, &row)?;
            }
            Ok(())
        })
        .unwrap();
    for role in ["organiser", "finance"] {
        let email = format!("{role}@example.kz");
        run(folder, database, &["user", "add", &email, "--name", role, "--role", role], "a long pass phrase\n");
    }
    let node = Node::start(folder, database);
    let [organiser, finance] =
        ["organiser@example.kz", "finance@example.kz"].map(|email| node.signed_in(email, "a long pass phrase"));
    let t = Treasury::open(city, districts, organiser, finance, "2020-01-01");
    let plans: Vec<Vec<(usize, Value)>> = (0..CLIENTS).map(|client| plan(client, &t)).collect();

    // An entry that was acknowledged, or none when no answer came. 503 is a busy node: the client comes again.
    let post = |url: &str, client: usize, step: usize| -> Option<LedgerEntry> {
        let (envelope, entry) = &plans[client][step];
        let address = path(ENVELOPE_ENTRIES, &[&t.envelopes[*envelope].to_string()]);
        let key = format!("c{client}-{step}");
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key.as_str())];
        loop {
            let body = serde_json::to_vec(entry).unwrap();
            let reply = t.finance.clone().at(url).attempt(Method::POST, &address, &headers, body).ok()?;
            match reply.status {
                201 => return Some(reply.read()),
                503 => std::thread::sleep(Duration::from_millis(20)),
                other => panic!("{other}: {}", reply.text()),
            }
        }
    };
    let acknowledged = Mutex::new(BTreeMap::<(usize, usize), Id>::new());
    let steps: Vec<AtomicUsize> = (0..CLIENTS).map(|_| AtomicUsize::new(0)).collect();
    let rush = |url: &str| {
        std::thread::scope(|scope| {
            for (client, next) in steps.iter().enumerate() {
                let (post, acknowledged, url) = (&post, &acknowledged, url.to_owned());
                scope.spawn(move || {
                    while next.load(Ordering::SeqCst) < EACH {
                        let step = next.load(Ordering::SeqCst);
                        let Some(entry) = post(&url, client, step) else { break };
                        acknowledged.lock().unwrap().insert((client, step), entry.id);
                        next.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
    };
    let url = node.url.clone();
    std::thread::scope(|scope| {
        let storm = scope.spawn(|| rush(&url));
        while acknowledged.lock().unwrap().len() < KILL_AFTER {
            std::thread::sleep(Duration::from_millis(1));
        }
        node.signal("KILL");
        storm.join().unwrap();
    });
    node.end(Duration::from_secs(5));
    let before = acknowledged.lock().unwrap().clone();
    assert!(before.len() < CLIENTS * EACH, "the node died before the end");

    // What was acknowledged is there, once, and the books balance before anybody tries again.
    let said = run(folder, database, &["verify"], "");
    assert!(said.contains("The ledger balances"), "{said}");
    for id in before.values() {
        assert!(inside.store.read(|c| store::ledger::find(c, *id)).unwrap().is_some(), "acknowledged and lost: {id}");
    }

    let node = Node::start(folder, database);
    rush(&node.url);
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert_eq!(acknowledged.len(), CLIENTS * EACH, "everybody gets an answer in the end");
    assert!(before.iter().all(|(step, id)| acknowledged[step] == *id));
    let ids: BTreeSet<Id> = acknowledged.values().copied().collect();
    assert_eq!(ids.len(), CLIENTS * EACH, "each request made one entry");
    let mut kept = BTreeSet::new();
    let (list, mut cursor) = (path(CYCLE_LEDGER, &[&t.cycle.to_string()]), String::new());
    loop {
        let page: LedgerPage = node.visitor().get(&format!("{list}?limit=100{cursor}")).read();
        assert!(page.items.iter().all(|entry| kept.insert(entry.id)), "an entry is listed once");
        let Some(next) = page.next else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(kept, ids, "what was acknowledged, and nothing else");
    let sums = |kind: &str| -> i64 {
        let amounts = plans.iter().flatten().filter(|(_, entry)| entry["kind"] == kind);
        amounts.map(|(_, entry)| entry["amount"].as_i64().unwrap()).sum()
    };
    let balances = t.finance.clone().at(&node.url);
    let balances = Treasury { finance: balances, ..t }.balances();
    let of = |account: &str| -> i64 { balances.iter().filter(|((_, _, a), _)| a == account).map(|(_, n)| n).sum() };
    assert_eq!((of("outside"), of("paid")), (-sums("top_up"), sums("pay")), "nothing appears or disappears");
    assert_eq!(balances.values().sum::<i64>(), 0);
    assert!(balances.iter().all(|((_, _, account), amount)| account == "outside" || *amount > 0));
    let said = run(folder, database, &["verify"], "");
    assert!(said.contains(&format!("2 envelopes, {} entries", CLIENTS * EACH)), "{said}");
}

#[test]
fn a_killed_node_keeps_the_books_on_sqlite() {
    let folder = Folder::new();
    storm(&folder, &folder.sqlite());
}

#[test]
fn a_killed_node_keeps_the_books_on_postgres() {
    if let Some(db) = TestDb::postgres() {
        storm(&Folder::new(), &db.url);
    }
}

#[test]
#[ignore = "long: ten kills, on each database; part of make test-full"]
fn ten_kills_keep_the_books() {
    for _ in 0..10 {
        a_killed_node_keeps_the_books_on_sqlite();
        a_killed_node_keeps_the_books_on_postgres();
    }
}
