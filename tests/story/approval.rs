//! October: reviews, rework, an appeal, the frozen ballot.

use api_types::contest::ContestList;
use api_types::endpoint::{
    APPEAL_DECISION, CYCLE_BALLOT_FREEZE, CYCLE_CONTESTS, ME_PROPOSAL, PROPOSAL, PROPOSAL_APPEAL, PROPOSAL_MERGE,
    PROPOSAL_RESUBMIT, PROPOSAL_REVIEWS, PROPOSAL_SPLIT, PROPOSAL_SUBMIT, PROPOSAL_SUPPORT, PROPOSAL_TRANSLATION,
    PROPOSAL_WITHDRAW, path,
};
use api_types::proposal::Appeal;
use domain::{Id, Moment, Phase, ProposalState};
use qatysu_tests::{Reply, TestCity};
use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;

use crate::dialogue::{Proposed, Season, draft, project};
use crate::office::{Office, said, text};

const REVIEW: Moment = datetime!(2025-09-30 19:00 UTC);
const REWORK: Moment = datetime!(2025-10-12 19:00 UTC);
const RE_REVIEW: Moment = datetime!(2025-10-19 19:00 UTC);
const APPEALS: Moment = datetime!(2025-10-23 19:00 UTC);
const FROZEN: Moment = datetime!(2025-10-25 19:00 UTC);

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

/// A review of one kind by those who are entrusted with it in this district.
fn review(city: &TestCity, office: &Office, district: usize, id: Id, kind: &str, more: Value) -> Reply {
    let (account, body) = match kind {
        "formal" => (office.akimat, office.akimats[district]),
        "clearance" => (office.department, office.departments),
        _ => (office.council, office.councils[district]),
    };
    let mut input =
        json!({ "kind": kind, "revision": 1, "body_id": body, "decision": "accept", "reason": text("По правилам.") });
    for (key, value) in more.as_object().unwrap() {
        input[key] = value.clone();
    }
    city.token_of(account).post(&at(PROPOSAL_REVIEWS, id), &input)
}

fn accept(city: &TestCity, office: &Office, district: usize, id: Id, revision: i32) {
    for kind in ["formal", "clearance", "council"] {
        review(city, office, district, id, kind, json!({ "revision": revision })).status(201);
    }
    assert_eq!(project(city, id).brief.state, ProposalState::Eligible);
}

/// From the first review to the last appeal.
pub fn october(city: &TestCity, office: &Office, season: &Season) {
    office.go(city, REVIEW, Phase::Review);
    city.token_of(season.merged.author.account)
        .post(&at(PROPOSAL_SUBMIT, season.merged.id), &json!({}))
        .refused(409, &["wrong_state", "not_in_phase"]);
    // September is over for supporters, too.
    let late = city.resident(office.districts[1]).client;
    late.put(&at(PROPOSAL_SUPPORT, season.counter), &json!({})).refused(409, &["not_in_phase"]);
    late.delete(&at(PROPOSAL_SUPPORT, season.counter)).refused(409, &["not_in_phase"]);
    let second = [season.merged.id, season.counter, season.split[0], season.split[1]];
    for id in season.real.iter().map(|p| p.id) {
        accept(city, office, 0, id, 1);
    }
    for (district, proposed) in (2..).zip(&season.others) {
        accept(city, office, district, proposed.id, 1);
    }
    for id in second {
        accept(city, office, 1, id, 1);
    }
    let decide = |id: Id, more: Value| review(city, office, 1, id, "formal", more);
    decide(season.returned.id, json!({ "decision": "return", "clause": "3.1" })).status(201);
    decide(season.rejected.id, json!({ "decision": "reject" })).refused(409, &["clause_required", "fact_required"]);
    let private = json!({ "decision": "reject", "clause": "1.1", "fact": text("Земля частная.") });
    let own = city.token_of(season.rejected.author.account);
    own.post(&at(PROPOSAL_REVIEWS, season.rejected.id), &json!({ "kind": "formal", "revision": 1, "body_id": office.akimats[1], "decision": "accept", "reason": text("Да") }))
        .refused(403, &["role_missing"]);
    decide(season.rejected.id, private.clone()).status(201);
    let found = project(city, season.rejected.id);
    assert_eq!((found.brief.state, found.clause.as_deref()), (ProposalState::Rejected, Some("1.1")));
    assert_eq!(found.fact.unwrap().ru, "Земля частная.");
    // Rework opens by the calendar, and not while something waits for its review.
    office
        .fire(&city.token_of(office.organiser), "open_rework")
        .refused(409, &["phase_not_started", "reviews_pending"]);
    decide(season.appealed.id, private).status(201);
    appeal(city, office, &season.appealed);

    office.go(city, REWORK, Phase::Rework);
    rework(city, office, &season.returned);
    office.go(city, RE_REVIEW, Phase::ReReview);
    review(city, office, 1, season.returned.id, "formal", json!({})).problem(412);
    accept(city, office, 1, season.returned.id, 2);
    office.go(city, APPEALS, Phase::Appeals);
}

/// Another body overturns what the akimat decided.
fn appeal(city: &TestCity, office: &Office, appealed: &Proposed) {
    let words = json!({ "text": said("Земля общая, вот справка.") });
    let neighbour = city.resident(office.districts[1]).client;
    neighbour.post(&at(PROPOSAL_APPEAL, appealed.id), &words).refused(403, &["not_owner"]);
    let author = city.token_of(appealed.author.account);
    let filed: Appeal = author.post(&at(PROPOSAL_APPEAL, appealed.id), &words).status(201).read();
    city.clock().set(city.now() + Duration::DAY);
    let decision = json!({ "body_id": office.commissions, "upheld": true, "reason": text("Справка подтверждает.") });
    let decide = |account: Id| city.token_of(account).post(&at(APPEAL_DECISION, filed.id), &decision);
    decide(appealed.author.account).refused(403, &["role_missing"]);
    // The council is a body too, but not the commission.
    decide(office.council).refused(403, &["role_missing"]);
    decide(office.commission).status(200);
    decide(office.commission).refused(409, &["wrong_state"]);
    let found = project(city, appealed.id);
    assert_eq!((found.brief.state, found.clause), (ProposalState::Eligible, None));
}

fn rework(city: &TestCity, office: &Office, returned: &Proposed) {
    let author = city.token_of(returned.author.account);
    let resubmit = at(PROPOSAL_RESUBMIT, returned.id);
    author.post(&resubmit, &json!({})).refused(409, &["not_reworked"]);
    let etag = author.get(&at(ME_PROPOSAL, returned.id)).status(200).etag();
    let mut better = draft(office, office.districts[1], "Двор с парковкой и проездом", 10_000_000);
    better["body"] = json!("Парковка стоит рядом с проездом: пожарная машина проходит, схема приложена.");
    author.put_if(&at(PROPOSAL, returned.id), &etag, &better).status(200);
    author.post(&resubmit, &json!({})).status(200);
    author.post(&resubmit, &json!({})).refused(409, &["wrong_state"]);
    assert_eq!(project(city, returned.id).brief.state, ProposalState::Submitted);
}

/// The ballots of all districts, frozen with numbers and in two languages; the contests.
pub fn freeze(city: &TestCity, office: &Office, season: &Season) -> ContestList {
    let (prepare, freeze) = (office.at(CYCLE_CONTESTS), office.at(CYCLE_BALLOT_FREEZE));
    city.token_of(office.clerk).post(&prepare, &json!({})).refused(403, &["role_missing"]);
    let boss = city.token_of(office.organiser);
    boss.post(&freeze, &json!({})).refused(409, &["no_contests", "window_open", "translations_missing"]);
    let made: ContestList = boss.post(&prepare, &json!({})).status(200).read();
    assert_eq!(made.items.len(), 8, "own-district voting is a contest for each district");
    office.go(city, FROZEN, Phase::Frozen);
    let boss = city.token_of(office.organiser);
    boss.post(&prepare, &json!({})).refused(409, &["wrong_state"]);
    office.fire(&boss, "open_voting").refused(409, &["phase_not_started", "ballot_not_frozen"]);
    let refused = boss.post(&freeze, &json!({})).refused(409, &["translations_missing"]);
    let eligible = season.real.len() + season.others.len() + 6;
    assert_eq!(refused.blockers[0].count, u32::try_from(eligible).ok(), "each wants its Kazakh text");
    let more =
        [season.merged.id, season.counter, season.split[0], season.split[1], season.returned.id, season.appealed.id];
    let all = season.real.iter().chain(&season.others).map(|p| p.id).chain(more);
    for id in all {
        let translation = json!({ "lang": "kk", "title": "Аула туралы жоба", "body": "Аулада асфальт бұзылған." });
        boss.put(&at(PROPOSAL_TRANSLATION, id), &translation).status(200);
    }
    let author = city.token_of(season.returned.author.account);
    // What stands on the ballot is neither put together nor taken apart any more.
    let akimat = city.token_of(office.akimat);
    let merge = json!({ "into": season.merged.id, "reason": said("Один и тот же двор") });
    akimat.post(&at(PROPOSAL_MERGE, season.counter), &merge).refused(409, &["not_in_phase"]);
    let part = draft(office, office.districts[1], "Только скамейки у входа", 1_000_000);
    let split = json!({ "part": part, "reason": said("Два объекта") });
    akimat.post(&at(PROPOSAL_SPLIT, season.counter), &split).refused(409, &["not_in_phase"]);
    city.token_of(office.clerk).post(&freeze, &json!({})).refused(403, &["role_missing"]);
    let frozen: ContestList = boss.post(&freeze, &json!({})).status(200).read();
    boss.post(&freeze, &json!({})).refused(409, &["wrong_state"]);
    let back = json!({ "reason": said("Передумал") });
    author.post(&at(PROPOSAL_WITHDRAW, season.returned.id), &back).refused(409, &["wrong_state", "not_in_phase"]);
    assert_eq!(frozen.items.len(), 7, "where nothing is eligible there is no vote, and nobody waits for it");
    let items: Vec<i64> = frozen.items.iter().map(|c| c.items).collect();
    assert_eq!(items.iter().sum::<i64>(), i64::try_from(eligible).unwrap(), "what was rejected or merged is not on it");
    frozen
}
