use api_types::act::ActRecord;
use app::testing::TestApp;
use app::{Caller, ConflictCode, Error, act, body};
use domain::{Currency, Id, LocalText, Phase, ProgrammeKind, Role};
use store::cycle::Cycle;
use store::programme::Programme;
use time::macros::date;

use crate::{body::council, faults, pairs};

fn cycle(t: &TestApp) -> Id {
    let city_id = t.city;
    t.app
        .store
        .write(t.app.now(), move |tx| -> store::Result<Id> {
            let name = LocalText::same("2025");
            let programme = Programme {
                id: tx.new_id(),
                city_id,
                code: "districts".into(),
                name: name.clone(),
                kind: ProgrammeKind::District,
            };
            store::programme::insert(tx, &programme)?;
            let row = Cycle {
                id: tx.new_id(),
                programme_id: programme.id,
                code: "2025".into(),
                name,
                fiscal_years: store::Json(vec![2026]),
                currency: Currency::Kzt,
                zone: "Asia/Almaty".into(),
                phase: Phase::Results,
                phase_since: tx.now(),
                rules_id: None,
                number_prefix: "ALM-25".into(),
                last_number: 0,
                sample: true,
                source: None,
                import_id: None,
                version: 1,
                created_at: tx.now(),
            };
            store::cycle::insert(tx, &row)?;
            Ok(row.id)
        })
        .unwrap()
}

fn setup(t: &TestApp) -> (Caller, ActRecord) {
    let organiser = t.caller("organiser", &[(Role::Organiser, Some(t.districts[0]))]);
    let body = body::create(&t.app, &organiser, &council(t, Some(t.districts[0]))).unwrap();
    let input = ActRecord {
        body_id: body.id,
        cycle_id: cycle(t),
        number: " 12-3/45 ".into(),
        date: date!(2025 - 10 - 30),
        title: LocalText::same("Протокол"),
    };
    (organiser, input)
}

#[test]
fn an_act_is_recorded_once() {
    TestApp::both(|t| {
        let (organiser, input) = setup(t);
        let recorded = act::record(&t.app, &organiser, &input).unwrap();
        assert_eq!((recorded.number.as_str(), recorded.body.ru.as_str()), ("12-3/45", "Экспертный совет"));
        let twice = act::record(&t.app, &organiser, &input);
        assert!(matches!(twice, Err(Error::Conflict(ConflictCode::ActExists))));
        assert_eq!(act::get(&t.app, recorded.id).unwrap(), recorded);
        assert_eq!(act::list(&t.app, input.cycle_id).unwrap(), [recorded]);
    });
}

#[test]
fn an_act_of_tomorrow_of_another_body_or_by_a_resident_is_not_recorded() {
    let t = TestApp::new();
    let (organiser, input) = setup(&t);
    let wrong = ActRecord { date: date!(2025 - 10 - 31), number: " ".into(), ..input.clone() };
    let found = faults(act::record(&t.app, &organiser, &wrong));
    assert_eq!(found, pairs(&[("/number", "required"), ("/date", "date_in_future")]));
    // It is the 31st in Almaty five hours before it is in Greenwich.
    t.clock.advance(time::Duration::hours(7));
    act::record(&t.app, &organiser, &ActRecord { date: date!(2025 - 10 - 31), ..input.clone() }).unwrap();
    let elsewhere = t.caller("elsewhere", &[(Role::Organiser, Some(t.districts[1]))]);
    assert!(matches!(act::record(&t.app, &elsewhere, &input), Err(Error::Denied(_))));
    assert!(matches!(act::record(&t.app, &Caller::anonymous(), &input), Err(Error::Denied(_))));
}
