//! A cycle with open proposals, its officials and bodies: what the tests of proposals begin with.

use api_types::cycle::Cycle;
use api_types::endpoint::{
    ACTS, BODIES, BODY_MEMBERS, CITIES, CITY_PROGRAMMES, CYCLE_ENVELOPES, CYCLE_RULES, CYCLES, ENVELOPE_ENTRIES,
    PROPOSAL_REVIEWS, PROPOSAL_SUBMIT, PROPOSALS, path,
};
use api_types::envelope::Envelope;
use api_types::proposal::ProposalReceipt;
use domain::{Id, Moment, Role};
use qatysu_tests::{Client, Reply, Resident, TestCity};
use serde_json::{Value, json};
use time::macros::datetime;

/// The third day of the proposals; by Almaty's rules they are open in September.
pub const PROPOSALS_OPEN: Moment = datetime!(2025-09-03 06:00 UTC);
/// The first instant of the review.
pub const REVIEW: Moment = datetime!(2025-09-30 19:00 UTC);
/// The first instant of the rework.
pub const REWORK: Moment = datetime!(2025-10-12 19:00 UTC);
/// The first instant of the second review.
pub const RE_REVIEW: Moment = datetime!(2025-10-19 19:00 UTC);
/// The first instant of the appeals.
pub const APPEALS: Moment = datetime!(2025-10-23 19:00 UTC);

/// A cycle under Almaty's rules in the districts `auezov` and `turksib`, with who runs it in `auezov`.
pub struct Season {
    pub cycle: Id,
    pub district: Id,
    pub other_district: Id,
    pub organiser: Id,
    pub reviewer: Id,
    pub council: Id,
    pub department: Id,
    pub appeals: Id,
    pub clerk: Id,
    pub moderator: Id,
    pub akimat: Id,
    pub expert_council: Id,
    pub departments: Id,
    pub commission: Id,
}

/// A second passes: what happens in the same millisecond has no order.
pub fn tick(city: &TestCity) {
    city.clock().set(city.now() + time::Duration::seconds(1));
}

/// An official text.
pub fn text(words: &str) -> Value {
    json!({ "kk": words, "ru": words })
}

/// A resident's words.
pub fn said(words: &str) -> Value {
    json!({ "text": words, "lang": "ru" })
}

impl Season {
    /// Sets everything up over HTTP in August and lets the calendar open the proposals.
    pub fn open(city: &TestCity) -> Self {
        Self::open_with(city, |_| ())
    }

    /// The same under rules that differ from Almaty's.
    pub fn open_with(city: &TestCity, change: impl FnOnce(&mut Value)) -> Self {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let [district, other_district] = city.districts();
        let account = |name: &str, role, district| city.test.account(name, &[(role, district)]);
        let organiser = account("organiser", Role::Organiser, None);
        let here = Some(district);
        let reviewer = account("reviewer", Role::Reviewer, here);
        let council = account("council", Role::CouncilMember, here);
        let department = account("department", Role::Reviewer, None);
        let appeals = account("appeals", Role::CouncilMember, None);
        let (clerk, moderator) = (account("clerk", Role::Clerk, here), account("moderator", Role::Moderator, None));
        let boss = city.token_of(organiser);
        let body = |kind: &str, district: Option<Id>, member: Id| {
            let body = json!({ "city_id": city.test.city, "district_id": district, "kind": kind, "name": text(kind), "selection": "appointed" });
            let id: Id = boss.post(BODIES, &body).status(201).value()["id"].as_str().unwrap().parse().unwrap();
            boss.post(&path(BODY_MEMBERS, &[&id.to_string()]), &json!({ "account_id": member })).status(200);
            id
        };
        let akimat = body("district_akimat", here, reviewer);
        let expert_council = body("expert_council", here, council);
        let departments = body("department", None, department);
        let commission = body("appeal_commission", None, appeals);
        let maslikhat = body("maslikhat", None, organiser);
        let cycle = cycle(city, &boss, change);
        money(&boss, cycle, maslikhat, district);
        city.clock().set(PROPOSALS_OPEN);
        assert!(city.run_jobs() >= 1, "the calendar opens the proposals");
        Self {
            cycle,
            district,
            other_district,
            organiser,
            reviewer,
            council,
            department,
            appeals,
            clerk,
            moderator,
            akimat,
            expert_council,
            departments,
            commission,
        }
    }

    /// Moves the clock, and the cycle with it.
    pub fn go(&self, city: &TestCity, to: Moment) {
        city.clock().set(to);
        city.run_jobs();
    }

    /// A proposal as a resident writes it.
    pub fn draft(&self, title: &str) -> Value {
        json!({
            "cycle_id": self.cycle, "district_id": self.district, "category": "courtyards", "lang": "ru", "title": title,
            "body": "Во дворе только разбитый асфальт и две сломанные скамейки. Сделаем дорожки и свет.",
            "place": { "lat": 43_238_949, "lon": 76_889_709, "address": "мкр Аксай-2, двор" },
            "estimate": {
                "lines": [{ "item": "Асфальт", "unit": "m²", "quantity_milli": 1_400_000, "unit_price": 950_000 }],
                "vat_rate": 1200, "price_date": "2025-09-01", "preparer": "Автор"
            }
        })
    }

    /// A submitted proposal of a new resident of the district.
    pub fn submitted(&self, city: &TestCity, title: &str) -> (Resident, ProposalReceipt) {
        tick(city);
        let author = city.resident(self.district);
        let made: ProposalReceipt = author.client.post(PROPOSALS, &self.draft(title)).status(201).read();
        let at = path(PROPOSAL_SUBMIT, &[&made.id.to_string()]);
        let made = author.client.post(&at, &json!({})).status(200).read();
        (author, made)
    }

    /// A review by those who are entrusted with this kind of review.
    pub fn review(&self, city: &TestCity, id: Id, kind: &str, revision: i32, more: Value) -> Reply {
        tick(city);
        let (account, body) = match kind {
            "formal" => (self.reviewer, self.akimat),
            "clearance" => (self.department, self.departments),
            _ => (self.council, self.expert_council),
        };
        let mut input = json!({ "kind": kind, "revision": revision, "body_id": body, "decision": "accept", "reason": text("По правилам.") });
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        city.token_of(account).post(&path(PROPOSAL_REVIEWS, &[&id.to_string()]), &input)
    }

    /// Rejects with clause and fact.
    pub fn reject(&self, city: &TestCity, id: Id) {
        let more = json!({ "decision": "reject", "clause": "1.1", "fact": text("Земля частная.") });
        self.review(city, id, "formal", 1, more).status(201);
    }
}

fn cycle(city: &TestCity, boss: &Client, change: impl FnOnce(&mut Value)) -> Id {
    let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
    let programme = json!({ "code": "districts", "name": text("Districts"), "kind": "district" });
    let programme = boss.post(&path(CITY_PROGRAMMES, &[&code]), &programme).status(201).value();
    let cycle = json!({
        "programme_id": programme["id"], "code": "2026", "name": text("2026"), "fiscal_years": [2026], "currency": "KZT",
        "number_prefix": "ALM-26",
    });
    let id = boss.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id;
    let mut rules: Value = serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).unwrap();
    change(&mut rules);
    boss.post(&path(CYCLE_RULES, &[&id.to_string()]), &json!({ "document": rules })).status(201);
    id
}

fn money(boss: &Client, cycle: Id, maslikhat: Id, district: Id) {
    let act = json!({ "body_id": maslikhat, "cycle_id": cycle, "number": "12", "date": "2025-07-30", "title": text("Бюджет") });
    let act = boss.post(ACTS, &act).status(201).value();
    let envelope = json!({ "district_id": district, "code": "auezov", "name": text("Әуезов") });
    let envelope: Envelope = boss.post(&path(CYCLE_ENVELOPES, &[&cycle.to_string()]), &envelope).status(201).read();
    let entries = path(ENVELOPE_ENTRIES, &[&envelope.id.to_string()]);
    let mut entry = json!({ "kind": "announce", "fiscal_year": 2026, "amount": 50_000_000_000_i64 });
    boss.post(&entries, &entry).status(201);
    (entry["kind"], entry["act_id"]) = (json!("approve"), act["id"].clone());
    boss.post(&entries, &entry).status(201);
}
