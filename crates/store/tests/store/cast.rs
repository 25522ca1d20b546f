//! The ballot box.

use crate::sample::{at, contest, id, open_contest, person};
use diesel::prelude::*;
use domain::{Channel, ContestState, Id, Moment};
use std::sync::{Arc, Barrier};
use std::thread::scope;
use store::open_ballot::OpenBallot;
use store::roll::RollMark;
use store::schema::{open_ballot, roll_mark};
use store::testing::{TestDb, both, config};
use store::{BallotCast, CastError, Error, Recorded, Store};
use time::Duration;

/// Resident n's ballot, as good as any.
fn ballot(n: u8, choices: &[u32]) -> BallotCast {
    let mut commitment = [n; 32];
    for (byte, choice) in commitment[1..].iter_mut().zip(choices) {
        *byte = u8::try_from(*choice).unwrap();
    }
    BallotCast {
        contest_id: id(7),
        roll_entry_id: id(1000 + u128::from(n)),
        pseudonym: [n; 32],
        commitment,
        nonce: [n; 32],
        choices: domain::Choices::Numbers(choices.to_vec()),
        component: None,
        channel: Channel::Web,
        replaceable: true,
        received_at: at(30),
    }
}

/// Pseudonym and choices of every ballot.
fn ballots(store: &Store) -> Vec<(u8, Vec<u32>)> {
    let load =
        |c: &mut store::Conn| open_ballot::table.order(open_ballot::pseudonym).select(OpenBallot::as_select()).load(c);
    let rows: Vec<OpenBallot> = store.read(|c| Ok::<_, Error>(load(c)?)).unwrap();
    rows.into_iter().map(|b| (b.pseudonym[0], b.choices.0.numbers())).collect()
}

fn marks(store: &Store) -> Vec<(Id, Channel)> {
    let load =
        |c: &mut store::Conn| roll_mark::table.order(roll_mark::roll_entry_id).select(RollMark::as_select()).load(c);
    let rows: Vec<RollMark> = store.read(|c| Ok::<_, Error>(load(c)?)).unwrap();
    rows.into_iter().map(|m| (m.roll_entry_id, m.channel)).collect()
}

#[test]
fn a_ballot_is_replaced_and_the_same_again_changes_nothing() {
    both(|db| {
        open_contest(&db.store, 2);
        assert_eq!(db.store.cast(ballot(0, &[1, 2])), Ok(Recorded::First));
        assert_eq!(db.store.cast(ballot(0, &[1, 2])), Ok(Recorded::Unchanged));
        let other = BallotCast { channel: Channel::Counter, ..ballot(0, &[3]) };
        assert_eq!(db.store.cast(other), Ok(Recorded::Replaced));
        assert_eq!(db.store.cast(ballot(1, &[])), Ok(Recorded::First));
        assert_eq!(ballots(&db.store), [(0, vec![3]), (1, vec![])]);
        assert_eq!(marks(&db.store), [(id(1000), Channel::Counter), (id(1001), Channel::Web)]);
    });
}

#[test]
fn where_the_rules_forbid_it_nobody_votes_twice() {
    both(|db| {
        open_contest(&db.store, 1);
        let once = |choices: &[u32]| BallotCast { replaceable: false, ..ballot(0, choices) };
        assert_eq!(db.store.cast(once(&[1])), Ok(Recorded::First));
        assert_eq!(db.store.cast(once(&[2])), Err(CastError::AlreadyVoted));
        assert_eq!(db.store.cast(once(&[1])), Ok(Recorded::Unchanged), "a repeated request");
        assert_eq!(ballots(&db.store), [(0, vec![1])]);
    });
}

#[test]
fn the_window_is_exact_to_the_microsecond() {
    both(|db| {
        open_contest(&db.store, 2);
        let cast = |n, received_at: Moment| db.store.cast(BallotCast { received_at, ..ballot(n, &[1]) });
        let (opens, closes, micro) = (at(0), at(60), Duration::MICROSECOND);
        assert_eq!(cast(0, opens - micro), Err(CastError::NotOpen));
        assert_eq!(cast(0, opens), Ok(Recorded::First));
        assert_eq!(cast(1, closes + micro), Err(CastError::NotOpen));
        assert_eq!(cast(1, closes), Err(CastError::NotOpen), "the close itself is late");
        assert_eq!(cast(1, closes - micro), Ok(Recorded::First));
        assert_eq!(cast(1, closes + micro), Ok(Recorded::Unchanged), "the answer was lost, the ballot was not");

        db.store
            .write(at(70), |tx| {
                let mut row = store::contest::lock(tx, id(7))?.unwrap();
                row.state = ContestState::Counting;
                assert!(store::contest::update(tx, &mut row)?);
                Ok::<_, Error>(())
            })
            .unwrap();
        assert_eq!(db.store.cast(ballot(0, &[5])), Err(CastError::NotOpen), "closed by its state");
        assert_eq!(ballots(&db.store).len(), 2);
    });
}

#[test]
fn bad_ballots_of_a_batch_fail_alone() {
    both(|db| {
        open_contest(&db.store, 20);
        // A second contest, whose roll has none of these residents.
        db.store
            .write(at(0), |tx| {
                store::contest::insert(tx, &store::contest::Contest { id: id(8), code: "b".into(), ..contest() })
            })
            .unwrap();
        assert_eq!(db.store.cast(ballot(19, &[9])), Ok(Recorded::First));
        let start = Barrier::new(19);
        scope(|s| {
            for n in 0..19_u8 {
                let (start, store) = (&start, &db.store);
                s.spawn(move || {
                    let good = ballot(n, &[u32::from(n)]);
                    let (cast, expected) = match n {
                        3 => (BallotCast { roll_entry_id: id(5), ..good }, Err(CastError::NotOnRoll)),
                        4 => (BallotCast { contest_id: id(8), ..good }, Err(CastError::NotOnRoll)),
                        5 => (BallotCast { contest_id: id(99), ..good }, Err(CastError::NotOpen)),
                        6 => (
                            BallotCast { commitment: ballot(19, &[9]).commitment, ..good },
                            Err(CastError::CommitmentTaken),
                        ),
                        7 => (BallotCast { received_at: at(61), ..good }, Err(CastError::NotOpen)),
                        _ => (good, Ok(Recorded::First)),
                    };
                    start.wait();
                    assert_eq!(store.cast(cast), expected, "{n}");
                });
            }
        });
        let voted: Vec<u8> = ballots(&db.store).into_iter().map(|b| b.0).collect();
        assert_eq!(voted, (0..20).filter(|n| !(3..=7).contains(n)).collect::<Vec<_>>());
        assert_eq!(marks(&db.store).len(), 15);
    });
}

#[test]
fn one_voter_at_once_through_two_nodes_counts_once() {
    both(|db| {
        open_contest(&db.store, 8);
        let other = db.open(&config());
        for n in 0..8_u8 {
            let start = Barrier::new(2);
            let replaceable = n % 2 == 0;
            let cast = |store: &Store, choice| {
                start.wait();
                store.cast(BallotCast { replaceable, ..ballot(n, &[choice]) })
            };
            let answers = scope(|s| {
                let (one, two) = (s.spawn(|| cast(&db.store, 1)), s.spawn(|| cast(&other, 2)));
                [one.join().unwrap(), two.join().unwrap()]
            });
            let second = if replaceable { Ok(Recorded::Replaced) } else { Err(CastError::AlreadyVoted) };
            assert!(answers.contains(&Ok(Recorded::First)) && answers.contains(&second), "{answers:?}");
        }
        assert_eq!(ballots(&db.store).len(), 8);
        assert_eq!(marks(&db.store).len(), 8);
    });
}

#[test]
fn several_ballots_of_one_voter_in_one_batch_keep_their_order() {
    both(|db| {
        open_contest(&db.store, 1);
        let (send, answers) = std::sync::mpsc::channel();
        for choice in 1..=5 {
            let send = send.clone();
            db.store.cast_then(ballot(0, &[choice]), move |r| send.send(r).unwrap()).unwrap();
        }
        let answers: Vec<_> = answers.iter().take(5).map(Result::unwrap).collect();
        assert_eq!(answers[0], Recorded::First);
        assert!(answers[1..].iter().all(|a| *a == Recorded::Replaced));
        assert_eq!(ballots(&db.store), [(0, vec![5])]);
    });
}

#[test]
fn a_full_queue_of_ballots_is_busy() {
    let db = TestDb::sqlite();
    open_contest(&db.store, 3);
    let small = db.open(&store::Config { queue: 1, ..config() });
    let (started, release) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    scope(|s| {
        let (inside, go) = (started.clone(), release.clone());
        let store = &small;
        s.spawn(move || {
            let hold = move |_: &mut store::Tx<'_>| {
                inside.wait();
                go.wait();
                Ok::<_, Error>(())
            };
            store.write(at(0), hold).unwrap();
        });
        started.wait();
        let (send, answers) = std::sync::mpsc::channel();
        small.cast_then(ballot(0, &[1]), move |r| send.send(r).unwrap()).unwrap();
        assert_eq!(small.cast(ballot(1, &[1])), Err(CastError::Store(Error::Busy)));
        release.wait();
        assert_eq!(answers.recv().unwrap(), Ok(Recorded::First));
    });
}

#[test]
fn the_audit_counts_ballots_and_names_nobody() {
    both(|db| {
        open_contest(&db.store, 3);
        let second = Duration::SECOND;
        for n in 0..3 {
            db.store.cast(BallotCast { received_at: at(30) + second * 17, ..ballot(n, &[1]) }).unwrap();
        }
        db.store.cast(ballot(0, &[2])).unwrap();
        let page = db.store.read(|c| store::audit::list(c, &Default::default(), &store::Seek::first(50))).unwrap();
        let links: Vec<_> = page.items.into_iter().filter(|l| l.action == "ballots_cast").collect();
        assert!(!links.is_empty());
        let mut sums = (0, 0);
        for link in links {
            assert_eq!((link.account_id, link.subject_id, link.at), (None, Some(id(7)), at(30)), "to the minute");
            let payload: serde_json::Value = serde_json::from_str(&link.payload.unwrap()).unwrap();
            sums.0 += payload["first"].as_u64().unwrap();
            sums.1 += payload["replaced"].as_u64().unwrap();
            assert_eq!(payload.as_object().unwrap().len(), 2);
        }
        assert_eq!(sums, (3, 1));
        assert_eq!(db.store.read(store::audit::verify).unwrap().broken, None);
    });
}

#[test]
fn the_database_itself_refuses_a_second_mark_and_a_stranger() {
    both(|db| {
        open_contest(&db.store, 1);
        db.store.cast(ballot(0, &[1])).unwrap();
        let entry = |n| roll_entry(n, person(100).id);
        let twice = db.store.write(at(0), move |tx| store::roll::insert(tx, &entry(2000)));
        assert!(matches!(twice, Err(Error::Unique(_))), "{twice:?}");
        let stranger = db.store.write(at(0), |tx| store::roll::insert(tx, &roll_entry(2001, id(555))));
        assert!(matches!(stranger, Err(Error::ForeignKey(_))), "{stranger:?}");
    });
}

fn roll_entry(n: u128, person_id: Id) -> store::roll::RollEntry {
    store::roll::RollEntry { id: id(n), contest_id: id(7), person_id, component: None }
}

#[test]
fn a_ballot_survives_the_loss_of_the_connection() {
    let Some(db) = TestDb::postgres() else { return };
    open_contest(&db.store, 2);
    assert_eq!(db.store.cast(ballot(0, &[1])), Ok(Recorded::First));
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    diesel::sql_query(others).execute(&mut db.connect()).unwrap();
    assert_eq!(db.store.cast(ballot(1, &[1])), Ok(Recorded::First));
    assert_eq!(ballots(&db.store).len(), 2);
}

/// Not a promise, a look: `cargo test -p store --release -- --ignored --nocapture throughput`.
#[test]
#[ignore = "measures, asserts little"]
fn throughput_of_casting() {
    both(|db| {
        const VOTERS: u128 = 20_000;
        open_contest(&db.store, VOTERS);
        let voter = |n: u128, choice| {
            let mut key = [0; 32];
            key[..16].copy_from_slice(&n.to_be_bytes());
            let mut commitment = key;
            commitment[31] = choice;
            BallotCast { roll_entry_id: id(1000 + n), pseudonym: key, commitment, ..ballot(0, &[u32::from(choice)]) }
        };
        for choice in [1, 2] {
            let begun = std::time::Instant::now();
            scope(|s| {
                for thread in 0..64 {
                    let store = &db.store;
                    s.spawn(move || {
                        for n in (thread..VOTERS).step_by(64) {
                            store.cast(voter(n, choice)).unwrap();
                        }
                    });
                }
            });
            let rate = VOTERS as f64 / begun.elapsed().as_secs_f64();
            eprintln!("{} ballots/s, choice {choice}", rate.round());
        }
        let count: i64 = db.store.read(|c| Ok::<_, Error>(open_ballot::table.count().get_result(c)?)).unwrap();
        assert_eq!(count, i64::try_from(VOTERS).unwrap());
        assert_eq!(db.store.read(store::audit::verify).unwrap().broken, None);
    });
}
