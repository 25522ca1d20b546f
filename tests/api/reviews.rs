//! Reviews: formal check, clearance, council; return and rework; rejection with clause and fact.

use api_types::duty::DutyPage;
use api_types::endpoint::{
    APPEAL_DECISION, BODIES, BODY_MEMBERS, ME_DUTIES, ME_PROPOSAL, PROJECT, PROJECT_REVISION, PROPOSAL,
    PROPOSAL_APPEAL, PROPOSAL_REVIEWS, PROPOSAL_SPLIT, path,
};
use api_types::project::{Project, Revision};
use api_types::proposal::{Appeal, ProposalReceipt, Review};
use domain::{DutyEnding, DutyKind, Id, ProposalState, ReviewDecision};
use qatysu_tests::{TestCity, both};
use serde_json::json;

use crate::season::{APPEALS, RE_REVIEW, REVIEW, REWORK, Season, said, text};

fn project(city: &TestCity, id: Id) -> Project {
    city.visitor().get(&path(PROJECT, &[&id.to_string()])).read()
}

both! {
    fn everybody_entrusted_must_accept(city: &TestCity) {
        let season = Season::open(city);
        let (_, made) = season.submitted(city, "Двор без луж в Аксае");
        season.review(city, made.id, "formal", 1, json!({})).refused(409, &["not_in_phase"]);
        season.go(city, REVIEW);
        let open = |account: Id| -> Vec<DutyKind> {
            let mine: DutyPage = city.token_of(account).get(ME_DUTIES).read();
            mine.items.iter().map(|d| d.kind).collect()
        };
        assert_eq!(open(season.council), [DutyKind::ReviewProposal]);
        let review: Review = season.review(city, made.id, "formal", 1, json!({})).status(201).read();
        assert_eq!((review.decision, review.rules_number), (ReviewDecision::Accept, Some(1)));
        assert_eq!(project(city, made.id).brief.state, ProposalState::UnderReview);
        season.review(city, made.id, "clearance", 1, json!({})).status(201);
        assert_eq!(open(season.council), [DutyKind::ReviewProposal], "the council has not decided yet");
        season.review(city, made.id, "council", 1, json!({})).status(201);
        let found = project(city, made.id);
        assert_eq!(found.brief.state, ProposalState::Eligible);
        let events: Vec<&str> = found.history.iter().map(|e| e.event.as_str()).collect();
        assert_eq!(events, ["submit", "take_up", "accept"]);
        let duties: Vec<_> = found.duties.iter().filter(|d| d.kind == DutyKind::ReviewProposal).map(|d| d.ending).collect();
        assert_eq!(duties, [Some(DutyEnding::Decided); 3]);
        assert!(open(season.council).is_empty());
        season.review(city, made.id, "council", 1, json!({})).refused(409, &["wrong_state"]);
    }

    fn a_rejection_names_clause_and_fact(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        season.go(city, REVIEW);
        let reject = |more: serde_json::Value| season.review(city, made.id, "formal", 1, more);
        reject(json!({ "decision": "reject" })).refused(409, &["clause_required", "fact_required"]);
        reject(json!({ "decision": "reject", "clause": "9.9", "fact": text("x") })).invalid(&[("/clause", "unknown")]);
        reject(json!({ "kind": "appeal" })).invalid(&[("/kind", "unknown_code")]);
        reject(json!({ "revision": 2 })).problem(412);
        reject(json!({ "body_id": season.expert_council })).invalid(&[("/body_id", "unknown")]);
        reject(json!({ "body_id": Id::new_v4() })).invalid(&[("/body_id", "unknown")]);
        reject(json!({ "reason": { "kk": " ", "ru": "По правилам" } })).invalid(&[("/reason/kk", "required")]);
        // A refused decision has not taken the proposal up.
        assert_eq!(project(city, made.id).brief.state, ProposalState::Submitted);
        let at = path(PROPOSAL_REVIEWS, &[&made.id.to_string()]);
        let input = json!({ "kind": "formal", "revision": 1, "body_id": season.akimat, "decision": "accept", "reason": text("Да") });
        city.visitor().post(&at, &input).problem(401);
        city.token_of(author.account).post(&at, &input).refused(403, &["role_missing"]);
        city.token_of(season.council).post(&at, &input).refused(403, &["role_missing"]);
        // The city's department is a reviewer too, but sits in no akimat.
        city.token_of(season.department).post(&at, &input).refused(403, &["role_missing"]);
        season.reject(city, made.id);
        let found = project(city, made.id);
        assert_eq!((found.brief.state, found.clause.as_deref()), (ProposalState::Rejected, Some("1.1")));
        assert_eq!(found.fact.unwrap().ru, "Земля частная.");
    }

    fn what_is_returned_is_reworked_and_reviewed_again(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let (_, lazy) = season.submitted(city, "Забытый двор в Аксае");
        season.go(city, REVIEW);
        for id in [made.id, lazy.id] {
            season.review(city, id, "formal", 1, json!({ "decision": "return", "clause": "3.1" })).status(201);
        }
        assert_eq!(project(city, made.id).brief.state, ProposalState::NeedsChanges);
        season.go(city, REWORK);
        let client = city.token_of(author.account);
        let resubmit = format!("/api/v1/proposals/{}/resubmit", made.id);
        client.post(&resubmit, &json!({})).refused(409, &["not_reworked"]);
        let mine = client.get(&path(ME_PROPOSAL, &[&made.id.to_string()])).status(200).etag();
        let at = path(PROPOSAL, &[&made.id.to_string()]);
        let same = season.draft("Двор без луж в Аксае");
        let kept: ProposalReceipt = client.put_if(&at, &mine, &same).status(200).read();
        client.post(&resubmit, &json!({})).refused(409, &["not_reworked"]);
        let mut better = same.clone();
        better["body"] = json!("Место парковки и проезд пожарной машины показаны на схеме размещения.");
        client.put_if(&at, &format!("\"{}\"", kept.version), &better).status(200);
        client.post(&resubmit, &json!({})).status(200);
        let found = project(city, made.id);
        assert_eq!((found.brief.state, found.revisions, found.revision.number), (ProposalState::Submitted, vec![1, 2], 2));
        let first: Revision = city.visitor().get(&path(PROJECT_REVISION, &[&made.id.to_string(), "1"])).read();
        assert!(first.body.contains("асфальт"), "what was returned stays readable");
        city.visitor().get(&path(PROJECT_REVISION, &[&made.id.to_string(), "3"])).problem(404);

        season.go(city, RE_REVIEW);
        let found = project(city, lazy.id);
        assert_eq!((found.brief.state, found.clause.as_deref()), (ProposalState::Rejected, Some("not_reworked")));
        season.review(city, made.id, "formal", 1, json!({})).problem(412);
        for kind in ["formal", "clearance", "council"] {
            season.review(city, made.id, kind, 2, json!({})).status(201);
        }
        assert_eq!(project(city, made.id).brief.state, ProposalState::Eligible);
        season.go(city, APPEALS);
    }

    fn a_part_split_off_under_review_is_reviewed_too(city: &TestCity) {
        let season = Season::open(city);
        let (_, whole) = season.submitted(city, "Двор и спортплощадка в Аксае");
        season.go(city, REVIEW);
        let split = json!({ "part": season.draft("Спортплощадка в Аксае отдельно"), "reason": said("Два объекта") });
        let at = path(PROPOSAL_SPLIT, &[&whole.id.to_string()]);
        let part: ProposalReceipt = city.token_of(season.reviewer).post(&at, &split).status(201).read();
        assert_eq!(project(city, part.id).duties.len(), 3);
        city.run_jobs();
    }

    /// The proposal is one for courtyards: a council for lighting is not asked and cannot decide, one for courtyards is asked first.
    fn a_body_of_another_theme_is_neither_asked_nor_decides(city: &TestCity) {
        let season = Season::open(city);
        let boss = city.token_of(season.organiser);
        let themed = |kind: &str, district: Option<Id>, theme: &str, member: Id| -> Id {
            let body = json!({
                "city_id": city.test.city, "district_id": district, "kind": kind, "name": text(theme), "selection": "appointed", "theme": theme,
            });
            let id: Id = boss.post(BODIES, &body).status(201).value()["id"].as_str().unwrap().parse().unwrap();
            boss.post(&path(BODY_MEMBERS, &[&id.to_string()]), &json!({ "account_id": member })).status(200);
            id
        };
        let here = Some(season.district);
        let lighting = themed("expert_council", here, "lighting", season.council);
        let elsewhere = themed("appeal_commission", None, "lighting", season.appeals);
        let asked = |id: Id, kind: DutyKind| -> Vec<String> {
            let duties = project(city, id).duties.into_iter().filter(|duty| duty.kind == kind);
            duties.filter_map(|duty| duty.body).map(|body| body.ru).collect()
        };
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let courtyards = themed("expert_council", here, "courtyards", season.council);
        let (_, second) = season.submitted(city, "Двор со светом в Аксае");
        season.go(city, REVIEW);
        for id in [made.id, second.id] {
            let mut found = asked(id, DutyKind::ReviewProposal);
            found.sort_unstable();
            assert_eq!(found, ["courtyards", "department", "district_akimat"], "the council of its own theme before that of all themes");
        }
        let review = |body: Id| season.review(city, made.id, "council", 1, json!({ "body_id": body }));
        review(lighting).invalid(&[("/body_id", "unknown")]);
        review(courtyards).status(201);
        season.review(city, second.id, "council", 1, json!({})).status(201);

        season.reject(city, made.id);
        let words = json!({ "text": said("Земля общая, вот справка.") });
        let at = path(PROPOSAL_APPEAL, &[&made.id.to_string()]);
        let filed: Appeal = city.token_of(author.account).post(&at, &words).status(201).read();
        assert_eq!(asked(made.id, DutyKind::DecideAppeal), ["appeal_commission"]);
        let decide = |body: Id| {
            let decision = json!({ "body_id": body, "upheld": true, "reason": text("Земля общая.") });
            city.token_of(season.appeals).post(&path(APPEAL_DECISION, &[&filed.id.to_string()]), &decision)
        };
        decide(elsewhere).invalid(&[("/body_id", "unknown")]);
        decide(season.commission).status(200);
        city.run_jobs();
    }
}
