//! Four cities, one engine: the rule files of Paris, Seoul and Porto Alegre run over HTTP from the empty cycle to the confirmed
//! result. What differs between them is in their documents; this module only does what an office does under any of them.

mod paris;
mod porto_alegre;
/// What a visitor's browser runs for "Count it yourself", compiled here as it is.
#[path = "../../../frontend/src/recount.rs"]
#[allow(dead_code)]
mod recount;
mod seoul;

use api_types::contest::{Contest, ContestBrief, ContestList, ContestResult};
use api_types::cycle::Cycle;
use api_types::endpoint::{
    ACTS, BODIES, BODY_MEMBERS, CITIES, CITY_PROGRAMMES, CONTEST, CONTEST_BALLOTS, CONTEST_DECISION, CONTEST_RESULT,
    CONTEST_TIE_DECISION, CYCLE, CYCLE_BALLOT_FREEZE, CYCLE_CONTESTS, CYCLE_ENVELOPES, CYCLE_RULES, CYCLE_TRANSITIONS,
    CYCLES, ENVELOPE_ENTRIES, ME_BALLOT, PROPOSAL_REVIEWS, PROPOSAL_SUBMIT, PROPOSAL_TRANSLATION, PROPOSALS, path,
};
use api_types::proposal::ProposalReceipt;
use domain::ballot::{Ballot, Bytes32, Choices};
use domain::body::BodyTask;
use domain::contest::COUNTING_DELAY;
use domain::rules::{Area, Rules};
use domain::{BallotKind, Id, ItemOutcome, LocalText, Moment, Phase, Role};
use qatysu_tests::{Client, Reply, Resident, TestCity};
use serde_json::{Value, json};
use time::Duration;

use crate::office::text;

/// A body that was set up for one of the rules' bodies.
struct Made {
    id: Id,
    /// Place of its rule in the document.
    rule: usize,
    district: Option<Id>,
    theme: Option<String>,
}

/// A cycle under a city's own rules, and its office.
pub struct World<'a> {
    pub city: &'a TestCity,
    pub rules: Rules,
    pub cycle: Id,
    /// Arrondissements, districts, regions.
    pub areas: Vec<Id>,
    pub boss: Id,
    reviewer: Id,
    council: Id,
    bodies: Vec<Made>,
    act: Id,
}

/// Addresses with one id in them.
pub fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

fn id_of(value: &Value) -> Id {
    value["id"].as_str().unwrap().parse().unwrap()
}

impl<'a> World<'a> {
    /// Publishes the document for a cycle of its own and sets up every body that it names.
    pub fn open(city: &'a TestCity, document: &str, areas: usize, today: Moment) -> Self {
        city.clock().set(today);
        let rules: Rules = serde_json::from_str(document).unwrap();
        let areas = make_areas(city, areas);
        let account = |name: &str, role| city.test.account(name, &[(role, None)]);
        let boss_id = account("organiser", Role::Organiser);
        let (reviewer, council) = (account("reviewer", Role::Reviewer), account("council", Role::CouncilMember));
        let boss = city.token_of(boss_id);
        let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
        let programme = json!({ "code": "city", "name": text("Город"), "kind": rules.programme });
        let programme = boss.post(&path(CITY_PROGRAMMES, &[&code]), &programme).status(201).value();
        let cycle = json!({
            "programme_id": programme["id"], "code": "year", "name": text("Год"), "fiscal_years": rules.fiscal_years,
            "currency": rules.currency, "number_prefix": "PB-1",
        });
        let cycle = boss.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id;
        let document: Value = serde_json::from_str(document).unwrap();
        boss.post(&at(CYCLE_RULES, cycle), &json!({ "document": document })).status(201);
        let mut world =
            Self { city, rules, cycle, areas, boss: boss_id, reviewer, council, bodies: Vec::new(), act: Id::nil() };
        world.make_bodies(&boss);
        let budget = json!({
            "body_id": world.body(BodyTask::ConfirmResult, None, None), "cycle_id": cycle, "number": "1",
            "date": today.date().to_string(), "title": text("О бюджете"),
        });
        world.act = id_of(&boss.post(ACTS, &budget).status(201).value());
        world
    }

    pub fn client(&self) -> Client {
        self.city.token_of(self.boss)
    }

    /// A client with a token that is fresh whatever the clock says.
    pub fn who(&self, resident: &Resident) -> Client {
        self.city.token_of(resident.account)
    }

    /// The act by which the city's budget was adopted.
    pub fn budget_act(&self) -> Id {
        self.act
    }

    fn make_bodies(&mut self, boss: &Client) {
        for (rule, body) in self.rules.bodies.iter().enumerate() {
            let themes = || self.rules.categories.iter().map(|c| (None, Some(c.id.clone())));
            let places: Vec<(Option<Id>, Option<String>)> = match body.area {
                Area::City | Area::School => vec![(None, None)],
                Area::District | Area::Region => self.areas.iter().map(|area| (Some(*area), None)).collect(),
                Area::Theme => themes().collect(),
            };
            for (district, theme) in places {
                let made = json!({
                    "city_id": self.city.test.city, "district_id": district, "theme": theme, "kind": body.kind,
                    "name": body.name, "selection": body.selection,
                });
                let id = id_of(&boss.post(BODIES, &made).status(201).value());
                for task in &body.tasks {
                    let member = match task {
                        BodyTask::FormalReview | BodyTask::Clearance => self.reviewer,
                        BodyTask::CouncilReview => self.council,
                        _ => continue,
                    };
                    let added = boss.post(&at(BODY_MEMBERS, id), &json!({ "account_id": member }));
                    assert!([200, 409].contains(&added.status), "{}", added.text());
                }
                self.bodies.push(Made { id, rule, district, theme });
            }
        }
    }

    /// The body with a task, of this district or theme where the rules have one for each.
    pub fn body(&self, task: BodyTask, district: Option<Id>, theme: Option<&str>) -> Id {
        let fits = |made: &&Made| {
            self.rules.bodies[made.rule].tasks.contains(&task)
                && made.district.is_none_or(|d| Some(d) == district)
                && made.theme.as_deref().is_none_or(|t| Some(t) == theme)
        };
        self.bodies.iter().rfind(fits).unwrap_or_else(|| panic!("no body for {task:?}")).id
    }

    /// The body of a kind of the rules, by the place of its rule in the document.
    pub fn body_of_rule(&self, rule: usize) -> Id {
        self.bodies.iter().find(|made| made.rule == rule).unwrap().id
    }

    pub fn seat(&self, body: Id, member: &Resident) {
        self.client().post(&at(BODY_MEMBERS, body), &json!({ "account_id": member.account })).status(200);
    }

    /// An envelope of a group; `more` has district, theme or places.
    pub fn envelope(&self, code: &str, group: &str, more: Value) -> Id {
        id_of(&self.try_envelope(code, group, more).status(201).value())
    }

    pub fn try_envelope(&self, code: &str, group: &str, more: Value) -> Reply {
        let mut envelope = json!({ "code": code, "name": text(code), "group": group });
        for (key, value) in more.as_object().unwrap() {
            envelope[key] = value.clone();
        }
        self.client().post(&at(CYCLE_ENVELOPES, self.cycle), &envelope)
    }

    /// Money that the budget gives to an envelope, in the smallest unit.
    pub fn fund(&self, envelope: Id, amount: i64) {
        let mut entry = json!({ "kind": "announce", "fiscal_year": self.rules.fiscal_years[0], "amount": amount });
        let boss = self.client();
        boss.post(&at(ENVELOPE_ENTRIES, envelope), &entry).status(201);
        entry["kind"] = json!("approve");
        entry["act_id"] = json!(self.act);
        boss.post(&at(ENVELOPE_ENTRIES, envelope), &entry).status(201);
    }

    pub fn fire(&self, event: &str) -> Reply {
        self.client().post(&at(CYCLE_TRANSITIONS, self.cycle), &json!({ "event": event }))
    }

    /// Moves the clock to the first instant of a phase and lets the calendar open it.
    pub fn go(&self, phase: Phase) {
        let cycle: Cycle = self.city.visitor().get(&at(CYCLE, self.cycle)).read();
        let start = cycle.windows.iter().find(|window| window.phase == phase).unwrap().starts_at;
        self.city.clock().set(start);
        self.city.run_jobs();
        let cycle: Cycle = self.city.visitor().get(&format!("{}?now", at(CYCLE, self.cycle))).read();
        assert_eq!(cycle.brief.phase, phase, "{:?}", cycle.held_up_by);
    }

    pub fn draft(&self, district: Id, category: &str, title: &str, cost: i64) -> Value {
        json!({
            "cycle_id": self.cycle, "district_id": district, "category": category, "lang": "ru", "title": title,
            "body": "Здесь давно нужен ремонт: дорожки разбиты, света нет, а рядом школа и остановка.",
            "place": { "lat": 43_238_949, "lon": 76_889_709, "address": "у школы" },
            "estimate": {
                "lines": [{ "item": "Работы", "unit": "шт.", "quantity_milli": 1000, "unit_price": cost }],
                "vat_rate": 0, "price_date": self.city.now().date().to_string(), "preparer": "Автор"
            }
        })
    }

    /// Writes and submits a proposal that asks for the money of this envelope.
    pub fn propose(&self, author: &Client, envelope: Id, mut draft: Value) -> Id {
        self.city.clock().set(self.city.now() + Duration::SECOND);
        draft["envelope_id"] = json!(envelope);
        let made: ProposalReceipt = author.post(PROPOSALS, &draft).status(201).read();
        author.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200);
        made.id
    }

    /// Every review that the rules demand accepts this proposal; it gets its Kazakh text.
    pub fn accept(&self, proposal: Id, district: Id, theme: Option<&str>) {
        let reviews = [
            (BodyTask::FormalReview, "formal", self.reviewer),
            (BodyTask::Clearance, "clearance", self.reviewer),
            (BodyTask::CouncilReview, "council", self.council),
        ];
        for (task, kind, reviewer) in reviews {
            if self.rules.entrusted(task).next().is_none() {
                continue;
            }
            let review = json!({
                "kind": kind, "revision": 1, "body_id": self.body(task, Some(district), theme), "decision": "accept",
                "reason": text("По правилам."),
            });
            self.city.token_of(reviewer).post(&at(PROPOSAL_REVIEWS, proposal), &review).status(201);
        }
        let kazakh = json!({ "lang": "kk", "title": "Аула туралы жоба", "body": "Аулада асфальт бұзылған." });
        self.client().put(&at(PROPOSAL_TRANSLATION, proposal), &kazakh).status(200);
    }

    /// From the end of the reviews to the first day of the vote; the contests.
    pub fn freeze(&self) -> Vec<ContestBrief> {
        self.go(Phase::Rework);
        self.go(Phase::ReReview);
        self.go(Phase::Appeals);
        self.client().post(&at(CYCLE_CONTESTS, self.cycle), &json!({})).status(200);
        self.go(Phase::Frozen);
        let frozen: ContestList =
            self.client().post(&at(CYCLE_BALLOT_FREEZE, self.cycle), &json!({})).status(200).read();
        self.city.run_jobs();
        self.go(Phase::Voting);
        self.city.clock().set(self.city.now() + Duration::HOUR);
        frozen.items
    }

    pub fn contest(&self, id: Id) -> Contest {
        self.city.visitor().get(&format!("{}?now", at(CONTEST, id))).read()
    }

    pub fn cast(&self, voter: &Client, contest: Id, choices: &Choices) -> Reply {
        voter.put(&at(ME_BALLOT, contest), &self.paper(contest, choices))
    }

    /// A ballot as a voter's device makes it.
    pub fn paper(&self, contest: Id, choices: &Choices) -> Value {
        let kind: BallotKind = self.contest(contest).ballot_rule.kind;
        let mut nonce = [0; 32];
        nonce[..16].copy_from_slice(Id::new_v4().as_bytes());
        nonce[16..].copy_from_slice(Id::new_v4().as_bytes());
        let nonce = Bytes32(nonce);
        let ballot = Ballot { kind, contest, cycle: self.cycle, choices: choices.clone() };
        let commitment = ballot.commitment(&nonce);
        let mut paper = json!({
            "choices": choices.numbers(), "nonce": nonce.to_string(), "commitment": commitment.to_string(),
        });
        match choices {
            Choices::Numbers(_) => {}
            Choices::Points(points) => paper["points"] = points.iter().map(|p| p.points).collect(),
            Choices::Grades(grades) => paper["grades"] = grades.iter().map(|g| g.grade).collect(),
        }
        paper
    }

    pub fn result(&self, contest: Id) -> ContestResult {
        self.city.visitor().get(&format!("{}?now", at(CONTEST_RESULT, contest))).read()
    }

    /// After the close: every contest is counted, open ties are broken in the order of ballot numbers, and an act confirms it.
    pub fn count_and_confirm(&self, contests: &[ContestBrief]) {
        let boss = self.close_and_count();
        for (number, contest) in (2..).zip(contests) {
            let ties = self.result(contest.id).open_ties;
            if !ties.is_empty() {
                let order: Vec<i32> = ties.iter().flat_map(|tie| tie.numbers.clone()).collect();
                let broken = json!({ "order": order, "reason": text("По порядку номеров") });
                boss.post(&at(CONTEST_TIE_DECISION, contest.id), &broken).status(200);
            }
            let decision = json!({
                "body_id": self.body(BodyTask::ConfirmResult, None, None), "act_number": number.to_string(),
                "act_date": self.city.now().date().to_string(), "act_title": text("Итоги"),
            });
            boss.post(&at(CONTEST_DECISION, contest.id), &decision).status(200);
        }
        self.fire("confirm_results").status(200);
        let cycle: Cycle = self.city.visitor().get(&format!("{}?now", at(CYCLE, self.cycle))).read();
        assert_eq!(cycle.brief.phase, Phase::Delivery);
        self.city.run_jobs();
        contests.iter().for_each(|contest| self.counted_again(contest.id));
    }

    /// Any visitor counts the public files of a contest to the published result: one file, or one for each component.
    fn counted_again(&self, contest: Id) {
        let visitor = self.city.visitor();
        let published = visitor.get(&at(CONTEST_RESULT, contest)).status(200).text();
        let components = self.contest(contest).counting_rule.components;
        let file =
            |query: String| visitor.get(&(at(CONTEST_BALLOTS, contest) + &query)).status(200).text().into_bytes();
        let mut files: Vec<Vec<u8>> = components.iter().map(|one| file(format!("?component={}", one.id))).collect();
        if files.is_empty() {
            files.push(file(String::new()));
        }
        let counted = recount::recount(published.as_bytes(), &files).unwrap();
        assert!(counted.same() && counted.by_rule, "{counted:?}");
        assert_eq!(counted.components.len(), components.len());
        if files.len() > 1 {
            files.reverse();
            assert!(!recount::recount(published.as_bytes(), &files).unwrap().same(), "the weight of another component");
        }
    }

    fn close_and_count(&self) -> Client {
        self.go(Phase::Results);
        self.city.clock().set(self.city.now() + COUNTING_DELAY);
        self.city.run_jobs();
        self.client()
    }
}

/// Ballot numbers of the funded items.
pub fn funded(result: &ContestResult) -> Vec<u32> {
    let funded = result.items.iter().filter(|item| item.outcome == Some(ItemOutcome::Funded));
    funded.map(|item| item.number.unsigned_abs()).collect()
}

/// Small numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 to `sides - 1`.
    pub fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }
}

/// The sample city's two districts and as many more as it takes.
fn make_areas(city: &TestCity, wanted: usize) -> Vec<Id> {
    let mut areas = city.districts().to_vec();
    let more: Vec<Id> = (areas.len()..wanted).map(|_| Id::new_v4()).collect();
    areas.extend(&more);
    areas.truncate(wanted.max(2));
    let city_id = city.test.city;
    let write = move |tx: &mut store::Tx| -> store::Result<()> {
        for (ordinal, id) in (2..).zip(&more) {
            let code = format!("area-{ordinal}");
            let name = LocalText::same(&code);
            let row = store::district::District { id: *id, city_id, code, name, boundary: None, ordinal };
            store::district::insert(tx, &row)?;
        }
        Ok(())
    };
    city.test.app.store.write(city.now(), write).unwrap();
    areas
}
