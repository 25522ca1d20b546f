//! Contracts and payments: money reserved is committed, paid, saved; no more is paid than was ordered.

use api_types::contract::{ContractFile, ContractList};
use api_types::endpoint::{
    CONTRACT, CONTRACT_AMENDMENTS, CONTRACT_PAYMENTS, CONTRACT_STEPS, CONTRACTS, ENVELOPE, PAYMENTS,
};
use api_types::envelope::Envelope;
use api_types::payment::PaymentList;
use domain::{ContractEvent, ContractState, Id, LedgerAccount, Money, Role, WorkState};
use qatysu_tests::delivery::{Delivery, at, text};
use qatysu_tests::{Client, Reply, TestCity, both};
use serde_json::{Value, json};
use ureq::http::Method;

fn balance(city: &TestCity, of: Id, account: LedgerAccount) -> i64 {
    let envelope: Envelope = city.visitor().get(&at(ENVELOPE, of)).read();
    envelope.balances.iter().filter(|b| b.account == account).map(|b| b.amount.0).sum()
}

fn paper(d: &Delivery, number: &str, parts: &[(Id, i64)]) -> Value {
    let parts: Vec<Value> = parts.iter().map(|(work, amount)| json!({ "work_id": work, "amount": amount })).collect();
    json!({
        "cycle_id": d.cycle, "body_id": d.office, "number": number, "subject": text("Благоустройство двора"),
        "supplier": "ТОО «Образец»", "supplier_bin": "123456789012", "signed_on": "2026-03-01",
        "starts_on": "2026-03-05", "ends_on": "2026-08-31", "warranty_months": 24, "parts": parts,
    })
}

fn finance(city: &TestCity, d: &Delivery) -> Client {
    city.official("contracts-finance", &[(Role::Finance, Some(d.district))])
}

fn pay(client: &Client, contract: Id, work: Id, amount: i64, document: &str) -> Reply {
    let payment = json!({ "work_id": work, "amount": amount, "paid_on": "2026-03-02", "document": document });
    client.post(&at(CONTRACT_PAYMENTS, contract), &payment)
}

fn step(d: &Delivery, contract: Id, event: &str) -> Reply {
    d.executor.post(&at(CONTRACT_STEPS, contract), &json!({ "event": event, "reason": text("Так решили") }))
}

fn amend(d: &Delivery, contract: &ContractFile, body: &Value) -> Reply {
    let version = format!("\"{}\"", contract.contract.version);
    let path = at(CONTRACT_AMENDMENTS, contract.contract.id);
    d.executor.json(Method::POST, &path, body, &[("if-match", &version)])
}

both! {
    fn three_works_are_one_contract_and_it_is_paid_and_settled(city: &TestCity) {
        let d = Delivery::open(city);
        let finance = finance(city, &d);
        let works: Vec<Id> =
            [(0, 40_000), (1, 50_000), (2, 60_000)].iter().map(|item| d.work("Двор", &[*item]).brief.id).collect();
        for work in &works {
            d.awarded(*work);
        }
        let parts = [(works[0], 38_000), (works[1], 50_000), (works[2], 59_999)];
        let signed: ContractFile = d.executor.post(CONTRACTS, &paper(&d, "2026/1", &parts)).status(201).read();
        assert_eq!((signed.contract.amount, signed.contract.parts.len()), (Money(147_999), 3));
        assert_eq!(d.read(city, works[2]).brief.state, WorkState::Contracted);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Committed), 147_999);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Reserved), 2_001);
        let id = signed.contract.id;
        pay(&finance, id, works[0], 1, "П-0").refused(409, &["wrong_state"]);
        step(&d, id, "activate").status(200);
        pay(&finance, id, works[0], 38_001, "П-1").refused(409, &["not_enough_money"]);
        pay(&finance, id, works[0], 30_000, "П-1").status(201);
        pay(&finance, id, works[0], 1, "П-1").problem(409);
        pay(&finance, id, works[1], 50_000, "П-2").status(201);
        step(&d, id, "settle").refused(409, &["wrong_state"]);
        step(&d, id, "complete").status(200);
        step(&d, id, "settle").refused(409, &["unsettled"]);
        pay(&finance, id, works[0], 8_000, "П-3").status(201);
        pay(&finance, id, works[2], 59_999, "П-4").status(201);
        let file: ContractFile = step(&d, id, "settle").read();
        assert_eq!((file.contract.state, file.contract.paid), (ContractState::Settled, Money(147_999)));
        assert_eq!(balance(city, d.envelope, LedgerAccount::Committed), 0);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Paid), 147_999);
        let list: PaymentList = city.visitor().get(&format!("{PAYMENTS}?cycle_id={}", d.cycle)).read();
        let mut documents: Vec<&str> = list.items.iter().map(|p| p.document.as_str()).collect();
        documents.sort_unstable();
        assert_eq!(documents, ["П-1", "П-2", "П-3", "П-4"]);
        let list: ContractList = city.visitor().get(&format!("{CONTRACTS}?cycle_id={}", d.cycle)).read();
        assert_eq!(list.items.len(), 1);
        city.run_jobs();
    }

    fn an_amendment_moves_money_both_ways_and_never_below_what_was_paid(city: &TestCity) {
        let d = Delivery::open(city);
        let finance = finance(city, &d);
        let (one, other) = (d.work("Двор", &[(0, 40_000)]).brief.id, d.work("Свет", &[(1, 50_000)]).brief.id);
        d.awarded(one);
        let signed: ContractFile =
            d.executor.post(CONTRACTS, &paper(&d, "2026/2", &[(one, 30_000)])).status(201).read();
        let id = signed.contract.id;
        let active: ContractFile = step(&d, id, "activate").read();
        pay(&finance, id, one, 20_000, "П-1").status(201);
        let more = |amount: i64| json!({ "reason": text("Прибавилось работы"), "parts": [{ "work_id": one, "amount": amount }] });
        amend(&d, &signed, &more(35_000)).problem(412);
        amend(&d, &active, &more(40_001)).refused(409, &["not_enough_money"]);
        amend(&d, &active, &more(19_999)).refused(409, &["below_paid"]);
        amend(&d, &active, &json!({ "reason": text("Ничего") })).invalid(&[("/parts", "required")]);
        let early = json!({ "reason": text("Раньше"), "ends_on": "2026-03-01" });
        amend(&d, &active, &early).invalid(&[("/ends_on", "date_order")]);
        let grown: ContractFile = amend(&d, &active, &more(40_000)).read();
        assert_eq!(balance(city, d.envelope, LedgerAccount::Committed), 20_000);
        // A further work comes in, the first one gets smaller, the end moves.
        let second = json!({ "reason": text("Вместе дешевле"), "ends_on": "2026-10-31", "parts": [
            { "work_id": one, "amount": 25_000 }, { "work_id": other, "amount": 50_000 }] });
        amend(&d, &grown, &second).refused(409, &["wrong_state"]);
        d.awarded(other);
        let file: ContractFile = amend(&d, &grown, &second).read();
        assert_eq!((file.contract.amount, file.contract.paid), (Money(75_000), Money(20_000)));
        assert_eq!(balance(city, d.envelope, LedgerAccount::Saved), 15_000);
        let told: Vec<(ContractEvent, i64, i64)> =
            file.steps.iter().map(|s| (s.event, s.amount_before.0, s.amount_after.0)).collect();
        use ContractEvent as E;
        assert_eq!(told, [(E::Activate, 30_000, 30_000), (E::Amend, 30_000, 40_000), (E::Amend, 40_000, 75_000)]);
        assert_ne!(file.contract.first_ends_on, file.contract.ends_on);
        city.run_jobs();
    }

    fn a_terminated_contract_saves_what_it_did_not_pay(city: &TestCity) {
        let d = Delivery::open(city);
        let finance = finance(city, &d);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.awarded(work);
        let signed: ContractFile =
            d.executor.post(CONTRACTS, &paper(&d, "2026/3", &[(work, 40_000)])).status(201).read();
        let id = signed.contract.id;
        step(&d, id, "activate").status(200);
        pay(&finance, id, work, 10_000, "П-1").status(201);
        d.executor.post(&at(CONTRACT_STEPS, id), &json!({ "event": "terminate" })).refused(409, &["reason_required"]);
        d.executor.post(&at(CONTRACT_STEPS, id), &json!({ "event": "amend" })).invalid(&[("/event", "unknown_code")]);
        let file: ContractFile = step(&d, id, "terminate").read();
        assert_eq!((file.contract.state, file.contract.amount), (ContractState::Terminated, Money(10_000)));
        assert_eq!(d.read(city, work).brief.state, WorkState::Terminated);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Saved), 30_000);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Committed), 0);
        city.run_jobs();
    }

    fn a_contract_with_faults_commits_nothing(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let good = paper(&d, "2026/4", &[(work, 40_000)]);
        let post = |body: &Value| d.executor.post(CONTRACTS, body);
        post(&good).refused(409, &["wrong_state"]);
        d.awarded(work);
        let mut bad = paper(&d, " ", &[(work, -1), (work, 5)]);
        bad["supplier_bin"] = json!("12345");
        bad["signed_on"] = json!("2026-04-01");
        bad["starts_on"] = json!("2026-03-01");
        bad["ends_on"] = json!("2026-02-01");
        post(&bad).invalid(&[
            ("/number", "required"),
            ("/supplier_bin", "bin"),
            ("/signed_on", "date_in_future"),
            ("/starts_on", "date_order"),
            ("/ends_on", "date_order"),
            ("/parts/0/amount", "not_positive"),
            ("/parts/1/work_id", "duplicate"),
        ]);
        post(&paper(&d, "2026/4", &[(work, 40_001)])).refused(409, &["not_enough_money"]);
        post(&paper(&d, "2026/4", &[(Id::new_v4(), 1)])).problem(404);
        city.visitor().post(CONTRACTS, &good).problem(401);
        let away = city.official("contracts-away", &[(Role::Executor, Some(city.districts()[1]))]);
        away.post(CONTRACTS, &good).refused(403, &["wrong_district"]);
        d.member.post(CONTRACTS, &good).refused(403, &["role_missing"]);
        assert_eq!(balance(city, d.envelope, LedgerAccount::Committed), 0);
        let first: ContractFile = d.executor.post_once(CONTRACTS, "c1", &good).status(201).read();
        let again = d.executor.post_once(CONTRACTS, "c1", &good).status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(balance(city, d.envelope, LedgerAccount::Committed), 40_000);
        city.visitor().get(&at(CONTRACT, first.contract.id)).status(200);
        city.visitor().get(&at(CONTRACT, Id::new_v4())).problem(404);
        pay(&d.executor, first.contract.id, work, 1, "П-1").refused(403, &["role_missing"]);
        city.run_jobs();
    }
}
