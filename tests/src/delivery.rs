//! A decided vote whose cycle is in delivery, written straight into the store: what tests of works begin with.

use api_types::endpoint::{CYCLE_FUNDED_ITEMS, CYCLE_WORKS, WORK, WORK_ACCEPTANCE, WORK_EVENTS, WORK_VERDICT, path};
use api_types::work::{FundedItemList, Work};
use domain::{BallotItemState, BodyKind, ContestState, Id, ItemOutcome, LocalText, Moment, Phase, Role, Selection};
use serde_json::{Value, json};
use store::body::{Body, BodyMember};
use time::macros::datetime;

use app::TestClock;
use std::sync::Arc;

use crate::vote::VotePlan;
use crate::{Client, Reply, TestCity};

/// Monday morning in Almaty.
pub const SPRING: Moment = datetime!(2026-03-02 05:00 UTC);
/// Cost of each item, minor units: the first three are funded, the last is not.
pub const COSTS: [i64; 4] = [40_000, 50_000, 60_000, 70_000];

/// A cycle in delivery with three funded items of one district and money for them.
pub struct Delivery {
    /// Cycle.
    pub cycle: Id,
    /// Contest.
    pub contest: Id,
    /// Ballot items; the last one was not funded.
    pub items: Vec<Id>,
    /// Envelope that pays.
    pub envelope: Id,
    /// The maslikhat.
    pub maslikhat: Id,
    /// The district's akimat: the office of the works.
    pub office: Id,
    /// District.
    pub district: Id,
    /// Executor of the district.
    pub executor: Client,
    /// Member of the office; executes nothing otherwise.
    pub member: Client,
    /// Moderator of the city.
    pub moderator: Client,
    accounts: [Id; 2],
    clock: Arc<TestClock>,
}

/// An official text.
pub fn text(words: &str) -> Value {
    json!({ "kk": words, "ru": words })
}

/// `template` with this id.
pub fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

impl Delivery {
    /// Opens it in March 2026, in the district `auezov`.
    pub fn open(city: &TestCity) -> Self {
        city.clock().set(SPRING);
        let [district, _] = city.districts();
        let plan = VotePlan::new(city.test.city, district, SPRING);
        let vote = VotePlan { costs: COSTS.to_vec(), budget: 200_000, ..plan }.open(&city.test.app, &[]);
        let account = city.test.account("works-member", &[(Role::Reviewer, Some(district))]);
        let executor = city.test.account("works-executor", &[(Role::Executor, Some(district))]);
        let (office, of) = (Id::new_v4(), city.test.city);
        let (envelope, items) = city
            .test
            .app
            .store
            .write(SPRING, move |tx| -> store::Result<(Id, Vec<Id>)> {
                let body = Body {
                    id: office,
                    city_id: of,
                    district_id: Some(district),
                    kind: BodyKind::DistrictAkimat,
                    name: LocalText::same("Akimat"),
                    selection: Selection::ExOfficio,
                    mandate: None,
                    mandate_until: None,
                    theme: None,
                };
                store::body::insert(tx, &body)?;
                let since = tx.now();
                store::body::insert_member(tx, &BodyMember { body_id: office, account_id: account, since })?;
                let mut cycle = store::cycle::lock(tx, vote.cycle)?.expect("a cycle");
                cycle.phase = Phase::Delivery;
                store::cycle::update(tx, &mut cycle)?;
                let mut contest = store::contest::lock(tx, vote.contest)?.expect("a contest");
                contest.state = ContestState::Decided;
                contest.decided_at = Some(tx.now());
                store::contest::update(tx, &mut contest)?;
                let mut ids = Vec::new();
                for mut item in store::ballot_item::of_contest(tx, vote.contest)? {
                    item.state = BallotItemState::Decided;
                    let funded = ids.len() + 1 < COSTS.len();
                    item.outcome = Some(if funded { ItemOutcome::Funded } else { ItemOutcome::NotFunded });
                    store::ballot_item::update(tx, &item)?;
                    ids.push(item.id);
                }
                tx.touch("cycles");
                Ok((store::envelope::of_cycle(tx, vote.cycle)?[0].id, ids))
            })
            .expect("a delivery is written");
        Self {
            cycle: vote.cycle,
            contest: vote.contest,
            items,
            envelope,
            maslikhat: vote.body,
            office,
            district,
            executor: city.token_of(executor),
            member: city.token_of(account),
            moderator: city.official("works-moderator", &[(Role::Moderator, None)]),
            accounts: [executor, account],
            clock: city.clock().clone(),
        }
    }

    /// A work to be planned, out of these items.
    pub fn plan(&self, name: &str, items: &[(usize, i64)]) -> Value {
        let items: Vec<Value> = items
            .iter()
            .map(|(item, amount)| json!({ "ballot_item_id": self.items[*item], "amount": amount }))
            .collect();
        json!({ "name": text(name), "body_id": self.office, "items": items, "fiscal_year": 2026, "due_on": "2026-09-30" })
    }

    /// Plans a work that is accepted.
    pub fn work(&self, name: &str, items: &[(usize, i64)]) -> Work {
        self.executor.post(&at(CYCLE_WORKS, self.cycle), &self.plan(name, items)).status(201).read()
    }

    /// Time has passed, and tokens with it: executor and member sign in again.
    pub fn later(&mut self, city: &TestCity, now: Moment) {
        self.clock.set(now);
        [self.executor, self.member] = self.accounts.map(|account| city.token_of(account));
    }

    /// A second passes: what happens in the same millisecond has no order.
    pub fn tick(&self) {
        use app::Clock;
        self.clock.set(self.clock.now() + time::Duration::SECOND);
    }

    /// Lets something happen to a work, a second later.
    pub fn fire(&self, work: Id, event: &Value) -> Reply {
        self.tick();
        self.executor.post(&at(WORK_EVENTS, work), event)
    }

    /// A tender that is announced.
    pub fn tender(number: &str) -> Value {
        let detail = json!({
            "document": number, "url": "https://example.kz/tender/1", "start_price": 45_000, "published_on": "2026-03-01",
            "closes_on": "2026-03-20",
        });
        json!({ "event": "announce_tender", "detail": detail })
    }

    /// A tender that somebody won.
    pub fn award() -> Value {
        json!({ "event": "award", "detail": { "supplier": "ТОО «Образец»", "price": 38_000, "bids": 3 } })
    }

    /// Brings a planned work to its award.
    pub fn awarded(&self, work: Id) {
        self.fire(work, &json!({ "event": "start_design" })).status(200);
        self.fire(work, &Self::tender("T-1")).status(200);
        self.fire(work, &Self::award()).status(200);
    }

    /// Writes a state straight into the store: what leads there is another test's matter.
    pub fn jump(&self, city: &TestCity, work: Id, to: domain::WorkState) {
        let jump = move |tx: &mut store::Tx| -> store::Result<()> {
            let mut row = store::work::lock(tx, work)?.expect("a work");
            row.state = to;
            store::work::update(tx, &mut row)?;
            tx.touch("works");
            Ok(())
        };
        city.test.app.store.write(city.now(), jump).expect("a state is written");
    }

    /// The acceptance of a work by act number `number`.
    pub fn acceptance(&self, number: &str, date: &str) -> Value {
        json!({
            "body_id": self.office, "act_number": number, "act_date": date, "act_title": text("Акт приёмки"),
            "supervisor": text("Технадзор"), "maintainer": text("КСК «Двор»"), "warranty_months": 24,
        })
    }

    /// Accepts a finished work.
    pub fn accept(&self, work: Id, number: &str, date: &str) -> Reply {
        self.executor.post(&at(WORK_ACCEPTANCE, work), &self.acceptance(number, date))
    }

    /// A work as everybody sees it now.
    pub fn read(&self, city: &TestCity, work: Id) -> Work {
        city.visitor().get(&at(WORK, work)).read()
    }

    /// What is left of each item.
    pub fn left(&self, city: &TestCity) -> Vec<i64> {
        let list: FundedItemList = city.visitor().get(&at(CYCLE_FUNDED_ITEMS, self.cycle)).read();
        list.items.into_iter().map(|item| item.left.0).collect()
    }

    /// A resident's verdict.
    pub fn verdict(client: &Client, work: Id, kind: &str, words: &str) -> Reply {
        client.put(&at(WORK_VERDICT, work), &json!({ "kind": kind, "text": { "lang": "ru", "text": words } }))
    }
}
