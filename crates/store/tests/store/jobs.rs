//! Jobs, leases, idempotency and imports.

use crate::sample::{at, id};
use serde_json::json;
use std::thread::scope;
use store::job::{self, Lease};
use store::testing::{TestDb, both};
use store::{Error, Job, Store};
use time::Duration;

fn new(run_at: i64, dedup: Option<&str>) -> Job {
    Job { kind: "greet", payload: json!({"at": run_at}), run_at: at(run_at), dedup: dedup.map(Into::into) }
}

fn enqueue(store: &Store, job: Job) -> bool {
    store.write(at(0), move |tx| tx.enqueue(job.clone())).unwrap()
}

fn claim(store: &Store, minute: i64) -> Vec<Lease> {
    store.write(at(minute), |tx| job::claim(tx, 10, Duration::minutes(5))).unwrap()
}

fn finish(store: &Store, lease: &Lease) -> bool {
    let lease = lease.clone();
    store.write(at(0), move |tx| job::finish(tx, &lease)).unwrap()
}

#[test]
fn due_jobs_are_claimed_once_longest_due_first() {
    both(|db| {
        for minute in [3, 1, 2, 9] {
            assert!(enqueue(&db.store, new(minute, None)));
        }
        let leases = claim(&db.store, 5);
        let due: Vec<_> = leases.iter().map(|l| l.payload["at"].as_i64().unwrap()).collect();
        assert_eq!(due, [1, 2, 3]);
        assert!(leases.iter().all(|l| l.attempts == 1 && l.until == at(10) && l.kind == "greet"));
        assert_eq!(claim(&db.store, 5), [], "they are taken");
        assert!(leases.iter().all(|l| finish(&db.store, l)));
        assert!(!finish(&db.store, &leases[0]), "it is gone");
        assert_eq!(db.store.read(job::count).unwrap(), 1);
        assert_eq!(db.store.read(|c| job::list(c, 5)).unwrap()[0].run_at, at(9));
    });
}

#[test]
fn nodes_do_not_share_a_job() {
    both(|db| {
        for _ in 0..20 {
            enqueue(&db.store, new(0, None));
        }
        let other = db.open(&store::testing::config());
        let one = |store: &Store| [claim(store, 1), claim(store, 1)].concat();
        let mut ids: Vec<_> = scope(|s| {
            let (a, b) = (s.spawn(|| one(&db.store)), s.spawn(|| one(&other)));
            [a.join().unwrap(), b.join().unwrap()].concat().into_iter().map(|lease| lease.id).collect()
        });
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 20);
    });
}

#[test]
fn who_lost_the_lease_can_do_nothing_more() {
    both(|db| {
        enqueue(&db.store, new(0, None));
        let slow = claim(&db.store, 1).remove(0);
        assert_eq!(claim(&db.store, 5), [], "its lease runs until minute 6");
        let fast = claim(&db.store, 6).remove(0);
        assert_eq!((fast.id, fast.attempts), (slow.id, 2));
        let (s, f) = (slow.clone(), fast.clone());
        db.store
            .write(at(6), move |tx| {
                assert!(!job::finish(tx, &s)?);
                assert!(!job::fail(tx, &s, "too late")?);
                assert!(!job::prolong(tx, &s, at(60))?);
                assert!(job::prolong(tx, &f, at(60))?);
                Ok::<_, Error>(())
            })
            .unwrap();
        assert_eq!(claim(&db.store, 59), []);
        assert!(finish(&db.store, &fast));
    });
}

#[test]
fn a_failed_job_comes_back_later_and_later() {
    both(|db| {
        enqueue(&db.store, new(0, None));
        let mut now = at(0);
        let mut waits = vec![];
        for _ in 0..14 {
            let lease = db.store.write(now, |tx| job::claim(tx, 1, Duration::MINUTE)).unwrap().remove(0);
            assert!(db.store.write(now, move |tx| job::fail(tx, &lease, "no mail server")).unwrap());
            let row = db.store.read(|c| job::list(c, 1)).unwrap().remove(0);
            assert_eq!(row.last_error.as_deref(), Some("no mail server"));
            waits.push((row.run_at - now).whole_seconds());
            now = row.run_at;
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]);
    });
}

#[test]
fn a_job_waits_in_the_queue_only_once() {
    both(|db| {
        assert!(enqueue(&db.store, new(0, Some("calendar"))));
        assert!(!enqueue(&db.store, new(0, Some("calendar"))));
        assert!(enqueue(&db.store, new(0, None)) && enqueue(&db.store, new(0, None)));
        for lease in claim(&db.store, 1) {
            assert!(finish(&db.store, &lease));
        }
        assert!(enqueue(&db.store, new(0, Some("calendar"))), "it has run, the next may come");
    });
}

#[test]
fn an_answered_request_is_found_by_its_key() {
    let row = store::idempotency::Idempotency {
        principal: "account".into(),
        route: "POST /proposals".into(),
        key: "k".into(),
        body_hash: vec![1, 2, 3],
        status: 201,
        resource_id: Some(id(3)),
        created_at: at(0),
    };
    both(|db| {
        let (first, again) = (row.clone(), row.clone());
        db.store.write(at(0), move |tx| store::idempotency::insert(tx, &first)).unwrap();
        let twice = db.store.write(at(0), move |tx| store::idempotency::insert(tx, &again));
        assert!(matches!(twice, Err(Error::Unique(_))));
        let find = |key: &'static str| {
            db.store.read(move |c| store::idempotency::find(c, "account", "POST /proposals", key)).unwrap()
        };
        assert_eq!(find("k"), Some(row.clone()));
        assert_eq!(find("other"), None);
        assert_eq!(db.store.write(at(1), |tx| store::idempotency::purge(tx, at(0))).unwrap(), 0);
        assert_eq!(db.store.write(at(1), |tx| store::idempotency::purge(tx, at(1))).unwrap(), 1);
        assert_eq!(find("k"), None);
    });
}

#[test]
fn an_import_counts_when_it_is_complete() {
    let db = TestDb::sqlite();
    let run = store::import_run::ImportRun {
        id: id(9),
        kind: "residents".into(),
        source: "a.csv".into(),
        complete: false,
        row_count: 0,
        created_at: at(0),
        created_by: None,
    };
    db.store.write(at(0), move |tx| store::import_run::insert(tx, &run)).unwrap();
    assert!(db.store.write(at(0), |tx| store::import_run::complete(tx, id(9), 42)).unwrap());
    let run = db.store.read(|c| store::import_run::find(c, id(9))).unwrap().unwrap();
    assert!(run.complete && run.row_count == 42);
}
