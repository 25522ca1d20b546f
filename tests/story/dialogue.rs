//! September: residents propose, discuss and support; two proposals merge, one splits; one answer is overdue in public.

use api_types::duty::DutyPage;
use api_types::endpoint::{
    CYCLE_DUTIES, PROJECT, PROPOSAL_COMMENTS, PROPOSAL_MERGE, PROPOSAL_REVIEWS, PROPOSAL_SPLIT, PROPOSAL_SUBMIT,
    PROPOSAL_SUPPORT, PROPOSALS, path,
};
use api_types::project::Project;
use api_types::proposal::{Comment, ProposalReceipt};
use domain::{Channel, Id, ProposalState};
use qatysu_tests::{Client, Resident, TestCity};
use serde_json::{Value, json};
use tally::pabulib::Election;
use time::Duration;

use crate::office::{Office, said};

/// A proposal of the story and its author.
pub struct Proposed {
    pub id: Id,
    pub author: Resident,
}

/// What September left.
pub struct Season {
    /// The real election's projects, in the file's order.
    pub real: Vec<Proposed>,
    /// One for each of five other districts; the eighth has none, and no vote.
    pub others: Vec<Proposed>,
    /// In the second district: to be returned and reworked.
    pub returned: Proposed,
    /// To be rejected, appealed and put right.
    pub appealed: Proposed,
    /// To be rejected for good.
    pub rejected: Proposed,
    /// Goes on with another one's authors.
    pub merged: Proposed,
    /// The whole and its part.
    pub split: [Id; 2],
    /// Written down at the counter.
    pub counter: Id,
}

/// A proposal as a resident writes it; `cost` in tiyn.
pub fn draft(office: &Office, district: Id, title: &str, cost: i64) -> Value {
    json!({
        "cycle_id": office.cycle, "district_id": district, "category": "courtyards", "lang": "ru", "title": title,
        "body": "Во дворе только разбитый асфальт и две сломанные скамейки. Сделаем дорожки, свет и деревья.",
        "place": { "lat": 43_238_949, "lon": 76_889_709, "address": "двор между домами" },
        "estimate": {
            "lines": [{ "item": "Работы", "unit": "шт.", "quantity_milli": 1000, "unit_price": cost }],
            "vat_rate": 0, "price_date": "2025-09-01", "preparer": "Автор"
        }
    })
}

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

/// A second passes: what happens in the same millisecond has no order.
fn tick(city: &TestCity) {
    city.clock().set(city.now() + Duration::SECOND);
}

fn submit(author: &Client, draft: &Value) -> ProposalReceipt {
    let made: ProposalReceipt = author.post(PROPOSALS, draft).status(201).read();
    author.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200).read()
}

fn propose(city: &TestCity, office: &Office, district: usize, title: &str, cost: i64) -> Proposed {
    tick(city);
    let author = city.resident(office.districts[district]);
    let made = submit(&author.client, &draft(office, office.districts[district], title, cost));
    assert_eq!(made.state, ProposalState::Submitted);
    Proposed { id: made.id, author }
}

pub fn project(city: &TestCity, id: Id) -> Project {
    city.visitor().get(&at(PROJECT, id)).read()
}

/// September, from the first proposal to the last question.
pub fn september(city: &TestCity, office: &Office, election: &Election) -> Season {
    let stranger = city.token_of(office.council);
    stranger
        .post(PROPOSALS, &draft(office, office.districts[0], "Проект без автора", 100))
        .refused(403, &["not_a_resident"]);
    let real = election.instance.items.iter().map(|item| {
        let title = format!("Проект {} настоящих выборов", item.id);
        propose(city, office, 0, &title, item.cost * 100)
    });
    let real: Vec<Proposed> = real.collect();
    let others = (2..7).map(|district| propose(city, office, district, "Сквер у школы", 30_000_000)).collect();
    let second = |title: &str| propose(city, office, 1, title, 10_000_000);
    let returned = second("Двор с парковкой на проезде");
    let appealed = second("Сквер на спорной земле");
    let rejected = second("Беседка на частной земле");
    let merged = second("Двор без луж и с фонарями");
    let twin = second("Ремонт того же двора");
    let whole = second("Двор и спортплощадка вместе");

    // One through a clerk, who is named beside.
    tick(city);
    let elder = city.resident(office.districts[1]).person;
    let clerk = city.token_of(office.clerk);
    let bench = draft(office, office.districts[1], "Скамейки вдоль бульвара", 5_000_000);
    clerk.post(PROPOSALS, &bench).refused(403, &["not_a_resident"]);
    let counter = submit(&clerk.on_behalf_of(elder), &bench).id;
    let found = project(city, counter);
    assert_eq!((found.channel, found.clerk.as_deref()), (Channel::Counter, Some("clerk")));

    support(city, office, &real[0], &merged, &twin);
    let season = Season {
        split: [whole.id, reshape(city, office, &merged, &twin, &whole)],
        real,
        others,
        returned,
        appealed,
        rejected,
        merged,
        counter,
    };
    questions(city, office, &season);
    season
}

fn support(city: &TestCity, office: &Office, real: &Proposed, merged: &Proposed, twin: &Proposed) {
    let friend = city.resident(office.districts[3]).client;
    for id in [real.id, merged.id, twin.id] {
        friend.put(&at(PROPOSAL_SUPPORT, id), &json!({})).status(200);
    }
    friend.put(&at(PROPOSAL_SUPPORT, real.id), &json!({})).refused(409, &["already_supported"]);
    city.token_of(office.clerk).put(&at(PROPOSAL_SUPPORT, real.id), &json!({})).refused(403, &["not_a_resident"]);
    city.token_of(real.author.account).put(&at(PROPOSAL_SUPPORT, real.id), &json!({})).refused(409, &["own_proposal"]);
}

/// Two become one, one becomes two; the part's id.
fn reshape(city: &TestCity, office: &Office, into: &Proposed, twin: &Proposed, whole: &Proposed) -> Id {
    let merge = json!({ "into": into.id, "reason": said("Один и тот же двор") });
    city.token_of(twin.author.account).post(&at(PROPOSAL_MERGE, twin.id), &merge).refused(403, &["role_missing"]);
    let akimat = city.token_of(office.akimat);
    akimat.post(&at(PROPOSAL_MERGE, twin.id), &merge).status(200);
    let found = project(city, into.id);
    assert_eq!((found.authors.len(), found.brief.supports), (2, 1), "both authors, and the friend of both once");
    let part = draft(office, office.districts[1], "Спортплощадка отдельно", 8_000_000);
    let split = json!({ "part": part, "reason": said("Два объекта") });
    for other in [whole.author.account, office.council, office.clerk] {
        city.token_of(other).post(&at(PROPOSAL_SPLIT, whole.id), &split).refused(403, &["role_missing"]);
    }
    akimat.post(&at(PROPOSAL_SPLIT, whole.id), &split).status(201).read::<ProposalReceipt>().id
}

/// One question is answered in time, one is not: everybody sees which.
fn questions(city: &TestCity, office: &Office, season: &Season) {
    let asker = city.resident(office.districts[4]).client;
    let ask = |id: Id, words: &str| -> Comment {
        let body = json!({ "kind": "question", "parent_id": null, "text": said(words) });
        asker.post(&at(PROPOSAL_COMMENTS, id), &body).status(201).read()
    };
    let question = json!({ "kind": "question", "parent_id": null, "text": said("А мне можно?") });
    for kind in ["question", "comment"] {
        let mut words = question.clone();
        words["kind"] = json!(kind);
        let official = city.token_of(office.akimat);
        official.post(&at(PROPOSAL_COMMENTS, season.real[0].id), &words).refused(403, &["not_a_resident"]);
    }
    let answered = ask(season.real[0].id, "Проедет ли скорая?");
    let forgotten = ask(season.returned.id, "Где будут парковать машины?");
    asker
        .post(
            &at(PROPOSAL_COMMENTS, season.real[0].id),
            &json!({ "kind": "comment", "parent_id": answered.id, "text": said("И пожарная?") }),
        )
        .status(201);
    let answer =
        json!({ "kind": "official_answer", "parent_id": answered.id, "text": said("Да, ширина проезда 3,5 метра.") });
    asker.post(&at(PROPOSAL_COMMENTS, season.real[0].id), &answer).refused(403, &["role_missing"]);
    city.token_of(office.akimat).post(&at(PROPOSAL_COMMENTS, season.real[0].id), &answer).status(201);
    let overdue = || -> DutyPage { city.visitor().get(&format!("{}?overdue=true", office.at(CYCLE_DUTIES))).read() };
    assert!(overdue().items.is_empty());
    city.clock().set(forgotten.duty.unwrap().deadline + Duration::SECOND);
    let board = overdue();
    assert_eq!(board.items.len(), 1, "a public matter now");
    assert_eq!(board.items[0].project.as_ref().map(|p| p.id), Some(season.returned.id));
    assert_eq!(board.items[0].district_id, Some(office.districts[1]));
    // It is not the season for a review yet.
    let review = json!({ "kind": "formal", "revision": 1, "body_id": office.akimats[0], "decision": "accept", "reason": { "kk": "Иә", "ru": "Да" } });
    city.token_of(office.akimat)
        .post(&at(PROPOSAL_REVIEWS, season.real[0].id), &review)
        .refused(409, &["not_in_phase"]);
}
