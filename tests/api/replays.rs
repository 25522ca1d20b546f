//! Every route that creates something, twice with one key: the second answer is the first one's, says so, and nothing new is
//! there. A new POST that answers 201 needs an arm in [`thing`], and a claim in its use case.

use std::collections::BTreeSet;

use api_types::endpoint::{
    ACTS, BODIES, CITIES, CITY_PROGRAMMES, CONTRACT_PAYMENTS, CONTRACT_STEPS, CONTRACTS, CYCLE_ALLOCATIONS,
    CYCLE_ENVELOPES, CYCLE_RULES, CYCLE_WORKS, CYCLES, DEFECT_PHOTOS, ELECTION_IMPORTS, ENVELOPE_CARRIES,
    ENVELOPE_ENTRIES, LEDGER_ENTRY_REVERSAL, PROPOSAL_APPEAL, PROPOSAL_COMMENTS, PROPOSAL_INVITATIONS,
    PROPOSAL_REVIEWS, PROPOSAL_SPLIT, PROPOSALS, REPORTS, RESIDENTS, ROLES, UPDATE_PHOTOS, VERDICT_PHOTOS,
    WORK_DEFECTS, WORK_MILESTONES, WORK_UPDATES, path,
};
use domain::{Id, Role};
use qatysu_tests::delivery::Delivery;
use qatysu_tests::vote::pabulib;
use qatysu_tests::{Client, TestCity, both};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::season::{REVIEW, Season, said, text};
use crate::walk::{id_in, operations, png};

/// A request that creates something now.
struct Thing {
    route: &'static str,
    who: Client,
    address: String,
    body: Vec<u8>,
    media: &'static str,
}

fn thing(route: &'static str, who: &Client, address: String, body: &Value) -> Thing {
    let body = serde_json::to_vec(body).unwrap();
    Thing { route, who: who.clone(), address, body, media: "application/json" }
}

/// Rows of the tables in which such a request writes, and links of the audit log: each creation has one.
fn rows(city: &TestCity) -> i64 {
    let count = |c: &mut store::Conn| -> store::Result<i64> { Ok(store::audit::verify(c)?.links) };
    city.test.app.store.read(count).unwrap()
}

fn twice(city: &TestCity, thing: &Thing, done: &mut BTreeSet<String>) -> Value {
    let Thing { route, who, address, body, media } = thing;
    let key = format!("key-{route}");
    let send = |body: &[u8]| {
        who.send(Method::POST, address, &[("Content-Type", media), ("Idempotency-Key", &key)], body.to_vec())
    };
    let first = send(body).status(201);
    assert_eq!(first.header("idempotency-replayed"), None, "{route}");
    let before = rows(city);
    let again = send(body).status(201);
    assert_eq!(again.header("idempotency-replayed"), Some("true"), "{route}: claim the key in its use case");
    assert_eq!(rows(city), before, "{route}: nothing new happened");
    let (first, again) = (first.value(), again.value());
    let id = |value: &Value| id_in(value).cloned();
    assert!(id(&first).is_some(), "{route} answers with what it created");
    assert_eq!(id(&first), id(&again), "{route}");
    // The same key with other words is a mistake of the client.
    let mut other = body.clone();
    other.push(b' ');
    send(&other).problem(422);
    done.insert((*route).to_owned());
    first
}

/// In the phase of proposals.
fn september(city: &TestCity, season: &Season, done: &mut BTreeSet<String>) {
    let boss = city.token_of(season.organiser);
    let cycle = season.cycle.to_string();
    let cities = city.visitor().get(CITIES).value();
    let code = cities["items"][0]["code"].as_str().unwrap();
    let programme = json!({ "code": "again", "name": text("Again"), "kind": "city" });
    let programme = twice(city, &thing("createProgramme", &boss, path(CITY_PROGRAMMES, &[code]), &programme), done);
    let new = json!({
        "programme_id": programme["id"], "code": "2027", "name": text("2027"), "fiscal_years": [2027], "currency": "KZT",
        "number_prefix": "AGAIN-27",
    });
    twice(city, &thing("createCycle", &boss, CYCLES.to_owned(), &new), done);
    let mut rules: Value = serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).unwrap();
    rules["envelopes"].as_array_mut().unwrap().push(json!({
        "id": "by_formula", "name": text("Again"), "area": "city", "count": 1, "allocation": "formula", "total": 1_000,
        "formula": [{ "id": "need", "name": text("Need"), "weight": 1 }],
    }));
    let rules = json!({ "document": rules, "reason": text("Уточнение") });
    twice(city, &thing("publishRules", &boss, path(CYCLE_RULES, &[&cycle]), &rules), done);
    let envelope = json!({ "code": "again", "name": text("Again") });
    let envelope = twice(city, &thing("createEnvelope", &boss, path(CYCLE_ENVELOPES, &[&cycle]), &envelope), done);
    let grouped = json!({ "code": "by-formula", "name": text("Again"), "group": "by_formula" });
    let grouped = boss.post(&path(CYCLE_ENVELOPES, &[&cycle]), &grouped).status(201).value();
    let shares = json!({ "group": "by_formula", "fiscal_year": 2026, "inputs": [{ "envelope_id": grouped["id"], "points": [1] }] });
    twice(city, &thing("createAllocation", &boss, path(CYCLE_ALLOCATIONS, &[&cycle]), &shares), done);
    let entry = json!({ "kind": "announce", "fiscal_year": 2026, "amount": 1_000 });
    let entries = path(ENVELOPE_ENTRIES, &[envelope["id"].as_str().unwrap()]);
    twice(city, &thing("postEntry", &boss, entries, &entry), done);
    let body = json!({ "city_id": city.test.city, "kind": "maslikhat", "name": text("Again"), "selection": "elected" });
    let body = twice(city, &thing("createBody", &boss, BODIES.to_owned(), &body), done);
    let act = json!({ "body_id": body["id"], "cycle_id": cycle, "number": "7", "date": "2025-08-01", "title": text("Again") });
    twice(city, &thing("recordAct", &boss, ACTS.to_owned(), &act), done);
    let admin = city.official("again-admin", &[(Role::Admin, None)]);
    let grant = json!({ "account_id": season.clerk, "role": "auditor", "district_id": null });
    twice(city, &thing("grantRole", &admin, ROLES.to_owned(), &grant), done);
    let clerk = city.official("again-clerk", &[(Role::Clerk, Some(season.district))]);
    let guest = json!({
        "city_id": city.test.city, "district_id": season.district, "family_name": "Ли", "given_name": "Вера",
        "birth_date": "1950-01-01", "registration": "permanent",
    });
    twice(city, &thing("addResident", &clerk, RESIDENTS.to_owned(), &guest), done);
    let author = city.resident(season.district).client;
    let sketch = season.draft("Скамейки вдоль бульвара");
    let sketch = twice(city, &thing("createProposal", &author, PROPOSALS.to_owned(), &sketch), done);
    let invitations = path(PROPOSAL_INVITATIONS, &[sketch["id"].as_str().unwrap()]);
    twice(city, &thing("inviteAuthor", &author, invitations, &json!({ "email": "friend@example.kz" })), done);
    let file = pabulib("Netherlands_Assen_2024.pb");
    let address = ELECTION_IMPORTS.to_owned();
    twice(city, &Thing { route: "importElection", who: boss, address, body: file, media: "text/plain" }, done);
}

/// In the review.
fn october(city: &TestCity, season: &Season, ids: [Id; 3], author: &Client, done: &mut BTreeSet<String>) {
    let at = |template: &str, id: Id| path(template, &[&id.to_string()]);
    let question = json!({ "kind": "question", "text": said("Когда начнут?") });
    twice(city, &thing("createComment", author, at(PROPOSAL_COMMENTS, ids[0]), &question), done);
    let reviewer = city.token_of(season.reviewer);
    let review = json!({ "kind": "formal", "revision": 1, "body_id": season.akimat, "decision": "accept", "reason": text("По правилам.") });
    twice(city, &thing("createReview", &reviewer, at(PROPOSAL_REVIEWS, ids[0]), &review), done);
    let split = json!({ "part": season.draft("Спортплощадка отдельно"), "reason": said("Два объекта") });
    twice(city, &thing("splitProposal", &reviewer, at(PROPOSAL_SPLIT, ids[1]), &split), done);
    season.reject(city, ids[2]);
    let words = json!({ "text": said("Земля общая, вот справка.") });
    twice(city, &thing("fileAppeal", author, at(PROPOSAL_APPEAL, ids[2]), &words), done);
}

/// In delivery: works, contracts, reports and everything below them.
fn march(city: &TestCity, organiser: Id, done: &mut BTreeSet<String>) {
    let d = Delivery::open(city);
    let finance = city.official("again-finance", &[(Role::Finance, Some(d.district))]);
    let resident = city.resident(d.district).client;
    let id = |value: &Value| value["id"].as_str().unwrap().parse::<Id>().unwrap();
    let below = |template: &str, of: Id| path(template, &[&of.to_string()]);
    let photo = |route: &'static str, who: &Client, template: &str, of: Id| Thing {
        route,
        who: who.clone(),
        address: format!("{}?alt=1", below(template, of)),
        body: png(),
        media: "image/png",
    };
    let e = &d.executor;
    let work =
        id(&twice(city, &thing("createWork", e, below(CYCLE_WORKS, d.cycle), &d.plan("Двор", &[(0, 10_000)])), done));
    let milestone = json!({ "name": text("Проект готов"), "due_on": "2026-04-30" });
    twice(city, &thing("createMilestone", e, below(WORK_MILESTONES, work), &milestone), done);
    let news = json!({ "text": text("Свет") });
    let news = id(&twice(city, &thing("createWorkUpdate", e, below(WORK_UPDATES, work), &news), done));
    twice(city, &photo("addUpdatePhoto", e, UPDATE_PHOTOS, news), done);
    d.jump(city, work, domain::WorkState::Completed);
    let verdict = Delivery::verdict(&resident, work, "dispute", "Половина фонарей не горит.").status(200).value();
    twice(city, &photo("addVerdictPhoto", &resident, VERDICT_PHOTOS, id(&verdict)), done);
    d.accept(work, "1", "2026-03-01").status(200);
    let defect = json!({ "text": text("Плитка просела"), "found_on": "2026-03-02" });
    let defect = id(&twice(city, &thing("reportDefect", e, below(WORK_DEFECTS, work), &defect), done));
    twice(city, &photo("addDefectPhoto", e, DEFECT_PHOTOS, defect), done);

    let other = d.work("Свет", &[(1, 20_000)]).brief.id;
    d.awarded(other);
    let paper = json!({
        "cycle_id": d.cycle, "body_id": d.office, "number": "1", "subject": text("Свет"), "supplier": "ТОО «Образец»",
        "signed_on": "2026-03-01", "starts_on": "2026-03-01", "ends_on": "2026-09-01", "warranty_months": 12,
        "parts": [{ "work_id": other, "amount": 20_000 }],
    });
    let contract = id(&twice(city, &thing("signContract", e, CONTRACTS.to_owned(), &paper), done)["contract"]);
    e.post(&below(CONTRACT_STEPS, contract), &json!({ "event": "activate" })).status(200);
    let payment = json!({ "work_id": other, "amount": 5_000, "paid_on": "2026-03-02", "document": "П-1" });
    twice(city, &thing("createPayment", &finance, below(CONTRACT_PAYMENTS, contract), &payment), done);
    let report = json!({ "cycle_id": d.cycle, "kind": "district", "district_id": d.district, "text": text("Отчёт") });
    twice(city, &thing("createReport", e, REPORTS.to_owned(), &report), done);
    let act = json!({ "body_id": d.maslikhat, "cycle_id": d.cycle, "number": "8", "date": "2026-03-01", "title": text("Акт") });
    let act = city.token_of(organiser).post(ACTS, &act).status(201).value()["id"].clone();
    let carry = json!({ "fiscal_year": 2026, "account": "available", "amount": 10, "act_id": act });
    twice(city, &thing("decideCarry", &finance, below(ENVELOPE_CARRIES, d.envelope), &carry), done);
    let entry = json!({ "kind": "top_up", "fiscal_year": 2026, "amount": 100, "act_id": act });
    let entry = id(&finance.post(&below(ENVELOPE_ENTRIES, d.envelope), &entry).status(201).value());
    let back = json!({ "note": text("Ошибка в сумме") });
    twice(city, &thing("reverseEntry", &finance, below(LEDGER_ENTRY_REVERSAL, entry), &back), done);
}

both! {
    fn what_is_created_twice_with_one_key_is_there_once(city: &TestCity) {
        let mut done = BTreeSet::new();
        let season = Season::open(city);
        september(city, &season, &mut done);
        let made = [("Двор без луж в Аксае", 0), ("Двор и спортплощадка вместе", 1), ("Беседка на спорной земле", 2)];
        let made = made.map(|(title, _)| season.submitted(city, title));
        let ids = [made[0].1.id, made[1].1.id, made[2].1.id];
        season.go(city, REVIEW);
        let author = city.token_of(made[2].0.account);
        october(city, &season, ids, &author, &mut done);
        march(city, season.organiser, &mut done);
        let creates = operations().into_iter().filter(|op| op.method == "POST" && op.doc["responses"]["201"].is_object());
        let all: BTreeSet<String> = creates.map(|op| op.id).collect();
        let missing: Vec<_> = all.difference(&done).collect();
        assert!(missing.is_empty(), "add a `Thing` for each of these to tests/api/replays.rs: {missing:?}");
        city.run_jobs();
    }
}
