//! From the result to the closed cycle: works, a failed tender, contracts and an amendment, payments, a saving that comes back by
//! an act, the end of the year, acceptance, a dispute, reports that agree with the ledger, closing, and a defect afterwards.

use api_types::contract::ContractFile;
use api_types::defect::Defect;
use api_types::endpoint::{
    ACTS, CONTRACT_AMENDMENTS, CONTRACT_PAYMENTS, CONTRACT_STEPS, CONTRACTS, CYCLE_ENVELOPES, CYCLE_FUNDED_ITEMS,
    CYCLE_MONEY, CYCLE_WORKS, DEFECT_REPAIR, DUTY_END, ENVELOPE_CARRIES, ENVELOPE_ENTRIES, PAYMENTS,
    REPORT_PUBLICATION, REPORTS, WORK, WORK_ACCEPTANCE, WORK_DEFECTS, WORK_EVENTS, WORK_VERDICT, path,
};
use api_types::envelope::Envelope;
use api_types::money::MoneyFlow;
use api_types::payment::PaymentList;
use api_types::report::Report;
use api_types::verdict::Verdict;
use api_types::work::{FundedItem, FundedItemList, Work};
use domain::{Code, Id, LedgerAccount, Money, Phase, Role, WorkState};
use qatysu_tests::{Client, Reply, TestCity};
use serde_json::{Value, json};
use store::account::Account;
use time::macros::datetime;
use ureq::http::Method;

use crate::office::{Office, said, text};

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

/// Who works on what was decided for one district. Tokens live for minutes: whoever acts gets a new one.
struct Yard<'a> {
    city: &'a TestCity,
    office: &'a Office,
    district: Id,
    executor: Id,
    finance: Id,
    envelope: Id,
}

impl Yard<'_> {
    fn executor(&self) -> Client {
        self.city.token_of(self.executor)
    }

    fn finance(&self) -> Client {
        self.city.token_of(self.finance)
    }

    fn plan(&self, name: &str, item: &FundedItem, amount: Money) -> Reply {
        let work = json!({
            "name": text(name), "body_id": self.office.akimats[0], "fiscal_year": 2026, "due_on": "2026-10-31",
            "items": [{ "ballot_item_id": item.ballot_item_id, "amount": amount }],
        });
        self.executor().post(&self.office.at(CYCLE_WORKS), &work)
    }

    fn planned(&self, name: &str, item: &FundedItem, amount: Money) -> Id {
        self.plan(name, item, amount).status(201).read::<Work>().brief.id
    }

    fn happen(&self, work: Id, event: &Value) -> Reply {
        self.executor().post(&at(WORK_EVENTS, work), event)
    }

    fn tender(&self, work: Id, number: &str, price: Money) {
        let detail = json!({ "document": number, "start_price": price });
        self.happen(work, &json!({ "event": "announce_tender", "detail": detail })).status(200);
    }

    fn award(&self, work: Id, price: Money) {
        let detail = json!({ "supplier": "ТОО «Образец»", "price": price, "bids": 2 });
        self.happen(work, &json!({ "event": "award", "detail": detail })).status(200);
    }

    fn sign(&self, number: &str, parts: &[(Id, Money)]) -> Reply {
        let parts: Vec<Value> =
            parts.iter().map(|(work, amount)| json!({ "work_id": work, "amount": amount })).collect();
        let paper = json!({
            "cycle_id": self.office.cycle, "body_id": self.office.akimats[0], "number": number, "subject": text("Работы"),
            "supplier": "ТОО «Образец»", "signed_on": "2026-04-01", "starts_on": "2026-04-05", "ends_on": "2026-10-15",
            "warranty_months": 24, "parts": parts,
        });
        self.executor().post(CONTRACTS, &paper)
    }

    fn step(&self, contract: Id, event: &str) -> Reply {
        self.executor().post(&at(CONTRACT_STEPS, contract), &json!({ "event": event }))
    }

    fn pay(&self, contract: Id, work: Id, amount: Money, day: &str, number: &str) -> Reply {
        let payment = json!({ "work_id": work, "amount": amount, "paid_on": day, "document": number });
        self.finance().post(&at(CONTRACT_PAYMENTS, contract), &payment)
    }

    fn post(&self, entry: &Value) -> Reply {
        self.finance().post(&at(ENVELOPE_ENTRIES, self.envelope), entry)
    }

    fn act(&self, number: &str, day: &str) -> Id {
        let act = json!({ "body_id": self.office.maslikhat, "cycle_id": self.office.cycle, "number": number, "date": day, "title": text("Решение") });
        let made = self.finance().post(ACTS, &act).status(201).value();
        made["id"].as_str().unwrap().parse().unwrap()
    }

    fn balance(&self, account: LedgerAccount, year: i32) -> i64 {
        let all: Vec<Envelope> =
            serde_json::from_value(self.city.visitor().get(&self.office.at(CYCLE_ENVELOPES)).value()["items"].take())
                .unwrap();
        let mine = all.into_iter().find(|e| e.id == self.envelope).unwrap();
        mine.balances.iter().filter(|b| b.account == account && b.fiscal_year == year).map(|b| b.amount.0).sum()
    }

    fn state(&self, work: Id) -> WorkState {
        self.city.visitor().get(&at(WORK, work)).read::<Work>().brief.state
    }

    fn accept(&self, work: Id, number: &str, day: &str) -> Reply {
        let act = json!({
            "body_id": self.office.akimats[0], "act_number": number, "act_date": day, "act_title": text("Акт приёмки"),
            "supervisor": text("Технадзор"), "maintainer": text("Служба района"), "warranty_months": 24,
        });
        self.executor().post(&at(WORK_ACCEPTANCE, work), &act)
    }
}

/// Part of an amount.
fn percent(of: Money, percent: i64) -> Money {
    Money(of.0 / 100 * percent)
}

/// Everything after the act: the cycle is in delivery when it begins and closed when it ends.
pub fn until_closed(city: &TestCity, office: &Office, residents: &[Account]) {
    let district = office.districts[0];
    let executor = city.test.account("executor", &[(Role::Executor, Some(district))]);
    let finance = city.test.account("finance", &[(Role::Finance, None)]);
    let envelopes: Vec<Envelope> =
        serde_json::from_value(city.visitor().get(&office.at(CYCLE_ENVELOPES)).value()["items"].take()).unwrap();
    let envelope = envelopes.iter().find(|e| e.district_id == Some(district)).unwrap().id;
    let yard = Yard { city, office, district, executor, finance, envelope };

    city.clock().set(datetime!(2026-02-02 05:00 UTC));
    let list: FundedItemList = city.visitor().get(&office.at(CYCLE_FUNDED_ITEMS)).read();
    let items: Vec<FundedItem> = list.items.into_iter().filter(|item| item.district_id == Some(district)).collect();
    assert!(items.len() >= 5, "the real election funded several");

    let (bench, lamp, rest) = spring(&yard, residents, &items);
    summer(&yard, &bench, residents);
    winter(&yard, &lamp, rest);
    reports(&yard);
    // Decisions are frozen; works and warranty go on.
    afterwards(&yard, bench.works[0], residents);
}

/// A contract and the works under it.
struct Order {
    works: Vec<Id>,
    contract: Id,
    amounts: Vec<Money>,
}

/// Works are planned and procured. The saving of the first is brought back by an act and pays for the last.
fn spring(yard: &Yard<'_>, residents: &[Account], items: &[FundedItem]) -> (Order, Order, Id) {
    let (city, office) = (yard.city, yard.office);
    // One project becomes two works; nobody may build more than was decided.
    let half = Money(items[0].cost.0 / 2);
    let works_at = office.at(CYCLE_WORKS);
    let anything = json!({
        "name": text("Чужое"), "body_id": office.akimats[0], "fiscal_year": 2026, "due_on": "2026-10-31",
        "items": [{ "ballot_item_id": items[0].ballot_item_id, "amount": 1 }],
    });
    city.token_of(residents[0].id).post(&works_at, &anything).refused(403, &["role_missing"]);
    city.visitor().post(&works_at, &anything).problem(401);
    let first = yard.planned("Скамейки, первая очередь", &items[0], half);
    let second = yard.planned("Скамейки, вторая очередь", &items[0], Money(items[0].cost.0 - half.0));
    yard.plan("Скамейки, третья очередь", &items[0], Money(1)).refused(409, &["item_exceeded"]);
    // Three projects are one contract.
    let lamps: Vec<Id> = items[1..4].iter().map(|item| yard.planned("Освещение", item, item.cost)).collect();
    let amounts: Vec<Money> = items[1..4].iter().map(|item| item.cost).collect();

    // What is free is cut so far that the last one cannot be paid without the saving.
    let saving = percent(half, 20);
    let last = items.last().unwrap();
    let free = yard.balance(LedgerAccount::Available, 2026);
    let act = yard.act("21", "2026-02-01");
    let too_much = free - (last.cost.0 - saving.0);
    assert!(too_much > 0, "the envelope had more than this");
    let cut = json!({ "kind": "cut", "fiscal_year": 2026, "amount": too_much, "act_id": act });
    city.token_of(residents[0].id).post(&at(ENVELOPE_ENTRIES, yard.envelope), &cut).refused(403, &["role_missing"]);
    yard.post(&json!({ "kind": "cut", "fiscal_year": 2026, "amount": too_much })).refused(409, &["act_missing"]);
    yard.post(&cut).status(201);
    yard.plan("Последняя", last, last.cost).refused(409, &["not_enough_money"]);

    for work in [first, second].iter().chain(&lamps) {
        yard.happen(*work, &json!({ "event": "award" })).problem(422);
        yard.happen(*work, &json!({ "event": "start_design" })).status(200);
    }
    city.clock().set(datetime!(2026-04-01 05:00 UTC));
    // A tender that nobody wants is announced again.
    yard.tender(first, "Т-1", half);
    yard.happen(first, &json!({ "event": "fail_tender" })).refused(409, &["reason_required"]);
    yard.happen(first, &json!({ "event": "fail_tender", "reason": text("Никто не подал заявку") })).status(200);
    yard.sign("1", &[(first, half)]).refused(409, &["wrong_state"]);
    yard.tender(first, "Т-2", half);
    let price = Money(half.0 - saving.0);
    yard.award(first, price);
    for (work, amount) in lamps.iter().zip(&amounts) {
        yard.tender(*work, "Т-3", *amount);
        yard.award(*work, percent(*amount, 90));
    }
    city.token_of(office.clerk).post(CONTRACTS, &json!({})).problem(400);
    let bench: ContractFile = yard.sign("1", &[(first, price)]).status(201).read();
    yard.sign("1", &[(first, price)]).problem(409);
    let parts: Vec<(Id, Money)> =
        lamps.iter().zip(&amounts).map(|(work, amount)| (*work, percent(*amount, 90))).collect();
    let lamp: ContractFile = yard.sign("2", &parts).status(201).read();
    assert_eq!(lamp.contract.parts.len(), 3);
    for (contract, works) in [(bench.contract.id, vec![first]), (lamp.contract.id, lamps.clone())] {
        yard.step(contract, "activate").status(200);
        for work in works {
            yard.happen(work, &json!({ "event": "start" })).status(200);
        }
    }
    // Of the second half of the benches nothing is built: it is deferred to a named year, with a reason.
    yard.happen(second, &json!({ "event": "defer", "reason": text("Идёт ремонт сетей") }))
        .refused(409, &["fiscal_year_required"]);
    yard.happen(second, &json!({ "event": "defer", "reason": text("Идёт ремонт сетей"), "fiscal_year": 2027 }))
        .status(200);
    assert_eq!(yard.state(second), WorkState::Deferred);
    let order =
        |file: &ContractFile, works: Vec<Id>, amounts: Vec<Money>| Order { works, contract: file.contract.id, amounts };
    let lamp_amounts: Vec<Money> = amounts.iter().map(|amount| percent(*amount, 90)).collect();
    (order(&bench, vec![first, second], vec![price]), order(&lamp, lamps, lamp_amounts), last.ballot_item_id)
}

/// The first work is paid, accepted, disputed; its saving comes back.
fn summer(yard: &Yard<'_>, bench: &Order, residents: &[Account]) {
    let (city, work, price) = (yard.city, bench.works[0], bench.amounts[0]);
    city.clock().set(datetime!(2026-07-01 05:00 UTC));
    yard.pay(bench.contract, work, Money(price.0 + 1), "2026-06-30", "П-1").refused(409, &["not_enough_money"]);
    yard.pay(bench.contract, work, Money(-5), "2026-06-30", "П-1").refused(409, &["amount_not_positive"]);
    yard.executor()
        .post(
            &at(CONTRACT_PAYMENTS, bench.contract),
            &json!({ "work_id": work, "amount": 1, "paid_on": "2026-06-30", "document": "П-1" }),
        )
        .refused(403, &["role_missing"]);
    yard.pay(bench.contract, work, percent(price, 40), "2026-05-20", "П-1").status(201);
    yard.pay(bench.contract, work, Money(price.0 - percent(price, 40).0), "2026-06-30", "П-2").status(201);
    yard.accept(work, "А-1", "2026-06-30").refused(409, &["wrong_state"]);
    yard.step(bench.contract, "complete").status(200);
    yard.happen(work, &json!({ "event": "complete" })).status(200);
    let resident = || city.token_of(residents[7].id);
    let dispute = json!({ "kind": "dispute", "text": said("Скамеек четыре, а в проекте шесть.") });
    city.visitor().put(&at(WORK_VERDICT, work), &dispute).problem(401);
    yard.accept(work, "А-1", "2026-07-01").status(200);
    yard.step(bench.contract, "settle").status(200);
    let paid = yard.balance(LedgerAccount::Paid, 2026);
    let verdict: Verdict = resident().put(&at(WORK_VERDICT, work), &dispute).status(200).read();
    let owed = verdict.duty.unwrap().id;
    let end = |words: &str| json!({ "ending": "done", "note": text(words) });
    yard.executor().post(&at(DUTY_END, owed), &end("Принято к сведению")).problem(422);
    resident().post(&at(DUTY_END, owed), &end("Сам")).refused(403, &["role_missing"]);
    yard.executor().post(&at(DUTY_END, owed), &end("Две скамейки поставлены 3 июля по гарантии.")).status(200);
    assert_eq!(yard.balance(LedgerAccount::Paid, 2026), paid, "a verdict never moves money");

    // What the contract did not need was saved at acceptance; an act brings it back.
    let saved = yard.balance(LedgerAccount::Saved, 2026);
    assert!(saved > 0);
    let back = |act: Option<Id>| json!({ "kind": "reuse", "fiscal_year": 2026, "amount": saved, "act_id": act });
    yard.post(&back(None)).refused(409, &["act_missing"]);
    let act = yard.act("34", "2026-07-01");
    yard.post(&back(Some(act))).status(201);
    assert_eq!(yard.balance(LedgerAccount::Saved, 2026), 0);
}

/// The order of lamps is amended, paid in part, carried in part; what no act carries lapses with the year.
fn winter(yard: &Yard<'_>, lamp: &Order, last: Id) {
    let (city, office) = (yard.city, yard.office);
    // The saving pays for what could not be planned in spring.
    let list: FundedItemList = city.visitor().get(&office.at(CYCLE_FUNDED_ITEMS)).read();
    let item = list.items.into_iter().find(|item| item.ballot_item_id == last).unwrap();
    let late = yard.planned("Последняя", &item, item.cost);

    city.clock().set(datetime!(2026-11-02 05:00 UTC));
    let file: ContractFile = city.visitor().get(&at(api_types::endpoint::CONTRACT, lamp.contract)).read();
    let amend = |version: i64, body: &Value| {
        let tag = format!("\"{version}\"");
        yard.executor().json(Method::POST, &at(CONTRACT_AMENDMENTS, lamp.contract), body, &[("if-match", &tag)])
    };
    let more = Money(lamp.amounts[0].0 + 100);
    let body = json!({ "reason": text("Ещё один фонарь"), "ends_on": "2027-03-31", "parts": [{ "work_id": lamp.works[0], "amount": more }] });
    amend(file.contract.version + 9, &body).problem(412);
    let amended: ContractFile = amend(file.contract.version, &body).status(200).read();
    assert_eq!(amended.contract.amount.0, lamp.amounts.iter().map(|a| a.0).sum::<i64>() + 100);
    yard.pay(lamp.contract, lamp.works[0], more, "2026-11-01", "П-10").status(201);
    yard.pay(lamp.contract, lamp.works[1], percent(lamp.amounts[1], 50), "2026-11-01", "П-11").status(201);

    // The maslikhat carries what is left of the second; of the third nothing is carried.
    let left = Money(lamp.amounts[1].0 - percent(lamp.amounts[1], 50).0);
    let order = |act: Id| {
        json!({
            "fiscal_year": 2026, "account": "committed", "contract_id": lamp.contract, "work_id": lamp.works[1],
            "amount": left, "act_id": act,
        })
    };
    let carry = |act: Id| yard.finance().post(&at(ENVELOPE_CARRIES, yard.envelope), &order(act));
    let act = yard.act("57", "2026-11-02");
    yard.executor().post(&at(ENVELOPE_CARRIES, yard.envelope), &order(act)).refused(403, &["role_missing"]);
    carry(act).status(201);
    city.clock().set(datetime!(2026-12-31 18:59:59.999_999 UTC));
    city.run_jobs();
    assert_eq!(yard.balance(LedgerAccount::Lapsed, 2026), 0, "not a microsecond early");
    city.clock().set(datetime!(2026-12-31 19:00 UTC));
    city.run_jobs();
    assert_eq!(yard.balance(LedgerAccount::NextYear, 2026), 0, "it has arrived in the next year");
    assert_eq!(yard.balance(LedgerAccount::Committed, 2027), left.0);
    assert_eq!(yard.balance(LedgerAccount::Committed, 2026), 0);
    assert!(yard.balance(LedgerAccount::Lapsed, 2026) >= lamp.amounts[2].0);
    let flow: MoneyFlow = city.visitor().get(&format!("{}?now", office.at(CYCLE_MONEY))).read();
    let mine = flow.envelopes.iter().find(|e| e.id == yard.envelope).unwrap();
    assert!(mine.year_ends.iter().any(|end| end.carried.as_ref().is_some_and(|act| act.number == "57")));
    assert!(mine.year_ends.iter().any(|end| end.carried.is_none()), "the board shows what lapsed");

    city.clock().set(datetime!(2027-02-01 05:00 UTC));
    yard.pay(lamp.contract, lamp.works[2], Money(1), "2027-02-01", "П-12").refused(409, &["not_enough_money"]);
    yard.pay(lamp.contract, lamp.works[1], left, "2027-02-01", "П-13").status(201);
    // Of the third nothing can be paid any more: the order is amended to nothing, the rest is delivered.
    let file: ContractFile = city.visitor().get(&at(api_types::endpoint::CONTRACT, lamp.contract)).read();
    let nothing =
        json!({ "reason": text("Деньги сгорели с концом года"), "parts": [{ "work_id": lamp.works[2], "amount": 0 }] });
    amend(file.contract.version, &nothing).status(200);
    yard.step(lamp.contract, "complete").status(200);
    yard.step(lamp.contract, "settle").status(200);
    for (n, work) in lamp.works[..2].iter().enumerate() {
        yard.happen(*work, &json!({ "event": "complete" })).status(200);
        yard.accept(*work, &format!("А-2{n}"), "2027-02-01").status(200);
    }
    yard.happen(lamp.works[2], &json!({ "event": "terminate", "reason": text("Денег больше нет") })).status(200);
    yard.happen(late, &json!({ "event": "cancel", "reason": text("Не начато до конца года") })).status(200);
}

/// Reports of the districts and the city agree with the ledger; then the cycle closes.
fn reports(yard: &Yard<'_>) {
    let (city, office) = (yard.city, yard.office);
    let boss = || city.token_of(office.organiser);
    city.clock().set(datetime!(2027-03-01 05:00 UTC));
    office.fire(&yard.executor(), "open_reports").refused(403, &["role_missing"]);
    office.fire(&boss(), "close").refused(409, &["not_in_phase"]);
    office.fire(&boss(), "open_reports").status(200);
    assert_eq!(office.phase(city), Phase::Reports);
    office.fire(&boss(), "close").refused(409, &["duties_open"]);
    let begin = |client: &Client, kind: &str, district: Option<Id>| {
        client.post(REPORTS, &json!({ "cycle_id": office.cycle, "kind": kind, "district_id": district, "text": text("Обещали и сделали") }))
    };
    let publish = |client: &Client, report: &Report| -> Reply {
        let tag = format!("\"{}\"", report.brief.version);
        client.json(Method::POST, &at(REPORT_PUBLICATION, report.brief.id), &json!({}), &[("if-match", &tag)])
    };
    let flow: MoneyFlow = city.visitor().get(&office.at(CYCLE_MONEY)).read();
    begin(&yard.executor(), "district", Some(office.districts[1])).refused(403, &["wrong_district"]);
    let mine: Report = begin(&yard.executor(), "district", Some(yard.district)).status(201).read();
    let mine: Report = publish(&yard.executor(), &mine).status(200).read();
    let envelope = flow.envelopes.iter().find(|e| e.id == yard.envelope).unwrap();
    assert_eq!(mine.figures.money, envelope.years, "to the tiyn");
    let payments: PaymentList = city.visitor().get(&format!("{PAYMENTS}?cycle_id={}", office.cycle)).read();
    let paid: i64 = payments.items.iter().map(|payment| payment.amount.0).sum();
    assert_eq!((mine.figures.paid, mine.figures.money.iter().map(|y| y.paid.0).sum::<i64>()), (Money(paid), paid));
    for district in &office.districts[1..] {
        let draft: Report = begin(&boss(), "district", Some(*district)).status(201).read();
        office.fire(&boss(), "close").refused(409, &["duties_open"]);
        publish(&boss(), &draft).status(200);
    }
    let city_report: Report = begin(&boss(), "city", None).status(201).read();
    let city_report: Report = publish(&boss(), &city_report).status(200).read();
    let sum = |of: fn(&domain::ledger::money::YearMoney) -> Money| -> i64 {
        flow.envelopes.iter().flat_map(|e| &e.years).map(|year| of(year).0).sum()
    };
    let told = |of: fn(&domain::ledger::money::YearMoney) -> Money| -> i64 {
        city_report.figures.money.iter().map(|year| of(year).0).sum()
    };
    assert_eq!(
        (told(|y| y.paid), told(|y| y.lapsed), told(|y| y.carried)),
        (sum(|y| y.paid), sum(|y| y.lapsed), sum(|y| y.carried))
    );
    let fates: Vec<&str> = mine.figures.promises.iter().map(|promise| promise.delivery.code()).collect();
    for fate in ["delivered_late", "deferred", "late", "cancelled"] {
        assert!(fates.contains(&fate), "{fate}: {fates:?}");
    }
    office.fire(&yard.executor(), "close").refused(403, &["role_missing"]);
    office.fire(&boss(), "close").status(200);
    assert_eq!(office.phase(city), Phase::Closed);
}

/// A defect within the warranty reopens a work of the closed cycle.
fn afterwards(yard: &Yard<'_>, work: Id, residents: &[Account]) {
    let city = yard.city;
    city.clock().set(datetime!(2027-06-01 05:00 UTC));
    let found = json!({ "text": text("Доски рассохлись"), "found_on": "2027-05-30" });
    city.visitor().post(&at(WORK_DEFECTS, work), &found).problem(401);
    let defect: Defect = city.token_of(residents[9].id).post(&at(WORK_DEFECTS, work), &found).status(201).read();
    assert_eq!(yard.state(work), WorkState::Warranty);
    yard.accept(work, "А-9", "2027-06-01").refused(409, &["defects_open"]);
    let repair = json!({ "repaired_on": "2027-06-01", "repair": text("Доски заменены") });
    yard.executor().post(&at(DEFECT_REPAIR, defect.id), &repair).status(200);
    yard.accept(work, "А-9", "2027-06-01").status(200);
    assert_eq!(yard.state(work), WorkState::Accepted);
    city.run_jobs();
}
