//! The ledger: money moves by balanced entries alone, whoever posts, in whatever order; the year ends by the clock.

use std::collections::BTreeMap;
use std::sync::Mutex;

use api_types::endpoint::{
    CYCLE_CARRIES, CYCLE_LEDGER, CYCLE_MONEY, ENVELOPE_ENTRIES, EXPORT_LEDGER_JSON, EXPORT_PAYMENTS_CSV,
    EXPORT_PAYMENTS_JSON, EXPORT_PAYMENTS_JSONL, LEDGER_ENTRY, LEDGER_ENTRY_REVERSAL, path,
};
use api_types::ledger::{CarryList, LedgerEntry, LedgerPage};
use api_types::money::MoneyFlow;
use app::job::Runner;
use app::ledger::verify::verify;
use domain::{Id, Money, Role};
use qatysu_tests::treasury::{Treasury, text};
use qatysu_tests::{TestCity, both};
use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;

/// A treasury in August 2025.
pub(crate) fn treasury(city: &TestCity) -> Treasury {
    city.clock().set(datetime!(2025-08-01 06:00 UTC));
    let organiser = city.official("organiser", &[(Role::Organiser, None)]);
    let finance = city.official("finance", &[(Role::Finance, None)]);
    Treasury::open(city.test.city, city.districts(), organiser, finance, "2025-07-30")
}

/// Sets the clock and signs finance in again: a token lives a quarter of an hour.
pub(crate) fn at(city: &TestCity, t: &mut Treasury, now: domain::Moment) {
    city.clock().set(now);
    t.finance = city.visitor().bearer(&city.tokens("finance").access_token.0);
}

pub(crate) fn balanced(city: &TestCity) {
    let check = verify(&city.test.app).unwrap();
    assert!(check.balanced, "{:?}", check.faults);
}

pub(crate) fn money(city: &TestCity, treasury: &Treasury) -> MoneyFlow {
    city.visitor().get(&path(CYCLE_MONEY, &[&treasury.cycle.to_string()])).read()
}

both! {
    fn money_moves_by_the_table_and_its_way_is_public(city: &TestCity) {
        let t = treasury(city);
        t.posted(0, &t.entry("announce", 1_000));
        t.post(0, &json!({ "kind": "approve", "fiscal_year": 2026, "amount": 1_001 }))
            .refused(409, &["act_missing", "not_enough_money"]);
        t.posted(0, &t.entry("approve", 1_000));
        t.posted(0, &t.entry("top_up", 50));
        t.posted(0, &t.entry("cut", 20));
        let mut transfer = t.entry("transfer", 30);
        t.post(0, &transfer).refused(409, &["accounts_not_allowed"]);
        transfer["to_envelope_id"] = json!(t.envelopes[1]);
        t.posted(0, &transfer);
        t.posted(0, &t.entry("reserve", 600));
        t.posted(0, &t.entry("contract", 500));
        let paid = t.posted(0, &t.entry("pay", 200));
        let mut save = t.entry("save", 40);
        t.post(0, &save).refused(409, &["accounts_not_allowed"]);
        save["from"] = json!("reserved");
        t.posted(0, &save);
        t.posted(0, &t.entry("reuse", 25));
        t.posted(0, &t.entry("surrender", 15));
        for kind in ["lapse", "carry", "bring_forward", "reversal"] {
            let mut entry = t.entry(kind, 1);
            entry["from"] = json!("available");
            t.post(0, &entry).refused(409, &["accounts_not_allowed"]);
        }
        t.posted(1, &t.entry("reserve", 30));

        // A reversal mirrors its entry, once, and says why.
        let reversal = path(LEDGER_ENTRY_REVERSAL, &[&paid.to_string()]);
        t.finance.post(&reversal, &json!({ "note": { "kk": " ", "ru": "" } })).problem(422);
        let back: LedgerEntry = t.finance.post_once(&reversal, "once", &json!({ "note": text("Қате төлем") })).status(201).read();
        let again: LedgerEntry = t.finance.post_once(&reversal, "once", &json!({ "note": text("Қате төлем") })).status(201).read();
        assert_eq!((back.reverses, back.id), (Some(paid), again.id));
        t.finance.post(&reversal, &json!({ "note": text("Тағы") })).refused(409, &["not_a_reversal", "not_enough_money"]);
        let back = path(LEDGER_ENTRY_REVERSAL, &[&back.id.to_string()]);
        t.finance.post(&back, &json!({ "note": text("Тағы") })).refused(409, &["not_a_reversal"]);
        t.posted(0, &t.entry("pay", 180));

        let shown = money(city, &t);
        let [auezov, turksib] = &shown.envelopes[..] else { panic!("{shown:?}") };
        let year = &auezov.years[0];
        let figures = [
            year.announced, year.approved, year.topped_up, year.cut, year.transferred_out, year.reserved, year.committed,
            year.paid, year.saved, year.reused, year.surrendered, year.lapsed, year.carried,
        ];
        assert_eq!(figures, [1_000, 1_000, 50, 20, 30, 600, 500, 180, 40, 25, 15, 0, 0].map(Money));
        let now = &year.now;
        let left = [now.announced, now.available, now.reserved, now.committed, now.paid, now.saved, now.surrendered];
        assert_eq!(left, [0, 425, 60, 320, 180, 0, 15].map(Money));
        assert_eq!(year.total(), Money::sum(left));
        assert_eq!((turksib.years[0].transferred_in, turksib.years[0].now.reserved), (Money(30), Money(30)));
        balanced(city);

        // The list: newest first, by pages, each with the act that it rests on.
        let list = path(CYCLE_LEDGER, &[&t.cycle.to_string()]);
        let (mut seen, mut next) = (Vec::new(), None::<String>);
        loop {
            let cursor = next.map(|next| format!("&cursor={next}")).unwrap_or_default();
            let page: LedgerPage = city.visitor().get(&format!("{list}?limit=4{cursor}")).read();
            seen.extend(page.items);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 14);
        let books = money(city, &t).books;
        assert!(books.balanced && books.entries >= 14, "{books:?}");
        assert!(seen.windows(2).all(|pair| pair[0].id > pair[1].id));
        let cited = seen.iter().find(|e| e.kind == domain::EntryKind::Cut).unwrap().act.clone().unwrap();
        assert_eq!((cited.id, cited.number.as_str()), (t.act, "12-3"));
        let of = |query: &str| city.visitor().get(&format!("{list}?{query}")).read::<LedgerPage>().items.len();
        assert_eq!((of(&format!("envelope={}", t.envelopes[1])), of("kind=pay"), of("fiscal_year=2027")), (2, 2, 0));
        let own: LedgerPage = city.visitor().get(&path(ENVELOPE_ENTRIES, &[&t.envelopes[1].to_string()])).read();
        assert_eq!(own.items.len(), 2, "what arrived and what was reserved");
        let one: LedgerEntry = city.visitor().get(&path(LEDGER_ENTRY, &[&paid.to_string()])).read();
        assert_eq!(one.amount, Money(200));
        city.visitor().get(&format!("{list}?envelope={}", Id::new_v4())).problem(404);

        // Open data: the transfer is told once and says where it went; nothing was paid under a contract yet.
        let file = |path: &str| city.visitor().get(&format!("{path}?cycle={}", t.cycle)).status(200);
        let items = file(EXPORT_LEDGER_JSON).value()["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), 14);
        let sent: Vec<&Value> = items.iter().filter(|item| !item["to_envelope"].is_null()).collect();
        assert_eq!((sent.len(), &sent[0]["envelope"], &sent[0]["to_envelope"]), (1, &json!("auezov"), &json!("turksib")));
        assert_eq!(file(EXPORT_PAYMENTS_JSON).value(), json!({ "items": [] }));
        assert_eq!(file(EXPORT_PAYMENTS_JSONL).text(), "");
        assert!(file(EXPORT_PAYMENTS_CSV).text().starts_with("id,cycle_id,contract_id,contract,supplier,work_id,"));
    }

    fn only_finance_posts_and_only_where_it_may(city: &TestCity) {
        let t = treasury(city);
        t.posted(0, &t.entry("top_up", 100));
        let entries = |index: usize| path(ENVELOPE_ENTRIES, &[&t.envelopes[index].to_string()]);
        city.visitor().post(&entries(0), &t.entry("cut", 1)).problem(401);
        t.organiser.post(&entries(0), &t.entry("cut", 1)).refused(403, &["role_missing"]);
        let local = city.official("local", &[(Role::Finance, Some(city.districts()[0]))]);
        local.post(&entries(0), &t.entry("cut", 1)).status(201);
        local.post(&entries(1), &t.entry("top_up", 1)).refused(403, &["wrong_district"]);
        let mut transfer = t.entry("transfer", 1);
        transfer["to_envelope_id"] = json!(t.envelopes[1]);
        local.post(&entries(0), &transfer).refused(403, &["wrong_district"]);
        let mut stranger = t.entry("cut", 1);
        stranger["act_id"] = json!(Id::new_v4());
        t.post(0, &stranger).problem(404);
        stranger = t.entry("cut", 1);
        stranger["fiscal_year"] = json!(1999);
        t.post(0, &stranger).invalid(&[("/fiscal_year", "out_of_range")]);
        t.carry(0, "available", 5, t.order).refused(409, &["act_not_of_maslikhat"]);
        t.carry(0, "paid", 0, t.act).refused(409, &["amount_not_positive", "accounts_not_allowed"]);
        balanced(city);
    }

    fn the_year_ends_at_midnight_and_says_what_lapsed_and_what_was_carried(city: &TestCity) {
        let mut t = treasury(city);
        before_the_end(&t);
        // Its last second: everything is still open.
        at(city, &mut t, datetime!(2026-12-31 18:59:59 UTC));
        assert_eq!(city.run_jobs(), 0, "in Almaty it is still 31 December");
        t.posted(0, &t.entry("pay", 10));
        at(city, &mut t, datetime!(2026-12-31 19:00 UTC));
        // By the clock, although no job has run.
        t.post(0, &t.entry("pay", 10)).refused(409, &["fiscal_year_over"]);
        t.carry(0, "available", 1, t.act).refused(409, &["fiscal_year_over"]);
        assert_eq!(city.run_jobs(), 1);
        after_the_end(city, &t);
        // A year that has ended stays ended, and a job that comes twice finds nothing.
        Runner::new(city.test.app.clone()).schedule().unwrap();
        city.run_jobs();
        after_the_end(city, &t);
        // What arrived goes on in the new year, and ends with it.
        let mut pay = t.entry("pay", 60);
        pay["fiscal_year"] = json!(2027);
        t.posted(0, &pay);
        city.clock().set(datetime!(2028-01-01 00:00 UTC));
        assert!(city.run_jobs() >= 1);
        let year = money(city, &t).envelopes[0].years[1].clone();
        assert_eq!((year.brought, year.paid, year.lapsed, year.carried), (Money(700), Money(60), Money(640), Money(0)));
        balanced(city);
        city.run_jobs();
    }

    fn a_job_that_runs_late_ends_the_year_as_one_in_time(city: &TestCity) {
        let mut t = treasury(city);
        before_the_end(&t);
        t.posted(0, &t.entry("pay", 10));
        at(city, &mut t, datetime!(2027-02-10 08:00 UTC));
        // Money of the new year moves meanwhile; the old one is closed to everybody.
        let mut announce = t.entry("top_up", 7);
        announce["fiscal_year"] = json!(2027);
        t.posted(1, &announce);
        for kind in ["top_up", "pay", "reserve"] {
            t.post(0, &t.entry(kind, 1)).refused(409, &["fiscal_year_over"]);
        }
        assert_eq!(city.run_jobs(), 1);
        after_the_end(city, &t);
    }
}

/// 1,000 in one envelope: 100 free, 300 reserved, 400 under contract of which 140 paid, 60 saved; decisions to carry 200 of
/// what is under contract and 5,000 of what is announced (500).
pub(crate) fn before_the_end(t: &Treasury) {
    t.posted(0, &t.entry("announce", 1_500));
    t.posted(0, &t.entry("approve", 1_000));
    t.posted(0, &t.entry("reserve", 900));
    t.posted(0, &t.entry("contract", 550));
    t.posted(0, &t.entry("pay", 130));
    let mut save = t.entry("save", 60);
    save["from"] = json!("reserved");
    t.posted(0, &save);
    t.posted(0, &t.entry("surrender", 20));
    t.carry(0, "committed", 200, t.act).status(201);
    t.carry(0, "announced", 5_000, t.act).status(201);
    t.posted(1, &t.entry("top_up", 9));
}

fn after_the_end(city: &TestCity, t: &Treasury) {
    let shown = money(city, t);
    let first = &shown.envelopes[0];
    let mut ends: Vec<_> = first
        .year_ends
        .iter()
        .filter(|end| end.fiscal_year == 2026)
        .map(|end| (end.account.to_string(), end.amount.0, end.carried.is_some()))
        .collect();
    // Decisions of one instant come in any order.
    ends.sort();
    let expected = [
        ("announced", 500, true),
        ("available", 100, false),
        ("committed", 200, true),
        ("committed", 210, false),
        ("reserved", 290, false),
        ("saved", 40, false),
    ];
    assert_eq!(ends, expected.map(|(account, amount, carried)| (account.to_owned(), amount, carried)));
    assert!(first.year_ends.iter().filter_map(|end| end.carried.as_ref()).all(|act| act.id == t.act));
    let year = &first.years[0];
    let now = &year.now;
    let left = [now.announced, now.available, now.reserved, now.committed, now.saved];
    assert_eq!(left, [Money::ZERO; 5], "all but paid and surrendered is gone");
    assert_eq!(
        (year.paid, year.surrendered, year.lapsed, year.carried),
        (Money(140), Money(20), Money(640), Money(700))
    );
    assert_eq!(year.total(), Money::sum([year.paid, year.surrendered, year.lapsed, year.carried]));
    let next = &first.years[1];
    assert_eq!(
        (next.fiscal_year, next.brought, next.now.announced, next.now.committed),
        (2027, Money(700), Money(500), Money(200))
    );
    assert_eq!(shown.envelopes[1].years[0].lapsed, Money(9));
    let decisions: CarryList = city.visitor().get(&path(CYCLE_CARRIES, &[&t.cycle.to_string()])).read();
    assert_eq!(decisions.items.len(), 2);
    balanced(city);
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.roll(words.len() as u64)).unwrap()]
    }
}

type Account = (usize, i32, String);

/// What the ledger must do, from the hand-written table alone.
#[derive(Default)]
struct Model {
    rules: Vec<[String; 4]>,
    balances: BTreeMap<Account, i64>,
    posted: Vec<(Id, Account, Account, i64, bool)>,
    reversed: Vec<Id>,
}

const KINDS: [&str; 11] =
    ["announce", "approve", "top_up", "cut", "transfer", "reserve", "contract", "pay", "save", "reuse", "surrender"];

impl Model {
    fn new() -> Self {
        let rows = include_str!("../fixtures/machines/ledger.csv").lines().skip(2);
        let rules = rows.map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap()).collect();
        Self { rules, ..Self::default() }
    }

    fn moves(&mut self, from: &Account, to: &Account, amount: i64) {
        *self.balances.entry(from.clone()).or_default() -= amount;
        *self.balances.entry(to.clone()).or_default() += amount;
    }

    fn holds(&self, from: &Account, amount: i64) -> bool {
        amount > 0 && (from.2 == "outside" || self.balances.get(from).copied().unwrap_or(0) >= amount)
    }

    fn shown(&self) -> BTreeMap<Account, i64> {
        self.balances.iter().filter(|(_, amount)| **amount != 0).map(|(a, n)| (a.clone(), *n)).collect()
    }
}

/// One random attempt; what is posted and what is refused must be as the model says.
fn step(dice: &mut Dice, t: &Treasury, model: &mut Model) {
    if dice.roll(8) == 0 && !model.posted.is_empty() {
        let chosen = usize::try_from(dice.roll(model.posted.len() as u64)).unwrap();
        let (id, from, to, amount, is_reversal) = model.posted[chosen].clone();
        let fits = !is_reversal && !model.reversed.contains(&id) && model.holds(&to, amount);
        let reply =
            t.finance.post(&path(LEDGER_ENTRY_REVERSAL, &[&id.to_string()]), &json!({ "note": text("Сторно") }));
        assert_eq!(reply.status == 201, fits, "reversal of {from:?} → {to:?} {amount}: {}", reply.text());
        if fits {
            let made: LedgerEntry = reply.read();
            model.moves(&to, &from, amount);
            model.reversed.push(id);
            model.posted.push((made.id, to, from, amount, true));
        }
        return;
    }
    let envelope = usize::try_from(dice.roll(2)).unwrap();
    let kind = dice.of(&KINDS);
    let year = 2026 + i32::try_from(dice.roll(5) / 4).unwrap();
    let amount = i64::try_from(dice.roll(400)).unwrap() - 8;
    let act = dice.roll(10) > 0;
    let mut entry = json!({ "kind": kind, "fiscal_year": year, "amount": amount });
    if act {
        entry["act_id"] = json!(t.act);
    }
    if kind == "save" {
        entry["from"] = json!(dice.of(&["reserved", "committed"]));
    }
    let away = (kind == "transfer") ^ (dice.roll(20) == 0);
    if away {
        entry["to_envelope_id"] = json!(t.envelopes[1 - envelope]);
    }
    let rule =
        model.rules.iter().find(|r| r[0] == kind && entry["from"].as_str().is_none_or(|from| from == r[1])).unwrap();
    let target = if away { 1 - envelope } else { envelope };
    let (from, to) = ((envelope, year, rule[1].clone()), (target, year, rule[2].clone()));
    let rests = act || rule[3] == "posted";
    let fits = rests && (rule[3] == "act_other_envelope") == away && model.holds(&from, amount);
    let reply = t.post(envelope, &entry);
    assert_eq!(reply.status == 201, fits, "{entry}: {} {:?}", reply.text(), model.shown());
    if fits {
        let made: LedgerEntry = reply.read();
        model.moves(&from, &to, amount);
        model.posted.push((made.id, from, to, amount, false));
    } else {
        assert_eq!(reply.status, 409, "{entry}: {}", reply.text());
    }
}

both! {
    /// Random histories, each step judged by the hand-written table; then the year ends.
    fn random_histories_keep_the_books(city: &TestCity) {
        let mut t = treasury(city);
        let mut model = Model::new();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        for step_number in 0..150 {
            if step_number % 10 == 0 {
                let now = city.now() + Duration::hours(1);
                at(city, &mut t, now);
            }
            step(&mut dice, &t, &mut model);
            assert_eq!(t.balances(), model.shown(), "step {step_number}: the database's sums are the model's");
            assert_eq!(model.balances.values().sum::<i64>(), 0, "nothing appears or disappears");
            assert!(model.balances.iter().all(|((_, _, account), amount)| account == "outside" || *amount >= 0));
            balanced(city);
        }
        assert!(model.posted.len() > 40, "{} entries", model.posted.len());
        let open = |balances: &BTreeMap<Account, i64>, year: i32, index: usize| -> i64 {
            let ends = ["announced", "available", "reserved", "committed", "saved"];
            balances.iter().filter(|((i, y, a), _)| *i == index && *y == year && ends.contains(&a.as_str())).map(|(_, n)| n).sum()
        };
        let before = t.balances();
        let half = before.get(&(0, 2026, "available".to_owned())).copied().unwrap_or(0) / 2;
        t.carry(0, "available", half + 1, t.act).status(201);
        city.clock().set(datetime!(2027-01-01 00:00 UTC));
        assert_eq!(city.run_jobs(), 1);
        let after = t.balances();
        let shown = money(city, &t);
        for (index, envelope) in shown.envelopes.iter().enumerate() {
            let year = envelope.years.iter().find(|y| y.fiscal_year == 2026).unwrap();
            assert_eq!(open(&after, 2026, index), 0);
            assert_eq!(year.lapsed.0 + year.carried.0, open(&before, 2026, index));
            assert_eq!(open(&after, 2027, index), open(&before, 2027, index) + year.carried.0);
        }
        assert_eq!(after.values().sum::<i64>(), 0);
        balanced(city);
    }

    /// Many clients at once: what was acknowledged is in the books once, and nothing else is.
    fn concurrent_writers_keep_the_books(city: &TestCity) {
        let t = treasury(city);
        for envelope in 0..2 {
            t.posted(envelope, &t.entry("top_up", 2_000));
        }
        let acknowledged = Mutex::new(Vec::<LedgerEntry>::new());
        std::thread::scope(|scope| {
            for client in 0..6_u64 {
                let (t, acknowledged) = (&t, &acknowledged);
                scope.spawn(move || {
                    let mut dice = Dice(0xD1B5_4A32_D192_ED03 ^ (client + 1));
                    for _ in 0..25 {
                        let envelope = usize::try_from(dice.roll(2)).unwrap();
                        let kind = dice.of(&["transfer", "reserve", "contract", "pay", "save", "reuse", "surrender", "cut", "top_up"]);
                        let mut entry = t.entry(kind, i64::try_from(dice.roll(300)).unwrap() + 1);
                        if kind == "transfer" {
                            entry["to_envelope_id"] = json!(t.envelopes[1 - envelope]);
                        }
                        if kind == "save" {
                            entry["from"] = json!(dice.of(&["reserved", "committed"]));
                        }
                        let reply = t.post(envelope, &entry);
                        match reply.status {
                            201 => acknowledged.lock().unwrap().push(reply.read()),
                            409 => drop(reply.problem(409)),
                            // Overloaded: nothing was written, the client comes again.
                            503 => {}
                            other => panic!("{other}: {}", reply.text()),
                        }
                    }
                });
            }
        });
        let acknowledged = acknowledged.into_inner().unwrap();
        assert!(acknowledged.len() > 30, "{}", acknowledged.len());
        let mut balances: BTreeMap<Account, i64> = BTreeMap::new();
        for envelope in 0..2 {
            *balances.entry((envelope, 2026, "outside".to_owned())).or_default() -= 2_000;
            *balances.entry((envelope, 2026, "available".to_owned())).or_default() += 2_000;
        }
        let index = |id: Id| t.envelopes.iter().position(|of| *of == id).unwrap();
        for entry in &acknowledged {
            let to = entry.to_envelope_id.unwrap_or(entry.envelope_id);
            *balances.entry((index(entry.envelope_id), 2026, entry.from.to_string())).or_default() -= entry.amount.0;
            *balances.entry((index(to), 2026, entry.to.to_string())).or_default() += entry.amount.0;
        }
        balances.retain(|_, amount| *amount != 0);
        assert_eq!(t.balances(), balances, "what was acknowledged, and nothing else");
        assert!(balances.iter().all(|((_, _, account), amount)| account == "outside" || *amount > 0));
        let check = verify(&city.test.app).unwrap();
        assert!(check.balanced, "{:?}", check.faults);
        assert_eq!(check.entries, acknowledged.len() + 2);
    }

    /// The check of the books finds what somebody changed behind the product's back, and says where.
    fn changed_books_are_found(city: &TestCity) {
        let t = treasury(city);
        t.posted(0, &t.entry("top_up", 100));
        let reserved = t.posted(0, &t.entry("reserve", 60));
        balanced(city);
        let app = &city.test.app;
        // Two places further on, for more than there is, and not by way of the use case.
        app.store
            .write(app.now(), move |tx| -> store::Result<()> {
                let row = store::ledger::find(tx, reserved)?.unwrap();
                let id = tx.new_id();
                store::ledger::insert(tx, &store::ledger::LedgerEntry { id, seq: 4, ..row })
            })
            .unwrap();
        let check = verify(app).unwrap();
        let found: Vec<_> = check.faults.iter().map(|f| (f.code.as_str(), f.fault.code.to_string(), f.fault.seq)).collect();
        assert_eq!(found, [("auezov", "gap".to_owned(), Some(3)), ("auezov", "refused".to_owned(), Some(4))]);
        assert!(!check.balanced);
        assert!(city.visitor().get("/readyz").value()["details"].get("ledger").is_none());
        let told: Value = city.visitor().get("/readyz?verbose").status(200).value();
        assert_eq!(told["details"]["ledger"]["balanced"], json!(false));
        assert_eq!(told["details"]["ledger"]["faults"][1]["detail"], json!("not_enough_money: available"));
        city.visitor().get(&path(LEDGER_ENTRY, &[&reserved.to_string()])).status(200);
    }
}
