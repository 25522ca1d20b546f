//! Reports agree with the ledger to the smallest unit, are frozen with a hash, and compare promised with delivered.

use api_types::contract::ContractFile;
use api_types::endpoint::{
    CONTRACT_PAYMENTS, CONTRACT_STEPS, CONTRACTS, CYCLE_DELIVERY, CYCLE_MONEY, CYCLE_SURVEY, ME_SURVEY, REPORT,
    REPORT_FIGURES, REPORT_PUBLICATION, REPORTS,
};
use api_types::money::MoneyFlow;
use api_types::report::{Figures, Report, ReportList};
use api_types::survey::{MySurvey, SurveyResult};
use domain::{Delivery as Fate, Id, Money, Phase, ReportState, Role};
use qatysu_tests::delivery::{Delivery, at, text};
use qatysu_tests::{Client, Reply, TestCity, both};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::macros::datetime;
use ureq::http::Method;

fn to_phase(city: &TestCity, cycle: Id, phase: Phase) {
    let change = move |tx: &mut store::Tx| -> store::Result<()> {
        let mut row = store::cycle::lock(tx, cycle)?.unwrap();
        row.phase = phase;
        store::cycle::update(tx, &mut row).map(drop)
    };
    city.test.app.store.write(city.now(), change).unwrap();
}

fn begin(client: &Client, d: &Delivery, kind: &str) -> Reply {
    let mut body = json!({ "cycle_id": d.cycle, "kind": kind, "text": text("Что обещали и что сделали") });
    if kind == "district" {
        body["district_id"] = json!(d.district);
    }
    client.post(REPORTS, &body)
}

fn publish(client: &Client, report: &Report) -> Reply {
    let version = format!("\"{}\"", report.brief.version);
    let path = at(REPORT_PUBLICATION, report.brief.id);
    client.json(Method::POST, &path, &json!({}), &[("if-match", &version)])
}

fn sum(money: &[domain::ledger::money::YearMoney], of: fn(&domain::ledger::money::YearMoney) -> Money) -> i64 {
    money.iter().map(|year| of(year).0).sum()
}

both! {
    fn a_district_report_agrees_with_the_ledger_and_is_frozen(city: &TestCity) {
        let d = Delivery::open(city);
        let finance = city.official("reports-finance", &[(Role::Finance, Some(d.district))]);
        // Two items are built as one work: what is spent on it is shared by what was decided for each.
        let work = d.work("Двор", &[(0, 40_000), (1, 50_000)]).brief.id;
        let late = d.work("Свет", &[(2, 60_000)]).brief.id;
        d.awarded(work);
        let paper = json!({
            "cycle_id": d.cycle, "body_id": d.office, "number": "1", "subject": text("Двор"), "supplier": "ТОО «Образец»",
            "signed_on": "2026-03-01", "starts_on": "2026-03-01", "ends_on": "2026-09-01", "warranty_months": 12,
            "parts": [{ "work_id": work, "amount": 70_001 }],
        });
        let contract: ContractFile = d.executor.post(CONTRACTS, &paper).status(201).read();
        let id = contract.contract.id;
        d.executor.post(&at(CONTRACT_STEPS, id), &json!({ "event": "activate" })).status(200);
        let payment = json!({ "work_id": work, "amount": 33_334, "paid_on": "2026-03-02", "document": "П-1" });
        finance.post(&at(CONTRACT_PAYMENTS, id), &payment).status(201);

        begin(&city.visitor(), &d, "district").problem(401);
        begin(&finance, &d, "district").refused(403, &["role_missing"]);
        let draft: Report = begin(&d.executor, &d, "district").status(201).read();
        begin(&d.executor, &d, "district").problem(409);
        city.visitor().get(&at(REPORT, draft.brief.id)).problem(404);
        city.visitor().get(&at(REPORT_FIGURES, draft.brief.id)).problem(404);
        publish(&d.executor, &draft).refused(409, &["not_in_phase"]);
        to_phase(city, d.cycle, Phase::Reports);
        city.clock().set(datetime!(2026-10-02 06:00 UTC));
        // Tokens live for minutes.
        let executor = city.official("reports-executor", &[(Role::Executor, Some(d.district))]);
        let finance = city.official("reports-payer", &[(Role::Finance, Some(d.district))]);
        let edited = json!({ "text": text("Другие слова") });
        executor.put_if(&at(REPORT, draft.brief.id), "\"7\"", &edited).problem(412);
        let draft: Report = executor.put_if(&at(REPORT, draft.brief.id), "\"1\"", &edited).read();
        let report: Report = publish(&executor, &draft).read();
        assert_eq!(report.brief.state, ReportState::Published);

        let flow: MoneyFlow = city.visitor().get(&at(CYCLE_MONEY, d.cycle)).read();
        let years = &flow.envelopes[0].years;
        let figures = &report.figures;
        assert_eq!(&figures.money, years);
        assert_eq!(sum(&figures.money, |year| year.paid), 33_334);
        assert_eq!((figures.promised, figures.contracted, figures.paid), (Money(150_000), Money(70_001), Money(33_334)));
        let shares: Vec<(i64, i64)> = figures.promises.iter().map(|p| (p.contracted.0, p.paid.0)).collect();
        // 4/9 and 5/9 of 70,001 and of 33,334, to the tiyn; the last project has no contract.
        for expected in [(31_112, 14_815), (38_889, 18_519), (0, 0)] {
            assert!(shares.contains(&expected), "{shares:?}");
        }
        assert_eq!(figures.works.late, 2);
        let fates: Vec<Fate> = figures.promises.iter().map(|p| p.delivery).collect();
        assert_eq!(fates, [Fate::Late, Fate::Late, Fate::Late]);
        assert_eq!(d.read(city, late).brief.late_days, 2);

        // Frozen: what happens afterwards shows in the live figures and not in the report.
        let payment = json!({ "work_id": work, "amount": 1_000, "paid_on": "2026-10-01", "document": "П-2" });
        finance.post(&at(CONTRACT_PAYMENTS, id), &payment).status(201);
        let live: Figures = city.visitor().get(&at(CYCLE_DELIVERY, d.cycle)).read();
        assert_eq!(live.paid, Money(34_334));
        let same: Report = city.visitor().get(&at(REPORT, report.brief.id)).read();
        assert_eq!(&same.figures, figures);
        assert_eq!(same.text.ru, "Другие слова");
        let bytes = city.visitor().get(&at(REPORT_FIGURES, report.brief.id)).status(200);
        let hash: String = Sha256::digest(bytes.text()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(report.brief.hash.as_deref(), Some(hash.as_str()));
        publish(&executor, &same).refused(409, &["wrong_state"]);
        let version = format!("\"{}\"", same.brief.version);
        executor.put_if(&at(REPORT, report.brief.id), &version, &edited).refused(409, &["wrong_state"]);
        let list: ReportList = city.visitor().get(&format!("{REPORTS}?cycle_id={}", d.cycle)).read();
        assert_eq!(list.items.len(), 1);
        city.run_jobs();
    }

    fn a_report_with_faults_is_not_begun(city: &TestCity) {
        let d = Delivery::open(city);
        let bad = json!({ "cycle_id": d.cycle, "kind": "district", "text": { "kk": "Сөз", "ru": " " } });
        city.official("reports-city", &[(Role::Organiser, None)])
            .post(REPORTS, &bad)
            .invalid(&[("/district_id", "required"), ("/text/ru", "required")]);
        let both = json!({ "cycle_id": d.cycle, "kind": "city", "district_id": d.district, "text": text("Город") });
        city.official("reports-boss", &[(Role::Organiser, None)]).post(REPORTS, &both).invalid(&[("/district_id", "not_wanted")]);
        let unknown = json!({ "cycle_id": d.cycle, "kind": "project", "project": "NO-1", "text": text("Паспорт") });
        d.executor.post(REPORTS, &unknown).problem(404);
        city.visitor().get(&format!("{}?district_id={}", at(CYCLE_DELIVERY, d.cycle), Id::new_v4())).problem(404);
        city.visitor().get(&format!("{}?project=NO-1", at(CYCLE_DELIVERY, d.cycle))).problem(404);
    }

    fn residents_answer_a_survey_once_and_unseen(city: &TestCity) {
        let d = Delivery::open(city);
        let organiser = city.official("survey-organiser", &[(Role::Organiser, None)]);
        let path = at(CYCLE_SURVEY, d.cycle);
        let question = |id: &str, kind: &str| json!({ "id": id, "text": text("Довольны ли вы?"), "kind": kind });
        let survey = |questions: Vec<Value>, opens: &str, closes: &str| {
            json!({ "title": text("Опрос"), "questions": questions, "opens_at": opens, "closes_at": closes })
        };
        let (opens, closes) = ("2026-03-03T00:00:00Z", "2026-03-10T00:00:00Z");
        city.visitor().get(&path).problem(404);
        let bad = survey(vec![question("q1", "choice"), question("q1", "scale")], closes, opens);
        organiser.put(&path, &bad).invalid(&[
            ("/closes_at", "date_order"),
            ("/questions/0/options", "range"),
            ("/questions/1/id", "duplicate"),
        ]);
        let good = survey(vec![question("q1", "scale"), question("q2", "yes_no")], opens, closes);
        city.resident(d.district).client.put(&path, &good).problem(403);
        organiser.put(&path, &good).status(200);

        let residents = city.residents(d.district, 6);
        let mine = at(ME_SURVEY, d.cycle);
        let answer = |q1: u8, q2: u8| json!({ "answers": [{ "question": "q1", "choice": q1 }, { "question": "q2", "choice": q2 }] });
        residents[0].client.put(&mine, &answer(5, 1)).refused(409, &["phase_not_started"]);
        city.clock().set(datetime!(2026-03-04 06:00 UTC));
        // Tokens live for minutes.
        let residents: Vec<Client> = residents.iter().map(|resident| city.token_of(resident.account)).collect();
        let organiser = city.official("survey-later", &[(Role::Organiser, None)]);
        let official = city.official("survey-official", &[]);
        residents[0].put(&mine, &answer(6, 0)).invalid(&[("/answers/0/choice", "range"), ("/answers/1/choice", "range")]);
        for (i, resident) in residents.iter().enumerate() {
            resident.put(&mine, &answer(if i < 4 { 5 } else { 1 }, 1)).status(200);
        }
        residents[0].put(&mine, &answer(1, 1)).refused(409, &["survey_answered"]);
        official.put(&mine, &answer(1, 1)).refused(403, &["not_a_resident"]);
        city.visitor().put(&mine, &answer(1, 1)).problem(401);
        let state: MySurvey = residents[0].get(&mine).read();
        assert!(state.answered && state.open);
        let changed = survey(vec![question("q1", "yes_no")], opens, closes);
        organiser.put(&path, &changed).refused(409, &["wrong_state"]);
        let result: SurveyResult = city.visitor().get(&path).read();
        assert_eq!((result.answered, result.questions[0].counts.clone()), (6, vec![2, 0, 0, 0, 4]));
        assert_eq!(result.questions[1].counts, [6, 0]);
        assert_eq!(result.questions[0].districts[0].counts, [2, 0, 0, 0, 4]);
        city.clock().set(datetime!(2026-03-10 00:00 UTC));
        city.resident(d.district).client.put(&mine, &answer(5, 1)).refused(409, &["window_closed"]);
        city.run_jobs();
    }
}
