//! A year that is called off: at every step first who may not, then, after the cancellation, that nobody may any more; each
//! time the whole list of reasons.

use api_types::endpoint::{
    ACTS, CYCLE_BALLOT_FREEZE, CYCLE_CALENDAR, CYCLE_CONTESTS, CYCLE_ENVELOPES, CYCLE_RULES, CYCLE_TRANSITIONS,
    PROPOSAL, PROPOSAL_APPEAL, PROPOSAL_COMMENTS, PROPOSAL_MERGE, PROPOSAL_RESUBMIT, PROPOSAL_REVIEWS, PROPOSAL_SPLIT,
    PROPOSAL_SUBMIT, PROPOSAL_SUPPORT, PROPOSAL_WITHDRAW, PROPOSALS, path,
};
use api_types::proposal::{Comment, ProposalReceipt};
use domain::{Id, Phase};
use qatysu_tests::vote::almaty;
use qatysu_tests::{Client, TestCity, both};
use serde_json::{Value, json};

use crate::dialogue::{Proposed, draft};
use crate::office::{Office, PROPOSALS as SEPTEMBER, said, text};

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

/// Those who meet the rules: two proposals, a draft, a question, and somebody of each kind.
struct Scene {
    one: Proposed,
    two: Proposed,
    draft: Id,
    question: Id,
}

fn scene(city: &TestCity, office: &Office) -> Scene {
    let district = office.districts[1];
    let write = |title: &str| {
        let author = city.resident(district);
        let made: ProposalReceipt =
            author.client.post(PROPOSALS, &draft(office, district, title, 1_000_000)).status(201).read();
        Proposed { id: made.id, author }
    };
    let submit = |title: &str| {
        let made = write(title);
        made.author.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200);
        made
    };
    let (one, two) = (submit("Двор без луж и с фонарями"), submit("Ремонт того же двора"));
    // The author of the first has a draft, too.
    let other = draft(office, district, "Скамейки вдоль бульвара", 1_000_000);
    let sketch: ProposalReceipt = one.author.client.post(PROPOSALS, &other).status(201).read();
    let question = json!({ "kind": "question", "text": said("Когда начнут?") });
    let asked: Comment = two.author.client.post(&at(PROPOSAL_COMMENTS, one.id), &question).status(201).read();
    Scene { one, two, draft: sketch.id, question: asked.id }
}

/// Method and address, the body, who may in principle, who may not and why.
type Step<'a> = (&'a str, String, Value, &'a Client, &'a Client, &'a [&'a str], &'a [&'a str]);

fn send(client: &Client, method: &str, address: &str, body: &Value) -> qatysu_tests::Reply {
    let method = method.parse().unwrap();
    client.json(method, address, body, &[("If-Match", "\"1\"")])
}

both! {
    fn a_cancelled_year_takes_nothing_more(city: &TestCity) {
        let office = Office::open(city, 3);
        office.go(city, SEPTEMBER, Phase::Proposals);
        let Scene { one, two, draft: sketch, question } = scene(city, &office);
        let district = office.districts[1];
        let (boss, clerk) = (city.token_of(office.organiser), city.token_of(office.clerk));
        let (akimat, council) = (city.token_of(office.akimat), city.token_of(office.council));
        let (author, friend) = (&one.author.client, &city.resident(district).client);
        let words = |words: &str| json!({ "reason": said(words) });
        let part = draft(&office, district, "Спортплощадка отдельно", 1_000_000);
        let review = |kind: &str, body: Id| json!({ "kind": kind, "revision": 1, "body_id": body, "decision": "accept", "reason": text("Да") });
        let comment = |kind: &str| json!({ "kind": kind, "text": said("Хороший двор.") });
        let nobody: &[&str] = &["not_a_resident"];
        let (stranger, official): (&[&str], &[&str]) = (&["not_owner"], &["role_missing"]);
        let over: &[&str] = &["not_in_phase"];
        let steps: Vec<Step> = vec![
            ("POST", PROPOSALS.into(), part.clone(), friend, &akimat, nobody, over),
            ("PUT", at(PROPOSAL, sketch), part.clone(), author, author, &[], over),
            ("POST", at(PROPOSAL_SUBMIT, sketch), json!({}), author, author, &[], &["not_in_phase", "own_application_exists"]),
            ("POST", at(PROPOSAL_WITHDRAW, one.id), words("Передумал"), author, friend, stranger, over),
            ("POST", at(PROPOSAL_RESUBMIT, one.id), json!({}), author, friend, stranger, &["wrong_state", "not_in_phase"]),
            ("PUT", at(PROPOSAL_SUPPORT, one.id), json!({}), friend, &akimat, nobody, over),
            ("DELETE", at(PROPOSAL_SUPPORT, one.id), json!({}), friend, &akimat, nobody, over),
            ("POST", at(PROPOSAL_COMMENTS, one.id), comment("comment"), friend, &akimat, nobody, over),
            ("POST", at(PROPOSAL_COMMENTS, one.id), comment("question"), friend, &akimat, nobody, over),
            ("POST", at(PROPOSAL_MERGE, two.id), json!({ "into": one.id, "reason": said("Один двор") }), &akimat, author, official, over),
            ("POST", at(PROPOSAL_MERGE, two.id), json!({ "into": one.id, "reason": said("Один двор") }), &boss, &council, official, over),
            ("POST", at(PROPOSAL_SPLIT, one.id), json!({ "part": part.clone(), "reason": said("Два объекта") }), &akimat, author, official, over),
            ("POST", at(PROPOSAL_SPLIT, one.id), json!({ "part": part, "reason": said("Два объекта") }), &boss, &clerk, official, over),
            ("POST", at(PROPOSAL_REVIEWS, one.id), review("formal", office.akimats[1]), &akimat, author, official, over),
            ("POST", at(PROPOSAL_REVIEWS, one.id), review("council", office.councils[1]), &council, &akimat, official, over),
            ("POST", at(PROPOSAL_APPEAL, one.id), json!({ "text": said("Несогласен") }), author, friend, stranger, &["wrong_state", "not_in_phase"]),
            ("POST", office.at(CYCLE_RULES), json!({ "document": almaty(), "reason": text("Уточнение") }), &boss, &akimat, official, over),
            ("PUT", office.at(CYCLE_CALENDAR), json!({ "calendar": almaty().calendar, "reason": text("Перенос") }), &boss, &akimat, official, over),
            ("POST", office.at(CYCLE_ENVELOPES), json!({ "code": "more", "name": text("Ещё") }), &boss, &akimat, official, over),
            ("POST", office.at(CYCLE_CONTESTS), json!({}), &boss, &akimat, official, over),
            ("POST", office.at(CYCLE_BALLOT_FREEZE), json!({}), &boss, &akimat, official, over),
            ("POST", office.at(CYCLE_TRANSITIONS), json!({ "event": "open_review" }), &boss, &akimat, official, over),
            ("POST", office.at(CYCLE_TRANSITIONS), json!({ "event": "extend" }), &boss, &akimat, official, over),
        ];
        for (method, address, body, _, other, why, _) in &steps {
            if !why.is_empty() {
                send(other, method, address, body).refused(403, why);
            }
        }

        let cancel = office.at(CYCLE_TRANSITIONS);
        let act = json!({ "body_id": office.maslikhat, "cycle_id": office.cycle, "number": "31", "date": "2025-08-31", "title": text("Об отмене") });
        let act = boss.post(ACTS, &act).status(201).value()["id"].clone();
        let full = json!({ "event": "cancel", "reason": text("Бюджет урезан."), "act_id": act });
        clerk.post(&cancel, &full).refused(403, &["role_missing"]);
        boss.post(&cancel, &json!({ "event": "cancel" })).refused(409, &["reason_required", "act_missing"]);
        boss.post(&cancel, &full).status(200);
        assert_eq!(office.phase(city), Phase::Cancelled);
        boss.post(&cancel, &full).refused(409, &["not_in_phase"]);
        for (method, address, body, able, _, _, reasons) in &steps {
            send(able, method, address, body).refused(409, reasons);
        }
        // What was asked is still owed an answer.
        let answer = json!({ "kind": "official_answer", "parent_id": question, "text": said("В этом году не начнут.") });
        akimat.post(&at(PROPOSAL_COMMENTS, one.id), &answer).status(201);
        city.run_jobs();
    }
}
