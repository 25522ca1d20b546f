//! `write`: group commit, failing neighbours, panics, reruns.

use crate::sample::{at, city, id};
use diesel::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread::scope;
use store::schema::revision;
use store::testing::{TestDb, both, config};
use store::{Conn, Error, Store, Tx, city::City};

fn revisions(store: &Store) -> Vec<(String, i64)> {
    store.read(|c| Ok::<_, Error>(store::revision::all(c)?.into_iter().map(|r| (r.topic, r.value)).collect())).unwrap()
}

/// A city like the sample with another id and code.
fn another(n: u128) -> City {
    City { id: id(n), code: format!("city-{n}"), ..city() }
}

#[test]
fn a_write_is_read_back() {
    both(|db| {
        let made = db.store.write(at(0), |tx| store::city::insert(tx, &city()).map(|()| tx.now())).unwrap();
        assert_eq!(made, at(0));
        assert_eq!(db.store.read(|c| store::city::find(c, id(1))).unwrap(), Some(city()));
        assert_eq!(db.store.read(|c| store::city::find(c, id(9))).unwrap(), None);
    });
}

#[test]
fn a_failing_closure_takes_nothing_of_its_neighbours() {
    both(|db| {
        let start = Barrier::new(40);
        scope(|s| {
            for n in 0..40_u128 {
                let (start, store) = (&start, &db.store);
                s.spawn(move || {
                    start.wait();
                    let written = store.write(at(0), move |tx| {
                        tx.touch("cities");
                        store::city::insert(tx, &another(n))?;
                        // Every fourth runs into a constraint after it has written something.
                        if n % 4 == 0 { store::city::insert(tx, &another(n)) } else { Ok(()) }
                    });
                    match written {
                        Ok(()) => assert_ne!(n % 4, 0),
                        Err(e) => assert!(n % 4 == 0 && matches!(e, Error::Unique(_)), "{n}: {e}"),
                    }
                });
            }
        });
        for n in 0..40_u128 {
            let there = db.store.read(|c| store::city::find(c, id(n))).unwrap().is_some();
            assert_eq!(there, n % 4 != 0, "{n}");
        }
        let count = revisions(&db.store)[0].1;
        assert!((1..=30).contains(&count), "a group bumps a topic once, a lone write too: {count}");
    });
}

#[test]
fn a_panic_fails_its_caller_only() {
    both(|db| {
        let start = Barrier::new(10);
        scope(|s| {
            for n in 0..10_u128 {
                let (start, store) = (&start, &db.store);
                s.spawn(move || {
                    start.wait();
                    let written = store.write(at(0), move |tx| {
                        store::city::insert(tx, &another(n))?;
                        let c: &mut Conn = tx;
                        c.transaction(|c| {
                            store::city::insert(c, &another(100 + n))?;
                            assert_ne!(n, 5, "a panic on purpose, inside a savepoint of its own");
                            Ok(())
                        })
                    });
                    match n {
                        5 => assert_eq!(written, Err(Error::Broken("the write panicked".into()))),
                        _ => written.unwrap(),
                    }
                });
            }
        });
        for n in 0..10_u128 {
            for n in [n, 100 + n] {
                let there = db.store.read(|c| store::city::find(c, id(n))).unwrap().is_some();
                assert_eq!(there, n % 100 != 5, "{n}");
            }
        }
    });
}

#[test]
fn ids_of_one_call_sort_as_made_and_carry_its_time() {
    let db = TestDb::sqlite();
    let ids = db.store.write(at(7), |tx| Ok::<_, Error>((0..5_000).map(|_| tx.new_id()).collect::<Vec<_>>())).unwrap();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert!(ids.iter().all(|id| id.get_version_num() == 7));
    let (seconds, nanos) = ids[0].get_timestamp().unwrap().to_unix();
    assert_eq!((i64::try_from(seconds).unwrap(), nanos), (at(7).unix_timestamp(), 0));
    let random = db.store.write(at(7), |tx| Ok::<_, Error>([tx.random_id(), tx.random_id()])).unwrap();
    assert!(random[0] != random[1] && random[0].get_version_num() == 4);
}

/// Fails the whole group once, by breaking its transaction behind the writer's back, and notes what each run drew.
fn break_once(tx: &mut Tx<'_>, runs: &AtomicUsize) -> Result<(), Error> {
    if runs.fetch_add(1, Ordering::SeqCst) == 0 {
        diesel::sql_query("ROLLBACK").execute(&mut **tx)?;
    }
    Ok(())
}

#[test]
fn a_rerun_draws_the_same_ids() {
    let db = TestDb::sqlite();
    let runs = Arc::new(AtomicUsize::new(0));
    let drawn = Arc::new(std::sync::Mutex::new(vec![]));
    let start = Arc::new(Barrier::new(2));
    let (r, d) = (runs.clone(), drawn.clone());
    // A first write keeps the writer busy until the other two are queued, so that those form one group.
    scope(|s| {
        let (store, inside) = (&db.store, start.clone());
        s.spawn(move || {
            store
                .write(at(0), move |_| {
                    inside.wait();
                    std::thread::sleep(std::time::Duration::from_millis(100));
                    Ok::<_, Error>(())
                })
                .unwrap();
        });
        start.wait();
        s.spawn(move || {
            store
                .write(at(0), move |tx| {
                    let ids = (tx.new_id(), tx.random_id());
                    d.lock().unwrap().push(ids);
                    store::city::insert(tx, &City { id: ids.0, ..city() })?;
                    break_once(tx, &r)
                })
                .unwrap();
        });
        s.spawn(move || store.write(at(0), |tx| store::city::insert(tx, &another(77))).unwrap());
    });
    let drawn = drawn.lock().unwrap();
    assert_eq!(drawn.len(), 2, "it ran twice");
    assert_eq!(drawn[0], drawn[1]);
    for id in [drawn[0].0, id(77)] {
        assert!(db.store.read(|c| store::city::find(c, id)).unwrap().is_some());
    }
}

#[test]
fn a_read_sees_one_state_and_cannot_write() {
    both(|db| {
        db.store
            .read(|c| {
                assert_eq!(store::city::find(c, id(1))?, None);
                let store = db.store.clone();
                store.write(at(0), |tx| store::city::insert(tx, &city()))?;
                assert_eq!(store::city::find(c, id(1))?, None, "committed after this read began");
                Ok::<_, Error>(())
            })
            .unwrap();
        let refused = db.store.read(|c| store::city::insert(c, &another(2)));
        assert!(matches!(refused, Err(Error::Broken(_))), "{refused:?}");
        assert!(db.store.read(|c| store::city::find(c, id(1))).unwrap().is_some(), "the reader still works");
    });
}

#[test]
fn topics_count_up() {
    both(|db| {
        for _ in 0..3 {
            db.store
                .write(at(0), |tx| {
                    tx.touch("a");
                    tx.touch("a");
                    tx.touch(format!("district:{}", 2));
                    Ok::<_, Error>(())
                })
                .unwrap();
        }
        let failed = db.store.write(at(0), |tx| {
            tx.touch("a");
            Err::<(), _>(Error::Conflict)
        });
        assert_eq!(failed, Err(Error::Conflict));
        assert_eq!(revisions(&db.store), [("a".into(), 3), ("district:2".into(), 3)]);
    });
}

#[test]
fn a_full_queue_is_busy() {
    let db = TestDb::sqlite();
    let small = db.open(&store::Config { queue: 1, ..config() });
    let (started, release) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    scope(|s| {
        let (inside, go) = (started.clone(), release.clone());
        let store = &small;
        let first = s.spawn(move || {
            store.write(at(0), move |_| {
                inside.wait();
                go.wait();
                Ok::<_, Error>(())
            })
        });
        started.wait();
        // The writer is busy with the first; one more fits into the queue, the others do not.
        let (answer, answers) = std::sync::mpsc::channel();
        for _ in 0..8 {
            let answer = answer.clone();
            s.spawn(move || answer.send(store.write(at(0), |_| Ok::<_, Error>(()))));
        }
        for _ in 0..7 {
            assert_eq!(answers.recv().unwrap(), Err(Error::Busy));
        }
        release.wait();
        first.join().unwrap().unwrap();
        answers.recv().unwrap().unwrap();
    });
}

#[test]
fn a_pool_in_use_is_busy() {
    let db = TestDb::sqlite();
    let wait = std::time::Duration::from_millis(50);
    let small = db.open(&store::Config { readers: 1, wait, ..config() });
    small
        .read(|_| {
            assert_eq!(small.read(|_| Ok::<_, Error>(())), Err(Error::Busy));
            Ok::<_, Error>(())
        })
        .unwrap();
}

#[test]
fn a_deadlock_is_run_again() {
    let Some(db) = TestDb::postgres() else { return };
    db.store.write(at(0), |tx| store::city::insert_all(tx, &[another(1), another(2)])).unwrap();
    let both_hold_one = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicUsize::new(0));
    scope(|s| {
        for (mine, other) in [(1, 2), (2, 1)] {
            let (store, barrier, runs) = (&db.store, both_hold_one.clone(), runs.clone());
            s.spawn(move || {
                store
                    .write(at(0), move |tx| {
                        let first = runs.fetch_add(1, Ordering::SeqCst) < 2;
                        update(tx, mine)?;
                        if first {
                            barrier.wait();
                        }
                        update(tx, other)
                    })
                    .unwrap();
            });
        }
    });
    assert_eq!(runs.load(Ordering::SeqCst), 3, "one of the two ran again");
}

fn update(tx: &mut Tx<'_>, n: u128) -> Result<(), Error> {
    use store::schema::city::dsl::{city, country, id as column};
    diesel::update(city.filter(column.eq(store::Sql(id(n))))).set(country.eq("PL")).execute(&mut **tx)?;
    Ok(())
}

#[test]
fn lost_connections_are_replaced() {
    let Some(db) = TestDb::postgres() else { return };
    let touch = |topic: &'static str| {
        db.store.write(at(0), move |tx| {
            tx.touch(topic);
            Ok::<_, Error>(())
        })
    };
    touch("before").unwrap();
    assert_eq!(revisions(&db.store).len(), 1);
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    diesel::sql_query(others).execute(&mut db.connect()).unwrap();
    touch("after").unwrap();
    assert_eq!(revisions(&db.store).len(), 2);

    // One that is lost in the middle of a write: the write runs again on another.
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    db.store
        .write(at(0), move |tx| {
            diesel::insert_into(revision::table)
                .values((revision::topic.eq("once"), revision::value.eq(1_i64)))
                .execute(&mut **tx)?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                diesel::sql_query("SELECT pg_terminate_backend(pg_backend_pid())").execute(&mut **tx)?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(revisions(&db.store).len(), 3);
}

#[test]
fn a_full_disk_fails_only_who_needs_the_space() {
    let db = TestDb::sqlite();
    // Queued behind a write that waits, all of these are one group.
    let (started, release) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    scope(|s| {
        let (inside, go, store) = (started.clone(), release.clone(), &db.store);
        s.spawn(move || {
            let hold = move |_: &mut Tx<'_>| {
                inside.wait();
                go.wait();
                Ok::<_, Error>(())
            };
            store.write(at(0), hold).unwrap();
        });
        started.wait();
        let mut small = vec![];
        for n in 1..4_u128 {
            small.push(s.spawn(move || store.write(at(0), move |tx| store::city::insert(tx, &another(n)))));
        }
        let big = s.spawn(move || {
            store.write(at(0), |tx| {
                diesel::sql_query("PRAGMA max_page_count = 1").execute(&mut **tx)?; // the size it has
                let big = City { country: "x".repeat(10_000_000), ..another(9) };
                store::city::insert(tx, &big)
            })
        });
        std::thread::sleep(std::time::Duration::from_millis(100)); // until they are queued; a group less is no failure
        release.wait();
        assert_eq!(big.join().unwrap(), Err(Error::StorageFull));
        for one in small {
            one.join().unwrap().unwrap();
        }
    });
    db.store.write(at(0), |tx| store::city::insert(tx, &another(10))).unwrap();
}

#[test]
fn a_database_that_is_not_there_is_unavailable() {
    let refused = Store::open("postgres://nobody@127.0.0.1:1/none", &config()).err();
    assert!(matches!(refused, Some(Error::Unavailable(_))), "{refused:?}");
    assert!(matches!(Store::open("mysql://x", &config()).err(), Some(Error::Broken(_))));
}

#[test]
fn nodes_that_start_together_migrate_once() {
    both(|db| {
        let start = Barrier::new(4);
        scope(|s| {
            for _ in 0..4 {
                s.spawn(|| {
                    let node = db.open(&config());
                    start.wait();
                    node.migrate().unwrap();
                });
            }
        });
    });
}
