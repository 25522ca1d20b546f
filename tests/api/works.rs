//! Works: planned out of what was funded, procured, built, set back and accepted, with their money.

use api_types::endpoint::{
    CYCLE_WORK_SUMMARY, CYCLE_WORKS, ENVELOPE, EXPORT_MILESTONES_CSV, EXPORT_MILESTONES_JSON, EXPORT_MILESTONES_JSONL,
    EXPORT_VERDICTS_CSV, EXPORT_VERDICTS_JSON, EXPORT_VERDICTS_JSONL, EXPORT_WORKS_CSV, EXPORT_WORKS_JSON,
    EXPORT_WORKS_JSONL, WORK, WORK_ACCEPTANCE, WORK_EVENTS, WORK_MILESTONES, WORK_UPDATES,
};
use api_types::envelope::Envelope;
use api_types::work::{WorkPage, WorkSummary};
use domain::{Id, LedgerAccount, Money, Phase, Role, WorkEvent, WorkState};
use qatysu_tests::delivery::{Delivery, at, text};
use qatysu_tests::{TestCity, both};
use serde_json::{Value, json};
use time::macros::datetime;

fn balance(city: &TestCity, of: Id, account: LedgerAccount) -> i64 {
    let envelope: Envelope = city.visitor().get(&at(ENVELOPE, of)).read();
    envelope.balances.iter().filter(|b| b.account == account).map(|b| b.amount.0).sum()
}

fn event(name: &str) -> Value {
    json!({ "event": name })
}

fn with_reason(name: &str) -> Value {
    json!({ "event": name, "reason": text("Так вышло, вот почему") })
}

both! {
    fn one_item_becomes_two_works_and_three_items_one(city: &TestCity) {
        let d = Delivery::open(city);
        assert_eq!(d.left(city), [40_000, 50_000, 60_000]);
        let path = at(CYCLE_WORKS, d.cycle);
        let whole = d.work("Двор, свет и площадка", &[(0, 25_000), (1, 50_000), (2, 60_000)]);
        let rest = d.work("Двор, вторая очередь", &[(0, 15_000)]);
        assert_eq!((whole.brief.number, rest.brief.number), (1, 2));
        assert_eq!((whole.brief.amount, whole.brief.money.reserved), (Money(135_000), Money(135_000)));
        assert_eq!((whole.brief.district_id, whole.items.len()), (Some(d.district), 3));
        assert_eq!(d.left(city), [0, 0, 0]);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Reserved), 150_000);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Available), 50_000);
        d.executor.post(&path, &d.plan("Ещё", &[(0, 1)])).refused(409, &["item_exceeded"]);
        d.executor.post(&path, &d.plan("Ещё", &[(3, 1), (1, 60_000)])).refused(409, &["item_not_funded", "item_exceeded"]);
        let mut stranger = d.plan("Ещё", &[(1, 1)]);
        stranger["items"][0]["ballot_item_id"] = json!(Id::new_v4());
        let city_executor = city.official("works-city", &[(Role::Executor, None)]);
        city_executor.post(&path, &stranger).refused(409, &["item_not_funded"]);
        let page: WorkPage = city.visitor().get(&path).read();
        assert_eq!(page.items.len(), 2);
        let summary: WorkSummary = city.visitor().get(&at(CYCLE_WORK_SUMMARY, d.cycle)).read();
        assert_eq!((summary.items[0].works, summary.items[0].amount), (2, Money(150_000)));
        city.run_jobs();
    }

    fn a_plan_with_faults_reserves_nothing(city: &TestCity) {
        let d = Delivery::open(city);
        let path = at(CYCLE_WORKS, d.cycle);
        let post = |plan: &Value| d.executor.post(&path, plan);
        let plan = json!({
            "name": text(" "), "body_id": Id::new_v4(), "fiscal_year": 2031, "due_on": "2026-09-30",
            "items": [{ "ballot_item_id": d.items[0], "amount": -5 }, { "ballot_item_id": d.items[0], "amount": 1 }],
        });
        post(&plan).invalid(&[
            ("/name/kk", "required"),
            ("/name/ru", "required"),
            ("/body_id", "unknown"),
            ("/items/0/amount", "not_positive"),
            ("/items/1/ballot_item_id", "duplicate"),
            ("/fiscal_year", "unknown"),
        ]);
        let mut none = d.plan("Ничего", &[]);
        city.official("works-city", &[(Role::Executor, None)]).post(&path, &none).invalid(&[("/items", "required")]);
        none["due_on"] = json!("30.09.2026");
        post(&none).problem(400);
        post(&d.plan("Слишком", &[(0, 40_001)])).refused(409, &["item_exceeded"]);
        city.visitor().post(&path, &d.plan("Кто-то", &[(0, 1)])).problem(401);
        d.member.post(&path, &d.plan("Член", &[(0, 1)])).refused(403, &["role_missing"]);
        let away = city.official("works-away", &[(Role::Executor, Some(city.districts()[1]))]);
        away.post(&path, &d.plan("Чужой", &[(0, 1)])).refused(403, &["wrong_district"]);
        d.executor.post(&at(CYCLE_WORKS, Id::new_v4()), &d.plan("Где", &[(0, 1)])).problem(404);
        let cycle = d.cycle;
        let back = move |tx: &mut store::Tx| -> store::Result<()> {
            let mut row = store::cycle::lock(tx, cycle)?.unwrap();
            row.phase = Phase::Results;
            store::cycle::update(tx, &mut row).map(drop)
        };
        city.test.app.store.write(city.now(), back).unwrap();
        post(&d.plan("Рано", &[(0, 1)])).refused(409, &["not_in_phase"]);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Reserved), 0);
        city.run_jobs();
    }

    fn the_same_request_plans_one_work(city: &TestCity) {
        let d = Delivery::open(city);
        let (path, plan) = (at(CYCLE_WORKS, d.cycle), d.plan("Двор", &[(0, 30_000)]));
        let first = d.executor.post_once(&path, "k1", &plan).status(201).value();
        let again = d.executor.post_once(&path, "k1", &plan).status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.value()["id"], first["id"]);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Reserved), 30_000);
        city.run_jobs();
    }

    fn a_tender_fails_and_is_announced_again(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.fire(work, &Delivery::tender("T-1")).refused(409, &["wrong_state"]);
        d.fire(work, &event("start_design")).status(200);
        d.fire(work, &event("pass_expertise")).invalid(&[("/detail/document", "required")]);
        d.fire(work, &json!({ "event": "pass_expertise", "detail": { "document": "Э-7", "published_on": "2026-03-01" } }))
            .status(200);
        let bad = json!({ "event": "announce_tender", "detail": {
            "document": "T-1", "start_price": -1, "published_on": "2026-03-03", "closes_on": "2026-03-01", "percent": 5 } });
        d.fire(work, &bad).invalid(&[
            ("/detail/percent", "unknown_field"),
            ("/detail/start_price", "not_positive"),
            ("/detail/published_on", "date_in_future"),
            ("/detail/closes_on", "date_order"),
        ]);
        d.fire(work, &Delivery::tender("T-1")).status(200);
        d.fire(work, &event("fail_tender")).refused(409, &["reason_required"]);
        d.fire(work, &with_reason("fail_tender")).status(200);
        d.fire(work, &Delivery::tender("T-2")).status(200);
        d.fire(work, &Delivery::award()).status(200);
        d.fire(work, &event("sign_contract")).invalid(&[("/event", "elsewhere")]);
        let read = d.read(city, work);
        let told: Vec<WorkEvent> = read.events.iter().map(|step| step.event).collect();
        use WorkEvent as E;
        let expected =
            [E::StartDesign, E::PassExpertise, E::AnnounceTender, E::FailTender, E::AnnounceTender, E::Award];
        assert_eq!(told, expected);
        assert_eq!(read.events[4].detail.as_ref().and_then(|d| d.document.as_deref()), Some("T-2"));
        assert_eq!(read.events[3].reason.as_ref().map(|r| r.ru.as_str()), Some("Так вышло, вот почему"));
        assert!(read.possible.contains(&E::SignContract));
        d.member.post(&at(WORK_EVENTS, work), &event("start")).refused(403, &["role_missing"]);
        city.visitor().post(&at(WORK_EVENTS, work), &event("start")).problem(401);
        d.fire(Id::new_v4(), &event("start")).problem(404);
        city.run_jobs();
    }

    fn what_is_not_built_is_saved(city: &TestCity) {
        let d = Delivery::open(city);
        let less = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.fire(less, &event("start_design")).status(200);
        let saving = |amount: i64| json!({
            "event": "reduce", "reason": text("Без фонтана"), "detail": { "part": text("Фонтан"), "savings": [{ "envelope_id": d.envelope, "amount": amount }] } });
        d.fire(less, &saving(0)).invalid(&[("/detail/savings/0/amount", "not_positive")]);
        d.fire(less, &saving(40_001)).refused(409, &["not_enough_money"]);
        assert_eq!(d.read(city, less).brief.state, WorkState::Design, "nothing of it happened");
        d.fire(less, &saving(12_000)).status(200);
        let read = d.read(city, less);
        assert_eq!((read.brief.state, read.brief.money.reserved, read.brief.money.saved), (WorkState::Reduced, Money(28_000), Money(12_000)));
        let off = d.work("Площадка", &[(1, 50_000)]).brief.id;
        d.fire(off, &event("cancel")).refused(409, &["reason_required"]);
        d.fire(off, &with_reason("cancel")).status(200);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Saved), 62_000);
        assert_eq!(d.left(city), [0, 50_000, 60_000], "a cancelled work takes nothing of its item");
        d.executor.post(&at(WORK_UPDATES, off), &json!({ "text": text("Нет") })).refused(409, &["wrong_state"]);
        city.run_jobs();
    }

    fn a_work_is_deferred_to_a_named_year(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.fire(work, &event("defer")).refused(409, &["reason_required", "fiscal_year_required"]);
        let mut defer = with_reason("defer");
        defer["fiscal_year"] = json!(2026);
        d.fire(work, &defer).invalid(&[("/fiscal_year", "not_later")]);
        defer["fiscal_year"] = json!(2027);
        d.fire(work, &defer).status(200);
        let read = d.read(city, work);
        assert_eq!((read.brief.state, read.brief.fiscal_year), (WorkState::Deferred, 2027));
        assert_eq!(read.brief.due_on.to_string(), "2027-12-31");
        assert_eq!(read.brief.first_due_on.to_string(), "2026-09-30", "the first promise stays");
        let mut resume = event("resume");
        resume["due_on"] = json!("2026-03-01");
        d.fire(work, &resume).invalid(&[("/due_on", "date_order")]);
        resume["due_on"] = json!("2027-05-01");
        d.fire(work, &resume).status(200);
        assert_eq!(d.read(city, work).brief.due_on.to_string(), "2027-05-01");
        let mut start = event("start_design");
        start["fiscal_year"] = json!(2027);
        d.fire(work, &start).invalid(&[("/fiscal_year", "unknown_field")]);
        city.run_jobs();
    }

    fn it_is_built_told_about_and_accepted_by_act(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.jump(city, work, WorkState::Contracted);
        d.fire(work, &event("start")).status(200);
        let part = json!({ "event": "deliver_part", "detail": { "percent": 60, "part": text("Дорожки готовы") } });
        d.fire(work, &json!({ "event": "deliver_part" })).invalid(&[("/detail/percent", "required"), ("/detail/part", "required")]);
        d.fire(work, &part).status(200);
        let news = json!({ "text": text("Поставили свет"), "percent": 80 });
        d.tick();
        d.member.post(&at(WORK_UPDATES, work), &news).status(201);
        d.executor.post(&at(WORK_UPDATES, work), &json!({ "text": text(""), "percent": 101 }))
            .invalid(&[("/text/kk", "required"), ("/text/ru", "required"), ("/percent", "range")]);
        city.resident(d.district).client.post(&at(WORK_UPDATES, work), &news).refused(403, &["role_missing"]);
        d.accept(work, "А-1", "2026-03-02").refused(409, &["wrong_state"]);
        d.fire(work, &event("complete")).status(200);
        d.fire(work, &with_reason("refuse_acceptance")).status(200);
        d.fire(work, &event("complete")).status(200);
        d.accept(work, "А-1", "2026-03-03").invalid(&[("/act_date", "date_in_future")]);
        let mut bad = d.acceptance(" ", "2026-03-02");
        bad["warranty_months"] = json!(1_000);
        d.executor.post(&at(WORK_ACCEPTANCE, work), &bad).invalid(&[("/warranty_months", "range")]);
        d.member.post(&at(WORK_ACCEPTANCE, work), &d.acceptance("А-1", "2026-03-02")).refused(403, &["role_missing"]);
        d.accept(work, "А-1", "2026-03-02").status(200);
        let read = d.read(city, work);
        assert_eq!(read.brief.state, WorkState::Accepted);
        assert_eq!(read.brief.warranty_until.map(|day| day.to_string()).as_deref(), Some("2028-03-02"));
        let acceptance = read.acceptance.unwrap();
        assert_eq!(acceptance.act.map(|act| act.number).as_deref(), Some("А-1"));
        assert_eq!(acceptance.maintainer.map(|text| text.ru).as_deref(), Some("КСК «Двор»"));
        assert_eq!(read.brief.percent, Some(80));
        assert_eq!(read.updates.len(), 2);
        city.run_jobs();
    }

    fn late_works_come_first_and_pages_follow_each_other(city: &TestCity) {
        let d = Delivery::open(city);
        let mut works: Vec<Id> = (0..4).map(|i| d.work(&format!("Работа {i}"), &[(0, 1_000 + i)]).brief.id).collect();
        let cycle = d.cycle;
        let dates = [(works[1], "2026-02-20"), (works[3], "2026-01-10")];
        for (id, day) in dates {
            let due = domain::moment::parse_day(day).unwrap();
            let move_it = move |tx: &mut store::Tx| -> store::Result<()> {
                let mut row = store::work::lock(tx, id)?.unwrap();
                row.due_on = due;
                store::work::update(tx, &mut row)?;
                tx.touch("works");
                Ok(())
            };
            city.test.app.store.write(city.now(), move_it).unwrap();
        }
        let list = |query: &str| -> WorkPage { city.visitor().get(&format!("{}{query}", at(CYCLE_WORKS, cycle))).read() };
        let ids = |page: &WorkPage| page.items.iter().map(|work| work.id).collect::<Vec<_>>();
        works = vec![works[3], works[1], works[0], works[2]];
        assert_eq!(ids(&list("?state=planned")), works);
        let first = list("?limit=3");
        let second = list(&format!("?limit=3&cursor={}", first.next.clone().unwrap()));
        assert_eq!([ids(&first), ids(&second)].concat(), works);
        assert_eq!((first.items[0].late, first.items[0].late_days, second.next), (true, 51, None));
        assert_eq!(ids(&list("?late=true")), works[..2]);
        assert_eq!(ids(&list("?late=false")), works[2..]);
        assert_eq!(list(&format!("?district_id={}", city.districts()[1])).items.len(), 0);
        city.visitor().get(&format!("{}?lat=1", at(CYCLE_WORKS, cycle))).problem(400);
        city.visitor().get(&at(CYCLE_WORKS, Id::new_v4())).problem(404);
        city.visitor().get(&at(WORK, Id::new_v4())).problem(404);
        // The day turns in Almaty, and the board with it, although nobody writes.
        let board = || -> WorkPage { city.visitor().get(&at(CYCLE_WORKS, cycle)).read() };
        city.eventually(std::time::Duration::from_secs(3), "the board shows it", || ids(&board()) == works);
        city.clock().set(datetime!(2026-10-01 00:00 UTC));
        city.eventually(std::time::Duration::from_secs(3), "all are late", || board().items.iter().all(|work| work.late));
        city.run_jobs();
    }

    fn works_milestones_and_verdicts_are_open_data(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("=Двор", &[(0, 40_000)]).brief.id;
        let stone = json!({ "name": text("Проект готов"), "due_on": "2026-04-30" });
        d.executor.post(&at(WORK_MILESTONES, work), &stone).status(201);
        d.jump(city, work, WorkState::Completed);
        Delivery::verdict(&city.resident(d.district).client, work, "dispute", "Фонарь у входа не горит").status(200);
        let get = |path: &str| city.visitor().get(&format!("{path}?cycle={}", d.cycle)).status(200);
        let forms = [
            (EXPORT_WORKS_JSON, EXPORT_WORKS_JSONL, EXPORT_WORKS_CSV),
            (EXPORT_MILESTONES_JSON, EXPORT_MILESTONES_JSONL, EXPORT_MILESTONES_CSV),
            (EXPORT_VERDICTS_JSON, EXPORT_VERDICTS_JSONL, EXPORT_VERDICTS_CSV),
        ];
        for (whole, lines, csv) in forms {
            let document = get(whole).value();
            let items = document["items"].as_array().unwrap();
            assert_eq!(items.len(), 1, "{whole}");
            assert_eq!(serde_json::from_str::<Value>(get(lines).text().trim()).unwrap(), items[0], "{lines}");
            let csv = get(csv).text();
            assert_eq!(csv.lines().count(), 2, "{csv}");
            assert_eq!(csv.lines().next().unwrap().split(',').count(), items[0].as_object().unwrap().len(), "{csv}");
        }
        let csv = get(EXPORT_WORKS_CSV).text();
        assert!(csv.contains(",40000,400.00,KZT,40000,") && csv.contains("'=Двор"), "{csv}");
        let verdicts = get(EXPORT_VERDICTS_CSV).text();
        assert!(!verdicts.contains("Сериккызы"), "not who said it: {verdicts}");
        city.run_jobs();
    }
}
