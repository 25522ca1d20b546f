//! A city in which every documented route can be walked by everybody: one thing of each kind in the district `auezov`, somebody
//! of each role in the right district, in the wrong one and for the whole city, and a well-formed request for each operation.
//!
//! A new kind of thing: one line in [`World::open`]. A new operation needs nothing where its schema says what it wants;
//! where the meaning matters (a kind, a row it must name), an arm in [`World::body`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use api_types::endpoint::{
    BODY_MEMBERS, CONTRACTS, PROPOSAL_APPEAL, PROPOSAL_COMMENTS, PROPOSAL_INVITATIONS, PROPOSALS, REPORTS,
    RESIDENT_IMPORTS, ROLES, UPDATE_PHOTOS, WORK_DEFECTS, WORK_MILESTONES, WORK_UPDATES, WORK_VERDICT, path,
};
use domain::{Code, Id, Role};
use qatysu_tests::delivery::{Delivery, at};
use qatysu_tests::{Client, Reply, TestCity};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::season::{REVIEW, Season, said, text};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&api::openapi::document().text).unwrap());

/// A documented operation.
pub struct Op {
    pub id: String,
    pub method: String,
    pub path: String,
    pub doc: Value,
}

/// Every operation of the OpenAPI document.
pub fn operations() -> Vec<Op> {
    let mut found = Vec::new();
    for (path, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, op) in item.as_object().unwrap() {
            let (id, method) = (op["operationId"].as_str().unwrap().to_owned(), method.to_uppercase());
            found.push(Op { id, method, path: path.clone(), doc: op.clone() });
        }
    }
    found
}

impl Op {
    /// Nobody gets anywhere without signing in.
    pub fn needs_sign_in(&self) -> bool {
        let security = self.doc["security"].as_array().unwrap();
        !security.is_empty() && security.iter().all(|one| one.as_object().is_some_and(|o| !o.is_empty()))
    }

    /// It is about what is being built, in the other cycle.
    fn works(&self) -> bool {
        ["works", "money", "reports"].contains(&self.doc["tags"][0].as_str().unwrap())
            || self.id.ends_with("Survey")
            || self.id.ends_with("Contract")
    }

    fn media(&self) -> Option<&str> {
        self.doc.pointer("/requestBody/content")?.as_object()?.keys().next().map(String::as_str)
    }
}

/// Somebody: `anonymous`, `account`, `resident`, `author`, `clerk_for_resident`, or a role `@own`, `@other`, `@city`.
pub struct Persona {
    pub name: String,
    pub client: Client,
}

/// A request, to be sent by many.
pub struct Request {
    method: Method,
    address: String,
    media: Option<String>,
    body: Vec<u8>,
}

impl Request {
    /// Sends it.
    pub fn send(&self, client: &Client) -> Reply {
        let mut headers = vec![("If-Match", "\"1\"")];
        headers.extend(self.media.as_deref().map(|media| ("Content-Type", media)));
        client.send(self.method.clone(), &self.address, &headers, self.body.clone())
    }
}

/// The city.
pub struct World {
    pub season: Season,
    pub people: Vec<Persona>,
    city: Id,
    code: String,
    contest: Id,
    built: Delivery,
    programme: String,
    spare: Id,
    question: String,
    /// The thing that stands in an address after `/api/v1/<name>/`.
    things: BTreeMap<&'static str, String>,
}

/// The id of what an answer shows, wherever it has it.
pub fn id_in(value: &Value) -> Option<&Value> {
    ["/id", "/number", "/brief/id", "/contract/id"].iter().find_map(|at| value.pointer(at))
}

fn id_of(reply: Reply) -> String {
    id_in(&reply.value()).and_then(Value::as_str).unwrap().to_owned()
}

/// A work with everything that hangs below one.
fn under_construction(city: &TestCity, built: &Delivery, author: &Client) -> Vec<(&'static str, String)> {
    let d = &built;
    let work = d.work("Двор", &[(0, 10_000)]).brief.id;
    let to = |template: &str| at(template, work);
    let made = |client: &Client, address: &str, body: Value| id_of(client.post(address, &body).status(201));
    let milestone = json!({ "name": text("Проект готов"), "due_on": "2026-04-30" });
    let milestone = made(&d.executor, &to(WORK_MILESTONES), milestone);
    let news = made(&d.executor, &to(WORK_UPDATES), json!({ "text": text("Свет") }));
    let photo = format!("{}?alt=1", path(UPDATE_PHOTOS, &[&news]));
    let photo = id_of(d.executor.send(Method::POST, &photo, &[("Content-Type", "image/png")], png()).status(201));
    d.jump(city, work, domain::WorkState::Completed);
    let verdict = json!({ "kind": "dispute", "text": said("Половина фонарей не горит.") });
    let verdict = author.put(&to(WORK_VERDICT), &verdict).status(200).value()["id"].as_str().unwrap().to_owned();
    d.accept(work, "1", "2026-03-01").status(200);
    let defect =
        made(&d.executor, &to(WORK_DEFECTS), json!({ "text": text("Плитка просела"), "found_on": "2026-03-02" }));
    let other = d.work("Свет", &[(1, 20_000)]).brief.id;
    d.awarded(other);
    let paper = json!({
        "cycle_id": d.cycle, "body_id": d.office, "number": "1", "subject": text("Свет"), "supplier": "ТОО «Образец»",
        "signed_on": "2026-03-01", "starts_on": "2026-03-01", "ends_on": "2026-09-01", "warranty_months": 12,
        "parts": [{ "work_id": other, "amount": 20_000 }],
    });
    let contract = made(&d.executor, CONTRACTS, paper);
    let report = json!({ "cycle_id": d.cycle, "kind": "district", "district_id": d.district, "text": text("Отчёт") });
    let report = made(&d.executor, REPORTS, report);
    vec![
        ("works", work.to_string()),
        ("milestones", milestone),
        ("updates", news),
        ("photos", photo),
        ("verdicts", verdict),
        ("defects", defect),
        ("contracts", contract),
        ("reports", report),
    ]
}

/// The smallest photo.
pub fn png() -> Vec<u8> {
    let chunk = |kind: &[u8], payload: &[u8]| {
        [&u32::try_from(payload.len()).unwrap().to_be_bytes()[..], kind, payload, b"crc."].concat()
    };
    let header = [&8_u32.to_be_bytes()[..], &8_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &[7; 9]), chunk(b"IEND", b"")].concat()
}

impl World {
    /// Sets everything up over HTTP. The cycle stands in its review; a vote of another cycle is open.
    pub fn open(city: &TestCity) -> Self {
        let season = Season::open(city);
        let boss = city.token_of(season.organiser);
        let register = "iin,family_name,given_name,birth_date,district,registration,registered_since\n\
            900517400015,Ахметова,Айгерім,1990-05-17,auezov,permanent,2015-01-01\n";
        let imports = format!("{RESIDENT_IMPORTS}?city_id={}", city.test.city);
        boss.send(Method::POST, &imports, &[("Content-Type", "text/csv")], register.into()).status(200);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let (rejected, appealed) = season.submitted(city, "Беседка на спорной земле");
        let question = json!({ "kind": "question", "text": said("Когда начнут?") });
        let comments = path(PROPOSAL_COMMENTS, &[&made.id.to_string()]);
        let question = author.client.post(&comments, &question).status(201).value();
        let sketch = author.client.post(PROPOSALS, &season.draft("Скамейки вдоль бульвара")).status(201);
        let invitation = path(PROPOSAL_INVITATIONS, &[&id_of(sketch)]);
        let invitation = id_of(author.client.post(&invitation, &json!({ "email": "nobody@example.kz" })).status(201));
        season.go(city, REVIEW);
        season.reject(city, appealed.id);
        let words = json!({ "text": said("Земля общая, вот справка.") });
        let appeal = city.token_of(rejected.account);
        let appeal = appeal.post(&path(PROPOSAL_APPEAL, &[&appealed.id.to_string()]), &words).status(201);
        let cities = city.visitor().get(api_types::endpoint::CITIES).value();
        let envelopes = city.visitor().get(&path(api_types::endpoint::CYCLE_ENVELOPES, &[&season.cycle.to_string()]));
        let envelope = envelopes.value()["items"][0]["id"].as_str().unwrap().to_owned();
        let ledger = city.visitor().get(&path(api_types::endpoint::ENVELOPE_ENTRIES, &[&envelope]));
        let spare = city.test.account("spare", &[]);
        let admin = city.official("walk-root", &[(Role::Admin, None)]);
        let grant = json!({ "account_id": spare, "role": "clerk", "district_id": season.district });
        let grant = id_of(admin.post(ROLES, &grant).status(201));
        let built = Delivery::open(city);
        let act = json!({ "body_id": built.maslikhat, "cycle_id": season.cycle, "number": "C-1", "date": "2025-08-01", "title": text("Остаток") });
        let act = id_of(city.token_of(season.organiser).post(api_types::endpoint::ACTS, &act).status(201));
        let carry = json!({ "fiscal_year": 2026, "account": "available", "amount": 10, "act_id": act });
        let finance = city.official("walk-finance", &[(Role::Finance, None)]);
        let carry = finance.post(&path(api_types::endpoint::ENVELOPE_CARRIES, &[&envelope]), &carry).status(201);
        let mut things = BTreeMap::from([
            ("proposals", made.id.to_string()),
            ("cycles", season.cycle.to_string()),
            ("contests", built.contest.to_string()),
            ("envelopes", envelope),
            ("carries", id_of(carry)),
            ("ledger", ledger.value()["items"][0]["id"].as_str().unwrap().to_owned()),
            ("bodies", season.akimat.to_string()),
            ("comments", question["id"].as_str().unwrap().to_owned()),
            ("duties", question["duty"]["id"].as_str().unwrap().to_owned()),
            ("appeals", id_of(appeal)),
            ("roles", grant),
            ("accounts", spare.to_string()),
            ("sessions", Id::new_v4().to_string()),
            ("cities", cities["items"][0]["code"].as_str().unwrap().to_owned()),
            ("invitations", invitation),
        ]);
        things.extend(under_construction(city, &built, &city.token_of(author.account)));
        let mut world = Self {
            people: Vec::new(),
            city: city.test.city,
            code: things["cities"].clone(),
            contest: built.contest,
            built,
            programme: cities["items"][0]["programmes"][0]["id"].as_str().unwrap().to_owned(),
            spare,
            question: things["comments"].clone(),
            things,
            season,
        };
        world.people = world.crowd(city, author.account, author.person);
        world
    }

    /// One of each.
    fn crowd(&self, city: &TestCity, author: Id, person: Id) -> Vec<Persona> {
        let boss = city.token_of(self.season.organiser);
        let clerk = city.official("walk-clerk", &[(Role::Clerk, None)]);
        let account = city.test.account("walk-nobody", &[]);
        let mut people = vec![
            ("anonymous".to_owned(), city.visitor()),
            ("account".to_owned(), city.token_of(account)),
            ("resident".to_owned(), city.resident(self.season.district).client),
            ("author".to_owned(), city.token_of(author)),
            ("clerk_for_resident".to_owned(), clerk.on_behalf_of(person)),
        ];
        for role in Role::ALL {
            let places =
                [("own", Some(self.season.district)), ("other", Some(self.season.other_district)), ("city", None)];
            for (place, district) in places {
                let account = city.test.account(&format!("walk-{role}-{place}"), &[(*role, district)]);
                // Reviews and appeals are decided in the name of a body: who may decide sits in one.
                let bodies: &[Id] = match role {
                    Role::Reviewer => &[self.season.akimat, self.season.departments],
                    Role::CouncilMember => &[self.season.expert_council, self.season.commission],
                    _ => &[],
                };
                for body in bodies.iter().filter(|_| place != "other") {
                    let at = path(BODY_MEMBERS, &[&body.to_string()]);
                    boss.post(&at, &json!({ "account_id": account })).status(200);
                }
                people.push((format!("{role}@{place}"), city.token_of(account)));
            }
        }
        people.into_iter().map(|(name, client)| Persona { name, client }).collect()
    }

    /// The operation's request.
    pub fn request(&self, op: &Op, case: &str) -> Request {
        let media = op.media().map(str::to_owned);
        let body = match media.as_deref() {
            Some("application/json") => self.body(op, case).to_string().into_bytes(),
            Some(media) if media.starts_with("image/") => png(),
            Some(_) => b"nothing of use".to_vec(),
            None => Vec::new(),
        };
        Request { method: op.method.parse().unwrap(), address: self.address(op), media, body }
    }

    /// The thing that stands in addresses below this one, if the city has one.
    pub fn thing(&self, of: &str) -> Option<&str> {
        self.things.get(of).map(String::as_str)
    }

    /// The operation's address, filled in.
    pub fn address(&self, op: &Op) -> String {
        let mut parts = Vec::new();
        let mut of = "";
        for part in op.path.split('/') {
            if !part.starts_with('{') {
                of = part;
                parts.push(part.to_owned());
            } else if of == "cycles" && op.works() {
                parts.push(self.built.cycle.to_string());
            } else if part == "{account_id}" {
                parts.push(self.spare.to_string());
            } else {
                let missing =
                    || panic!("{} {}: name a row of `{of}` in World::open (tests/api/walk.rs)", op.id, op.path);
                parts.push(self.things.get(of).cloned().unwrap_or_else(missing));
            }
        }
        let query = match op.id.as_str() {
            "listAudit" => format!("?district_id={}", self.season.district),
            "importResidents" => format!("?city_id={}&dry_run=true", self.city),
            _ if op.media().is_some_and(|media| media.starts_with("image/")) => "?alt=1".to_owned(),
            _ => String::new(),
        };
        parts.join("/") + &query
    }

    /// What the operation wants to hear; `case` is the row's second column.
    pub fn body(&self, op: &Op, case: &str) -> Value {
        let season = &self.season;
        let mut body = self.like(&op.doc["requestBody"]["content"]["application/json"]["schema"], "");
        let with = |more: Value| more.as_object().unwrap().clone();
        let more = match op.id.as_str() {
            "createProposal" | "editProposal" => return season.draft("Скамейки вдоль бульвара"),
            "splitProposal" => with(json!({ "part": season.draft("Спортплощадка отдельно") })),
            "publishRules" => {
                let rules: Value = serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).unwrap();
                with(json!({ "document": rules, "reason": text("Уточнение") }))
            }
            "fireTransition" => with(json!({ "event": if case.is_empty() { "open_rework" } else { case } })),
            "createEnvelope" => with(json!({ "district_id": season.district, "code": "walk" })),
            "createBody" => with(json!({ "district_id": season.district })),
            "createCycle" => with(json!({ "code": "walk", "fiscal_years": [2026], "number_prefix": "WALK" })),
            "createProgramme" => with(json!({ "code": "walk" })),
            "recordAct" => with(json!({ "number": "77", "date": "2025-08-01" })),
            "postEntry" => with(
                json!({ "kind": case, "fiscal_year": 2026, "amount": 100, "from": if case == "save" { json!("reserved") } else { json!(null) } }),
            ),
            "createComment" => {
                let parent = if case == "official_answer" { json!(self.question) } else { json!(null) };
                with(json!({ "kind": case, "parent_id": parent }))
            }
            "createReview" => {
                let body = match case {
                    "formal" => season.akimat,
                    "clearance" => season.departments,
                    _ => season.expert_council,
                };
                with(json!({ "kind": case, "body_id": body, "decision": "accept", "revision": 1 }))
            }
            "createWork" => with(self.built.plan("Дорожка", &[(2, 10_000)])),
            "signContract" => with(json!({
                "cycle_id": self.built.cycle, "body_id": self.built.office, "signed_on": "2026-03-01", "starts_on": "2026-03-01",
                "ends_on": "2026-09-01", "parts": [{ "work_id": self.things["works"], "amount": 10_000 }],
            })),
            "createReport" => {
                with(json!({ "cycle_id": self.built.cycle, "kind": "district", "district_id": season.district }))
            }
            "fireWorkEvent" => with(json!({ "event": "start_design" })),
            "decideAppeal" => with(json!({ "body_id": season.commission })),
            "grantRole" => with(json!({ "role": "auditor" })),
            "confirmResident" => with(json!({ "iin": "900517400015" })),
            "claimPerson" => with(json!({ "iin": "000101500001", "code": "0000-0000-0000" })),
            _ => return body,
        };
        body.as_object_mut().unwrap().extend(more);
        body
    }

    /// A value of this schema, with nothing that may be left out.
    fn like(&self, schema: &Value, name: &str) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.like(DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap(), name);
        }
        if let Some(first) = ["oneOf", "anyOf"].iter().find_map(|key| schema[key].as_array()) {
            return self.like(first.iter().find(|s| s["type"] != "null").unwrap_or(&Value::Null), name);
        }
        if let Some(all) = schema["allOf"].as_array() {
            let mut whole = serde_json::Map::new();
            for part in all {
                whole.extend(self.like(part, name).as_object().cloned().unwrap_or_default());
            }
            return Value::Object(whole);
        }
        if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
            return first.clone();
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"].as_array().and_then(|all| all[0].as_str()));
        match kind {
            Some("object") => {
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                Value::Object(
                    required.map(|key| (key.to_owned(), self.like(&schema["properties"][key], key))).collect(),
                )
            }
            Some("array") => {
                let least = schema["minItems"].as_u64().unwrap_or(0);
                Value::Array((0..least).map(|_| self.like(&schema["items"], name)).collect())
            }
            Some("string") => self.words(schema, name),
            Some("boolean") => json!(false),
            Some(_) => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
            None => Value::Null,
        }
    }

    fn words(&self, schema: &Value, name: &str) -> Value {
        let thing = match name {
            "city_id" => Some(self.city.to_string()),
            "district_id" => Some(self.season.district.to_string()),
            "cycle_id" => Some(self.season.cycle.to_string()),
            "contest_id" => Some(self.contest.to_string()),
            "body_id" => Some(self.season.akimat.to_string()),
            "account_id" => Some(self.spare.to_string()),
            "programme_id" => Some(self.programme.clone()),
            "city" => Some(self.code.clone()),
            "into" | "proposal_id" => Some(self.things["proposals"].clone()),
            "zone" => Some("Asia/Almaty".to_owned()),
            "nonce" | "commitment" => Some("0".repeat(64)),
            _ => None,
        };
        if let Some(thing) = thing {
            return json!(thing);
        }
        match schema["format"].as_str() {
            Some("uuid") => json!(Id::new_v4()),
            Some("date") => json!("2025-08-01"),
            Some("date-time") => json!("2025-10-01T06:00:00Z"),
            _ => json!("x".repeat(usize::try_from(schema["minLength"].as_u64().unwrap_or(0)).unwrap().max(12))),
        }
    }
}
