//! The city before its cycle: eight districts, who sits where, rules, money.

use api_types::cycle::Cycle;
use api_types::endpoint::{
    ACTS, BODIES, BODY_MEMBERS, CITIES, CITY_PROGRAMMES, CYCLE, CYCLE_ENVELOPES, CYCLE_RULES, CYCLE_TRANSITIONS,
    CYCLES, ENVELOPE_ENTRIES, path,
};
use api_types::envelope::Envelope;
use domain::{Id, LocalText, Moment, Phase, Role};
use qatysu_tests::vote::almaty;
use qatysu_tests::{Client, Reply, TestCity};
use serde_json::{Value, json};
use time::macros::datetime;

/// Money of each district: what the real election had, in tiyn.
pub const BUDGET: i64 = 1_000_000 * 100;

pub const SETUP: Moment = datetime!(2025-08-01 06:00 UTC);
pub const PROPOSALS: Moment = datetime!(2025-08-31 19:00 UTC);

/// Accounts, bodies and the cycle.
pub struct Office {
    pub cycle: Id,
    /// The eight districts; the first one's vote is the real election's, the second one has the story's other turns.
    pub districts: Vec<Id>,
    pub organiser: Id,
    pub akimat: Id,
    pub department: Id,
    pub council: Id,
    pub commission: Id,
    pub clerk: Id,
    /// Bodies: akimat and council of each district.
    pub akimats: Vec<Id>,
    pub councils: Vec<Id>,
    pub departments: Id,
    pub commissions: Id,
    pub maslikhat: Id,
}

/// An official text.
pub fn text(words: &str) -> Value {
    json!({ "kk": words, "ru": words })
}

/// A resident's words.
pub fn said(words: &str) -> Value {
    json!({ "text": words, "lang": "ru" })
}

impl Office {
    /// Everything up to the day before proposals open.
    pub fn open(city: &TestCity, longest_ballot: u16) -> Self {
        city.clock().set(SETUP);
        let districts = eight_districts(city);
        let account = |name: &str, role| city.test.account(name, &[(role, None)]);
        let organiser = account("organiser", Role::Organiser);
        let (akimat, department) = (account("akimat", Role::Reviewer), account("department", Role::Reviewer));
        let (council, commission) =
            (account("council", Role::CouncilMember), account("commission", Role::CouncilMember));
        let clerk = account("clerk", Role::Clerk);
        let boss = city.token_of(organiser);
        let body = |kind: &str, district: Option<Id>, member: Id| -> Id {
            let body = json!({ "city_id": city.test.city, "district_id": district, "kind": kind, "name": text(kind), "selection": "appointed" });
            let id = boss.post(BODIES, &body).status(201).value()["id"].as_str().unwrap().parse().unwrap();
            boss.post(&path(BODY_MEMBERS, &[&Id::to_string(&id)]), &json!({ "account_id": member })).status(200);
            id
        };
        let akimats = districts.iter().map(|d| body("district_akimat", Some(*d), akimat)).collect();
        let councils = districts.iter().map(|d| body("expert_council", Some(*d), council)).collect();
        let departments = body("department", None, department);
        let commissions = body("appeal_commission", None, commission);
        let maslikhat = body("maslikhat", None, organiser);
        let clerk_now = city.token_of(clerk);
        let cycle = cycle(city, &boss, &clerk_now, longest_ballot);
        let office = Self {
            cycle,
            districts,
            organiser,
            akimat,
            department,
            council,
            commission,
            clerk,
            akimats,
            councils,
            departments,
            commissions,
            maslikhat,
        };
        office.money(&boss, &clerk_now);
        office.fire(&clerk_now, "open_proposals").refused(403, &["role_missing"]);
        office.fire(&boss, "open_proposals").refused(409, &["phase_not_started"]);
        office.fire(&boss, "close_voting").refused(409, &["not_in_phase"]);
        office
    }

    /// An address of the cycle.
    pub fn at(&self, template: &str) -> String {
        path(template, &[&self.cycle.to_string()])
    }

    /// Fires an event of the cycle.
    pub fn fire(&self, client: &Client, event: &str) -> Reply {
        client.post(&self.at(CYCLE_TRANSITIONS), &json!({ "event": event }))
    }

    /// The phase that the public sees.
    pub fn phase(&self, city: &TestCity) -> Phase {
        city.visitor().get(&self.at(CYCLE)).read::<Cycle>().brief.phase
    }

    /// Moves the clock to the first instant of a phase and lets the calendar open it.
    pub fn go(&self, city: &TestCity, to: Moment, phase: Phase) {
        city.clock().set(to - time::Duration::MICROSECOND);
        city.run_jobs();
        assert_ne!(self.phase(city), phase, "not a microsecond early");
        city.clock().set(to);
        assert!(city.run_jobs() >= 1);
        assert_eq!(self.phase(city), phase);
    }

    /// Eight envelopes, each approved by the maslikhat's act.
    fn money(&self, boss: &Client, clerk: &Client) {
        self.fire(boss, "open_proposals").refused(409, &["phase_not_started", "no_envelopes"]);
        let act = json!({ "body_id": self.maslikhat, "cycle_id": self.cycle, "number": "12", "date": "2025-07-30", "title": text("О бюджете") });
        let act = boss.post(ACTS, &act).status(201).value();
        for (number, district) in self.districts.iter().enumerate() {
            let envelope = json!({ "district_id": district, "code": format!("district-{number}"), "name": text("Средства района") });
            clerk.post(&self.at(CYCLE_ENVELOPES), &envelope).refused(403, &["role_missing"]);
            let envelope: Envelope = boss.post(&self.at(CYCLE_ENVELOPES), &envelope).status(201).read();
            let entries = path(ENVELOPE_ENTRIES, &[&envelope.id.to_string()]);
            let mut entry = json!({ "kind": "announce", "fiscal_year": 2026, "amount": BUDGET });
            boss.post(&entries, &entry).status(201);
            entry["kind"] = json!("approve");
            boss.post(&entries, &entry).refused(409, &["act_missing"]);
            entry["act_id"] = act["id"].clone();
            boss.post(&entries, &entry).status(201);
        }
    }
}

/// The sample city's two districts and six more.
fn eight_districts(city: &TestCity) -> Vec<Id> {
    let mut districts = city.districts().to_vec();
    let more: Vec<Id> = (0..6).map(|_| Id::new_v4()).collect();
    districts.extend(&more);
    let city_id = city.test.city;
    let write = move |tx: &mut store::Tx| -> store::Result<()> {
        for (ordinal, id) in (2..).zip(&more) {
            let code = format!("district-{ordinal}");
            let name = LocalText::same(&code);
            let row = store::district::District { id: *id, city_id, code, name, boundary: None, ordinal };
            store::district::insert(tx, &row)?;
        }
        Ok(())
    };
    city.test.app.store.write(city.now(), write).unwrap();
    districts
}

fn cycle(city: &TestCity, boss: &Client, clerk: &Client, longest_ballot: u16) -> Id {
    let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
    let programme = json!({ "code": "districts", "name": text("Районы"), "kind": "district" });
    clerk.post(&path(CITY_PROGRAMMES, &[&code]), &programme).refused(403, &["role_missing"]);
    let programme = boss.post(&path(CITY_PROGRAMMES, &[&code]), &programme).status(201).value();
    let cycle = json!({
        "programme_id": programme["id"], "code": "2026", "name": text("2026"), "fiscal_years": [2026], "currency": "KZT",
        "number_prefix": "ALM-26",
    });
    let id = boss.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id;
    let mut rules = almaty();
    // As many choices as the real election allowed.
    rules.contests[0].ballot.max = Some(longest_ballot);
    let (at, document) = (path(CYCLE_RULES, &[&id.to_string()]), json!({ "document": rules }));
    clerk.post(&at, &document).refused(403, &["role_missing"]);
    boss.post(&path(CYCLE_TRANSITIONS, &[&id.to_string()]), &json!({ "event": "open_proposals" }))
        .refused(409, &["no_rules", "no_envelopes"]);
    boss.post(&at, &document).status(201);
    id
}
