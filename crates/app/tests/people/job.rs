use app::job::{CLEANUP, Runner};
use app::testing::TestApp;
use app::{Error, session};
use serde_json::json;
use store::Job;
use store::session::Session;
use time::Duration;

fn enqueue(t: &TestApp, kind: &'static str) {
    let queued = t.app.store.write(t.app.now(), move |tx| -> Result<bool, Error> {
        let run_at = tx.now();
        Ok(tx.enqueue(Job { kind, payload: json!({}), run_at, dedup: None })?)
    });
    assert!(queued.unwrap());
}

#[test]
fn a_failing_job_is_kept_with_its_reason_and_tried_again_later() {
    TestApp::both(|t| {
        enqueue(t, "no_such_kind");
        let runner = Runner::new(t.app.clone());
        assert_eq!(runner.run_due().unwrap(), 0);
        assert_eq!(runner.run_due().unwrap(), 0, "not due yet");
        let rows = t.app.store.read(|c| store::job::list(c, 10)).unwrap();
        assert_eq!((rows.len(), rows[0].attempts), (1, 1));
        assert!(rows[0].last_error.as_deref().unwrap().contains("no_such_kind"));
        assert!(rows[0].run_at > t.app.now());
        t.clock.advance(Duration::minutes(1));
        runner.run_due().unwrap();
        assert_eq!(t.app.store.read(|c| store::job::list(c, 10)).unwrap()[0].attempts, 2);
    });
}

#[test]
fn the_cleanup_comes_every_hour_once_and_takes_what_is_over() {
    TestApp::both(|t| {
        let id = t.account("aigerim", &[]);
        let over = session::open_for(&t.app, id).unwrap();
        let runner = Runner::new(t.app.clone());
        runner.schedule().unwrap();
        runner.schedule().unwrap();
        assert_eq!(runner.run_due().unwrap(), 1);
        let find = |id| -> Option<Session> { t.app.store.read(|c| store::session::find(c, id)).unwrap() };
        assert!(find(over.session_id).is_some());
        t.clock.advance(t.app.config.session_life + Duration::days(8));
        let fresh = session::open_for(&t.app, id).unwrap();
        assert_eq!(runner.run_due().unwrap(), 1);
        assert!(find(over.session_id).is_none());
        assert!(find(fresh.session_id).is_some());
        let rows = t.app.store.read(|c| store::job::list(c, 10)).unwrap();
        assert_eq!((rows.len(), rows[0].kind.as_str()), (1, CLEANUP));
        assert_eq!(rows[0].run_at, t.app.now() + Duration::HOUR);
    });
}

#[test]
fn two_runners_share_the_queue_and_nothing_runs_twice() {
    TestApp::both(|t| {
        for n in 0..20 {
            let input = api_types::account::AccountRegister {
                email: format!("resident{n}@example.kz"),
                password: api_types::account::SecretText(app::testing::PASSWORD.into()),
                display_name: format!("Resident {n}"),
                lang: domain::Lang::Kk,
            };
            app::account::register(&t.app, &input).unwrap();
        }
        let runs: Vec<_> = (0..2)
            .map(|_| {
                let runner = Runner::new(t.app.clone());
                std::thread::spawn(move || runner.run_due().unwrap())
            })
            .collect();
        let ran: usize = runs.into_iter().map(|r| r.join().unwrap()).sum();
        assert_eq!(ran, 20);
        assert_eq!(t.mails().len(), 20);
    });
}
