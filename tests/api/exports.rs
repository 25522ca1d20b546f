//! Open data of a cycle: duties, ballot items, ledger, each as JSON, JSON Lines and CSV that say the same.

use std::collections::{BTreeMap, BTreeSet};

use api_types::endpoint::{
    ACTS, BODIES, CITIES, CITY_PROGRAMMES, CYCLE_ENVELOPES, CYCLES, ENVELOPE_ENTRIES, EXPORT_AUDIT_JSONL,
    EXPORT_BALLOT_ITEMS_JSON, EXPORT_DUTIES_CSV, EXPORT_LEDGER_CSV, EXPORT_LEDGER_JSON, EXPORT_LEDGER_JSONL,
    PROPOSAL_COMMENTS, PROPOSALS, path,
};
use app::export::Subject;
use domain::{Id, Role};
use qatysu_tests::both;
use serde_json::{Value, json};
use time::macros::datetime;

use crate::season::{REVIEW, Season, said};

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
}
