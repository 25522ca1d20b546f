//! Open data of a cycle: duties, ballot items, ledger, each as JSON, JSON Lines and CSV that say the same.

use std::collections::{BTreeMap, BTreeSet};

use api_types::endpoint::{
    ACTS, BODIES, CITIES, CITY_PROGRAMMES, CONTRACT_AMENDMENTS, CONTRACT_PAYMENTS, CONTRACT_STEPS, CONTRACTS,
    CYCLE_ENVELOPES, CYCLES, ENVELOPE_ENTRIES, EXPORT_AUDIT_JSONL, EXPORT_BALLOT_ITEMS_JSON, EXPORT_CONTRACTS_CSV,
    EXPORT_CONTRACTS_JSON, EXPORT_CONTRACTS_JSONL, EXPORT_DUTIES_CSV, EXPORT_LEDGER_CSV, EXPORT_LEDGER_JSON,
    EXPORT_LEDGER_JSONL, EXPORT_PAYMENTS_CSV, EXPORT_PAYMENTS_JSON, EXPORT_PAYMENTS_JSONL, EXPORT_REPORTS_CSV,
    EXPORT_REPORTS_JSON, EXPORT_REPORTS_JSONL, PROPOSAL_COMMENTS, PROPOSALS, REPORT_PUBLICATION, REPORTS, path,
};
use app::export::Subject;
use domain::{Id, Role};
use qatysu_tests::delivery::{Delivery, at, text};
use qatysu_tests::{TestCity, both};
use serde_json::{Value, json};
use time::macros::datetime;
use ureq::http::Method;

use crate::season::{REVIEW, Season, said};

/// What the three files of a subject say, row by row the same; in the table no cell runs as a formula.
fn same(city: &TestCity, cycle: Id, [whole, lines, csv]: [&str; 3]) -> Vec<Value> {
    let get = |path: &str| city.visitor().get(&format!("{path}?cycle={cycle}")).status(200);
    let items = get(whole).value()["items"].as_array().unwrap().clone();
    let said: Vec<Value> = get(lines).text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(said, items, "{lines}");
    let text = get(csv).text();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let header = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), items.len(), "{csv}");
    for (row, item) in rows.iter().zip(&items) {
        assert_eq!(header.len(), item.as_object().unwrap().len(), "{csv}: a column for each field");
        for (name, cell) in header.iter().zip(row) {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{csv}: {name} {cell}");
            let expected = match &item[name] {
                Value::Null => String::new(),
                Value::String(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell, expected, "{csv}: {name}");
        }
    }
    items
}

both! {
    fn the_ledger_says_the_same_in_every_form(city: &TestCity) {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
        let name = json!({ "kk": "=Қала", "ru": "=Город" });
        let programme = json!({ "code": "city", "name": name, "kind": "city" });
        let programme = organiser.post(&path(CITY_PROGRAMMES, &[&code]), &programme).status(201).value();
        let cycle = json!({
            "programme_id": programme["id"], "code": "2026", "name": name, "fiscal_years": [2026], "currency": "KZT",
            "number_prefix": "ALM-26",
        });
        let cycle = organiser.post(CYCLES, &cycle).status(201).value()["id"].as_str().unwrap().to_owned();
        let envelope = json!({ "code": "city", "name": name });
        let envelope = organiser.post(&path(CYCLE_ENVELOPES, &[&cycle]), &envelope).status(201).value();
        let entries = path(ENVELOPE_ENTRIES, &[envelope["id"].as_str().unwrap()]);
        organiser.post(&entries, &json!({ "kind": "announce", "fiscal_year": 2026, "amount": 12_345 })).status(201);
        let body = json!({ "city_id": city.test.city, "kind": "maslikhat", "name": name, "selection": "elected" });
        let body = organiser.post(BODIES, &body).status(201).value();
        let act = json!({ "body_id": body["id"], "cycle_id": cycle, "number": "1", "date": "2025-07-30", "title": name });
        let act = organiser.post(ACTS, &act).status(201).value();
        let approve = json!({ "kind": "approve", "fiscal_year": 2026, "amount": 12_305, "act_id": act["id"] });
        organiser.post(&entries, &approve).status(201);

        let get = |path: &str| city.visitor().get(&format!("{path}?cycle={cycle}")).status(200);
        let document = get(EXPORT_LEDGER_JSON).value();
        let items = document["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!((&items[1]["amount_minor"], &items[1]["amount"]), (&json!(12_305), &json!("123.05")));
        assert_eq!(items[1]["act_id"], act["id"]);
        let lines = get(EXPORT_LEDGER_JSONL).text();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(&lines, items);
        let csv = get(EXPORT_LEDGER_CSV);
        assert!(csv.header("content-disposition").unwrap().contains("attachment"));
        let csv = csv.text();
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[0].starts_with("id,cycle_id,envelope,seq,kind,") && rows[2].contains(",approve,announced,available,2026,12305,123.05,KZT,"), "{csv}");
        assert_eq!(get(EXPORT_BALLOT_ITEMS_JSON).value(), json!({ "items": [] }));
        assert_eq!(get(EXPORT_DUTIES_CSV).text().lines().count(), 1, "the header alone");
        city.visitor().get(&format!("{EXPORT_LEDGER_CSV}?cycle={}", Id::new_v4())).problem(404);
        city.visitor().get(EXPORT_LEDGER_CSV).problem(400);
    }

    /// Every subject in every form, with the same records; what is a draft, and who acted, is in none of them.
    fn everything_public_is_there_in_three_forms(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let (_, second) = season.submitted(city, "Беседка на спорной земле");
        let hidden = author.client.post(PROPOSALS, &season.draft("Черновик никто не видит")).status(201).value();
        let question = json!({ "kind": "question", "text": said("=Когда начнут?") });
        author.client.post(&path(PROPOSAL_COMMENTS, &[&made.id.to_string()]), &question).status(201);
        season.go(city, REVIEW);
        season.review(city, made.id, "formal", 1, json!({})).status(201);
        season.reject(city, second.id);
        let rows = BTreeMap::from([
            ("projects", 2), ("revisions", 2), ("reviews", 2), ("comments", 1), ("appeals", 0), ("acts", 1), ("ledger", 2),
            ("contests", 0), ("ballot-items", 0), ("transitions", 2),
        ]);
        for subject in Subject::ALL {
            let name = subject.name();
            let get = |ending: &str| {
                let reply = city.visitor().get(&format!("/api/v1/exports/{name}.{ending}?cycle={}", season.cycle));
                reply.status(200).text()
            };
            let document: Value = serde_json::from_str(&get("json")).unwrap();
            let items = document["items"].as_array().unwrap();
            let lines: Vec<Value> = get("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(&lines, items, "{name}");
            let csv = get("csv");
            let header: BTreeSet<&str> = csv.split("\r\n").next().unwrap().split(',').collect();
            if let Some(item) = items.first() {
                let fields: BTreeSet<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
                assert_eq!(header, fields, "{name}: a column for each field");
            }
            if let Some(expected) = rows.get(name) {
                assert_eq!(items.len(), *expected, "{name}");
            }
            let all = format!("{document}{csv}");
            assert!(!all.contains(hidden["id"].as_str().unwrap()) && !all.contains("Черновик"), "{name} shows a draft");
            assert!(!all.contains(&author.person.to_string()), "{name} names a person");
        }
        let audit: Vec<Value> = city.visitor().get(EXPORT_AUDIT_JSONL).status(200).text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(audit.len() > 10 && audit.iter().zip(1..).all(|(link, seq)| link["seq"] == seq));
        assert!(audit.windows(2).all(|two| two[1]["previous"] == two[0]["hash"]), "the chain can be followed");
        assert!(audit.iter().all(|link| link.get("account_id").is_none() && link["subject_id"] != hidden["id"]));
        assert!(audit.iter().any(|link| link["action"] == "proposal_submitted" && link["subject_id"] == json!(made.id)));
        city.run_jobs();
    }

    /// Contracts, their payments and a published report, with words that would break a table or run in a spreadsheet.
    fn contracts_payments_and_reports_say_the_same_in_every_form(city: &TestCity) {
        let d = Delivery::open(city);
        let finance = city.official("exports-finance", &[(Role::Finance, Some(d.district))]);
        let works = [d.work("Двор", &[(0, 40_000)]).brief, d.work("Свет", &[(1, 50_000)]).brief];
        works.iter().for_each(|work| d.awarded(work.id));
        let nasty = "=1+1, \"Двор\"; \nвторая строка";
        let paper = json!({
            "cycle_id": d.cycle, "body_id": d.office, "number": "=2026/1", "subject": text(nasty),
            "supplier": "+ТОО «Образец», \"Алматы\"", "supplier_bin": "012345678901", "signed_on": "2026-03-01",
            "starts_on": "2026-03-05", "ends_on": "2026-08-31", "warranty_months": 24,
            "parts": [{ "work_id": works[0].id, "amount": 38_000 }, { "work_id": works[1].id, "amount": 50_000 }],
        });
        let signed = d.executor.post(CONTRACTS, &paper).status(201).value();
        let contract: Id = signed["contract"]["id"].as_str().unwrap().parse().unwrap();
        let amend = json!({ "reason": text("Дешевле"), "ends_on": "2026-09-30", "parts": [{ "work_id": works[0].id, "amount": 35_000 }] });
        d.executor.json(Method::POST, &at(CONTRACT_AMENDMENTS, contract), &amend, &[("if-match", "\"1\"")]).status(200);
        d.tick();
        d.executor.post(&at(CONTRACT_STEPS, contract), &json!({ "event": "activate" })).status(200);
        for (amount, document) in [(30_000, "@П-1"), (105, "П-2")] {
            let paid = json!({ "work_id": works[0].id, "amount": amount, "paid_on": "2026-03-02", "document": document });
            finance.post(&at(CONTRACT_PAYMENTS, contract), &paid).status(201);
        }
        let report = json!({ "cycle_id": d.cycle, "kind": "district", "district_id": d.district,
            "text": { "kk": nasty, "ru": nasty, "en": "-2 yards, \"done\"" } });
        let draft = d.executor.post(REPORTS, &report).status(201).value();
        let hidden = json!({ "cycle_id": d.cycle, "kind": "city", "text": text("Черновик города") });
        city.official("exports-organiser", &[(Role::Organiser, None)]).post(REPORTS, &hidden).status(201);
        let cycle = d.cycle;
        let reports = move |tx: &mut store::Tx| -> store::Result<()> {
            let mut row = store::cycle::lock(tx, cycle)?.unwrap();
            row.phase = domain::Phase::Reports;
            store::cycle::update(tx, &mut row).map(drop)
        };
        city.test.app.store.write(city.now(), reports).unwrap();
        let publication = path(REPORT_PUBLICATION, &[draft["brief"]["id"].as_str().unwrap()]);
        let published = d.executor.json(Method::POST, &publication, &json!({}), &[("if-match", "\"1\"")]).status(200).value();

        let [contracts, payments, reports] = [
            [EXPORT_CONTRACTS_JSON, EXPORT_CONTRACTS_JSONL, EXPORT_CONTRACTS_CSV],
            [EXPORT_PAYMENTS_JSON, EXPORT_PAYMENTS_JSONL, EXPORT_PAYMENTS_CSV],
            [EXPORT_REPORTS_JSON, EXPORT_REPORTS_JSONL, EXPORT_REPORTS_CSV],
        ].map(|files| same(city, d.cycle, files));

        assert_eq!(contracts.len(), 1);
        let row = &contracts[0];
        assert_eq!((&row["number"], &row["supplier_bin"], &row["state"]), (&json!("=2026/1"), &json!("012345678901"), &json!("active")));
        assert_eq!((&row["amendments"], &row["first_amount_minor"], &row["amount_minor"]), (&json!(1), &json!(88_000), &json!(85_000)));
        assert_eq!((&row["amount"], &row["paid_minor"]), (&json!("850.00"), &json!(30_105)));
        assert_eq!((&row["first_ends_on"], &row["ends_on"]), (&json!("2026-08-31"), &json!("2026-09-30")));
        let parts: BTreeSet<(i64, i64, i64)> = row["works"].as_array().unwrap().iter()
            .map(|part| ["work", "amount_minor", "paid_minor"].map(|key| part[key].as_i64().unwrap()).into())
            .collect();
        let numbers = works.each_ref().map(|work| i64::from(work.number));
        assert_eq!(parts, BTreeSet::from([(numbers[0], 35_000, 30_105), (numbers[1], 50_000, 0)]));

        let mut paid: Vec<(&Value, &Value, &Value)> =
            payments.iter().map(|row| (&row["document"], &row["amount_minor"], &row["amount"])).collect();
        paid.sort_by_key(|row| row.1.as_i64());
        assert_eq!(paid, [(&json!("П-2"), &json!(105), &json!("1.05")), (&json!("@П-1"), &json!(30_000), &json!("300.00"))]);
        assert!(payments.iter().all(|row| row["contract"] == "=2026/1" && row["reversed"] == false));

        assert_eq!(reports.len(), 1, "the draft is in no file");
        let (row, figures) = (&reports[0], &published["figures"]);
        assert_eq!((&row["hash"], &row["kind"], &row["text_en"]), (&published["brief"]["hash"], &json!("district"), &json!("-2 yards, \"done\"")));
        assert_eq!((&row["fiscal_years"], &row["text_kk"]), (&json!("2026"), &json!(nasty)));
        for (column, figure) in [("promised_minor", "promised"), ("contracted_minor", "contracted"), ("paid_minor", "paid"), ("funded", "funded"), ("voters", "voters"), ("duties_due", "duties_due")] {
            assert_eq!(row[column], figures[figure], "{column}");
        }
        assert_eq!((&row["contracted_minor"], &row["paid_minor"], &row["money_paid_minor"]), (&json!(85_000), &json!(30_105), &json!(30_105)));
        assert_eq!((&row["works"], &row["money_saved_minor"]), (&json!(2), &json!(3_000)));
        city.run_jobs();
    }
}
